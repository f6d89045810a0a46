"""A house for a benchmark: an empty database of this version and the cast of the tests."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

    from guatu.projects.models import Project
    from tests.city import City

LIGHTS = ("green", "green", "green", "green", "yellow", "yellow", "red", "none")
CHUNK = 2000


@contextmanager
def empty_house() -> Iterator[str]:
    """Django set up on a fresh SQLite database in a folder that goes away afterwards."""
    with tempfile.TemporaryDirectory(prefix="guatu-bench-") as folder:
        os.environ["GUATU_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "guatu.config.settings"
        import django

        django.setup()
        from guatu.ops.tables import bring_up_to_date

        bring_up_to_date()
        yield folder


def browser(city: City) -> Client:
    """Logged in as the office."""
    client = city.client(city.office)
    client.defaults["SERVER_NAME"] = "127.0.0.1"
    return client


def fill(city: City, wanted: int, *, milestones: int = 4) -> None:
    """Bring the year's list to ``wanted`` projects, past the acts: only reading is measured."""
    from guatu.projects import tallies
    from guatu.projects.models import Milestone, Project

    there = Project.objects.filter(tenant=city.tenant).count()
    for first in range(there, wanted, CHUNK):
        projects = [_project(city, n) for n in range(first, min(first + CHUNK, wanted))]
        Project.objects.bulk_create(projects, batch_size=500)
        rows = [row for project in projects for row in _milestones(project, milestones)]
        Milestone.objects.bulk_create(rows, batch_size=500)
        _add_turns(projects)
    tallies.rewrite(city.tenant.pk)
    _analyse()


def _project(city: City, n: int) -> Project:
    from guatu.projects.models import Project
    from guatu.projects.patrol import RANK

    units = (city.industry, city.housing, city.workshop)
    light = LIGHTS[n % len(LIGHTS)]
    project = Project(
        tenant=city.tenant,
        year=2021,
        number=n + 1,
        name=f"示例第{n + 1}号精密制造基地项目",
        nature=("ongoing", "new", "completing")[n % 3],
        category=("产业", "基础设施", "民生")[n % 3],
        line=(city.industry_line, city.housing_line)[n % 2],
        lead_unit=units[n % 3],
        sponsor=city.posts["deputy"],
        total_investment=Decimal(10_000 + n % 977 * 100),
        year_plan=Decimal(4_000 + n % 389 * 10),
        year_done=Decimal(n % 389 * 8),
        planned_start=date(2020, 6, 1),
        required_finish=date(2021, 6, 1) + timedelta(days=n % 500),
        light=light,
        light_rank=RANK[light],
        light_since=date(2021, 3, 1),
        light_reason={"template": "示例理由：序时进度正常。", "params": {}},
        next_check=date(2021, 4, 1),
        next_step="节点1",
        next_due=_due(n + 1, 1),
    )
    project.spell()
    return project


def _milestones(project: Project, count: int) -> Iterator[object]:
    from guatu.projects.models import Milestone

    for serial in range(1, count + 1):
        day = _due(project.number, serial)
        yield Milestone(
            project=project,
            serial=serial,
            code=f"s{serial}",
            name=f"节点{serial}",
            duration=40,
            planned_start=day - timedelta(days=50),
            planned_finish=day,
        )


def _due(number: int, serial: int) -> date:
    return date(2021, 1, 20) + timedelta(days=serial * 60 + number % 45)


def _add_turns(projects: Sequence[Project]) -> None:
    """One project in a thousand turned this morning, as on an ordinary day."""
    from guatu.projects.models import Verdict
    from tests.city import NOW

    body = {"reasons": [{"sentence": {"template": "示例理由。", "params": {}}}]}
    turned = [p for p in projects if p.number % 1000 == 1]
    Verdict.objects.bulk_create(
        Verdict(project=p, day=NOW.date(), light="red", before="yellow", body=body, at=NOW)
        for p in turned
    )


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
