"""A slow second opinion on schedules: it tries day after day and knows no formula.

Every activity has a list of places it may take, found by walking the calendar; a link is a
question about two places. The early schedule moves whatever breaks a rule one place on until
nothing does, the late schedule one place back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from guatu.domain.schedule import Activity, Link, ProjectPlan
from guatu.domain.workcalendar import WorkCalendar


@dataclass(frozen=True)
class Place:
    """Work from ``start`` (or ``resume``, what is left of it) up to but without ``finish``."""

    start: int
    resume: int
    finish: int


@dataclass(frozen=True)
class Answer:
    early: dict[str, Place]
    late: dict[str, Place]
    planned: dict[str, Place]
    total: dict[str, int]
    free: dict[str, int]


class DayByDay:
    """Ordinal days throughout; ``finish`` of a place is the day after its last."""

    def __init__(
        self, plan: ProjectPlan, calendars: list[WorkCalendar], lag_calendar: str = "predecessor"
    ) -> None:
        self.plan = plan
        self.lag_of_successor = lag_calendar == "successor"
        first, last = calendars[0].first.toordinal(), calendars[0].last.toordinal()
        self.span = range(first, last + 1)
        self.worked = [
            {day for day in self.span if calendar.is_workday(date.fromordinal(day))}
            for calendar in calendars
        ]
        self.activities = {activity.id: activity for activity in plan.activities}
        self.places = {one.id: self._places(one) for one in plan.activities}

    def answer(self, anchor: str = "required") -> Answer:
        early = self._least(dict.fromkeys(self.activities, 0))
        end = max(place.finish for place in early.values())
        if self.plan.required and anchor == "required":
            end = self.plan.required.toordinal() + 1
        late = self._greatest(end)
        held = {
            one: late[one].resume if self.activities[one].alap else 0 for one in self.activities
        }
        total = {
            one: self._signed(self._worked(one), early[one].finish, late[one].finish)
            for one in self.activities
        }
        free = {one: self._free(one, early, end, total[one]) for one in self.activities}
        return Answer(early, late, self._least(held), total, free)

    def link_holds(self, link: Link, before: Place, after: Place) -> bool:
        """Whether ``after`` may lie as it does, given where ``before`` lies."""
        worked = self._worked(link.after if self.lag_of_successor else link.before)
        leaves = before.finish if link.type in ("FS", "FF") else before.start
        if link.type in ("FS", "SS"):
            return after.resume >= self._walk(worked, leaves, link.lag)
        if link.type == "FF" and link.lag == 0:
            return after.finish >= leaves
        return self._signed(worked, leaves, after.finish) >= link.lag

    def floor_holds(self, one: str, place: Place, held: int = 0) -> bool:
        fnet = self.activities[one].fnet
        if fnet and place.finish < fnet.toordinal() + 1:
            return False
        return place.resume >= max(self._floor(self.activities[one]), held)

    def is_pinned(self, one: str) -> bool:
        activity = self.activities[one]
        if activity.duration == 0:
            return bool(activity.actual_start or activity.actual_finish)
        return activity.actual_finish is not None

    def step_before(self, one: str, place: Place) -> Place | None:
        at = self.places[one].index(place)
        return self.places[one][at - 1] if at else None

    def _least(self, held: dict[str, int]) -> dict[str, Place]:
        at = dict.fromkeys(self.activities, 0)

        def allowed(one: str) -> bool:
            place = self.places[one][at[one]]
            entering = [link for link in self.plan.links if link.after == one]
            return self.floor_holds(one, place, held[one]) and all(
                self.link_holds(link, self.places[link.before][at[link.before]], place)
                for link in entering
            )

        self._settle(at, allowed, +1)
        return {one: self.places[one][n] for one, n in at.items()}

    def _greatest(self, end: int) -> dict[str, Place]:
        at = {one: len(places) - 1 for one, places in self.places.items()}

        def allowed(one: str) -> bool:
            place = self.places[one][at[one]]
            return self._in_time(one, place, end) and all(
                self.link_holds(link, place, self.places[link.after][at[link.after]])
                for link in self._leaving(one)
            )

        self._settle(at, allowed, -1)
        return {one: self.places[one][n] for one, n in at.items()}

    def _settle(self, at, allowed, step) -> None:
        moved = True
        while moved:
            moved = False
            for one in self.activities:
                while not self.is_pinned(one) and not allowed(one):
                    at[one] += step
                    assert 0 <= at[one] < len(self.places[one]), "the calendar is too short"
                    moved = True

    def _free(self, one: str, early: dict[str, Place], end: int, total: int) -> int:
        if self.is_pinned(one):
            return 0
        at, places = self.places[one].index(early[one]), self.places[one]
        while (
            at + 1 < len(places)
            and self._in_time(one, places[at + 1], end)
            and all(
                self.link_holds(link, places[at + 1], early[link.after])
                for link in self._leaving(one)
            )
        ):
            at += 1
        room = self._signed(self._worked(one), early[one].finish, places[at].finish)
        return max(0, min(room, total))

    def _leaving(self, one: str) -> list[Link]:
        # A start that has happened, and work that is done, hold nobody back.
        started = self.activities[one].actual_start is not None
        return [
            link
            for link in self.plan.links
            if link.before == one
            and not self.is_pinned(link.after)
            and not (started and link.type in ("SS", "SF"))
        ]

    def _in_time(self, one: str, place: Place, end: int) -> bool:
        cap, snlt = self.activities[one].fnlt, self.activities[one].snlt
        open_yet = self.activities[one].actual_start is None
        if snlt and open_yet and place.resume > snlt.toordinal():
            return False
        return place.finish <= end and (cap is None or place.finish <= cap.toordinal() + 1)

    def _places(self, activity: Activity) -> list[Place]:
        worked = self.worked[activity.calendar]
        if self.is_pinned(activity.id):
            return [self._pinned(activity, worked)]
        if activity.duration == 0:
            return [Place(x, x, x) for x in self.span if x in worked or x - 1 in worked]
        left = self._left(activity, worked)
        begun = activity.actual_start
        found = []
        for day in sorted(worked):
            finish = self._walk(worked, day, left)
            if finish is not None:
                found.append(Place(begun.toordinal() if begun else day, day, finish))
        return found

    def _pinned(self, activity: Activity, worked: set[int]) -> Place:
        finish = (activity.actual_finish or activity.actual_start).toordinal() + 1
        if activity.duration == 0:
            return Place(finish, finish, finish)
        if activity.actual_start:
            start = activity.actual_start.toordinal()
        else:
            start = self._walk(worked, finish, -activity.duration)
        return Place(start, start, finish)

    def _left(self, activity: Activity, worked: set[int]) -> int:
        if not activity.actual_start:
            return activity.duration
        if activity.remaining is not None:
            return activity.remaining
        used = sum(day in worked for day in range(activity.actual_start.toordinal(), self._now()))
        return max(1, activity.duration - used)

    def _now(self) -> int:
        return self.plan.data_date.toordinal() if self.plan.data_date else 0

    def _floor(self, activity: Activity) -> int:
        if activity.actual_start:
            return max(activity.actual_start.toordinal(), self._now())
        snet = activity.snet.toordinal() if activity.snet else 0
        floor = max(self.plan.start.toordinal(), snet, self._now())
        if activity.duration == 0:
            while floor not in self.worked[activity.calendar]:
                floor += 1
        return floor

    def _worked(self, one: str) -> set[int]:
        return self.worked[self.activities[one].calendar]

    def _walk(self, worked: set[int], x: int, lag: int) -> int | None:
        """The end of the lag-th workday after ``x``, or the start of the one before it."""
        while lag > 0:
            if x not in self.span:
                return None
            lag -= x in worked
            x += 1
        while lag < 0:
            x -= 1
            assert x in self.span, "the calendar is too short"
            lag += x in worked
        return x

    def _signed(self, worked: set[int], a: int, b: int) -> int:
        between = sum(day in worked for day in range(min(a, b), max(a, b)))
        return between if b >= a else -between
