"""The patrol (巡检): judge projects by the rules in force and write what has changed.

An act ends with ``recheck`` of the projects that it touched; ``patrol`` goes through those whose
light can have changed by itself. Both write through ``Taken``: the project's own columns, a
verdict, how it stands from now on, and the running totals, so that none of them can part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from guatu.domain.lights import Glance, Judge, ProjectFacts
from guatu.domain.lights import RulePack as Rules
from guatu.domain.lights import Verdict as Judgement
from guatu.journal import actions as journal
from guatu.journal.actions import Actor, Note
from guatu.kit.bulk import Maker, insert_rows, update_rows
from guatu.kit.memory import without_cycle_search
from guatu.org.models import Tenant
from guatu.projects import tallies
from guatu.projects.blobs import keep_blobs, packed
from guatu.projects.choices import LightColour
from guatu.projects.facts import Rows, rows_of
from guatu.projects.models import Project, ProjectState, Verdict
from guatu.projects.networks import Reach
from guatu.projects.packs import rules_in_force
from guatu.projects.standards import NEVER, Judged, Standard, Standards, gist_of
from guatu.projects.standing import Standing
from guatu.projects.states import TURNING, Keeping, differs, state_of, states_now, turned_from

__all__ = ["Round", "Standard", "judge_new", "lay_down", "patrol", "patrol_many", "recheck"]

RANK = {str(colour): rank for rank, colour in enumerate(LightColour.values)}
DERIVED = [
    "light",
    "light_rank",
    "light_since",
    "light_reason",
    "next_check",
    "min_slack",
    "forecast_finish",
    "p80_finish",
    "expectation",
    "green_by_replanning",
    "gist",
    "start_due",
]
#: What follows from facts alone, whatever the day.
COMING = ["next_step", "next_due"]
CHUNK = 1000
_NEW = Maker(Verdict)
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Round:
    """What a patrol did."""

    judged: int
    turned: int


@dataclass(slots=True)
class Lamp:
    """What the patrol needs of the row of a project whose standing is kept."""

    id: UUID
    tenant_id: UUID
    name: str
    light: str
    light_rank: int
    light_since: date | None
    light_reason: Mapping[str, Any]
    next_check: date | None
    min_slack: int | None
    forecast_finish: date | None
    p80_finish: date | None
    expectation: str
    green_by_replanning: bool
    gist: str
    start_due: bool

    @property
    def pk(self) -> UUID:
        return self.id


_DOCUMENT = Cast("facts", TextField())
_LAMP = [f.name for f in fields(Lamp)]
_TURNS = attrgetter(*TURNING)


def patrol(
    tenant: Tenant,
    *,
    now: datetime,
    everything: bool = False,
    by: Actor = journal.PATROL,
    tell: Progress | None = None,
) -> Round:
    """Judge the listed projects of one government whose light could have changed by ``now``.

    ``everything`` judges all of them, as after a change of rules. Doing it twice changes
    nothing the second time.
    """
    return patrol_many([tenant.pk], now=now, everything=everything, by=by, tell=tell)


def patrol_many(
    tenant_ids: Iterable[UUID] | None,
    *,
    now: datetime,
    without: Sequence[UUID] = (),
    everything: bool = False,
    by: Actor = journal.PATROL,
    tell: Progress | None = None,
) -> Round:
    """The same for some governments, or for all but some; the cost follows what is due."""
    listed = Project.objects.listed()
    if without:
        listed = listed.exclude(tenant_id__in=without)
    if tenant_ids is not None:
        listed = listed.filter(tenant_id__in=list(tenant_ids))
    if not everything:
        listed = listed.filter(Q(next_check__lte=now.date()) | Q(next_check__isnull=True))
    ids = list(listed.order_by("tenant_id", "id").values_list("id", flat=True))
    standards = Standards(now)
    turned, look_first = 0, everything
    with without_cycle_search():
        for done, chunk in _chunks(ids):
            moved = _moved(chunk, standards) if look_first else chunk
            look_first = look_first and len(moved) <= len(chunk) // 2
            with transaction.atomic():
                turned += _judge_kept(moved, standards, by=by)
            if tell:
                tell(done, len(ids))
    return Round(len(ids), turned)


def recheck(projects: Sequence[Project], *, now: datetime, by: Actor = journal.PATROL) -> int:
    """Judge these projects of one government inside the act that touched them and keep how they
    stand now; returns how many turned."""
    if not projects:
        return 0
    return _judge_rows(projects, Standard.of(projects[0].tenant, now), by=by)


def judge_new(listed: Sequence[tuple[Project, Sequence[UUID]]], standard: Standard) -> Taken:
    """Judge projects that are about to be inserted, each with the ids of its further lines.

    Sets their lights; what is returned is written after them.
    """
    taken = Taken(standard.now)
    for project, also_lines in listed:
        rows = Rows(also_lines=list(also_lines))
        standing = Standing.of(project, rows)
        project.next_step, project.next_due = standing.coming()
        taken.add(project, standing, standard.judged(standing, project.pk), standard)
        taken.keep(None, state_of(project, rows, standing))
    return taken


def lay_down(projects: Sequence[Project], *, now: datetime, by: Actor = journal.PATROL) -> None:
    """Take the lights of projects that have just left the list; what the rules would say of
    them is not asked any more."""
    if not projects:
        return
    today, taken, rows = now.date(), Taken(now), rows_of(projects)
    before = states_now(p.pk for p in projects)
    glance = _withdrawn(rules_in_force(projects[0].tenant), today)
    for project in projects:
        judged = Judged(glance, gist_of(glance), Reach(project.min_slack))
        taken.turn(project, judged, NEVER, start_due=project.start_due)
        taken.keep(before.get(project.pk), state_of(project, rows[project.pk]))
    update_rows(projects, DERIVED)
    taken.write(by)


def _withdrawn(rules: Rules, today: date) -> Glance:
    nothing = replace(rules, dimensions=())
    return Judge(nothing, today).glance(ProjectFacts(today.year, withdrawn_on=today))


@dataclass(slots=True)
class Taken:
    """What judgements come to, before it is written."""

    now: datetime
    touched: list[Any] = field(default_factory=list)
    said: list[Verdict] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    states: Keeping = field(init=False)
    shift: tallies.Shift = field(default_factory=tallies.Shift)
    blobs: dict[UUID, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.states = Keeping(self.now)

    def add(
        self, project: Project | Lamp, standing: Standing, judged: Judged, standard: Standard
    ) -> None:
        """Put the judgement on the project."""
        facts = standing.facts
        due = facts.actual_start is not None or (
            facts.planned_start is not None and facts.planned_start <= standard.today
        )
        self.turn(project, judged, standard.next_check(standing, judged), start_due=due)

    def turn(
        self, project: Project | Lamp, judged: Judged, next_check: date, *, start_due: bool
    ) -> None:
        """A verdict is kept when it says another light or has other rules behind it."""
        columns, first = _columns(project), not project.light_reason
        light = str(judged.glance.light)
        turned = light != project.light
        if turned or first or judged.gist != project.gist:
            self.said.append(_verdict(project, judged.glance.verdict, self.now))
        if turned and not first:
            self.notes.append(_turned(project, judged.glance.verdict))
        if turned or project.light_since is None:
            project.light_since = self.now.date()
        project.light, project.light_rank = light, RANK[light]
        project.light_reason = judged.glance.headline.sentence.as_json()
        project.min_slack, project.forecast_finish = judged.slack, judged.reach.finish
        project.p80_finish, project.expectation = judged.p80, judged.expectation
        project.green_by_replanning, project.gist = judged.green_by_replanning, judged.gist
        project.next_check, project.start_due = next_check, start_due
        if columns != _columns(project):
            self.touched.append(project)

    def keep(
        self, before: ProjectState | None, after: ProjectState, plan: Standing | None = None
    ) -> None:
        """Keep how a project stands, its ``plan`` too where it may have changed, and move the
        totals by the difference."""
        if before is None or differs(before, after):
            self.shift.move(tallies.share_of(before), tallies.share_of(after))
            self.states.keep(before, after)
            if plan is not None:
                self.blobs[after.project_id] = packed(plan)

    def write(self, by: Actor) -> None:
        insert_rows(self.said)
        self.states.write()
        keep_blobs(self.blobs)
        self._write_notes(by)
        self.shift.apply()

    def _write_notes(self, by: Actor) -> None:
        """The turns of all governments in one order, so that no two rounds wait for each other."""
        notes: dict[UUID, list[Note]] = {}
        for note in self.notes:
            notes.setdefault(journal.tenant_of(note.of), []).append(note)
        for tenant_id in sorted(notes.keys() | self.shift.tenants):
            if tenant_id in notes:
                journal.record_many(notes[tenant_id], by=by, at=self.now)
            else:
                journal.await_turn(tenant_id)


def _chunks(ids: list[UUID]) -> Iterator[tuple[int, list[UUID]]]:
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        yield start + len(chunk), chunk


def _moved(ids: list[UUID], standards: Standards) -> list[UUID]:
    """Those of which something else would be kept, or nothing is known yet.

    Read without a lock: a round in which little has moved holds nobody up, and whatever an act
    changes meanwhile is judged by that act.
    """
    kept = ProjectState.objects.now().filter(project_id__in=ids).order_by()
    columns = [f"project__{name}" for name in _LAMP]
    known = [(Lamp(*row), facts) for facts, *row in kept.values_list(_DOCUMENT, *columns)]
    standard_of = standards.of(lamp.tenant_id for lamp, _ in known)
    taken = Taken(standards.now)
    for lamp, facts in known:
        _stands_anew(lamp, facts, standard_of[lamp.tenant_id], taken)
    unmoved = {lamp.id for lamp, _ in known} - {lamp.id for lamp in taken.touched}
    return [pk for pk in ids if pk not in unmoved]


def _judge_kept(ids: list[UUID], standards: Standards, *, by: Actor) -> int:
    """By how projects are known to stand; by their rows only those never judged before."""
    if not ids:
        return 0
    # Locked in id order: an act on one of these projects waits for the chunk and then sees it.
    rows = Project.objects.select_for_update(no_key=True).filter(id__in=ids).listed()
    lamps = [Lamp(*row) for row in rows.order_by("id").values_list(*_LAMP)]
    known = ProjectState.objects.now().filter(project_id__in=ids).order_by()
    facts = dict(known.values_list("project_id", _DOCUMENT))
    standard_of = standards.of(lamp.tenant_id for lamp in lamps)
    taken = Taken(standards.now)
    lamps.sort(key=attrgetter("tenant_id"))
    turned = [
        lamp
        for lamp in lamps
        if lamp.id in facts
        and _stands_anew(lamp, facts[lamp.id], standard_of[lamp.tenant_id], taken)
    ]
    _keep_turned(turned, taken)
    update_rows(taken.touched, DERIVED, of=Project)
    taken.write(by)
    unknown = [lamp for lamp in lamps if lamp.id not in facts]
    return len(taken.notes) + _judge_unknown(unknown, standard_of, by=by)


def _stands_anew(lamp: Lamp, facts: str, standard: Standard, taken: Taken) -> bool:
    """Judge by the document; whether what is kept besides it has changed."""
    standing, before = Standing.from_text(facts), _TURNS(lamp)
    taken.add(lamp, standing, standard.judged(standing, lamp.id), standard)
    return _TURNS(lamp) != before


def _keep_turned(lamps: Sequence[Lamp], taken: Taken) -> None:
    """The whole rows are read of those only."""
    states = states_now(lamp.id for lamp in lamps) if lamps else {}
    for lamp in lamps:
        state = states[lamp.id]
        taken.keep(state, turned_from(state, lamp))


def _judge_unknown(
    lamps: Sequence[Lamp], standard_of: Mapping[UUID, Standard], *, by: Actor
) -> int:
    turned = 0
    for tenant_id, group in groupby(lamps, key=attrgetter("tenant_id")):
        found = Project.objects.filter(id__in=[lamp.id for lamp in group]).select_related("tenant")
        turned += _judge_rows(list(found.order_by("id")), standard_of[tenant_id], by=by)
    return turned


def _judge_rows(projects: Sequence[Project], standard: Standard, *, by: Actor) -> int:
    ids = [project.pk for project in projects]
    found, before = rows_of(projects), states_now(ids)
    taken, moved = Taken(standard.now), []
    for project in projects:
        standing = Standing.of(project, found[project.pk])
        if (project.next_step, project.next_due) != (coming := standing.coming()):
            project.next_step, project.next_due = coming
            moved.append(project)
        taken.add(project, standing, standard.judged(standing, project.pk), standard)
        known, state = before.get(project.pk), state_of(project, found[project.pk], standing)
        had_plan = known is not None and "steps" in known.facts
        taken.keep(known, state, standing if standing.steps or had_plan else None)
    update_rows(taken.touched, DERIVED)
    update_rows(moved, COMING)
    taken.write(by)
    return len(taken.notes)


def _columns(project: Project | Lamp) -> list[Any]:
    return [getattr(project, name) for name in DERIVED]


def _verdict(project: Project | Lamp, judgement: Judgement, now: datetime) -> Verdict:
    return _NEW(
        {
            "project_id": project.pk,
            "day": now.date(),
            "light": str(judgement.light),
            "before": project.light if project.light_reason else "",
            "body": judgement.as_json(),
            "at": now,
        }
    )


def _turned(project: Project | Lamp, judgement: Judgement) -> Note:
    return Note(
        "light.turned",
        _row(project),
        {
            "before": str(LightColour(project.light).label),
            "after": str(LightColour(judgement.light).label),
            "light": judgement.light,
            "reason": str(judgement.headline),
        },
    )


def _row(project: Project | Lamp) -> Project:
    if isinstance(project, Project):
        return project
    return Project(id=project.id, tenant_id=project.tenant_id, name=project.name)
