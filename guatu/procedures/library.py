"""The library that ships, and the library of a government."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from guatu.org.models import Tenant
from guatu.procedures.models import Procedure
from guatu.workdays.choices import Counting

PRESET = Path(__file__).parent / "presets" / "library.json"
FIELDS = (
    "group", "serial", "name", "owner", "unit", "statutory_days", "promised_days", "counting",
    "place", "after", "alternative", "condition", "usual", "deferrable", "materials", "source",
)  # fmt: skip
"""What a person may set; the code stays as it was given."""
SHIPPED = tuple(name for name in FIELDS if name != "unit")


@lru_cache(maxsize=1)
def preset() -> Mapping[str, Mapping[str, Any]]:
    """What ships, by code, with all fields but the unit; the order is that of the file."""
    stored = json.loads(PRESET.read_text(encoding="utf-8"))
    return {
        one["code"]: _values(serial, one, stored["source"])
        for serial, one in enumerate(stored["procedures"], start=1)
    }


def library_of(tenant: Tenant) -> list[Procedure]:
    """In the order of groups; empty until a library was adopted."""
    rows = Procedure.objects.filter(tenant=tenant).select_related("unit", "tenant")
    return list(rows)


def _values(serial: int, one: Mapping[str, Any], source: str) -> Mapping[str, Any]:
    return {
        "group": one["group"],
        "serial": serial,
        "name": one["name"],
        "owner": one["owner"],
        "statutory_days": one["days"],
        "promised_days": one.get("promised"),
        "counting": one.get("counting", str(Counting.WORKDAYS)),
        "place": one.get("place", "before"),
        "after": list(one.get("after", ())),
        "alternative": one.get("alternative", ""),
        "condition": one.get("condition", ""),
        "usual": one.get("usual", True),
        "deferrable": one.get("deferrable", False),
        "materials": one["materials"],
        "source": source,
    }
