"""展板地址: given out once, taken back at any time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.kit.typed import line_of
from guatu.org.access import require
from guatu.org.models import User
from guatu.screens.models import Board, BoardAddress
from guatu.screens.tokens import digest_of, fresh_token

LONGEST_NOTE = 60
#: A screen asks twice a minute; when it was seen is written this often at most.
SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Issued:
    """The row of an address and its token, which is told only now."""

    address: BoardAddress
    token: str


@transaction.atomic
def issue(
    board: Board,
    note: str,
    *,
    ends_on: date | None,
    by: User,
    now: datetime,
    token: str = "",
) -> Issued:
    """``note`` says which screen hangs where: one open address for each.

    ``token`` is only for the fixed address of the demonstration.
    """
    require(by, "board.address", board)
    journal.await_turn(board.tenant_id)
    held = Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    if held.removed_at is not None:
        raise Refusal(say(N_("展板“{board}”已经删除，不能再发地址。"), board=held.name))
    said = line_of(note, say(N_("请写明这块屏挂在哪里。")), field="note", most=LONGEST_NOTE)
    if ends_on is not None and ends_on < now.date():
        past = say(N_("有效期已经过去，请选今天或以后的日期。"))
        raise Refusal(past, {"ends_on": past})
    if held.addresses.filter(note=said, revoked_at__isnull=True).exists():
        raise Refusal(_taken(said), {"note": _taken(said)})
    made = token or fresh_token()
    address = BoardAddress.objects.create(
        board=held,
        note=said,
        digest=digest_of(made),
        made_at=now,
        made_by_name=by.name,
        ends_on=ends_on,
    )
    until = say(N_("有效期至 {day}"), day=str(ends_on)) if ends_on else say(N_("长期有效"))
    journal.record(
        "board_address.issued", address, by=by, at=now, board=held.name, until=str(until)
    )
    return Issued(address, made)


@transaction.atomic
def revoke(address: BoardAddress, *, by: User, now: datetime) -> bool:
    """For good; False when it was revoked already."""
    require(by, "board.address", address.board)
    journal.await_turn(address.tenant_id)
    open_ones = BoardAddress.objects.filter(pk=address.pk, revoked_at__isnull=True)
    if not open_ones.update(revoked_at=now):
        return False
    journal.record("board_address.revoked", address, by=by, at=now, board=address.board.name)
    return True


def note_seen(address: BoardAddress, now: datetime) -> None:
    """A screen asked: no act of a person, so not in the journal, and not written every time."""
    if address.seen_at is None or abs(now - address.seen_at) >= SEEN_EVERY:
        due = Q(seen_at__isnull=True) | Q(seen_at=address.seen_at)
        BoardAddress.objects.filter(due, pk=address.pk).update(seen_at=now)


def _taken(note: str) -> Sentence:
    return say(N_("“{note}”已经有一个地址；地址丢了请先撤销，再发新的。"), note=note)
