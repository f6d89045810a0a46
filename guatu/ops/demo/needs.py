"""The guarantee chart of the demonstration: who supplies what, promised, there or stuck."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from guatu.kit.clock import CHINA
from guatu.ops.demo.organisation import LIAISON, Cast
from guatu.ops.demo.tables import FOLDER
from guatu.projects.actions.needs import Wanted, add_needs
from guatu.projects.actions.supplying import block_need, deliver_need, promise_need
from guatu.projects.elements import element_of
from guatu.projects.models import Project, SupportNeed

ASKED = datetime(2021, 1, 19, 10, 0, tzinfo=CHINA)
PROMISED = datetime(2021, 1, 26, 15, 0, tzinfo=CHINA)
AFTERNOON = time(16, 30)
Deed = tuple[datetime, Callable[[datetime], object]]


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A line of the table; ``serves`` is the code of a milestone of the project's plan."""

    project: str
    element: str
    serves: str
    unit: str
    promised: date | None
    delivered: date | None
    expires: date | None
    blocker: str
    since: date | None


def need_deeds(cast: Cast) -> Iterator[Deed]:
    """Asked for in January, promised a week later, then what happened on its own day."""
    listed = groupby(_rows(), key=lambda row: row.project)
    for n, (name, group) in enumerate(listed):
        rows, later = list(group), timedelta(minutes=n)
        yield ASKED + later, _asking(cast, name, rows)
        for row in rows:
            if row.promised:
                yield PROMISED + later, _promising(cast, row, row.promised)
            if row.delivered:
                yield _at(row.delivered), _delivering(cast, row, row.delivered)
            if row.since:
                yield _at(row.since), _blocking(cast, row)


def _asking(cast: Cast, name: str, rows: list[NeedRow]) -> Callable[[datetime], object]:
    def act(at: datetime) -> None:
        project = _project(cast, name)
        steps = {step.code: step for step in project.milestones.all()}
        wanted = [
            Wanted(
                row.element,
                milestone=steps[row.serves],
                lead=element_of(row.element).lead,
                supplier=cast.units[row.unit],
                post=cast.post(row.unit, LIAISON),
            )
            for row in rows
        ]
        add_needs(project, wanted, by=cast.office, now=at)

    return act


def _promising(cast: Cast, row: NeedRow, day: date) -> Callable[[datetime], object]:
    by = cast.holder(row.unit, LIAISON)
    return lambda at: promise_need(_need(cast, row), on=day, by=by, now=at)


def _delivering(cast: Cast, row: NeedRow, day: date) -> Callable[[datetime], object]:
    by = cast.holder(row.unit, LIAISON)
    return lambda at: deliver_need(_need(cast, row), on=day, expires=row.expires, by=by, now=at)


def _blocking(cast: Cast, row: NeedRow) -> Callable[[datetime], object]:
    by = cast.holder(row.unit, LIAISON)
    return lambda at: block_need(_need(cast, row), words=row.blocker, by=by, now=at)


def _need(cast: Cast, row: NeedRow) -> SupportNeed:
    needs = SupportNeed.objects.select_related("project__tenant")
    return needs.get(project=_project(cast, row.project), element=row.element)


def _project(cast: Cast, name: str) -> Project:
    return Project.objects.select_related("tenant").get(tenant=cast.tenant, name=name)


def _at(day: date) -> datetime:
    return datetime.combine(day, AFTERNOON, CHINA)


def _rows() -> list[NeedRow]:
    with (FOLDER / "needs.csv").open(encoding="utf-8", newline="") as source:
        return [_row(row) for row in csv.DictReader(source)]


def _row(row: dict[str, str]) -> NeedRow:
    return NeedRow(
        row["project"],
        row["element"],
        row["serves"],
        row["unit"],
        _day(row["promised"]),
        _day(row["delivered"]),
        _day(row["expires"]),
        row["blocker"],
        _day(row["since"]),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
