"""The header rows of the tables on a sheet: one row or three, merged or not, numbered or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from guatu.intake.reading.grid import Grid
from guatu.intake.reading.guesses import Guess, Path, core
from guatu.intake.reading.headers import guess, single
from guatu.intake.reading.model import Field
from guatu.intake.reading.wording import (
    bare,
    is_note,
    is_total,
)

_SHORT = 30
_DEEPEST = 3  # rows that a header may have below its main row
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NUMBER = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?%?")


@dataclass(frozen=True, slots=True)
class Head:
    """The header rows of a table; ``paths`` gives each column its texts from group to leaf."""

    first: int
    last: int
    main: int
    paths: dict[int, Path]
    is_projects: bool

    @property
    def words(self) -> tuple[tuple[int, str], ...]:
        return tuple((column, bare(path[-1])) for column, path in self.paths.items())


def is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def heads(grid: Grid) -> Iterator[Head]:
    row, height = 0, len(grid.texts)
    while row < height:
        head = _head_at(grid, row)
        if head is None:
            row += 1
            continue
        yield head
        row = head.last + 1


def _head_at(grid: Grid, row: int) -> Head | None:
    if not _may_be_header(grid.texts[row]):
        return None
    filled = grid.filled(row)
    texts = grid.texts[row]
    guesses = {c: None if _CORNER.match(bare(texts[c])) else single(texts[c]) for c in filled}
    named = _names(guesses)
    if not named and (_is_upper_part(grid, row) or not _is_summary(grid, row, filled, guesses)):
        return None
    if named and not _is_project_header(grid, row, filled, guesses):
        return None
    first = _upwards(grid, row)
    last = _downwards(grid, row, filled)
    paths = _paths(grid, first, last)
    last = _past_column_numbers(grid, last, paths)
    return Head(first, last, row, paths, _holds_projects(paths))


def _may_be_header(texts: Sequence[str]) -> bool:
    """Quickly: few texts are numbers or long, and one of them is the header of something."""
    filled = [text for text in texts if text]
    if not filled or sum(map(len, filled)) > 30 * len(filled):
        return False
    if is_number(filled[0]) and not _YEAR.fullmatch(filled[0]):
        return False
    figures = sum(1 for text in filled if text[0] in "0123456789" and is_number(text))
    if figures * 3 > len(filled):
        return False
    return any(single(text) is not None for text in filled)


def _names(guesses: dict[int, Guess | None]) -> list[int]:
    return [column for column, found in guesses.items() if found and found.field is Field.NAME]


def _is_project_header(
    grid: Grid, row: int, filled: list[int], guesses: dict[int, Guess | None]
) -> bool:
    texts = grid.texts[row]
    known = [found for found in guesses.values() if found]
    strong = [f for f in known if f.field is Field.NAME and f.rank == 0]
    if any(len(core(texts[column])) > _SHORT for column in filled):
        return False
    if _is_card(grid, row, _names(guesses)[0]):
        return False
    if strong:
        exact = any(core(texts[c]) in _EXACT for c in _names(guesses))
        return len(known) >= 2 or (exact and _has_rows_below(grid, row))
    if any(f.kind == "count" for f in known):
        return len(known) >= 2
    return len(known) >= 3 or (len(known) == 2 and len(filled) <= 4 and _has_rows_below(grid, row))


def _is_card(grid: Grid, row: int, column: int) -> bool:
    """Header words go on downwards: a form for one project, or a table on its side."""
    below = [
        grid.texts[r][column]
        for r in range(row + 1, min(row + 6, len(grid.texts)))
        if grid.texts[r][column] and not grid.merge_at(r, column)
    ]
    known = [found for text in below if (found := single(text)) and found.kind != "plain"]
    return len(known) >= 2 and len(known) * 2 >= len(below)


def _has_rows_below(grid: Grid, row: int) -> bool:
    return any(any(texts) for texts in grid.texts[row + 1 : row + 4])


def _is_upper_part(grid: Grid, row: int) -> bool:
    """Groups above a row that names the projects: 基本情况 | 投资情况."""
    for below in (row + 1, row + 2):
        if below < len(grid.texts) and _may_be_header(grid.texts[below]):
            guesses = {c: single(grid.texts[below][c]) for c in grid.filled(below)}
            if any(f and f.field is Field.NAME and f.rank == 0 for f in guesses.values()):
                return True
    return False


def _is_summary(grid: Grid, row: int, filled: list[int], guesses: dict[int, Guess | None]) -> bool:
    """A header without project names: counts, sums and rates by place or class."""
    if len(filled) < 3 or any(len(grid.texts[row][column]) > _SHORT for column in filled):
        return False
    known = sum(1 for found in guesses.values() if found)
    return known >= 2 and known * 2 >= len(filled)


def _upwards(grid: Grid, row: int) -> int:
    """The first header row: rows above whose merged groups span columns of the header."""
    first = row
    while first > 0 and row - first < 2 and _groups_over(grid, first - 1, row):
        first -= 1
    return first


def _groups_over(grid: Grid, row: int, main: int) -> bool:
    texts = grid.texts[row]
    filled = grid.filled(row)
    if len(filled) < 1 or any(_is_caption(texts[column]) for column in filled):
        return False
    columns = set(grid.filled(main))
    reach = max(columns) - min(columns) + 1
    for area in grid.merges_from(row):
        inside = [c for c in columns if area.left <= c <= area.right]
        wide = (
            area.right > area.left and len(inside) >= 2 and len(inside) < min(len(columns), reach)
        )
        if (wide and texts[area.left]) or (area.bottom >= main and area.left == area.right):
            return True
    return len(filled) >= 2 and all(_GROUP.search(bare(texts[column])) for column in filled)


def _is_caption(text: str) -> bool:
    """A corner or a title rather than a group: 单位：万元, 填报日期：…."""
    line = bare(text)
    if len(line) > _SHORT or is_note(text) or re.search("单位:|:.", line):
        return True
    return bool(
        re.fullmatch(r"[(]?(?:[万亿]?元)[)]?|(?:19|20)\d\d年\d{1,2}月.*|.*(?:清单|台账|名单)", line)
    )


def _downwards(grid: Grid, row: int, filled: list[int]) -> int:
    """The last header row: how far cells merged downwards reach, or rows that only fill gaps."""
    reach = [
        area.bottom
        for area in grid.merges_from(row)
        if area.left in filled and area.bottom > area.top and area.left == area.right
    ]
    merged = [bottom for bottom in reach if bottom <= row + _DEEPEST]
    last = max(merged, default=row)
    if last == row:
        while last < row + 2 and _is_sub_header(grid, row, below := _next_filled(grid, last)):
            last = below
    return last


def _next_filled(grid: Grid, row: int) -> int:
    """The next row, or the one after it when that is empty."""
    empty = row + 1 < len(grid.texts) and not any(grid.texts[row + 1])
    return row + 2 if empty else row + 1


def _is_sub_header(grid: Grid, main: int, row: int) -> bool:
    if row >= len(grid.texts):
        return False
    texts, above = grid.texts[row], grid.texts[main]
    filled = grid.filled(row)
    if not filled or any(len(texts[c]) > 20 or is_number(texts[c]) for c in filled):
        return False
    if any(_stays_alone(above[c]) for c in filled):
        return False
    if all(_UNITS.fullmatch(bare(texts[c])) for c in filled):
        return True
    if is_total(texts[filled[0]]) and len(filled) == 1:
        return False
    gaps = [c for c in filled if not above[c]]
    if not gaps or (len(filled) == 1 and not grid.merge_at(main, filled[0])):
        return False
    known = [c for c in filled if guess((_group(above, c), texts[c]))]
    return len(known) * 2 >= len(filled)


def _stays_alone(header: str) -> bool:
    """Below 序号 and 项目名称 stand no sub-headers."""
    found = single(header)
    return found is not None and found.field in (Field.SERIAL, Field.NAME)


def _group(above: Sequence[str], column: int) -> str:
    while column >= 0 and not above[column]:
        column -= 1
    return above[column] if column >= 0 else ""


def _past_column_numbers(grid: Grid, last: int, paths: dict[int, Path]) -> int:
    """Skip a row that numbers the columns: 1 2 3 4, 甲 乙 1 2, (1) (2) (3)."""
    row = last + 1
    if row >= len(grid.texts):
        return last
    texts = [text.strip("()（）[]栏") for text in grid.texts[row] if text]
    if len(texts) < 4 or len(texts) * 2 < len(paths):
        return last
    numbers = [text for text in texts if text not in ("甲", "乙", "丙", "丁", "次", "")]
    plain = [
        int(re.split("[=＝]", text)[0])
        for text in numbers
        if re.match(r"[0-9]{1,2}(?:$|[=＝])", text)
    ]
    in_turn = len(plain) == len(numbers) >= 3
    steps = all(later - earlier == 1 for earlier, later in pairwise(plain))
    letters = "".join(texts).upper()
    if in_turn and steps and plain[0] <= 2:
        return row
    return (
        row
        if letters == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(letters)] and len(letters) >= 4
        else last
    )


def _paths(grid: Grid, first: int, last: int) -> dict[int, Path]:
    paths: dict[int, Path] = {}
    for column in range(grid.width):
        parts: list[str] = []
        for row in range(first, last + 1):
            text = grid.shown(row, column) or _inherited(grid, row, column, first, last)
            if text and (not parts or parts[-1] != text):
                parts.append(text)
        if parts:
            paths[column] = tuple(parts)
    return paths


def _inherited(grid: Grid, row: int, column: int, first: int, last: int) -> str:
    """The group of a column whose group cell was not merged but only written on the left."""
    if row == last or grid.merge_at(row, column):
        return ""
    if not any(grid.shown(below, column) for below in range(row + 1, last + 1)):
        return ""
    left = column - 1
    while left >= 0 and not grid.texts[row][left]:
        if not any(grid.texts[below][left] for below in range(row + 1, last + 1)):
            return ""
        left -= 1
    if left < 0 or grid.merge_at(row, left):
        return ""
    under = any(grid.texts[below][left] for below in range(row + 1, last + 1))
    return grid.texts[row][left] if under or not _stays_alone(grid.texts[row][left]) else ""


def _holds_projects(paths: dict[int, Path]) -> bool:
    found = [guess(path) for path in paths.values()]
    names = [one for one in found if one and one.field is Field.NAME]
    if not names:
        return False
    weak = all(one.rank > 0 for one in names)
    return not (weak and any(one and one.kind in ("count", "rate") for one in found))


_EXACT = {"项目名称", "工程名称", "重点项目名称", "建设项目名称", "重大项目名称"}
_CORNER = re.compile(r"[(]?(?:金额|计量|货币)?单位:[^:]*元")
"""单位：万元 beside a title such as 重点项目 makes no header of it."""
_GROUP = re.compile(
    "情况|投资|计划|年限|时间|单位|年$|年度|进度|基本|责任|信息|概况|要素|领导|工期|目标|效益|编号|序号|项目名称"
)
_UNITS = re.compile(r"[(]?(?:[十百千]?[万亿]?元|人|个|平方米|万平方米|亩|%|公顷|年|月)[)]?")
