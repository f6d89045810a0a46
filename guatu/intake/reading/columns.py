"""Which column holds what, in which unit: the header decides, the cells where it leaves doubt."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from guatu.domain.zh import money_unit, read_money
from guatu.intake.reading.doubts import DOUBTS, Draft, are_periods
from guatu.intake.reading.grid import Grid
from guatu.intake.reading.guesses import Guess, Path
from guatu.intake.reading.headers import guess
from guatu.intake.reading.heads import is_number
from guatu.intake.reading.layout import Block
from guatu.intake.reading.model import MONEY, Choice, Column, Field, Table
from guatu.intake.reading.units import unit_around, units_of_fields
from guatu.intake.reading.wording import bare, is_total, opens_notes

_SAMPLE = 400
_UNIT_ONLY = re.compile(
    r"[(]?(?:单位:)?(?:[十百千]?[万亿]?元|人|个|平方米|万平方米|亩|%|公顷|户|年|月|名)[)]?"
)


def table_of(
    grid: Grid, block: Block, as_of_year: int, choices: Mapping[str, Mapping[int, Choice]]
) -> Table:
    """The table with its columns understood and a person's choices applied."""
    head = block.head
    drafts = [Draft(i, path, guess(path)) for i, path in sorted(head.paths.items())]
    drafts = _with_unnamed(grid, block, drafts)
    _settle(grid, block, drafts, as_of_year)
    unit = unit_around(grid, block)
    if unit[0] is None:
        unit = _unit_of_neighbours(drafts)
    own = units_of_fields(grid, block)
    columns = [_column(d, (own[d.field], "corner") if d.field in own else unit) for d in drafts]
    shape = shape_of(columns)
    chosen = choices.get(shape, {})
    columns = _chosen(columns, chosen) if chosen else columns
    named = any(column.field is Field.NAME for column in columns)
    first = block.above[0] if block.above else head.first
    return Table(
        sheet=grid.index,
        sheet_name=grid.sheet.name,
        first_row=first + 1,
        header_first=head.first + 1,
        header_last=head.last + 1,
        last_row=_last_row(grid, block) + 1,
        title=block.title,
        is_projects=named and (head.is_projects or bool(chosen)),
        shape=shape,
        columns=tuple(columns),
    )


def shape_of(columns: Sequence[Column]) -> str:
    """The same for the same headers in the same columns, whatever year they name."""
    words = ";".join(f"{c.index}:{re.sub(r'20[0-9]{2}', '#', bare(c.header))}" for c in columns)
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def letter_of(index: int) -> str:
    letters, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def header_text(path: Path) -> str:
    """The leaf without blanks; a leaf that only names a unit belongs to what stands above it."""
    parts = [re.sub(r"\s+", "", part) for part in path]
    while len(parts) > 1 and _UNIT_ONLY.fullmatch(bare(parts[-1])):
        parts.pop()
    return parts[-1] if parts else ""


def _column(draft: Draft, around: tuple[Decimal | None, str]) -> Column:
    unit, source = _unit_of(draft, around) if draft.field in MONEY else (None, "")
    return Column(
        draft.index, letter_of(draft.index), header_text(draft.path), draft.field, unit, source
    )


def _unit_of(draft: Draft, around: tuple[Decimal | None, str]) -> tuple[Decimal | None, str]:
    for part in reversed(draft.path):
        unit = money_unit(part)
        if unit is not None:
            return unit, "header"
    unit, source = around
    return (unit, source) if unit is not None else (Decimal(1), "default")


def _unit_of_neighbours(drafts: list[Draft]) -> tuple[Decimal | None, str]:
    """The one unit that the headers of the other amounts name."""
    units = {
        unit
        for draft in drafts
        if draft.field in MONEY
        for part in draft.path
        if (unit := money_unit(part)) is not None
    }
    return (units.pop(), "neighbour") if len(units) == 1 else (None, "")


def _last_row(grid: Grid, block: Block) -> int:
    last = block.body.stop - 1
    while last > block.head.last and not any(grid.texts[last]):
        last -= 1
    return max(last, block.head.last)


def _with_unnamed(grid: Grid, block: Block, drafts: list[Draft]) -> list[Draft]:
    """A column without a header left of the names: numbers of the rows, or their class."""
    name = next((d.index for d in drafts if d.guess and d.guess.field is Field.NAME), None)
    known = {d.index for d in drafts}
    if name is None:
        return drafts
    for column in range(name):
        if column in known:
            continue
        texts = _texts(grid, block, column)
        if not texts:
            continue
        figures = sum(1 for text in texts if is_number(text))
        merged = any(
            area.left == column and area.bottom > area.top and area.right < name
            for row in block.body
            for area in grid.merges_from(row)
        )
        field = Field.SERIAL if figures * 2 >= len(texts) else Field.CATEGORY if merged else None
        if field:
            drafts.append(Draft(column, ("",), Guess(field, 5)))
    return sorted(drafts, key=lambda draft: draft.index)


def _texts(grid: Grid, block: Block, column: int, most: int = _SAMPLE) -> list[str]:
    """The texts in a column of the body, without totals and headings as far as easily seen."""
    found: list[str] = []
    for row in block.body:
        text = grid.texts[row][column]
        if text and row not in block.repeats and not is_total(text) and not opens_notes(text):
            found.append(text)
            if len(found) >= most:
                break
    return found


def _settle(grid: Grid, block: Block, drafts: list[Draft], as_of_year: int) -> None:
    """Give each field to one column, the surest first."""
    year = _year_of_table(block, drafts, as_of_year)
    for draft in drafts:
        if draft.guess:
            draft.guess = _without_doubt(grid, block, draft, drafts, year)
    taken: dict[Field, Draft] = {}
    for draft in sorted(drafts, key=lambda d: (d.guess.rank if d.guess else 99, d.index)):
        field = draft.guess.field if draft.guess else None
        if field is None:
            continue
        if field in taken:
            field = _second_choice(field, draft.guess)
        if field is not None and field not in taken:
            taken[field] = draft
            draft.field = field
    _project_unit_may_own(drafts, taken)
    _less_than_before(grid, block, taken)


def _less_than_before(grid: Grid, block: Block, taken: dict[Field, Draft]) -> None:
    """截至3月底完成 that is less than what was done before the year counts from January."""
    whole, before = taken.get(Field.DONE_TOTAL), taken.get(Field.DONE_BEFORE)
    if whole is None or before is None or Field.DONE_YEAR in taken:
        return
    if _sum(_texts(grid, block, whole.index)) < _sum(_texts(grid, block, before.index)):
        whole.field = Field.DONE_YEAR


def _sum(texts: list[str]) -> Decimal:
    amounts = (read_money(text) for text in texts)
    return sum((amount.wan for amount in amounts if amount), Decimal(0))


def _year_of_table(block: Block, drafts: list[Draft], as_of_year: int) -> int:
    """The year the table is about: that of its plan column, its title, or the day asked for."""
    plans = [
        d.guess.year
        for d in drafts
        if d.guess and d.guess.field in (Field.YEAR_PLAN, Field.YEAR_GOAL) and d.guess.year
    ]
    named = [int(year) for year in re.findall(r"(?:19|20)[0-9]{2}(?=年)", bare(block.title))]
    if as_of_year in plans or not (plans or named):
        return as_of_year
    return named[-1] if named and (not plans or named[-1] in plans) else (plans or named)[0]


def _without_doubt(
    grid: Grid, block: Block, draft: Draft, drafts: list[Draft], year: int
) -> Guess | None:
    found = draft.guess
    assert found is not None
    resolve = DOUBTS.get(found.doubt)
    if resolve:
        found = resolve(found, _texts(grid, block, draft.index), drafts, year)
    if found and found.field in (Field.YEAR_PLAN, Field.YEAR_GOAL) and found.year:
        found = found if found.year == year else replace(found, rank=found.rank + 10)
        if found.year is not None and found.year > year and len(_of_field(drafts, found)) > 1:
            found = replace(found, field=None)
    if found and found.field is Field.PERIOD and not are_periods(_texts(grid, block, draft.index)):
        found = replace(found, field=None)
    return found


def _of_field(drafts: list[Draft], found: Guess) -> list[Draft]:
    return [d for d in drafts if d.guess and d.guess.field is found.field]


def _second_choice(field: Field, found: Guess | None) -> Field | None:
    """A second unit answers under the first; a second leader or date is not read."""
    if field is Field.LEAD_UNIT and found and found.rank < 5:
        return Field.RESPONSIBLE_UNIT
    return None


def _project_unit_may_own(drafts: list[Draft], taken: dict[Field, Draft]) -> None:
    """项目单位 beside a lead unit is the owner; alone it is the unit that leads."""
    for draft in drafts:
        unit = draft.guess and draft.guess.field is Field.LEAD_UNIT and draft.guess.rank >= 5
        if unit and draft.field is None and Field.OWNER not in taken:
            taken[Field.OWNER] = draft
            draft.field = Field.OWNER


def _chosen(columns: list[Column], choices: Mapping[int, Choice]) -> list[Column]:
    """What a person said; a field that was given away is taken from the column that had it."""
    given = {choice.field for index, choice in choices.items() if choice.field}
    result = []
    for column in columns:
        choice = choices.get(column.index)
        if choice is None:
            lost = column.field in given
            result.append(replace(column, field=None, unit=None, unit_from="") if lost else column)
        else:
            result.append(_as_chosen(column, choice))
    return result


def _as_chosen(column: Column, choice: Choice) -> Column:
    if choice.field not in MONEY:
        return replace(column, field=choice.field, unit=None, unit_from="", chosen=True)
    if choice.unit is not None:
        return replace(
            column, field=choice.field, unit=choice.unit, unit_from="person", chosen=True
        )
    unit, source = (column.unit, column.unit_from) if column.unit else _own_unit(column)
    return replace(column, field=choice.field, unit=unit, unit_from=source, chosen=True)


def _own_unit(column: Column) -> tuple[Decimal, str]:
    unit = money_unit(column.header)
    return (unit, "header") if unit is not None else (Decimal(1), "default")
