"""A document as .docx for Word and WPS.

Fonts are named, never embedded: whoever opens it has them or sees what stands in for them.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from guatu.domain.papers.document import Document, Line, Paragraph, Table
from guatu.domain.papers.sheet import (
    A4,
    FACES_BY_LEVEL,
    MARK_COLOUR,
    MM_PER_POINT,
    SIZE_BODY,
    SIZE_TABLE,
    SIZE_TITLE,
    Face,
    title_lines,
)
from guatu.papers.writing.wordxml import (
    Run,
    bottom_rule,
    centred,
    end_lines,
    folio,
    paragraph,
    prepare,
    table,
)

if TYPE_CHECKING:
    from guatu.papers.writing.pdf import Address

_RED = MARK_COLOUR


def docx_of(document: Document, address: Address = lambda _source: "") -> bytes:
    return _Writer(document, address).written()


class _Writer:
    def __init__(self, document: Document, address: Address) -> None:
        self.document, self.address = document, address
        self.file = prepare(document.title, document.sender)

    def written(self) -> bytes:
        self.head()
        self.body()
        self.signature()
        for number, annex in enumerate(self.document.annexes, start=1):
            self.annex(number, annex)
        self.imprint()
        folio(self.file)
        target = io.BytesIO()
        self.file.save(target)
        return target.getvalue()

    def head(self) -> None:
        """The mark 35 mm below the top of the type area, the number two lines under it, a rule
        4 mm below that, the title two lines further."""
        document = self.document
        size = A4.mark_size(document.mark)
        paragraph(
            self.file, [Run(document.mark, Face.TITLE, size, _RED)], align="center",
            before=A4.mark_below_top / MM_PER_POINT, line=size, grid=False,
        )  # fmt: skip
        said = document.number or document.note
        number = paragraph(
            self.file, [Run(said)], align="center", before=2 * A4.line_pitch, line=SIZE_BODY,
            grid=False,
        )  # fmt: skip
        bottom_rule(number, A4.rule_thick, A4.rule_below_number, _RED)
        paragraph(self.file, [], line=2 * A4.line_pitch, grid=False)
        for line in title_lines(document.title):
            centred(self.file, Run(line, Face.TITLE, SIZE_TITLE))
        paragraph(self.file, [])

    def body(self) -> None:
        document = self.document
        if document.addressee:
            paragraph(self.file, [Run(document.addressee)])
        for block, kept in document.kept_blocks():
            match block:
                case Paragraph():
                    face = FACES_BY_LEVEL[block.level]
                    runs = [*self.runs(block.heading, face), *self.runs(block.body, Face.BODY)]
                    paragraph(self.file, runs, first=2, keep=kept)
                case Table():
                    self.table(block)
        self.annex_names()

    def annex_names(self) -> None:
        """附件说明: a line below the text, without punctuation at the end."""
        annexes = self.document.annexes
        if annexes:
            paragraph(self.file, [])
        for number, annex in enumerate(annexes, start=1):
            name = annex.title if len(annexes) == 1 else f"{number}．{annex.title}"
            begin = "附件：" if number == 1 else ""
            paragraph(self.file, [Run(begin + name)], left=2 if begin else 5)

    def signature(self) -> None:
        """The date four characters from the right edge, the sender centred over it, no further
        right than two characters; no seal, and no frame for one."""
        sender, day = self.document.sender, self.document.day
        if not sender and day is None:
            return
        said = self.document.day_words
        wide = sum(0.5 if one.isascii() else 1 for one in said)
        right = max(A4.date_from_right + (wide - len(sender)) / 2, 2)
        paragraph(self.file, [], keep=True)
        if sender:
            paragraph(self.file, [Run(sender)], align="right", right=right, keep=True)
        if said:
            paragraph(self.file, [Run(said)], align="right", right=A4.date_from_right)

    def annex(self, number: int, annex: Table) -> None:
        which = "附件" if len(self.document.annexes) == 1 else f"附件{number}"
        paragraph(self.file, [Run(which, Face.HEADING)], new_page=True)
        paragraph(self.file, [])
        centred(self.file, Run(annex.title, Face.TITLE, SIZE_TITLE))
        paragraph(self.file, [], line=A4.line_pitch / 2, grid=False)
        self.table(annex)

    def table(self, block: Table) -> None:
        rows = [self.runs(tuple(row), Face.BODY, SIZE_TABLE) for row in block.rows]
        heads = [Run(head, Face.HEADING, SIZE_TABLE) for head in block.heads]
        table(self.file, heads, rows, block.widths, block.sides)

    def imprint(self) -> None:
        """版记 at the foot of the last page."""
        document = self.document
        if not document.printed_by:
            return
        printed = f"{document.day_words}印发" if document.day else ""
        rows = [(f"抄送：{document.copied_to}", "")] if document.copied_to else []
        rows.append((document.printed_by, printed))
        end_lines(self.file, rows)

    def runs(self, line: Line, face: Face, size: float = SIZE_BODY) -> list[Run]:
        return [
            Run(one.text, face, size, href=self.address(one.source) if one.source else "")
            for one in line
        ]
