"""Acts on the same projects at the same time: none waits for ever, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from guatu.lines.actions import change_line
from guatu.lines.models import WorkLine
from guatu.org.actions import change_unit
from guatu.org.models import Unit
from guatu.projects.actions.listing import edit_project
from guatu.projects.actions.milestones import finish_milestone
from guatu.projects.actions.planning import Draft, Step, Tie, accept_plan
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.models import Project
from guatu.projects.patrol import patrol
from tests.city import NOW, build_city
from tests.journal.test_recording import in_threads
from tests.projects.looking import assert_totals_are_true, codes

ROUNDS = 5
STEPS = tuple(Step(f"s{n}", f"节点{n}", 10) for n in range(ROUNDS))
PLAN = Draft(STEPS, tuple(Tie(f"s{n}", f"s{n + 1}") for n in range(ROUNDS - 1)))


@pytest.mark.django_db(transaction=True)
def test_who_enters_parts_edits_reports_finishes_and_patrols_at_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    city = build_city()
    package = city.project("示例打包项目")
    accept_plan(package, PLAN, date(2021, 12, 31), reason="", by=city.office, now=NOW)

    def parts(n: int) -> None:
        city.project(f"示例子项{n}", parent=package)

    def edit(n: int) -> None:
        seen = Project.objects.get(pk=package.pk).version
        edit_project(package, {"remark": f"第 {n} 次"}, seen=seen, by=city.office, now=NOW)

    def report(n: int) -> None:
        figures = MonthFigures(date(2021, 3, 1), Decimal(n * 100), reason="更正")
        report_progress(package, figures, by=city.liaison, now=NOW)

    def finish(n: int) -> None:
        milestone = package.milestones.get(code=f"s{n}")
        finish_milestone(milestone, on=date(2021, 3, 12), by=city.owner, now=NOW)

    def watch(n: int) -> None:
        patrol(city.tenant, now=NOW, everything=True)

    acts: list[Callable[[int], None]] = [parts, edit, report, finish, watch]
    errors = in_threads(len(acts), lambda worker: [acts[worker](n) for n in range(ROUNDS)])

    assert errors == []
    assert Project.objects.count() == 1 + ROUNDS
    assert not package.milestones.filter(actual_finish=None).exists()
    assert codes(package).count("project.changed") == ROUNDS
    assert Project.objects.get(pk=package.pk).year_done == (ROUNDS - 1) * 100
    assert_totals_are_true(city.tenant)


@pytest.mark.django_db(transaction=True)
def test_who_renames_a_unit_or_a_line_and_who_enters_projects_of_it_at_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    city = build_city()

    def enter(n: int) -> None:
        city.project(f"示例{n}项目", assist_units=[city.housing])

    def rename(n: int) -> None:
        unit = Unit.objects.get(pk=city.industry.pk)
        change_unit(unit, {"name": f"示例工信局{n}"}, by=city.office, now=NOW)

    def retitle(n: int) -> None:
        line = WorkLine.objects.get(pk=city.industry_line.pk)
        title = {"title": f"工业立市{n}"}
        change_line(line, title, seen=line.version, by=city.office, now=NOW)

    acts: list[Callable[[int], None]] = [enter, rename, retitle]
    errors = in_threads(len(acts), lambda worker: [acts[worker](n) for n in range(4 * ROUNDS)])

    assert errors == []
    assert Project.objects.count() == 4 * ROUNDS
    assert_totals_are_true(city.tenant)
