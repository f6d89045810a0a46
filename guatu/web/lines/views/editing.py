"""Setting up a line, changing it, and the steps of its life."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guatu.kit.refusals import Refusal, StateChanged
from guatu.lines import actions
from guatu.lines.models import WorkLine
from guatu.org.access import require
from guatu.web.lines.finding import line_with_people, visible_line
from guatu.web.lines.forms import LineForm, initial_of_line
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.asking import whole_number
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def line_new(request: Request) -> HttpResponse:
    require(request.user, "line.create", request.tenant)
    year = request.tenant.year
    form = LineForm(
        request.POST or None, user=request.user, initial={"number": _next_number(request, year)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            line = actions.create_line(
                request.tenant, _values(form), year=year, by=request.user, now=request.now
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("已设立工作线“%(line)s”，状态为拟定。") % {"line": line})
            return redirect("line-detail", line.pk)
    context = {"cancel_url": reverse("line-list"), "submit": _("设立"), "year": year}
    return form_page(request, "lines/form.html", form, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def line_edit(request: Request, pk: UUID) -> HttpResponse:
    line = line_with_people(request.user, pk)
    require(request.user, "line.edit", line)
    form = LineForm(
        request.POST or None, user=request.user, line=line, initial=initial_of_line(line)
    )
    overtaken = None
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, line, form)
        except StateChanged as refusal:
            overtaken = refusal.sentence
            form.data = _as_of(request, line)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            return redirect("line-detail", line.pk)
    context = {
        "line": line,
        "overtaken": overtaken,
        "cancel_url": reverse("line-detail", args=[line.pk]),
        "submit": _("对照过了，保存") if overtaken else _("保存"),
    }
    page = form_page(request, "lines/form.html", form, context)
    page.status_code = 409 if overtaken else page.status_code
    return page


@login_required
@require_POST
def line_step(request: Request, pk: UUID, verb: str) -> HttpResponse:
    """One step of the table; a refusal is said on the page of the line itself."""
    line = visible_line(request.user, pk)
    seen = whole_number(request.POST.get("version", "")) or 0
    try:
        actions.take(line, verb, seen=seen, by=request.user, now=request.now)
    except Refusal as refusal:
        messages.error(request, in_words(refusal.sentence))
    else:
        line = visible_line(request.user, pk)
        said = {"line": line.title, "status": line.get_status_display()}
        messages.success(request, _("“%(line)s”现为“%(status)s”。") % said)
    return redirect("line-detail", line.pk)


def _next_number(request: Request, year: int) -> int:
    last = WorkLine.objects.visible_to(request.user).of_year(year).last()
    return last.number + 1 if last else 1


def _values(form: LineForm) -> dict[str, object]:
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


def _as_of(request: Request, line: WorkLine) -> QueryDict:
    """What was typed, now over the line as the other one left it."""
    typed = request.POST.copy()
    typed["version"] = str(line.version)
    return typed


def _change(request: Request, line: WorkLine, form: LineForm) -> None:
    changes = actions.change_line(
        line,
        _values(form),
        seen=form.cleaned_data["version"] or 0,
        by=request.user,
        now=request.now,
    )
    if changes:
        messages.success(request, _("已保存对“%(line)s”的修改。") % {"line": line.title})
    else:
        messages.info(request, _("内容没有变化，未作修改。"))
