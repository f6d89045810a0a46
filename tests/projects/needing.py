"""A project with a plan in force, and needs of it, for tests of the guarantee chart."""

from __future__ import annotations

from datetime import date
from typing import Any

from guatu.org.models import User
from guatu.projects.actions.needs import Wanted, add_needs
from guatu.projects.actions.planning import Draft, Step, Tie, accept_plan
from guatu.projects.models import Project, SupportNeed
from tests.city import NOW, City

DRAFT = Draft(
    (Step("piling", "桩基", 60), Step("frame", "主体", 80), Step("check", "验收", 12)),
    (Tie("piling", "frame"), Tie("frame", "check")),
)
REQUIRED = date(2021, 12, 31)


def planned_project(city: City, **values: Any) -> Project:
    """To be begun on 15 March 2021; 桩基 may begin on 20 May at the latest."""
    given = {"actual_start": None, "planned_start": date(2021, 3, 15), **values}
    project = city.project("示例轴承生产线项目", **given)
    accept_plan(project, DRAFT, REQUIRED, reason="", by=city.office, now=NOW)
    return Project.objects.select_related("tenant").get(pk=project.pk)


def need_of(
    city: City, project: Project, *, serves: str = "piling", by: User | None = None, **values: Any
) -> SupportNeed:
    """Land for 桩基, supplied by the housing department, unless told otherwise."""
    given: dict[str, Any] = {"element": "land", "lead": 0, "supplier": city.housing, **values}
    if serves:
        given["milestone"] = project.milestones.get(code=serves)
    return add_needs(project, [Wanted(**given)], by=by or city.liaison, now=NOW)[0]


def fresh(need: SupportNeed) -> SupportNeed:
    return SupportNeed.objects.select_related("project__tenant", "milestone").get(pk=need.pk)
