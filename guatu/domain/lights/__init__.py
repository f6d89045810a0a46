"""Lights (红黄绿灯): what a rule pack says of the facts of a project on a day."""

from __future__ import annotations

from guatu.domain.lights.alarms import alarms
from guatu.domain.lights.checking import check_pack
from guatu.domain.lights.colours import Light, Mark, worst
from guatu.domain.lights.facts import (
    Excuse,
    MilestoneFact,
    NeedFact,
    PlanFacts,
    ProjectFacts,
)
from guatu.domain.lights.judging import Glance, Judge, judge, judge_item
from guatu.domain.lights.loading import load_pack, pack_as_json
from guatu.domain.lights.packs import Dimension, ExcuseTerms, Rule, RulePack
from guatu.domain.lights.problems import PackError, PackProblem, ProblemKind
from guatu.domain.lights.subjects import (
    CellFacts,
    IndicatorFacts,
    SlipFacts,
    Subject,
    WarningFact,
)
from guatu.domain.lights.terms import PaceKind, ReportDue, Terms
from guatu.domain.lights.verdicts import Evidence, Reason, Verdict
from guatu.domain.lights.workdays import MONDAY_TO_FRIDAY, CalendarWorkdays, Workdays

__all__ = [
    "MONDAY_TO_FRIDAY",
    "CalendarWorkdays",
    "CellFacts",
    "Dimension",
    "Evidence",
    "Excuse",
    "ExcuseTerms",
    "Glance",
    "IndicatorFacts",
    "Judge",
    "Light",
    "Mark",
    "MilestoneFact",
    "NeedFact",
    "PaceKind",
    "PackError",
    "PackProblem",
    "PlanFacts",
    "ProblemKind",
    "ProjectFacts",
    "Reason",
    "ReportDue",
    "Rule",
    "RulePack",
    "SlipFacts",
    "Subject",
    "Terms",
    "Verdict",
    "WarningFact",
    "Workdays",
    "alarms",
    "check_pack",
    "judge",
    "judge_item",
    "load_pack",
    "pack_as_json",
    "worst",
]
