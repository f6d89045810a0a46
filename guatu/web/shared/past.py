"""Looking back: a page of figures as it stood at the end of a day (``?as_of=2021-02-15``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from guatu.kit.clock import CHINA
from guatu.projects.queries.past import first_day
from guatu.web.shared.requests import Request

DAY = timedelta(days=1)
#: Days before are no days to look back to.
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Choice:
    """A day that is often asked for."""

    label: str
    day: date
    url: str


@dataclass(frozen=True, slots=True)
class PastControl:
    """What the page's control of the day shows; ``moment`` is None on the page of today.

    ``before`` and ``after`` are addresses; ``first`` looks up from which day on there is
    anything, and is asked by pages that have nothing to show.
    """

    moment: datetime | None
    earliest: date
    latest: date
    choices: Sequence[Choice]
    kept: Sequence[tuple[str, str]]
    now_url: str
    before: str
    after: str
    first: Callable[[], date | None]

    @property
    def day(self) -> date | None:
        return self.moment.date() if self.moment else None


def as_of(request: HttpRequest, today: date) -> datetime | None:
    """The end of the day that the address asks for; None for today, the future and no day."""
    try:
        day = date.fromisoformat(request.GET.get("as_of", ""))
    except ValueError:
        return None
    return datetime.combine(day, time(23, 59, 59), CHINA) if EARLIEST <= day < today else None


def past_control(request: Request, year: int | None = None) -> PastControl:
    """For pages that can be opened as they stood; ``year`` is that of the list they show."""
    kept = [(n, str(v)) for n, v in request.GET.items() if n not in ("as_of", "page") and v]
    day = day_of(request)
    return PastControl(
        request.as_of,
        EARLIEST,
        request.today - DAY,
        _choices(request),
        kept,
        _address(request, None),
        _address(request, day - DAY) if day > EARLIEST else "",
        _address(request, day + DAY if day + DAY < request.today else None),
        partial(first_day, request.user, year or request.tenant.year),
    )


def day_of(request: Request) -> date:
    """The day that a page tells of."""
    return request.as_of.date() if request.as_of else request.today


def on_day(url: str, moment: datetime | None) -> str:
    """``url`` of the same day: ``/projects/?line=…`` → ``/projects/?line=…&as_of=2021-02-15``."""
    if moment is None or not url:
        return url
    path, mark, anchor = url.partition("#")
    joint = "" if path.endswith("?") else "&" if "?" in path else "?"
    return f"{path}{joint}as_of={moment.date().isoformat()}{mark}{anchor}"


def project_address(pk: UUID, moment: datetime | None = None) -> str:
    """The page of a project; of a day of the past why its light was as it was."""
    if moment is None:
        return reverse("project-detail", args=[pk])
    return f"{reverse('project-light', args=[pk])}?day={moment.date().isoformat()}"


def _choices(request: Request) -> list[Choice]:
    today = request.today
    days = (
        (_("昨天"), today - DAY),
        (_("一周前"), today - 7 * DAY),
        (_("上月底"), today.replace(day=1) - DAY),
    )
    return [Choice(label, day, _address(request, day)) for label, day in days]


def _address(request: Request, day: date | None) -> str:
    values = request.GET.copy()
    values.pop("page", None)
    values.pop("as_of", None)
    if day is not None:
        values["as_of"] = day.isoformat()
    return f"{request.path}?{values.urlencode()}" if values else request.path
