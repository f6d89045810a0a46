"""The journal: what was done, by whom, when, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.journal.queries import sentence_of
from guatu.org.access import require
from guatu.web.journal.asking import FilterForm, asked_events, chips, narrowing, page_of
from guatu.web.journal.kinds import kind_of
from guatu.web.shared.history import HistoryLine, lines_of
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words
from guatu.web.shared.spreadsheets import asked_file
from guatu.web.templatetags.guatu import moment

EXPORT_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    line: HistoryLine
    kind: str
    about: str


@login_required
@require_safe
def journal(request: Request) -> HttpResponse:
    require(request.user, "journal.read", request.tenant)
    form = FilterForm(request.GET)
    events = asked_events(request.tenant.pk, form)
    page = page_of(events, before=request.GET.get("before", ""), after=request.GET.get("after", ""))
    context = {
        "form": form,
        "rows": _rows(request, page.events),
        "page": page,
        "chips": chips(form, request.GET),
        "query": narrowing(request.GET),
        "limit": EXPORT_LIMIT,
    }
    return render(request, "journal/list.html", context)


@login_required
@require_safe
def journal_export(request: Request) -> HttpResponse:
    """The newest events that the address asks for, at most ``EXPORT_LIMIT``."""
    require(request.user, "journal.read", request.tenant)
    events = asked_events(request.tenant.pk, FilterForm(request.GET))[:EXPORT_LIMIT]
    titles = [_("序号"), _("时间"), _("经办人"), _("类别"), _("对象"), _("事项")]
    name = _("日志") + request.now.strftime("-%Y%m%d-%H%M")
    rows, widths = _cells(events.iterator(chunk_size=1000)), (10, 17, 12, 14, 36, 80)
    return asked_file(request, name, "journal", titles, rows, widths=widths, usual="csv")


def _rows(request: Request, events: list[Any]) -> list[Row]:
    lines = lines_of(events, sees_projects=request.access.sees_all)
    return [
        Row(line, _kind(event), event.object_label)
        for event, line in zip(events, lines, strict=True)
    ]


def _cells(events: Iterable[Any]) -> Iterator[list[str]]:
    for event in events:
        yield [
            str(event.seq),
            moment(event.at),
            event.actor_name,
            _kind(event),
            event.object_label,
            in_words(sentence_of(event)),
        ]


def _kind(event: Any) -> str:
    kind = kind_of(event.code)
    return str(kind.label) if kind else _("其他")
