"""What the addresses of lists ask for, and the pills that change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from guatu.command.choices import BlockerKind
from guatu.command.queries.blockers import BlockerFilter, Show
from guatu.command.queries.visits import Month
from guatu.web.command.forms.controls import month_of
from guatu.web.shared.asking import plain_words, row_id, whole_number
from guatu.web.shared.narrowing import Segment, changed
from guatu.web.shared.requests import Request

SHOW_WORDS: Mapping[Show, str | Promise] = {
    Show.STUCK: gettext_lazy("未打通"),
    Show.LATE: gettext_lazy("已过限期"),
    Show.SOLVED: gettext_lazy("待确认"),
    Show.SIGNED_OFF: gettext_lazy("已销号未打通"),
    Show.UNACCEPTED: gettext_lazy("未受理"),
    Show.PASSED_UP: gettext_lazy("已提请上级"),
    Show.CLEARED: gettext_lazy("已打通"),
    Show.ALL: gettext_lazy("全部"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """``number`` is a page from 1."""

    wanted: BlockerFilter
    number: int


def asked_for(values: QueryDict, year: int) -> Asked:
    """``?show=late&kind=land&unit=…&batch=…&q=轴承&page=2``; what makes no sense is not there."""
    show, kind = values.get("show", ""), values.get("kind", "")
    wanted = BlockerFilter(
        year=year,
        show=Show(show) if show in list(Show) else Show.STUCK,
        kind=kind if kind in BlockerKind.values else "",
        unit=row_id(values.get("unit", "")),
        batch=row_id(values.get("batch", "")),
        words=plain_words(values.get("q", "")),
    )
    return Asked(wanted, whole_number(values.get("page", "")) or 1)


def asked_month(request: Request) -> Month:
    """``?month=2021-03``, else this one."""
    return Month.of(month_of(request.GET.get("month", "")) or request.today)


def segments(values: QueryDict, show: Show, counts: Mapping[Show, int]) -> list[Segment]:
    """Empty ones are left out, but for the one that is shown."""
    return [
        Segment(f"{SHOW_WORDS[one]} {counts[one]}", changed(values, show=one), one is show)
        for one in Show
        if counts[one] or one is show or one in (Show.STUCK, Show.ALL)
    ]
