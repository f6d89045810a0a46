"""A letter as channels get it: whole addresses, words in Chinese, what is late marked so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urljoin

from django.conf import settings

from guatu.domain.words import N_, Sentence, say
from guatu.kit.clock import CHINA
from guatu.notices.actions.enclosing import gather
from guatu.notices.channels.base import Line, Parcel
from guatu.notices.choices import Urgency
from guatu.notices.models import Delivery, Letter

#: A letter that leaves so long after it should have was made up for after a stop.
LATE_AFTER = timedelta(hours=2)


def pack(
    letter: Letter, rows: Sequence[Delivery], address: str, now: datetime, *, most_enclosed: int = 0
) -> Parcel:
    """``most_enclosed``: bytes of files that the channel carries."""
    user = letter.user
    enclosed = gather(rows, user, most_enclosed)
    return Parcel(
        key=letter.pk,
        government=letter.tenant.name,
        user_id=user.pk,
        username=user.username,
        name=user.name,
        address=address,
        urgent=letter.urgency == Urgency.URGENT,
        lines=tuple(_line(row, now, row.notice.event_id in enclosed.events) for row in rows),
        enclosures=tuple(enclosed.files),
        missing=tuple(enclosed.missing),
    )


def without_files(parcel: Parcel) -> Parcel:
    """For a letter that did not get through with them."""
    if not parcel.enclosures:
        return parcel
    words = say(N_("带附件发送多次没有成功，请登录挂图下载。"))
    return replace(parcel, enclosures=(), missing=(*parcel.missing, words))


def whole(path: str) -> str:
    """The address of a page for people outside; empty while ours is not known."""
    return urljoin(settings.SITE_URL, path) if settings.SITE_URL and path else ""


def _line(row: Delivery, now: datetime, enclosed: bool) -> Line:
    notice = row.notice
    return Line(
        id=notice.pk,
        kind=notice.kind,
        kind_words=str(notice.get_kind_display()),
        words=str(Sentence.from_json(notice.words)),
        url=whole(notice.url),
        at=notice.at.astimezone(CHINA),
        late=notice.late or now - row.due_at > LATE_AFTER,
        enclosed=enclosed,
    )
