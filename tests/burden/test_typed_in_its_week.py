"""What was typed counts in the week when it was typed, whatever becomes of it later, and what came
in by a ledger or a bundle was typed by nobody here."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from openpyxl.workbook import Workbook

from guatu.bundles.actions.receiving import accept, receive
from guatu.bundles.actions.undoing import undo as undo_bundle
from guatu.bundles.models import Arrival
from guatu.burden.queries.asked import Weeks, by_unit, demands_in
from guatu.domain.burden.counting import NOTHING, Count
from guatu.domain.worklists.rows import Cell
from guatu.kit.refusals import Refusal
from guatu.org.models import Unit
from guatu.projects.actions.figures import MonthFigures
from guatu.projects.actions.listing import edit_project
from guatu.projects.actions.progress import (
    enter_ledger_figures,
    report_progress,
    take_back_report,
)
from guatu.projects.models import ProgressReport, Project, ReportTyping
from guatu.returns.actions.entering import enter
from guatu.returns.actions.undoing import undo as undo_file
from guatu.worklists.actions import filling
from tests.bundles.conftest import twin as twin
from tests.bundles.twin import CODE, JANUARY, Twin
from tests.burden.asking import WEEK, capped, counted, given
from tests.city import NOW, City
from tests.returns.sheets import (
    FIRST,
    INVESTED,
    PROGRESS,
    WORK,
    brought,
    edited,
    fill,
    out,
    put,
    sheet_of,
)
from tests.returns.sheets import sent as sheets_sent
from tests.worklists.lists import item, prepared, with_milestones

FEBRUARY = date(2021, 2, 1)
NEXT_WEEK = Weeks(date(2021, 3, 22))
BOTH = Weeks(WEEK.first, 2)
WEEK_LATER = NOW + timedelta(days=7)
HOUR = timedelta(hours=1)
NAME = "示例轴承生产线项目"


def reported(city: City, project: Project, at: datetime = NOW, **said: Any) -> ProgressReport:
    """Two cells, by the post that reports; others where they are named."""
    told = {"invested": Decimal(900), "physical_words": "完成桩基", **said}
    return report_progress(project, MonthFigures(FEBRUARY, **told), by=city.owner, now=at)


def test_a_correction_counts_in_its_own_week_and_leaves_the_one_before(city: City) -> None:
    project = city.project()
    reported(city, project)
    before = counted(city, city.root)

    reported(city, project, WEEK_LATER, invested=Decimal(950), reason="少报一笔")

    assert counted(city, city.root) == before == Count(forms=1, reports=1, fields=2)
    assert counted(city, city.root, NEXT_WEEK) == Count(forms=1, reports=1, fields=2)
    assert len(demands_in(city.tenant.pk, BOTH)) == 2


def test_of_a_correction_the_cells_count_that_say_something_new(city: City) -> None:
    project = city.project()
    full = {"paid": Decimal(300), "physical_percent": Decimal(20), "photo": "a" * 64}
    reported(city, project, **full)
    assert counted(city, city.root).fields == 5

    again = {**full, "photo": "", "physical_percent": Decimal(25), "reason": "核实形象进度"}
    reported(city, project, WEEK_LATER, **again)

    assert counted(city, city.root, NEXT_WEEK) == Count(forms=1, reports=1, fields=2)


def test_the_same_report_sent_twice_was_typed_once(city: City) -> None:
    project = city.project()
    reported(city, project)
    reported(city, project, WEEK_LATER)

    assert counted(city, city.root).reports == 1
    assert counted(city, city.root, NEXT_WEEK) == NOTHING


def test_who_typed_it_bears_it_when_the_project_is_somebody_elses_later(city: City) -> None:
    project = city.project(owner_post=None)
    report_progress(project, MonthFigures(FEBRUARY, Decimal(900)), by=city.office, now=NOW)
    before = counted(city, city.industry)

    project.refresh_from_db()
    values = {"lead_unit": city.housing}
    edit_project(project, values, seen=project.version, by=city.office, now=WEEK_LATER)

    assert counted(city, city.industry) == before == Count(forms=1, reports=1, fields=1)
    assert counted(city, city.housing) == NOTHING


def test_what_is_taken_back_was_typed_all_the_same(city: City) -> None:
    project = city.project()
    since = reported(city, project).reported_at
    before = counted(city, city.root)

    assert take_back_report(project, FEBRUARY, None, since=since, by=city.owner, now=WEEK_LATER)

    assert counted(city, city.root) == before
    assert counted(city, city.root, NEXT_WEEK) == NOTHING


def test_what_a_ledger_brought_counts_when_somebody_types_over_it(city: City) -> None:
    project = city.project()
    brought_in = [(project, MonthFigures(FEBRUARY, Decimal(900), "完成桩基"))]
    enter_ledger_figures(brought_in, by=city.office, now=NOW)
    assert counted(city, city.root) == NOTHING

    reported(city, project, WEEK_LATER, invested=Decimal(950), reason="少报一笔")

    assert counted(city, city.root, NEXT_WEEK) == Count(forms=1, reports=1, fields=2)


def test_what_was_typed_fills_the_cap_that_is_told_before_an_act(city: City) -> None:
    """A dispatch asks the lead for three cells; five are typed, eight are too many."""
    capped(city, "typed", 7)
    project = city.project(owner_post=None)
    given_figures = MonthFigures(FEBRUARY, Decimal(900), "桩基", Decimal(20), reason="首次报送")
    report_progress(project, given_figures, by=city.office, now=NOW)
    corrected = MonthFigures(FEBRUARY, Decimal(950), "桩基", Decimal(20), reason="首次报送")
    report_progress(project, corrected, by=city.office, now=NOW + HOUR)
    assert counted(city, city.industry).typed == 4 + 1

    with pytest.raises(Refusal, match="示例工信局当周人工填报项 8，上限 7"):
        given(city, city.industry)


@pytest.fixture
def inside(twin: Twin) -> Project:
    """The project on both sides; January was reported outside, and its bundle is under way."""
    outer = twin.city.project(NAME, code=CODE)
    twin.report(outer, JANUARY, 800)
    twin.sender()
    root = Unit.objects.get(tenant=twin.inner)
    return twin.project(NAME, lead_unit=root)


def entered(twin: Twin, minutes: int = 0) -> Arrival:
    _, raw = twin.bundle(minutes)
    at = NOW + HOUR + timedelta(minutes=minutes)
    arrival = receive(twin.inner, "guatu.zip", raw, by=twin.office, now=at)
    accept(arrival, seen=None, gist=None, by=twin.office, now=at)
    arrival.refresh_from_db()
    return arrival


def test_a_bundle_is_typed_where_it_comes_from_and_not_where_it_is_entered(
    twin: Twin, inside: Project
) -> None:
    entered(twin)

    assert inside.reports.get().invested == Decimal(800)
    assert demands_in(twin.inner.pk, BOTH) == []
    assert by_unit(demands_in(twin.city.tenant.pk, WEEK)).keys() == {twin.city.root.pk}


def test_what_is_typed_over_a_bundle_counts_and_an_undone_bundle_does_not(
    twin: Twin, inside: Project
) -> None:
    arrival = entered(twin)
    undo_bundle(arrival, seen=None, reason="接错了包", by=twin.office, now=NOW + 2 * HOUR)
    assert not inside.reports.exists()
    assert demands_in(twin.inner.pk, BOTH) == []

    figures = MonthFigures(JANUARY, Decimal(820))
    report_progress(inside, figures, by=twin.office, now=WEEK_LATER)
    told = by_unit(demands_in(twin.inner.pk, BOTH))
    assert told == {inside.lead_unit_id: Count(forms=1, reports=1, fields=1)}


def test_a_bundle_that_takes_a_month_back_is_undone_without_anybody_typing(
    twin: Twin, inside: Project
) -> None:
    entered(twin)
    outer = ProgressReport.objects.get(project__tenant=twin.city.tenant)
    at = NOW + timedelta(minutes=5)
    take_back_report(
        outer.project, JANUARY, None, since=outer.reported_at, by=twin.city.office, now=at
    )
    arrival = entered(twin, 6)
    assert not inside.reports.exists()

    undo_bundle(arrival, seen=None, reason="接错了包", by=twin.office, now=NOW + 2 * HOUR)

    assert inside.reports.get().invested == Decimal(800)
    assert demands_in(twin.inner.pk, BOTH) == []


def test_a_sheet_from_excel_counts_what_was_typed_into_it_once(city: City) -> None:
    """Two cells of progress and one of the list; the list itself was asked on Monday."""
    project = with_milestones(city)
    work_list = prepared(city)
    asked = counted(city, city.industry)

    def by_hand(book: Workbook) -> None:
        fill(book[PROGRESS], FIRST, {INVESTED: 1200, "形象进度": "主体施工"})
        put(book[WORK], FIRST, 需协调="请住建局周三前答复")

    raw = edited(out(sheet_of(sheets_sent(city), city.industry)), by_hand)
    file = enter(brought(city, raw), by=city.office, now=NOW)

    listed = Count(fields=1, list_fields=1)
    assert counted(city, city.industry) - asked == listed
    assert counted(city, city.root) == Count(forms=1, reports=1, fields=2)
    filling.correct(
        item(work_list, "基础"), {Cell.HELP: "请住建局周三前答复"}, by=city.liaison, now=NOW
    )
    reported(city, project, invested=Decimal(1200), physical_words="主体施工")
    assert counted(city, city.industry) - asked == listed
    assert counted(city, city.root).reports == 1

    undo_file(file, by=city.office, now=WEEK_LATER)
    assert counted(city, city.root) == Count(forms=1, reports=1, fields=2)


def test_what_was_typed_before_typing_was_kept_counts_once(city: City) -> None:
    project = city.project()
    report_progress(project, MonthFigures(JANUARY, Decimal(500)), by=city.office, now=NOW)
    reported(city, project, WEEK_LATER, paid=Decimal(0))
    other = city.project("示例齿轮项目", owner_post=None)
    enter_ledger_figures([(other, MonthFigures(FEBRUARY, Decimal(9)))], by=city.office, now=NOW)
    before = [counted(city, city.root, week) for week in (WEEK, NEXT_WEEK)]
    ReportTyping.objects.all().delete()

    import_module("guatu.projects.migrations.0011_first_typings").keep_typings(apps, None)

    assert [counted(city, city.root, week) for week in (WEEK, NEXT_WEEK)] == before
    assert before[1] == Count(forms=1, reports=1, fields=3)
    assert ReportTyping.objects.count() == 2
