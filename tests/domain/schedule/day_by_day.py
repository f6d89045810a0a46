"""A slow second opinion on schedules: it tries day after day and knows no formula.

Every activity has a list of places it may take, found by walking the calendar. A link is a
question about two places, asked in days worked by the one that moves: the early schedule moves
whatever breaks a rule one place on until nothing does, the late schedule one place back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
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
        late = self._greatest(end, early)
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
        """Whether ``after`` may lie as early as it does, given where ``before`` lies."""
        bound = self._bound(link, before)
        if link.type in ("FS", "SS"):
            return after.resume >= bound
        if after.resume == after.finish:
            return after.finish >= bound
        return not self._works(link.after, after.finish, bound)

    def _bound(self, link: Link, before: Place) -> int:
        leaves = before.finish if link.type in ("FS", "FF") else before.start
        opens = self.activities[link.before].duration == 0 and not self.is_pinned(link.before)
        if link.type in ("SS", "SF") and link.lag == 0 and opens:
            while leaves not in self._worked(link.before):
                leaves += 1
        return self._walk(self._lag_days(link), leaves, link.lag)

    def _still_holds(self, link: Link, before: Place, after: Place) -> bool:
        """Whether ``before`` may lie as late as it does, given where ``after`` lies."""
        enters = after.resume if link.type in ("FS", "SS") else after.finish
        back = self._walk(self._lag_days(link), enters, -link.lag)
        leaves = before.finish if link.type in ("FS", "FF") else before.resume
        return back is None or not self._works(link.before, back, leaves)

    def _works(self, one: str, a: int, b: int) -> bool:
        """Whether ``one`` works on a day from ``a`` to before ``b``."""
        return any(day in self._worked(one) for day in range(a, b))

    def _lag_days(self, link: Link) -> set[int]:
        return self._worked(link.after if self.lag_of_successor else link.before)

    def floor_holds(self, one: str, place: Place, held: int = 0) -> bool:
        fnet = self.activities[one].fnet
        if fnet and fnet == self.activities[one].fnlt:
            if self._works(one, place.finish, fnet.toordinal() + 1):
                return False
        elif fnet and place.finish < fnet.toordinal() + 1:
            return False
        return place.resume >= max(self._floor(self.activities[one]), held)

    def is_pinned(self, one: str) -> bool:
        activity = self.activities[one]
        if activity.duration == 0:
            return bool(activity.actual_start or activity.actual_finish)
        return activity.actual_finish is not None

    def step_before(self, one: str, place: Place) -> Place | None:
        """Of a place that waits for a finish (``_waiting``), as of one that does not."""
        at = [here.resume for here in self.places[one]].index(place.resume)
        return self.places[one][at - 1] if at else None

    def _least(self, held: dict[str, int]) -> dict[str, Place]:
        at = dict.fromkeys(self.activities, 0)

        def place(one: str) -> Place:
            return self._waiting(one, self.places[one][at[one]], place)

        def allowed(one: str) -> bool:
            here = self.places[one][at[one]]
            return self.floor_holds(one, here, held[one]) and all(
                self.link_holds(link, place(link.before), here) for link in self._entering(one)
            )

        self._settle(self.places, at, allowed, +1)
        return {one: place(one) for one in self.activities}

    def _waiting(self, one: str, here: Place, place: Callable[[str], Place]) -> Place:
        """``here``, finished on days off only when work starts again, if its predecessors are."""
        if self.is_pinned(one) or here.resume == here.finish:
            return here
        ends = [
            self._bound(link, place(link.before))
            for link in self._entering(one)
            if link.type == "FF" and link.lag <= 0
        ]
        if max(ends, default=0) <= here.finish:
            return here
        finish = max(ends)
        while finish not in self._worked(one):
            finish += 1
        return replace(here, finish=finish)

    def _greatest(self, end: int, early: dict[str, Place]) -> dict[str, Place]:
        places = {one: self._late_places(one, early[one]) for one in self.activities}
        at = {one: len(found) - 1 for one, found in places.items()}

        def in_time(one: str) -> bool:
            worked = self._worked(one)
            return self._signed(worked, early[one].resume, places[one][at[one]].resume) >= 0

        def allowed(one: str) -> bool:
            here = places[one][at[one]]
            return self._in_time(one, here, end) and all(
                self._still_holds(link, here, places[link.after][at[link.after]])
                or (
                    link in self._entering(link.after)
                    and in_time(link.after)
                    and here.resume <= early[one].resume
                )
                for link in self._leaving(one)
            )

        self._settle(places, at, allowed, -1)
        return {one: places[one][n] for one, n in at.items()}

    def _late_places(self, one: str, early: Place) -> list[Place]:
        """A milestone lies at the end of a day, unless no work parts that from where it is."""
        if self.is_pinned(one) or early.resume < early.finish:
            return self.places[one]
        worked = self._worked(one)
        return [
            early if self._signed(worked, early.finish, place.finish) == 0 else place
            for place in self.places[one]
            if place.finish - 1 in worked
        ]

    def _settle(self, places, at, allowed, step) -> None:
        moved = True
        while moved:
            moved = False
            for one in self.activities:
                while not self.is_pinned(one) and not allowed(one):
                    at[one] += step
                    assert 0 <= at[one] < len(places[one]), "the calendar is too short"
                    moved = True

    def _free(self, one: str, early: dict[str, Place], end: int, total: int) -> int:
        if self.is_pinned(one):
            return 0
        worked, furthest = self._worked(one), early[one]
        for place in self._late_places(one, early[one]):
            if place.resume > early[one].resume and all(
                self._still_holds(link, place, early[link.after]) for link in self._leaving(one)
            ):
                furthest = place if self._in_time(one, place, end) else furthest
        return max(0, min(self._signed(worked, early[one].resume, furthest.resume), total))

    def _entering(self, one: str) -> list[Link]:
        activity = self.activities[one]
        if activity.must and not activity.actual_start:
            return []
        return [link for link in self.plan.links if link.after == one]

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
        on_it = snlt == self.activities[one].snet
        work = place.resume < place.finish
        if snlt and open_yet and work and not on_it and place.resume > snlt.toordinal():
            return False
        whole_day = not on_it
        if snlt and open_yet and self._works(one, snlt.toordinal() + whole_day, place.resume):
            return False
        ends = [end] if cap is None else [end, cap.toordinal() + 1]
        return not self._works(one, min(ends), place.finish)

    def _places(self, activity: Activity) -> list[Place]:
        worked = self.worked[activity.calendar]
        if self.is_pinned(activity.id):
            return [self._pinned(activity, worked)]
        left = self._left(activity, worked)
        begun = activity.actual_start
        if left == 0:
            instants = [x for x in self.span if x in worked or x - 1 in worked]
            return [Place(begun.toordinal() if begun else x, x, x) for x in instants]
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
