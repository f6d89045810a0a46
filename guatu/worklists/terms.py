"""The rules of lists in force: what ships, or what a government has set."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from guatu.domain.worklists.rhythm import Rhythm, Timing, load_timings
from guatu.worklists.models import WorkTerms

PRESET = Path(__file__).parent / "presets" / "rules.json"


@lru_cache(maxsize=1)
def preset() -> dict[str, Any]:
    """What ships, by rhythm."""
    stored: dict[str, Any] = json.loads(PRESET.read_text(encoding="utf-8"))
    return stored


def terms_of(tenant_id: UUID) -> WorkTerms:
    """The row of the government; one as it ships, not saved, where there is none."""
    found = WorkTerms.objects.filter(tenant_id=tenant_id).first()
    return found or WorkTerms(tenant_id=tenant_id, rules=preset())


def timings_of(tenant_id: UUID) -> dict[Rhythm, Timing]:
    return load_timings(terms_of(tenant_id).rules)
