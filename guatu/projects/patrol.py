"""The patrol (巡检): judge projects by the rules in force and write what has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, Window
from django.db.models.functions import RowNumber

from guatu.domain.lights import CalendarWorkdays, Judge, Light, ProjectFacts
from guatu.domain.lights import Verdict as Judgement
from guatu.domain.periods import month_end
from guatu.domain.workcalendar import WorkCalendar
from guatu.journal import actions as journal
from guatu.journal.actions import Actor, Note
from guatu.kit.bulk import Maker, insert_rows, update_rows
from guatu.org.models import Tenant
from guatu.projects import tallies
from guatu.projects.choices import LightColour
from guatu.projects.facts import Rows, facts_of, rows_of
from guatu.projects.models import Project, Verdict
from guatu.projects.packs import rules_in_force
from guatu.projects.slack import slack_of
from guatu.workdays.queries import calendar_in_force

RANK = {str(colour): rank for rank, colour in enumerate(LightColour.values)}
DERIVED = [
    "light",
    "light_rank",
    "light_since",
    "light_reason",
    "next_check",
    "min_slack",
]
CHUNK = 1000
DAY = timedelta(days=1)
NEVER = date(9999, 12, 31)
_NEW = Maker(Verdict)
_DECIDED = ("dimension", "light", "rule_id", "suspended")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Round:
    """What a patrol did."""

    judged: int
    turned: int


def patrol(
    tenant: Tenant,
    *,
    now: datetime,
    everything: bool = False,
    by: Actor = journal.PATROL,
    tell: Progress | None = None,
) -> Round:
    """Judge the listed projects whose light could have changed by ``now``.

    ``everything`` judges all of them, as after a change of rules. Doing it twice changes
    nothing the second time.
    """
    listed = Project.objects.filter(tenant=tenant).listed()
    if not everything:
        listed = listed.filter(Q(next_check__lte=now.date()) | Q(next_check__isnull=True))
    ids = list(listed.order_by("id").values_list("id", flat=True))
    standard = Standard.of(tenant, now)
    turned = 0
    for done, chunk in _chunks(ids):
        with transaction.atomic():
            turned += _judge_all(_held(tenant, chunk), standard, by=by)
        if tell:
            tell(done, len(ids))
    return Round(len(ids), turned)


def recheck(projects: Sequence[Project], *, now: datetime, by: Actor = journal.PATROL) -> int:
    """Judge these projects inside the act that touched them; returns how many turned."""
    if not projects:
        return 0
    return _judge_all(projects, Standard.of(projects[0].tenant, now), by=by)


def judge_new(projects: Sequence[Project], standard: Standard) -> list[Verdict]:
    """Judge projects that are about to be inserted and have no rows of their own yet.

    Sets their lights; the verdicts are inserted after them.
    """
    nothing, taken = Rows(), _Taken(standard.now)
    for project in projects:
        taken.add(project, *standard.judged(project, nothing), None)
    return taken.said


def lay_down(projects: Sequence[Project], *, now: datetime, by: Actor = journal.PATROL) -> None:
    """Take the lights of projects that have just left the list; what the rules would say of
    them is not asked any more."""
    if not projects:
        return
    today, taken = now.date(), _Taken(now)
    rules = replace(rules_in_force(projects[0].tenant), dimensions=())
    judgement = Judge(rules, today).verdict(ProjectFacts(today.year, withdrawn_on=today))
    for project in projects:
        taken.add(project, judgement, project.min_slack, None)
    update_rows(projects, DERIVED)
    insert_rows(taken.said)
    journal.record_many(taken.notes, by=by, at=now)


@dataclass(frozen=True, slots=True)
class Standard:
    """What all projects of a round are judged by, read once."""

    judge: Judge
    calendar: WorkCalendar
    now: datetime

    @classmethod
    def of(cls, tenant: Tenant, now: datetime) -> Standard:
        calendar = calendar_in_force()
        judge = Judge(rules_in_force(tenant), now.date(), CalendarWorkdays(calendar))
        return cls(judge, calendar, now)

    def judged(self, project: Project, rows: Rows) -> tuple[Judgement, int | None]:
        """The judgement, and the slack of the plan that it was made with."""
        slack = slack_of(project, rows.milestones, rows.links, self.now.date(), self.calendar)
        return self.judge.verdict(facts_of(project, rows, slack)), slack


@dataclass(slots=True)
class _Taken:
    """What judgements come to, before it is written."""

    now: datetime
    said: list[Verdict] = field(default_factory=list)
    retold: list[Verdict] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def add(
        self, project: Project, judgement: Judgement, slack: int | None, told: Verdict | None
    ) -> bool:
        """Put the judgement on the project; True when a column of it has changed.

        A new verdict says another light or has other rules behind it. Where only figures and
        days moved on, the verdict that was ``told`` is brought up to date.
        """
        columns, first = _columns(project), not project.light_reason
        turned, body = judgement.light != project.light, judgement.as_json()
        if turned or told is None or _gist(told.body) != _gist(body):
            self.said.append(_verdict(project, judgement.light, body, self.now))
        elif told.body["reasons"] != body["reasons"]:
            told.body = body
            self.retold.append(told)
        if turned and not first:
            self.notes.append(_turned(project, judgement))
        if turned or project.light_since is None:
            project.light_since = self.now.date()
        project.light, project.light_rank = judgement.light, RANK[judgement.light]
        project.light_reason, project.min_slack = judgement.headline.as_json(), slack
        project.next_check = _next_check(project, judgement, self.now.date())
        return columns != _columns(project)


def _chunks(ids: list[UUID]) -> Iterator[tuple[int, list[UUID]]]:
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        yield start + len(chunk), chunk


def _held(tenant: Tenant, ids: list[UUID]) -> list[Project]:
    # Locked in id order: an act on one of these projects waits for the chunk and then sees it.
    rows = Project.objects.select_for_update(no_key=True).filter(id__in=ids).listed()
    found = list(rows.order_by("id"))
    for project in found:
        project.tenant = tenant
    return found


def _judge_all(projects: Sequence[Project], standard: Standard, *, by: Actor) -> int:
    found, told = rows_of(projects), _last_told(projects)
    taken, shift = _Taken(standard.now), tallies.Shift()
    touched: list[Project] = []
    for project in projects:
        own = found[project.pk]
        before = tallies.share_of(project, own.reports)
        if taken.add(project, *standard.judged(project, own), told.get(project.pk)):
            touched.append(project)
            shift.move(before, tallies.share_of(project, own.reports))
    update_rows(touched, DERIVED)
    insert_rows(taken.said)
    update_rows(taken.retold, ["body"])
    journal.record_many(taken.notes, by=by, at=standard.now)
    shift.apply()
    return len(taken.notes)


def _last_told(projects: Sequence[Project]) -> Mapping[UUID, Verdict]:
    """The newest verdict of each project, one query for all."""
    newest = Window(RowNumber(), "project_id", ("-at", "-id"))
    rows = Verdict.objects.filter(project__in=[p.pk for p in projects]).annotate(place=newest)
    return {row.project_id: row for row in rows.filter(place=1).order_by()}


def _columns(project: Project) -> list[Any]:
    return [getattr(project, name) for name in DERIVED]


def _gist(body: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """By dimension which rule decided, without the figures that the days change."""
    return [tuple(map(reason.get, _DECIDED)) for reason in body["reasons"]]


def _next_check(project: Project, judgement: Judgement, today: date) -> date:
    """Every day while reasons count days: a plan with open work, a red or yellow light.

    Else on the day on which the light would turn, at the latest when the month is complete.
    """
    if project.actual_finish is not None:
        return judgement.next_change or NEVER
    tomorrow = today + DAY
    if project.min_slack is not None or judgement.light in (Light.RED, Light.YELLOW):
        return tomorrow
    return min(judgement.next_change or NEVER, month_end(tomorrow))


def _verdict(project: Project, light: str, body: object, now: datetime) -> Verdict:
    return _NEW(
        {
            "project_id": project.pk,
            "day": now.date(),
            "light": light,
            "before": project.light if project.light_reason else "",
            "body": body,
            "at": now,
        }
    )


def _turned(project: Project, judgement: Judgement) -> Note:
    return Note(
        "light.turned",
        project,
        {
            "before": str(LightColour(project.light).label),
            "after": str(LightColour(judgement.light).label),
            "light": judgement.light,
            "reason": str(judgement.headline),
        },
    )
