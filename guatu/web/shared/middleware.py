"""What every request gets: strict headers, a language, a standpoint, refusals in words."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from guatu.domain.words import N_, Sentence, say
from guatu.kit import clock
from guatu.kit.busy import is_busy
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from guatu.web.shared.badges import Badges
from guatu.web.shared.past import as_of

Respond = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; connect-src 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self'; object-src 'none'"
)

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=()"


class SecurityHeaders:
    """A policy without inline scripts, and no caching of pages with figures in them."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        response.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if response.get("Content-Type", "").startswith("text/html"):
            response.setdefault("Cache-Control", "no-store")
        return response


class ChosenLanguage:
    """Chinese unless the person chose otherwise; what a browser happens to ask for is not asked."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        known = {code for code, _ in settings.LANGUAGES}
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            return self.respond(request)


class BodySize:
    """Turns away what is too large before it is read."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or ""
        if announced.isdecimal() and int(announced) > settings.BODY_LIMIT:
            limit = settings.UPLOAD_LIMIT // (1024 * 1024)
            return refused_page(request, 413, say(_TOO_LARGE, limit=limit))
        return self.respond(request)


class Standpoint:
    """``request.tenant``, ``access``, ``now`` and ``today``; ``as_of`` when looking back."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        tenant = user.tenant if user.is_authenticated else None
        request.tenant = tenant  # type: ignore[attr-defined]
        request.access = user.access if user.is_authenticated else None  # type: ignore[attr-defined]
        now = clock.now(tenant.stopped_on if tenant else None)
        request.now = now  # type: ignore[attr-defined]
        request.badges = Badges(user, now) if user.is_authenticated else {}  # type: ignore[attr-defined]
        request.today = request.now.date()  # type: ignore[attr-defined]
        request.as_of = as_of(request, request.today)  # type: ignore[attr-defined]
        return self.respond(request)


class Refusals:
    """Turns a refusal of the business into a page that says what is wrong and what to do."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Forbidden):
            return refused_page(request, 403, error.sentence)
        if isinstance(error, StateChanged):
            return refused_page(request, 409, error.sentence)
        if isinstance(error, Refusal):
            return refused_page(request, 400, error.sentence)
        return busy_page(request) if is_busy(error) else None


def busy_page(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database, whose transaction may be broken."""
    return refused_page(request, 503, say(_BUSY))


_BUSY = N_("系统正忙，这次操作没有办成，也没有改动任何内容。请过几秒钟再办一次。")
_TOO_LARGE = N_("上传的文件超过了 {limit} MB，没有保存。请删去表中的图片或分成几个文件后再上传。")


def refused_page(request: HttpRequest, status: int, sentence: Sentence) -> HttpResponse:
    """The error page of ``status`` with the sentence and a way back."""
    context = {"sentence": sentence, "back_url": came_from(request)}
    return render(request, f"errors/{status}.html", context, status=status)


def came_from(request: HttpRequest) -> str:
    """The page of ours where the person clicked; empty for an address that was typed."""
    before = urlsplit(request.headers.get("Referer", ""))
    here = before.netloc == request.get_host() and before.path != request.path
    here = here and not before.path.startswith("//")  # would be another host
    return urlunsplit(("", "", before.path, before.query, "")) if here else ""
