"""From deliveries to letters and out: claim, send, mark, each in its own transaction.

Nothing is lost: a letter is written down before it leaves, and whoever dies while sending is
followed by the next worker when the lease ends. Nothing takes effect twice: each try of a letter
has the same key, by which the other side knows it. Nobody is held up: a channel that failed rests
for a pause that doubles, and only its first letter is tried when it ends; one that broke off over
the files of a letter does not rest, the letter is put off and in the end goes without them.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Min, Q, QuerySet, When

from guatu.domain.words import Sentence, say
from guatu.notices.actions.health import is_resting, note_failure, note_success
from guatu.notices.actions.packing import pack, without_files
from guatu.notices.channels import CHANNELS, Channels
from guatu.notices.channels.base import ChannelDown, FilesUnfit, LetterRefused, Parcel, Route
from guatu.notices.choices import Sending, Urgency
from guatu.notices.models import Delivery, Letter, Preference
from guatu.notices.queries import routes_of, wish_of
from guatu.org.models import Holding

LEASE = timedelta(minutes=5)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
MOST_TRIES = 12
#: After so many tries that failed over its files a letter is tried without them.
TRIES_WITH_FILES = 2
#: A letter that could not leave for so long is not news any more; the inbox has it.
KEPT_TRYING = timedelta(days=3)
#: A round ends before the next begins; what is left is taken then.
LONGEST_ROUND = 45.0
AT_A_TIME = 100


@dataclass
class Delivered:
    """What a round did, in letters."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Pile:
    """Deliveries that leave together: of one person, by one channel, of one urgency."""

    tenant_id: UUID
    user_id: UUID
    channel: str
    urgency: str


def deliver(now: datetime, limit: int = 1000, channels: Channels = CHANNELS) -> Delivered:
    """Send up to ``limit`` letters that are due: first those that were tried before."""
    return _Round(now, channels).run(limit)


class _Round:
    def __init__(self, now: datetime, channels: Channels) -> None:
        self._now, self._channels, self._done = now, channels, Delivered()
        self._resting: set[tuple[UUID, str]] = set()
        self._ends = time.monotonic() + LONGEST_ROUND
        self._routes: dict[tuple[UUID, str], Route] = {}
        self._working: set[tuple[UUID, str]] = set()

    def run(self, limit: int) -> Delivered:
        self._done.given_up += _give_up_expired(self._now)
        for letter in self._claimed(limit):
            self._send(letter)
            if time.monotonic() > self._ends:
                break
        return self._done

    def _claimed(self, limit: int) -> Iterator[Letter]:
        """One at a time, right before it is sent: a lease covers one letter, not the round."""
        for letter in list(_under_way(self._now, self._channels)[:limit]):
            if self._may_try(letter) and _take_over(letter, self._now):
                yield letter
        seen = set[Pile]()
        while len(seen) < limit and (fresh := self._piles_but(seen)):
            for pile in fresh:
                if self._may_try(pile) and (written := self._write_letter(pile)) is not None:
                    yield written
            seen.update(fresh)

    def _piles_but(self, seen: set[Pile]) -> list[Pile]:
        """Asked anew again and again: what a channel left that has failed meanwhile is not among
        them, and what another worker holds does not come twice."""
        return [pile for pile in _piles(self._now, self._channels) if pile not in seen]

    def _may_try(self, of: Letter | Pile) -> bool:
        return (of.tenant_id, of.channel) not in self._resting

    def _write_letter(self, pile: Pile) -> Letter | None:
        """Committed before anything leaves."""
        with transaction.atomic():
            wanted = _wanted(_hold(pile, self._now))
            if not wanted:
                return None
            letter = Letter(
                tenant_id=pile.tenant_id,
                user_id=pile.user_id,
                channel=pile.channel,
                urgency=pile.urgency,
                status=Sending.SENDING,
                due_at=min(row.due_at for row in wanted),
                next_try=self._now + LEASE,
                tries=1,
            )
            letter.save(force_insert=True)
            ids = [row.pk for row in wanted]
            Delivery.objects.filter(pk__in=ids).update(status=Sending.SENDING, letter=letter)
        return letter

    def _send(self, letter: Letter) -> None:
        wanted = _wanted(_carried(letter))
        channel = self._channels[letter.channel]
        route = self._route(letter.tenant_id, letter.channel)
        address = self._address(letter)
        if not wanted or address is None or not channel.is_ready(route):
            return self._end(letter, Sending.DROPPED)
        try:
            parcel = self._packed(letter, wanted, address)
            lacking = channel.send(parcel, route or Route(), self._now)
        except LetterRefused as refusal:
            self._end(letter, Sending.GIVEN_UP, refusal.sentence)
        except FilesUnfit as trouble:
            self._put_off(letter, trouble.sentence, over_files=True)
        except ChannelDown as trouble:
            self._rest(letter, trouble.sentence)
            self._put_off(letter, trouble.sentence)
        except Exception:
            logging.getLogger(__name__).exception("letter %s", letter.pk)
            words = say("发送时程序出错，已记入日志，请联系系统管理员。")
            self._put_off(letter, words, over_files=True)
        else:
            enclosed = () if lacking else _with_files(parcel)
            self._end(letter, Sending.SENT, next(iter(parcel.missing), lacking), enclosed)
            self._note_success(letter)
        return None

    def _packed(self, letter: Letter, rows: Sequence[Delivery], address: str) -> Parcel:
        most = self._channels[letter.channel].most_enclosed
        parcel = pack(letter, rows, address, self._now, most_enclosed=most)
        return parcel if letter.tries_with_files < TRIES_WITH_FILES else without_files(parcel)

    def _note_success(self, letter: Letter) -> None:
        """Once a round, or after a failure of the same round."""
        way = (letter.tenant_id, letter.channel)
        if way not in self._working:
            note_success(*way, self._now)
            self._working.add(way)

    def _end(
        self,
        letter: Letter,
        status: Sending,
        fault: Sentence | None = None,
        enclosed: Collection[UUID] = (),
    ) -> None:
        """Mark a letter and what it carries, unless another has taken it over meanwhile.
        ``enclosed``: the notices whose files went along."""
        values = {"sent_at": self._now if status == Sending.SENT else None}
        with transaction.atomic():
            won = _ours(letter).update(status=status, fault=fault and fault.as_json(), **values)
            if won:
                carried = letter.deliveries.exclude(status=Sending.DROPPED)
                carried.update(status=status, enclosed=False if status == Sending.SENT else None)
            if won and enclosed:
                letter.deliveries.filter(notice__in=enclosed).update(enclosed=True)
        if won:
            self._count(status)

    def _rest(self, letter: Letter, fault: Sentence) -> None:
        """The channel's fault: it rests for the other letters, too."""
        self._resting.add((letter.tenant_id, letter.channel))
        note_failure(letter.tenant_id, letter.channel, fault, self._now)

    def _put_off(self, letter: Letter, fault: Sentence, *, over_files: bool = False) -> None:
        if letter.tries >= MOST_TRIES:
            return self._end(letter, Sending.GIVEN_UP, fault)
        later = self._now + _pause_after(letter.tries)
        _ours(letter).update(
            status=Sending.WAITING,
            next_try=later,
            fault=fault.as_json(),
            tries_with_files=letter.tries_with_files + over_files,
        )
        self._done.failed += 1
        return None

    def _count(self, status: Sending) -> None:
        self._done.sent += status == Sending.SENT
        self._done.given_up += status == Sending.GIVEN_UP
        self._done.dropped += status == Sending.DROPPED

    def _route(self, tenant_id: UUID, channel: str) -> Route | None:
        if (tenant_id, channel) not in self._routes:
            self._routes.update(routes_of([tenant_id], self._channels))
        return self._routes.get((tenant_id, channel))

    def _address(self, letter: Letter) -> str | None:
        """As the person wants it now, which may be no more at all."""
        rows = Preference.objects.filter(user=letter.user, channel=letter.channel)
        wish = wish_of(letter.user, self._channels[letter.channel], rows.first())
        return wish.address if wish.enabled else None


def _under_way(now: datetime, channels: Channels) -> QuerySet[Letter]:
    """Letters to be tried again: put off before, or left by a worker that died."""
    status = Q(status__in=(Sending.WAITING, Sending.SENDING), channel__in=channels)
    due = Letter.objects.filter(status, ~is_resting(now), next_try__lte=now)
    return due.order_by("next_try")


def _take_over(letter: Letter, now: datetime) -> bool:
    """Claim by conditional update: who sees the same try comes second. A worker that died over a
    letter may have done so over its files."""
    seen = Letter.objects.filter(pk=letter.pk, status=letter.status, tries=letter.tries)
    letter.tries_with_files += letter.status == Sending.SENDING
    letter.status, letter.tries = Sending.SENDING, letter.tries + 1
    won = seen.update(
        status=letter.status,
        next_try=now + LEASE,
        tries=letter.tries,
        tries_with_files=letter.tries_with_files,
    )
    return bool(won)


def _ours(letter: Letter) -> QuerySet[Letter]:
    return Letter.objects.filter(pk=letter.pk, status=Sending.SENDING, tries=letter.tries)


def _piles(now: datetime, channels: Channels) -> list[Pile]:
    """The urgent first, then what has waited longest."""
    due = Delivery.objects.filter(
        ~is_resting(now), status=Sending.WAITING, due_at__lte=now, channel__in=channels
    )
    piles = due.order_by().values_list("tenant_id", "user_id", "channel", "urgency")
    urgent_first = Case(When(urgency=Urgency.URGENT, then=0), default=1)
    ordered = piles.annotate(first=Min("due_at")).order_by(urgent_first, "first")
    return [Pile(*row[:4]) for row in ordered[:AT_A_TIME]]


def _hold(pile: Pile, now: datetime) -> list[Delivery]:
    """What is due of the pile and in nobody else's hands."""
    due = Delivery.objects.filter(
        status=Sending.WAITING,
        due_at__lte=now,
        tenant_id=pile.tenant_id,
        user_id=pile.user_id,
        channel=pile.channel,
        urgency=pile.urgency,
    )
    locked = due.select_for_update(skip_locked=True, of=("self",), no_key=True)
    return list(locked.select_related("notice__user").order_by("id"))


def _carried(letter: Letter) -> list[Delivery]:
    rows = letter.deliveries.exclude(status=Sending.DROPPED)
    return list(rows.select_related("notice__user").order_by("notice__at", "id"))


def _with_files(parcel: Parcel) -> list[UUID]:
    """The notices whose files are in it."""
    return [line.id for line in parcel.lines if line.enclosed and parcel.enclosures]


def _wanted(rows: Sequence[Delivery]) -> list[Delivery]:
    """Without those of people whose account was stopped or who left the post: they get no more."""
    posts = {row.notice.post_id for row in rows if row.notice.post_id}
    held = Holding.objects.current().filter(post__in=posts, post__closed_on__isnull=True)
    holders = dict(held.values_list("post_id", "user_id"))
    wanted = [
        row
        for row in rows
        if row.notice.user.is_active
        and (row.notice.post_id is None or holders.get(row.notice.post_id) == row.user_id)
    ]
    if len(wanted) < len(rows):
        unwanted = {row.pk for row in rows} - {row.pk for row in wanted}
        Delivery.objects.filter(pk__in=unwanted).update(status=Sending.DROPPED)
    return wanted


def _give_up_expired(now: datetime) -> int:
    """Without a try: the channel has been away for days."""
    words = say("{days} 天内没有送达，不再发送；消息仍在站内。", days=KEPT_TRYING.days).as_json()
    old = Letter.objects.filter(status=Sending.WAITING, due_at__lt=now - KEPT_TRYING)
    with transaction.atomic():
        ids = list(old.select_for_update(skip_locked=True).values_list("pk", flat=True))
        if ids:
            Letter.objects.filter(pk__in=ids).update(status=Sending.GIVEN_UP, fault=words)
            Delivery.objects.filter(letter__in=ids).exclude(status=Sending.DROPPED).update(
                status=Sending.GIVEN_UP
            )
    return len(ids)


def _pause_after(tries: int) -> timedelta:
    return min(FIRST_PAUSE * (1 << min(tries - 1, 20)), LONGEST_PAUSE)
