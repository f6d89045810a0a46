"""The calendars of the random plans: the product's own, one of six days, one of all days."""

from __future__ import annotations

from guatu.domain.workcalendar import EVERY_DAY, WorkCalendar
from guatu.workdays.shipped import shipped_calendar

CHINA = shipped_calendar()
SIX_DAYS = WorkCalendar(
    "six days", CHINA.first, CHINA.last, CHINA.exceptions, week=(1, 1, 1, 1, 1, 1, 0)
)
DAILY = WorkCalendar("every day", CHINA.first, CHINA.last, {}, week=EVERY_DAY)
CALENDARS = (CHINA, SIX_DAYS, DAILY)
