"""Where on a sheet the tables are: their header rows, what stands above them, where they end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from guatu.domain.zh import money_unit
from guatu.intake.reading.grid import Grid
from guatu.intake.reading.heads import Head, heads, is_number
from guatu.intake.reading.wording import (
    bare,
    heading_words,
    is_note,
    is_title,
    is_total,
    same_title,
)


@dataclass(slots=True)
class Block:
    """A table in rows: ``above`` are the title rows, ``body`` the rows below the header."""

    head: Head
    above: list[int]
    body: range
    repeats: set[int] = field(default_factory=set)
    title: str = ""


def blocks(grid: Grid) -> list[Block]:
    """The tables of a sheet from top to bottom; a header repeated on a new page opens none."""
    found_heads = list(heads(grid))
    found: list[Block] = []
    floor = 0
    for place, head in enumerate(found_heads):
        end = found_heads[place + 1].first if place + 1 < len(found_heads) else len(grid.texts)
        above = _rows_above(grid, head, floor, first=place == 0)
        title = _title(grid, above)
        if found and _goes_on(found[-1], head, title):
            _prolong(found[-1], head, end)
        else:
            if found:
                found[-1].body = range(found[-1].body.start, above[0] if above else head.first)
            found.append(Block(head, above, range(head.last + 1, end), title=title))
        floor = head.last + 1
    return found


def _rows_above(grid: Grid, head: Head, floor: int, *, first: bool) -> list[int]:
    """The rows of the title and the corner; below another table only what looks like them."""
    rows: list[int] = []
    for row in range(head.first - 1, max(floor, head.first - _FARTHEST) - 1, -1):
        filled = grid.filled(row)
        if first:
            if filled:
                rows.insert(0, row)
            continue
        if not filled:
            if rows:
                break
            continue
        if len(rows) >= 4 or not _is_above(grid, row, filled):
            break
        rows.insert(0, row)
    return rows


def _is_above(grid: Grid, row: int, filled: list[int]) -> bool:
    texts = [grid.texts[row][column] for column in filled]
    if len(texts) > 4 or any(is_number(text) for text in texts) or is_total(texts[0]):
        return False
    if is_title(texts[0]) or any(re.search("单位:", bare(text)) for text in texts):
        return True
    if any(money_unit(text) is not None or _DATED.fullmatch(bare(text)) for text in texts):
        return True
    return len(texts) == 1 and bool(heading_words(texts[0]).style) and not is_note(texts[0])


def _title(grid: Grid, above: list[int]) -> str:
    """The first text above the table that is neither corner nor note."""
    texts = [grid.texts[row][column] for row in above for column in grid.filled(row)]
    titles = [text for text in texts if is_title(text) and not _LABEL.fullmatch(bare(text))]
    plain = [text for text in texts if not _is_caption_only(text) and not heading_words(text).style]
    return (titles or plain or [""])[0]


def _is_caption_only(text: str) -> bool:
    line = bare(text)
    return (
        is_note(text) or ":" in line or bool(re.fullmatch(r"[(]?[万亿]?元[)]?|附件\d*|\d+", line))
    )


def _goes_on(block: Block, head: Head, title: str) -> bool:
    """The same header again, without a title of its own: the table goes on."""
    if block.head.words != head.words:
        return False
    return not title or not is_title(title) or same_title(title, block.title)


def _prolong(block: Block, head: Head, end: int) -> None:
    block.repeats.update(range(head.first, head.last + 1))
    block.body = range(block.body.start, end)


_FARTHEST = 60
_LABEL = re.compile(r"附?[件表][0-9一二三四五六七八九十-]{0,5}:?")
"""附件1, 表2: they number a table and do not name it."""
_DATED = re.compile(r"[(]?(?:截[至止])?(?:19|20)\d\d年(?:\d{1,2}[-~至]?\d{0,2}月.*|度?)[)]?")
