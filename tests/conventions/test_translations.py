"""The English catalogue: complete, with the same blanks as the Chinese, and nothing left over."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from babel.messages.catalog import Catalog, Message

from tools.messages import CATALOGUE, missing, renewed, stored_catalogue, written

BLANK = re.compile(r"\{(\w*)(?::[^}]*)?\}|%\((\w+)\)[sd]")
CHINESE = re.compile(r"[\u3400-\u9fff，。：；（）、？！]")


def blanks(text: str) -> set[str]:
    """The names in ``{name}`` and ``%(name)s``; ``{}`` counts under an empty name."""
    return {brace or percent for brace, percent in BLANK.findall(text)}


@pytest.fixture(scope="module")
def fresh() -> Catalog:
    """The stored catalogue brought up to the source, without what fell out of use."""
    return renewed(stored_catalogue(), tidy=True)


@pytest.fixture(scope="module")
def catalogue(fresh: Catalog) -> list[Message]:
    return [message for message in fresh if message.id]


def test_the_catalogue_is_that_of_the_source(fresh: Catalog) -> None:
    """To renew it: ``make messages``; it also lists what has no translation yet."""
    assert CATALOGUE.read_text(encoding="utf-8") == written(fresh).decode()


def test_every_sentence_has_an_english_translation(fresh: Catalog) -> None:
    assert Counter(message.locations[0][0] for message in missing(fresh)) == {}


def test_the_blanks_are_those_of_the_chinese(catalogue: list[Message]) -> None:
    """A plural's first form may leave its number out."""
    wrong = [
        (message.id, string)
        for message in catalogue
        for string in _texts(message.string)
        if string and not _fits(message, string)
    ]
    assert wrong == []


def test_no_chinese_is_left_in_the_english(catalogue: list[Message]) -> None:
    """Examples of Chinese input stand in quotation marks."""
    wrong = [
        string
        for message in catalogue
        for string in _texts(message.string)
        if CHINESE.search(re.sub("“[^”]*”", "", string))
    ]
    assert wrong == []


def test_no_straight_quotation_mark_can_end_an_attribute(catalogue: list[Message]) -> None:
    """``{% translate %}`` does not escape, and stands in ``title="…"`` too."""
    wrong = [
        string
        for message in catalogue
        for string in _texts(message.string)
        if string.count('"') > max(one.count('"') for one in _texts(message.id))
    ]
    assert wrong == []


def _fits(message: Message, string: str) -> bool:
    wanted = set().union(*(blanks(one) for one in _texts(message.id)))
    given = blanks(string)
    return given <= wanted if isinstance(message.id, tuple) else given == wanted


def _texts(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())
