"""改期规则: what a government demands of date changes from now on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from guatu.datechanges.models import ChangeTerms
from guatu.datechanges.terms import KEPT, preset
from guatu.domain.datechanges import PAUSED
from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.org.models import Tenant, User

MOST_DAYS = 2000


@transaction.atomic
def set_terms(
    tenant: Tenant, values: Mapping[str, Any], *, seen: int, by: User, now: datetime
) -> list[str]:
    """Change what is named in ``KEPT``; returns what is different now.

    ``seen`` is the version that was read, 0 where what ships was. What was asked for before stays
    as it was judged.
    """
    require(by, "date_change.terms", tenant)
    held = _held(tenant)
    if held.version != seen:
        raise StateChanged(
            say(N_("改期规则刚被别人改过，您的改动没有保存。请看最新的规则后再改。"))
        )
    changed = [name for name in KEPT if name in values and values[name] != getattr(held, name)]
    if not changed:
        return []
    for name in changed:
        setattr(held, name, values[name])
    if faults := dict(_faults(held)):
        raise Refusal(next(iter(faults.values())), faults)
    held.version += 1
    held.save(update_fields=[*changed, "version"])
    named = "、".join(str(ChangeTerms._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]
    journal.record("date_change.terms_set", held, by=by, at=now, fields=named)
    return changed


def _held(tenant: Tenant) -> ChangeTerms:
    """The row of the government, made as it ships the first time, and locked."""
    ChangeTerms.objects.get_or_create(tenant=tenant, defaults=preset())
    return ChangeTerms.objects.select_for_update(no_key=True).get(tenant=tenant)


def _faults(terms: ChangeTerms) -> Iterator[tuple[str, Sentence]]:
    for name in ("most_times", "most_days", "lock_days", "notice_days", "leader_days"):
        if not 0 <= getattr(terms, name) <= MOST_DAYS:
            yield name, say(N_("请填 0 到 {most} 之间的整数，0 表示不限。"), most=MOST_DAYS)
    codes = [one["code"] for one in terms.reasons]
    if not codes:
        yield "reasons", say(N_("至少要有一个改期原因。"))
    if len(set(codes)) < len(codes) or PAUSED.code in codes:
        yield "reasons", say(N_("改期原因不能重复。"))
    if any(not str(one["name"]).strip() for one in terms.reasons):
        yield "reasons", say(N_("请填写每个改期原因的名称。"))
