"""Boards with their pages, for those who compose and for the screens."""

from __future__ import annotations

from hmac import compare_digest

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from guatu.org.models import User
from guatu.screens.models import Board, BoardAddress, BoardPage, BoardPanel
from guatu.screens.tokens import digest_of


def boards_of(user: User) -> QuerySet[Board]:
    """Those in use with numbers of pages and open addresses, and when a screen last asked."""
    pages = Count("pages", distinct=True, filter=Q(pages__removed_at__isnull=True))
    still_open = Q(addresses__revoked_at__isnull=True)
    return (
        Board.objects.visible_to(user)
        .in_use()
        .annotate(
            n_pages=pages,
            n_addresses=Count("addresses", distinct=True, filter=still_open),
            last_seen=Max("addresses__seen_at", filter=still_open),
        )
    )


def pages_of(board: Board, *, removed: bool = False) -> list[BoardPage]:
    """In their order, with panels, lines and posts: two queries."""
    panels = BoardPanel.objects.select_related("line", "post__unit")
    rows = board.pages.filter(removed_at__isnull=not removed)
    return list(rows.prefetch_related(Prefetch("panels", panels)))


def removed_boards(user: User) -> QuerySet[Board]:
    """Those that can be restored, the latest first."""
    rows = Board.objects.visible_to(user).filter(removed_at__isnull=False)
    return rows.order_by("-removed_at")


def address_of(token: str) -> BoardAddress | None:
    """The address that a token belongs to, revoked and ended ones too; with board and tenant."""
    digest = digest_of(token)
    rows = BoardAddress.objects.select_related("board__tenant")
    found = rows.filter(digest=digest).first()
    return found if found and compare_digest(found.digest, digest) else None
