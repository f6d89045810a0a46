"""A paper as blocks, before anybody sets it in type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Literal

from guatu.domain.papers.numerals import day_words

#: A figure as cells of tables write it; a dash or nothing where there is none.
_FIGURE = re.compile(r"([−-]?[\d,]+(\.\d+)?(%|万元|亿元)?|—|)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text; ``source`` is the key of the figure that it was filled from, "" for plain words."""

    text: str
    source: str = ""


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``level`` 0 is text, 1 to 4 are headings; ``heading`` comes first and is set in the face of
    the level, ``body`` follows in that of the text."""

    level: int
    heading: Line = ()
    body: Line = ()

    @property
    def is_heading(self) -> bool:
        """A heading on a line of its own."""
        return self.level > 0 and not self.body

    @property
    def pieces(self) -> Line:
        return (*self.heading, *self.body)


@dataclass(frozen=True, slots=True)
class Table:
    """``widths`` are shares of the whole width."""

    title: str
    heads: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[Sequence[Piece]]

    @property
    def sides(self) -> list[Literal["left", "right"]]:
        """Where the cells of each column stand: figures at the right, words at the left."""
        texts = ([cell.text for cell in cells] for cells in zip(*self.rows, strict=True))
        return ["right" if all(map(_FIGURE.fullmatch, column)) else "left" for column in texts]


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """What stands on the pages. ``number`` is "" until it is given; ``annexes`` follow on pages of
    their own. Without ``sender`` nothing is signed, without ``printed_by`` there is no 版记."""

    mark: str
    number: str
    title: str
    addressee: str
    blocks: Sequence[Block]
    annexes: Sequence[Table]
    sender: str
    day: date | None
    copied_to: str
    printed_by: str
    note: str = ""

    @property
    def day_words(self) -> str:
        """2021年3月5日; "" before the issue."""
        return day_words(self.day) if self.day else ""

    def kept_blocks(self) -> Iterator[tuple[Block, bool]]:
        """Each block, and whether it stays on the page of the next."""
        for block, following in zip_longest(self.blocks, self.blocks[1:]):
            yield block, _heads(block, following)

    def body_text(self) -> Iterator[str]:
        """The words that count: those of paragraphs and of tables in the text."""
        for block in self.blocks:
            match block:
                case Paragraph():
                    yield from (piece.text for piece in block.pieces)
                case Table():
                    yield from block.heads
                    yield from (piece.text for row in block.rows for piece in row)


def _heads(block: Block, following: Block | None) -> bool:
    """A heading stays with what it heads, not with a heading of its own rank or a higher one:
    the items of a numbered list are such headings, and would all move to the next page."""
    if not isinstance(block, Paragraph) or not block.is_heading:
        return False
    return not isinstance(following, Paragraph) or not 0 < following.level <= block.level
