"""The one place where the real time is read; everything inside takes it as an argument."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def now(stopped_on: date | None = None) -> datetime:
    """The present moment in China; with ``stopped_on``, the same time of day on that date.

    A demonstration keeps its calendar on one day so that its lights stay as they were meant.
    """
    return standing(datetime.now(CHINA), stopped_on)


def standing(moment: datetime, stopped_on: date | None) -> datetime:
    """``moment`` in China by a clock whose calendar stands still on ``stopped_on``, if on any."""
    local = moment.astimezone(CHINA)
    if stopped_on is None:
        return local
    return local.replace(year=stopped_on.year, month=stopped_on.month, day=stopped_on.day)
