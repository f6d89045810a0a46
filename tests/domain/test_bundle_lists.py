"""Which words are later, by the table of docs/algorithms/bundles.md; lists of a bundle as written
and read back, and forms that are refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest

from guatu.domain.bundles.lists import ListFact, RowFact, Since, lists_from
from guatu.domain.bundles.manifest import BadBundle
from guatu.domain.bundles.verdicts import order_of
from guatu.domain.worklists.rhythm import Period, Rhythm
from guatu.domain.worklists.rows import Kind
from guatu.domain.worklists.table import Status

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "bundles.md"
NINE = datetime(2021, 3, 15, 9, tzinfo=UTC)


def _rows(heading: str) -> Iterator[list[str]]:
    section = PAGE.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    for line in lines[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


def _moment(words: str) -> datetime:
    hour, minute = map(int, words.split(":"))
    return datetime.combine(NINE.date(), time(hour, minute), UTC)


@pytest.mark.parametrize("row", list(_rows("Which words are later")), ids=" ".join)
def test_which_words_are_later(row: list[str]) -> None:
    *moments, brought, said = row
    first, last, ours, ours_last = map(_moment, moments)
    found = order_of(Since(first, last), Since(ours, ours_last), is_brought=brought == "yes")
    assert found.value == said


def _fact() -> ListFact:
    row = RowFact(
        kind=Kind.OWN, label="招商座谈会", values={"plan": "周五召开", "standing": "running"},
        typed={"plan": Since(NINE, NINE.replace(minute=40))}, struck="", is_removed=False,
        told_at=NINE, told_by="示例辛",
    )  # fmt: skip
    period = Period.of(Rhythm.WEEK, NINE.date())
    return ListFact("示例工信局", period, Status.FILED, NINE, rows=(row,))


def test_a_list_comes_back_as_it_was_written() -> None:
    fact = _fact()
    assert lists_from(json.dumps(fact.as_json()).encode(), "lists.jsonl") == [fact]


@pytest.mark.parametrize(
    "typed",
    [
        ["plan"],
        {"plan": "2021-03-15T09:00:00+00:00"},
        {"plan": ["2021-03-15T09:00:00+00:00"]},
        {"plan": ["2021-03-15T09:40:00+00:00", "2021-03-15T09:00:00+00:00"]},
        {"plan": ["2021-03-15T09:00:00", "2021-03-15T09:40:00"]},
        {"budget": ["2021-03-15T09:00:00+00:00", "2021-03-15T09:40:00+00:00"]},
    ],
    ids=["no times", "one time", "half", "backwards", "no zone", "no such field"],
)
def test_times_that_cannot_be_are_refused(typed: Any) -> None:
    said = _fact().as_json()
    said["rows"][0]["typed"] = typed
    with pytest.raises(BadBundle, match="第 1 行读不懂"):
        lists_from(json.dumps(said).encode(), "lists.jsonl")
