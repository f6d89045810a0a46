"""The edition that the product ships, as it stands in the database."""

from __future__ import annotations

from datetime import date

import pytest

from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.workdays.actions import load, load_shipped
from guatu.workdays.models import CalendarVersion, SpecialDay
from guatu.workdays.queries import calendar_in_force
from guatu.workdays.shipped import VERSION, shipped_calendar
from tests.city import NOW


@pytest.fixture
def calendar(db: None) -> WorkCalendar:
    load_shipped(now=NOW)
    return calendar_in_force()


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "worked"),
    [
        ("2021-02-07", True),  # a Sunday before Spring Festival
        ("2021-02-11", False),
        ("2021-02-20", True),  # a Saturday after it
        ("2021-05-05", False),
        ("2021-05-08", True),  # a Saturday for the five days of May
        ("2021-03-15", True),
        ("2021-03-20", False),
        ("2026-01-04", True),
        ("2026-02-14", True),
        ("2026-02-28", True),
        ("2026-05-09", True),
        ("2026-09-20", True),
        ("2026-10-10", True),
        ("2026-10-01", False),
    ],
)
def test_days_as_the_state_council_published_them(
    calendar: WorkCalendar, text: str, worked: bool
) -> None:
    assert calendar.is_workday(day(text)) is worked


def test_2026_has_248_workdays_and_six_make_up_days(calendar: WorkCalendar) -> None:
    assert calendar.workdays_between(date(2026, 1, 1), date(2027, 1, 1)) == 248
    made_up = SpecialDay.objects.filter(kind="make_up_workday", day__year=2026)
    assert [f"{d:%m-%d}" for d in made_up.values_list("day", flat=True)] == [
        "01-04", "02-14", "02-28", "05-09", "09-20", "10-10",
    ]  # fmt: skip


def test_a_year_without_a_notice_is_provisional_and_says_so(calendar: WorkCalendar) -> None:
    assert not calendar.is_provisional(2026)
    assert calendar.is_provisional(2027)
    assert calendar.is_provisional(date(2026, 12, 1), date(2027, 1, 8))
    assert "放假安排尚未发布" in str(calendar.describe(date(2027, 3, 15)))
    assert CalendarVersion.objects.get().provisional_from == 2027


def test_what_is_read_back_is_what_was_loaded(calendar: WorkCalendar) -> None:
    shipped = shipped_calendar()
    assert calendar.exceptions == shipped.exceptions
    assert calendar.provisional_years == shipped.provisional_years
    assert (calendar.first, calendar.last) == (date(2004, 1, 1), date(2040, 12, 31))
    assert str(calendar.describe(date(2026, 2, 14))) == "2026-02-14（星期六）春节调休，上班。"


def test_beyond_its_years_it_says_what_to_do(calendar: WorkCalendar) -> None:
    with pytest.raises(CalendarOutOfRange, match="请管理员补充日历年份"):
        calendar.is_workday(date(2041, 1, 1))


@pytest.mark.django_db
def test_before_any_edition_was_loaded_the_shipped_one_counts() -> None:
    assert calendar_in_force().version == VERSION
    assert not CalendarVersion.objects.exists()


@pytest.mark.django_db
def test_loading_twice_is_loading_once() -> None:
    first = load_shipped(now=NOW)
    days = SpecialDay.objects.count()
    assert load_shipped(now=NOW.replace(year=2022)) == first
    assert SpecialDay.objects.count() == days
    assert CalendarVersion.objects.get().loaded_at == NOW


@pytest.mark.django_db
def test_a_newer_edition_takes_over_and_the_older_one_stays() -> None:
    load_shipped(now=NOW)
    newer = WorkCalendar.from_days("local-2021b", date(2021, 1, 1), date(2021, 12, 31), [])
    load(newer, now=NOW.replace(hour=10))
    assert calendar_in_force().version == "local-2021b"
    assert not calendar_in_force().is_workday(date(2021, 2, 20))
    assert set(CalendarVersion.objects.values_list("version", flat=True)) == {
        VERSION,
        "local-2021b",
    }
