"""Boards and the addresses of a board as files; the address itself is never in one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.org.access import require
from guatu.screens.queries.composing import boards_of
from guatu.web.screens.finding import visible_board
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import Cell, asked_file


@login_required
@require_safe
def board_export(request: Request) -> HttpResponse:
    titles = [_("展板"), _("页"), _("在用地址"), _("屏幕最近取数")]
    rows: Iterator[list[Cell]] = (
        [board.name, board.n_pages, board.n_addresses, board.last_seen]
        for board in _counted(request)
    )
    name = _("展板") + request.now.strftime("-%Y%m%d-%H%M")
    return asked_file(request, name, "boards", titles, rows, widths=(36, 8, 10, 17))


@login_required
@require_safe
def address_export(request: Request, pk: UUID) -> HttpResponse:
    """Where each hangs, who gave it out, whether it still opens."""
    board = visible_board(request, pk)
    require(request.user, "board.address", board)
    titles = [
        _("挂在哪里"), _("发放人"), _("发放时间"), _("有效期至"), _("最近取数"), _("何时撤销"),
    ]  # fmt: skip
    rows: Iterator[list[Cell]] = (
        [one.note, one.made_by_name, one.made_at, one.ends_on, one.seen_at, one.revoked_at]
        for one in board.addresses.all()
    )
    name = _("屏幕地址") + f"-{board.name}"
    widths = (36, 14, 17, 12, 17, 17)
    return asked_file(request, name, "addresses", titles, rows, widths=widths)


def _counted(request: Request) -> QuerySet[Any]:
    """With what ``boards_of`` counts of each."""
    return boards_of(request.user)
