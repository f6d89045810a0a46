"""When a normal notice may leave: quiet hours and digests, as plain times of day in China."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from guatu.kit.clock import CHINA
from guatu.notices.choices import Digest

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """Quiet from ``quiet_from`` to ``quiet_until`` (over midnight if that is earlier; none if
    equal); the daily letter leaves at ``letter_at``."""

    quiet_from: time = time(22)
    quiet_until: time = time(7)
    letter_at: time = time(8)

    def is_quiet(self, moment: datetime) -> bool:
        at = moment.astimezone(CHINA).time()
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until

    def leaves_at(self, moment: datetime, digest: str) -> datetime:
        """When a normal notice of ``moment`` leaves: with a daily letter at 08:00, one of 08:00
        goes with the letter of that minute, one of 08:01 the day after."""
        if digest == Digest.DAILY:
            return _next(self.letter_at, moment)
        if digest == Digest.HOURLY:
            moment = _full_hour(moment)
        return _next(self.quiet_until, moment) if self.is_quiet(moment) else moment


def _next(at: time, moment: datetime) -> datetime:
    """The first moment at this time of day that is not before ``moment``'s minute."""
    local = moment.astimezone(CHINA)
    found = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return found if found >= local.replace(second=0, microsecond=0) else found + DAY


def _full_hour(moment: datetime) -> datetime:
    local = moment.astimezone(CHINA)
    hour = local.replace(minute=0, second=0, microsecond=0)
    return hour if hour == local else hour + HOUR
