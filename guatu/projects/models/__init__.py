"""The tables of projects, an aggregate a file."""

from __future__ import annotations

from guatu.projects.models.listings import ListChange, ListEntry, ListVersion
from guatu.projects.models.needs import SupportNeed
from guatu.projects.models.networks import ProjectNetwork
from guatu.projects.models.opinions import Opinion
from guatu.projects.models.plans import Baseline, Milestone, MilestoneLink
from guatu.projects.models.projects import Project, ProjectQuerySet
from guatu.projects.models.reports import ProgressReport, ReportTyping
from guatu.projects.models.rules import Excuse, PackAdoption, RulePack, Verdict
from guatu.projects.models.states import ProjectState
from guatu.projects.models.totals import MonthTally, Tally
from guatu.projects.models.working import BulkEdit, SavedView

__all__ = [
    "Baseline",
    "BulkEdit",
    "Excuse",
    "ListChange",
    "ListEntry",
    "ListVersion",
    "Milestone",
    "MilestoneLink",
    "MonthTally",
    "Opinion",
    "PackAdoption",
    "ProgressReport",
    "Project",
    "ProjectNetwork",
    "ProjectQuerySet",
    "ProjectState",
    "ReportTyping",
    "RulePack",
    "SavedView",
    "SupportNeed",
    "Tally",
    "Verdict",
]
