"""Moments and spans as the page and the tests write them, and what they are counted by."""

from __future__ import annotations

from datetime import datetime, time

from guatu.domain.clocks import CHINA, OfficeHours, Span, SpanUnit
from guatu.workdays.shipped import shipped_calendar

CALENDAR = shipped_calendar()
HOURS = OfficeHours(time(8, 30), time(17, 30))
WITH_BREAK = OfficeHours(time(8, 30), time(17, 30), time(12), time(14))


def moment(text: str) -> datetime:
    """``2026-02-13 16:40``, in China."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def span(text: str) -> Span:
    """``3 workdays``."""
    amount, _, unit = text.partition(" ")
    return Span(int(amount), SpanUnit(unit))


def shown(found: datetime) -> str:
    assert found.tzinfo is CHINA
    return found.strftime("%Y-%m-%d %H:%M")
