"""All lists of a round together, its rows, who is missing, and promises against facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.domain.worklists.promises import OUTCOME_WORDS, Outcome
from guatu.domain.worklists.rhythm import RHYTHM_WORDS, Rhythm
from guatu.domain.worklists.rows import Cell as RowCell
from guatu.web.shared.asking import plain_words, row_id, whole_number
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words
from guatu.web.shared.spreadsheets import Cell, asked_file, csv_file, xlsx_file
from guatu.web.worklists.finding import asked_rhythm, asked_round
from guatu.web.worklists.shown import (
    WIDTHS,
    ShownRow,
    file_rows,
    file_titles,
    shown_rows,
    titles_of,
)
from guatu.worklists.choices import RowStanding
from guatu.worklists.models import WorkRound
from guatu.worklists.queries.listing import Wanted, items_among, rounds_beside, together
from guatu.worklists.queries.promises import Judged, by_unit, promises_of, total

PER_PAGE = 50
EXPORT_LIMIT = 20_000
#: Widths of the columns of promises in a file, in characters.
PROMISE_WIDTHS = (18, 40, 40, 12, 12, 12)
VIEWS = ("units", "lines", "rows")


@login_required
@require_safe
def all_lists(request: Request) -> HttpResponse:
    """``?view=units|lines|rows``, of rows ``unit``, ``line``, ``standing``, ``q``."""
    row = asked_round(request)
    if row is None:
        return render(request, "worklists/none.html", _around(request, None))
    wanted = _wanted(request.GET)
    view = request.GET.get("view", "rows" if wanted.chosen else "units")
    read = together(request.user, row, request.now)
    context = {
        **_around(request, row),
        "read": read,
        "view": view if view in VIEWS else "units",
        "wanted": wanted,
        "standings": RowStanding.choices,
        "may_freeze": row.locked_at is None
        and row.due_at <= request.now
        and request.access.can("work_list.freeze", row),
        "query": request.GET.urlencode(),
    }
    if context["view"] == "rows":
        pages = Paginator(items_among(request.user, row, wanted), PER_PAGE)
        page = pages.get_page(whole_number(request.GET.get("page", "")) or 1)
        context |= {"page": page, "rows": shown_rows(page, Rhythm(row.rhythm))}
    return render(request, "worklists/all.html", context)


@login_required
@require_safe
def all_export(request: Request) -> HttpResponse:
    """The rows as filtered, unit by unit; ``?format=csv``, else an Excel file."""
    row = asked_round(request)
    if row is None:
        raise Http404
    rhythm = Rhythm(row.rhythm)
    items = items_among(request.user, row, _wanted(request.GET))[:EXPORT_LIMIT]
    named = {"period": in_words(row.period.label)}
    name = str(row.get_rhythm_display()) + _("汇总-%(period)s") % named
    titles, rows = file_titles(rhythm), file_rows(items, rhythm)
    if request.GET.get("format") == "csv":
        return csv_file(name, "work-lists", titles, rows)
    return xlsx_file(name, "work-lists", titles, rows, widths=WIDTHS, notes=[_note(request, row)])


@login_required
@require_safe
def promises(request: Request) -> HttpResponse:
    """What the lists promised, unless asked those of the last period; ``?unit=``, ``?outcome=``.

    Of a period that has only begun nearly nothing can be judged.
    """
    row = _promised_round(request)
    if row is None:
        return render(request, "worklists/none.html", _around(request, None))
    judged = promises_of(request.user, row, request.today)
    pages = Paginator(_narrowed(request.GET, judged), PER_PAGE)
    page = pages.get_page(whole_number(request.GET.get("page", "")) or 1)
    context = {
        **_around(request, row),
        "units": by_unit(judged),
        "score": total(judged),
        "page": page,
        "judged": [
            (one, shown, _(OUTCOME_WORDS[one.outcome]))
            for one, shown in _with_cells(list(page), row)
        ],
        "outcomes": [(one.value, _(OUTCOME_WORDS[one])) for one in Outcome],
        "outcome": request.GET.get("outcome", ""),
        "unit": row_id(request.GET.get("unit", "")),
        "limit": EXPORT_LIMIT,
    }
    return render(request, "worklists/promises.html", context)


@login_required
@require_safe
def promises_export(request: Request) -> HttpResponse:
    """As the page is narrowed, unit by unit."""
    row = _promised_round(request)
    if row is None:
        raise Http404
    listed = _narrowed(request.GET, promises_of(request.user, row, request.today))[:EXPORT_LIMIT]
    titles = [
        _("单位"), _("事项"), titles_of(Rhythm(row.rhythm))[RowCell.PLAN], _("应于"), _("实际"),
        _("结果"),
    ]  # fmt: skip
    cells: Iterator[list[Cell]] = (
        [
            one.item.work_list.unit.label, one.item.label, shown.plan.text, one.item.promised_on,
            one.done_on, _(OUTCOME_WORDS[one.outcome]),
        ]
        for one, shown in _with_cells(listed, row)
    )  # fmt: skip
    name = _("承诺与实绩") + f"-{in_words(row.period.label)}"
    return asked_file(request, name, "promises", titles, cells, widths=PROMISE_WIDTHS)


def _promised_round(request: Request) -> WorkRound | None:
    """The last period unless one is asked for."""
    row = asked_round(request)
    if row is not None and not {"round", "day"} & request.GET.keys():
        row = rounds_beside(row)[0] or row
    return row


def _narrowed(asked: Mapping[str, str], judged: Iterable[Judged]) -> list[Judged]:
    """By ``?unit=`` and ``?outcome=``."""
    unit, outcome = row_id(asked.get("unit", "")), asked.get("outcome", "")
    return [
        one
        for one in judged
        if (unit is None or one.item.work_list.unit_id == unit)
        and (not outcome or one.outcome == outcome)
    ]


def _with_cells(judged: Sequence[Judged], row: WorkRound) -> Iterator[tuple[Judged, ShownRow]]:
    items = [one.item for one in judged]
    return zip(judged, shown_rows(items, Rhythm(row.rhythm), corrections=False), strict=True)


def _around(request: Request, row: WorkRound | None) -> dict[str, Any]:
    """What every page about a round shows around: rhythms, periods beside it, the columns."""
    rhythm = Rhythm(row.rhythm) if row else asked_rhythm(request)
    before, after = rounds_beside(row) if row else (None, None)
    return {
        "round": row,
        "rhythm": rhythm,
        "rhythms": [(one.value, _(words)) for one, words in RHYTHM_WORDS.items()],
        "heads": titles_of(rhythm),
        "before": before,
        "after": after,
        "title": _(RHYTHM_WORDS[rhythm]),
    }


def _wanted(asked: Mapping[str, str]) -> Wanted:
    standing = asked.get("standing", "")
    return Wanted(
        unit=row_id(asked.get("unit", "")),
        line=row_id(asked.get("line", "")),
        standing=standing if standing in RowStanding.values else "",
        words=plain_words(asked.get("q", "")),
    )


def _note(request: Request, row: WorkRound) -> str:
    if row.locked_at is None:
        moment = request.now.strftime("%Y-%m-%d %H:%M")
        return _("尚未冻结，导出时间 %(moment)s") % {"moment": moment}
    said = {"moment": row.locked_at.strftime("%Y-%m-%d %H:%M"), "seq": row.locked_seq}
    return _("冻结于 %(moment)s，数据截至日志第 %(seq)s 号") % said
