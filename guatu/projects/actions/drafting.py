"""A draft plan tried out: latest dates from the promise, what is short, what would help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from guatu.domain.procedures import HandIn
from guatu.domain.schedule import (
    ActivityDates,
    BackPlan,
    Compression,
    ScheduleError,
    backplan,
    build_network,
)
from guatu.domain.schedule.bridging import released
from guatu.domain.schedule.explain import chain_text
from guatu.domain.words import N_, Sentence, say
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.kit.refusals import Refusal
from guatu.projects.drafts import Draft, MilestoneTemplate, Step, Tie, templates
from guatu.projects.handing import Planned, handed_in, terms_of
from guatu.projects.models import Milestone, Project
from guatu.projects.networks import WORKDAYS, Work, Works, calendars_of, plan_of
from guatu.workdays.queries import calendar_in_force

__all__ = [
    "Draft",
    "MilestoneTemplate",
    "PlannedStep",
    "Preview",
    "Step",
    "Suggestion",
    "Tie",
    "preview_backward",
    "templates",
]


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step with its latest start and finish, or the days on which it was done.

    ``slack`` is in workdays, in whatever days the step itself is counted.
    """

    code: str
    name: str
    duration: int
    start: date
    finish: date
    slack: int
    critical: bool
    done: bool = False
    counting: str = WORKDAYS
    unit: str = ""

    @property
    def in_workdays(self) -> bool:
        return self.counting == WORKDAYS


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One change that gains time, in words, and the draft with it made.

    ``percent`` of the work of a step would be done faster or beside other work; by it for each day
    gained one is cheaper than another.
    """

    sentence: Sentence
    gain: int
    draft: Draft
    percent: int = 0


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
    hand_ins: tuple[HandIn, ...] = ()


def preview_backward(project: Project, draft: Draft, required: date, *, today: date) -> Preview:
    """Plan ``draft`` backward from ``required`` over the calendar in force; nothing is written.

    Raises ``Refusal`` for a draft that cannot be planned: no steps, a loop, dates beyond the
    calendar, a promise that has passed already.
    """
    _refuse_bad(project, draft, required, today)
    calendar = calendar_in_force()
    works, terms = works_of(project, draft, required), terms_of(project.tenant_id)
    deferrable = {step.code for step in draft.steps if terms.may_be_deferred(step.procedure)}
    granted = {step.code: terms.fewest(step) for step in draft.steps if step.procedure}
    try:
        net = build_network([plan_of(works, today, calendar)])
        found = backplan(
            net, calendars_of(calendar), required, deferrable=deferrable, granted=granted
        )
    except (ScheduleError, CalendarOutOfRange) as error:
        raise Refusal(error.sentence) from error
    rows = tuple(_rows(draft, works, found))
    planned = list(_planned(draft, works, rows))
    return Preview(
        required=required,
        rows=rows,
        short_by=found.short_by,
        driver=found.verdict,
        chain=_chain(draft, found),
        suggestions=tuple(_suggestions(draft, found.compressions)),
        provisional_years=_provisional(calendar, rows, required),
        hand_ins=tuple(handed_in(project, planned, works.ties, required, today, calendar, terms)),
    )


def works_of(project: Project, draft: Draft, required: date) -> Works:
    """The draft with the facts that are known: those of the plan in force stay, by code.

    A plan with procedures begins with them, not on the day planned for the start of the works.
    """
    facts = {row.code: row for row in Milestone.objects.filter(project=project)}
    with_procedures = any(step.procedure for step in draft.steps)
    return Works(
        project=str(project.pk),
        steps=[_work(step, facts.get(step.code)) for step in draft.steps],
        ties=[tie.as_link() for tie in draft.ties],
        planned_start=None if with_procedures else project.planned_start,
        begun=project.actual_start,
        required=required,
    )


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
    for step in draft.steps:
        if step.expected and step.expected < today and not step.done_on:
            old = N_(
                "“{name}”的预计完成日期 {day} 已过；已完成的请填完成日期，未完成的改为今天或以后。"
            )
            raise Refusal(say(old, name=step.name, day=step.expected.isoformat()))
    if late := [step for step in draft.steps if step.done_on and step.done_on > today]:
        future = N_("“{name}”的完成日期 {day} 在今天以后；还没有完成的不填。")
        day = late[0].done_on
        raise Refusal(say(future, name=late[0].name, day=day.isoformat() if day else ""))


def _is_done(project: Project, draft: Draft) -> Iterator[bool]:
    done = Milestone.objects.filter(project=project, actual_finish__isnull=False)
    known = set(done.values_list("code", flat=True))
    return (step.done_on is not None or step.code in known for step in draft.steps)


def _work(step: Step, row: Milestone | None) -> Work:
    work = Work(
        step.code,
        step.name,
        step.duration,
        actual_finish=step.done_on,
        counting=step.counting,
        optimistic=step.optimistic,
        pessimistic=step.pessimistic,
        procedure=bool(step.procedure),
    )
    told = step.expected or (row.forecast_finish if row else None)
    forecast = None if step.unheld else told
    return work._replace(
        actual_start=row.actual_start if row else None,
        actual_finish=(row.actual_finish if row else None) or step.done_on,
        forecast=forecast,
        not_before=step.expected if step.duration == 0 and not step.unheld else None,
    )


def _rows(draft: Draft, works: Works, found: BackPlan) -> Iterator[PlannedStep]:
    dates = {one.id: (one, n) for one, n in zip(found.activities, found.slacks, strict=True)}
    is_open = {work.code for work in works.steps if work.actual_finish is None}
    least = max(0, min((dates[code][1] for code in is_open), default=0))
    driving = {one.id for one in found.chain}
    for step in draft.steps:
        one, slack = dates[step.code]
        done = step.code not in is_open
        critical = not done and (slack <= least or step.code in driving)
        yield _row(step, one, slack, critical=critical, done=done)


def _row(
    step: Step, dates: ActivityDates, slack: int, *, critical: bool, done: bool
) -> PlannedStep:
    return PlannedStep(
        code=step.code,
        name=step.name,
        duration=step.duration,
        start=dates.late_start,
        finish=dates.late_finish,
        slack=slack,
        critical=critical,
        done=done,
        counting=step.counting,
        unit=step.unit,
    )


def _planned(draft: Draft, works: Works, rows: Sequence[PlannedStep]) -> Iterator[Planned]:
    for step, work, row in zip(draft.steps, works.steps, rows, strict=True):
        yield Planned(
            code=step.code,
            name=step.name,
            start=row.start,
            finish=row.finish,
            duration=step.duration,
            counting=step.counting,
            procedure=step.procedure,
            unit=step.unit,
            begun=work.actual_start,
            done=work.actual_finish,
        )


def _chain(draft: Draft, found: BackPlan) -> Sentence | None:
    if not found.chain:
        return None
    in_days = {step.code for step in draft.steps if step.counting != WORKDAYS}
    return say(
        N_("决定工期的线路：{chain}（括号内为剩余天数，没有注明的是工作日）。"),
        chain=chain_text(found.chain, in_days),
    )


def _suggestions(draft: Draft, found: Sequence[Compression]) -> Iterator[Suggestion]:
    for one in found:
        changed = _changed(draft, one)
        if changed is not None:
            yield Suggestion(one.sentence, one.gain, changed, round(100 * one.share))


def _changed(draft: Draft, one: Compression) -> Draft | None:
    """The draft with the change made; None for a change that a draft cannot hold."""
    match one.kind:
        case "crash":
            return _with_step(draft, one.activities[0], duration=one.value)
        case "drop_date":
            return _with_step(draft, one.activities[0], unheld=True, expected=None)
        case "drop_step":
            return without_holding(draft, one.activities[0])
        case "overlap":
            return _with_tie(draft, one, ("FS", "SS"), "SS")
        case "drop_lag":
            return _with_tie(draft, one, ("FS", "FF"), None)


def without_holding(draft: Draft, code: str) -> Draft:
    """What follows a step need not wait for it (容缺); the step itself stays in the plan."""
    links = released([tie.as_link() for tie in draft.ties], code)
    return replace(
        draft, ties=tuple(Tie(one.before, one.after, one.type, one.lag) for one in links)
    )


def _with_step(draft: Draft, code: str, **changes: Any) -> Draft:
    steps = (replace(s, **changes) if s.code == code else s for s in draft.steps)
    return replace(draft, steps=tuple(steps))


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
