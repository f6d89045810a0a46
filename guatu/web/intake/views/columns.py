"""Step 2: what the columns were taken for, over the sheet as it lies."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guatu.intake import jobs, queries
from guatu.intake.choices import IntakeStatus
from guatu.intake.models import Intake
from guatu.intake.queries import Header, TableView
from guatu.kit.refusals import Refusal, StateChanged
from guatu.web.intake.finding import seen_version, visible_intake
from guatu.web.intake.forms import BasicsForm, initial_of
from guatu.web.intake.memory import remembered
from guatu.web.intake.sheet import choices_from, sheet_table, table_title
from guatu.web.intake.steps import COLUMNS, steps
from guatu.web.intake.words import field_groups
from guatu.web.shared.answering import put_on_form
from guatu.web.shared.asking import whole_number
from guatu.web.shared.narrowing import Segment
from guatu.web.shared.requests import Request
from guatu.web.templatetags.guatu import day


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def intake_columns(request: Request, pk: UUID) -> HttpResponse:
    intake = visible_intake(request, pk)
    if request.method == "POST":
        return _mapped(request, intake)
    if intake.status != IntakeStatus.READ:
        return redirect("intake-detail", pk)
    return _page(request, intake)


@login_required
@require_POST
def intake_basics(request: Request, pk: UUID) -> HttpResponse:
    """Day, year, work line and sheet of the whole file; changing them reads it again."""
    intake = visible_intake(request, pk)
    form = BasicsForm(request.POST, user=request.user, header=queries.header(intake))
    if form.is_valid():
        try:
            jobs.choose(
                intake, **form.values(), seen=seen_version(request), by=request.user,
                now=request.now,
            )  # fmt: skip
        except StateChanged:
            raise
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            if intake.status == IntakeStatus.READ:
                messages.success(request, _("已按新的设置重新读取。"))
            return redirect("intake-columns", pk)
    return _page(request, intake, basics=form, status=422)


def _mapped(request: Request, intake: Intake) -> HttpResponse:
    """Without a change the next step, with one the same page again, read anew."""
    table = _table(queries.header(intake), request.POST.get("table", "0"))
    choices = choices_from(request.POST.dict(), table.columns)
    if not choices and intake.status == IntakeStatus.READ:
        return redirect("intake-rows", intake.pk)
    try:
        jobs.map_columns(
            intake, table.shape, choices, seen=seen_version(request), by=request.user,
            now=request.now,
        )  # fmt: skip
    except StateChanged:
        raise
    except Refusal as refusal:
        return _page(request, intake, refusal=refusal, status=422)
    if intake.status == IntakeStatus.READ:  # a big file is still being read
        messages.success(request, _("已按所选的列重新读取，并记住了这样的认法。"))
    url = reverse("intake-columns", args=[intake.pk])
    return redirect(f"{url}?table={table.number}")


def _table(header: Header, asked: str) -> TableView:
    for table in header.tables:
        if str(table.number) == asked:
            return table
    raise Http404


def _page(
    request: Request,
    intake: Intake,
    *,
    refusal: Refusal | None = None,
    basics: BasicsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    header = queries.header(intake)
    number = _shown(request, header)
    preview = queries.preview(intake, number)
    initial = initial_of(header)
    context = {
        "intake": header,
        "steps": steps(intake.pk),
        "current": COLUMNS,
        "tabs": _tabs(header, number),
        "table": sheet_table(preview) if preview else None,
        "memory": _memory_words(request, preview.table, header) if preview else "",
        "field_groups": list(field_groups()),
        "problem": refusal.sentence if refusal else None,
        "basics": basics or BasicsForm(user=request.user, header=header, initial=initial),
        "basics_open": basics is not None,
    }
    return render(request, "intake/columns.html", context, status=status)


def _shown(request: Request, header: Header) -> int:
    """The table asked for, else the first that lists projects."""
    asked = whole_number(request.GET.get("table") or request.POST.get("table", ""))
    numbers = [table.number for table in header.tables]
    if asked in numbers:
        return asked
    lists = [table.number for table in header.tables if table.is_projects]
    return next(iter([*lists, *numbers]), 0)


def _tabs(header: Header, number: int) -> list[Segment]:
    return [
        Segment(_tab_words(table, header), f"?table={table.number}", table.number == number)
        for table in header.tables
    ]


def _tab_words(table: TableView, header: Header) -> str:
    """Title, with the sheet where there are several, and how many projects it lists."""
    several = len({one.sheet for one in header.tables}) > 1
    title = f"{table.sheet_name}：{table.title}" if several and table.title else table_title(table)
    count = _("%(n)s 行") % {"n": table.rows} if table.is_projects else _("不读")
    return f"{title}（{count}）"


def _memory_words(request: Request, table: TableView, header: Header) -> str:
    known = remembered(request.user, table.shape, header)
    if known is None:
        return ""
    return _("表头与“%(file)s”相同，照%(who)s %(day)s 指定的列认。") % {
        "file": known.learnt_from,
        "who": known.learnt_by,
        "day": day(known.learnt_at),
    }
