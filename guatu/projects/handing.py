"""The procedures in a plan: by what terms they are counted, and when they must be handed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from guatu.domain.procedures import Handed, HandIn, hand_ins
from guatu.domain.procedures.handing import Basis
from guatu.domain.schedule import Link
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.procedures.choices import ProcedurePlace
from guatu.procedures.models import Procedure
from guatu.projects.drafts import Step
from guatu.projects.models import Project
from guatu.projects.networks import WORKDAYS


@dataclass(frozen=True, slots=True)
class Planned:
    """A step with its latest days; ``procedure`` is its code in the library, "" for the works."""

    code: str
    name: str
    start: date
    finish: date
    duration: int
    counting: str
    procedure: str
    unit: str = ""
    begun: date | None = None
    done: date | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """The library of a government by code, as far as plans ask it."""

    rows: Mapping[str, Procedure]

    def may_be_deferred(self, procedure: str) -> bool:
        row = self.rows.get(procedure)
        return row is not None and row.deferrable

    def fewest(self, step: Step) -> int:
        """Of its own days those in which it is granted; as planned where the library knows none."""
        row = self.rows.get(step.procedure)
        if row is None or row.counting != step.counting:
            return step.duration
        return row.as_domain().shortest

    def basis(self, step: Planned) -> Basis:
        """Whose days the step is planned with."""
        row = self.rows.get(step.procedure)
        if row is None or row.counting != step.counting:
            return "planned"
        if row.promised_days == step.duration:
            return "promised"
        return "statutory" if row.statutory_days == step.duration else "planned"

    def since_start(self) -> Sequence[Procedure]:
        """Those whose term runs from the start of the works; no plan has them as steps."""
        rows = self.rows.values()
        return [row for row in rows if row.place == ProcedurePlace.SINCE_START and row.usual]

    def unit_of(self, step: Planned) -> str:
        """Who decides: the unit that the plan names, else the kind of authority (发改)."""
        row = self.rows.get(step.procedure)
        return step.unit or (row.owner if row else "")


def terms_of(tenant_id: UUID) -> Terms:
    rows = Procedure.objects.filter(tenant_id=tenant_id).select_related("unit")
    return Terms({row.code: row for row in rows})


def handed_in(
    project: Project,
    steps: Sequence[Planned],
    ties: Iterable[Link],
    required: date | None,
    today: date,
    calendar: WorkCalendar,
    terms: Terms,
) -> list[HandIn]:
    """See ``guatu.domain.procedures.hand_ins``.

    In a plan with procedures also those whose term runs from the start of the works (入库), which
    no step of a plan stands for: until the day on which the statistics have the project.
    """
    given = [_handed(one, terms) for one in steps]
    if any(one.procedure for one in steps):
        given += _beside_works(project, steps, calendar, terms)
    return hand_ins(given, ties, required, today, calendar)


def _beside_works(
    project: Project, steps: Sequence[Planned], calendar: WorkCalendar, terms: Terms
) -> Iterator[Handed]:
    starts = [one.start for one in steps if not one.procedure]
    begins = project.actual_start or min(starts, default=None)
    if begins is None:
        return
    for row in terms.since_start():
        finish = _term_ends(begins, row, calendar)
        if finish is not None:
            yield Handed(
                code=row.code,
                name=row.name,
                start=begins,
                finish=finish,
                days=row.as_domain().shortest,
                calendar_days=not row.in_workdays,
                procedure=True,
                unit=row.unit.name if row.unit else row.owner,
                done=project.registered_on,
                since_start=True,
            )


def _term_ends(begins: date, row: Procedure, calendar: WorkCalendar) -> date | None:
    """None beyond the known years."""
    days = row.as_domain().shortest
    if not row.in_workdays:
        return begins + timedelta(days)
    try:
        return calendar.add_workdays(calendar.next_workday(begins), days)
    except CalendarOutOfRange:
        return None


def _handed(step: Planned, terms: Terms) -> Handed:
    return Handed(
        code=step.code,
        name=step.name,
        start=step.start,
        finish=step.finish,
        days=step.duration,
        calendar_days=step.counting != WORKDAYS,
        basis=terms.basis(step),
        procedure=bool(step.procedure),
        unit=terms.unit_of(step),
        begun=step.begun,
        done=step.done,
    )
