"""docs/glossary.md: every model, choice, act and event has its row, with the right word."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db.models import Choices

from guatu.journal.codes import registered
from guatu.org.access import declared
from tests.conventions.sources import ROOT, modules

ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
CODE = re.compile(r"`([A-Za-z_.]+)`")


@dataclass(frozen=True, slots=True)
class Row:
    chinese: str
    meaning: str


def rows_of(section: str) -> dict[str, Row]:
    """The rows of one section by identifier; two rows for one identifier are an error."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    body = text.split(f"\n## {section}\n", 1)[1].split("\n## ", 1)[0]
    found: dict[str, Row] = {}
    for chinese, identifiers, meaning in ROW.findall(body):
        for identifier in CODE.findall(identifiers):
            assert identifier not in found, f"{identifier} has two rows"
            found[identifier] = Row(chinese.strip(), meaning.strip())
    return found


def test_every_model_has_a_row() -> None:
    models = {m.__name__ for m in apps.get_models() if m.__module__.startswith("guatu.")}
    assert set(rows_of("Models")) == models


def test_every_choice_has_a_row_with_its_values_and_labels() -> None:
    rows = rows_of("Choices")
    assert set(rows) == {kind.__name__ for kind in choices()}
    missing = [
        f"{kind.__name__}: `{value}` {label}"
        for kind in choices()
        for value, label in kind.choices
        if f"`{value}` {label}" not in rows[kind.__name__].meaning
    ]
    assert missing == []


def test_every_act_has_a_row_with_its_words() -> None:
    rows = {code: row.chinese for code, row in rows_of("Acts").items()}
    assert rows == {act.code: act.words for act in declared().values()}


def test_every_event_has_a_row() -> None:
    assert set(rows_of("Events")) == set(registered())


@pytest.mark.parametrize("section", ["Words", "Models", "Choices", "Acts", "Events"])
def test_every_row_has_a_chinese_word_and_a_meaning(section: str) -> None:
    for identifier, row in rows_of(section).items():
        assert re.search(r"[\u4e00-\u9fff]", row.chinese), identifier
        assert row.meaning, identifier


def choices() -> list[type[Choices]]:
    """Every choices class of the product, wherever it stands."""
    return sorted(set(_below(Choices)), key=lambda kind: kind.__name__)


def _below(base: type[Choices]) -> Iterator[type[Choices]]:
    for name in _modules_with_choices():
        importlib.import_module(name)
    for kind in base.__subclasses__():
        if kind.__module__.startswith("guatu."):
            yield kind
        yield from _below(kind)


def _modules_with_choices() -> Iterator[str]:
    for module in modules():
        if "Choices)" in (ROOT / module.path).read_text(encoding="utf-8"):
            yield module.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
