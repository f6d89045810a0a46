"""A POST that is sent twice has one effect: by its key the second gets the first one's answer.

A form carries its key in the field that ``{% once %}`` writes, a program in ``Idempotency-Key``.
The view runs in one transaction with the kept answer; what it refuses (an answer from 400 on, or
an error that it says on the next page) is rolled back whole, and the key stays free.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from threading import Lock
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from guatu.domain.words import N_, say
from guatu.journal.answers import Asked, Given, OtherContent, Said, keep, take
from guatu.kit import clock
from guatu.kit.busy import is_busy
from guatu.web.shared.middleware import Respond, busy_page, came_from, refused_page

FIELD = "key"
HEADER = "Idempotency-Key"
KEY = re.compile(r"[\x21-\x7e]{8,100}")
#: Of the account pages a refusal must leave its trace: wrong passwords are counted.
NOT_OURS = "/accounts/"
KEPT_BODY = 32 * 1024
KEPT_HEADERS = ("Content-Type", "Location", "HX-Redirect", "HX-Trigger", "HX-Refresh")
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
_UNTOLD = {FIELD, "csrfmiddlewaretoken"}


def fresh_key() -> str:
    return secrets.token_urlsafe(18)


class Once:
    """Stands inside ``Standpoint``: whose key it is. Without a key nothing changes."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated or not (key := _key_of(request)):
            return self.respond(request)
        if not KEY.fullmatch(key):
            return refused_page(request, 400, say(_BAD_KEY))
        asked = Asked(user.pk, key, request.path[:500], _digest(request))
        try:
            with _turn(), transaction.atomic():
                return self._answer(request, asked)
        except OtherContent:
            return refused_page(request, 422, say(_OTHER_CONTENT))
        except OperationalError as error:  # the transaction could not begin, or not end
            if is_busy(error):
                return busy_page(request)
            raise

    def _answer(self, request: HttpRequest, asked: Asked) -> HttpResponse:
        before = take(asked, clock.now())
        if before is not None:
            return _again(request, before)
        response = self.respond(request)
        said = _said(request)
        if response.status_code >= 400 or any(one.level >= messages.ERROR for one in said):
            transaction.set_rollback(True)
        else:
            keep(asked, _given(response, said))
        return response


def _turn() -> AbstractContextManager[object]:
    """SQLite takes one writer, and who waits for it looks again ever more seldom: in one process
    clicks wait for each other here, and the next is woken at once."""
    return _ONE_WRITER if connection.vendor == "sqlite" else nullcontext()


_ONE_WRITER = Lock()
_BAD_KEY = N_("这次提交的防重编号不合规：应为 8 至 100 个可见的英文字符。请刷新页面后重新提交。")
_OTHER_CONTENT = N_(
    "这一页已经提交过一次，这次的内容和上次不同，没有再办。请刷新页面，看上次办成了什么，再重新填写。"
)


def _key_of(request: HttpRequest) -> str:
    if request.method != "POST" or request.path.startswith(NOT_OURS):
        return ""
    try:
        typed = request.POST.get(FIELD, "")
    except UnreadablePostError:  # the sender is gone; whoever reads next says so
        return ""
    return request.headers.get(HEADER, "") or typed


def _digest(request: HttpRequest) -> str:
    """SHA-256 over address, fields and files; tokens that differ from page to page do not count."""
    whole = hashlib.sha256()
    for part in _parts(request):
        whole.update(b"%d:" % len(part))
        whole.update(part)
    return whole.hexdigest()


def _parts(request: HttpRequest) -> Iterator[bytes]:
    yield request.get_full_path().encode()
    if request.content_type not in _FORMS:
        yield request.body
        return
    for name, values in sorted(request.POST.lists()):
        if name not in _UNTOLD:
            yield b"%d" % len(values)
            yield from (_bytes(text) for text in (name, *values))
    for name, files in sorted(request.FILES.lists()):
        yield _bytes(name)
        yield from (part for file in files for part in _file_parts(file))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _file_parts(file: UploadedFile[Any]) -> Iterator[bytes]:
    """Name and digest; large files are read from the disk in pieces."""
    yield _bytes(file.name or "")
    whole = hashlib.sha256()
    for piece in file.chunks():
        whole.update(piece)
    file.seek(0)
    yield whole.digest()


def _said(request: HttpRequest) -> list[Said]:
    """What the view has to say on the next page."""
    queued: list[Message] = messages.get_messages(request)._queued_messages  # type: ignore[union-attr]
    return [Said(one.level, str(one.message), one.extra_tags or "") for one in queued]


def _given(response: HttpResponse, said: list[Said]) -> Given:
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    return Given(response.status_code, headers, _body(response), said)


def _body(response: HttpResponse) -> str | None:
    if response.streaming or len(response.content) > KEPT_BODY:
        return None
    try:
        return response.content.decode()
    except UnicodeDecodeError:
        return None


def _again(request: HttpRequest, given: Given) -> HttpResponse:
    for one in given.said:
        messages.add_message(request, one.level, one.words, extra_tags=one.tags)
    if given.body is None:
        messages.info(request, _("这一步已经办好，没有重复办理。"))
        return redirect(came_from(request) or "/")
    response = HttpResponse(given.body, status=given.status, headers=dict(given.headers))
    response["Idempotent-Replay"] = "true"
    return response
