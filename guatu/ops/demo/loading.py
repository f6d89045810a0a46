"""Loading the demonstration, act by act, in the order of its calendar.

Everything goes through the same actions as in a real city, at the moment when it would have been
done: the ledgers come in through the intake, the lights turn in the patrol.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from guatu.capacity.actions.limits import adopt_defaults
from guatu.intake.actions import enter, upload
from guatu.kit.clock import CHINA
from guatu.lines.models import TaskForce, WorkLine
from guatu.ops.demo import programme, tables
from guatu.ops.demo.burden import burden_deeds
from guatu.ops.demo.chain import chain_deeds
from guatu.ops.demo.command import command_deeds
from guatu.ops.demo.commitments import commitment_deeds
from guatu.ops.demo.datechanges import change_deeds
from guatu.ops.demo.dayclear import day_deeds
from guatu.ops.demo.dispatches import dispatch_deeds
from guatu.ops.demo.inbox import fill_inboxes
from guatu.ops.demo.ledgers import ledgers
from guatu.ops.demo.lists import list_deeds
from guatu.ops.demo.money import beside
from guatu.ops.demo.needs import need_deeds
from guatu.ops.demo.opinions import opinion_deeds
from guatu.ops.demo.organisation import LIAISON, Cast, found
from guatu.ops.demo.papers import paper_deeds
from guatu.ops.demo.plans import Pattern, pattern_for
from guatu.ops.demo.procedures import procedure_deeds, with_permits
from guatu.ops.demo.quarters import quarter_deeds
from guatu.ops.demo.returns import return_deeds
from guatu.ops.demo.screens import screen_deeds
from guatu.ops.demo.starts import start_deeds
from guatu.ops.demo.stories import TODAY, Story, story_of
from guatu.ops.demo.tables import ProjectRow
from guatu.ops.demo.worklists import worklist_deeds
from guatu.ops.installation import load_calendar
from guatu.org.models import Post, User
from guatu.projects.actions.excuses import grant_excuse
from guatu.projects.actions.listing import edit_project
from guatu.projects.actions.milestones import finish_milestone, start_project
from guatu.projects.actions.packs import remember_default
from guatu.projects.actions.planning import Draft, accept_plan
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.models import Project
from guatu.projects.patrol import patrol
from guatu.workdays.queries import calendar_in_force

Tell = Callable[[int, int, str], None]

LEDGERS_IN = datetime(2021, 1, 13, 9, 0, tzinfo=CHINA)
COMPLETED = datetime(2021, 1, 14, 10, 0, tzinfo=CHINA)
PLANNED = datetime(2021, 1, 15, 14, 30, tzinfo=CHINA)
JANUARY, FEBRUARY = date(2021, 1, 1), date(2021, 2, 1)
REPORTED = {JANUARY: date(2021, 2, 2), FEBRUARY: date(2021, 3, 3)}
FIRST_PATROL = date(2021, 1, 14)
NIGHT, MORNING, NOON = time(2, 0), time(8, 20), time(11, 0)


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done at a moment; equal moments keep the order in which they were listed."""

    at: datetime
    act: Callable[[datetime], object]


@dataclass(frozen=True, slots=True)
class Case:
    """A project with its row of the table and its story."""

    project: Project
    row: ProjectRow
    story: Story

    def fresh(self) -> Project:
        return Project.objects.select_related("tenant").get(pk=self.project.pk)


def load(*, tell: Tell) -> None:
    """The whole city; ``tell`` hears of parts done of 100, with a word for the stage."""
    load_calendar()
    tell(2, 100, "单位与岗位")
    cast = found()
    remember_default([cast.tenant], now=programme.SET_UP)
    tell(10, 100, "工作线")
    lines = programme.set_up(cast)
    rows = tables.projects()
    _bring_ledgers(cast, lines.values(), rows, tell)
    cases = _cases(cast, rows)
    deeds = sorted(_deeds(cast, cases), key=lambda deed: deed.at)
    for done, deed in enumerate(deeds):
        tell(25 + 74 * done // len(deeds), 100, _stage(deed.at))
        deed.act(deed.at)
    adopt_defaults(cast.tenant, by=cast.office, now=datetime.combine(TODAY, MORNING, CHINA))
    programme.report(cast, lines)
    fill_inboxes(cast)
    tell(100, 100, "完成")


def _stage(moment: datetime) -> str:
    return f"{moment.month}月的计划、开工和进度"


def _bring_ledgers(
    cast: Cast, lines: Iterable[WorkLine], rows: Sequence[ProjectRow], tell: Tell
) -> None:
    """Ten ledgers, a work line each, by the office through the intake."""
    made = ledgers(tables.lines(), rows)
    by_title = {line.title: line for line in lines}
    for number, ledger in enumerate(made):
        tell(12 + number, 100, "导入台账")
        at = LEDGERS_IN + timedelta(minutes=4 * number)
        intake = upload(
            cast.tenant,
            ledger.filename,
            ledger.raw,
            as_of=at.date(),
            line=by_title[ledger.line],
            by=cast.office,
            now=at,
        )
        enter(intake, seen=intake.version, by=cast.office, now=at + timedelta(minutes=2))


def _cases(cast: Cast, rows: Sequence[ProjectRow]) -> list[Case]:
    entered = {p.name: p for p in Project.objects.filter(tenant=cast.tenant)}
    return [Case(entered[row.name], row, story_of(row)) for row in rows]


def _deeds(cast: Cast, cases: Sequence[Case]) -> Iterator[Deed]:
    forces = {force.line_id: force for force in TaskForce.objects.filter(tenant=cast.tenant)}
    owners = _owner_posts(cast)
    calendar = calendar_in_force()
    for n, case in enumerate(cases):
        later = timedelta(minutes=n)
        yield Deed(COMPLETED + later, _completing(cast, case, forces, owners))
        if case.row.start and case.row.finish:
            yield from _plan(cast, case, pattern_for(case.row, case.story.slack, calendar), later)
        yield from _start(cast, case)
        yield from _reports(cast, case)
        if case.story.excused:
            yield Deed(_at(date(2021, 2, 9), NOON), _excusing(cast, case))
    told = (
        *procedure_deeds(cast),
        *chain_deeds(cast),
        *list_deeds(cast),
        *need_deeds(cast),
        *opinion_deeds(cast),
        *dispatch_deeds(cast),
        *command_deeds(cast),
        *commitment_deeds(cast),
        *change_deeds(cast),
        *day_deeds(cast),
        *worklist_deeds(cast),
        *return_deeds(cast),
        *burden_deeds(cast),
        *paper_deeds(cast),
        *screen_deeds(cast),
        *start_deeds(cast),
        *quarter_deeds(cast),
    )
    yield from (Deed(at, act) for at, act in told)
    for days in range((TODAY - FIRST_PATROL).days + 1):
        night = _at(FIRST_PATROL + timedelta(days), NIGHT)
        yield Deed(night, lambda at: patrol(cast.tenant, now=at))


def _completing(
    cast: Cast, case: Case, forces: Mapping[UUID | None, TaskForce], owners: Mapping[str, Post]
) -> Callable[[datetime], object]:
    """What a ledger has no column for, and what was known when the list was made."""

    def act(at: datetime) -> None:
        project = case.fresh()
        values = {
            "tags": list(case.row.tags),
            "task_force": forces.get(project.line_id),
            "owner_post": owners.get(case.row.owner),
            "month_curve": [str(amount) for amount in case.story.curve],
            "actual_start": _by_then(case.story.started),
            "registered_on": _by_then(case.story.registered),
        }
        edit_project(project, values, seen=project.version, by=cast.office, now=at)

    return act


def _plan(cast: Cast, case: Case, pattern: Pattern, later: timedelta) -> Iterator[Deed]:
    """The plan, with what was reached before; then each step on the day it was reached."""
    reached = dict(_kept(case.story, pattern))
    before = {code: day for code, day in reached.items() if day <= PLANNED.date()}
    yield Deed(PLANNED + later, _planning(cast, case, pattern.draft, before))
    for code, day in reached.items():
        if code not in before:
            yield Deed(_at(day, NOON) + later, _finishing(cast, case, code))


def _kept(story: Story, pattern: Pattern) -> Iterator[tuple[str, date]]:
    """Steps reached by yesterday, up to the one that the story misses."""
    if story.started is None or story.starts_today:
        return
    for step in pattern.draft.steps:
        day = pattern.reached[step.code]
        if day >= TODAY or (story.missed and step.code.startswith(story.missed)):
            return
        yield step.code, day


def _planning(
    cast: Cast, case: Case, draft: Draft, done: Mapping[str, date]
) -> Callable[[datetime], object]:
    steps = tuple(replace(step, done_on=done.get(step.code)) for step in draft.steps)

    def act(at: datetime) -> None:
        finish = case.row.finish
        assert finish is not None
        whole = with_permits(cast, case.row.name, replace(draft, steps=steps))
        accept_plan(case.fresh(), whole, finish, reason="", by=cast.office, now=at)

    return act


def _finishing(cast: Cast, case: Case, code: str) -> Callable[[datetime], object]:
    by = _reporter(cast, case.row)

    def act(at: datetime) -> None:
        milestone = case.fresh().milestones.get(code=code)
        finish_milestone(milestone, on=at.date(), by=by, now=at)

    return act


def _start(cast: Cast, case: Case) -> Iterator[Deed]:
    started, registered = case.story.started, case.story.registered
    if started is not None and _by_then(started) is None:
        noted = _at(started, MORNING)
        by = _reporter(cast, case.row)
        yield Deed(noted, lambda at: start_project(case.fresh(), on=started, by=by, now=at))
    if registered is not None and _by_then(registered) is None:
        noted = _at(registered, NOON)
        yield Deed(noted, _registering(cast, case, registered))


def _by_then(day: date | None) -> date | None:
    return day if day is not None and day <= COMPLETED.date() else None


def _registering(cast: Cast, case: Case, day: date) -> Callable[[datetime], object]:
    def act(at: datetime) -> None:
        project = case.fresh()
        values = {"registered_on": day}
        edit_project(project, values, seen=project.version, by=cast.office, now=at)

    return act


def _reports(cast: Cast, case: Case) -> Iterator[Deed]:
    for period, amount in ((JANUARY, case.story.january), (FEBRUARY, case.story.february)):
        if amount is not None:
            yield Deed(_at(REPORTED[period], NOON), _reporting(cast, case, period, amount))


def _reporting(
    cast: Cast, case: Case, period: date, amount: Decimal
) -> Callable[[datetime], object]:
    def act(at: datetime) -> None:
        project = case.fresh()
        told = beside(project, case.story, period, amount)
        figures = MonthFigures(
            period,
            amount,
            _words(project, period),
            told.physical,
            registered=told.registered,
            paid=told.paid,
        )
        report_progress(project, figures, by=_reporter(cast, case.row), now=at)

    return act


def _words(project: Project, period: date) -> str:
    """What is being built in that month, by the plan."""
    if project.actual_start is None:
        return "正在办理前期手续"
    running = (
        project.milestones.filter(planned_finish__gte=period).order_by("planned_finish").first()
    )
    return f"正在实施，下一节点“{running.name}”" if running else "收尾阶段"


def _excusing(cast: Cast, case: Case) -> Callable[[datetime], object]:
    inspector = cast.holder("总指挥部办公室", "督查专员")

    def act(at: datetime) -> None:
        grant_excuse(
            case.fresh(),
            dimension=case.story.excused,
            reason="省级规划调整，选址需重新论证，已有书面意见",
            since=date(2021, 2, 1),
            until=date(2021, 5, 31),
            by=inspector,
            now=at,
        )

    return act


def _reporter(cast: Cast, row: ProjectRow) -> User:
    """The liaison of the responsible unit; where it has none, of the lead unit."""
    for name in (row.resp, row.lead):
        unit = cast.units.get(name)
        if unit is not None and f"{unit.name} {LIAISON}" in cast.holders:
            return cast.holders[f"{unit.name} {LIAISON}"]
    return cast.office


def _owner_posts(cast: Cast) -> Mapping[str, Post]:
    """Companies of the tree and the post that answers for their projects."""
    named = {unit.name: unit for unit in cast.units.values()}
    found = {name: cast.posts.get(f"{name} 项目负责人") for name in named}
    return {name: post for name, post in found.items() if post is not None}


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, CHINA)
