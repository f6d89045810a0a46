"""Reminders: each rung once, however often and late the clock comes, at the cost of what is due."""

from __future__ import annotations

from copy import copy
from datetime import date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from guatu.commitments.actions import judging, practising
from guatu.commitments.actions.reminding import remind
from guatu.commitments.models import Commitment
from guatu.domain.commitments import Finding
from guatu.journal.queries import history_of, sentence_of
from guatu.kit.bulk import insert_rows
from guatu.kit.clock import CHINA
from guatu.kit.ids import uuid7
from tests.city import NOW, TODAY, City
from tests.commitments.promising import DAY, DUE, drafted, fresh, shown


def at(day: date, hour: int = 7) -> datetime:
    return datetime.combine(day, time(hour, 5), CHINA)


def rungs(row: Commitment) -> list[str]:
    events = history_of(row.pk).filter(code="commitment.reminded").order_by("seq")
    return [str(event.details["rung"]) for event in events]


def test_every_day_and_every_hour_each_rung_once(city: City) -> None:
    row = shown(city)
    day = TODAY
    while day <= DUE + 5 * DAY:
        for hour in (0, 8, 23):
            remind(at(day, hour))
        day += DAY
    assert rungs(row) == ["three", "one", "due", "passed"]
    events = history_of(row.pk).filter(code="commitment.reminded").order_by("seq")
    assert [event.at.astimezone(CHINA).date() for event in events] == [
        DUE - 3 * DAY, DUE - DAY, DUE, DUE + DAY,
    ]  # fmt: skip
    assert str(sentence_of(events[0])).endswith("还有 3 天到期，时限 2021-03-31")
    assert fresh(row).remind_on is None


@pytest.mark.parametrize(
    ("back_on", "expected", "words"),
    [
        (DUE - 2 * DAY, ["three", "one", "due"], "还有 2 天到期"),
        (DUE - DAY, ["one", "due"], "明天到期"),
        (DUE, ["due"], "今天到期"),
        (DUE + 9 * DAY, ["passed"], "时限已过，待评定"),
    ],
)
def test_after_a_stop_only_what_is_still_true_is_said(
    city: City, back_on: date, expected: list[str], words: str
) -> None:
    row = shown(city)
    assert remind(at(back_on)) == 1
    first = history_of(row.pk).filter(code="commitment.reminded").get()
    assert first.details["words"] == words
    day = back_on
    while day <= DUE:
        remind(at(day))
        day += DAY
    assert rungs(row) == expected


def test_drafts_and_what_is_judged_remind_nobody(city: City) -> None:
    row = drafted(city)
    judged = shown(city)
    judging.judge(judged, Finding.MET, evidence="已核", met_on=TODAY, by=city.inspector, now=NOW)
    assert remind(at(DUE)) == 0
    assert rungs(row) == rungs(judged) == []


def test_a_report_on_the_day_does_not_swallow_its_reminder(city: City) -> None:
    row = shown(city)
    practising.report(row, words="收尾", by=city.head, now=at(DUE - 3 * DAY, 6))
    assert remind(at(DUE - 3 * DAY)) == 1


def test_only_one_government_when_asked_for_one(city: City) -> None:
    row = shown(city)
    assert remind(at(DUE), city.outsider.tenant) == 0
    assert remind(at(DUE), city.tenant) == 1
    assert rungs(row) == ["due"]


def test_many_at_once_are_taken_in_parts(city: City) -> None:
    row = shown(city)
    insert_rows(copies(row, 1203, due_on=DUE))
    assert remind(at(DUE - 3 * DAY)) == 1204
    assert remind(at(DUE - 3 * DAY)) == 0


def test_what_is_not_due_costs_nothing(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row = shown(city)
    insert_rows(copies(row, 3000, due_on=DUE + 90 * DAY))
    with django_assert_num_queries(1):
        assert remind(at(TODAY)) == 0
    with CaptureQueriesContext(connection) as taken:
        assert remind(at(DUE)) == 1
    assert len(taken) <= 12
    if connection.vendor == "sqlite":
        assert "commitment_by_reminder" in plan_of(at(TODAY).date())


def copies(row: Commitment, n: int, *, due_on: date) -> list[Commitment]:
    """Promises like ``row``, in force and due on a day, as many acts would have left them."""
    made = []
    for number in range(n):
        one = copy(row)
        one.pk, one.number, one.due_on = uuid7(), 1000 + number, due_on
        one.remind_on = due_on - 3 * DAY
        made.append(one)
    return made


def plan_of(day: date) -> str:
    return Commitment.objects.filter(remind_on__lte=day).order_by().values("tenant_id").explain()
