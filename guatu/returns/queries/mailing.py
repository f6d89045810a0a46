"""Who gets the mail about a sheet, what it asks of them, and how far it has come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from guatu.domain.burden.counting import Demand, of_reminders
from guatu.domain.words import Sentence
from guatu.notices.channels import CHANNELS
from guatu.notices.choices import NoticeKind, Sending
from guatu.notices.models import Delivery, Preference
from guatu.notices.queries import wish_of
from guatu.org.demands import answering_posts
from guatu.org.models import Holding, User
from guatu.returns.models import ReturnRound, ReturnSheet
from guatu.returns.queries.history import standings

MAIL = "mail"
#: The events with which a sheet travels.
SHEET_EVENTS = ("return_sheet.sent", "return_sheet.mailed")


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who answers for a unit, at a post; ``reached``: wants reminders by mail and has an
    address."""

    unit_id: UUID
    post_id: UUID
    user: User
    reached: bool


@dataclass(frozen=True, slots=True)
class Mailed:
    """The last mail about a sheet to one person. ``at``: when it left or is to leave. ``fault``:
    why it did not, or, of one that arrived, why something did not go along. ``enclosed``: whether
    the sheet did, None where nobody noted it."""

    status: Sending
    at: datetime
    fault: Sentence | None
    enclosed: bool | None


@dataclass(frozen=True, slots=True)
class Mailing:
    """A sheet with its readers, each with the last mail to him."""

    sheet: ReturnSheet
    readers: Sequence[tuple[Reader, Mailed | None]]

    @property
    def is_reached(self) -> bool:
        return any(reader.reached for reader, _mailed in self.readers)


def may_mail() -> bool:
    """Whether this installation sends mail at all."""
    return CHANNELS[MAIL].is_ready(None)


def missing_of(user: User, row: ReturnRound) -> list[ReturnSheet]:
    """The sheets of a round that have not come back."""
    return [one.sheet for one in standings(user, row) if one.is_missing]


def mailings(sheets: Sequence[ReturnSheet]) -> list[Mailing]:
    readers: dict[UUID, list[Reader]] = defaultdict(list)
    for reader in readers_of(sheets):
        readers[reader.unit_id].append(reader)
    last = _last_mails(sheets)
    return [
        Mailing(one, [(r, last.get((one.pk, r.user.pk))) for r in readers.get(one.unit_id, ())])
        for one in sheets
    ]


def readers_of(sheets: Sequence[ReturnSheet]) -> list[Reader]:
    """The liaisons of the units of these sheets, of one without a liaison its heads."""
    if not sheets:
        return []
    answering = answering_posts(sheets[0].tenant_id)
    unit_of = {post: one.unit_id for one in sheets for post in answering.get(one.unit_id, ())}
    held = Holding.objects.current().filter(post_id__in=unit_of, user__is_active=True)
    rows = list(held.select_related("user").order_by("post__rank", "id"))
    wishes = Preference.objects.filter(channel=MAIL, user_id__in=[row.user_id for row in rows])
    chosen = {wish.user_id: wish for wish in wishes}
    return [
        Reader(unit_of[row.post_id], row.post_id, row.user, _reached(row.user, chosen))
        for row in rows
    ]


def demands_of(readers: Sequence[Reader], day: date) -> list[Demand]:
    """One reminder for each reader, by unit."""
    units: dict[UUID, list[Reader]] = defaultdict(list)
    for reader in readers:
        units[reader.unit_id].append(reader)
    return [
        Demand(
            unit,
            frozenset(one.post_id for one in listed),
            day,
            of_reminders(len({one.user.pk for one in listed})),
        )
        for unit, listed in units.items()
    ]


def _reached(user: User, chosen: Mapping[UUID, Preference]) -> bool:
    wish = wish_of(user, CHANNELS[MAIL], chosen.get(user.pk))
    muted = NoticeKind.REMINDER in wish.muted
    return wish.enabled and not muted and wish.address is not None


def _last_mails(sheets: Sequence[ReturnSheet]) -> dict[tuple[UUID, UUID], Mailed]:
    """By sheet and person."""
    rows = Delivery.objects.filter(
        channel=MAIL,
        notice__event__object_id__in=[one.pk for one in sheets],
        notice__event__code__in=SHEET_EVENTS,
    )
    found: dict[tuple[UUID, UUID], Mailed] = {}
    for row in rows.select_related("letter", "notice__event").order_by("notice__at", "id"):
        found[row.notice.event.object_id, row.user_id] = _mailed(row)
    return found


def _mailed(row: Delivery) -> Mailed:
    letter = row.letter
    if letter is None:
        return Mailed(Sending(row.status), row.due_at, None, None)
    fault = Sentence.from_json(letter.fault) if letter.fault else None
    return Mailed(Sending(row.status), letter.sent_at or letter.next_try, fault, row.enclosed)
