"""Several servers close and list the same days at once: each evening once, each item once."""

from __future__ import annotations

import pytest
from django.db import connection

from guatu.dayclear.actions.closing import close_days
from guatu.dayclear.actions.opening import open_days
from guatu.dayclear.actions.settling import add, carry
from guatu.dayclear.models import DayClosing, DayItem
from guatu.kit.refusals import Refusal
from tests.city import NOW, build_city
from tests.dayclear.days import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    at,
    dispatch_to_industry,
    need_of_industry,
    running,
)
from tests.journal.test_recording import in_threads

SERVERS = 4


@pytest.mark.django_db(transaction=True)
def test_four_servers_close_each_evening_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    city = build_city()
    running(city)
    dispatch_to_industry(city)
    need_of_industry(city, city.project())
    own = add(city.housing, "复核示例工地", day=MONDAY, by=city.other_liaison, now=NOW)

    errors = in_threads(SERVERS, lambda worker: (open_days(NOW), close_days(at(MONDAY, 22))))

    assert errors == []
    assert DayClosing.objects.count() == 2
    assert own.after.count() == 1
    assert not DayItem.objects.filter(day=MONDAY, state="open").exists()
    closing = DayClosing.objects.get(unit=city.industry)
    assert closing.sums.all == DayItem.objects.filter(day=MONDAY, unit=city.industry).count()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_carry_the_same_item_one_wins() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    city = build_city()
    running(city)
    own = add(city.industry, "走访示例企业", day=MONDAY, by=city.head, now=NOW)
    told: list[Refusal] = []

    def put_off(worker: int) -> None:
        by, day = ((city.head, TUESDAY), (city.liaison, WEDNESDAY))[worker]
        try:
            carry(own, reason="企业改约", next_on=day, by=by, now=NOW)
        except Refusal as refusal:
            told.append(refusal)

    assert in_threads(2, put_off) == []
    assert len(told) == 1
    assert own.after.count() == 1
