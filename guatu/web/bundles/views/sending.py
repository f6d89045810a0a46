"""The page of bundles, and what goes out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.bundles.actions.exporting import export, is_more, raw_of
from guatu.bundles.keys import own_key
from guatu.bundles.queries.listing import arrivals_of, bundles_of, senders_of
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.web.bundles.finding import visible_bundle
from guatu.web.shared.asking import whole_number
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words
from guatu.web.shared.spreadsheets import attached

PER_PAGE = 20
ZIP = "application/zip"


@login_required
@require_safe
def bundle_list(request: Request) -> HttpResponse:
    """``?out=`` and ``?page=`` turn the pages of what went out and what came in."""
    require(request.user, "bundle.see", request.tenant)
    sent = Paginator(bundles_of(request.user), PER_PAGE)
    came = Paginator(arrivals_of(request.user), PER_PAGE)
    context = {
        "key": own_key(),
        "senders": senders_of(request.user),
        "sent": sent.get_page(whole_number(request.GET.get("out", "")) or 1),
        "page": came.get_page(whole_number(request.GET.get("page", "")) or 1),
        "may_export": request.access.can("bundle.export"),
        "may_enter": request.access.can("bundle.enter"),
        "may_trust": request.access.can("bundle.trust"),
    }
    return render(request, "bundles/list.html", context)


@login_required
@require_POST
def bundle_export(request: Request) -> HttpResponse:
    """Made and kept; fetched from the list, as often as it is needed."""
    try:
        made = export(request.tenant, by=request.user, now=request.now)
    except Refusal as refusal:
        messages.error(request, in_words(refusal.sentence))
    else:
        said = {"number": made.number, "reports": made.reports, "lists": made.lists}
        words = _(
            "已导出第 %(number)s 号数据包，%(reports)s 条进度，%(lists)s 份清单，请下载后带到对端。"
        )
        messages.success(request, words % said)
        if is_more(made):
            messages.warning(request, _("一个数据包装不下，还有没装进去的，请再导出一次。"))
    return redirect("bundle-list")


@login_required
@require_safe
def bundle_file(request: Request, pk: UUID) -> HttpResponse:
    require(request.user, "bundle.export", request.tenant)
    bundle = visible_bundle(request, pk)
    said = {
        "government": request.tenant.short_name,
        "number": bundle.number,
        "day": bundle.made_at.date(),
    }
    name = _("数据包 %(government)s 第%(number)s号 %(day)s.zip") % said
    return attached(raw_of(bundle), ZIP, name, f"guatu-bundle-{bundle.number}.zip")
