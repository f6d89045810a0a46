"""Hours and spans that cannot be, and days that the calendar does not reach: always a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

import pytest

from guatu.domain.clocks import (
    HoursError,
    OfficeHours,
    Span,
    SpanError,
    SpanUnit,
    after,
    before,
    closing,
    due,
    left,
    out_of_quiet,
    pause,
)
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from tests.domain.clocks.reading import HOURS, moment, span

SHORT = WorkCalendar("2026", date(2026, 1, 1), date(2026, 12, 31), {})


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        (
            (time(17, 30), time(8, 30)),
            "下班时间须晚于上班时间；现在填的是 17:30 上班、08:30 下班。",
        ),
        ((time(9), time(9)), "下班时间须晚于上班时间；现在填的是 09:00 上班、09:00 下班。"),
        (
            (time(8, 30), time(17, 30), time(12)),
            "午休须同时填写开始和结束时间，或都不填。",
        ),
        (
            (time(8, 30), time(17, 30), time(14), time(12)),
            "午休 14:00 至 12:00 不在上班时间 08:30 至 17:30 之内，或起止颠倒；请改午休时间。",
        ),
        (
            (time(8, 30), time(17, 30), time(12), time(18)),
            "午休 12:00 至 18:00 不在上班时间 08:30 至 17:30 之内，或起止颠倒；请改午休时间。",
        ),
        (
            (time(8, 30), time(17, 30), time(8, 30), time(12)),
            "午休 08:30 至 12:00 不在上班时间 08:30 至 17:30 之内，或起止颠倒；请改午休时间。",
        ),
        (
            (time(8, 30), time(17, 30), time(12), time(17, 30)),
            "午休 12:00 至 17:30 不在上班时间 08:30 至 17:30 之内，或起止颠倒；请改午休时间。",
        ),
        (
            (time(8, 30), time(17, 30), time(12), time(12)),
            "午休 12:00 至 12:00 不在上班时间 08:30 至 17:30 之内，或起止颠倒；请改午休时间。",
        ),
    ],
)
def test_hours_that_no_office_keeps(hours: tuple[time, ...], sentence: str) -> None:
    with pytest.raises(HoursError) as refused:
        OfficeHours(*hours)
    assert str(refused.value.sentence) == sentence


@pytest.mark.parametrize(
    ("stored", "sentence"),
    [
        ({"workdays": -1}, "时限应为 0 至 3660 的整数，不能是“-1”。"),
        ({"days": 3661}, "时限应为 0 至 3660 的整数，不能是“3661”。"),
        ({"days": 1.5}, "时限应为 0 至 3660 的整数，不能是“1.5”。"),
        ({"days": True}, "时限应为 0 至 3660 的整数，不能是“True”。"),
        ({"days": "3"}, "时限应为 0 至 3660 的整数，不能是“3”。"),
        (
            {"weeks": 2},
            "时限的单位不能写作“weeks”，应为 workdays、days、hours、office_hours 之一。",
        ),
        ({}, "时限应写作一个单位和一个数，如 workdays 和 3。"),
        ({"days": 1, "hours": 2}, "时限应写作一个单位和一个数，如 workdays 和 3。"),
        ("3 天", "时限应写作一个单位和一个数，如 workdays 和 3。"),
        (None, "时限应写作一个单位和一个数，如 workdays 和 3。"),
    ],
)
def test_what_is_not_a_span(stored: object, sentence: str) -> None:
    with pytest.raises(SpanError) as refused:
        Span.from_json(stored)
    assert str(refused.value.sentence) == sentence


@pytest.mark.parametrize(
    "ask",
    [
        lambda: due(moment("2026-12-25 10:00"), span("10 workdays"), SHORT, HOURS),
        lambda: due(moment("2026-12-25 10:00"), span("10 days"), SHORT, HOURS),
        lambda: due(moment("2026-12-31 10:00"), span("9 office_hours"), SHORT, HOURS),
        lambda: due(moment("2027-01-04 10:00"), span("1 workdays"), SHORT, HOURS),
        lambda: due(moment("2026-06-01 10:00"), span("3660 days"), SHORT, HOURS),
        lambda: due(moment("2026-12-31 18:00"), span("0 days"), SHORT, HOURS),
        lambda: closing(date(2027, 6, 30), SHORT, HOURS),
        lambda: before(moment("2026-01-02 10:00"), span("3 workdays"), SHORT, HOURS),
        lambda: before(moment("2026-01-01 10:00"), span("3 days"), SHORT, HOURS),
        lambda: before(moment("2026-01-01 10:00"), span("3 office_hours"), SHORT, HOURS),
        lambda: after(moment("2026-12-31 10:00"), span("1 days"), SHORT, HOURS),
        lambda: left(
            moment("2025-12-01 10:00"),
            moment("2026-06-01 10:00"),
            span("1 workdays"),
            SHORT,
            HOURS,
        ),
        lambda: pause(
            moment("2026-12-30 17:30"),
            moment("2026-12-28 10:00"),
            moment("2026-12-31 10:00"),
            span("1 workdays"),
            SHORT,
            HOURS,
        ),
    ],
)
def test_beyond_the_calendar_a_sentence_says_whom_to_ask(ask: Callable[[], object]) -> None:
    with pytest.raises(CalendarOutOfRange) as refused:
        ask()
    assert "请管理员补充日历年份" in str(refused.value.sentence)
    assert "2026-01-01 至 2026-12-31" in str(refused.value.sentence)


def test_hours_around_the_clock_need_no_calendar() -> None:
    found = due(moment("2026-12-31 23:00"), span("2 hours"), SHORT, HOURS)
    assert found == moment("2027-01-01 01:00")


def test_a_moment_without_a_zone_is_an_error_of_the_program() -> None:
    naive = datetime(2026, 3, 6, 10)
    asks: tuple[Callable[[], object], ...] = (
        lambda: due(naive, span("1 workdays"), SHORT, HOURS),
        lambda: due(naive, span("1 hours"), SHORT, HOURS),
        lambda: out_of_quiet(naive, time(22), time(7)),
    )
    for ask in asks:
        with pytest.raises(ValueError, match="time zone"):
            ask()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("3 workdays", "3 个工作日"),
        ("15 days", "15 天"),
        ("2 hours", "2 小时"),
        ("4 office_hours", "4 个工作小时"),
        ("0 workdays", "当日"),
        ("0 days", "当日"),
        ("0 hours", "立即"),
        ("0 office_hours", "立即"),
    ],
)
def test_spans_in_words(text: str, words: str) -> None:
    assert str(span(text).words) == words


@pytest.mark.parametrize("unit", SpanUnit)
def test_every_unit_says_what_is_left_and_how_late_it_is(unit: SpanUnit) -> None:
    at, by = moment("2026-03-02 10:00"), moment("2026-03-11 17:30")
    in_time, late = (left(*ends, Span(1, unit), SHORT, HOURS) for ends in ((at, by), (by, at)))
    assert str(in_time.sentence).startswith("还有 ")
    assert str(late.sentence).startswith("已逾期 ")
    assert late.amount == -in_time.amount
