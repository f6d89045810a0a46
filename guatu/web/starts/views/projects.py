"""The projects of an event: found by search and added, their figures, taken off again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guatu.domain.starts import Verb
from guatu.kit.refusals import Refusal
from guatu.projects.models import Project
from guatu.starts.access import require_verb
from guatu.starts.actions.projects import add_projects, change_project, remove_project
from guatu.starts.models import StartEvent
from guatu.starts.terms import rules_in_force
from guatu.web.shared.answering import form_page, refused
from guatu.web.shared.asking import plain_words, row_id, whole_number
from guatu.web.shared.requests import Request
from guatu.web.starts.answering import answer
from guatu.web.starts.finding import candidates, visible_event, visible_row
from guatu.web.starts.forms import AddForm, FiguresForm, ReasonForm, SeenForm

READS = ["GET", "HEAD", "POST"]
PER_PAGE = 30


@login_required
@require_http_methods(READS)
def projects_add(request: Request, pk: UUID) -> HttpResponse:
    """``?q=`` narrows the list; chosen ones are posted as ``id``."""
    event = visible_event(request, pk)
    require_verb(request.user, Verb.CHANGE, event)
    form = AddForm(request.POST or None, event=event, rules=rules_in_force(event.tenant_id))
    words = plain_words(request.GET.get("q", ""))
    pages = Paginator(candidates(request.user, event, words), PER_PAGE)
    page = pages.get_page(whole_number(request.GET.get("page", "")) or 1)
    context = {"event": event, "page": page, "words": words, "chosen": request.POST.getlist("id")}
    if form.is_bound and form.is_valid():
        return _added(request, event, form, context)
    return form_page(request, "starts/add.html", form, context)


@login_required
@require_http_methods(READS)
def project_figures(request: Request, pk: UUID) -> HttpResponse:
    row = visible_row(request, pk)
    require_verb(request.user, Verb.CHANGE, row.event)
    form = FiguresForm(request.POST or None, row=row, rules=rules_in_force(row.event.tenant_id))

    def act() -> object:
        given = form.cleaned_data
        return change_project(
            row,
            form.values(),
            reason=given.get("reason", ""),
            seen=given["seen"],
            by=request.user,
            now=request.now,
        )

    hint = _("按活动上公布的数字填；不知道的空着，空着不算 0。")
    return answer(request, form, act, title=row.project.name, event=row.event, hint=hint)


@login_required
@require_http_methods(READS)
def project_remove(request: Request, pk: UUID) -> HttpResponse:
    row = visible_row(request, pk)
    require_verb(request.user, Verb.CHANGE, row.event)
    kind = ReasonForm if row.event.is_held else SeenForm
    form = kind(request.POST or None, initial={"seen": row.event.version})

    def act() -> object:
        given = form.cleaned_data
        remove_project(
            row,
            reason=given.get("reason", ""),
            seen=given["seen"],
            by=request.user,
            now=request.now,
        )
        return row.event

    hint = _("“%(project)s”不再算入这次集中开工；项目本身不变。") % {"project": row.project.name}
    title = _("去掉项目")
    return answer(request, form, act, title=title, event=row.event, hint=hint, danger=True)


def _added(
    request: Request, event: StartEvent, form: AddForm, context: dict[str, object]
) -> HttpResponse:
    ids = [found for one in request.POST.getlist("id") if (found := row_id(one))]
    projects = list(Project.objects.visible_to(request.user).filter(pk__in=ids))
    if not projects:
        form.add_error(None, _("请先在左边勾选要列入的项目。"))
        return form_page(request, "starts/add.html", form, context)
    given = form.cleaned_data
    try:
        added = add_projects(
            event,
            sorted(projects, key=lambda one: ids.index(one.pk)),
            kind=given["kind"],
            reason=given.get("reason", ""),
            seen=given["seen"],
            by=request.user,
            now=request.now,
        )
    except Refusal as refusal:
        return refused(request, "starts/add.html", form, refusal, context)
    messages.success(request, _("已列入 %(n)s 个项目，请核对数字。") % {"n": len(added)})
    return redirect("start-event", event.pk)
