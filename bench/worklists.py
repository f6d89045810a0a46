"""Lists of work of 300 units: prepared in one go, and read together with all their rows.

The baseline of the page is what a page without counts in the database does: every row of the round
is read as an object and counted in Python.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bench.figures import Figure, median_ms, tell
from bench.house import browser, empty_house, fill

if TYPE_CHECKING:
    from guatu.worklists.models import WorkRound
    from tests.city import City

UNITS, PROJECTS = 300, 900
TOGETHER_MS = 2_000.0


def main() -> None:
    with empty_house():
        from tests.city import build_city

        city = build_city()
        units_of(city)
        fill(city, PROJECTS, milestones=12)
        share_out(city)
        row = _prepared(city)
        _measure(city, row)


def units_of(city: City) -> None:
    """Departments with a liaison each, one person in all these posts: passwords take long."""
    from guatu.org.choices import Role
    from tests.city import _post, _unit

    for n in range(UNITS - 2):
        unit = _unit(city.root, f"示例单位{n:03d}")
        _post(unit, "联络员", Role.LIAISON, city.liaison)


def share_out(city: City) -> None:
    """The projects go round among the units, with milestones around the week."""
    from datetime import date, timedelta

    from guatu.kit.bulk import update_rows
    from guatu.org.models import Unit
    from guatu.projects.models import Milestone, Project

    units = list(Unit.objects.filter(tenant=city.tenant).exclude(pk=city.root.pk))
    projects = list(Project.objects.filter(tenant=city.tenant))
    for n, project in enumerate(projects):
        project.responsible_unit = units[n % len(units)]
    update_rows(projects, ["responsible_unit"])
    steps = list(Milestone.objects.filter(project__in=projects).order_by("id"))
    for n, step in enumerate(steps):
        step.committed = True
        step.planned_finish = date(2021, 2, 20) + timedelta(days=n % 60)
        done = n % 3 == 0 and step.planned_finish < date(2021, 3, 15)
        step.actual_finish = step.planned_finish if done else None
    update_rows(steps, ["committed", "planned_finish", "actual_finish"])


def _prepared(city: City) -> WorkRound:
    from datetime import date
    from time import perf_counter

    from guatu.domain.worklists.rhythm import Period, Rhythm
    from guatu.worklists.actions.rounds import prepare
    from guatu.worklists.models import WorkItem
    from tests.city import NOW

    begin = perf_counter()
    row = prepare(city.tenant, Period.of(Rhythm.WEEK, date(2021, 3, 15)), now=NOW)
    spent = perf_counter() - begin
    assert row is not None
    rows = WorkItem.objects.count()
    tell(Figure(f"lists of {UNITS} units prepared, {rows:,} rows", spent, "s"))
    return row


def _measure(city: City, row: WorkRound) -> None:
    client = browser(city)

    def page(view: str) -> None:
        answer = client.get(f"/worklists/all/?round={row.pk}&view={view}")
        assert answer.status_code == 200

    for view in ("units", "lines", "rows"):
        spent = median_ms(lambda view=view: page(view), 5)
        tell(Figure(f"consolidated list by {view}, {UNITS} units", spent, "ms", TOGETHER_MS))
    tell(Figure("baseline: all rows as objects, counted", median_ms(_counted, 3), "ms"))
    spent = median_ms(lambda: client.get(f"/worklists/promises/?round={row.pk}"), 3)
    tell(Figure("promises against facts, all units", spent, "ms", TOGETHER_MS))


def _counted() -> None:
    from guatu.worklists.models import WorkItem

    rows = WorkItem.objects.select_related("work_list__unit", "work_list__round", "line")
    counts = Counter((row.work_list.unit.label, row.standing) for row in rows)
    assert counts


if __name__ == "__main__":
    main()
