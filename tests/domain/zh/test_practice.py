"""Phrases from practice, with readings derived by hand from the rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guatu.domain.zh import read_money, read_period, read_phrase
from tests.domain.zh.notation import of_money, of_period, of_phrase, table

_HERE = Path(__file__).parent
_PHRASES = list(table(_HERE / "practice.txt"))
_PERIODS = list(table(_HERE / "periods.txt"))
_AMOUNTS = list(table(_HERE / "amounts.txt"))


@pytest.mark.parametrize(("as_of", "text", "reading"), _PHRASES)
def test_phrase(as_of: str, text: str, reading: str) -> None:
    assert of_phrase(read_phrase(text, date.fromisoformat(as_of))) == reading


@pytest.mark.parametrize(("as_of", "text", "reading"), _PERIODS)
def test_period(as_of: str, text: str, reading: str) -> None:
    assert of_period(read_period(text, date.fromisoformat(as_of))) == reading


@pytest.mark.parametrize(("as_of", "text", "reading"), _AMOUNTS)
def test_amount_of_a_cell(as_of: str, text: str, reading: str) -> None:
    assert of_money(read_money(text.replace("\\n", "\n"))) == reading


def test_no_phrase_twice() -> None:
    phrases = [(as_of, text) for as_of, text, _ in _PHRASES]
    assert len(phrases) == len(set(phrases)) > 500
