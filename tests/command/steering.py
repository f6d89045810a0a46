"""What tests of command begin with: meetings that are called and held, blockers that are raised."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from guatu.command.actions.clearing import Problem, accept, raise_blocker
from guatu.command.actions.meetings import Call, call, hold
from guatu.command.choices import BlockerKind
from guatu.command.models import AgendaItem, Blocker, Meeting
from guatu.org.models import User
from guatu.projects.models import Project
from tests.city import NOW, TODAY, City

LATER = NOW + timedelta(hours=2)
DUE = date(2021, 3, 25)
LINE = "示例住建局3月25日前完成图审"


def called(
    city: City, *, by: User | None = None, at: datetime | None = None, **more: Any
) -> Meeting:
    """A meeting of the whole command post tomorrow afternoon, chaired by the deputy mayor."""
    wanted = Call(
        **{
            "title": "重点项目调度会",
            "starts_at": at or NOW + timedelta(days=1, hours=6),
            "place": "示例会议室",
            "chair": city.posts["deputy"],
            "attendees": (city.posts["head"],),
            **more,
        }
    )
    return call(city.tenant, wanted, by=by or city.office, now=NOW)


def held(city: City, **more: Any) -> Meeting:
    return hold(called(city, **more), by=city.office, now=LATER)


def item_of(meeting: Meeting, project: Project) -> AgendaItem:
    return meeting.items.get(project=project)


def calm(city: City, name: str = "示例轴承生产线项目", **values: Any) -> Project:
    """A project of which nothing is to be said."""
    project = city.project(name, **values)
    Project.objects.filter(pk=project.pk).update(light="green", light_rank=2)
    project.refresh_from_db()
    return project


def red(project: Project, days: int = 12) -> Project:
    """The light that the patrol would have given it so many days ago."""
    Project.objects.filter(pk=project.pk).update(
        light="red", light_rank=0, light_since=TODAY - timedelta(days=days)
    )
    project.refresh_from_db()
    return project


def raised(
    city: City, project: Project, words: str = "图审意见未出", *, by: User | None = None,
    now: datetime = NOW, kind: str = BlockerKind.PLANNING, express: bool = False,
) -> Blocker:  # fmt: skip
    problem = Problem(kind, words, express=express)
    return raise_blocker(project, problem, by=by or city.owner, now=now)


def accepted(city: City, project: Project) -> Blocker:
    """The housing department clears it, the industry department answers for it."""
    blocker = raised(city, project)
    return accept(blocker, city.housing, DUE, seen=blocker.version, by=city.liaison, now=LATER)
