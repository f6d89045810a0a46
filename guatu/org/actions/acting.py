"""Who acts on the organisation: a person, or the system before any person is there."""

from __future__ import annotations

from django.db import models

from guatu.journal.actions import SystemActor
from guatu.org.access import require
from guatu.org.models import User

Acting = User | SystemActor


def allow(by: Acting, act: str, row: models.Model) -> None:
    """A person needs the right; commands that found a place act as the system."""
    if isinstance(by, User):
        require(by, act, row)
