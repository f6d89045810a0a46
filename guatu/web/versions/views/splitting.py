"""A package split into parts from its own page, and put together again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.projects.actions.splitting import split_package, unsplit_package
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words
from guatu.web.versions.finding import visible_project
from guatu.web.versions.forms import SplitForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_split(request: Request, pk: UUID) -> HttpResponse:
    project = visible_project(request, pk)
    require(request.user, "project.split", project)
    form = SplitForm(request.POST or None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            made = split_package(
                project, given["parts"], reason=given["reason"], by=request.user, now=request.now
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            words = _("已拆出 %(n)s 个子项；合计仍按打包项目计一次。") % {"n": len(made)}
            messages.success(request, words)
            return redirect("project-detail", project.pk)
    context = {"project": project, "cancel_url": reverse("project-detail", args=[project.pk])}
    return form_page(request, "versions/split.html", form, context)


@login_required
@require_POST
def project_unsplit(request: Request, pk: UUID) -> HttpResponse:
    project = visible_project(request, pk)
    try:
        unsplit_package(project, by=request.user, now=request.now)
    except Refusal as refusal:
        messages.error(request, in_words(refusal.sentence))
    else:
        messages.success(request, _("已撤销“%(name)s”的拆分。") % {"name": project.name})
    return redirect("project-detail", project.pk)
