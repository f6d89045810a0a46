"""Items of the day on the desk: own ones to clear, and which duties were left over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from guatu.boards.desk.facts import Place, Row
from guatu.boards.desk.standing import Standing
from guatu.dayclear.choices import ItemKind, ItemState
from guatu.dayclear.models import DayItem
from guatu.domain.dayclear import cut_off_of
from guatu.domain.desk import Duty, DutyKind
from guatu.kit.clock import CHINA

WEEK = timedelta(days=6)


def open_items(standing: Standing, until: date) -> QuerySet[DayItem]:
    """Of days up to ``until``, by the post they are bound to, the unit, the task force."""
    own = standing.owns("unit", "post") & Q(force__isnull=True)
    own |= Q(force__head__in=standing.posts) | Q(force__isnull=False, post__in=standing.posts)
    rows = DayItem.objects.entered().filter(own, state=ItemState.OPEN, day__lte=until)
    return rows.filter(tenant_id=standing.access.tenant_id)


def own_items(standing: Standing, until: date) -> QuerySet[DayItem]:
    return open_items(standing, until).filter(kind=ItemKind.OWN)


def with_days(rows: Iterable[Row], standing: Standing) -> Iterator[Row]:
    """The rows with what the days say of them, then the items that were written by hand."""
    today = standing.now.astimezone(CHINA).date()
    items = list(open_items(standing, today + WEEK).select_related("before", "unit", "force"))
    known = {item.what_id: item for item in items if item.what_id is not None}
    for row in rows:
        yield _left_over(row, known)
    for item in items:
        if item.kind == ItemKind.OWN:
            yield _own(item, standing)


def _left_over(row: Row, known: Mapping[UUID, DayItem]) -> Row:
    item = next((known[pk] for pk in row.source_ids if pk in known), None)
    if item is None:
        return row
    return replace(row, carried=item.carried, duty=replace(row.duty, left_over=_uncleared(item)))


def _own(item: DayItem, standing: Standing) -> Row:
    duty = Duty(
        kind=DutyKind.CLEAR,
        key=f"item {item.pk}",
        due=cut_off_of(item.day, standing.cut_off),
        since=item.first_on,
        left_over=_uncleared(item),
    )
    about = item.force.name if item.force else item.unit.label
    return Row(
        duty, Place.DAY_ITEM, item.pk, item.pk, item.label, about=about, carried=item.carried
    )


def _uncleared(item: DayItem) -> int:
    """Days that were closed without a word; what was carried with a reason is not left over."""
    before = item.before
    return item.carried if before and before.state == ItemState.UNCLEARED else 0
