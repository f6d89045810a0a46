"""Rule packs: presets shipped as data, the packs of a government, which of them is in force."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from guatu.domain.lights import RulePack as Rules
from guatu.domain.lights import load_pack
from guatu.org.models import Tenant
from guatu.projects.models import PackAdoption, RulePack

PRESETS = Path(__file__).parent / "presets" / "packs"
DEFAULT = "default"


def preset_codes() -> list[str]:
    return sorted(path.stem for path in PRESETS.glob("*.json"))


@lru_cache(maxsize=32)
def preset(code: str) -> Rules:
    """A shipped pack by code; ``KeyError`` if there is none."""
    return load_pack(preset_text(code))


def preset_text(code: str) -> dict[str, Any]:
    """The text of a shipped pack; ``KeyError`` if there is none."""
    if code not in preset_codes():
        raise KeyError(code)
    text: dict[str, Any] = json.loads((PRESETS / f"{code}.json").read_text(encoding="utf-8"))
    return text


def rules_in_force(tenant: Tenant) -> Rules:
    """The tenant's pack, or our default where none was adopted."""
    return all_rules_in_force([tenant.pk])[tenant.pk]


def all_rules_in_force(tenant_ids: Iterable[UUID]) -> dict[UUID, Rules]:
    """The pack of each tenant; equal texts are one object."""
    wanted = list(tenant_ids)
    adopted = RulePack.objects.filter(tenant_id__in=wanted, in_force=True)
    own = dict(adopted.values_list("tenant_id", "rules"))
    return {pk: loaded(own[pk]) if pk in own else preset(DEFAULT) for pk in wanted}


def loaded(rules: Mapping[str, Any]) -> Rules:
    """A stored text as rules; the same text is read once."""
    return _loaded(json.dumps(rules, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=64)
def _loaded(text: str) -> Rules:
    return load_pack(json.loads(text))


def adopted_at(tenant: Tenant) -> datetime | None:
    """When the pack in force was adopted; None while our default applies."""
    rows = RulePack.objects.filter(tenant=tenant, in_force=True)
    return rows.values_list("adopted_at", flat=True).first()


def rules_at(tenant: Tenant, moment: datetime) -> Rules:
    """The pack in force at ``moment``; before the first adoption our default."""
    adopted = PackAdoption.objects.filter(tenant=tenant, at__lte=moment).select_related("pack")
    newest = adopted.first()
    return loaded(newest.pack.rules) if newest else preset(DEFAULT)
