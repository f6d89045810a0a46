"""What must come of an act, worked out without a database: the model of the random stories."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from guatu.domain.clocks import OfficeHours, Span, SpanUnit, closing, due, is_late, pause
from guatu.domain.lifecycle import Party, Status, Verb, row_of
from guatu.domain.workcalendar import WorkCalendar

MOST_BOUNCES = MOST_EXTENSIONS = 2
MOST_DAYS = 60
FINISH = Span(10, SpanUnit.WORKDAYS)
HOURS = OfficeHours()
DO, REFUSED, FORBIDDEN, STALE = "done", "refused", "forbidden", "stale"
DEFAULT_UNIT = "woods"


@dataclass
class PartModel:
    """What one unit has to do; ``due`` while a clock for it is there."""

    unit: str
    due: datetime
    by_post: bool = False
    received: bool = False
    done: bool = False
    granted: int = 0
    asked: date | None = None
    first: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.first = self.due


@dataclass
class Model:
    """One dispatch: drafted for 示例工信局 with the help of 示例住建局."""

    calendar: WorkCalendar
    due_on: date
    status: Status = Status.DRAFT
    version: int = 1
    round: int = 1
    bounces: int = 0
    lead: PartModel | None = None
    helpers: dict[str, PartModel] = field(default_factory=dict)
    declined: set[str] = field(default_factory=set)
    waiting_for: str = ""
    paused_at: datetime | None = None

    def parties(self, unit: str) -> frozenset[Party]:
        """``unit`` of the person: a department, the issuer ``plan``, or ``over`` it (inspector)."""
        if unit == "over":
            return frozenset({Party.REVIEWER})
        found = self._of_parts(unit)
        if not found and unit in ("plan", "plan head", "office"):
            found = {Party.ISSUER, Party.REVIEWER}
            found |= set() if unit == "plan" else {Party.APPROVER}
        if self.waiting_for == unit:
            found |= {Party.AWAITED}
        return frozenset(found)

    def _of_parts(self, unit: str) -> set[Party]:
        if self.lead is None:  # drafted, not begun: the parts stand already
            return {"industry": {Party.DOER}, "housing": {Party.HELPER}}.get(unit, set())
        if unit == self.lead.unit:
            return {Party.DOER}
        return {Party.HELPER} if unit in self.helpers else set()

    def expect(self, verb: Verb, unit: str, now: datetime, ask: Ask) -> str:
        """What comes of it, and the model moved on when it is done."""
        if ask.stale:
            return STALE
        row = row_of(verb)
        if self.status not in row.sources:
            return REFUSED
        if not row.parties & self.parties(unit):
            return FORBIDDEN
        if self._hindered(verb, unit, now, ask):
            return REFUSED
        if verb is Verb.RECEIVE_PART and self.helpers[unit].received:
            return DO
        self._change(verb, unit, now, ask)
        self.version += 1
        return DO

    def _hindered(self, verb: Verb, unit: str, now: datetime, ask: Ask) -> bool:
        if verb in (Verb.APPROVE, Verb.ISSUE):
            return closing(self.due_on, self.calendar, HOURS) <= now
        if verb is Verb.EDIT:
            return closing(self.due_on, self.calendar, HOURS) <= now
        if self.lead is None:
            return False
        if verb is Verb.DECLINE:
            return self.bounces >= MOST_BOUNCES
        if verb is Verb.REASSIGN:
            same = ask.unit == self.lead.unit and not self.lead.by_post
            return ask.unit in self.declined or same
        if verb is Verb.CO_HANDLE:
            return ask.unit == self.lead.unit or ask.unit in self.helpers
        if verb is Verb.PAUSE:
            return bool(self.waiting_for) or ask.unit == self.lead.unit
        if verb is Verb.RESUME:
            return not self.waiting_for
        if verb is Verb.SEND_BACK and ask.day is None:
            return self.lead.due <= now
        if verb is Verb.ASK_EXTENSION:
            return self._may_not_ask(self._own(unit), now, ask)
        if verb is Verb.GRANT_EXTENSION:
            part = self._asking()
            assert part.asked is not None
            return closing(part.asked, self.calendar, HOURS) <= now
        return False

    def _may_not_ask(self, part: PartModel, now: datetime, ask: Ask) -> bool:
        assert ask.day is not None
        halted = part is self.lead and bool(self.waiting_for)
        return (
            part.done
            or part.asked is not None
            or part.granted >= MOST_EXTENSIONS
            or (not halted and is_late(now, part.due))
            or ask.day <= part.due.date()
            or (ask.day - part.first.date()).days > MOST_DAYS
        )

    def _change(self, verb: Verb, unit: str, now: datetime, ask: Ask) -> None:
        change = {
            Verb.APPROVE: self._issue,
            Verb.ISSUE: self._issue,
            Verb.RECEIVE_PART: self._receive_part,
            Verb.DECLINE: self._decline,
            Verb.REASSIGN: self._reassign,
            Verb.CO_HANDLE: self._co_handle,
            Verb.REPORT: self._report,
            Verb.REPORT_PART: self._report,
            Verb.REPLY: self._reply,
            Verb.SEND_BACK: self._open_round,
            Verb.SIGN_OFF: self._sign_off,
            Verb.REOPEN: self._open_round,
            Verb.WITHDRAW: self._withdraw,
            Verb.ASK_EXTENSION: self._ask,
            Verb.GRANT_EXTENSION: self._grant,
            Verb.REFUSE_EXTENSION: self._refuse,
            Verb.PAUSE: self._pause,
            Verb.RESUME: self._resume,
        }.get(verb)
        self.status = row_of(verb).leads_to(self.status)
        if change is not None:
            change(unit, now, ask)

    def _finish_by(self, now: datetime) -> datetime:
        asked = closing(self.due_on, self.calendar, HOURS)
        return asked if asked > now else due(now, FINISH, self.calendar, HOURS)

    def _issue(self, unit: str, now: datetime, ask: Ask) -> None:
        self.lead = PartModel("industry", self._finish_by(now))
        self.helpers = {"housing": PartModel("housing", self._finish_by(now))}

    def _receive_part(self, unit: str, now: datetime, ask: Ask) -> None:
        self.helpers[unit].received = True

    def _decline(self, unit: str, now: datetime, ask: Ask) -> None:
        self.bounces += 1
        self.declined.add(unit)
        self._own(unit).asked = None
        if self.bounces == MOST_BOUNCES:
            self._hand_over(DEFAULT_UNIT, now, by_post=True)
            self.status = Status.ISSUED

    def _reassign(self, unit: str, now: datetime, ask: Ask) -> None:
        self._hand_over(ask.unit, now)

    def _hand_over(self, unit: str, now: datetime, *, by_post: bool = False) -> None:
        self.helpers.pop(unit, None)
        self.lead = PartModel(unit, self._finish_by(now), by_post)
        self.waiting_for = ""

    def _co_handle(self, unit: str, now: datetime, ask: Ask) -> None:
        self.helpers[ask.unit] = PartModel(ask.unit, self._finish_by(now))

    def _report(self, unit: str, now: datetime, ask: Ask) -> None:
        part = self._own(unit)
        part.received = True
        if ask.done and part is not self.lead:
            part.done, part.asked = True, None

    def _reply(self, unit: str, now: datetime, ask: Ask) -> None:
        self._own(unit).done, self.waiting_for = True, ""
        for part in self._parts():
            part.asked = None

    def _open_round(self, unit: str, now: datetime, ask: Ask) -> None:
        assert self.lead is not None
        self.round += 1
        self.lead.done = False
        if ask.day is not None:
            self.lead.due = closing(ask.day, self.calendar, HOURS)
        for helper in self.helpers.values():
            helper.due = helper.due if helper.done else self.lead.due

    def _sign_off(self, unit: str, now: datetime, ask: Ask) -> None:
        self.helpers = {name: part for name, part in self.helpers.items() if part.done}

    def _withdraw(self, unit: str, now: datetime, ask: Ask) -> None:
        self.waiting_for = ""
        for part in self._parts():
            part.asked = None

    def _ask(self, unit: str, now: datetime, ask: Ask) -> None:
        self._own(unit).asked = ask.day

    def _grant(self, unit: str, now: datetime, ask: Ask) -> None:
        part = self._asking()
        assert part.asked is not None
        part.due, part.asked = closing(part.asked, self.calendar, HOURS), None
        part.granted += 1

    def _refuse(self, unit: str, now: datetime, ask: Ask) -> None:
        self._asking().asked = None

    def _pause(self, unit: str, now: datetime, ask: Ask) -> None:
        self.waiting_for, self.paused_at = ask.unit, now

    def _resume(self, unit: str, now: datetime, ask: Ask) -> None:
        assert self.lead is not None
        assert self.paused_at is not None
        self.lead.due = pause(self.lead.due, self.paused_at, now, FINISH, self.calendar, HOURS)
        self.waiting_for = ""

    def _own(self, unit: str) -> PartModel:
        assert self.lead is not None
        return self.lead if unit == self.lead.unit else self.helpers[unit]

    def _parts(self) -> list[PartModel]:
        return [part for part in (self.lead, *self.helpers.values()) if part is not None]

    def _asking(self) -> PartModel:
        return next(part for part in self._parts() if part.asked is not None)

    @property
    def is_asked(self) -> bool:
        return any(part.asked is not None for part in self._parts())


@dataclass(frozen=True)
class Ask:
    """What goes with a verb: a unit, a day, whether a helper has finished, an old page."""

    unit: str = "water"
    day: date | None = None
    done: bool = False
    stale: bool = False


def ahead(now: datetime, days: int) -> date:
    return (now + timedelta(days=days)).date()
