"""The registry of measures: every quantity that a rule may compare."""

from __future__ import annotations

from guatu.domain.lights.measures import (
    cells,
    finish,
    forecast,
    indicators,
    milestones,
    needs,
    partings,
    progress,
    reports,
    slips,
    start,
)
from guatu.domain.lights.measures.kinds import Case, Detail, Levels, Measure, Value, value_text
from guatu.domain.lights.subjects import Subject

MEASURES: dict[str, Measure] = {
    measure.code: measure
    for group in (
        start,
        progress,
        milestones,
        finish,
        forecast,
        reports,
        needs,
        partings,
        slips,
        cells,
        indicators,
    )
    for measure in group.MEASURES
}


def measures_of(subject: Subject) -> dict[str, Measure]:
    """Those that a pack about ``subject`` may compare."""
    return {code: measure for code, measure in MEASURES.items() if measure.subject is subject}


__all__ = [
    "MEASURES",
    "Case",
    "Detail",
    "Levels",
    "Measure",
    "Value",
    "measures_of",
    "value_text",
]
