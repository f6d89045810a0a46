"""Rule packs: presets shipped as data, one pack in force per tenant."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.db import transaction

from guatu.domain.lights import RulePack as Rules
from guatu.domain.lights import load_pack
from guatu.journal import actions as journal
from guatu.journal.actions import Actor
from guatu.org.access import require
from guatu.org.models import Tenant, User
from guatu.projects.models import RulePack

PRESETS = Path(__file__).parent / "presets" / "packs"
DEFAULT = "default"


def preset_codes() -> list[str]:
    return sorted(path.stem for path in PRESETS.glob("*.json"))


@lru_cache(maxsize=32)
def preset(code: str) -> Rules:
    """A shipped pack by code; ``KeyError`` if there is none."""
    if code not in preset_codes():
        raise KeyError(code)
    return load_pack(json.loads((PRESETS / f"{code}.json").read_text(encoding="utf-8")))


def rules_in_force(tenant: Tenant) -> Rules:
    """The tenant's pack, or our default where none was adopted."""
    row = RulePack.objects.filter(tenant=tenant, in_force=True).first()
    return load_pack(row.rules) if row else preset(DEFAULT)


def adopted_at(tenant: Tenant) -> datetime | None:
    """When the pack in force was adopted; None while our default applies."""
    rows = RulePack.objects.filter(tenant=tenant, in_force=True)
    return rows.values_list("adopted_at", flat=True).first()


@transaction.atomic
def adopt(tenant: Tenant, code: str, *, by: Actor, now: datetime) -> RulePack:
    """Put a shipped pack in force; the caller runs the patrol over everything afterwards."""
    if isinstance(by, User):
        require(by, "pack.adopt", tenant)
    rules = preset(code)
    body = json.loads((PRESETS / f"{code}.json").read_text(encoding="utf-8"))
    RulePack.objects.filter(tenant=tenant, in_force=True).update(in_force=False)
    row, _ = RulePack.objects.update_or_create(
        tenant=tenant,
        code=rules.code,
        version=rules.version,
        defaults={"name": rules.name, "rules": body, "adopted_at": now, "in_force": True},
    )
    journal.record("pack.adopted", row, by=by, at=now)
    return row
