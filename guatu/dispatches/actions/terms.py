"""派单规则: how a government runs its dispatches from now on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from guatu.dispatches.actions.timing import Timing
from guatu.dispatches.choices import ClockStatus
from guatu.dispatches.models import Clock, Terms
from guatu.dispatches.terms import all_ladders, all_limits
from guatu.domain.clocks import HoursError, OfficeHours
from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.kit.bulk import update_rows
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.org.models import Tenant, User

EDITABLE = (
    "limits",
    "ladder",
    "opens",
    "closes",
    "cut_off",
    "quiet_from",
    "quiet_until",
    "most_bounces",
    "most_extensions",
    "most_extended_days",
    "lock_days",
    "default_post",
)
#: What decides when the next rung of a clock that runs comes.
_PRESSING = frozenset({"ladder", "opens", "closes"})
_PORTION = 1000
_OVERTAKEN = N_("派单规则刚刚被别人改过，您的改动没有保存。请看最新的规则后再改。")


@transaction.atomic
def set_terms(
    tenant: Tenant, values: Mapping[str, Any], *, seen: int, by: User, now: datetime
) -> list[str]:
    """Change the columns named in ``EDITABLE``; returns those that are different now.

    Due moments that were given out stay; what comes after them follows the new ladder.
    """
    require(by, "dispatch.terms", tenant)
    held = _held(tenant)
    if held.version != seen:
        raise StateChanged(say(_OVERTAKEN))
    changed = [name for name in EDITABLE if values[name] != getattr(held, name)]
    if not changed:
        return []
    for name in changed:
        setattr(held, name, values[name])
    if faults := _faults(held):
        raise Refusal(next(iter(faults.values())), faults)
    held.version += 1
    held.save(update_fields=[*changed, "version"])
    named = "、".join(str(Terms._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]
    journal.record("dispatch.terms_set", held, by=by, at=now, fields=named)
    if _PRESSING & set(changed):
        _press_anew(tenant, now)
    return changed


def _held(tenant: Tenant) -> Terms:
    """The row of the government, made with the defaults the first time, and locked."""
    Terms.objects.get_or_create(tenant=tenant)
    return Terms.objects.select_for_update(no_key=True).get(tenant=tenant)


def _faults(terms: Terms) -> dict[str, Sentence]:
    faults: dict[str, Sentence] = {}
    if terms.limits not in all_limits():
        faults["limits"] = say(N_("没有这个时限方案，请重新选择。"))
    if terms.ladder not in all_ladders():
        faults["ladder"] = say(N_("没有这个催办梯级，请重新选择。"))
    try:
        OfficeHours(terms.opens, terms.closes)
    except HoursError as error:
        faults["closes"] = error.sentence
    if terms.most_bounces < 1:
        faults["most_bounces"] = say(N_("至少允许退回 1 次，否则派错的单没有去处。"))
    post = terms.default_post
    if post is not None and (post.closed_on is not None or post.holder is None):
        faults["default_post"] = say(
            N_("“{post}”现在空缺或已撤销，兜底的事项会没有人办。请另选岗位。"), post=post.title
        )
    return faults


def _press_anew(tenant: Tenant, now: datetime) -> None:
    """The next rung of every clock that runs, as the ladder and the hours are from now on."""
    for clocks in _portions(tenant):
        timing = Timing(clocks[0].dispatch, now)
        for clock in clocks:
            timing.dispatch = clock.dispatch
            clock.next_at = timing.next_of_watch(timing.watch_of(clock, clock.fires.all()))
        update_rows(clocks, ["next_at"])


def _portions(tenant: Tenant) -> Iterator[list[Clock]]:
    running = Clock.objects.filter(dispatch__tenant=tenant, status=ClockStatus.RUNNING)
    rows = running.select_related("dispatch").prefetch_related("fires").order_by("id")
    last = None
    while clocks := list((rows.filter(id__gt=last) if last else rows)[:_PORTION]):
        last = clocks[-1].pk
        yield clocks
