"""A day as a page: the evenings of the units, and what the day has to clear."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
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
from guatu.web.dayclear.finding import asked_day, visible_item
from guatu.web.dayclear.forms import AddForm
from guatu.web.dayclear.shown import Span, group_of, shown_of, span_of
from guatu.web.shared.asking import row_id
from guatu.web.shared.requests import Request
from guatu.workdays.queries import calendar_in_force

#: With more items than this on a day, its page shows the units alone.
SHOWN = 200


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
