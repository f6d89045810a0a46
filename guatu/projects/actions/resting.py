"""A whole project rests: its light shows that it is paused, while nothing is worse than green.

For pauses that others decide on (``guatu.datechanges``); each dimension that a pause excuses is
excused by itself (``excuses``).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from guatu.domain.words import N_, say
from guatu.journal import actions as journal
from guatu.journal.actions import Actor
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import User
from guatu.projects.actions.holding import hold
from guatu.projects.models import Project
from guatu.projects.patrol import recheck

DAY = timedelta(days=1)
KEPT = ["paused_on", "paused_until", "paused_for"]
MOST = 200


@transaction.atomic
def pause_project(
    project: Project, *, since: date, until: date, waits_for: str, by: User, now: datetime
) -> None:
    """The project rests from ``since`` to ``until``, both included; a pause before is replaced.

    ``waits_for`` ends the sentence of its light: for whom and what it waits.
    """
    require(by, "excuse.grant", project)
    held = hold(project)
    if until < since:
        raise Refusal(say(N_("截止日期早于起始日期，请核对。")))
    held.paused_on, held.paused_until, held.paused_for = since, until, waits_for[:MOST]
    held.save(update_fields=KEPT)
    journal.record(
        "project.paused", held, by=by, at=now, since=since, until=until, reason=held.paused_for
    )
    recheck([held], now=now)


def resume_project(project: Project, *, before: date, by: Actor, now: datetime) -> None:
    """The pause holds no more from ``before`` on; the project must be held.

    What lies before that day stays: the light of those days is found again.
    """
    since, until = project.paused_on, project.paused_until
    if since is None or until is None or until < before:
        return
    last = before - DAY
    if last < since:
        project.paused_on, project.paused_until, project.paused_for = None, None, ""
    else:
        project.paused_until = last
    project.save(update_fields=KEPT)
    journal.record("project.resumed", project, by=by, at=now, until=last)
    recheck([project], now=now)
