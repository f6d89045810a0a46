"""How a project stands: everything its light is judged from, as one document.

The document is kept with every change of a project (``ProjectState``), so a light can be judged
again for any past moment from what was known then, and a round over very many projects reads one
row of each. Steps, ties and needs are stored as columns, those that are empty left out: a plan of
30 steps is 2 KB and read in a fraction of the time that rows take.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from operator import attrgetter
from types import GenericAlias
from typing import Any, NamedTuple, TypeVar, cast, get_type_hints
from uuid import UUID

import msgspec
from msgspec.structs import astuple

from guatu.domain.lights import MilestoneFact, NeedFact, PlanFacts, ProjectFacts
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.projects.choices import NeedStatus
from guatu.projects.facts import Rows, facts_of
from guatu.projects.models import Milestone, MilestoneLink, Project, SupportNeed
from guatu.projects.networks import WORKDAYS, Bond, LinkCode, Outline, Works

NO_PLAN = PlanFacts()


class Step(NamedTuple):
    """A milestone as it stood; ``weight`` in percent.

    ``duration``, ``optimistic`` and ``pessimistic`` are in the days that ``counting`` names.
    The original days are those of the original plan, kept where it ended on another day. A
    ``procedure`` (手续) is no part of the works.
    """

    code: str
    name: str
    duration: int
    planned_start: date | None
    planned_finish: date | None
    forecast: date | None
    actual_start: date | None
    actual_finish: date | None
    committed: bool
    weight: Decimal
    critical: bool
    counting: str = WORKDAYS
    optimistic: int | None = None
    pessimistic: int | None = None
    original_finish: date | None = None
    original_start: date | None = None
    procedure: bool = False

    def as_first_planned(self) -> Step:
        if self.original_finish is None:
            return self
        return self._replace(planned_start=self.original_start, planned_finish=self.original_finish)


class Need(NamedTuple):
    """A need that is not dropped; ``step`` is the place of what it serves, ``lead`` in workdays."""

    name: str
    element: str
    step: int | None
    lead: int
    needed_by: date | None
    promised: date | None
    delivered: date | None
    expires: date | None
    supplier: str
    blocker: str

    def is_open(self, day: date) -> bool:
        return self.delivered is None or self.delivered > day

    def holds_back(self, day: date) -> bool:
        """Not there, and promised or late."""
        late = self.needed_by is not None and self.needed_by < day
        return self.is_open(day) and (self.promised is not None or late)

    def expected(self, day: date) -> date | None:
        """When it will be there as things stand on ``day``; None when nobody knows."""
        told = self.promised or self.needed_by
        return None if told is None else max(told, day)


@dataclass(frozen=True, slots=True)
class Standing:
    """``facts`` hold neither milestones nor needs nor slack: those follow from the rest."""

    facts: ProjectFacts
    steps: tuple[Step, ...] = ()
    ties: tuple[Bond, ...] = ()
    needs: tuple[Need, ...] = ()

    @classmethod
    def of(cls, project: Project, rows: Rows) -> Standing:
        steps = {row.pk: place for place, row in enumerate(rows.milestones)}
        return cls(
            facts_of(project, rows),
            tuple([_step(row, rows.original.get(row.code)) for row in rows.milestones]),
            tuple([_tie(row, steps) for row in rows.links if _inside(row, steps)]),
            tuple([_need(row, steps) for row in rows.needs if _counts(row)]),
        )

    def coming(self) -> tuple[str, date | None]:
        """Name and day of the earliest step that is not done; nothing without one."""
        due = [s for s in self.steps if s.actual_finish is None and s.planned_finish is not None]
        soonest = min(due, key=lambda step: step.planned_finish or date.max, default=None)
        return (soonest.name, soonest.planned_finish) if soonest else ("", None)

    def as_first_planned(self) -> Standing | None:
        """Held to the days of the original plan; None where these are the days in force."""
        facts = self.facts
        original = facts.original_finish
        if original is None or (
            original == facts.required_finish
            and not any(step.original_finish for step in self.steps)
        ):
            return None
        steps = tuple(step.as_first_planned() for step in self.steps)
        return replace(self, facts=replace(facts, required_finish=original), steps=steps)

    def judged_facts(self, plan: PlanFacts = NO_PLAN) -> ProjectFacts:
        """The facts as the rules look at them."""
        if not self.steps and not self.needs:
            return self.facts
        planned = [step for step in self.steps if step.planned_finish]
        milestones = tuple(map(MilestoneFact._make, map(_OF_MILESTONE, planned)))
        return self.facts.planned(milestones, tuple(_need_facts(self.needs, self.steps)), plan)

    def outline(self, day: date, calendar: WorkCalendar) -> Outline | None:
        """The plan with what is known of it, needs that are not there holding their steps back.

        None without a plan, without a promise, and when all is done.
        """
        planned = [place for place, step in enumerate(self.steps) if step.planned_finish]
        if self.facts.required_finish is None or all(
            self.steps[place].actual_finish for place in planned
        ):
            return None
        whole = len(planned) == len(self.steps)
        held = _held_back(self.needs, day, calendar) if self.needs else {}
        part = (self.steps, self.ties, held) if whole else self._only(planned, held)
        return Outline(*part, self.begins, self.facts.actual_start, self.facts.required_finish)

    @property
    def begins(self) -> date | None:
        """A plan with procedures begins with them, not on the day planned for the works."""
        held = any(step.procedure for step in self.steps)
        return None if held else self.facts.planned_start

    def works(self, day: date, calendar: WorkCalendar) -> Works | None:
        """The same by the codes of the steps."""
        outline = self.outline(day, calendar)
        return None if outline is None else outline.works()

    def _only(
        self, places: Sequence[int], held: Mapping[int, date]
    ) -> tuple[Sequence[Step], Sequence[Bond], Mapping[int, date]]:
        """Steps, ties and what is held back among the steps at ``places``."""
        moved = {place: n for n, place in enumerate(places)}
        ties = [
            tie._replace(before=moved[tie.before], after=moved[tie.after])
            for tie in self.ties
            if tie.before in moved and tie.after in moved
        ]
        kept = {moved[place]: day for place, day in held.items() if place in moved}
        return [self.steps[place] for place in places], ties, kept

    def as_json(self) -> dict[str, Any]:
        stored = self.facts.as_json()
        if self.steps:
            stored["steps"] = _columns_out(self.steps, _NO_STEP)
        if self.ties:
            stored["ties"] = _columns_out(self.ties, _NO_TIE)
        if self.needs:
            stored["needs_of"] = _columns_out(self.needs, _NO_NEED)
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Standing:
        """The inverse of ``as_json``."""
        return cls._of_document(msgspec.convert(stored, _DOCUMENT))

    @classmethod
    def from_text(cls, stored: str) -> Standing:
        """The same from the text of the document, in a third of the time."""
        return cls._of_document(_READER.decode(stored))

    @classmethod
    def _of_document(cls, held: Any) -> Standing:
        return cls(
            ProjectFacts(*_FACTS(held)),
            _rows_in(Step, _NO_STEP, held.steps),
            _rows_in(Bond, _NO_TIE, held.ties),
            _rows_in(Need, _NO_NEED, held.needs_of),
        )


def _step(row: Milestone, original: tuple[date, date] | None) -> Step:
    start, finish = original or (None, None)
    if finish == row.planned_finish:
        start = finish = None
    return Step(
        row.code,
        row.name,
        row.duration,
        row.planned_start,
        row.planned_finish,
        row.forecast_finish,
        row.actual_start,
        row.actual_finish,
        row.committed,
        Decimal(row.weight),
        row.critical,
        str(row.counting),
        row.optimistic,
        row.pessimistic,
        finish,
        start,
        bool(row.procedure),
    )


def _inside(row: MilestoneLink, steps: Mapping[UUID, int]) -> bool:
    return row.before_id in steps and row.after_id in steps


def _tie(row: MilestoneLink, steps: Mapping[UUID, int]) -> Bond:
    return Bond(steps[row.before_id], steps[row.after_id], cast("LinkCode", str(row.type)), row.lag)


def _counts(row: SupportNeed) -> bool:
    return row.status != NeedStatus.NOT_NEEDED


def _need(row: SupportNeed, steps: Mapping[UUID, int]) -> Need:
    place = steps.get(row.milestone_id) if row.milestone_id else None
    return Need(
        row.name,
        row.element,
        place,
        row.lead,
        row.needed_by,
        row.promised_on,
        row.delivered_on,
        row.expires_on,
        row.supplier_id.hex if row.supplier_id else "",
        row.blocker,
    )


_OF_MILESTONE = attrgetter(
    "name", "planned_finish", "forecast", "actual_finish", "committed", "weight"
)
"""The columns of a ``MilestoneFact`` in their order."""


def _need_facts(needs: Sequence[Need], steps: Sequence[Step]) -> list[NeedFact]:
    """A permit that runs out before its step is done is needed again from that day."""
    found = []
    for need in needs:
        serves = steps[need.step] if need.step is not None else None
        name = serves.name if serves else ""
        if need.needed_by is not None:
            found.append(NeedFact(need.name, name, need.needed_by, need.promised, need.delivered))
        if need.expires is not None and not (serves and serves.actual_finish):
            found.append(NeedFact(need.name, name, need.expires))
    return found


def _held_back(needs: Sequence[Need], day: date, calendar: WorkCalendar) -> dict[int, date]:
    """By place of the step, the day before which a need that is not there lets it not begin.

    What nobody has promised yet holds nothing back until it is late: it is needed by the latest
    start, and to wait for that from the beginning would take all slack of an honest plan.
    """
    held: dict[int, date] = {}
    for need in needs:
        day_in = need.expected(day)
        if need.step is None or day_in is None or not need.holds_back(day):
            continue
        try:
            begin = calendar.add_workdays(calendar.next_workday(day_in), need.lead)
        except CalendarOutOfRange:
            continue
        held[need.step] = max(begin, held.get(need.step, begin))
    return held


Row = TypeVar("Row", Step, Bond, Need)

_NO_STEP = Step("", "", 0, None, None, None, None, None, False, Decimal(0), False)
"""Columns are told from each other by their place: new ones come last."""
_NO_TIE = Bond(0, 0, "FS", 0)
_NO_NEED = Need("", "", None, 0, None, None, None, None, "", "")


def _columns_out(rows: Sequence[Row], empty: Row) -> list[Any]:
    """The rows by column, days and amounts as text; 0 for a column in which nothing stands, and
    none of these at the end."""
    columns: list[Any] = [
        [_plain(value) for value in column] if any(value != nothing for value in column) else 0
        for column, nothing in zip(zip(*rows, strict=True), empty, strict=True)
    ]
    while columns[-1] == 0:
        columns.pop()
    return columns


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _rows_in(kind: type[Row], empty: Row, stored: Any) -> tuple[Row, ...]:
    """The inverse of ``_columns_out``."""
    if stored is None:
        return ()
    columns = astuple(stored)
    size = next(len(column) for column in columns if column)
    full = [column or [nothing] * size for column, nothing in zip(columns, empty, strict=True)]
    return tuple(map(kind._make, zip(*full, strict=True)))


def _columns(kind: type[Row]) -> Any:
    """The type of the stored columns of ``kind``; what was kept before it had all of them has
    nothing in those that came later."""
    columns = [
        (name, GenericAlias(list, (held,)) | int, 0) for name, held in get_type_hints(kind).items()
    ]
    return msgspec.defstruct(f"{kind.__name__}Columns", columns, array_like=True)


def _document() -> Any:
    hints = get_type_hints(ProjectFacts)
    facts = [(f.name, hints[f.name], f.default) for f in fields(ProjectFacts) if f.name != "year"]
    rows = [("steps", Step), ("ties", Bond), ("needs_of", Need)]
    return msgspec.defstruct(
        "Document",
        [("year", int), *facts, *((name, _columns(kind) | None, None) for name, kind in rows)],
    )


_DOCUMENT = _document()
_READER = msgspec.json.Decoder(_DOCUMENT)
_FACTS = attrgetter(*(f.name for f in fields(ProjectFacts)))
