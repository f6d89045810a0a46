"""Ending the sessions of a person whose account or password was taken in hand by another."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from guatu.org.models import User


def end_sessions(user: User) -> None:
    own = [s.pk for s in Session.objects.iterator(500) if _belongs(s, user)]
    Session.objects.filter(pk__in=own).delete()


def _belongs(session: Session, user: User) -> bool:
    return bool(session.get_decoded().get(SESSION_KEY) == str(user.pk))
