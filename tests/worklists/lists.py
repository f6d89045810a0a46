"""The industry department's week of 15 March 2021, as the timer prepares it."""

from __future__ import annotations

from datetime import date, datetime, time

from guatu.domain.worklists.rhythm import Period, Rhythm
from guatu.kit.clock import CHINA
from guatu.projects.models import Milestone, Project
from guatu.worklists.actions.rounds import prepare
from guatu.worklists.models import WorkItem, WorkList
from tests.city import City

WEEK = Period.of(Rhythm.WEEK, date(2021, 3, 15))
SEVEN = datetime(2021, 3, 15, 7, 0, tzinfo=CHINA)
DUE = datetime(2021, 3, 15, 17, 30, tzinfo=CHINA)
NOON = datetime(2021, 3, 16, 12, 0, tzinfo=CHINA)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2021."""
    return datetime.combine(date(2021, 3, day), time(hour, minute), CHINA)


def running(city: City) -> None:
    """The calendar of this city moves."""
    city.tenant.stopped_on = None
    city.tenant.save(update_fields=["stopped_on"])


def with_milestones(city: City) -> Project:
    """One done last week, one late, one due on Friday, one later."""
    project = city.project()
    for serial, (name, due, done) in enumerate(
        (
            ("打桩", date(2021, 3, 12), date(2021, 3, 11)),
            ("基础", date(2021, 3, 10), None),
            ("正负零", date(2021, 3, 19), None),
            ("封顶", date(2021, 6, 30), None),
        )
    ):
        Milestone.objects.create(
            project=project,
            serial=serial,
            code=f"m{serial}",
            name=name,
            duration=5,
            planned_start=date(2021, 3, 1),
            planned_finish=due,
            actual_finish=done,
        )
    return project


def prepared(city: City, period: Period = WEEK, now: datetime = SEVEN) -> WorkList:
    """The list of the industry department."""
    assert prepare(city.tenant, period, now=now) is not None
    return list_of(city, period)


def list_of(city: City, period: Period = WEEK) -> WorkList:
    rows = WorkList.objects.select_related("unit", "round")
    return rows.get(
        unit=city.industry, round__rhythm=period.rhythm.value, round__first=period.first
    )


def item(row: WorkList, name: str) -> WorkItem:
    found = row.items.get(label__contains=name)
    found.work_list = row
    return found
