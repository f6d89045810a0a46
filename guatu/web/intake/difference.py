"""The difference in tabs by what entering does, and the few figures a new row is shown with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guatu.intake.choices import RowFate
from guatu.intake.models import Intake
from guatu.intake.queries import (
    PER_PAGE,
    DifferenceRow,
    FieldChange,
    Header,
    difference_page,
)
from guatu.intake.reading import Field
from guatu.web.intake.steps import Words
from guatu.web.intake.words import figure_words
from guatu.web.shared.narrowing import Segment

_BEFORE: Mapping[str, Words] = {
    RowFate.NEW: _("清单里没有的项目，入账时新列入。"),
    RowFate.BACK: _("以前退出的项目，台账又有了，入账时恢复列入。"),
    RowFate.CHANGED: _("清单里已有，台账写的不同；入账时改为台账所写。已报的进度不会丢。"),
    RowFate.SAME: _("与清单一致，入账时不动。"),
    RowFate.GONE: _("清单里有、台账里没有。入账时不动；要退出清单，在入账那一步勾选。"),
    RowFate.SKIPPED: _("指定为不入账的行。"),
}
_AFTER: Mapping[str, Words] = {
    RowFate.NEW: _("新列入清单的项目。"),
    RowFate.BACK: _("恢复列入清单的项目。"),
    RowFate.CHANGED: _("按台账改过的项目和内容。"),
    RowFate.SAME: _("与清单一致，没有动。"),
    RowFate.GONE: _("清单里有、台账里没有的项目。"),
    RowFate.SKIPPED: _("指定为不入账的行。"),
}
_TELLING = (RowFate.CHANGED, RowFate.BACK)
#: What a new project is recognised by; the rest is in the ledger and, later, on its page.
SHOWN = (Field.TOTAL, Field.YEAR_PLAN, Field.LEAD_UNIT, Field.START, Field.FINISH)


@dataclass(frozen=True, slots=True)
class NewRow:
    """``cells`` in the order of ``SHOWN``."""

    row: DifferenceRow
    cells: list[str]


@dataclass(frozen=True, slots=True)
class ListedRow:
    row: DifferenceRow
    changes: list[FieldChange]

    @property
    def span(self) -> int:
        return max(1, len(self.changes))


def difference_context(
    intake: Intake, header: Header, asked: str, number: int, *, entered: bool
) -> dict[str, Any]:
    """What ``intake/_difference.html`` shows: one tab, one page."""
    fate = _fate(asked, header)
    found = difference_page(intake, fate=fate, number=number)
    is_new = fate == RowFate.NEW
    listed = [] if is_new else _listed_rows(found.rows, fate)
    return {
        "tabs": _tabs(header, fate),
        "fate": fate,
        "note": (_AFTER if entered else _BEFORE)[fate],
        "new_rows": _new_rows(intake, found.rows) if is_new else [],
        "listed_rows": listed,
        "shows_changes": any(row.changes for row in listed),
        "page": Paginator(range(found.total), PER_PAGE).get_page(found.number),
        "can_act": not entered,
    }


def outcome_words(fates: Mapping[str, int]) -> str:
    """``新增 3 个，更新 2 个，无变化 87 个``: what entering does, or did."""
    said = {fate: fates.get(fate, 0) for fate in RowFate.values}
    words = [gettext("新增 %(new)s 个") % said, gettext("更新 %(changed)s 个") % said]
    if said[RowFate.BACK]:
        words.append(gettext("恢复列入 %(back)s 个") % said)
    words.append(gettext("无变化 %(same)s 个") % said)
    return "，".join(words)


def _fate(asked: str, header: Header) -> str:
    """The tab asked for, else the first that has rows."""
    if asked in RowFate.values:
        return asked
    return next((fate for fate in RowFate.values if header.fates.get(fate)), RowFate.NEW.value)


def _tabs(header: Header, fate: str) -> list[Segment]:
    """Always the four that say what happens; the others only where there are rows."""
    always = {RowFate.NEW, RowFate.CHANGED, RowFate.SAME, RowFate.GONE}
    return [
        Segment(f"{one.label} {header.fates.get(one, 0)}", f"?fate={one.value}", one == fate)
        for one in RowFate
        if one in always or header.fates.get(one)
    ]


def _listed_rows(rows: Sequence[DifferenceRow], fate: str) -> list[ListedRow]:
    """Rows of projects that are on the list, with what changes where something does."""
    telling = fate in _TELLING
    return [
        ListedRow(row, [_change(change) for change in row.changes] if telling else [])
        for row in rows
    ]


def _change(change: FieldChange) -> FieldChange:
    return replace(
        change,
        before=figure_words(change.field, change.before),
        after=figure_words(change.field, change.after),
    )


def _new_rows(intake: Intake, rows: Sequence[DifferenceRow]) -> list[NewRow]:
    """With what was read of them: there is no former state to tell a change from."""
    found = intake.rows.filter(pk__in=[row.pk for row in rows])
    read = dict(found.values_list("pk", "readings"))
    return [NewRow(row, [_said(read.get(row.pk, {}), field) for field in SHOWN]) for row in rows]


def _said(readings: Mapping[str, Any], field: Field) -> str:
    return figure_words(field, str(readings.get(field, "")))
