"""Milestone plans of the demonstration: a template, stretched to the time that a project has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from guatu.domain.schedule import Activity, Link, ProjectPlan, build_network, schedule
from guatu.domain.workcalendar import WorkCalendar
from guatu.ops.demo.tables import ProjectRow
from guatu.projects.actions.planning import Draft, Step, templates

TEMPLATES = {
    "industrial": "industrial_building",
    "plant": "plant",
    "road": "road_bridge",
    "water": "water",
    "tourism": "tourism",
    "": "improvement",
}
#: How much of the time from start to promise the works need, by the slack word of the story.
NEEDED = {"": Fraction(88, 100), "tight": Fraction(98, 100), "short": Fraction(106, 100)}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A plan made for a project, and the day on which each step is reached if all goes well."""

    draft: Draft
    reached: Mapping[str, date]


def pattern_for(row: ProjectRow, slack: str, calendar: WorkCalendar) -> Pattern:
    """The template of a project with its durations in proportion to the time there is."""
    assert row.start is not None
    assert row.finish is not None
    wanted = TEMPLATES[row.template]
    draft = next(one.draft for one in templates() if one.code == wanted)
    there = calendar.workdays_between(row.start, row.finish)
    reached = _reached(draft, row.start, calendar)
    needed = max(1, calendar.workdays_between(row.start, max(reached.values())))
    stretched = _stretched(draft, NEEDED[slack] * there / needed)
    return Pattern(stretched, _reached(stretched, row.start, calendar))


def _reached(draft: Draft, start: date, calendar: WorkCalendar) -> Mapping[str, date]:
    """The early finish of each step, one after the other as they are tied."""
    plan = ProjectPlan(
        "draft",
        start,
        [Activity(step.code, step.name, step.duration) for step in draft.steps],
        [Link(tie.before, tie.after, tie.type, tie.lag) for tie in draft.ties],
    )
    found = schedule(build_network([plan]), [calendar]).activities()
    return {one.id: one.early_finish for one in found}


def _stretched(draft: Draft, by: Fraction) -> Draft:
    return Draft(
        tuple(_step(step, by) for step in draft.steps),
        tuple(replace(tie, lag=round(tie.lag * by)) for tie in draft.ties),
    )


def _step(step: Step, by: Fraction) -> Step:
    return replace(step, duration=max(1, round(step.duration * by)) if step.duration else 0)
