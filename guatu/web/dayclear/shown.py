"""Items, units and the day itself as the page draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from guatu.dayclear.choices import ItemState
from guatu.dayclear.queries.days import Evening, ItemRow
from guatu.dispatches.terms import terms_of
from guatu.domain.dayclear import GOES_ON, State, cut_off_of
from guatu.domain.workcalendar import WorkCalendar
from guatu.web.shared.duties import page_of
from guatu.web.shared.requests import Request


@dataclass(frozen=True, slots=True)
class Span:
    """A day and the workdays beside it; ``over`` once its cut-off has passed."""

    day: date
    before: date
    after: date
    is_workday: bool
    cut_off: datetime
    over: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """An item; ``acts``: this person may settle it now, ``corrects``: add to a closed day.

    ``carried`` counts the days that ended without it, the one shown among them once it is over.
    """

    row: ItemRow
    carried: int
    url: str
    state: State
    label: str
    acts: bool
    corrects: bool


@dataclass(frozen=True, slots=True)
class Group:
    """What one unit or task force has; ``confirms``: this person may stand by the evening."""

    evening: Evening
    url: str
    items: Sequence[Shown]
    confirms: bool


def span_of(request: Request, day: date, calendar: WorkCalendar) -> Span:
    cut_off = cut_off_of(day, terms_of(request.tenant.pk).cut_off)
    return Span(
        day=day,
        before=calendar.add_workdays(day, -1),
        after=calendar.add_workdays(day, 1),
        is_workday=calendar.is_workday(day),
        cut_off=cut_off,
        over=cut_off <= request.now,
    )


def group_of(request: Request, row: Evening, span: Span, items: Sequence[ItemRow]) -> Group:
    whose = {"force": row.force.pk} if row.force else {"unit": row.unit.pk}
    closing = row.closing
    return Group(
        evening=row,
        url="?" + urlencode({"day": span.day.isoformat(), **whose}),
        items=[shown_of(request, one, span) for one in items],
        confirms=closing is not None
        and closing.confirmed_at is None
        and request.access.can("dayclear.confirm", closing),
    )


def shown_of(request: Request, row: ItemRow, span: Span) -> Shown:
    item = row.item
    mine = request.access.can("dayclear.settle", item)
    return Shown(
        row=row,
        carried=item.carried + (not item.is_open and item.standing in GOES_ON),
        url=page_of(str(item.kind), item.page_id),
        state=row.state,
        label=str(ItemState(row.state.value).label),
        acts=mine and item.is_open and row.is_asked and not span.over,
        corrects=mine and not item.is_open and request.access.can("dayclear.correct", item),
    )
