"""The table of lines, units or sponsors: its words and its links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guatu.boards.overview import Cut
from guatu.projects.choices import TallyBy
from guatu.web.shared.narrowing import Segment
from guatu.web.shared.past import on_day

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Heads:
    """Words of a cut: what it is, the two columns beside it (empty ones are left out)."""

    pill: Words
    title: Words
    lead: Words
    leader: Words
    nobody: Words


@dataclass(frozen=True, slots=True)
class Row:
    """``list_url`` is the list of its projects, ``url`` the page of the line or unit itself."""

    cut: Cut
    title: Words
    list_url: str
    url: str


@dataclass(frozen=True, slots=True)
class Table:
    by: TallyBy
    heads: Heads
    rows: Sequence[Row]


HEADS: Mapping[TallyBy, Heads] = {
    TallyBy.LINE: Heads(
        _("按工作线"), _("工作线"), _("牵头单位"), _("牵头领导"), _("未列入工作线")
    ),
    TallyBy.UNIT: Heads(_("按单位"), _("牵头单位"), "", "", _("牵头单位未定")),
    TallyBy.SPONSOR: Heads(_("按包保领导"), _("包保领导"), _("单位"), _("职务"), _("包保领导未定")),
    TallyBy.CHAIN: Heads(_("按产业链"), _("产业链"), _("牵头单位"), _("链长"), _("未列入产业链")),
    TallyBy.TOWNSHIP: Heads(_("按乡镇"), _("乡镇街道"), "", "", _("所在乡镇未填")),
    TallyBy.PARK: Heads(_("按园区"), _("园区"), _("管理单位"), "", _("不在园区")),
}


def by_of(values: QueryDict) -> TallyBy:
    by = values.get("by", "")
    return TallyBy(by) if by in HEADS else TallyBy.LINE


def segments(chosen: TallyBy, as_of: datetime | None = None) -> list[Segment]:
    here = reverse("overview")
    return [
        Segment(heads.pill, on_day(f"{here}?by={by}", as_of), by == chosen)
        for by, heads in HEADS.items()
    ]


def table_of(
    by: TallyBy, cuts: Sequence[Cut], *, own: bool = False, as_of: datetime | None = None
) -> Table:
    return Table(by, HEADS[by], [_row(by, cut, as_of) for cut in shown(cuts, own=own)])


def shown(cuts: Sequence[Cut], *, own: bool) -> list[Cut]:
    """``own`` for those who see part of the projects: lines that hold none of them are left out."""
    return [cut for cut in cuts if cut.totals.projects or not own]


def _row(by: TallyBy, cut: Cut, as_of: datetime | None) -> Row:
    list_url = on_day(f"{reverse('project-list')}?{by}={cut.key}", as_of)
    own_url = on_day(_own_page(by, cut), as_of)
    return Row(cut, cut.title or HEADS[by].nobody, list_url, own_url or list_url)


def _own_page(by: TallyBy, cut: Cut) -> str:
    """The page of a line; units and posts are opened by their list of projects."""
    is_line = by is TallyBy.LINE and cut.title
    return reverse("line-detail", args=[cut.key]) if is_line else ""
