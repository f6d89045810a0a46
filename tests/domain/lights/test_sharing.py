"""Projects judged together share what they agree in, and nothing else."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from guatu.domain.lights import Judge, ProjectFacts, RulePack, Subject, Terms, judge
from guatu.domain.lights.measures import MEASURES, Case, measures_of
from guatu.domain.lights.measures.kinds import Levels
from guatu.domain.lights.workdays import MONDAY_TO_FRIDAY
from tests.domain.lights.samples import pack
from tests.domain.lights.strategies import DAYS, facts, packs
from tests.domain.lights.test_properties import CODES, FACTS, PRESETS

PROJECT_CODES = sorted(measures_of(Subject.PROJECT))
NAMES = [field.name for field in fields(ProjectFacts)]


@st.composite
def neighbours(draw: st.DrawFn) -> list[ProjectFacts]:
    """Projects that differ from a first one in few facts: those that a wrong sharing mixes up."""
    first, other = draw(FACTS), draw(FACTS)
    listed = [first]
    for names in draw(st.lists(st.sets(st.sampled_from(NAMES), max_size=3), max_size=6)):
        listed.append(replace(first, **{name: getattr(other, name) for name in names}))
    return listed


@given(PRESETS | packs(), neighbours(), DAYS)
def test_each_of_many_is_judged_as_alone(
    rules: RulePack, listed: list[ProjectFacts], day: date
) -> None:
    together = Judge(rules, day)
    for known in listed:
        verdict = together.verdict(known)
        assert verdict == judge(rules, known, day)
        assert verdict.as_json() == judge(rules, known, day).as_json()


@given(facts(CODES), DAYS, st.sampled_from(PROJECT_CODES), st.sampled_from(["default", "yinchuan"]))
def test_a_measure_depends_on_the_facts_that_it_names_and_no_others(
    known: ProjectFacts, day: date, code: str, preset: str
) -> None:
    looks_at = MEASURES[code].looks_at
    named: dict[str, Any] = {name: getattr(known, name) for name in looks_at}
    narrow = ProjectFacts(**{"year": 2030, **named})
    terms = pack(preset).terms
    assert answers(code, known, terms, day) == answers(code, narrow, terms, day)


def answers(code: str, known: ProjectFacts, terms: Terms, day: date) -> tuple[Any, ...]:
    measure = MEASURES[code]
    levels = Levels(tuple(map(Decimal, (0, 1, 5, 10))))
    case = Case.of(known, terms, MONDAY_TO_FRIDAY, day)
    details = [
        (detail.text(case), detail.as_of(case) if detail.as_of else day)
        for detail in measure.details
    ]
    return measure.read(case), set(measure.turns(case, levels)), details


def test_projects_that_agree_in_everything_get_one_verdict() -> None:
    together = Judge(pack("default"), date(2021, 3, 15))
    first = ProjectFacts(2021, planned_start=date(2021, 3, 1))
    assert together.verdict(first) is together.verdict(replace(first))
