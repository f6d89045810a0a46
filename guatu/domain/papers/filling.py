"""Text with blanks → blocks with their figures.

A line is a paragraph; ``# `` to ``#### `` begin headings of four levels, numbered by themselves.
``{件数}`` is a blank; a value of several lines makes as many paragraphs.

``【名单｜每行｜分隔｜没有时】`` repeats its second part for each row of a list, with the blanks
of the row; 换段 as the third begins a paragraph for each. When the list is empty the fourth part
stands for the whole line; without one the line falls away.

``【表｜名称】`` alone on a line sets a table there, ``【附表｜名称】`` on pages of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from guatu.domain.papers.document import Block, Line, Paragraph, Piece, Table
from guatu.domain.papers.facts import Facts, Listing, Named, row_key
from guatu.domain.papers.numerals import heading_number

#: As the separator of a list.
NEW_PARAGRAPH = "换段"
_HEADING = re.compile(r"(#{1,4})\s+(.*)")
_TABLE = re.compile(r"【(附?表)｜([^｜】]+)】")
_PARTS = re.compile(r"【([^【】]*)】|\{([^{}]+)\}")
_BLANK = re.compile(r"\{([^{}]+)\}")


class Unfillable(Exception):
    """Blanks, lists or tables that the facts do not have, in the order of the text."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(dict.fromkeys(names))
        super().__init__("、".join(self.names))


@dataclass(frozen=True, slots=True)
class Filled:
    blocks: list[Block]
    annexes: list[Table]


def fill(text: str, facts: Facts) -> Filled:
    """Raises ``Unfillable`` naming everything that is missing."""
    filler = _Filler(facts)
    filled = filler.document(text)
    if filler.missing:
        raise Unfillable(filler.missing)
    return filled


def fill_line(text: str, facts: Facts) -> str:
    """A single line, a title for one; raises ``Unfillable``."""
    filler = _Filler(facts)
    pieces = filler.line(text)
    if filler.missing:
        raise Unfillable(filler.missing)
    return "".join(piece.text for piece in pieces)


@dataclass
class _Filler:
    facts: Facts
    missing: list[str] = field(default_factory=list)
    counts: list[int] = field(default_factory=lambda: [0] * 5)

    def document(self, text: str) -> Filled:
        filled = Filled([], [])
        for raw in text.splitlines():
            line = raw.strip()
            if table := _TABLE.fullmatch(line):
                tables = list(self.table(table[2]))
                if table[1] == "附表":
                    filled.annexes.extend(tables)
                else:
                    filled.blocks.extend(tables)
            elif line:
                filled.blocks.extend(self.paragraphs(line))
        return filled

    def paragraphs(self, line: str) -> Iterator[Paragraph]:
        heading = _HEADING.fullmatch(line)
        level = len(heading[1]) if heading else 0
        for pieces in _by_line(self.line(heading[2] if heading else line)):
            yield self.paragraph(level, pieces)

    def paragraph(self, level: int, pieces: Line) -> Paragraph:
        if not level:
            return Paragraph(0, body=pieces)
        number = Piece(self.next_number(level))
        title, body = _split(pieces)
        return Paragraph(level, (number, *title), body)

    def next_number(self, level: int) -> str:
        self.counts[level] += 1
        self.counts[level + 1 :] = [0] * (4 - level)
        return heading_number(level, self.counts[level])

    def line(self, text: str) -> Line:
        """Empty when a list without rows takes the line away."""
        pieces: list[Piece] = []
        end = 0
        for part in _PARTS.finditer(text):
            pieces.append(Piece(text[end : part.start()]))
            end = part.end()
            if part[2] is not None:
                pieces.append(self.figure(self.facts.figures, part[2], part[2]))
                continue
            name, *parts = part[1].split("｜")
            if not parts:
                pieces.append(Piece(part[0]))
                continue
            rows = self.rows(name)
            if not rows:
                return (Piece(parts[2]),) if len(parts) > 2 else ()
            pieces.extend(self.repeated(name, rows, parts))
        pieces.append(Piece(text[end:]))
        return tuple(piece for piece in pieces if piece.text)

    def rows(self, name: str) -> Sequence[Named]:
        rows = self.facts.lists.get(name)
        if rows is None:
            self.missing.append(name)
        return rows or ()

    def repeated(self, name: str, rows: Sequence[Named], parts: Sequence[str]) -> Iterator[Piece]:
        between = parts[1] if len(parts) > 1 else ""
        for n, row in enumerate(rows):
            if n:
                yield Piece("\n" if between == NEW_PARAGRAPH else between)
            yield from self.row(name, n, parts[0], row)

    def row(self, name: str, number: int, text: str, row: Named) -> Iterator[Piece]:
        end = 0
        for blank in _BLANK.finditer(text):
            yield Piece(text[end : blank.start()])
            end = blank.end()
            yield self.figure(row, blank[1], row_key(name, number, blank[1]))
        yield Piece(text[end:])

    def figure(self, named: Named, name: str, key: str) -> Piece:
        figure = named.get(name)
        if figure is None:
            self.missing.append(name)
            return Piece("")
        return Piece(figure.text, key if figure.is_linked else "")

    def table(self, name: str) -> Iterator[Table]:
        """Nothing for a table without rows."""
        listing = self.facts.tables.get(name)
        if listing is None:
            self.missing.append(name)
        elif listing.rows:
            yield _table(name, listing)


def _table(name: str, listing: Listing) -> Table:
    rows = [
        [Piece(cell.text, row_key(name, n, str(m)) if cell.is_linked else "")
         for m, cell in enumerate(row)]
        for n, row in enumerate(listing.rows)
    ]  # fmt: skip
    return Table(listing.title, listing.heads, listing.widths, rows)


def _split(pieces: Line) -> tuple[Line, Line]:
    """A heading that goes on after its first 。 is a heading and text; only the first piece may
    end it, so that figures stay whole."""
    first, *rest = pieces or (Piece(""),)
    cut = first.text.find("。") + 1
    if not cut or (cut == len(first.text) and not rest):
        return pieces, ()
    return (Piece(first.text[:cut]),), tuple(
        piece for piece in (Piece(first.text[cut:]), *rest) if piece.text
    )


def _by_line(pieces: Line) -> Iterator[Line]:
    """Cut where a piece has a line break."""
    here: list[Piece] = []
    for piece in pieces:
        first, *rest = piece.text.splitlines() if piece.text != "\n" else ("", "")
        here.append(Piece(first.strip("\r"), piece.source))
        for text in rest:
            yield from _whole(here)
            here = [Piece(text, piece.source)]
    yield from _whole(here)


def _whole(pieces: Iterable[Piece]) -> Iterator[Line]:
    kept = tuple(piece for piece in pieces if piece.text)
    if kept:
        yield kept
