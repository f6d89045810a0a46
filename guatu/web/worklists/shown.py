"""Rows and columns of a list as pages and files show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from guatu.domain.words import N_
from guatu.domain.worklists.rhythm import Rhythm
from guatu.domain.worklists.rows import CELL_WORDS, Cell
from guatu.web.shared.duties import page_of
from guatu.web.shared.sentences import in_words
from guatu.web.shared.spreadsheets import Cell as FileCell
from guatu.worklists.actions.amending import FIELD_WORDS, STANDING
from guatu.worklists.choices import RowKind, RowStanding
from guatu.worklists.models import WorkCorrection, WorkItem

#: Widths of the columns in a file, in characters.
WIDTHS = (5, 14, 34, 28, 28, 10, 10, 12, 8, 26, 18, 24)


@dataclass(frozen=True, slots=True)
class ShownCell:
    """``text`` as it holds in the list; ``said`` what the system said where it was changed by
    hand; ``right`` the corrections after the freeze."""

    cell: Cell
    title: str
    text: str
    by_hand: bool
    said: str
    right: Sequence[WorkCorrection]


@dataclass(frozen=True, slots=True)
class ShownRow:
    item: WorkItem
    url: str
    kind: str
    standing: str
    cells: dict[str, ShownCell]
    right: Sequence[tuple[str, WorkCorrection, str, str]]

    @property
    def done(self) -> ShownCell:
        return self.cells[Cell.DONE]

    @property
    def plan(self) -> ShownCell:
        return self.cells[Cell.PLAN]

    @property
    def trouble(self) -> ShownCell:
        return self.cells[Cell.TROUBLE]

    @property
    def help(self) -> ShownCell:
        return self.cells[Cell.HELP]

    @property
    def leader(self) -> ShownCell:
        return self.cells[Cell.LEADER]

    @property
    def owner(self) -> ShownCell:
        return self.cells[Cell.OWNER]

    @property
    def is_late(self) -> bool:
        return self.item.standing == RowStanding.OVERDUE


def shown_rows(
    items: Iterable[WorkItem], rhythm: Rhythm, *, corrections: bool = True
) -> list[ShownRow]:
    return [_row(item, titles_of(rhythm), corrections) for item in items]


def titles_of(rhythm: Rhythm) -> dict[str, str]:
    """The columns of words, named after the rhythm: 上周完成, 本月计划."""
    names = {cell.value: _(words) for cell, words in CELL_WORDS.items()}
    done, plan = _HEADS[rhythm]
    return {**names, Cell.DONE.value: _(done), Cell.PLAN.value: _(plan)}


def file_titles(rhythm: Rhythm) -> list[str]:
    heads = titles_of(rhythm)
    return [
        _("序号"), _("单位"), _("事项"), heads[Cell.DONE], heads[Cell.PLAN], heads[Cell.LEADER],
        heads[Cell.OWNER], _("时限"), _("状态"), heads[Cell.TROUBLE], heads[Cell.HELP],
        _("冻结后更正"),
    ]  # fmt: skip


def file_rows(items: Iterable[WorkItem], rhythm: Rhythm) -> Iterator[list[FileCell]]:
    """Numbered through, as frozen, with what was put right in the last column."""
    kept = [item for item in items if not item.struck]
    for number, row in enumerate(shown_rows(kept, rhythm), start=1):
        due: date | None = row.item.due_on
        yield [
            number, row.item.work_list.unit.label, row.item.label, row.done.text, row.plan.text,
            row.leader.text, row.owner.text, due, row.standing, row.trouble.text, row.help.text,
            "；".join(_told(*one) for one in row.right),
        ]  # fmt: skip


def words_of(stored: Any) -> str:
    """What a person typed, or the stored sentence of the system."""
    return in_words(stored)


def value_words(field: str, value: str) -> str:
    """A corrected value as it is read."""
    return str(RowStanding(value).label) if field == STANDING and value else value or _("空")


def _row(item: WorkItem, heads: dict[str, str], corrections: bool) -> ShownRow:
    right = list(item.corrections.all()) if corrections else []
    cells = {cell.value: _cell(item, cell, heads[cell], right) for cell in Cell}
    told = [
        (
            _(FIELD_WORDS[one.field]),
            one,
            value_words(one.field, one.before),
            value_words(one.field, one.after),
        )
        for one in right
    ]
    kind = str(RowKind(item.kind).label)
    url = page_of(str(item.kind), item.page_id) if item.kind != RowKind.OWN else ""
    return ShownRow(item, url, kind, str(RowStanding(item.standing).label), cells, told)


def _cell(item: WorkItem, cell: Cell, title: str, right: Sequence[WorkCorrection]) -> ShownCell:
    by_hand = cell in item.hand
    said = words_of(item.said.get(cell, ""))
    text = item.hand[cell] if by_hand else said
    own = [one for one in right if one.field == cell]
    return ShownCell(cell, title, text, by_hand, said, own)


def _told(field: str, one: WorkCorrection, before: str, after: str) -> str:
    said = {"field": field, "before": before, "after": after, "reason": one.reason}
    return _("%(field)s由“%(before)s”更正为“%(after)s”（%(reason)s）") % said


_HEADS: dict[Rhythm, tuple[str, str]] = {
    Rhythm.WEEK: (N_("上周完成"), N_("本周计划")),
    Rhythm.MONTH: (N_("上月完成"), N_("本月计划")),
    Rhythm.QUARTER: (N_("上季完成"), N_("本季计划")),
    Rhythm.YEAR: (N_("上年完成"), N_("本年计划")),
}
