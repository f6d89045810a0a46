"""The calendar edition that comes with the product."""

from __future__ import annotations

from datetime import date

from guatu.domain.workcalendar import WorkCalendar

FIRST_YEAR = 2004
LAST_NOTICE = 2026
LAST_YEAR = 2040
VERSION = "china-2026"


def shipped_calendar() -> WorkCalendar:
    """Published notices to 2026, provisional years to 2040."""
    from guatu.workdays.seed import seed_days  # the two source packages are slow to load

    return WorkCalendar.from_days(
        VERSION,
        date(FIRST_YEAR, 1, 1),
        date(LAST_YEAR, 12, 31),
        seed_days(FIRST_YEAR, LAST_YEAR),
        range(LAST_NOTICE + 1, LAST_YEAR + 1),
    )
