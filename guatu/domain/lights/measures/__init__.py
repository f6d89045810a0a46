"""The registry of measures: every quantity that a rule may compare."""

from __future__ import annotations

from guatu.domain.lights.measures import finish, milestones, progress, reports, start
from guatu.domain.lights.measures.kinds import Case, Detail, Levels, Measure, Value, value_text

MEASURES: dict[str, Measure] = {
    measure.code: measure
    for group in (start, progress, milestones, finish, reports)
    for measure in group.MEASURES
}

__all__ = ["MEASURES", "Case", "Detail", "Levels", "Measure", "Value", "value_text"]
