"""How each project fared until 15 March 2021: the words of its ``story`` and what follows.

``feb=18``: 18 % of the year plan by the end of February. ``report=-``: that report is missing.
``start=``, ``reg=``: actual start and registration, ``-`` for not yet; without a word a start
happens as planned and the registration 18 days later. ``turn=start``: it starts this morning.
``miss=``: a milestone that is not reached. ``tight``, ``short``: how much slack the plan has
left. ``curve``: a plan by month that runs ahead. ``excuse=``: an accepted reason for that
dimension. ``none``: nothing is known yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from guatu.ops.demo.tables import ProjectRow

TODAY = date(2021, 3, 15)
LAST_SETTLED = date(2021, 3, 10)
TO_REGISTRATION = timedelta(days=18)
JANUARY_OF_FEBRUARY = Decimal("0.45")
FRONT_LOADED = (14, 30, 42, 52, 60, 68, 75, 82, 88, 93, 97, 100)


@dataclass(frozen=True, slots=True)
class Story:
    """What was done and reported; amounts in 万元 since 1 January, None where nothing was."""

    january: Decimal | None
    february: Decimal | None
    started: date | None
    registered: date | None
    missed: str
    excused: str
    curve: tuple[Decimal, ...]
    slack: str

    @property
    def starts_today(self) -> bool:
        return self.started == TODAY


def story_of(row: ProjectRow) -> Story:
    words = dict(word.partition("=")[::2] for word in row.story.split())
    february = _part(row.plan, Decimal(words["feb"])) if "feb" in words else None
    started = TODAY if words.get("turn") == "start" else _start(row, words.get("start"))
    return Story(
        january=_january(february, started),
        february=None if words.get("report") == "-" else february,
        started=started,
        registered=_registration(started, words.get("reg")),
        missed=words.get("miss", ""),
        excused=words.get("excuse", ""),
        curve=_curve(row.plan) if "curve" in words else (),
        slack=next((word for word in ("tight", "short") if word in words), ""),
    )


def _part(plan: Decimal | None, percent: Decimal) -> Decimal | None:
    return None if plan is None else _ten(plan * percent / 100)


def _january(february: Decimal | None, started: date | None) -> Decimal | None:
    """Nothing before the start, if it fell into this year's February or later."""
    if february is None:
        return None
    early = started is None or started < date(2021, 2, 1) or started == TODAY
    return _ten(february * JANUARY_OF_FEBRUARY) if early else Decimal(0)


def _ten(amount: Decimal) -> Decimal:
    """Rounded to ten 万元, as such figures are given."""
    return (amount / 10).to_integral_value() * 10


def _start(row: ProjectRow, told: str | None) -> date | None:
    if told == "-":
        return None
    if told:
        return date.fromisoformat(told)
    return row.start if row.start is not None and row.start <= LAST_SETTLED else None


def _registration(started: date | None, told: str | None) -> date | None:
    if told:
        return None if told == "-" else date.fromisoformat(told)
    if started is None:
        return None
    day = started + TO_REGISTRATION
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)
    return day if day <= LAST_SETTLED else None


def _curve(plan: Decimal | None) -> tuple[Decimal, ...]:
    return tuple(_ten((plan or Decimal(0)) * share / 100) for share in FRONT_LOADED)
