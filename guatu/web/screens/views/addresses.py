"""Addresses of a board: given out once, revoked at any time."""

from __future__ import annotations

from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.screens.actions.addresses import Issued, issue, revoke
from guatu.web.screens.finding import visible_address, visible_board
from guatu.web.screens.forms import AddressForm
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def address_new(request: Request, pk: UUID) -> HttpResponse:
    """The answer itself shows the address: nothing that could show it again is kept, neither in
    the session nor among the answers of forms that were sent before. So this form has no key; sent
    twice it is refused, because a place has one open address."""
    board = visible_board(request, pk)
    require(request.user, "board.address", board)
    form = AddressForm(request.POST or None)
    context = {"board": board, "cancel_url": reverse("board-detail", args=[pk])}
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            issued = issue(
                board, given["note"], ends_on=given["ends_on"], by=request.user, now=request.now
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            context |= {"issued": issued, "url": _full_address(request, issued)}
            return render(request, "screens/issued.html", context)
    return form_page(request, "screens/address.html", form, context)


@login_required
@require_POST
def address_revoke(request: Request, pk: UUID) -> HttpResponse:
    address = visible_address(request, pk)
    done = revoke(address, by=request.user, now=request.now)
    said = (
        _("“%(note)s”的地址已撤销，那块屏一分钟内停止显示。") if done else _("这个地址早已撤销。")
    )
    messages.success(request, said % {"note": address.note} if done else said)
    return redirect("board-detail", address.board_id)


def _full_address(request: Request, issued: Issued) -> str:
    path = reverse("screen-show", args=[issued.token])
    return (
        urljoin(settings.SITE_URL, path) if settings.SITE_URL else request.build_absolute_uri(path)
    )
