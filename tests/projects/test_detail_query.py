"""One project: its plan beside the original, its reports by month, its curve."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from guatu.domain.lights import Light
from guatu.projects.actions.planning import Draft, Step, Tie, accept_plan
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.models import Project
from guatu.projects.queries.detail import (
    curve_rows,
    gap_of,
    light_now,
    parts_of,
    plan_of,
    reports_of,
    with_people,
)
from guatu.projects.queries.months import month_to_report, report_months
from tests.city import NOW, TODAY, City
from tests.projects.granted import GRANTED

DRAFT = Draft((Step("base", "基础", 10), Step("done", "竣工", 5)), (Tie("base", "done"),))


@pytest.fixture
def project(city: City) -> Project:
    curve = [str(1000 * month) for month in range(1, 13)]
    return city.project(month_curve=curve, registered_on=date(2021, 2, 1))


def report(city: City, project: Project, month: int, amount: int | None, words: str = "") -> None:
    invested = None if amount is None else Decimal(amount)
    figures = MonthFigures(date(2021, month, 1), invested, physical_words=words, reason="核减")
    report_progress(project, figures, by=city.office, now=NOW)
    project.refresh_from_db()


def test_a_changed_plan_stands_beside_the_original(city, project):
    accept_plan(project, DRAFT, date(2021, 4, 30), reason="", by=city.office, now=NOW)
    later = replace(DRAFT, steps=(*DRAFT.steps[:1], Step("done", "竣工", 8)))
    accept_plan(
        project, later, date(2021, 5, 12), reason="雨季", grant=GRANTED, by=city.office, now=NOW
    )
    plan = plan_of(project, TODAY)
    base, done = plan.milestones
    assert done.original == (date(2021, 4, 26), date(2021, 4, 30))
    assert done.planned == (date(2021, 4, 29), date(2021, 5, 12))
    assert (done.days_moved, base.overdue) == (12, False)
    assert [b.reason for b in plan.replans] == ["雨季"]
    assert [(link.type, link.lag) for link in plan.links] == [("FS", 0)]


def test_what_a_month_added_is_known_only_after_the_month_before(city, project):
    report(city, project, 1, 900)
    report(city, project, 3, 2500)
    report(city, project, 2, None, "春节停工")
    rows = reports_of(project)
    assert [(r.period.month, r.own) for r in rows] == [(3, None), (2, None), (1, Decimal(900))]
    report(city, project, 2, 1500)
    assert [r.own for r in reports_of(project)] == [1000, 600, 900]


def test_the_curve_ends_with_the_last_month_reported(city, project):
    report(city, project, 2, 1500)
    curve = curve_rows(project, reports_of(project))
    assert curve.done[:3] == (0, 1500, None)
    assert (curve.pace[0], curve.pace[11]) == (1000, 12000)
    assert curve.plan[11] == Decimal(12000)


def test_how_far_behind_by_complete_months(city, project):
    report(city, project, 2, 1512)
    assert gap_of(project, TODAY) == Decimal("-4.07")
    assert gap_of(project, date(2021, 3, 31)) == Decimal("-12.40")


def test_the_verdict_is_read_as_it_was_given(city, project):
    verdict = light_now(project, NOW)
    assert verdict.light is Light.GREEN
    assert (verdict.day, verdict.light) == (TODAY, project.light)


def test_parts_are_shown_to_who_may_see_them(city, project):
    city.project("示例子项", parent=project)
    strange = {"lead_unit": city.housing, "owner_post": None, "sponsor": None}
    city.project("示例他局子项", parent=project, **strange)
    assert [p.name for p in parts_of(project, city.office)] == ["示例子项", "示例他局子项"]
    assert [p.name for p in parts_of(project, city.liaison)] == ["示例子项"]


def test_the_people_of_a_project_come_in_a_few_queries(
    city, project, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6):
        found = with_people(Project.objects.filter(pk=project.pk)).get()
        assert found.sponsor.holder_label
        assert found.lead_unit.name == "示例工信局"
        assert list(found.assist_units.all()) == list(found.also_lines.all()) == []


class TestMonths:
    def test_the_month_most_likely_meant(self, city, project):
        """On 15 March February; with February in, March."""
        assert month_to_report(report_months(project, TODAY), TODAY).period == date(2021, 2, 1)
        report(city, project, 2, 1500)
        assert month_to_report(report_months(project, TODAY), TODAY).period == date(2021, 3, 1)

    def test_what_is_due_and_what_was_given(self, city, project):
        report(city, project, 1, 900)
        first, second, third = report_months(project, TODAY)
        assert (first.given.invested, first.due) == (900, Decimal(1000))
        assert (second.given, second.last.invested, third.due) == (None, 900, 3000)

    def test_none_before_the_year_and_twelve_after_it(self, project):
        assert report_months(project, date(2020, 12, 31)) == []
        assert len(report_months(project, date(2022, 6, 1))) == 12
