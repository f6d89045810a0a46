"""What is left of a clock, by the calendar and the office hours in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from guatu.dispatches.choices import ClockStatus, Leg
from guatu.dispatches.models import Clock, Terms
from guatu.dispatches.terms import limits_of, terms_of
from guatu.domain.clocks import Left, OfficeHours, Span, SpanUnit, due, left
from guatu.domain.limits import UrgencyClass
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.workdays.queries import calendar_in_force

_IN_WORKDAYS = Span(0, SpanUnit.WORKDAYS)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Read once for a page."""

    now: datetime
    calendar: WorkCalendar
    hours: OfficeHours
    terms: Terms

    def left(self, clock: Clock) -> Left | None:
        """What a running clock has left, in the unit of its limit; None for one that stands."""
        if clock.status != ClockStatus.RUNNING:
            return None
        return self.until(clock.due_at, Span.from_json(clock.span) if clock.span else _IN_WORKDAYS)

    def until(self, due_at: datetime, span: Span = _IN_WORKDAYS) -> Left | None:
        """None beyond the last year of the calendar."""
        try:
            return left(self.now, due_at, span, self.calendar, self.hours)
        except CalendarOutOfRange:
            return None


@dataclass(frozen=True, slots=True)
class Offered:
    """A class of urgency and when each of its legs would run out if it were issued now."""

    urgency: UrgencyClass
    due: dict[Leg, datetime]

    @property
    def finish(self) -> datetime | None:
        return self.due.get(Leg.FINISH)


def reckoning_of(tenant_id: UUID, now: datetime) -> Reckoning:
    terms = terms_of(tenant_id)
    hours = OfficeHours(terms.opens, terms.closes)
    return Reckoning(now, calendar_in_force(), hours, terms)


def offered(tenant_id: UUID, now: datetime) -> list[Offered]:
    """The classes of the limits in force."""
    terms, calendar = terms_of(tenant_id), calendar_in_force()
    hours = OfficeHours(terms.opens, terms.closes)
    return [
        Offered(
            one,
            {Leg(leg): due(now, span, calendar, hours) for leg, span in one.spans.items()},
        )
        for one in limits_of(terms).classes
    ]
