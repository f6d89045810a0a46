"""The start of 26 February 2021 in the city of the tests: two projects, one of 5.2亿元."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from guatu.kit.clock import CHINA
from guatu.projects.actions.listing import edit_project
from guatu.projects.models import Project
from guatu.starts.actions.events import create_event, hold_event
from guatu.starts.actions.projects import add_projects
from guatu.starts.models import StartEvent
from tests.city import City

DAY = date(2021, 2, 26)


def at(month: int, day: int, hour: int = 9) -> datetime:
    """A moment of 2021."""
    return datetime(2021, month, day, hour, tzinfo=CHINA)


def planned(city: City, **values: Any) -> StartEvent:
    """Prepared by the office, hosted by the industry department."""
    given = {
        "day": DAY,
        "title": "示例集中开工",
        "site": "示例产业园",
        "branches": ["示例东镇"],
        "host_unit": city.industry,
        **values,
    }
    return create_event(city.tenant, given, by=city.office, now=at(2, 19))


def large(city: City) -> Project:
    values = {"planned_start": DAY, "actual_start": None, "category": "高端装备", "jobs": 100}
    return city.project(sales=Decimal(80000), tax=Decimal(9000), **values)


def small(city: City) -> Project:
    return city.project(
        "示例磁材项目",
        total_investment=Decimal(24000),
        year_plan=Decimal(9600),
        planned_start=DAY,
        actual_start=None,
        category="新能源新材料",
    )


def with_both(city: City) -> StartEvent:
    event = planned(city)
    both = [large(city), small(city)]
    add_projects(event, both, kind="产业", by=city.office, now=at(2, 19, 10))
    return StartEvent.objects.get(pk=event.pk)


def held(city: City) -> StartEvent:
    event = with_both(city)
    hold_event(event, by=city.office, now=at(2, 26, 11))
    return StartEvent.objects.get(pk=event.pk)


def began(city: City, project: Project, **values: Any) -> None:
    """What the list says of the start since."""
    row = Project.objects.get(pk=project.pk)
    given = {"actual_start": DAY, **values}
    edit_project(row, given, seen=row.version, by=city.office, now=at(5, 10))
