"""Work lines with plan and targets, command posts, chains and parks, targets of quarters."""

from guatu.lines.models.lines import (
    Chain,
    ChainQuerySet,
    HeadQuarters,
    Park,
    ParkQuerySet,
    PlanTask,
    ScoreItem,
    Target,
    TargetQuerySet,
    TaskForce,
    WorkLine,
    WorkLineQuerySet,
)
from guatu.lines.models.quarters import (
    QuarterActual,
    QuarterIndicator,
    QuarterIndicatorQuerySet,
    QuarterTarget,
    QuarterTargetQuerySet,
)

__all__ = [
    "Chain",
    "ChainQuerySet",
    "HeadQuarters",
    "Park",
    "ParkQuerySet",
    "PlanTask",
    "QuarterActual",
    "QuarterIndicator",
    "QuarterIndicatorQuerySet",
    "QuarterTarget",
    "QuarterTargetQuerySet",
    "ScoreItem",
    "Target",
    "TargetQuerySet",
    "TaskForce",
    "WorkLine",
    "WorkLineQuerySet",
]
