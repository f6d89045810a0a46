"""The one door to kept answers: a POST that comes again has no second effect.

Who takes a key first holds it until his transaction ends; who comes with the same key meanwhile
waits for that, and finds the answer, or nothing when the first was rolled back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from guatu.journal.models import Answer

KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Asked:
    """A POST as it is told from others; ``digest`` covers the whole address and the content."""

    user_id: UUID
    key: str
    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class Said:
    """A message that is shown on the next page."""

    level: int
    words: str
    tags: str


@dataclass(frozen=True, slots=True)
class Given:
    """An answer; without ``body`` it was too long to be kept."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = ""
    said: Sequence[Said] = ()


class OtherContent(Exception):
    """The key was used for another content or another address."""


def take(asked: Asked, at: datetime) -> Given | None:
    """Hold the key until the caller's transaction ends; None when it is ours to answer.

    Raises ``OtherContent``, and ``RuntimeError`` outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a key is taken inside the transaction of its effect")
    row = Answer(user_id=asked.user_id, key=asked.key, path=asked.path, digest=asked.digest, at=at)
    Answer.objects.bulk_create([row], ignore_conflicts=True)
    held = Answer.objects.get(user_id=asked.user_id, key=asked.key)
    if held.pk == row.pk:
        return None
    if held.digest != asked.digest:
        raise OtherContent
    return Given(held.status, held.headers, held.body, tuple(Said(**one) for one in held.said))


def keep(asked: Asked, given: Given) -> None:
    """Write down the answer to a key that ``take`` gave us, in the same transaction."""
    Answer.objects.filter(user_id=asked.user_id, key=asked.key).update(
        status=given.status,
        headers=dict(given.headers),
        body=given.body,
        said=[{"level": one.level, "words": one.words, "tags": one.tags} for one in given.said],
    )


def forget(now: datetime) -> int:
    """Remove what is older than ``KEPT``; returns how many."""
    gone, _ = Answer.objects.filter(at__lt=now - KEPT).delete()
    return gone
