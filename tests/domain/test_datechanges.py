"""The tables of docs/algorithms/date-changes.md, read from the page and run."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.domain.datechanges import (
    STATUS_WORDS,
    TABLE,
    VERB_WORDS,
    Made,
    Moved,
    Party,
    Rules,
    Status,
    Verb,
    given_back,
    judge,
    last_day_to_ask,
    load_reasons,
    open_to,
    paused_workdays,
    step,
    workdays_left,
)
from guatu.domain.statetables import NotNow
from guatu.workdays.shipped import shipped_calendar
from tests.domain.lights.documents import rows_of

PAGE = "date-changes.md"
PRESET = Path(__file__).parents[2] / "guatu" / "datechanges" / "presets" / "rules.json"
STORED = json.loads(PRESET.read_text(encoding="utf-8"))
FIGURES = ("most_times", "most_days", "lock_days", "notice_days", "leader_days")
RULES = Rules(**{name: STORED[name] for name in FIGURES}, reasons=load_reasons(STORED["reasons"]))
CALENDAR = shipped_calendar()
MONDAY = date(2021, 3, 15)
DAY = timedelta(days=1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def moved(before: str, after: str) -> list[Moved]:
    return [Moved("piles", "打桩", day(before), day(after))]


def made(text: str) -> list[Made]:
    found = []
    for word in text.replace("–", "").split():
        days = int(word.removeprefix("free"))
        start = day("2021-01-31")
        change = Moved("piles", "打桩", start, start + days * DAY)
        found.append(Made([change], counted=not word.startswith("free")))
    return found


def test_what_ships_is_the_default_of_the_core() -> None:
    assert replace(RULES, reasons=()) == Rules()


@pytest.mark.parametrize("row", rows_of(PAGE, "last day"), ids=lambda row: row["today"])
def test_the_window(row: dict[str, str]) -> None:
    due, today = day(row["due"]), day(row["today"])
    assert workdays_left(due, today, CALENDAR) == int(row["left"])
    assert last_day_to_ask(due, RULES, CALENDAR) == day(row["last day"])
    reason = RULES.reason("design")
    later = [Moved("piles", "打桩", due, max(due, today) + 20 * DAY)]
    verdict = judge(RULES, reason, later, [], today=today, calendar=CALENDAR)
    assert verdict.may_be_asked == (row["may be asked"] == "yes")


@pytest.mark.parametrize("row", rows_of(PAGE, "made"), ids=lambda row: row["answer"])
def test_limits_and_who_decides(row: dict[str, str]) -> None:
    later = [one for one in moved(row["due"], row["to"]) if one.days > 0]
    verdict = judge(
        RULES,
        RULES.reason(row["reason"]),
        later,
        made(row["made"]),
        today=MONDAY,
        calendar=CALENDAR,
    )
    said = "；".join(str(fault.sentence) for fault in verdict.faults) or str(verdict.level)
    assert row["answer"] in said
    if later:
        assert (verdict.times, verdict.total) == (int(row["times"]), int(row["total"]))


@pytest.mark.parametrize("row", rows_of(PAGE, "given back"), ids=lambda row: row["until"])
def test_what_a_pause_gives_back(row: dict[str, str]) -> None:
    paused = paused_workdays(day(row["since"]), day(row["until"]), CALENDAR)
    assert paused == int(row["workdays"])
    assert given_back(day(row["due"]), paused, CALENDAR) == day(row["given back"])


def test_a_locked_date_says_when_it_closed_and_what_to_do() -> None:
    late = moved("2021-03-17", "2021-04-30")
    verdict = judge(RULES, RULES.reason("works"), late, [], today=MONDAY, calendar=CALENDAR)
    assert [str(fault.sentence) for fault in verdict.faults] == [
        "“打桩”应于 2021-03-17 完成，到期前 3 个工作日内不再受理改期，最迟应在 2021-03-12 提出。"
        "如果在等别的单位，请办理“暂停等待”，写明等谁、等什么；否则按期推进，到期如实登记。"
    ]


def test_a_promise_that_is_dropped_is_for_a_leader() -> None:
    dropped = [Moved("green", "绿化", date(2021, 12, 31), None)]
    verdict = judge(RULES, RULES.reason("design"), dropped, [], today=MONDAY, calendar=CALENDAR)
    assert (verdict.may_be_asked, verdict.level, verdict.days) == (True, "leader", 0)


def test_without_limits_everything_may_be_asked() -> None:
    free = replace(RULES, most_times=0, most_days=0, lock_days=0, notice_days=0, leader_days=0)
    verdict = judge(
        free,
        free.reason("works"),
        moved("2021-03-15", "2021-12-31"),
        made("50 50 50"),
        today=MONDAY,
        calendar=CALENDAR,
    )
    assert (verdict.may_be_asked, verdict.level) == (True, "office")


@given(st.integers(1, 300), st.integers(0, 200), st.lists(st.integers(1, 30), max_size=3))
def test_more_days_never_make_it_easier(ahead: int, days: int, before: list[int]) -> None:
    due = MONDAY + ahead * DAY
    known = made(" ".join(map(str, before)))
    reason = RULES.reason("works")
    faults = []
    for more in (days, days + 1):
        later = [Moved("piles", "打桩", due, due + (more + 1) * DAY)]
        verdict = judge(RULES, reason, later, known, today=MONDAY, calendar=CALENDAR)
        faults.append(len(verdict.faults))
    assert faults[0] <= faults[1]


def test_the_table_is_whole() -> None:
    assert set(STATUS_WORDS) == set(Status)
    assert set(VERB_WORDS) == {row.verb for row in TABLE} == set(Verb)
    assert open_to(Status.ASKED, {Party.ASKER}) == [Verb.WITHDRAW]
    assert open_to(Status.ASKED, {Party.APPROVER}) == [Verb.APPROVE, Verb.REFUSE]
    for status in (Status.APPROVED, Status.REFUSED, Status.WITHDRAWN):
        assert open_to(status, set(Party)) == []
        with pytest.raises(NotNow, match=STATUS_WORDS[status]):
            step(status, Verb.APPROVE)
