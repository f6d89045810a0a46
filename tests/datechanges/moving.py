"""A project with a plan, and requests to move its dates, by the acts that lead there.

打桩 40 workdays, 主体 60, 竣工 12, one after the other, to be done by the end of 2021; 绿化 beside
them, due on the same day. All committed but 主体.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from guatu.datechanges.actions.asking import Why, ask_change
from guatu.datechanges.actions.pausing import Waiting, ask_pause
from guatu.datechanges.models import DateChange, PlanPause
from guatu.org.choices import Role
from guatu.org.models import Holding, Post, PostRole, User
from guatu.projects.actions.planning import Draft, Step, Tie, accept_plan
from guatu.projects.models import Project
from tests.city import NOW, City

DUE = date(2021, 12, 31)
PLAN = Draft(
    (
        Step("piles", "打桩", 40, Decimal(30)),
        Step("frame", "主体", 60, Decimal(50), committed=False),
        Step("done", "竣工", 12, Decimal(20)),
        Step("green", "绿化", 10),
    ),
    (Tie("piles", "frame"), Tie("frame", "done")),
)


def planned(city: City, **values: Any) -> Project:
    project = city.project(
        planned_start=date(2021, 4, 1), actual_start=None, responsible_unit=city.industry, **values
    )
    accept_plan(project, PLAN, DUE, reason="", by=city.office, now=NOW)
    return fresh(project)


def fresh(project: Project) -> Project:
    return Project.objects.select_related("tenant").get(pk=project.pk)


def days_of(project: Project) -> dict[str, date | None]:
    return {m.code: m.planned_finish for m in project.milestones.all()}


def why(city: City, reason: str = "design", **values: Any) -> Why:
    given = {
        "reason": reason,
        "words": "桩型由预制改为灌注",
        "basis": "drawing",
        "evidence": "示例变更〔2021〕3号",
        "agreed": [city.posts["deputy"]],
        **values,
    }
    return Why(**given)


def asked(
    city: City,
    project: Project,
    day: date,
    target: str = "piles",
    *,
    by: User | None = None,
    now: datetime = NOW,
    **values: Any,
) -> DateChange:
    return ask_change(project, target, day, why(city, **values), by=by or city.liaison, now=now)


def paused(city: City, project: Project, *, by: User | None = None, **values: Any) -> PlanPause:
    given = {
        "unit": city.housing,
        "what": "施工许可",
        "words": "施工许可未办结，不能进场",
        "since": date(2021, 3, 10),
        "expected": date(2021, 4, 9),
        "milestone": project.milestones.get(code="piles"),
        **values,
    }
    return ask_pause(project, Waiting(**given), by=by or city.liaison, now=NOW)


def commander(city: City) -> User:
    user = User.objects.create(
        tenant=city.tenant, username="370881-commander", name="示例寅", created_at=NOW
    )
    post = Post.objects.create(tenant=city.tenant, unit=city.root, title="指挥长")
    PostRole.objects.create(post=post, role=Role.COMMANDER)
    Holding.objects.create(tenant=city.tenant, post=post, user=user, since=date(2020, 1, 1))
    return user
