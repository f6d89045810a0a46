"""What a paper is drafted from: the template in force with the facts of this moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from guatu.boards.papers.periodic import bulletin_facts, weekly_facts
from guatu.boards.papers.reading import Period
from guatu.boards.papers.single import dispatch_facts, minutes_facts
from guatu.boards.papers.starts import starts_facts
from guatu.command.models import Meeting
from guatu.dispatches.models import Dispatch
from guatu.kit.clock import CHINA
from guatu.org.models import Post, User
from guatu.papers.actions.papers import Composed
from guatu.papers.choices import PaperKind
from guatu.papers.queries.templates import template_in_force
from guatu.starts.models import StartEvent

#: Weeks and months that a paper may be about: the running one and those before it.
PERIODS_BACK = 12


def spans(kind: str, today: date) -> Iterator[tuple[date, date]]:
    """First and last days of weeks for a weekly report, of months for a bulletin, the newest
    first; the running one is cut at ``today``."""
    first = _first_day(kind, today)
    last = today
    for _ in range(PERIODS_BACK):
        yield first, last
        last = first - timedelta(days=1)
        first = _first_day(kind, last)


def _first_day(kind: str, day: date) -> date:
    if kind == PaperKind.WEEKLY:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1)


def on_period(kind: str, period: Period, user: User) -> Composed:
    """A bulletin or a weekly report, from what ``user`` sees."""
    facts_of = weekly_facts if kind == PaperKind.WEEKLY else bulletin_facts
    return Composed(
        template_in_force(user.tenant, kind),
        facts_of(user, period, year=user.tenant.year),
        period.first,
        period.last,
        line=period.line,
        to_all=True,
    )


def on_dispatch(kind: str, dispatch: Dispatch, now: datetime) -> Composed:
    """A slip or a sheet to the units that have a part in it."""
    parts = [part for part in dispatch.parts.select_related("unit") if part.is_in]
    lead = next(part.unit for part in parts if part.is_lead)
    today = now.astimezone(CHINA).date()
    return Composed(
        template_in_force(dispatch.tenant, kind),
        dispatch_facts(dispatch, now),
        today,
        today,
        about_id=dispatch.pk,
        addressee=f"{lead.name}：",
        units=[part.unit for part in parts],
    )


def on_start(event: StartEvent, user: User, now: datetime) -> Composed:
    """The briefing of a concentrated start, to everybody."""
    today = now.astimezone(CHINA).date()
    return Composed(
        template_in_force(event.tenant, PaperKind.STARTS),
        starts_facts(user, event, today),
        event.day,
        event.day,
        about_id=event.pk,
        to_all=True,
    )


def on_meeting(meeting: Meeting, now: datetime) -> Composed:
    """Minutes to the units of those who attended."""
    today = now.astimezone(CHINA).date()
    attended = Post.objects.filter(pk__in=meeting.attendees.values("pk")).select_related("unit")
    return Composed(
        template_in_force(meeting.tenant, PaperKind.MINUTES),
        minutes_facts(meeting),
        today,
        today,
        about_id=meeting.pk,
        units=list({post.unit for post in attended}),
    )
