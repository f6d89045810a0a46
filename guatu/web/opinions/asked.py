"""What the address of the list asks for, and the chips that take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guatu.org.models import User
from guatu.projects.queries.filters import ListFilter
from guatu.projects.queries.listing import options
from guatu.projects.queries.opinions import Show, ViewCounts
from guatu.web.shared.asking import plain_words, row_id, whole_number
from guatu.web.shared.narrowing import Chip, Field, Segment, changed, chips_of

SHOW_WORDS: dict[Show, str | Promise] = {
    Show.DISPUTED: gettext_lazy("全部分歧"),
    Show.LIGHT_REVIEW: gettext_lazy("灯与独立评估"),
    Show.LIGHT_OWNER: gettext_lazy("灯与业主判断"),
    Show.OWNER_REVIEW: gettext_lazy("业主与评估"),
    Show.OLD: gettext_lazy("判断已过期"),
    Show.UNRATED: gettext_lazy("尚无独立评估"),
    Show.GIVEN: gettext_lazy("全部判断"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """``number`` is a page from 1."""

    wanted: ListFilter
    show: Show
    number: int


def asked_for(values: QueryDict, year: int) -> Asked:
    """``?show=old&line=…&unit=…&q=轴承&page=2``; what makes no sense is not there."""
    show = values.get("show", "")
    wanted = ListFilter(
        year=year,
        words=plain_words(values.get("q", "")),
        line=row_id(values.get("line", "")),
        unit=row_id(values.get("unit", "")),
    )
    return Asked(
        wanted,
        Show(show) if show in list(Show) else Show.DISPUTED,
        whole_number(values.get("page", "")) or 1,
    )


def segments(values: QueryDict, show: Show, counts: ViewCounts) -> list[Segment]:
    return [
        Segment(f"{SHOW_WORDS[one]} {counts.of(one)}", changed(values, show=one), one is show)
        for one in Show
    ]


def filter_fields(user: User, wanted: ListFilter) -> list[Field]:
    found = options(user, wanted.year)
    return [
        Field("line", _("工作线"), str(wanted.line or ""), found.lines),
        Field("unit", _("牵头单位"), str(wanted.unit or ""), found.units),
    ]


def chips(values: QueryDict, wanted: ListFilter, fields: Sequence[Field]) -> list[Chip]:
    return chips_of(values, fields, wanted.words)
