"""The rules of concentrated starts in force: what ships, or what a government has set."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from guatu.domain.starts import Rules, rules_of
from guatu.starts.models import StartTerms

PRESET = Path(__file__).parent / "presets" / "rules.json"


@lru_cache(maxsize=1)
def preset() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(PRESET.read_text(encoding="utf-8"))
    return stored


def terms_of(tenant_id: UUID) -> StartTerms:
    """The row of the government; one as it ships, not saved, where there is none."""
    found = StartTerms.objects.filter(tenant_id=tenant_id).first()
    return found or StartTerms(tenant_id=tenant_id, rules=preset())


def rules_in_force(tenant_id: UUID) -> Rules:
    return rules_of(terms_of(tenant_id).rules)
