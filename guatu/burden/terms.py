"""The caps in force: none until a government has adopted some; what ships is a proposal."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from guatu.burden.models import BurdenTerms
from guatu.domain.burden.caps import Cap, load_caps

PRESET = Path(__file__).parent / "presets" / "caps.json"


@lru_cache(maxsize=1)
def preset() -> dict[str, Any]:
    """What ships: caps to begin with, and the workdays for an answer."""
    stored: dict[str, Any] = json.loads(PRESET.read_text(encoding="utf-8"))
    return stored


def terms_of(tenant_id: UUID) -> BurdenTerms:
    """The row of the government; without one the proposal, not saved, with version 0."""
    found = BurdenTerms.objects.filter(tenant_id=tenant_id).first()
    return found or BurdenTerms(tenant_id=tenant_id, rules=preset())


def caps_of(tenant_id: UUID) -> list[Cap]:
    """Those adopted."""
    terms = terms_of(tenant_id)
    return load_caps(terms.rules["caps"]) if terms.version else []
