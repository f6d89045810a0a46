"""The tables of docs/algorithms/bundles.md, read from the page and run; forms that are refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from guatu.domain.bundles.manifest import (
    OLD_PARTS,
    PARTS,
    BadBundle,
    Known,
    Manifest,
    canonical,
    check_chain,
    key_of,
    manifest_from,
    part_of,
)
from guatu.domain.bundles.rows import (
    Figures,
    ProgressFact,
    ProjectFact,
    lines,
    progress_from,
    projects_from,
)
from guatu.domain.bundles.verdicts import Here, verdict_of

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "bundles.md"
MADE = datetime(2021, 3, 15, 1, tzinfo=UTC)
NONE = "–"


def _table(heading: str) -> Iterator[list[str]]:
    section = PAGE.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    for row in rows[2:]:
        yield [cell.strip() for cell in row.strip("|").split("|")]


def _manifest(number: int = 1, previous: str = "") -> Manifest:
    parts = tuple(part_of(name, b"", 0) for name in PARTS)
    return Manifest(
        "0" * 64, "370881", "示例市", number, previous, MADE, "示例甲", 0, 9, parts,
        until_head="a" * 64,
    )  # fmt: skip


@pytest.mark.parametrize(("last", "number", "before", "said"), list(_table("The chain")))
def test_the_chain(last: str, number: str, before: str, said: str) -> None:
    known, _, digest = last.partition(" ") if last != "none" else ("0", "", "")
    manifest = _manifest(int(number), before if before != NONE else "")
    if said == "follows":
        check_chain(manifest, Known(int(known), digest))
        return
    with pytest.raises(BadBundle, match=said):
        check_chain(manifest, Known(int(known), digest))


@pytest.mark.parametrize(
    ("until", "head", "since", "since_head", "said"), list(_table("The journal"))
)
def test_the_journal_goes_on_where_it_was_left(
    until: str, head: str, since: str, since_head: str, said: str
) -> None:
    heads = {NONE: ""} | {name: name * 64 for name in "ab"}
    told = replace(
        _manifest(3, "d"), since=int(since), until=90, since_head=heads[since_head],
        until_head="c" * 64,
    )  # fmt: skip
    known = Known(2, "d", None if until == NONE else int(until), heads[head])
    if said == "follows":
        check_chain(told, known)
        return
    with pytest.raises(BadBundle, match=said):
        check_chain(told, known)


@pytest.mark.parametrize(
    ("there", "here", "since", "verdict"), list(_table("What becomes of a row"))
)
def test_what_becomes_of_a_row(there: str, here: str, since: str, verdict: str) -> None:
    known = None
    if here != NONE:
        at = datetime.combine(date.fromisoformat(since), MADE.time(), UTC)
        known = Here(Figures(Decimal(here)), at)
    told = datetime.combine(date(2021, 3, 11), MADE.time(), UTC)
    figures = None if there == NONE else Figures(Decimal(there))
    assert verdict_of(figures, told, known).value == verdict


def test_a_manifest_comes_back_as_it_was_written() -> None:
    manifest = _manifest(3, "a" * 64)
    assert manifest_from(manifest.as_bytes()) == manifest
    assert key_of(manifest.as_bytes()) == "0" * 64


@pytest.mark.parametrize("version", [1, 2])
def test_a_manifest_of_an_older_version_is_read(version: int) -> None:
    """The receiver is upgraded first; it knew no lists and not how the journal stood."""
    parts = tuple(part_of(name, b"", 0) for name in OLD_PARTS)
    older = replace(_manifest(), version=version, parts=parts, until_head="")
    assert b"until_head" not in older.as_bytes()
    assert manifest_from(older.as_bytes()) == older
    with pytest.raises(BadBundle, match="不是本系统制作"):
        manifest_from(replace(_manifest(), version=version).as_bytes())


def test_rows_of_the_first_version_said_nothing_of_months_that_were_taken_back() -> None:
    row = ProgressFact("k1", date(2021, 2, 1), Figures(Decimal(1)), "", MADE, "示例甲")
    said = {name: value for name, value in row.as_json().items() if name != "gone"}
    assert progress_from(canonical(said) + b"\n", "progress.jsonl") == [row]


def test_a_newer_version_is_refused_in_words() -> None:
    with pytest.raises(BadBundle, match="请先升级本系统"):
        key_of(replace(_manifest(), version=4).as_bytes())


@pytest.mark.parametrize(
    "change",
    [
        {"number": 0},
        {"number": "1"},
        {"number": True},
        {"made_at": "2021-03-15T09:00:00"},
        {"parts": []},
        {"previous": None},
        {"since": 10},
        {"until_head": "abc"},
        {"until_head": ""},
        {"since": 5},
        {"since_head": "a" * 64},
        {"since_head": None},
        {"extra": 1},
        {"version": 0},
        {"version": True},
        {"version": []},
    ],
)
def test_anything_else_than_what_we_would_write_is_no_manifest(change: dict[str, object]) -> None:
    said = {**json.loads(_manifest().as_bytes()), **change}
    with pytest.raises(BadBundle, match="不是本系统制作"):
        manifest_from(canonical(said))


@pytest.mark.parametrize("raw", [b"", b"[]", b"\xff", b"[" * 5000, b'{"format":"other"}'])
def test_what_is_no_manifest_at_all(raw: bytes) -> None:
    with pytest.raises(BadBundle, match="不是本系统制作"):
        key_of(raw)


def test_rows_come_back_as_they_were_written() -> None:
    project = ProjectFact("k1", 2021, 7, "示例项目\n二期", "", "示例工信局", Decimal("52000.5"))
    figures = Figures(Decimal("1900.0001"), words="桩基“完成”", percent=Decimal(12))
    report = ProgressFact("k1", date(2021, 2, 1), figures, "", MADE, "示例甲")
    assert projects_from(lines([project]), "projects.jsonl") == [project]
    gone = ProgressFact("k1", date(2021, 1, 1), Figures(), "", MADE, "示例甲", is_gone=True)
    assert progress_from(lines([report, gone]), "progress.jsonl") == [report, gone]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("invested", "NaN"),
        ("invested", "1e99"),
        ("invested", "0.00001"),
        ("invested", 800),
        ("period", "2021-02-02"),
        ("reported_at", "2021-03-15T09:00:00"),
        ("words", "x" * 301),
        ("words", "\0"),
        ("reason", None),
        ("gone", "yes"),
        ("gone", True),
    ],
)
def test_a_row_that_cannot_be_read_is_named(field: str, value: object) -> None:
    good = ProgressFact("k1", date(2021, 2, 1), Figures(Decimal(1)), "", MADE, "示例甲").as_json()
    raw = canonical(good) + b"\n" + canonical({**good, field: value}) + b"\n"
    with pytest.raises(BadBundle, match=re.escape("“progress.jsonl”第 2 行")):
        progress_from(raw, "progress.jsonl")
