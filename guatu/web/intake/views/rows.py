"""Step 3: rows in doubt, mended in place or left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from guatu.intake import actions, queries
from guatu.intake.choices import IntakeStatus
from guatu.intake.models import IntakeRow
from guatu.intake.queries import Header
from guatu.intake.reading import Field
from guatu.web.intake.checking import CheckRow, check_row, check_tables, column_heads, table_of
from guatu.web.intake.finding import page_number, seen_version, visible_intake, visible_row
from guatu.web.intake.memory import learnt_from
from guatu.web.intake.steps import ROWS, steps
from guatu.web.intake.words import Words, problem_words
from guatu.web.shared.asking import row_id
from guatu.web.shared.requests import Request

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class CodeChip:
    code: str
    label: Words
    count: int
    active: bool


@login_required
@require_safe
def intake_rows(request: Request, pk: UUID) -> HttpResponse:
    intake = visible_intake(request, pk)
    if intake.status != IntakeStatus.READ:
        return redirect("intake-detail", pk)
    header = queries.header(intake)
    code = _code(request.GET.get("code", ""), header)
    found = queries.problem_rows(intake, code=code, number=page_number(request))
    context = {
        "steps": steps(pk),
        "current": ROWS,
        "tables": list(check_tables(found.rows, header)),
        "page": Paginator(range(found.total), queries.PER_PAGE).get_page(found.number),
        **_around(request, header, code),
        "on_page": [row.pk for row in found.rows if row.kind in ("project", "part")],
    }
    return render(request, "intake/rows.html", context)


@login_required
@require_POST
def intake_cell(request: Request, pk: UUID, row_pk: UUID) -> HttpResponse:
    """What the row says of one field, written anew by a person."""
    row = visible_row(request, pk, row_pk)
    field = request.POST.get("field", "")
    text = request.POST.get("text", "").replace("\0", "").strip()
    if field not in set(Field) or len(text) > LONGEST:
        return HttpResponseBadRequest()
    actions.mend_cell(
        row, Field(field), text, seen=seen_version(request), by=request.user, now=request.now
    )
    return _row_again(request, row)


@login_required
@require_POST
def intake_skip(request: Request, pk: UUID, row_pk: UUID) -> HttpResponse:
    """Leave the row out, or with ``skipped=0`` take it in again."""
    row = visible_row(request, pk, row_pk)
    skipped = request.POST.get("skipped") != "0"
    actions.skip_rows(
        row.intake, [row.pk], skipped, seen=seen_version(request), by=request.user,
        now=request.now,
    )  # fmt: skip
    return _row_again(request, row)


@login_required
@require_POST
def intake_skips(request: Request, pk: UUID) -> HttpResponse:
    """Leave out all the rows that the page showed."""
    intake = visible_intake(request, pk)
    given = request.POST.getlist("row")
    rows = list(intake.rows.filter(pk__in=_ids(given)).values_list("pk", flat=True))
    count = actions.skip_rows(
        intake, rows, True, seen=seen_version(request), by=request.user, now=request.now
    )
    messages.success(request, _("已把 %(n)s 行列为不入账。") % {"n": count})
    url = reverse("intake-rows", args=[pk]) + _query(request)
    return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else redirect(url)


def _row_again(request: Request, row: IntakeRow) -> HttpResponse:
    """For a partial request the row and what changed around it, else the page."""
    if not request.headers.get("HX-Request"):
        return redirect("intake-rows", row.intake_id)
    row.refresh_from_db()
    intake = visible_intake(request, row.intake_id)
    header = queries.header(intake)
    code = _code(request.POST.get("code", ""), header)
    context = {
        "row": _checked(row, header),
        **_around(request, header, code),
    }
    return render(request, "intake/_row_again.html", context)


def _checked(row: IntakeRow, header: Header) -> CheckRow:
    view = queries.row_view(row)
    return check_row(view, column_heads(table_of(view, header)))


def _around(request: Request, header: Header, code: str) -> dict[str, Any]:
    """The figures above the rows, which every mend may change."""
    chips = [
        CodeChip(one.code, problem_words(one.code), one.count, one.code == code)
        for one in header.problems
    ]
    learnt = learnt_from(request.user, header)
    return {"intake": header, "chips": chips, "code": code, "learnt_from": learnt}


def _code(asked: str, header: Header) -> str:
    """A kind of problem that the ledger has, else all of them."""
    return asked if asked in {one.code for one in header.problems} else ""


def _ids(given: list[str]) -> list[UUID]:
    return [pk for text in given[: queries.PER_PAGE] if (pk := row_id(text))]


def _query(request: Request) -> str:
    code = request.POST.get("code", "")
    return f"?code={code}" if code.isidentifier() else ""
