"""What the address of the list asks for, and the chips that take it back."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guatu.commitments.choices import CommitmentKind
from guatu.commitments.queries.listing import (
    CommitmentFilter,
    Counts,
    Show,
    units_with_promises,
)
from guatu.org.models import User
from guatu.web.shared.asking import plain_words, row_id, whole_number
from guatu.web.shared.narrowing import Chip, Field, Segment, changed, chips_of

SHOW_WORDS: dict[Show, str | Promise] = {
    Show.ALL: gettext_lazy("全部"),
    Show.RUNNING: gettext_lazy("践诺中"),
    Show.SOON: gettext_lazy("7 天内到期"),
    Show.LATE: gettext_lazy("逾期待评"),
    Show.KEPT: gettext_lazy("兑现"),
    Show.KEPT_LATE: gettext_lazy("迟兑现"),
    Show.PARTLY: gettext_lazy("部分兑现"),
    Show.BROKEN: gettext_lazy("未兑现"),
    Show.REVISED: gettext_lazy("改过诺"),
    Show.PREPARING: gettext_lazy("未公开"),
}


def filter_of(values: QueryDict, year: int) -> CommitmentFilter:
    """``?show=late&mine=1&unit=…&kind=star&q=厂房&year=2020``; what makes no sense is not there."""
    show, kind = values.get("show", ""), values.get("kind", "")
    return CommitmentFilter(
        year=year_of(values, year),
        show=Show(show) if show in list(Show) else Show.ALL,
        mine=values.get("mine") == "1",
        unit=row_id(values.get("unit", "")),
        kind=kind if kind in CommitmentKind.values else "",
        words=plain_words(values.get("q", "")),
    )


def year_of(values: QueryDict, year: int) -> int:
    asked = whole_number(values.get("year", ""))
    return asked if asked is not None and abs(asked - year) <= 20 else year


def page_number(values: QueryDict) -> int:
    return whole_number(values.get("page", "")) or 1


def segments(values: QueryDict, show: Show, counts: Counts) -> list[Segment]:
    """Everything but what nobody has; 未公开 only for those who see something of it."""
    return [
        Segment(f"{SHOW_WORDS[one]} {counts.of(one)}", changed(values, show=one), one is show)
        for one in Show
        if counts.of(one) or one in (show, Show.ALL, Show.RUNNING)
    ]


def filter_fields(user: User, wanted: CommitmentFilter) -> list[Field]:
    units = [(str(unit.pk), unit.label) for unit in units_with_promises(user, wanted.year)]
    kinds = [(value, str(label)) for value, label in CommitmentKind.choices]
    mine = [("1", _("只看我的"))]
    return [
        Field("mine", _("范围"), "1" if wanted.mine else "", mine),
        Field("unit", _("单位"), str(wanted.unit or ""), units),
        Field("kind", _("类别"), wanted.kind, kinds),
    ]


def chips(values: QueryDict, wanted: CommitmentFilter, fields: Sequence[Field]) -> list[Chip]:
    return chips_of(values, fields, wanted.words)
