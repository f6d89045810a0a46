"""What must hold of the days, whatever was done; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from guatu.dayclear.choices import ItemState
from guatu.dayclear.models import DayClosing, DayItem
from guatu.domain.dayclear import GOES_ON, sum_up
from guatu.domain.words import N_, Sentence, say
from guatu.org.models import Tenant

_FIGURES = ("done", "carried", "blocked", "uncleared", "released")


def faults(tenant: Tenant) -> list[Sentence]:
    """Empty when no closed day has an open item, what goes on has gone on, and the figures of
    every evening are those of its items."""
    return [*_left_open(tenant), *_lost(tenant), *_figures(tenant)]


def _left_open(tenant: Tenant) -> Iterator[Sentence]:
    closed = DayClosing.objects.filter(day=OuterRef("day"), unit=OuterRef("unit"))
    of_force = Q(force__isnull=False) & Exists(closed.filter(force=OuterRef("force")))
    of_unit = Q(force__isnull=True) & Exists(closed.filter(force__isnull=True))
    rows = DayItem.objects.filter(of_force | of_unit, tenant=tenant, state=ItemState.OPEN)
    if count := rows.count():
        yield say(N_("日清：{n} 个事项所在的日子已经结账，却还没有说法"), n=count)


def _lost(tenant: Tenant) -> Iterator[Sentence]:
    """Carried, blocked and 未清 come again: by their own chain or as the same source that day."""
    chain = DayItem.objects.filter(before=OuterRef("pk"))
    same = DayItem.objects.filter(what_id=OuterRef("what_id"), day=OuterRef("next_on"))
    rows = DayItem.objects.entered().filter(
        ~Exists(chain),
        ~Exists(same),
        tenant=tenant,
        state__in=[state.value for state in GOES_ON],
    )
    if count := rows.count():
        yield say(N_("日清：{n} 个结转或未清的事项没有再列出来"), n=count)


def _figures(tenant: Tenant) -> Iterator[Sentence]:
    for closing in DayClosing.objects.filter(tenant=tenant).select_related("unit", "force"):
        sums = sum_up((item.standing, item.carried) for item in _items(closing))
        if any(getattr(closing, name) != getattr(sums, name) for name in _FIGURES):
            yield say(N_("日清：{evening} 的合计与事项不符"), evening=str(closing))


def _items(closing: DayClosing) -> Iterator[DayItem]:
    own = Q(unit_id=closing.unit_id, force_id=closing.force_id, day=closing.day)
    yield from DayItem.objects.entered().filter(own)
