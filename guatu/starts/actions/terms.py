"""集中开工规则: the size line, the days of the looks, the proofs and the classes of a city."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from guatu.domain.pace import plain
from guatu.domain.starts import Proof, faults
from guatu.domain.words import N_, say
from guatu.journal import actions as journal
from guatu.kit.refusals import StateChanged
from guatu.lines.actions.putting import refuse
from guatu.org.access import require
from guatu.org.models import Tenant, User
from guatu.starts.models import StartTerms
from guatu.starts.terms import preset

FIELD_WORDS = {
    "line": N_("规模线"),
    "days": N_("检查日"),
    "proofs": N_("开工凭据"),
    "kinds": N_("项目类别"),
}


@transaction.atomic
def set_terms(
    tenant: Tenant,
    *,
    line: Decimal | None,
    days: Sequence[int],
    proofs: Sequence[Proof],
    kinds: Sequence[str],
    seen: int,
    by: User,
    now: datetime,
) -> list[str]:
    """Returns the names of what is different now; ``seen`` is the version that was read, 0 where
    what ships was. Figures of past events follow the size line in force."""
    require(by, "start_event.terms", tenant)
    StartTerms.objects.get_or_create(tenant=tenant, defaults={"rules": preset()})
    held = StartTerms.objects.select_for_update(no_key=True).get(tenant=tenant)
    if held.version != seen:
        words = N_("集中开工规则刚被别人改过，您的改动没有保存。请看最新的规则后再改。")
        raise StateChanged(say(words))
    refuse(faults(line, days, kinds))
    rules = {
        "line": plain(line or Decimal(0)),
        "days": sorted(set(days)),
        "proofs": [one.value for one in Proof if one in proofs],
        "kinds": list(dict.fromkeys(kinds)),
    }
    changed = [name for name in FIELD_WORDS if rules[name] != held.rules[name]]
    if changed:
        held.rules = rules
        held.version += 1
        held.save(update_fields=["rules", "version"])
        named = "、".join(FIELD_WORDS[name] for name in changed)
        journal.record("start_terms.set", held, by=by, at=now, fields=named)
    return changed
