"""A city over four weeks: acts by day, the patrol by night, each day as it was in the evening."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from guatu.kit.clock import CHINA
from guatu.projects.patrol import patrol
from tests.city import City
from tests.projects.chance import Chance

FIRST, LAST = date(2021, 2, 15), date(2021, 3, 14)
DAY = timedelta(days=1)


def evening(day: date) -> datetime:
    """The moment at which a page of the past shows ``day``."""
    return datetime.combine(day, time(23, 59, 59), CHINA)


def morning(day: date) -> datetime:
    return datetime.combine(day, time(9), CHINA)


def lived(city: City, seed: int, acts: int = 5) -> Iterator[date]:
    """Each day from ``FIRST`` to ``LAST`` when it is over."""
    chance = Chance(city, seed, morning(FIRST))
    for _ in range(4):
        chance.list_one("示例项目", line=city.industry_line, year_plan=Decimal(1_200))
    day = FIRST
    while day <= LAST:
        patrol(city.tenant, now=datetime.combine(day, time(1), CHINA))
        chance.now = morning(day)
        for _ in range(chance.random.randint(0, acts)):
            chance.now += timedelta(hours=1)
            chance.act_now()
        yield day
        day += DAY
