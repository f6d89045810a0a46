"""Counting workdays over Spring Festival make-up days, and what happens at the edges."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guatu.domain.workcalendar import (
    EVERY_DAY,
    MONDAY_TO_FRIDAY,
    CalendarDay,
    CalendarOutOfRange,
    DayKind,
    WorkCalendar,
)
from guatu.workdays.seed import seed_days

CHINA = WorkCalendar.from_days(
    "2026-1", date(2020, 1, 1), date(2028, 12, 31), seed_days(2020, 2028)
)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "worked"),
    [
        ("2021-02-07", True),  # Sunday, worked
        ("2021-02-11", False),  # Thursday, 除夕
        ("2021-02-17", False),
        ("2021-02-20", True),  # Saturday, worked
        ("2021-02-21", False),
        ("2026-01-02", False),
        ("2026-01-04", True),
        ("2026-02-14", True),
        ("2026-02-23", False),
        ("2026-02-28", True),
        ("2026-10-10", True),
        ("2026-10-11", False),
    ],
)
def test_holidays_and_make_up_days_overrule_the_week(text, worked):
    assert CHINA.is_workday(day(text)) is worked


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2021-02-05", "2021-02-22", 8),  # 5 7 8 9 10 · 18 19 20
        ("2026-02-13", "2026-02-26", 4),  # 13 14 · 24 25
        ("2026-02-15", "2026-02-24", 0),
        ("2026-03-02", "2026-03-02", 0),  # the end is not counted
        ("2026-03-06", "2026-03-02", -4),
        ("2026-01-01", "2027-01-01", 248),
    ],
)
def test_workdays_between_leaves_the_end_out(start, end, count):
    assert CHINA.workdays_between(day(start), day(end)) == count


@pytest.mark.parametrize(
    ("start", "n", "found"),
    [
        ("2021-02-05", 1, "2021-02-07"),
        ("2021-02-10", 1, "2021-02-18"),  # the day of the event is not counted
        ("2021-02-10", 4, "2021-02-22"),
        ("2021-02-13", 1, "2021-02-18"),  # from a day off
        ("2026-02-14", 5, "2026-02-28"),
        ("2026-02-28", 1, "2026-03-02"),
        ("2026-02-24", -1, "2026-02-14"),
        ("2026-02-18", -1, "2026-02-14"),
        ("2026-02-14", -2, "2026-02-12"),
        ("2026-02-18", 0, "2026-02-24"),  # a last day on a holiday moves on
        ("2026-02-14", 0, "2026-02-14"),
    ],
)
def test_adding_workdays_counts_from_the_day_after(start, n, found):
    assert CHINA.add_workdays(day(start), n) == day(found)


def test_the_next_and_the_previous_workday_may_be_the_day_itself():
    assert CHINA.next_workday(day("2026-02-14")) == day("2026-02-14")
    assert CHINA.next_workday(day("2026-02-15")) == day("2026-02-24")
    assert CHINA.previous_workday(day("2026-02-23")) == day("2026-02-14")
    assert CHINA.previous_workday(day("2026-02-28")) == day("2026-02-28")


DAYS = st.dates(CHINA.first, CHINA.last)


@given(DAYS)
@example(CHINA.last)
def test_a_workday_has_an_index_and_the_index_leads_back(one):
    if CHINA.is_workday(one):
        assert CHINA.day_at(CHINA.index(one)) == one
    elif one > CHINA.previous_workday(CHINA.last):
        for beyond in (lambda: CHINA.day_at(CHINA.index(one)), lambda: CHINA.next_workday(one)):
            with pytest.raises(CalendarOutOfRange):
                beyond()
    else:
        assert CHINA.day_at(CHINA.index(one)) == CHINA.next_workday(one)


@given(st.dates(date(2021, 1, 1), date(2027, 12, 31)), st.integers(1, 200))
def test_going_forward_and_back_again_returns_to_the_workday(one, n):
    start = CHINA.next_workday(one)
    there = CHINA.add_workdays(start, n)
    assert CHINA.add_workdays(there, -n) == start
    assert CHINA.workdays_between(start, there) == n


@given(DAYS, DAYS, DAYS)
def test_spans_add_up(a, b, c):
    between = CHINA.workdays_between
    assert between(a, b) + between(b, c) == between(a, c)


@given(DAYS, st.integers(0, 40))
def test_counting_by_hand_gives_the_same(one, length):
    end = min(one + timedelta(length), CHINA.last)
    walked = [one + timedelta(n) for n in range((end - one).days)]
    assert CHINA.workdays_between(one, end) == sum(map(CHINA.is_workday, walked))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-02-17", "2026-02-17（星期二）春节，法定节假日，放假。"),
        ("2026-02-20", "2026-02-20（星期五）春节调休，放假。"),
        ("2026-02-14", "2026-02-14（星期六）春节调休，上班。"),
        ("2026-03-07", "2026-03-07（星期六）周末，休息。"),
        ("2026-03-09", "2026-03-09（星期一）工作日。"),
        (
            "2027-02-08",
            "2027-02-08（星期一）春节，法定节假日，暂按放假计，2027 年放假安排尚未发布。",
        ),
        ("2027-02-09", "2027-02-09（星期二）春节补假，暂按放假计，2027 年放假安排尚未发布。"),
        ("2027-02-11", "2027-02-11（星期四）暂按工作日计，2027 年放假安排尚未发布。"),
        ("2027-02-13", "2027-02-13（星期六）周末，暂按休息计，2027 年放假安排尚未发布。"),
    ],
)
def test_a_day_says_why_it_is_worked_or_not(text, sentence):
    assert str(CHINA.describe(day(text))) == sentence


def test_a_bare_exception_is_told_without_a_name():
    plain = WorkCalendar("x", day("2026-03-01"), day("2026-03-31"), {day("2026-03-04"): False})
    assert str(plain.describe(day("2026-03-04"))) == "2026-03-04（星期三）放假。"


def test_a_year_a_day_and_a_span_say_whether_they_are_provisional():
    assert not CHINA.is_provisional(2026)
    assert CHINA.is_provisional(2027)
    assert not CHINA.is_provisional(day("2026-12-31"))
    assert CHINA.is_provisional(day("2026-12-31"), day("2027-01-01"))
    assert not CHINA.is_provisional(day("2025-01-01"), day("2026-12-31"))
    listed = WorkCalendar.from_days("x", day("2029-01-01"), day("2030-12-31"), [], [2030])
    assert (listed.is_provisional(2029), listed.is_provisional(2030)) == (False, True)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda c: c.is_workday(day("2029-01-01")), "2029-01-01 不在工作日历的范围内"),
        (lambda c: c.is_workday(day("2019-12-31")), "2019-12-31 不在"),
        (lambda c: c.describe(day("2029-01-01")), "2029-01-01 不在"),
        (lambda c: c.index(day("2019-12-31")), "2019-12-31 不在"),
        (lambda c: c.workdays_between(day("2026-01-01"), day("2029-01-02")), "2029-01-02 不在"),
        (lambda c: c.workdays_between(day("2019-12-31"), day("2026-01-01")), "2019-12-31 不在"),
        (lambda c: c.add_workdays(day("2028-12-29"), 30), "从 2028-12-29 起数 30 个工作日"),
        (lambda c: c.add_workdays(day("2020-01-02"), -9), "从 2020-01-02 起数 -9 个工作日"),
        (lambda c: c.previous_workday(day("2020-01-01")), "从 2020-01-01 起"),
        (lambda c: c.next_workday(day("2028-12-31")), "从 2028-12-31 起"),
        (lambda c: c.day_at(-1), "第 -1 个工作日"),
        (lambda c: c.day_at(99_999), "第 99999 个工作日"),
    ],
)
def test_what_lies_outside_the_years_is_refused_with_what_to_do(ask, words):
    with pytest.raises(CalendarOutOfRange, match=words) as refused:
        ask(CHINA)
    assert "2020-01-01 至 2028-12-31" in str(refused.value)
    assert "请" in str(refused.value.sentence)


def test_a_span_may_end_with_the_last_day_of_the_calendar():
    year = WorkCalendar("x", day("2026-03-02"), day("2026-03-08"), {})
    assert year.workdays_between(year.first, day("2026-03-09")) == 5


def test_other_weeks_and_days_of_every_kind():
    span = (day("2026-03-02"), day("2026-03-15"))
    assert len(WorkCalendar("日历日", *span, {}, week=EVERY_DAY).inv_list) == 14
    six = WorkCalendar("六天", *span, {day("2026-03-08"): True}, week=(1, 1, 1, 1, 1, 1, 0))
    assert six.inv.tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert six.cum.tolist() == [*range(14), 13]
    assert MONDAY_TO_FRIDAY == (1, 1, 1, 1, 1, 0, 0)


def test_rows_outside_the_span_are_left_out_and_calendars_compare_by_what_they_say():
    rows = [
        CalendarDay(day("2025-12-31"), DayKind.REST_DAY, "元旦"),
        CalendarDay(day("2026-01-01"), DayKind.STATUTORY_HOLIDAY, "元旦"),
    ]
    made = [
        WorkCalendar.from_days("a", day("2026-01-01"), day("2026-12-31"), rows) for _ in range(2)
    ]
    assert made[0].exceptions == {day("2026-01-01"): False}
    assert made[0] == made[1]
    assert len(set(made)) == 1


def test_the_counts_cannot_be_changed_from_outside():
    with pytest.raises(ValueError, match="read-only"):
        CHINA.cum[0] = 1


@pytest.mark.parametrize(
    ("first", "last", "options"),
    [
        ("2026-03-02", "2026-03-01", {}),
        ("2026-03-02", "2026-03-08", {"week": (0,) * 7}),
        ("2026-03-07", "2026-03-08", {}),
    ],
)
def test_a_calendar_without_a_workday_cannot_be_made(first, last, options):
    with pytest.raises(ValueError, match="at least one"):
        WorkCalendar("x", day(first), day(last), {}, **options)
