"""The versions of a year, the way from one to the next, and the first of them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guatu.domain.annuallist import Comparison
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.projects.actions.versions import found_list
from guatu.projects.models import ListVersion
from guatu.projects.queries.versions import drift, living_figures, version_rows
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request
from guatu.web.versions.bridge import bridge_of
from guatu.web.versions.finding import asked_year, newest_first, year_segments
from guatu.web.versions.forms import PaperForm
from guatu.web.versions.rows import paper_of, sum_lines
from guatu.web.versions.sheets import versions_file


@login_required
@require_safe
def version_list(request: Request) -> HttpResponse:
    year = asked_year(request)
    versions = newest_first(request, year)
    rows = version_rows(versions)
    context = {
        "year": year,
        "years": year_segments(request, year),
        "rows": [(row, sum_lines(row.sums)) for row in rows],
        "bridge": bridge_of(rows[::-1]),
        "latest": versions[0] if versions else None,
        "paper": [(_("名称"), versions[0].title), *paper_of(versions[0])] if versions else [],
        "drift": _drift(request, versions[0]) if versions else None,
        "can_approve": request.access.can("list.approve", request.tenant),
        "is_this_year": year == request.tenant.year,
    }
    return render(request, "versions/list.html", context)


@login_required
@require_safe
def version_list_export(request: Request) -> HttpResponse:
    """The versions of the year with what each adds up to, the newest first."""
    year = asked_year(request)
    versions = version_rows(newest_first(request, year))
    return versions_file(request, _("%(y)s 年清单版本") % {"y": year}, versions)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def version_first(request: Request) -> HttpResponse:
    """Version 1 of the working year: what is listed now, with the paper that approves it."""
    require(request.user, "list.approve", request.tenant)
    year = request.tenant.year
    form = PaperForm(request.POST or None, initial=_first_paper(request, year))
    if form.is_bound and form.is_valid():
        try:
            version = found_list(
                request.tenant, year, form.approval(), by=request.user, now=request.now
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("已确定年初清单“%(title)s”。") % {"title": version.title})
            return redirect("version-detail", version.pk)
    context = {
        "year": year,
        "figures": living_figures(request.tenant.pk, year),
        "cancel_url": reverse("version-list"),
    }
    return form_page(request, "versions/first.html", form, context)


def _first_paper(request: Request, year: int) -> dict[str, object]:
    return {"title": _("%(y)s 年重点项目清单") % {"y": year}, "approved_on": request.today}


def _drift(request: Request, latest: ListVersion) -> Comparison | None:
    """What the whole list differs in is for those who see the whole list."""
    return drift(latest) if request.access.sees_all else None
