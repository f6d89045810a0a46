"""T-06: a worker that dies at any point leaves nothing undone and nothing done twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.conventions.sources import ROOT
from tests.notices.dying import POINTS

TURNS = int(os.environ.get("GUATU_DYING_TURNS", "1"))
DIED_UNSENT = ("before the act commits",)


@dataclass(frozen=True)
class Outcome:
    acknowledged: list[str]
    keys: list[str]
    said: list[str]
    report: dict[str, Any]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """All points in one run: one program, a new child for each life and each recovery."""
    folder = tmp_path_factory.mktemp("dying")
    with Database(folder) as address:
        env = {**os.environ, "GUATU_DATABASE_URL": address, "GUATU_DATA_DIR": str(folder)}
        env["DJANGO_SETTINGS_MODULE"] = os.environ["DJANGO_SETTINGS_MODULE"]
        command = [sys.executable, "-m", "tests.notices.dying", str(folder), str(TURNS)]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    arrived = [line.split("\t") for line in (folder / "arrived").read_text().splitlines()]
    return Outcome(
        (folder / "acknowledged").read_text().splitlines(),
        [key for key, _said in arrived],
        [said for _key, said in arrived],
        json.loads((folder / "report.json").read_text()),
    )


class Database:
    """An address of an empty database of the kind that the tests run on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server = os.environ.get("GUATU_DATABASE_URL", "")
        self._name = f"dying_{uuid4().hex[:8]}"

    def __enter__(self) -> str:
        if not self._server.startswith("postgres"):
            return f"sqlite:///{self._folder / 'dying.sqlite3'}"
        self._ask(f"CREATE DATABASE {self._name}")
        head, _, query = self._server.partition("?")
        return f"{head.rpartition('/')[0]}/{self._name}" + (f"?{query}" if query else "")

    def __exit__(self, *_error: object) -> None:
        if self._server.startswith("postgres"):
            self._ask(f"DROP DATABASE {self._name} WITH (FORCE)")

    def _ask(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement)


def test_every_point_was_died_at(outcome: Outcome) -> None:
    lived = [f"{point} {turn}" for point in POINTS for turn in range(TURNS)]
    assert outcome.acknowledged == [n for n in lived if not n.startswith(DIED_UNSENT)]


def test_nothing_acknowledged_is_missing(outcome: Outcome) -> None:
    wanted = {f"请办理“{name}”" for name in outcome.acknowledged}
    assert set(outcome.report["notices"]) == wanted
    assert set(outcome.said) == wanted


def test_nothing_takes_effect_twice(outcome: Outcome) -> None:
    """One notice an event, one key a notice: a second try is known by its key."""
    assert Counter(outcome.report["notices"]).most_common(1)[0][1] == 1
    keys = {said: set[str]() for said in outcome.said}
    for key, said in zip(outcome.keys, outcome.said, strict=True):
        keys[said].add(key)
    assert all(len(own) == 1 for own in keys.values())


def test_only_who_died_after_sending_sends_again_and_only_once(outcome: Outcome) -> None:
    again = {said: n for said, n in Counter(outcome.said).items() if n > 1}
    assert again == {f"请办理“after it left {turn}”": 2 for turn in range(TURNS)}


def test_nothing_is_left_under_way(outcome: Outcome) -> None:
    report = outcome.report
    assert set(report["letters"]) == set(report["deliveries"]) == {"sent"}
    assert report["waiting"] == 0
    again = ("after the letter is claimed", "before it leaves", "after it left")
    assert Counter(report["tries"]) == {1: 4 * TURNS, 2: len(again) * TURNS}
    assert report["events"] == report["rows"] == len(outcome.acknowledged)
