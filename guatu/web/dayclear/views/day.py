"""A day as a page: the evenings of the units, and what the day has to clear."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.dayclear.queries.days import (
    Evening,
    Whose,
    carried_longest,
    chain_of,
    day_of,
    row_of,
    total,
)
from guatu.domain.dayclear import GOES_ON
from guatu.web.dayclear.finding import asked_day, visible_item
from guatu.web.dayclear.forms import AddForm
from guatu.web.dayclear.shown import Shown, Span, group_of, shown_of, span_of
from guatu.web.shared.asking import row_id
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import Cell, asked_file
from guatu.web.templatetags.dispatches import leg_words
from guatu.workdays.queries import calendar_in_force

#: With more items than this on a day, its page shows the units alone.
SHOWN = 200
_WIDTHS = (18, 44, 12, 12, 24, 10, 40, 12, 10, 32)


@login_required
@require_safe
def day_page(request: Request) -> HttpResponse:
    """``?day=``, ``?unit=`` and ``?force=``; leaders see the units, a unit sees its items."""
    calendar = calendar_in_force()
    span = span_of(request, asked_day(request, calendar), calendar)
    read = day_of(request.user, span.day, calendar)
    chosen = _chosen(request, list(read))
    opens = len(chosen) == 1 or sum(len(rows) for rows in read.values()) <= SHOWN
    many = len(read) > 1 and len(chosen) > 1
    context = {
        "span": span,
        "groups": [group_of(request, one, span, read[one] if opens else ()) for one in chosen],
        "sums": total(read),
        "many": many,
        "one": len(read) > 1 and len(chosen) == 1,
        "longest": carried_longest(request.user) if many and not span.over else [],
        "add_form": _add_form(request, span),
        "query": urlencode({"day": span.day.isoformat()}),
    }
    return render(request, "dayclear/day.html", context)


@login_required
@require_safe
def day_export(request: Request) -> HttpResponse:
    """The items of the day, unit by unit, of one of them with ``?unit=`` or ``?force=``."""
    calendar = calendar_in_force()
    span = span_of(request, asked_day(request, calendar), calendar)
    read = day_of(request.user, span.day, calendar)
    titles = [
        _("单位"), _("事项"), _("类别"), _("环节"), _("岗位"), _("状态"), _("说明"), _("下次办理"),
        _("已拖（天）"), _("卡在"),
    ]  # fmt: skip
    rows = (
        _cells(one, shown_of(request, row, span))
        for one in _chosen(request, list(read))
        for row in read[one]
    )
    name = _("日清") + f"-{span.day.isoformat()}"
    return asked_file(request, name, "dayclear", titles, rows, widths=_WIDTHS)


def _cells(evening: Evening, shown: Shown) -> list[Cell]:
    item = shown.row.item
    return [
        evening.name,
        item.label,
        str(item.get_kind_display()),
        leg_words(item.aspect) if item.aspect else "",
        item.post.holder_label if item.post else "",
        shown.label,
        shown.row.words,
        item.next_on if shown.state in GOES_ON else None,
        shown.carried,
        f"{item.need.project.name} · {item.need.name}" if item.need else "",
    ]


@login_required
@require_safe
def item_page(request: Request, pk: UUID) -> HttpResponse:
    """One item with the days that it went through."""
    item = visible_item(request, pk)
    calendar = calendar_in_force()
    span = span_of(request, item.day, calendar)
    context = {
        "item": item,
        "shown": shown_of(request, row_of(item, calendar), span),
        "chain": chain_of(item),
        "after": item.after.first(),
    }
    return render(request, "dayclear/item.html", context)


def _chosen(request: Request, rows: Sequence[Evening]) -> list[Evening]:
    force, unit = row_id(request.GET.get("force", "")), row_id(request.GET.get("unit", ""))
    if force:
        return [row for row in rows if row.whose.force_id == force]
    return [row for row in rows if row.whose == Whose(unit, None)] if unit else list(rows)


def _add_form(request: Request, span: Span) -> AddForm | None:
    """For those who hold a post, while the day is not over."""
    if span.over or not span.is_workday or not request.access.can("dayclear.add"):
        return None
    return AddForm(user=request.user, initial={"day": span.day}, auto_id="add_%s")
