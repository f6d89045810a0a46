"""The shipped ladders, a calendar with its holidays, and a clock that is watched over time."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from guatu.domain.clocks import CHINA, OfficeHours
from guatu.domain.escalation import (
    Cause,
    Fire,
    Ladder,
    Watch,
    due_rungs,
    load_ladder,
    next_at,
    raised,
)
from guatu.domain.workcalendar import WorkCalendar
from guatu.workdays.seed import seed_days

PRESETS = Path(__file__).parents[3] / "guatu" / "dispatches" / "presets" / "ladders"
CODES = sorted(path.stem for path in PRESETS.glob("*.json"))
CALENDAR = WorkCalendar.from_days(
    "seed", date(2020, 1, 1), date(2028, 12, 31), seed_days(2020, 2028)
)
HOURS = OfficeHours()


@cache
def _text(code: str) -> str:
    return (PRESETS / f"{code}.json").read_text(encoding="utf-8")


def stored_ladder(code: str) -> Any:
    """The JSON values of a preset; a fresh copy each time."""
    return deepcopy(json.loads(_text(code)))


@cache
def ladder(code: str) -> Ladder:
    return load_ladder(stored_ladder(code))


def moment(text: str) -> datetime:
    """``moment("2021-03-19 17:30")`` in China."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@dataclass
class Watched:
    """A clock, and all that its ladder has sent so far."""

    ladder: Ladder
    watch: Watch
    sent: list[Fire] = field(default_factory=list)

    def scan(self, now: datetime) -> list[Fire]:
        """As the timetable does: send what is due and keep that it was sent."""
        fires = due_rungs(self.ladder, self.watch, now, CALENDAR, HOURS)
        self._keep(fires, now)
        return fires

    def run_until(self, end: datetime) -> None:
        """Scans at the very moments for which something is planned, up to ``end``."""
        while (at := self.next_at()) is not None and at <= end:
            assert self.scan(at)

    def next_at(self) -> datetime | None:
        return next_at(self.ladder, self.watch, CALENDAR, HOURS)

    def judge(self, cause: Cause, now: datetime) -> Fire | None:
        fire = raised(self.ladder, self.watch, cause, now, CALENDAR, HOURS)
        if fire is not None:
            self._keep([fire], now)
        return fire

    def extend(self, due: datetime, now: datetime) -> None:
        self._move(due, now)
        self.watch = replace(self.watch, edition=self.watch.edition + 1)

    def pause(self) -> None:
        self.watch = replace(self.watch, running=False)

    def resume(self, due: datetime, now: datetime) -> None:
        self._move(due, now)
        self.watch = replace(self.watch, running=True)

    @property
    def codes(self) -> list[str]:
        return [fire.rung.code for fire in self.sent]

    def _move(self, due: datetime, now: datetime) -> None:
        first = self.watch.first_due or self.watch.due
        self.watch = replace(self.watch, due=due, moved=now, first_due=first)

    def _keep(self, fires: list[Fire], now: datetime) -> None:
        self.sent += fires
        self.watch = self.watch.after(fires, now)


def watched(code: str, started: str, due: str, weight: int = 0) -> Watched:
    return Watched(ladder(code), Watch(moment(started), moment(due), weight=weight))
