"""Finding boards, pages and addresses: what a person may not see does not exist."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from guatu.screens.models import Board, BoardAddress, BoardPage
from guatu.web.shared.requests import Request


def visible_board(request: Request, pk: UUID) -> Board:
    """One that is in use."""
    boards = Board.objects.visible_to(request.user).in_use().select_related("tenant")
    return get_object_or_404(boards, pk=pk)


def removed_board(request: Request, pk: UUID) -> Board:
    """One that may have been removed."""
    return get_object_or_404(Board.objects.visible_to(request.user), pk=pk)


def visible_page(request: Request, pk: UUID) -> BoardPage:
    """A page of a board in use, removed or not."""
    boards = Board.objects.visible_to(request.user).in_use()
    board = get_object_or_404(boards.select_related("tenant"), pages__pk=pk)
    page: BoardPage = board.pages.prefetch_related("panels").get(pk=pk)
    page.board = board
    return page


def visible_address(request: Request, pk: UUID) -> BoardAddress:
    board = get_object_or_404(Board.objects.visible_to(request.user), addresses__pk=pk)
    address: BoardAddress = board.addresses.get(pk=pk)
    address.board = board
    return address
