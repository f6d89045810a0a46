"""``read_ledger``: a workbook to everything that is understood of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from guatu.domain.words import N_, say
from guatu.intake.reading.body import Body, Entry
from guatu.intake.reading.checks import (
    months_add_up,
    name_key,
    names_twice,
    part_run_together,
    reversed_dates,
    unknown_units,
    unlikely_units,
)
from guatu.intake.reading.columns import table_of
from guatu.intake.reading.grid import Grid, grid_of
from guatu.intake.reading.headers import single
from guatu.intake.reading.layout import blocks
from guatu.intake.reading.model import (
    Choice,
    Declared,
    Field,
    LedgerReading,
    Problem,
    RowKind,
    RowReading,
    Table,
)
from guatu.intake.reading.totals import Totals
from guatu.intake.reading.wording import is_sentence
from guatu.kit.workbook import Workbook

_REPEATED = 0.9


def read_ledger(
    book: Workbook,
    *,
    as_of: date,
    sheet: int | None = None,
    choices: Mapping[str, Mapping[int, Choice]] | None = None,
) -> LedgerReading:
    """Find the tables of ``book``, read the rows of those that list projects, name the faults.

    ``as_of`` supplies the year of dates without one. ``sheet`` (from 0) reads one sheet only;
    otherwise every sheet that holds a list of projects is read, hidden ones too. ``choices``
    are a person's corrections: by shape of table, by index of column.
    """
    wanted = range(len(book.sheets)) if sheet is None else [sheet]
    grids = [grid_of(i, book.sheets[i]) for i in wanted if 0 <= i < len(book.sheets)]
    found = [_Sheet(grid, as_of, choices or {}) for grid in grids]
    problems = [problem for one in found for problem in one.problems]
    problems += _about_sheets(found)
    if not any(table.is_projects for one in found for table in one.tables):
        problems.append(_no_table(grids))
    return LedgerReading(
        sheet_names=tuple(one.name for one in book.sheets),
        tables=tuple(table for one in found for table in one.tables),
        rows=tuple(row for one in found for row in one.rows),
        problems=tuple(sorted(problems, key=lambda p: (p.sheet, p.row))),
        declared=_declared([totals for one in found for totals in one.totals]),
    )


class _Sheet:
    """The reading of one sheet."""

    def __init__(
        self, grid: Grid, as_of: date, choices: Mapping[str, Mapping[int, Choice]]
    ) -> None:
        self.grid = grid
        self.tables: list[Table] = []
        self.rows: list[RowReading] = []
        self.problems: list[Problem] = []
        self.totals: list[Totals] = []
        self._names: dict[str, int] = {}
        for block in blocks(grid):
            table = table_of(grid, block, as_of.year, choices)
            self.tables.append(table)
            if table.is_projects:
                self._read(Body(grid, block, table, as_of))
        self._check_titles()

    @property
    def names(self) -> set[str]:
        return set(self._names)

    def _read(self, body: Body) -> None:
        entries, table = list(body.entries()), body.table
        part_run_together(table, entries)
        totals = Totals(body, entries)
        totals.check()
        self.totals.append(totals)
        found = [problem for entry in entries for problem in entry.problems]
        found += totals.problems
        totals.problems = []
        found += unlikely_units(table, entries)
        found += self._twice(table, entries)
        found += reversed_dates(table, entries)
        found += months_add_up(table, entries, self.grid)
        found += unknown_units(table, entries)
        self._keep(entries, found)

    def _twice(self, table: Table, entries: Sequence[Entry]) -> list[Problem]:
        """A second table about the same projects repeats their names on purpose."""
        names = {
            name_key(str(e.values[Field.NAME]))
            for e in entries
            if e.kind is RowKind.PROJECT and Field.NAME in e.values
        }
        again = len(names & self._names.keys()) * 2 > len(names)
        return list(names_twice(table, entries, self.grid, {} if again else self._names))

    def _keep(self, entries: Sequence[Entry], found: Sequence[Problem]) -> None:
        by_row: dict[int, list[Problem]] = {}
        for problem in found:
            by_row.setdefault(problem.row, []).append(problem)
        for entry in entries:
            self.rows.append(
                RowReading(
                    sheet=self.grid.index,
                    row=entry.row + 1,
                    kind=entry.kind,
                    cells=self.grid.raw[entry.row],
                    values=entry.values,
                    parent_row=None if entry.parent is None else entry.parent + 1,
                    problems=tuple(by_row.get(entry.row + 1, ())),
                )
            )
        self.problems += found

    def _check_titles(self) -> None:
        for totals in self.totals:
            grid = totals.body.grid
            for row in totals.body.block.above:
                for column in grid.filled(row):
                    text = grid.texts[row][column]
                    if text == totals.body.table.title or not is_sentence(text):
                        totals.check_words(row, column, text, self.totals)
            self.problems += totals.problems


def _declared(all_totals: Sequence[Totals]) -> Declared:
    """What the file states for the whole list: of its only table, else nothing."""
    return all_totals[0].declared() if len(all_totals) == 1 else Declared()


def _about_sheets(found: Sequence[_Sheet]) -> Iterable[Problem]:
    """Sheets that a person may not have meant: hidden ones, and lists within other lists."""
    listed = [one for one in found if one.names]
    for one in listed:
        if one.grid.sheet.hidden:
            sentence = say(_HIDDEN, sheet=one.grid.sheet.name, count=len(one.names))
            yield Problem(one.grid.index, _first_row(one), "", "hidden_sheet", sentence)
        for other in listed:
            if other is not one and _is_within(one, other):
                sentence = say(
                    _WITHIN, sheet=one.grid.sheet.name, other=other.grid.sheet.name,
                    count=len(one.names),
                )  # fmt: skip
                yield Problem(one.grid.index, _first_row(one), "", "repeated_sheet", sentence)
                break


def _is_within(one: _Sheet, other: _Sheet) -> bool:
    """Nearly all names of ``one`` are in ``other``; of two equal lists the later is within."""
    if len(one.names) < 3 or len(one.names) > len(other.names):
        return False
    if len(one.names) == len(other.names) and one.grid.index < other.grid.index:
        return False
    return len(one.names & other.names) >= _REPEATED * len(one.names)


def _first_row(one: _Sheet) -> int:
    return next((table.header_first for table in one.tables if table.is_projects), 1)


def _no_table(grids: Sequence[Grid]) -> Problem:
    where = grids[0].index if grids else 0
    on_its_side = any(_lies_on_its_side(grid) for grid in grids)
    return Problem(where, 1, "", "no_table", say(_ON_ITS_SIDE if on_its_side else _NO_TABLE))


def _lies_on_its_side(grid: Grid) -> bool:
    """Header words down one of the first columns instead of across a row."""
    for column in range(min(grid.width, 4)):
        texts = [row[column] for row in grid.texts[:40] if row[column]]
        fields = {found.field for text in texts if (found := single(text)) and found.field}
        if len(fields) >= 4 and len(fields) * 2 >= len(texts):
            return True
    return False


_NO_TABLE = N_(
    "没有找到项目清单：要有一行表头，其中有“项目名称”（或“工程名称”“建设项目”“名称”），"
    "并且至少还有“序号”“总投资”“年度计划投资”“建设起止年限”“开工时间”“竣工时间”“牵头单位”“责任单位”"
    "“建设性质”中的一列；请检查是否传错文件，或把表头补全后重新上传。"
)
_ON_ITS_SIDE = N_(
    "没有找到项目清单：表头像是竖着写在左边一列；请把表格转置（选择性粘贴—转置），"
    "让“项目名称”“总投资”等表头排成一行，每个项目一行，再上传。"
)
_HIDDEN = N_("工作表“{sheet}”是隐藏的，其中 {count} 个项目也已读取；如不需要，请只选其他工作表。")
_WITHIN = N_(
    "工作表“{sheet}”的 {count} 个项目几乎都已列在工作表“{other}”中；"
    "请只选其中一个工作表，以免重复入账。"
)
