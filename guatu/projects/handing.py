"""The procedures in a plan: by what terms they are counted, and when they must be handed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from guatu.domain.procedures import Handed, HandIn, hand_ins
from guatu.domain.procedures.handing import Basis
from guatu.domain.schedule import Link
from guatu.domain.workcalendar import WorkCalendar
from guatu.procedures.models import Procedure
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

    def basis(self, step: Planned) -> Basis:
        """Whose days the step is planned with."""
        row = self.rows.get(step.procedure)
        if row is None or row.counting != step.counting:
            return "planned"
        if row.promised_days == step.duration:
            return "promised"
        return "statutory" if row.statutory_days == step.duration else "planned"

    def unit_of(self, step: Planned) -> str:
        """Who decides: the unit that the plan names, else the kind of authority (发改)."""
        row = self.rows.get(step.procedure)
        return step.unit or (row.owner if row else "")


def terms_of(tenant_id: UUID) -> Terms:
    return Terms({row.code: row for row in Procedure.objects.filter(tenant_id=tenant_id)})


def handed_in(
    steps: Sequence[Planned],
    ties: Iterable[Link],
    required: date | None,
    today: date,
    calendar: WorkCalendar,
    terms: Terms,
) -> list[HandIn]:
    """See ``guatu.domain.procedures.hand_ins``."""
    return hand_ins([_handed(one, terms) for one in steps], ties, required, today, calendar)


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
