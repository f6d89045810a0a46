"""新建、设置、删除和恢复展板."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from guatu.domain.words import N_, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.kit.typed import line_of
from guatu.org.access import require
from guatu.org.models import Tenant, User
from guatu.screens.actions.holding import take, touch
from guatu.screens.actions.pages import write_page
from guatu.screens.drafts import PageDraft
from guatu.screens.models import Board

LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Settings:
    """The name of a board and the classes of data that may stand on it."""

    name: str
    shows_money: bool = True
    shows_reasons: bool = True


@transaction.atomic
def make_board(
    tenant: Tenant, wanted: Settings, pages: Sequence[PageDraft], *, by: User, now: datetime
) -> Board:
    require(by, "board.compose", tenant)
    journal.await_turn(tenant.pk)
    board = Board.objects.create(
        tenant=tenant,
        name=_free_name(tenant.pk, wanted.name),
        shows_money=wanted.shows_money,
        shows_reasons=wanted.shows_reasons,
        made_at=now,
    )
    for place, draft in enumerate(pages, start=1):
        write_page(board, draft, place)
    journal.record("board.made", board, by=by, at=now, pages=len(pages))
    return board


@transaction.atomic
def set_board(board: Board, wanted: Settings, *, seen: int, by: User, now: datetime) -> Board:
    held = take(board, by=by, seen=seen)
    name = _free_name(held.tenant_id, wanted.name, but=held.pk)
    asked = (name, wanted.shows_money, wanted.shows_reasons)
    if asked == (held.name, held.shows_money, held.shows_reasons):
        return held
    held.name, held.shows_money, held.shows_reasons = asked
    held.save(update_fields=["name", "shows_money", "shows_reasons"])
    touch(held)
    journal.record("board.changed", held, by=by, at=now)
    return held


@transaction.atomic
def remove_board(board: Board, *, by: User, now: datetime) -> None:
    """It can be restored; meanwhile its addresses show that it was taken away."""
    held = take(board, by=by)
    held.removed_at = now
    held.save(update_fields=["removed_at"])
    touch(held)
    journal.record("board.removed", held, by=by, at=now)


@transaction.atomic
def restore_board(board: Board, *, by: User, now: datetime) -> None:
    """Done twice is done once; refused while another board has its name."""
    require(by, "board.compose", board)
    journal.await_turn(board.tenant_id)
    held = Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    if held.removed_at is None:
        return
    _free_name(held.tenant_id, held.name, but=held.pk)
    held.removed_at = None
    held.save(update_fields=["removed_at"])
    touch(held)
    journal.record("board.restored", held, by=by, at=now)


def _free_name(tenant_id: UUID, name: str, but: UUID | None = None) -> str:
    said = line_of(name, say(N_("请给展板起个名称。")), field="name", most=LONGEST_NAME)
    same = Board.objects.in_use().filter(tenant_id=tenant_id, name=said)
    if any(pk != but for pk in same.values_list("pk", flat=True)):
        taken = say(N_("已经有名为“{name}”的展板，请换一个名称。"), name=said)
        raise Refusal(taken, {"name": taken})
    return said
