"""The light of a project on a day, with everything that it rests on, and the strip of its past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from guatu.domain.lights import Excuse, Light, Reason, RulePack, Verdict
from guatu.kit.clock import CHINA
from guatu.projects.models import Project
from guatu.projects.queries.lights import KeptLight, kept_lights
from guatu.projects.replay import Shown
from guatu.web.shared.rulewords import RuleLine, lines_of

DAY = timedelta(days=1)
LONGEST = 400
"""The strip shows so many days at most."""


@dataclass(frozen=True, slots=True)
class Told:
    """A reason with its rule in words; ``rule`` is None where none decided."""

    reason: Reason
    rule: RuleLine | None
    excuses: Sequence[Excuse]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row with one light; ``x`` and ``width`` in percent of the strip."""

    light: str
    since: date
    until: date
    x: float
    width: float
    title: str

    @property
    def centre(self) -> float:
        return round(self.x + self.width / 2, 3)

    @property
    def symbol(self) -> str:
        """The shape beside the colour, where there is room for it."""
        return Light(self.light).symbol if self.width >= 3 else ""


@dataclass(frozen=True, slots=True)
class Spot:
    """One day to click on."""

    day: date
    x: float
    width: float
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class MonthMark:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Strip:
    """``since``: the first day of which a light was kept and that the strip shows."""

    since: date
    stretches: Sequence[Stretch]
    spots: Sequence[Spot]
    months: Sequence[MonthMark]


def end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), CHINA)


def told_of(shown: Shown, rules: RulePack) -> list[Told]:
    lines = {d.code: {rule.id: rule for rule in lines_of(d).rules} for d in rules.dimensions}
    return [_told(reason, lines, shown) for reason in shown.verdict.reasons]


def wants_of(verdict: Verdict) -> list[Reason]:
    """The reasons that keep the light from being green and say what would turn them."""
    return [r for r in verdict.reasons if r.wants and r.light in (Light.RED, Light.YELLOW)]


def strip_of(project: Project, chosen: date, today: date) -> Strip | None:
    """None while nothing has been kept."""
    lights = dict(_by_day(kept_lights(project), today))
    if not lights:
        return None
    days = list(lights)[-LONGEST:]
    width = 100 / len(days)
    return Strip(
        days[0],
        list(_stretches(days, lights, width)),
        [_spot(n, day, lights[day], width, chosen) for n, day in enumerate(days)],
        list(_months(days, width)),
    )


def _told(reason: Reason, lines: Mapping[str, Mapping[str, RuleLine]], shown: Shown) -> Told:
    excuses = [e for e in shown.standing.facts.excuses if e.dimension == reason.dimension]
    decided = reason.rule_id or (reason.suspended or reason.light) is not Light.NONE
    rules = lines.get(reason.dimension, {})
    return Told(reason, rules.get(reason.rule_id) if decided else None, excuses)


def _by_day(kept: Sequence[KeptLight], today: date) -> Iterator[tuple[date, str]]:
    """The light at the end of each day; what lasted less than a day falls out."""
    for one in kept:
        day = one.since.astimezone(CHINA).date()
        end = one.until.astimezone(CHINA).date() if one.until else today + DAY
        while day < end:
            yield day, one.light
            day += DAY


def _stretches(days: Sequence[date], lights: Mapping[date, str], width: float) -> Iterator[Stretch]:
    at = 0
    for light, run in groupby(days, key=lambda day: lights[day]):
        held = list(run)
        said = {"since": held[0], "until": held[-1], "light": _(Light(light).word)}
        title = _("%(since)s 至 %(until)s：%(light)s") % said
        yield Stretch(light, held[0], held[-1], round(at * width, 3),
                      round(len(held) * width, 3), title)  # fmt: skip
        at += len(held)


def _spot(place: int, day: date, light: str, width: float, chosen: date) -> Spot:
    title = f"{day.isoformat()} {_(Light(light).word)}"
    return Spot(day, round(place * width, 3), round(width, 3), title, day == chosen)


def _months(days: Sequence[date], width: float) -> Iterator[MonthMark]:
    for place, day in enumerate(days):
        if day.day == 1:
            yield MonthMark(round(place * width, 3), _("%(month)s月") % {"month": day.month})
