"""Boards: the list, a new one, one with its pages and addresses."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.org.access import require
from guatu.screens.actions import boards
from guatu.screens.actions.boards import Settings
from guatu.screens.choices import BoardPreset
from guatu.screens.drafts import ready_made
from guatu.screens.models import Board
from guatu.screens.queries.composing import boards_of, pages_of, removed_boards
from guatu.web.screens.finding import removed_board, visible_board
from guatu.web.screens.forms import BoardForm, SettingsForm
from guatu.web.shared.answering import Done, answered
from guatu.web.shared.history import history
from guatu.web.shared.requests import Request

_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def board_list(request: Request) -> HttpResponse:
    may_compose = request.access.can("board.compose")
    context = {
        "boards": boards_of(request.user),
        "removed": removed_boards(request.user) if may_compose else Board.objects.none(),
        "may_compose": may_compose,
    }
    return render(request, "screens/list.html", context)


@login_required
@_METHODS
def board_new(request: Request) -> HttpResponse:
    require(request.user, "board.compose", request.tenant)
    form = BoardForm(request.POST or None, user=request.user, year=request.tenant.year)

    def act() -> Done:
        given = form.cleaned_data
        line = given["line"].pk if given["line"] else None
        pages = ready_made(BoardPreset(given["preset"]), line)
        board = boards.make_board(
            request.tenant, Settings(given["name"]), pages, by=request.user, now=request.now
        )
        address = reverse("board-detail", args=[board.pk])
        return Done(_("展板已建好。看一看效果，再给屏幕发地址。"), address)

    return answered(request, "screens/new.html", form, act, {})


@login_required
@require_safe
def board_detail(request: Request, pk: UUID) -> HttpResponse:
    board = visible_board(request, pk)
    pages = pages_of(board)
    may_address = request.access.can("board.address", board)
    context = {
        "board": board,
        "pages": pages,
        "round_seconds": sum(page.seconds for page in pages),
        "removed": pages_of(board, removed=True),
        "addresses": board.addresses.all() if may_address else (),
        "history": history(board.pk, *board.addresses.values_list("pk", flat=True)),
        "may_compose": request.access.can("board.compose", board),
        "may_address": may_address,
    }
    return render(request, "screens/detail.html", context)


@login_required
@_METHODS
def board_edit(request: Request, pk: UUID) -> HttpResponse:
    board = visible_board(request, pk)
    require(request.user, "board.compose", board)
    known = {
        "seen": board.version,
        "name": board.name,
        "shows_money": board.shows_money,
        "shows_reasons": board.shows_reasons,
    }
    form = SettingsForm(request.POST or None, initial=known)
    back = reverse("board-detail", args=[pk])

    def act() -> Done:
        seen = form.cleaned_data["seen"]
        boards.set_board(board, form.settings(), seen=seen, by=request.user, now=request.now)
        return Done(_("已保存，屏幕会自动更新。"), back)

    context = {"board": board, "cancel_url": back}
    return answered(request, "screens/edit.html", form, act, context)


@login_required
@require_POST
def board_remove(request: Request, pk: UUID) -> HttpResponse:
    board = visible_board(request, pk)
    boards.remove_board(board, by=request.user, now=request.now)
    said = _("展板“%(board)s”已删除，可以在本页下方恢复。") % {"board": board.name}
    messages.success(request, said)
    return redirect("board-list")


@login_required
@require_POST
def board_restore(request: Request, pk: UUID) -> HttpResponse:
    board = removed_board(request, pk)
    boards.restore_board(board, by=request.user, now=request.now)
    messages.success(request, _("展板“%(board)s”已恢复。") % {"board": board.name})
    return redirect("board-detail", board.pk)
