"""Weeks of random acts: nothing is lost, every count is the length of its chain."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from random import Random

import pytest

from guatu.dayclear.actions.closing import close_days
from guatu.dayclear.actions.opening import open_days
from guatu.dayclear.actions.settling import add, block, carry, drop, finish
from guatu.dayclear.models import DayItem
from guatu.dayclear.proofs import faults
from guatu.kit.refusals import Refusal
from guatu.projects.actions.supplying import deliver_need, promise_need
from guatu.projects.models import Project, SupportNeed
from tests.city import City
from tests.dayclear.days import MONDAY, at, need_of_industry, running

DAYS = 12


@pytest.mark.parametrize("seed", range(2))
def test_twelve_days_of_chance(city: City, seed: int) -> None:
    chance, tenant = Random(seed), running(city)
    project = city.project()
    for n in range(DAYS):
        day = MONDAY + timedelta(days=n)
        if chance.random() < 0.8:  # on some days the server is down in the morning
            open_days(at(day, 8))
        for hour in range(9, 21, 3):
            _something(city, project, chance, day, hour)
        if chance.random() < 0.8:
            close_days(at(day, 22))
    close_days(at(MONDAY + timedelta(days=DAYS), 23))

    assert faults(tenant) == []
    for item in DayItem.objects.entered():
        assert item.carried == _length(item)
        assert item.day > item.before.day if item.before else True
    open_ones = DayItem.objects.filter(state="open").exclude(what_id=None)
    assert len(set(open_ones.values_list("what_id", flat=True))) == open_ones.count()


def _something(city: City, project: Project, chance: Random, day: date, hour: int) -> None:
    now = at(day, hour)
    act = chance.choice(("add", "need", "deliver", "promise", "settle", "settle", "settle"))
    open_needs = list(SupportNeed.objects.open().order_by("serial"))
    with suppress(Refusal):  # on a day off, of a day that is over
        if act == "add":
            add(city.industry, f"{day} {hour}", day=_later(chance, day), by=city.head, now=now)
        elif (
            act == "need"
            and len(open_needs) < 3
            and not SupportNeed.objects.filter(needed_by=day).exists()
        ):
            SupportNeed.objects.all().update(name="旧")
            need_of_industry(city, project, on=day)
        elif act == "deliver" and open_needs:
            deliver_need(chance.choice(open_needs), on=day, by=city.liaison, now=now)
        elif act == "promise" and open_needs:
            need, on = chance.choice(open_needs), _later(chance, day)
            promise_need(need, on=on, reason="顺延", by=city.liaison, now=now)
        elif act == "settle":
            _settle(city, chance, day, hour)


def _settle(city: City, chance: Random, day: date, hour: int) -> None:
    found = list(DayItem.objects.filter(state="open").order_by("entered_at", "id"))
    if not found:
        return
    item, now = chance.choice(found), at(day, hour)
    kind = chance.choice((finish, carry, carry, block, drop))
    if kind is finish:
        finish(item, words="办成了", by=city.head, now=now)
    elif kind is drop:
        drop(item, reason="不用办了", by=city.head, now=now)
    else:
        kind(item, reason="等人", next_on=_later(chance, item.day), by=city.liaison, now=now)


def _later(chance: Random, day: date) -> date:
    return day + timedelta(days=chance.randrange(0, 6))


def _length(item: DayItem) -> int:
    length = 0
    while item.before is not None:
        length, item = length + 1, item.before
    return length
