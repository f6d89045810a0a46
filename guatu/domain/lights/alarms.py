"""All that a dimension finds amiss, not only the worst of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from guatu.domain.lights.colours import Light
from guatu.domain.lights.deciding import Finding, find, holding
from guatu.domain.lights.facts import ProjectFacts
from guatu.domain.lights.measures import Case
from guatu.domain.lights.packs import RulePack
from guatu.domain.lights.reasons import reason_of
from guatu.domain.lights.verdicts import Reason
from guatu.domain.lights.workdays import Workdays


def alarms(
    pack: RulePack,
    facts: ProjectFacts,
    day: date,
    workdays: Workdays,
    dimensions: Collection[str],
) -> list[Reason]:
    """A reason for every yellow or red rule of these dimensions that holds, worst first."""
    case = Case.of(facts, pack.terms, workdays, day)
    found = []
    for dimension in pack.dimensions:
        if dimension.code in dimensions:
            values = find(dimension, case).values
            for rule in holding(dimension, values):
                if rule.light in (Light.RED, Light.YELLOW):
                    found.append(reason_of(dimension, Finding(rule.light, rule, values), case))
    return sorted(found, key=lambda reason: reason.light.rank)
