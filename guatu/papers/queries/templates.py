"""The template of a kind: the city's own, or the preset until it is changed."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from guatu.org.models import Tenant
from guatu.papers.choices import PaperKind
from guatu.papers.models import PaperTemplate

PRESETS = Path(__file__).parent.parent / "presets"


def template_in_force(tenant: Tenant, kind: str) -> PaperTemplate:
    """A row, or a preset that is not saved yet."""
    row = PaperTemplate.objects.filter(tenant=tenant, kind=kind).first()
    return row or _preset(tenant, kind)


def templates_of(tenant: Tenant) -> list[PaperTemplate]:
    """One of each kind, in the order of the kinds."""
    own = {row.kind: row for row in PaperTemplate.objects.filter(tenant=tenant)}
    return [own.get(kind) or _preset(tenant, kind) for kind in PaperKind.values]


def _preset(tenant: Tenant, kind: str) -> PaperTemplate:
    values = dict(_presets()[kind])
    values["text"] = "\n".join(values["text"])
    place = tenant.short_name or tenant.name
    named = {k: v.replace("{本地}", place).replace("{首字}", place[0]) for k, v in values.items()}
    return PaperTemplate(tenant=tenant, kind=kind, **named)


@lru_cache(maxsize=1)
def _presets() -> dict[str, dict[str, Any]]:
    stored: dict[str, dict[str, Any]] = json.loads((PRESETS / "templates.json").read_bytes())
    return stored
