"""A month's report as it was before a file was entered, as JSON in the line, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from guatu.projects.models import ProgressReport

_NUMBERS = ("invested", "registered", "paid", "physical_percent")
_WORDS = ("physical_words", "photo", "reason", "source")


def stored(report: ProgressReport | None) -> dict[str, str] | None:
    """None where there was no report."""
    if report is None:
        return None
    numbers = {name: str(v) for name in _NUMBERS if (v := getattr(report, name)) is not None}
    words = {name: str(getattr(report, name)) for name in _WORDS}
    return {
        **numbers,
        **words,
        "reported_at": report.reported_at.isoformat(),
        "reported_by": report.reported_by_id.hex,
    }


def former(told: Mapping[str, Any] | None, period: date) -> ProgressReport | None:
    """The row, not saved and of no project yet."""
    if told is None:
        return None
    numbers = {name: Decimal(told[name]) for name in _NUMBERS if name in told}
    return ProgressReport(
        period=period,
        **numbers,
        **{name: told[name] for name in _WORDS},
        reported_at=datetime.fromisoformat(told["reported_at"]),
        reported_by_id=UUID(hex=told["reported_by"]),
    )
