"""What a screen gets: a page without log-in, and its picture again and again."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from guatu.domain.words import N_, Sentence, say
from guatu.kit import clock
from guatu.kit.clock import CHINA
from guatu.screens.actions.addresses import note_seen
from guatu.screens.models import Board, BoardAddress
from guatu.screens.queries.composing import address_of
from guatu.web.screens.doorkeeping import WAIT_S, knocked_too_often
from guatu.web.screens.keeping import PICTURES
from guatu.web.shared.assets import build_name
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words

#: Of the moment up to which the figures are known; also when nothing has changed.
DATA_TIME = "Guatu-Data-Time"
#: Another one than the page came with: the server was upgraded, and the screen loads itself anew.
BUILD = "Guatu-Build"
_UNKNOWN = N_("没有这个展板地址。请核对地址，或请总指挥部办公室发一个新的。")
_OFTEN = N_("错误的展板地址试得太多，请五分钟后再打开。")


@dataclass(frozen=True, slots=True)
class Opened:
    """A board as a screen shows it; ``source`` is where it asks for pictures."""

    board: Board
    now: datetime
    source: str
    back: str = ""


@require_safe
def show(request: HttpRequest, token: str) -> HttpResponse:
    """Opens without session and without a click; sets no cookie."""
    found = _open(request, token)
    return found if isinstance(found, HttpResponse) else _shell(request, found)


@require_safe
def show_now(request: HttpRequest, token: str) -> HttpResponse:
    found = _open(request, token)
    return found if isinstance(found, HttpResponse) else _picture(request, found)


@login_required
@require_safe
def preview(request: Request, pk: UUID) -> HttpResponse:
    return _shell(request, _previewed(request, pk))


@login_required
@require_safe
def preview_now(request: Request, pk: UUID) -> HttpResponse:
    return _picture(request, _previewed(request, pk))


def _previewed(request: Request, pk: UUID) -> Opened:
    boards = Board.objects.visible_to(request.user).in_use().select_related("tenant")
    board = get_object_or_404(boards, pk=pk)
    source = reverse("board-preview-now", args=[pk])
    return Opened(board, request.now, source, reverse("board-detail", args=[pk]))


def _open(request: HttpRequest, token: str) -> Opened | HttpResponse:
    """What the token opens, or the page that says why it does not."""
    address = address_of(token)
    if address is None:
        often = knocked_too_often(request)
        answer = _closed(request, say(_OFTEN if often else _UNKNOWN), 429 if often else 404)
        if often:
            answer["Retry-After"] = str(WAIT_S)
        return answer
    now = clock.now(address.board.tenant.stopped_on)
    if not address.opens(now.date()):
        return _closed(request, why_closed(address), 410)
    with suppress(OperationalError):  # somebody writes for long; noted at the next asking
        note_seen(address, now)
    return Opened(address.board, now, reverse("screen-show-now", args=[token]))


def why_closed(address: BoardAddress) -> Sentence:
    if address.revoked_at is not None:
        day = localtime(address.revoked_at, CHINA).strftime("%Y-%m-%d %H:%M")
        return say(
            N_("这个展板地址已于 {at} 撤销，不再显示内容。请联系总指挥部办公室换新地址。"), at=day
        )
    if address.board.removed_at is not None:
        return say(N_("这块展板已经删除，不再显示内容。请联系总指挥部办公室。"))
    return say(
        N_("这个展板地址的有效期到 {day} 为止，不再显示内容。请联系总指挥部办公室换新地址。"),
        day=str(address.ends_on),
    )


def _shell(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The page around the picture, with the picture in it."""
    picture = PICTURES.of(opened.board, opened.now)
    context = {
        "opened": opened,
        "board": opened.board,
        "picture": picture,
        "build": build_name("src/screen.js"),
    }
    return _guarded(render(request, "screens/show.html", context), opened.now)


def _picture(request: HttpRequest, opened: Opened) -> HttpResponse:
    """304 and no body when the screen has it already."""
    picture = PICTURES.of(opened.board, opened.now)
    answer = get_conditional_response(request, etag=picture.etag)
    if answer is None:
        answer = HttpResponse(picture.html)
        answer["ETag"] = picture.etag
    answer[BUILD] = build_name("src/screen.js")
    return _guarded(answer, picture.at)


def _closed(request: HttpRequest, sentence: Sentence, status: int) -> HttpResponse:
    context = {"sentence": in_words(sentence), "status": status}
    return _guarded(render(request, "screens/closed.html", context, status=status), None)


def _guarded(answer: HttpResponse, at: datetime | None) -> HttpResponse:
    """For no search engine, and the address goes nowhere with a link."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "no-store"
    if at is not None:
        answer[DATA_TIME] = localtime(at, CHINA).strftime("%Y-%m-%dT%H:%M")
    return answer
