"""The second factor of log-in: what a person does to it is recorded, a lost one is lifted."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from allauth.mfa.models import Authenticator
from django.db import transaction

from guatu.domain.words import say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.org.actions.acting import Acting, allow
from guatu.org.actions.sessions import end_sessions
from guatu.org.models import User

Change = Literal["on", "off", "codes"]
EVENTS: dict[Change, str] = {
    "on": "user.second_factor_on",
    "off": "user.second_factor_off",
    "codes": "user.recovery_codes_made",
}


@transaction.atomic
def record_second_factor(user: User, change: Change, *, now: datetime) -> None:
    """Record what ``user`` has done to his own second factor; django-allauth does it."""
    journal.record(EVENTS[change], user, by=user, at=now)


@transaction.atomic
def lift_second_factor(user: User, *, by: Acting, now: datetime) -> None:
    """Let a person who lost his telephone log in with the password alone; sessions end."""
    allow(by, "user.open", user)
    lifted, _ = Authenticator.objects.filter(user=user).delete()
    if not lifted:
        raise Refusal(say("{name} 没有开启两步验证，不用解除。", name=user.name))
    end_sessions(user)
    journal.record("user.second_factor_lifted", user, by=by, at=now)
