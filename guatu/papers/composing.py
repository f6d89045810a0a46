"""A paper's document: its text filled with its facts, its length against the limit."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from guatu.domain.papers.document import Document
from guatu.domain.papers.filling import fill
from guatu.domain.papers.length import Length, characters
from guatu.papers.choices import PaperKind, PaperStatus
from guatu.papers.models import Paper


def document_of(paper: Paper) -> Document:
    """Raises ``Unfillable`` when its text asks for what its facts do not have."""
    filled = fill(paper.text, paper.known)
    signed = paper.kind != PaperKind.MINUTES
    return Document(
        mark=paper.mark,
        number=paper.number_words,
        title=paper.title,
        addressee=paper.addressee,
        blocks=filled.blocks,
        annexes=filled.annexes,
        sender=paper.sender if signed else "",
        day=paper.issued_on,
        copied_to=paper.copied_to,
        printed_by=paper.printed_by,
        note="" if paper.status == PaperStatus.ISSUED else str(paper.get_status_display()),
    )


def length_of(paper: Paper) -> Length:
    return measured(document_of(paper), paper.kind)


def measured(document: Document, kind: str) -> Length:
    limits = _limits()
    return Length(characters(document.body_text()), limits[limits["kinds"][kind]])


@lru_cache(maxsize=1)
def _limits() -> dict[str, Any]:
    path = Path(__file__).parent / "presets" / "limits.json"
    stored: dict[str, Any] = json.loads(path.read_bytes())
    return stored
