"""The inbox: what a person was told, newest first, and what of it is read."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.notices import actions
from guatu.notices.choices import NoticeKind
from guatu.notices.models import Notice
from guatu.notices.queries import kinds_of
from guatu.web.shared.asking import row_id
from guatu.web.shared.narrowing import Segment
from guatu.web.shared.requests import Request

PER_PAGE = 50


@login_required
@require_safe
def notice_list(request: Request) -> HttpResponse:
    """``?show=unread``, ``?kind=dispatch``; older ones ``?before=`` the last on the page."""
    unread, kind = request.GET.get("show") == "unread", _kind(request)
    rows = Notice.objects.visible_to(request.user)
    if unread:
        rows = rows.unread()
    if kind:
        rows = rows.filter(kind=kind)
    if before := row_id(request.GET.get("before", "")):
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    context = {
        "notices": shown,
        "newest": shown[0].pk if shown else None,
        "any_unread": any(one.read_at is None for one in shown),
        "older": shown[-1].pk if len(found) > PER_PAGE else None,
        "segments": _segments(unread, kind),
        "kinds": kinds_of(request.user),
        "kind": kind,
        "unread": unread,
        "before": before,
    }
    return render(request, "notices/list.html", context)


@login_required
@require_safe
def notice_open(request: Request, pk: UUID) -> HttpResponse:
    """Go to what the notice is about; having gone there, it is read."""
    notice = _own(request, pk)
    if request.method == "GET":
        actions.mark_read(notice, by=request.user, now=request.now)
    return redirect(notice.url or "notice-list")


@login_required
@require_POST
def notice_reading(request: Request, pk: UUID) -> HttpResponse:
    actions.mark_read(_own(request, pk), by=request.user, now=request.now)
    return _back(request)


@login_required
@require_POST
def notice_unreading(request: Request, pk: UUID) -> HttpResponse:
    actions.mark_unread(_own(request, pk), by=request.user)
    return _back(request)


@login_required
@require_POST
def notice_reading_all(request: Request) -> HttpResponse:
    """All up to the newest on the page: what came since has not been seen."""
    until = row_id(request.POST.get("until", ""))
    kind = request.POST.get("kind", "")
    kind = kind if kind in NoticeKind.values else ""
    actions.mark_all_read(request.user, until=until, kind=kind, now=request.now)
    return _back(request)


def _own(request: Request, pk: UUID) -> Notice:
    return get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)


def _kind(request: Request) -> str:
    asked = request.GET.get("kind", "")
    return asked if asked in NoticeKind.values else ""


def _segments(unread: bool, kind: str) -> list[Segment]:
    here = reverse("notice-list")
    only = f"kind={kind}" if kind else ""
    return [
        Segment(_("全部"), f"{here}?{only}" if only else here, not unread),
        Segment(_("未读"), f"{here}?show=unread" + (f"&{only}" if only else ""), unread),
    ]


def _back(request: Request) -> HttpResponse:
    """To the list as it was filtered."""
    wanted = request.POST.get("back", "")
    own = wanted.startswith("?") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return redirect(reverse("notice-list") + (wanted if own else ""))
