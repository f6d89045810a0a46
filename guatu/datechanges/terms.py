"""The rules of date changes in force: what ships, or what a government has set."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from guatu.datechanges.models import ChangeTerms
from guatu.domain.datechanges import Rules, load_reasons

PRESET = Path(__file__).parent / "presets" / "rules.json"
FIGURES = ("most_times", "most_days", "lock_days", "notice_days", "leader_days")
KEPT = (*FIGURES, "reasons", "rests")


@lru_cache(maxsize=1)
def preset() -> dict[str, Any]:
    """What ships, by the names of the columns."""
    stored = json.loads(PRESET.read_text(encoding="utf-8"))
    return {name: stored[name] for name in KEPT}


def terms_of(tenant_id: UUID) -> ChangeTerms:
    """The row of the government; one as it ships, not saved, where there is none."""
    found = ChangeTerms.objects.filter(tenant_id=tenant_id).first()
    return found or ChangeTerms(tenant_id=tenant_id, **preset())


def rules_of(terms: ChangeTerms) -> Rules:
    figures = {name: getattr(terms, name) for name in FIGURES}
    return Rules(**figures, reasons=load_reasons(terms.reasons))
