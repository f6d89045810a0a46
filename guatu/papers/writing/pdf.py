"""A document as PDF, set by typst."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from guatu.domain.papers.document import Block, Document, Line, Paragraph, Piece, Table
from guatu.domain.papers.sheet import (
    A4,
    FACES_BY_LEVEL,
    MARK_COLOUR,
    SIZE_SMALL,
    SIZE_TABLE,
    SIZE_TITLE,
    Face,
    title_lines,
)
from guatu.kit.typesetting import compile

#: Address of what stands behind a figure, "" for none.
Address = Callable[[str], str]
#: In what typst says about the file in its XMP.
_PAGES = re.compile(rb"<xmpTPg:NPages>(\d+)<")
_SOURCE = Path(__file__).with_name("paper.typ")
#: What a city may have put into its folder of fonts, then what always comes along.
_FONTS = {
    Face.BODY: ("FangSong_GB2312", "FangSong", "Noto Serif SC"),
    Face.TITLE: ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "Noto Serif SC"),
    Face.HEADING: ("SimHei", "Noto Sans SC"),
    Face.SUBHEADING: ("KaiTi_GB2312", "KaiTi", "Noto Serif SC"),
    Face.FOLIO: ("SimSun", "Noto Serif SC"),
}


def pdf_of(document: Document, address: Address = lambda _source: "") -> bytes:
    source = _SOURCE.read_text(encoding="utf-8")
    return compile(source, {"paper": json.dumps(_sent(document, address), ensure_ascii=False)})


def _sent(document: Document, address: Address) -> dict[str, Any]:
    return {
        "sheet": {
            **asdict(A4),
            "right": A4.right,
            "bottom": A4.bottom,
            "line_pitch": A4.line_pitch,
            "character_pitch": A4.character_pitch,
        },
        "faces": {face.name.lower(): fonts for face, fonts in _FONTS.items()},
        "sizes": {"title": SIZE_TITLE, "small": SIZE_SMALL, "table": SIZE_TABLE},
        "mark": document.mark,
        "mark_size": A4.mark_size(document.mark),
        "mark_colour": MARK_COLOUR,
        "number": document.number or document.note,
        "title": document.title,
        "title_lines": title_lines(document.title),
        "addressee": document.addressee,
        "blocks": [_block(block, address, kept) for block, kept in document.kept_blocks()],
        "annexes": [_block(table, address) for table in document.annexes],
        "sender": document.sender,
        "day": document.day_words,
        "copied_to": document.copied_to,
        "printed_by": document.printed_by,
    }


def _block(block: Block, address: Address, kept: bool = False) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {
                "kind": "paragraph",
                "face": FACES_BY_LEVEL[block.level].name.lower(),
                "kept": kept,
                "heading": _pieces(block.heading, address),
                "body": _pieces(block.body, address),
            }
        case Table():
            return {
                "kind": "table",
                "title": block.title,
                "heads": list(block.heads),
                "widths": list(block.widths),
                "sides": block.sides,
                "rows": [[_piece(cell, address) for cell in row] for row in block.rows],
            }


def _pieces(line: Line, address: Address) -> list[dict[str, str]]:
    return [_piece(piece, address) for piece in line]


def _piece(piece: Piece, address: Address) -> dict[str, str]:
    return {"text": piece.text, "href": address(piece.source) if piece.source else ""}


def pages_of(document: Document) -> int:
    """How many pages it makes, counted by setting it."""
    pages = _PAGES.search(pdf_of(document))
    return int(pages[1]) if pages else 0
