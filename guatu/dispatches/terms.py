"""The rules in force for the dispatches of a government: its row, its limits, its ladder."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from guatu.dispatches.models import Terms
from guatu.domain.escalation import Ladder, load_ladder
from guatu.domain.limits import Limits, load_limits

PRESETS = Path(__file__).parent / "presets"


def terms_of(tenant_id: UUID) -> Terms:
    """The row of the government; one with the defaults, not saved, where there is none."""
    return Terms.objects.filter(tenant_id=tenant_id).first() or Terms(tenant_id=tenant_id)


def limits_of(terms: Terms) -> Limits:
    return all_limits()[terms.limits]


def ladder_of(terms: Terms) -> Ladder:
    return all_ladders()[terms.ladder]


@lru_cache(maxsize=1)
def all_limits() -> dict[str, Limits]:
    """The shipped sets of limits, by code."""
    stored = json.loads((PRESETS / "limits.json").read_text(encoding="utf-8"))
    return {limits.code: limits for limits in map(load_limits, stored)}


@lru_cache(maxsize=1)
def all_ladders() -> dict[str, Ladder]:
    """The shipped ladders, by code; our own first."""
    files = sorted((PRESETS / "ladders").glob("*.json"), key=lambda file: file.stem != "default")
    read = (load_ladder(json.loads(file.read_text(encoding="utf-8"))) for file in files)
    return {ladder.code: ladder for ladder in read}
