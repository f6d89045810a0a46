"""A bulletin of 26 pages: from the rows of the database to the PDF, and to the Word file.

The baseline is what an office does without typst: LibreOffice turns the same Word file into a PDF.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from bench.figures import Figure, median_ms, tell
from bench.house import empty_house, fill

if TYPE_CHECKING:
    from guatu.domain.papers.document import Document
    from guatu.papers.actions.papers import Composed
    from guatu.papers.models import Paper
    from tests.city import City

PAGES, PDF_MS = 26, 500.0
#: One in eight is red: enough of them for so many pages.
PROJECTS = 1700


def main() -> None:
    with empty_house():
        from tests.city import build_city

        city = build_city()
        fill(city, PROJECTS)
        paper = _drafted(city)
        _measure(city, paper)


def _drafted(city: City) -> Paper:
    from guatu.papers.actions.papers import draft
    from tests.city import NOW

    return draft(city.tenant, lambda: _composed(city), by=city.office, now=NOW)


def _composed(city: City) -> Composed:
    from guatu.boards.papers import Period, on_period
    from guatu.papers.choices import PaperKind
    from tests.city import NOW, TODAY

    return on_period(PaperKind.BULLETIN, Period(date(2021, 3, 1), TODAY, NOW), city.office)


def _measure(city: City, paper: Paper) -> None:
    from guatu.papers.composing import document_of
    from guatu.papers.writing.docx import docx_of
    from guatu.papers.writing.pdf import pages_of, pdf_of

    document, turn = document_of(paper), count()
    pages = pages_of(document)
    tell(Figure(f"pages of the bulletin, {len(document.annexes[0].rows)} rows", pages, ""))
    assert pages >= PAGES

    def whole() -> None:
        _composed(city)
        pdf_of(_changed(document_of(paper), next(turn)))

    def word() -> bytes:
        return docx_of(document, lambda source: f"https://guatu.example/{source}")

    tell(Figure(f"bulletin of {pages} pages, rows to PDF", median_ms(whole, 7), "ms", PDF_MS))
    tell(Figure("of it read from the database", median_ms(lambda: _composed(city), 7), "ms"))
    spent = median_ms(lambda: pdf_of(_changed(document, next(turn))), 7)
    tell(Figure("of it set in type", spent, "ms"))
    tell(Figure("the same as a Word file with its links", median_ms(word, 3), "ms"))
    if program := shutil.which("soffice"):
        spent = _converted(program, word())
        tell(Figure("baseline: that file to PDF by LibreOffice", spent, "ms"))


def _changed(document: Document, turn: int) -> Document:
    """Other figures in every row and paragraph: typst keeps what it has set before."""
    from guatu.domain.papers.document import Paragraph, Piece

    blocks = [
        replace(block, body=(*block.body, Piece(str(turn))))
        if isinstance(block, Paragraph)
        else block
        for block in document.blocks
    ]
    annexes = [
        replace(
            one,
            rows=[[replace(cell, text=f"{cell.text}{turn}") for cell in row] for row in one.rows],
        )
        for one in document.annexes
    ]
    return replace(document, blocks=blocks, annexes=annexes)


def _converted(program: str, raw: bytes) -> float:
    """Milliseconds of the second of two runs; the first one makes its profile."""
    with tempfile.TemporaryDirectory(prefix="guatu-bench-") as folder:
        file = Path(folder, "paper.docx")
        file.write_bytes(raw)
        profile = Path(folder, "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf",
                   "--outdir", folder, os.fspath(file)]  # fmt: skip
        for _ in range(2):
            begin = time.perf_counter()
            subprocess.run(
                command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            spent = time.perf_counter() - begin
    return spent * 1000


if __name__ == "__main__":
    main()
