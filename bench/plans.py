"""Plans from the database: one edited and saved, and 300,000 computed anew from their blobs.

The baseline is the same work from the rows of the steps and links, for a sample.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from time import perf_counter
from typing import TYPE_CHECKING

from bench.figures import Figure, median_ms, tell
from bench.house import empty_house

if TYPE_CHECKING:
    from guatu.projects.models import Project
    from tests.city import City

PROJECTS, STEPS, SAMPLE = 300_000, 30, 500
ONE_EDIT_MS, WHOLE_S = 20.0, 30.0
AT_A_TIME = 5_000
KINDS = 40
"""So many different plans; each project has one of them."""


def main(projects: int = PROJECTS) -> None:
    with empty_house():
        from tests.city import build_city

        city = build_city()
        city.tenant.stopped_on = None
        city.tenant.save(update_fields=["stopped_on"])
        planned = [_planned(city, n) for n in range(KINDS)]
        _one_edit(city, planned[0])
        _from_rows(planned)
        _many(planned, projects)
        _whole(city, projects)


def _planned(city: City, n: int) -> Project:
    from guatu.projects.actions.planning import Draft, Step, Tie, accept_plan
    from guatu.projects.models import Project
    from tests.city import NOW

    steps = [
        Step(f"s{k}", f"第{k + 1}道工序", (2 + (n * 31 + k * 17) % 29) * (k % 6 < 5))
        for k in range(STEPS)
    ]
    ties = {(k - 1, k) for k in range(1, STEPS)} | {
        ((n * 7 + k * 5) % k, k) for k in range(2, STEPS, 2)
    }
    draft = Draft(tuple(steps), tuple(Tie(f"s{i}", f"s{j}") for i, j in sorted(ties)))
    project = city.project(
        f"示例第{n + 1}号基地项目", actual_start=None, planned_start=date(2021, 3, 15)
    )
    accept_plan(project, draft, date(2023, 6, 30), reason="", by=city.office, now=NOW)
    return Project.objects.get(pk=project.pk)


def _one_edit(city: City, project: Project) -> None:
    """A step is expected on another day: locked, saved, scheduled, judged, kept, journalled."""
    from guatu.projects.actions.milestones import forecast_milestone
    from tests.city import NOW

    step = project.milestones.get(code="s3")
    days = iter(range(1, 10_000))

    def edit() -> None:
        finish = NOW.date() + timedelta(days=next(days))
        forecast_milestone(step, finish=finish, by=city.office, now=NOW)

    tell(Figure("one edited project, saved and judged", median_ms(edit, 60), "ms", ONE_EDIT_MS))


def _from_rows(planned: list[Project]) -> None:
    """What the same costs a project when rows are read: the named baseline."""
    from guatu.projects.facts import rows_of
    from guatu.projects.networks import reach_of
    from guatu.projects.standing import Standing
    from guatu.workdays.queries import calendar_in_force
    from tests.city import NOW

    calendar, begin = calendar_in_force(), perf_counter()
    rows = rows_of(planned)
    for project in planned:
        works = Standing.of(project, rows[project.pk]).works(NOW.date(), calendar)
        assert works
        reach_of(works, NOW.date(), calendar)
    tell(Figure("a project from its rows (baseline)", _us(begin, len(planned)), "µs"))


def _many(planned: list[Project], projects: int) -> None:
    from django.db import transaction

    from guatu.kit.bulk import insert_rows
    from guatu.projects.models import Project, ProjectNetwork

    blobs = {row.project_id: bytes(row.blob) for row in ProjectNetwork.objects.all()}
    for first in range(len(planned), projects, AT_A_TIME):
        rows = [
            _copy(planned[n % KINDS], n) for n in range(first, min(first + AT_A_TIME, projects))
        ]
        with transaction.atomic():
            insert_rows(rows)
            insert_rows(
                [
                    ProjectNetwork(project_id=row.pk, blob=blobs[planned[n % KINDS].pk])
                    for n, row in enumerate(rows, start=first)
                ]
            )
        print(f"\r{first + len(rows):,}", end="", file=sys.stderr)
    print(file=sys.stderr)
    assert Project.objects.count() == projects


def _copy(project: Project, n: int) -> Project:
    from guatu.kit.ids import uuid7
    from guatu.projects.models import Project

    fields = {f.attname: getattr(project, f.attname) for f in Project._meta.concrete_fields}
    return Project(**fields | {"id": uuid7(), "number": n + 1, "code": ""})


def _whole(city: City, projects: int) -> None:
    from guatu.projects.reschedule import reschedule
    from tests.city import NOW

    for what, now, moved in _rounds(NOW, projects):
        begin = perf_counter()
        done = reschedule([city.tenant.pk], now=now)
        seconds = perf_counter() - begin
        assert (done.computed, done.moved) == (projects, moved), done
        tell(Figure(f"{projects:,} projects × {STEPS}: {what}", seconds, "s", WHOLE_S))
        if moved:
            tell(Figure("a project from its blob, saved", 1e6 * seconds / projects, "µs"))


def _rounds(now: datetime, projects: int) -> Iterator[tuple[str, datetime, int]]:
    """The first warms up the engine: with numba it compiles, or reads what was compiled."""
    yield "read and computed", now, 0
    yield "computed a week later and all saved", now + timedelta(days=7), projects


def _us(begin: float, count: int) -> float:
    return 1e6 * (perf_counter() - begin) / count


if __name__ == "__main__":
    main(*(int(n) for n in sys.argv[1:]))
