"""The templates that the city edits."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.papers.actions.templates import EDITED, edit_template
from guatu.papers.choices import PaperKind
from guatu.papers.queries.templates import template_in_force, templates_of
from guatu.web.papers.forms import TemplateForm
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request


@login_required
@require_safe
def template_list(request: Request) -> HttpResponse:
    require(request.user, "paper.template")
    context = {"templates": templates_of(request.tenant)}
    return render(request, "papers/templates.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def template_edit(request: Request, kind: str) -> HttpResponse:
    require(request.user, "paper.template")
    if kind not in PaperKind.values:
        raise Http404
    template = template_in_force(request.tenant, kind)
    initial = {name: getattr(template, name) for name in EDITED}
    form = TemplateForm(request.POST or None, initial={**initial, "seen": template.version})
    if form.is_bound and form.is_valid():
        values = {name: form.cleaned_data[name] for name in EDITED}
        seen = form.cleaned_data["seen"]
        try:
            edit_template(request.tenant, kind, values, seen=seen, by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("模板已保存，下一份文稿起使用。"))
            return redirect("paper-templates")
    around = {
        "title": _("%(kind)s模板") % {"kind": template.get_kind_display()},
        "submit": _("保存"),
        "cancel_url": reverse("paper-templates"),
    }
    return form_page(request, "papers/template.html", form, around)
