"""清单规则: what lists a government asks for from now on, and by when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from guatu.domain.words import N_, say
from guatu.domain.worklists.rhythm import RHYTHM_WORDS, Rhythm, faults
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.org.models import Tenant, User
from guatu.worklists.models import WorkTerms
from guatu.worklists.terms import preset


@transaction.atomic
def set_terms(
    tenant: Tenant, rules: Mapping[str, Any], *, seen: int, by: User, now: datetime
) -> list[Rhythm]:
    """Returns the rhythms that are different now; rounds that run keep their moments.

    ``seen`` is the version that was read, 0 where what ships was.
    """
    require(by, "work_list.terms", tenant)
    WorkTerms.objects.get_or_create(tenant=tenant, defaults={"rules": preset()})
    held = WorkTerms.objects.select_for_update(no_key=True).get(tenant=tenant)
    if held.version != seen:
        words = N_("清单规则刚被别人改过，您的改动没有保存。请看最新的规则后再改。")
        raise StateChanged(say(words))
    if wrong := {rhythm.value: words for rhythm, words in faults(rules)}:
        raise Refusal(next(iter(wrong.values())), wrong)
    changed = [rhythm for rhythm in Rhythm if rules[rhythm] != held.rules[rhythm]]
    if changed:
        held.rules = dict(rules)
        held.version += 1
        held.save(update_fields=["rules", "version"])
        named = "、".join(RHYTHM_WORDS[rhythm] for rhythm in changed)
        journal.record("work_terms.set", held, by=by, at=now, rhythms=named)
    return changed
