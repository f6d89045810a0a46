"""The table of festival dates against a published lunisolar calendar."""

from __future__ import annotations

from datetime import date, timedelta

from holidays.calendars.chinese import _ChineseLunisolar

from guatu.domain.zh.festivals import festival


def test_moving_festivals_agree_with_the_lunisolar_calendar() -> None:
    calendar = _ChineseLunisolar()
    for year in range(2000, 2041):
        new_year = calendar.lunar_new_year_date(year)[0]
        assert new_year is not None
        assert festival("春节", year) == new_year
        assert festival("端午", year) == calendar.dragon_boat_date(year)[0]
        assert festival("中秋", year) == calendar.mid_autumn_date(year)[0]
        assert festival("除夕", year) == new_year - timedelta(days=1)
        assert festival("元宵", year) == new_year + timedelta(days=14)


def test_clear_brightness_of_published_holiday_notices() -> None:
    published = {2008: 4, 2011: 5, 2016: 4, 2019: 5, 2020: 4, 2021: 4, 2022: 5, 2023: 5, 2024: 4}
    for year, day in published.items():
        assert festival("清明", year) == date(year, 4, day)


def test_outside_the_table_only_fixed_days_are_known() -> None:
    assert festival("春节", 2041) is None
    assert festival("国庆", 2041) == date(2041, 10, 1)
