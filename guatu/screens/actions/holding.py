"""Taking a board to change it; who comes second is told who was first, and when."""

from __future__ import annotations

from django.db.models import F

from guatu.domain.words import N_, say
from guatu.journal import actions as journal
from guatu.journal.overtaken import overtaken
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.org.models import User
from guatu.screens.models import Board, BoardPage


def take(board: Board, *, by: User, seen: int | None = None) -> Board:
    """The board, locked during the turn; ``StateChanged`` when it is not as it was ``seen``."""
    require(by, "board.compose", board)
    journal.await_turn(board.tenant_id)
    held = Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    if seen is not None and held.version != seen:
        raise _overtaken(held)
    if held.removed_at is not None:
        raise Refusal(say(N_("展板“{board}”已经删除，请先恢复再修改。"), board=held.name))
    return held


def page_of(held: Board, page: BoardPage) -> BoardPage:
    """The page, read anew under the lock of its board; one that was removed is gone."""
    found = held.pages.filter(pk=page.pk, removed_at__isnull=True).first()
    if found is None:
        raise StateChanged(say(N_("这一页刚被删除了，请刷新页面，看最新的展板。")))
    return found


def touch(held: Board) -> None:
    """Another version: every screen asks for it within its next minute."""
    Board.objects.filter(pk=held.pk).update(version=F("version") + 1)
    held.version += 1


def _overtaken(held: Board) -> StateChanged:
    return overtaken(
        held.pk,
        N_("展板“{board}”刚由 {who} 在 {at} 改过，您的改动没有保存。请看最新的展板后再改。"),
        board=held.name,
    )
