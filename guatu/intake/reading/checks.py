"""Rows against each other: numbers run together, unlikely units, names twice, dates reversed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from guatu.domain.words import N_, say
from guatu.domain.zh import read_money
from guatu.intake.reading.body import Entry
from guatu.intake.reading.cells import CHECKED_MONEY
from guatu.intake.reading.faults import Fault, cell_problem
from guatu.intake.reading.grid import Grid
from guatu.intake.reading.model import Column, Field, Problem, RowKind, Table
from guatu.intake.reading.wording import bare, is_nothing

_ROWS = (RowKind.PROJECT, RowKind.PART)
_FAR = 20
_THOUSANDS = 1000
_MARKS = re.compile(r"[()\[\]{}《》〈〉<>“”‘’\"'·•,.、。:;_\-/|]+")


def part_run_together(table: Table, entries: Sequence[Entry]) -> None:
    """3200003000 where the cell beside it is empty: two amounts; neither is kept."""
    money = [c for c in table.columns if c.field in CHECKED_MONEY]
    for place, column in enumerate(money):
        beside = money[place + 1 : place + 2] + money[max(place - 1, 0) : place]
        for neighbour in beside:
            _part_in(table, entries, column, neighbour, glued_left=neighbour.index > column.index)


def _part_in(
    table: Table, entries: Sequence[Entry], column: Column, neighbour: Column, *, glued_left: bool
) -> None:
    own, others = column.field, neighbour.field
    assert own is not None
    assert others is not None
    long = [e for e in entries if _digits(e, own) and others not in e.values | e.written]
    if not long:
        return
    amounts, beside = _amounts(entries, own, long), _amounts(entries, others, long)
    left, right = _range(amounts), _range(beside)
    if not glued_left:
        left, right = right, left
    for entry in long:
        if _splits(_digits(entry, own), column, left, right, max(amounts, default=None)):
            fault = Fault("run_together_numbers", entry.written[own])
            entry.problems.append(cell_problem(table.sheet, entry.row + 1, column, fault))
            entry.values.pop(own, None)
            entry.unread |= {own, others}


def _digits(entry: Entry, name: Field) -> str:
    """The digits of a long bare number; empty for anything else."""
    text = bare(entry.written.get(name, "")).replace(",", "")
    fits = name in entry.values and entry.kind in _ROWS
    return text if fits and text.isdecimal() and len(text) >= 6 else ""


def _amounts(entries: Sequence[Entry], name: Field, without: Sequence[Entry]) -> list[Decimal]:
    left_out = {id(entry) for entry in without}
    return [
        value
        for e in entries
        if e.kind in _ROWS
        and id(e) not in left_out
        and isinstance(value := e.values.get(name), Decimal)
        and value > 0
    ]


def _range(amounts: Sequence[Decimal]) -> tuple[Decimal, Decimal] | None:
    return (min(amounts) / 10, max(amounts) * 10) if amounts else None


def _splits(
    digits: str,
    column: Column,
    left: tuple[Decimal, Decimal] | None,
    right: tuple[Decimal, Decimal] | None,
    high: Decimal | None,
) -> bool:
    """Whether the digits are too many for one amount here and just right for two."""
    unit = column.unit or Decimal(1)
    value = int(digits) * unit
    if high is not None and value <= high * _FAR:
        return False
    if (high is None or left is None or right is None) and len(digits) < 9:
        return False
    for place in range(1, len(digits)):
        if digits[place] == "0":
            continue
        one, other = int(digits[:place]) * unit, int(digits[place:]) * unit
        if one < other and column.field is Field.TOTAL:
            continue
        if _within(one, left) and _within(other, right):
            return True
    return False


def _within(value: Decimal, limits: tuple[Decimal, Decimal] | None) -> bool:
    return value > 0 if limits is None else limits[0] <= value <= limits[1]


def unlikely_units(table: Table, entries: Sequence[Entry]) -> Iterator[Problem]:
    """A total below its own year plan, or thousands of times the other rows."""
    columns = {c.field: c for c in table.columns}
    total, plan = columns.get(Field.TOTAL), columns.get(Field.YEAR_PLAN)
    rows = [e for e in entries if e.kind in _ROWS]
    told: set[int] = set()
    if total and plan:
        below = [e for e in rows if _is_below(e)]
        both = [e for e in rows if Field.TOTAL in e.values and Field.YEAR_PLAN in e.values]
        if len(both) >= 5 and len(below) * 2 > len(both):
            told = {e.row for e in rows}
            yield _column_suspect(table, total, plan, len(below))
        for entry in below:
            if entry.row not in told:
                told.add(entry.row)
                yield _suspect(table, entry, total, _BELOW)
    main = total or plan
    if main and main.field:
        for entry, sentence in _far_out(rows, main.field):
            if entry.row not in told:
                yield _suspect(table, entry, main, sentence)


def _is_below(entry: Entry) -> bool:
    total, plan = entry.values.get(Field.TOTAL), entry.values.get(Field.YEAR_PLAN)
    if not isinstance(total, Decimal) or not isinstance(plan, Decimal):
        return False
    return 0 < total < plan * Decimal("0.995")


def _far_out(rows: Sequence[Entry], name: Field) -> Iterator[tuple[Entry, str]]:
    """Measured against the middle of the rows and against the others that are large or small.

    Several slips hide one another among few rows; there the own year plan decides.
    """
    valued = [
        (value, e)
        for e in rows
        if e.kind is RowKind.PROJECT
        and isinstance(value := e.values.get(name), Decimal)
        and value > 0
    ]
    if len(valued) < 3:
        return
    amounts = sorted(value for value, _ in valued)
    middle = amounts[len(amounts) // 2]
    low, high = amounts[len(amounts) // 10], amounts[-1 - len(amounts) // 10]
    if len(amounts) < 20:
        low, high = amounts[1], amounts[-2]
    times = 100 if len(amounts) >= 6 else _THOUSANDS
    for value, entry in valued:
        beyond = value >= high * times or _is_far_above_plan(entry, value, name)
        if value >= middle * _THOUSANDS and beyond:
            yield entry, _ABOVE_OTHERS
        elif value * _THOUSANDS <= middle and value * times <= low:
            yield entry, _BELOW_OTHERS


def _is_far_above_plan(entry: Entry, value: Decimal, name: Field) -> bool:
    plan = entry.values.get(Field.YEAR_PLAN)
    if name is Field.YEAR_PLAN or not isinstance(plan, Decimal):
        return False
    return 0 < plan * _THOUSANDS <= value


def _suspect(table: Table, entry: Entry, column: Column, template: str) -> Problem:
    text = entry.written.get(column.field, "") if column.field else ""
    sentence = say(template, row=entry.row + 1, column=column.header, text=text)
    return Problem(
        table.sheet, entry.row + 1, column.header, "unit_suspect", sentence, column.field
    )


def _column_suspect(table: Table, total: Column, plan: Column, count: int) -> Problem:
    sentence = say(_COLUMN, column=total.header, other=plan.header, count=count)
    return Problem(
        table.sheet, table.header_last, total.header, "unit_suspect", sentence, total.field
    )


def names_twice(
    table: Table, entries: Sequence[Entry], grid: Grid, seen: dict[str, int]
) -> Iterator[Problem]:
    """A name that stood above already; blanks, brackets and widths make no difference.

    Where a column names the year of the row, the same name in another year is no fault.
    """
    column = next(c for c in table.columns if c.field is Field.NAME)
    year = next((c.index for c in table.columns if bare(c.header) in _YEAR_HEADERS), None)
    for entry in entries:
        name = entry.values.get(Field.NAME)
        if entry.kind is not RowKind.PROJECT or not isinstance(name, str):
            continue
        key = name_key(name) + ("" if year is None else f"/{grid.shown(entry.row, year)}")
        first = seen.setdefault(key, entry.row)
        if first != entry.row:
            sentence = say(
                _TWICE, row=entry.row + 1, column=column.header, name=name, first=first + 1
            )
            yield Problem(
                table.sheet, entry.row + 1, column.header, "duplicate_name", sentence, Field.NAME
            )


def name_key(name: str) -> str:
    return _MARKS.sub("", bare(name)).casefold()


def reversed_dates(table: Table, entries: Sequence[Entry]) -> Iterator[Problem]:
    columns = {c.field: c for c in table.columns}
    for first, last in ((Field.START, Field.FINISH), (Field.ACTUAL_START, Field.ACTUAL_FINISH)):
        column = columns.get(last) or columns.get(Field.PERIOD)
        if column is None:
            continue
        for entry in entries:
            start, finish = entry.values.get(first), entry.values.get(last)
            if isinstance(start, date) and isinstance(finish, date) and finish < start:
                sentence = say(
                    _REVERSED,
                    row=entry.row + 1,
                    column=column.header,
                    finish=finish.isoformat(),
                    start=start.isoformat(),
                )
                yield Problem(
                    table.sheet, entry.row + 1, column.header, "finish_before_start", sentence, last
                )


def months_add_up(table: Table, entries: Sequence[Entry], grid: Grid) -> Iterator[Problem]:
    """A year plan that is not the sum of its months or quarters, where those of others are.

    In some tables the figures run on from month to month; there they add up in no row.
    """
    plan = next((c for c in table.columns if c.field is Field.YEAR_PLAN), None)
    steps = _steps(table)
    if plan is None or not steps:
        return
    unit = plan.unit or Decimal(1)
    sums = [(e, found) for e in entries if (found := _sum_of_steps(e, grid, steps, unit))]
    wrong = [(e, found) for e, found in sums if not _is_near(e.values[Field.YEAR_PLAN], found)]
    if len(wrong) * 3 > len(sums):
        return
    for entry, found in wrong:
        declared = entry.values[Field.YEAR_PLAN]
        assert isinstance(declared, Decimal)
        sentence = say(
            _STEPS,
            row=entry.row + 1,
            column=plan.header,
            declared=f"{declared:f}",
            found=f"{found:f}",
        )
        yield Problem(
            table.sheet,
            entry.row + 1,
            plan.header,
            "total_mismatch",
            sentence,
            Field.YEAR_PLAN,
            declared,
            found,
        )


def _steps(table: Table) -> list[Column]:
    """The columns 1月 to 12月, or the four quarters, of a plan."""
    for pattern, count in ((_MONTH, 12), (_QUARTER, 4)):
        found = [c for c in table.columns if c.field is None and pattern.fullmatch(bare(c.header))]
        if len(found) == count == len({bare(c.header) for c in found}):
            return found
    return []


def _sum_of_steps(
    entry: Entry, grid: Grid, steps: Sequence[Column], unit: Decimal
) -> Decimal | None:
    """None for a row without a plan, or whose steps are words or all empty."""
    if entry.kind not in _ROWS or Field.YEAR_PLAN not in entry.values:
        return None
    total, given = Decimal(0), False
    for column in steps:
        text = grid.texts[entry.row][column.index]
        if is_nothing(text):
            continue
        money = read_money(text, unit)
        if money is None:
            return None
        total, given = total + money.wan, True
    return total if given else None


def _is_near(declared: object, found: Decimal) -> bool:
    return isinstance(declared, Decimal) and abs(declared - found) * 200 <= abs(found)


def unknown_units(table: Table, entries: Sequence[Entry]) -> Iterator[Problem]:
    """Once for a table whose bare amounts have no unit anywhere in the file."""
    for column in table.columns:
        sure = column.unit_from not in ("default", "neighbour") or (
            column.unit_from == "neighbour" and column.unit == 1
        )
        if column.field not in CHECKED_MONEY or sure:
            continue
        name = column.field
        plain = any(
            name in e.values and re.fullmatch(r"[0-9.,]+", bare(e.written.get(name, "")))
            for e in entries
        )
        if plain:
            sentence = say(_NO_UNIT, row=table.header_last, column=column.header)
            yield Problem(
                table.sheet, table.header_last, column.header, "unknown_unit", sentence, name
            )
            return


_BELOW = N_(
    "第 {row} 行“{column}”写作“{text}”，比本行年度计划还小，单位可能写错（万元、亿元）；"
    "请核对后在此处改正。"
)
_ABOVE_OTHERS = N_(
    "第 {row} 行“{column}”写作“{text}”，是其他行的上千倍，单位可能写错（元、万元、亿元）；"
    "请核对后在此处改正。"
)
_BELOW_OTHERS = N_(
    "第 {row} 行“{column}”写作“{text}”，不到其他行的千分之一，单位可能写错（万元、亿元）；"
    "请核对后在此处改正。"
)
_COLUMN = N_(
    "“{column}”有 {count} 行比本行“{other}”还小，两列的单位可能不同；"
    "请在认列时为“{column}”选定单位。"
)
_TWICE = N_(
    "第 {row} 行“{column}”的“{name}”与第 {first} 行重名；"
    "如是同一项目请删去一行，如是两个项目请把名称写得可以区分。"
)
_REVERSED = N_("第 {row} 行“{column}”为 {finish}，早于开工 {start}；请核对开工和竣工时间。")
_YEAR_HEADERS = frozenset(("年度", "年份", "计划年度", "所属年度"))
_MONTH = re.compile(r"(?:1[0-2]|[1-9])月份?")
_QUARTER = re.compile(r"第?[一二三四1-4]季度")
_STEPS = N_(
    "第 {row} 行“{column}”为 {declared} 万元，各月（季）相加为 {found} 万元；"
    "请核对年度计划或各月（季）的数。"
)
_NO_UNIT = N_(
    "第 {row} 行起的表没有写明金额单位，“{column}”等列暂按万元读取；"
    "请核对，不对时请在认列时选定单位。"
)
