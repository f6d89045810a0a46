"""A letter as channels get it: whole addresses, words in Chinese, what is late marked so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urljoin

from django.conf import settings

from guatu.domain.words import Sentence
from guatu.kit.clock import CHINA
from guatu.notices.channels.base import Line, Parcel
from guatu.notices.choices import Urgency
from guatu.notices.models import Delivery, Letter

#: A letter that leaves so long after it should have was made up for after a stop.
LATE_AFTER = timedelta(hours=2)


def pack(letter: Letter, rows: Sequence[Delivery], address: str, now: datetime) -> Parcel:
    user = letter.user
    return Parcel(
        key=letter.pk,
        government=letter.tenant.name,
        user_id=user.pk,
        username=user.username,
        name=user.name,
        address=address,
        urgent=letter.urgency == Urgency.URGENT,
        lines=tuple(_line(row, now) for row in rows),
    )


def whole(path: str) -> str:
    """The address of a page for people outside; empty while ours is not known."""
    return urljoin(settings.SITE_URL, path) if settings.SITE_URL and path else ""


def _line(row: Delivery, now: datetime) -> Line:
    notice = row.notice
    return Line(
        id=notice.pk,
        kind=notice.kind,
        kind_words=str(notice.get_kind_display()),
        words=str(Sentence.from_json(notice.words)),
        url=whole(notice.url),
        at=notice.at.astimezone(CHINA),
        late=notice.late or now - row.due_at > LATE_AFTER,
    )
