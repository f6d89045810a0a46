"""The list of a unit: to be read, copied, printed and exported; and the way to the own one."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.domain.worklists.rhythm import Rhythm
from guatu.domain.worklists.table import Verb
from guatu.web.shared.clipboard import block_of
from guatu.web.shared.history import history
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words
from guatu.web.shared.spreadsheets import csv_file, xlsx_file
from guatu.web.worklists.finding import asked_rhythm, asked_round, visible_list
from guatu.web.worklists.forms import SeenForm
from guatu.web.worklists.shown import WIDTHS, file_rows, file_titles, shown_rows, titles_of
from guatu.worklists.access import verbs_of
from guatu.worklists.actions.freshness import news_of
from guatu.worklists.models import WorkItem, WorkList
from guatu.worklists.queries.listing import items_of, own_lists, rounds_beside


@login_required
@require_safe
def home(request: Request) -> HttpResponse:
    """Who files a list comes to it, everybody else to all lists together."""
    own = own_lists(request.user, asked_round(request)).first()
    if own is not None and not request.access.sees_all:
        return redirect("work-list", own.pk)
    rhythm = asked_rhythm(request)
    query = "?" + urlencode({"rhythm": rhythm}) if rhythm is not Rhythm.WEEK else ""
    return redirect(reverse("work-list-all") + query)


@login_required
@require_safe
def one_list(request: Request, pk: UUID) -> HttpResponse:
    """``?version=frozen`` shows what was frozen, without what was put right since."""
    row = visible_list(request, pk)
    frozen = request.GET.get("version") == "frozen"
    items = [item for item in items_of(row) if not (frozen and item.added_late)]
    rhythm = Rhythm(row.round.rhythm)
    verbs = verbs_of(request.user, row)
    may_fill = Verb.CORRECT in verbs
    context = {
        "row": row,
        "rows": shown_rows(items, rhythm, corrections=not frozen),
        "heads": titles_of(rhythm),
        "frozen": frozen,
        "corrected": any(item.corrections.all() for item in items),
        "may": {verb.value: True for verb in verbs},
        "missing": row.is_missing(request.now),
        "news": news_of(row, request.now) if may_fill else None,
        "beside": _beside(row),
        "own": own_lists(request.user, row.round),
        "seen": SeenForm(initial={"seen": row.version}, auto_id=False)["seen"],
        "history": history(row.pk),
    }
    return render(request, "worklists/list.html", context)


@login_required
@require_safe
def list_export(request: Request, pk: UUID) -> HttpResponse:
    """``?format=csv``, else an Excel file."""
    row = visible_list(request, pk)
    rhythm = Rhythm(row.round.rhythm)
    named = {"name": row.unit.label, "period": in_words(row.round.period.label)}
    name = str(row.round.get_rhythm_display()) + _("-%(name)s-%(period)s") % named
    titles, rows = file_titles(rhythm), file_rows(_with_list(row), rhythm)
    if request.GET.get("format") == "csv":
        return csv_file(name, "work-list", titles, rows)
    return xlsx_file(name, "work-list", titles, rows, widths=WIDTHS, notes=[_data_note(row)])


@login_required
@require_safe
def list_copy(request: Request, pk: UUID) -> JsonResponse:
    row = visible_list(request, pk)
    rhythm = Rhythm(row.round.rhythm)
    rows = list(file_rows(_with_list(row), rhythm))
    said = _("已复制全部 %(n)s 行，可在 Excel 中粘贴。") % {"n": f"{len(rows):,}"}
    return JsonResponse({**block_of(file_titles(rhythm), rows), "said": said})


def _with_list(row: WorkList) -> list[WorkItem]:
    items = items_of(row)
    for item in items:
        item.work_list = row
    return items


def _data_note(row: WorkList) -> str:
    said = {"moment": row.data_at.strftime("%Y-%m-%d %H:%M"), "seq": row.data_seq}
    return _("数据截至 %(moment)s（日志第 %(seq)s 号）") % said


def _beside(row: WorkList) -> dict[str, WorkList | None]:
    """The same unit's lists of the periods before and after."""
    before, after = rounds_beside(row.round)
    return {
        name: one.lists.filter(unit_id=row.unit_id).select_related("round").first() if one else None
        for name, one in (("before", before), ("after", after))
    }
