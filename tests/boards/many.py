"""Many projects at once, past the acts: for counting queries."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from guatu.projects import tallies
from guatu.projects.models import Milestone, Project, Verdict
from tests.city import NOW, TODAY, City


def many_projects(city: City, count: int, *, milestones: int = 2) -> None:
    """Bring the list to ``count`` projects of both units, with milestones and turned lights."""
    there = Project.objects.filter(tenant=city.tenant).count()
    rows = [_project(city, n) for n in range(there, count)]
    Project.objects.bulk_create(rows)
    Milestone.objects.bulk_create(
        milestone_of(row, n, TODAY + timedelta(days=row.number % 30 + n * 20))
        for row in rows
        for n in range(milestones)
    )
    Verdict.objects.bulk_create(turned(row, "green", "red") for row in rows[::9])
    tallies.rewrite(city.tenant.pk)


def milestone_of(
    project: Project, serial: int, day: date, name: str = "", **more: object
) -> Milestone:
    return Milestone(
        project=project,
        serial=serial,
        code=f"m{serial}",
        name=name or f"节点{serial}",
        duration=10,
        planned_start=day - timedelta(days=14),
        planned_finish=day,
        **more,
    )


def turned(project: Project, before: str, light: str, day: date = TODAY) -> Verdict:
    reason = {"sentence": {"template": "示例理由 {n}。", "params": {"n": 7}}}
    body = {"reasons": [reason]}
    return Verdict(project=project, day=day, light=light, before=before, body=body, at=NOW)


def _project(city: City, n: int) -> Project:
    light = ("green", "yellow", "red")[n % 3]
    project = Project(
        tenant=city.tenant,
        year=2021,
        number=n + 1,
        name=f"示例第{n + 1}号项目",
        line=(city.industry_line, city.housing_line)[n % 2],
        lead_unit=(city.industry, city.housing)[n % 2],
        sponsor=city.posts["deputy"],
        total_investment=Decimal(20_000),
        year_plan=Decimal(6_000),
        year_done=Decimal(n * 10),
        planned_start=date(2021, 1, 1),
        required_finish=date(2021, 12, 31),
        light=light,
        light_since=TODAY,
        light_reason={"template": "示例理由。", "params": {}},
    )
    project.light_rank = {"red": 0, "yellow": 1, "green": 2}[light]
    project.spell()
    return project
