"""What a list of needs shows, of today or of a day of the past."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django.db.models import QuerySet

from guatu.projects.models import SupportNeed
from guatu.projects.queries.needs import (
    NeedFilter,
    NeedRow,
    Owed,
    Supplier,
    in_order,
    owed_to,
    rows_on,
    suppliers_of,
)
from guatu.projects.queries.past_needs import needs_at, rows_at
from guatu.web.shared.requests import Request
from guatu.workdays.queries import calendar_in_force


@dataclass(frozen=True, slots=True)
class Found:
    """``rows`` tells some of ``needs``; the counts and the suppliers are read when asked for."""

    needs: QuerySet[SupportNeed] | Sequence[SupportNeed]
    rows: Callable[[Iterable[SupportNeed]], list[NeedRow]]
    owed: Callable[[], Owed]
    suppliers: Callable[[], Sequence[Supplier]]


def found(request: Request, wanted: NeedFilter) -> Found:
    user, today = request.user, request.today
    if request.as_of:
        past = needs_at(user, wanted, request.as_of)
        rows = partial(rows_at, moment=request.as_of)
        return Found(past.shown, rows, lambda: past.owed, lambda: past.suppliers)
    return Found(
        in_order(user, wanted, today),
        lambda needs: rows_on(needs, today, calendar_in_force()),
        lambda: owed_to(user, wanted, today),
        lambda: suppliers_of(user, wanted, today),
    )
