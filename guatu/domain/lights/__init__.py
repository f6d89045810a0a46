"""Lights (红黄绿灯): what a rule pack says of the facts of a project on a day."""

from __future__ import annotations

from guatu.domain.lights.checking import check_pack
from guatu.domain.lights.colours import Light, worst
from guatu.domain.lights.facts import Excuse, MilestoneFact, ProjectFacts
from guatu.domain.lights.judging import Judge, judge
from guatu.domain.lights.loading import load_pack, pack_as_json
from guatu.domain.lights.packs import Dimension, Rule, RulePack
from guatu.domain.lights.problems import PackError, PackProblem, ProblemKind
from guatu.domain.lights.terms import PaceKind, ReportDue, Terms
from guatu.domain.lights.verdicts import Evidence, Reason, Verdict
from guatu.domain.lights.workdays import MONDAY_TO_FRIDAY, CalendarWorkdays, Workdays

__all__ = [
    "MONDAY_TO_FRIDAY",
    "CalendarWorkdays",
    "Dimension",
    "Evidence",
    "Excuse",
    "Judge",
    "Light",
    "MilestoneFact",
    "PaceKind",
    "PackError",
    "PackProblem",
    "ProblemKind",
    "ProjectFacts",
    "Reason",
    "ReportDue",
    "Rule",
    "RulePack",
    "Terms",
    "Verdict",
    "Workdays",
    "check_pack",
    "judge",
    "load_pack",
    "pack_as_json",
    "worst",
]
