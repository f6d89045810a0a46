"""A draft plan tried out: latest dates from the promise, what is short, what would help."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal

from guatu.domain.schedule import (
    ActivityDates,
    BackPlan,
    Compression,
    Link,
    ScheduleError,
    backplan,
    build_network,
)
from guatu.domain.schedule.explain import chain_text
from guatu.domain.words import N_, Sentence, say
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.kit.refusals import Refusal
from guatu.projects.models import Milestone, Project
from guatu.projects.networks import LinkCode, Work, Works, plan_of
from guatu.workdays.queries import calendar_in_force

TEMPLATES = Path(__file__).parents[1] / "presets" / "milestone_templates.json"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a draft: ``duration`` in workdays, 0 for a moment; ``weight`` in percent.

    ``done_on`` is for works under way: the day on which the step was finished.
    """

    code: str
    name: str
    duration: int
    weight: Decimal = Decimal(0)
    committed: bool = True
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """``after`` depends on ``before``; ``lag`` in workdays, negative for an overlap (压茬)."""

    before: str
    after: str
    type: LinkCode = "FS"
    lag: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    steps: tuple[Step, ...] = ()
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class MilestoneTemplate:
    """A plan to begin with; ``source`` says whose practice it is and what is only a default."""

    code: str
    name: str
    source: str
    draft: Draft


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step with its latest start and finish, or the days on which it was done."""

    code: str
    name: str
    duration: int
    start: date
    finish: date
    slack: int
    critical: bool
    done: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One change that gains time, in words, and the draft with it made."""

    sentence: Sentence
    gain: int
    draft: Draft


@dataclass(frozen=True, slots=True)
class Preview:
    """What a draft comes to; ``short_by`` workdays are missing, 0 when the promise can be kept."""

    required: date
    rows: tuple[PlannedStep, ...]
    short_by: int
    driver: Sentence
    chain: Sentence | None = None
    suggestions: tuple[Suggestion, ...] = ()
    provisional_years: tuple[int, ...] = field(default=())


@lru_cache(maxsize=1)
def templates() -> tuple[MilestoneTemplate, ...]:
    """The templates that ship, in the order in which they are offered."""
    listed = json.loads(TEMPLATES.read_text(encoding="utf-8"))
    return tuple(
        MilestoneTemplate(one["code"], one["name"], one["source"], _template_draft(one))
        for one in listed
    )


def preview_backward(project: Project, draft: Draft, required: date, *, today: date) -> Preview:
    """Plan ``draft`` backward from ``required`` over the calendar in force; nothing is written.

    Raises ``Refusal`` for a draft that cannot be planned: no steps, a loop, dates beyond the
    calendar, a promise that has passed already.
    """
    _refuse_bad(project, draft, required, today)
    calendar = calendar_in_force()
    works = works_of(project, draft, required)
    try:
        net = build_network([plan_of(works, today, calendar)])
        found = backplan(net, [calendar], required)
    except (ScheduleError, CalendarOutOfRange) as error:
        raise Refusal(error.sentence) from error
    rows = tuple(_rows(works, found))
    return Preview(
        required=required,
        rows=rows,
        short_by=found.short_by,
        driver=found.verdict,
        chain=_chain(found),
        suggestions=tuple(_suggestions(draft, found.compressions)),
        provisional_years=_provisional(calendar, rows, required),
    )


def works_of(project: Project, draft: Draft, required: date) -> Works:
    """The draft with the facts that are known: those of the plan in force stay, by code."""
    facts = {row.code: row for row in Milestone.objects.filter(project=project)}
    return Works(
        project=str(project.pk),
        steps=[_work(step, facts.get(step.code)) for step in draft.steps],
        ties=[Link(tie.before, tie.after, tie.type, tie.lag) for tie in draft.ties],
        planned_start=project.planned_start,
        begun=project.actual_start,
        required=required,
    )


def _template_draft(stored: Mapping[str, list[dict[str, object]]]) -> Draft:
    return Draft(
        tuple(
            Step(
                str(a["code"]),
                str(a["name"]),
                int(str(a["duration"])),
                Decimal(str(a["weight"])),
                bool(a["commit"]),
            )
            for a in stored["activities"]
        ),
        tuple(
            Tie(str(k["before"]), str(k["after"]), _code(str(k["type"])), int(str(k["lag"])))
            for k in stored["links"]
        ),
    )


def _code(text: str) -> LinkCode:
    codes: Mapping[str, LinkCode] = {"FS": "FS", "SS": "SS", "FF": "FF", "SF": "SF"}
    return codes[text]


def _refuse_bad(project: Project, draft: Draft, required: date, today: date) -> None:
    if not draft.steps:
        raise Refusal(say(N_("计划里还没有工序，请先选模板或增加工序。")))
    begins = project.actual_start or project.planned_start
    if required < today and not all(_is_done(project, draft)):
        past = say(N_("要求完成日期 {day} 已过，请改为今天或以后。"), day=required.isoformat())
        raise Refusal(past, {"required_finish": past})
    if begins is not None and required < begins:
        early = say(
            N_("要求完成日期 {day} 早于开工日期 {start}，请核对。"),
            day=required.isoformat(),
            start=begins.isoformat(),
        )
        raise Refusal(early, {"required_finish": early})
    if late := [step for step in draft.steps if step.done_on and step.done_on > today]:
        future = N_("“{name}”的完成日期 {day} 在今天以后；还没有完成的不填。")
        day = late[0].done_on
        raise Refusal(say(future, name=late[0].name, day=day.isoformat() if day else ""))


def _is_done(project: Project, draft: Draft) -> Iterator[bool]:
    done = Milestone.objects.filter(project=project, actual_finish__isnull=False)
    known = set(done.values_list("code", flat=True))
    return (step.done_on is not None or step.code in known for step in draft.steps)


def _work(step: Step, row: Milestone | None) -> Work:
    if row is None:
        return Work(step.code, step.name, step.duration, actual_finish=step.done_on)
    return Work(
        step.code,
        step.name,
        step.duration,
        row.actual_start,
        row.actual_finish or step.done_on,
        row.forecast_finish,
    )


def _rows(works: Works, found: BackPlan) -> Iterator[PlannedStep]:
    dates = {activity.id: activity for activity in found.activities}
    for step in works.steps:
        yield _row(step, dates[step.code])


def _row(step: Work, dates: ActivityDates) -> PlannedStep:
    return PlannedStep(
        code=step.code,
        name=step.name,
        duration=step.duration,
        start=dates.late_start,
        finish=dates.late_finish,
        slack=dates.total_slack,
        critical=dates.critical,
        done=step.actual_finish is not None,
    )


def _chain(found: BackPlan) -> Sentence | None:
    if not found.chain:
        return None
    return say(
        N_("决定工期的线路：{chain}（括号内为剩余工作日数）。"), chain=chain_text(found.chain)
    )


def _suggestions(draft: Draft, found: Sequence[Compression]) -> Iterator[Suggestion]:
    for one in found:
        changed = _changed(draft, one)
        if changed is not None:
            yield Suggestion(one.sentence, one.gain, changed)


def _changed(draft: Draft, one: Compression) -> Draft | None:
    """The draft with the change made; None for a change that a draft cannot hold."""
    if one.kind == "crash":
        steps = tuple(
            replace(step, duration=one.value) if step.code == one.activities[0] else step
            for step in draft.steps
        )
        return replace(draft, steps=steps)
    if one.kind == "overlap":
        return _with_tie(draft, one, ("FS", "SS"), "SS")
    if one.kind == "drop_lag":
        return _with_tie(draft, one, ("FS", "FF"), None)
    return None


def _with_tie(
    draft: Draft, one: Compression, kinds: tuple[str, ...], becomes: Literal["SS"] | None
) -> Draft | None:
    ends = one.activities
    for n, tie in enumerate(draft.ties):
        if (tie.before, tie.after) == ends and tie.type in kinds and (becomes or tie.lag > 0):
            new = replace(tie, type=becomes or tie.type, lag=one.value)
            return replace(draft, ties=(*draft.ties[:n], new, *draft.ties[n + 1 :]))
    return None


def _provisional(
    calendar: WorkCalendar, rows: Sequence[PlannedStep], required: date
) -> tuple[int, ...]:
    first = min(row.start.year for row in rows)
    last = max(required.year, *(row.finish.year for row in rows))
    return tuple(year for year in range(first, last + 1) if calendar.is_provisional(year))
