"""The feature families: which scheduler of MPXJ answers for what, and where it is no measure.

Each family says why its plans are made as they are. What MPXJ gets wrong by itself is kept out of
the plans, never out of the comparison.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from guatu.domain.schedule import Activity, Link, ProjectPlan
from tests.oracle.generate import Hold, Mix, held, plan, promised, reported, with_links
from tests.oracle.mpxj import Scheduler

Make = Callable[[Random], ProjectPlan]

DATES = ("early_start", "early_finish", "late_start", "late_finish", "total_slack")
PLANNED = ("planned_start", "planned_finish")

NO_SF = Mix(types="FS FS FS FS FS FS FS SS FF")
THREE = Mix(calendars=3, lags=(0,))
FORWARD = (0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 5, 8)


@dataclass(frozen=True, slots=True)
class Family:
    """One feature: ``make`` builds a plan from random numbers, ``fields`` are what is compared."""

    name: str
    oracle: Scheduler
    make: Callable[[Random], ProjectPlan]
    why: str = ""
    fields: tuple[str, ...] = DATES


def _p6(rng: Random) -> ProjectPlan:
    return plan(rng, Mix())


def _ms(rng: Random) -> ProjectPlan:
    """Nothing may lead to before the project's start: Microsoft's scheduler would go there."""

    def change(link: Link, before: Activity, after: Activity) -> Link:
        too_early = link.lag < 0 and (link.type != "FS" or before.duration < -link.lag)
        return replace(link, lag=0) if too_early else link

    return with_links(plan(rng, NO_SF), change)


def _held(base: Make, share: float, hold: Hold, *, finish: bool, around: bool = False) -> Make:
    def make(rng: Random) -> ProjectPlan:
        made = held(rng, base(rng), share, hold, finish=finish)
        return with_links(made, _plain_around_held) if around else made

    return make


def _must(base: Make, hold: Hold, *, finish: bool) -> Make:
    """One date to a project: of two that contradict each other MPXJ shows neither as late."""

    def make(rng: Random) -> ProjectPlan:
        made = base(rng)
        only = str(rng.randrange(len(made.activities)))
        chosen = held(
            rng, made, 1, lambda one, day: hold(one, day) if one.id == only else one, finish=finish
        )
        return with_links(chosen, _plain_around_held)

    return make


def _promise(base: Make, workdays: int) -> Make:
    return lambda rng: promised(base(rng), workdays)


def _alap(rng: Random) -> ProjectPlan:
    made = _ms(rng)
    activities = [replace(one, alap=rng.random() < 0.1) for one in made.activities]
    return replace(made, activities=activities)


def _actuals(rng: Random) -> ProjectPlan:
    return reported(rng, plan(rng, Mix(types="FS", lags=FORWARD)), 30, dated=False)


def _data_date(rng: Random) -> ProjectPlan:
    return with_links(reported(rng, _p6(rng), 30, dated=True), _plain_out_of_progress)


def _unruly(rng: Random) -> ProjectPlan:
    def change(link: Link, before: Activity, after: Activity) -> Link:
        link = _plain_out_of_progress(link, before, after)
        if after.actual_start and not before.actual_finish:
            return replace(link, lag=0, type="FS" if link.type == "SF" else link.type)
        return link

    made = reported(rng, _p6(rng), 30, dated=True, unruly=0.5)
    return with_links(made, change)


def _all_at_once(rng: Random) -> ProjectPlan:
    made = promised(_data_date(rng), rng.randint(-15, 15))
    return held(rng, made, 0.1, _fnlt, finish=True)


def _three(mix: Mix) -> Make:
    """Room to the required finish, and SS and SF only inside one calendar between works."""

    def make(rng: Random) -> ProjectPlan:
        made = with_links(plan(rng, mix), _starts_within_a_calendar)
        return promised(_milestones_entered_once(made), 12)

    return make


def _snet(one: Activity, day: date) -> Activity:
    return replace(one, snet=day)


def _snlt(one: Activity, day: date) -> Activity:
    return replace(one, snlt=day)


def _fnet(one: Activity, day: date) -> Activity:
    return replace(one, fnet=day)


def _fnlt(one: Activity, day: date) -> Activity:
    return replace(one, fnlt=day)


def _start_on(one: Activity, day: date) -> Activity:
    return replace(one, snet=day, snlt=day)


def _finish_on(one: Activity, day: date) -> Activity:
    return replace(one, fnet=day, fnlt=day)


def _must_start(one: Activity, day: date) -> Activity:
    return replace(one, snet=day, snlt=day, must=True)


def _must_finish(one: Activity, day: date) -> Activity:
    return replace(one, fnet=day, fnlt=day, must=True)


def _plain_around_held(link: Link, before: Activity, after: Activity) -> Link:
    """A start date of P6 leaves the finish that FF asked, and the late start that SS asked."""
    if _is_held(after) and link.type in ("FF", "SF"):
        return replace(link, type="FS")
    if _is_held(before) and link.type in ("SS", "SF"):
        return replace(link, type="FS")
    return link


def _is_held(one: Activity) -> bool:
    return any((one.snet, one.snlt, one.fnet, one.fnlt))


def _plain_out_of_progress(link: Link, before: Activity, after: Activity) -> Link:
    """Out of begun or finished work P6 counts these from the data date, not from what happened."""
    begun = before.actual_start and not before.actual_finish
    if begun and link.type in ("SS", "SF"):
        return replace(link, type="FS")
    if before.actual_finish and link.type in ("FF", "SF"):
        return replace(link, type="FS")
    return link


def _starts_within_a_calendar(link: Link, before: Activity, after: Activity) -> Link:
    whole = before.calendar == after.calendar and before.duration and after.duration
    if link.lag < 0 and not after.duration:
        link = replace(link, lag=0)
    if link.type in ("SS", "SF") and not whole:
        return replace(link, type="FS")
    return link


def _milestones_entered_once(made: ProjectPlan) -> ProjectPlan:
    milestones = {one.id for one in made.activities if not one.duration}
    entered: set[str] = set()
    links = []
    for link in made.links:
        if link.after in milestones and link.after in entered:
            continue
        entered.add(link.after)
        links.append(link)
    return replace(made, links=links)


NO_EARLIER = "no lead or SF reaches before the project's start: MS would begin there"
AROUND = (
    "no FF or SF into, no SS or SF out of, an activity with a date: P6 moves one end only and "
    "leaves the other where the link asked"
)
ONE_MUST = (
    "one such date a project: of two that contradict each other MPXJ shows neither; " + AROUND
)
PROGRESS = (
    "no SF out of progressed work, no FF out of finished, no SS out of begun: P6 counts them from "
    "the data date; of begun work what remains is compared, of finished work its own dates"
)
ROOM = (
    "SS and SF inside one calendar between works: P6 rounds a start in days off to the nearest "
    "workday; no lead into a milestone: to P6 Saturday's morning is not Friday's evening; one "
    "link into a milestone: of several that end in its days off P6 takes the first, not the last; "
    "12 workdays of room: without it P6 finds a milestone after weekend work late"
)

FAMILIES = (
    Family("FS SS FF SF, lags and leads", "P6", _p6),
    Family("FS SS FF, lags and leads", "MS", _ms, NO_EARLIER),
    Family("SNET", "MS", _held(_ms, 0.15, _snet, finish=False), NO_EARLIER),
    Family("SNLT", "P6", _held(_p6, 0.1, _snlt, finish=False, around=True), AROUND),
    Family("FNET", "P6", _held(_p6, 0.15, _fnet, finish=True)),
    Family("FNLT", "P6", _held(_p6, 0.1, _fnlt, finish=True)),
    Family("deadline", "MS", _held(_ms, 0.1, _fnlt, finish=True), NO_EARLIER),
    Family(
        "start on (SNET and SNLT)",
        "P6",
        _held(_p6, 0.1, _start_on, finish=False, around=True),
        AROUND,
    ),
    Family("finish on (FNET and FNLT)", "P6", _held(_p6, 0.1, _finish_on, finish=True)),
    Family("must start on", "P6", _must(_p6, _must_start, finish=False), ONE_MUST),
    Family("must start on", "MS", _must(_ms, _must_start, finish=False), ONE_MUST),
    Family("must finish on", "P6", _must(_p6, _must_finish, finish=True), ONE_MUST),
    Family("must finish on", "MS", _must(_ms, _must_finish, finish=True), ONE_MUST),
    Family("required finish 10 workdays too early", "P6", _promise(_p6, -10)),
    Family("required finish with 10 workdays of room", "P6", _promise(_p6, 10)),
    Family("as late as possible", "MS", _alap, NO_EARLIER, PLANNED),
    Family(
        "actual dates",
        "MS",
        _actuals,
        "FS only, begun after the lag: MS does not hold back begun work",
    ),
    Family("actual dates and data date", "P6", _data_date, PROGRESS),
    Family(
        "begun out of turn", "P6", _unruly, "no lag or SF from open into begun work; " + PROGRESS
    ),
    Family("progress, FNLT and required finish", "P6", _all_at_once, PROGRESS),
    Family("three calendars, no lag", "P6", _three(THREE), ROOM),
    Family(
        "three calendars, FS, lags and leads",
        "P6",
        _three(replace(THREE, types="FS", lags=Mix().lags)),
        ROOM,
    ),
    Family("three calendars, all links, lags", "P6", _three(replace(THREE, lags=FORWARD)), ROOM),
    Family(
        "free slack",
        "P6",
        lambda rng: plan(rng, Mix(types="FS", lags=FORWARD)),
        "",
        ("free_slack",),
    ),
    Family(
        "free slack",
        "MS",
        lambda rng: plan(rng, Mix(types="FS", lags=FORWARD)),
        "",
        ("free_slack",),
    ),
)
