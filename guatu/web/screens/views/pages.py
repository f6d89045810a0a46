"""Pages of a board: a new one, changed, moved, removed and put back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guatu.org.access import require
from guatu.screens.actions import pages
from guatu.web.screens.finding import visible_board, visible_page
from guatu.web.screens.forms import PageForm
from guatu.web.shared.answering import Done, answered
from guatu.web.shared.requests import Request

_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@_METHODS
def page_new(request: Request, pk: UUID) -> HttpResponse:
    board = visible_board(request, pk)
    require(request.user, "board.compose", board)
    form = PageForm(
        request.POST or None,
        user=request.user,
        year=request.tenant.year,
        initial={"seen": board.version},
    )

    def act() -> Done:
        seen = form.cleaned_data["seen"]
        pages.add_page(board, form.draft(), seen=seen, by=request.user, now=request.now)
        return Done(_("已增加一页。"), _back(board.pk))

    context = {"board": board, "cancel_url": _back(board.pk)}
    return answered(request, "screens/page.html", form, act, context)


@login_required
@_METHODS
def page_edit(request: Request, pk: UUID) -> HttpResponse:
    page = visible_page(request, pk)
    require(request.user, "board.compose", page.board)
    form = PageForm(
        request.POST or None,
        user=request.user,
        year=request.tenant.year,
        page=page,
        initial={"seen": page.board.version},
    )

    def act() -> Done:
        seen = form.cleaned_data["seen"]
        pages.edit_page(page, form.draft(), seen=seen, by=request.user, now=request.now)
        return Done(_("已保存，屏幕会自动更新。"), _back(page.board_id))

    context = {"board": page.board, "page": page, "cancel_url": _back(page.board_id)}
    return answered(request, "screens/page.html", form, act, context)


@login_required
@require_POST
def page_move(request: Request, pk: UUID) -> HttpResponse:
    """``to=up`` or ``down``."""
    page = visible_page(request, pk)
    step = -1 if request.POST.get("to") == "up" else 1
    pages.move_page(page, step, by=request.user, now=request.now)
    return redirect(f"{_back(page.board_id)}#page-{page.pk}")


@login_required
@require_POST
def page_remove(request: Request, pk: UUID) -> HttpResponse:
    page = visible_page(request, pk)
    pages.remove_page(page, by=request.user, now=request.now)
    said = _("“%(page)s”已删除，可以在本页下方恢复。") % {"page": page.title}
    messages.success(request, said)
    return redirect(_back(page.board_id))


@login_required
@require_POST
def page_restore(request: Request, pk: UUID) -> HttpResponse:
    page = visible_page(request, pk)
    pages.restore_page(page, by=request.user, now=request.now)
    messages.success(request, _("“%(page)s”已恢复。") % {"page": page.title})
    return redirect(_back(page.board_id))


def _back(board_id: UUID) -> str:
    return reverse("board-detail", args=[board_id])
