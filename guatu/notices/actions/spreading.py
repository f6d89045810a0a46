"""From the outbox to the inbox: who is told of an event, and by which channels beside."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from guatu.journal import outbox
from guatu.journal.outbox import Claim
from guatu.kit import clock
from guatu.kit.bulk import Maker, insert_rows
from guatu.notices.audience import Told, kind_of, people_told_of_each
from guatu.notices.channels import CHANNELS, Channels
from guatu.notices.channels.base import Channel, Route
from guatu.notices.choices import NoticeKind, Sending, Urgency
from guatu.notices.hours import Hours
from guatu.notices.models import Delivery, Notice, Preference
from guatu.notices.queries import Wish, hours_of, routes_of, wish_of
from guatu.org.models import Tenant, User

AT_A_TIME = 200
#: What is told so long after it happened was made up for after a stop.
LATE_AFTER = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Spread:
    events: int = 0
    notices: int = 0
    failed: int = 0

    def __add__(self, other: Spread) -> Spread:
        return Spread(
            self.events + other.events,
            self.notices + other.notices,
            self.failed + other.failed,
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """A person to be told of a claimed event."""

    claim: Claim
    kind: NoticeKind
    user: User
    told: Told


def spread(now: datetime, limit: int = 5000, channels: Channels = CHANNELS) -> Spread:
    """Turn up to ``limit`` events of the outbox into notices and deliveries.

    An event whose audience cannot be found is tried again later and holds up no other.
    """
    done = Spread()
    while limit > 0 and (claims := outbox.claim(now, limit=min(limit, AT_A_TIME))):
        done += _spread_together(claims, now, channels)
        limit -= len(claims)
    return done


def _spread_together(claims: Sequence[Claim], now: datetime, channels: Channels) -> Spread:
    try:
        return _spread(claims, now, channels)
    except Exception as error:
        if len(claims) == 1:
            return _put_back(claims[0], now, error)
    each = (_spread_together([one], now, channels) for one in claims)
    return sum(each, Spread())


def _spread(claims: Sequence[Claim], now: datetime, channels: Channels) -> Spread:
    """Finding out whom to tell takes long, so it comes before the transaction; only what is still
    ours is written, in one transaction with the mark that it was told."""
    told = people_told_of_each([one.occasion for one in claims])
    entries = [
        Entry(one, kind_of(one.occasion.code), person.user, person.told)
        for one, people in zip(claims, told, strict=True)
        for person in people
    ]
    ways = _Ways(entries, now, channels)
    with transaction.atomic():
        ours = outbox.settle(claims, now)
        kept = [entry for entry in entries if entry.claim.occasion.event_id in ours]
        notices = [ways.notice(entry) for entry in kept]
        insert_rows(notices)
        insert_rows(
            [d for entry, n in zip(kept, notices, strict=True) for d in ways.deliveries(entry, n)]
        )
    return Spread(len(ours), len(notices))


def _put_back(one: Claim, now: datetime, error: Exception) -> Spread:
    logging.getLogger(__name__).error("event %s", one.occasion.event_id, exc_info=error)
    outbox.failed(one, now, f"{type(error).__name__}: {error}")
    return Spread(failed=1)


class _Ways:
    """What is known of the governments and people of one batch, read in four queries."""

    def __init__(self, entries: Sequence[Entry], now: datetime, channels: Channels) -> None:
        users = {entry.user.pk for entry in entries}
        tenants = {entry.claim.occasion.tenant_id for entry in entries}
        self._now, self._channels = now, channels
        self._routes: dict[tuple[UUID, str], Route] = routes_of(tenants, channels)
        self._hours = hours_of(tenants)
        self._stops = dict(Tenant.objects.filter(pk__in=tenants).values_list("pk", "stopped_on"))
        rows = Preference.objects.filter(user__in=users)
        self._rows = {(row.user_id, row.channel): row for row in rows}

    def notice(self, entry: Entry) -> Notice:
        """Muted in the inbox, a normal notice stands there as read."""
        of, told = entry.claim.occasion, entry.told
        stop = self._stops[of.tenant_id]
        moment = clock.standing(self._now, stop)
        late = stop is None and moment - of.at > LATE_AFTER  # a clock that stands has no delay
        muted = self._is_muted(entry, self._wish(entry.user, self._channels.get("inbox")))
        return _NEW_NOTICE(
            {
                "tenant_id": of.tenant_id,
                "event_id": of.event_id,
                "user_id": entry.user.pk,
                "post_id": told.post_id,
                "kind": entry.kind,
                "urgency": told.urgency,
                "words": told.words.as_json(),
                "url": told.url,
                "late": told.late or late,
                "at": of.at,
                "told_at": moment,
                "read_at": moment if muted else None,
            }
        )

    def deliveries(self, entry: Entry, notice: Notice) -> Iterator[Delivery]:
        user, urgency = entry.user, entry.told.urgency
        for code, channel in self._channels.items():
            wish = self._wish(user, channel)
            if wish is None or not self._carries(entry, wish):
                continue
            yield _NEW_DELIVERY(
                {
                    "tenant_id": notice.tenant_id,
                    "notice_id": notice.pk,
                    "user_id": user.pk,
                    "channel": code,
                    "urgency": urgency,
                    "status": Sending.WAITING,
                    "due_at": self._leaves_at(notice.tenant_id, urgency, wish.digest),
                }
            )

    def _wish(self, user: User, channel: Channel | None) -> Wish | None:
        if channel is None:
            return None
        return wish_of(user, channel, self._rows.get((user.pk, channel.code)))

    def _carries(self, entry: Entry, wish: Wish) -> bool:
        route = self._routes.get((entry.claim.occasion.tenant_id, wish.channel.code))
        reachable = wish.channel.outward and wish.enabled and wish.address is not None
        return reachable and wish.channel.is_ready(route) and not self._is_muted(entry, wish)

    def _is_muted(self, entry: Entry, wish: Wish | None) -> bool:
        urgent = entry.told.urgency == Urgency.URGENT
        return wish is not None and not urgent and entry.kind in wish.muted

    def _leaves_at(self, tenant_id: UUID, urgency: Urgency, digest: str) -> datetime:
        hours: Hours = self._hours[tenant_id]
        return self._now if urgency == Urgency.URGENT else hours.leaves_at(self._now, digest)


_NEW_NOTICE = Maker(Notice)
_NEW_DELIVERY = Maker(Delivery)
