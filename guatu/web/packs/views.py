"""Meeting packs: choose what of, look at it, take it out as one file."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from guatu.org.access import require
from guatu.web.packs.choosing import asked_pack, choices_for
from guatu.web.packs.writing import POLICY, make, write
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import attached

HTML = "text/html; charset=utf-8"


@login_required
@require_safe
def pack_list(request: Request) -> HttpResponse:
    require(request.user, "pack.make", request.tenant)
    context = {"choices": choices_for(request.user), "own": not request.access.sees_all}
    return render(request, "packs/list.html", context)


@login_required
@require_safe
def pack_preview(request: Request) -> HttpResponse:
    """The file as it would be; ``?meeting=`` or ``?line=``."""
    require(request.user, "pack.make", request.tenant)
    pack = asked_pack(request.user, request.GET.dict(), request.now)
    response = HttpResponse(write(pack, by=request.user, now=request.now).html, content_type=HTML)
    response["Content-Security-Policy"] = f"{POLICY}; frame-ancestors 'none'"
    return response


@login_required
@require_POST
def pack_file(request: Request) -> HttpResponse:
    """A pack that is taken out is noted in the journal: so it is posted."""
    pack = asked_pack(request.user, request.POST.dict(), request.now)
    made = make(pack, by=request.user, now=request.now)
    return attached(made.html, HTML, made.name, "pack.html")
