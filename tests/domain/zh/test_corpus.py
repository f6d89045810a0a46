"""The corpus of published phrases: every row that is not marked as ambiguous."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from guatu.domain.zh import read_phrase

_CORPUS = Path(__file__).parents[2] / "data" / "phrases.expected.csv"


def _rows() -> list[dict[str, str]]:
    with _CORPUS.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if not row["skip"]]


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["phrase"])
def test_published_phrase(row: dict[str, str]) -> None:
    phrase = read_phrase(row["phrase"], date.fromisoformat(row["as_of"]))
    assert phrase.text == row["phrase"]
    assert phrase.kind == row["kind"]
    assert (str(phrase.start or ""), str(phrase.end or "")) == (row["start"], row["end"])
    assert (phrase.unit or "", phrase.qualifier or "") == (row["unit"], row["qualifier"])
    if row["kind"] in ("amount", "area", "percent"):
        assert phrase.value == Decimal(row["value"])
    else:
        assert (phrase.value or "") == row["value"]


def test_corpus_is_whole() -> None:
    assert len(_rows()) == 72  # of 74; two are ambiguous
