"""A few random plans of every feature, here and by MPXJ; ``make oracle`` runs the thousands."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random

import pytest

from guatu.__main__ import main as run_command
from tests.oracle.__main__ import main
from tests.oracle.calendars import CALENDARS
from tests.oracle.compare import differences, run
from tests.oracle.families import DATES, FAMILIES
from tests.oracle.mpxj import Mpxj, missing
from tests.oracle.written import written

WHY_NOT = missing()
PROJECTS, FILES = 20, 3

needs_mpxj = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
pytestmark = pytest.mark.xdist_group("mpxj")  # one JVM is enough


@pytest.fixture(scope="module")
def mpxj():
    return Mpxj()


@needs_mpxj
@pytest.mark.parametrize("family", FAMILIES, ids=lambda one: f"{one.name}-{one.oracle}")
def test_every_figure_is_the_one_that_mpxj_finds(family, mpxj):
    assert [str(one) for one in run(family, mpxj, PROJECTS).differences] == []


@needs_mpxj
def test_a_plan_told_with_one_other_duration_is_noticed(mpxj):
    family = FAMILIES[0]
    plan = family.make(Random("noticed"))
    work = next(one for one in plan.activities if one.duration)
    longer = [replace(one, duration=one.duration + (one is work)) for one in plan.activities]
    theirs = mpxj.answer(replace(plan, activities=longer), family.oracle)
    assert list(differences("noticed", plan, family, mpxj)) == []
    assert any(theirs[one.id] != mpxj.answer(plan, family.oracle)[one.id] for one in longer)


@needs_mpxj
@pytest.mark.parametrize(
    "family", [one for one in FAMILIES if one.fields == DATES], ids=lambda one: one.name
)
def test_the_days_that_a_file_is_answered_with_are_mpxjs(family, mpxj, tmp_path, capsys):
    """Work that has not begun: a finish is the last day worked."""
    for n in range(FILES):
        plan = family.make(Random(f"file {n}"))
        theirs = mpxj.answer(plan, family.oracle)
        path = tmp_path / f"{n}.json"
        path.write_text(json.dumps(written(plan)), encoding="utf-8")
        assert run_command(["schedule", str(path), "--json"]) == 0
        answered = json.loads(capsys.readouterr().out)["activities"]
        for one, said in zip(plan.activities, answered, strict=True):
            if one.duration and not one.actual_start:
                assert said == said | days_of(theirs[one.id], CALENDARS[one.calendar])


def days_of(found, calendar):
    return {
        "early_start": calendar.day_at(round(found.early_start)).isoformat(),
        "early_finish": calendar.day_at(round(found.early_finish) - 1).isoformat(),
        "late_start": calendar.day_at(round(found.late_start)).isoformat(),
        "late_finish": calendar.day_at(round(found.late_finish) - 1).isoformat(),
        "total_slack": round(found.total_slack),
    }


def test_without_java_it_says_so_and_ends_well(monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")
    assert main(["--projects", "1"]) == 0
    assert capsys.readouterr().out == "no Java runtime: MPXJ oracle not run\n"
