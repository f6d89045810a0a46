"""The files of a letter: each once, as many as the channel carries, and of the others why not.

A letter of several notices (a digest) carries the files of all of them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from guatu.domain.words import N_, Sentence, say
from guatu.journal.outbox import Occasion, occasions
from guatu.kit.workbook.limits import MEGABYTE
from guatu.notices.enclosures import Enclosure, enclosed_with, enclosing
from guatu.notices.models import Delivery
from guatu.org.models import User


@dataclass(slots=True)
class Gathered:
    """``missing``: what the reader is told of the files that do not go along; ``events``: those
    whose files do."""

    files: list[Enclosure] = field(default_factory=list)
    events: set[UUID] = field(default_factory=set)
    missing: list[Sentence] = field(default_factory=list)


def gather(rows: Sequence[Delivery], user: User, most: int) -> Gathered:
    """Up to ``most`` bytes in all; 0 for a channel that carries none, which asks nobody."""
    found = Gathered()
    left = most
    for event, file in _each(rows, user, found) if most else ():
        if file not in found.files:
            if len(file.content) > left:
                found.missing.append(_too_large(file, most))
                continue
            left -= len(file.content)
            found.files.append(file)
        found.events.add(event)
    return found


def _each(
    rows: Sequence[Delivery], user: User, found: Gathered
) -> Iterator[tuple[UUID, Enclosure]]:
    events = {row.notice.event_id for row in rows}
    for of in occasions(events, enclosing()):
        try:
            file = _one(of, user)
        except Exception:
            logging.getLogger(__name__).exception("enclosure of event %s", of.event_id)
            words = N_("附件没有生成（程序出错，已记入日志），请登录挂图下载。")
            found.missing.append(say(words))
            continue
        if file is not None:
            yield of.event_id, file


def _one(of: Occasion, user: User) -> Enclosure | None:
    """In a savepoint: a question to the database that fails must not spoil the next."""
    with transaction.atomic():
        return enclosed_with(of, user)


def _too_large(file: Enclosure, most: int) -> Sentence:
    words = N_("“{name}”没有随信附上：一封信的附件合计最多 {mb} MB；请登录挂图下载。")
    return say(words, name=file.name, mb=most // MEGABYTE)
