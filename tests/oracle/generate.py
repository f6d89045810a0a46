"""Random plans: thirty activities around Spring Festival, every date and number from a seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from guatu.domain.schedule import Activity, Link, ProjectPlan, build_network, schedule
from guatu.domain.schedule.result import ActivityDates, Schedule
from tests.oracle.calendars import CALENDARS, CHINA

ACTIVITIES = 30
LINKS = 46

Hold = Callable[[Activity, date], Activity]


@dataclass(frozen=True, slots=True)
class Mix:
    """What a plan is made of: link types and lags to draw from, the share of milestones."""

    types: str = "FS FS FS FS FS FS FS SS FF SF"
    lags: Sequence[int] = (0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 5, 8, -1, -2, -4)
    milestones: float = 1 / 6
    calendars: int = 1


def plan(rng: Random, mix: Mix) -> ProjectPlan:
    """A plan without dates, starting on a workday of the first quarter of 2016 to 2026."""
    start = CHINA.next_workday(date(rng.randint(2016, 2026), 1, 2) + timedelta(rng.randrange(90)))
    activities = [_activity(rng, mix, n) for n in range(ACTIVITIES)]
    pairs = dict.fromkeys(_pair(rng) for _ in range(LINKS))
    links = [
        Link(str(a), str(b), rng.choice(mix.types.split()), rng.choice(mix.lags)) for a, b in pairs
    ]
    return ProjectPlan("p", start, activities, links)


def scheduled(plan: ProjectPlan) -> Schedule:
    """``plan`` by our engine; all dates of a generated plan are laid around these."""
    return schedule(build_network([plan]), CALENDARS)


def held(rng: Random, plan: ProjectPlan, share: float, hold: Hold, *, finish: bool) -> ProjectPlan:
    """Some activities held to a day from 5 workdays before to 15 after they would start or finish.

    No day is earlier than the project's start allows: both schedulers would begin before it.
    """
    at = {one.id: one for one in scheduled(plan).activities()}
    chosen = [rng.random() < share for _ in plan.activities]
    activities = [
        hold(one, _near(rng, plan, one, at[one.id], finish)) if yes else one
        for one, yes in zip(plan.activities, chosen, strict=True)
    ]
    return replace(plan, activities=activities)


def with_links(
    plan: ProjectPlan, change: Callable[[Link, Activity, Activity], Link]
) -> ProjectPlan:
    """``plan`` with every link as ``change`` makes it of the link and its two activities."""
    by_id = {one.id: one for one in plan.activities}
    links = [change(link, by_id[link.before], by_id[link.after]) for link in plan.links]
    return replace(plan, links=links)


def promised(plan: ProjectPlan, workdays: int) -> ProjectPlan:
    """``plan`` held to a finish so many workdays after (or before) the one it can reach."""
    finish = scheduled(plan).project().early_finish
    return replace(plan, required=CHINA.add_workdays(CHINA.next_workday(finish), workdays))


def reported(
    rng: Random, plan: ProjectPlan, workdays: int, *, dated: bool, unruly: float = 0
) -> ProjectPlan:
    """``plan`` some workdays after its start, its first activities done or begun in their order.

    An activity has begun only when all before it are done, but for an ``unruly`` share that began
    without waiting. With ``dated`` the day is told as the data date, and begun work tells what
    remains.
    """
    now = CHINA.add_workdays(plan.start, workdays)
    done: dict[str, date] = {}
    activities = []
    for one in plan.activities:
        entering = [link for link in plan.links if link.after == one.id]
        in_turn = all(link.before in done for link in entering)
        if len(activities) < 12 and (in_turn or rng.random() < unruly):
            ends = [(done[link.before], link.lag) for link in entering if link.before in done]
            if not dated:
                ends = [(CHINA.add_workdays(end, lag), lag) for end, lag in ends]
            free = max((end + timedelta(1) for end, _ in ends), default=plan.start)
            begun = _progress(rng, one, CHINA.next_workday(free), now, dated)
            if in_turn or not begun.actual_finish:
                one = begun
            if one.actual_finish:
                done[one.id] = one.actual_finish
        activities.append(one)
    return replace(plan, activities=activities, data_date=now if dated else None)


def _activity(rng: Random, mix: Mix, n: int) -> Activity:
    days = 0 if rng.random() < mix.milestones else rng.randint(1, 20)
    return Activity(str(n), str(n), days, calendar=rng.randrange(mix.calendars))


def _pair(rng: Random) -> tuple[int, int]:
    after = rng.randrange(1, ACTIVITIES)
    return rng.randrange(max(0, after - 8), after), after


def _near(rng: Random, plan: ProjectPlan, one: Activity, at: ActivityDates, finish: bool) -> date:
    day = at.early_finish if finish else at.early_start
    wanted = CHINA.add_workdays(CHINA.next_workday(day), rng.randint(-5, 15))
    return max(wanted, CHINA.add_workdays(plan.start, one.duration if finish else 0))


def _progress(rng: Random, one: Activity, free: date, now: date, dated: bool) -> Activity:
    begun = CHINA.add_workdays(free, rng.choice((0, 0, 1, 3)))
    if begun >= now:
        return one
    if one.duration == 0:
        return replace(one, actual_start=begun, actual_finish=begun)
    ended = CHINA.add_workdays(begun, max(0, one.duration - 1 + rng.choice((-2, 0, 0, 1, 4))))
    if ended < now:
        return replace(one, actual_start=begun, actual_finish=ended)
    left = rng.randint(0, one.duration) if dated else None
    return replace(one, actual_start=begun, remaining=left)
