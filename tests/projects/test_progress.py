"""Reporting a month, correcting it, and what a ledger brings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from guatu.journal.queries import events_of
from guatu.kit.refusals import Refusal
from guatu.projects.actions.listing import withdraw_project
from guatu.projects.actions.progress import (
    MonthFigures,
    enter_ledger_figures,
    remove_ledger_figures,
    report_progress,
)
from guatu.projects.models import MonthTally, Project
from tests.city import NOW, City
from tests.projects.looking import (
    assert_forbidden,
    assert_totals_are_true,
    codes,
    newest,
    reasons,
    strangers,
)

JANUARY, FEBRUARY, MARCH = (date(2021, month, 1) for month in (1, 2, 3))


@pytest.fixture
def project(city: City) -> Project:
    return city.project(registered_on=date(2021, 2, 1))


def report(
    city: City, project: Project, period: date, invested: object, reason: str = "", **more: object
) -> Project:
    amount = None if invested is None else Decimal(str(invested))
    figures = MonthFigures(period, amount, reason=reason, **more)
    report_progress(project, figures, by=city.liaison, now=NOW)
    project.refresh_from_db()
    return project


def months(city: City) -> list[Decimal]:
    rows = MonthTally.objects.filter(tenant=city.tenant, year=2021).order_by("month")
    return [row.done for row in rows]


def test_a_report_moves_the_project_the_totals_and_the_light(city, project):
    report(city, project, JANUARY, 900)
    assert project.light == "yellow"  # February is late since 5 March
    report(city, project, FEBRUARY, 2100, physical_words="桩基完成", physical_percent=Decimal(18))
    assert (project.year_done, project.last_period) == (Decimal(2100), FEBRUARY)
    assert (project.physical_words, project.physical_percent) == ("桩基完成", Decimal(18))
    assert project.light == "green"
    assert reasons(project)["progress"] == "green"
    assert newest(project) == "报 2 月 进度：年初累计完成投资 2100 万元，形象进度 桩基完成"
    assert codes(project)[-2:] == ["progress.reported", "light.turned"]
    assert months(city) == [Decimal(900), *[Decimal(2100)] * 11]
    assert_totals_are_true(city.tenant)


def test_how_far_it_is_behind_pace_gives_the_colour(city, project):
    """银川's rule in our default: two complete months are 16.67 % of the year's 12,000."""
    report(city, project, FEBRUARY, 800)  # 6.67 %, exactly 10 points behind
    assert reasons(project)["progress"] == "yellow"
    report(city, project, FEBRUARY, 801, "更正")
    assert reasons(project)["progress"] == "green"


def test_a_report_sent_twice_counts_once(city, project):
    for _ in range(2):
        report(city, project, JANUARY, 900, physical_words=" 三通一平 ")
    assert codes(project).count("progress.reported") == 1


def test_a_correction_needs_a_reason_and_keeps_what_was_said(city, project):
    report(city, project, FEBRUARY, 2100)
    with pytest.raises(Refusal) as refused:
        report(city, project, FEBRUARY, 1900)
    assert list(refused.value.fields) == ["reason"]
    assert "已报过 2100 万元" in str(refused.value)
    report(city, project, FEBRUARY, 1900, "多计一笔设备款")
    assert newest(project) == "更正 2 月 进度：累计 2100 → 1900 万元，多计一笔设备款"
    assert project.reports.count() == 1
    assert_totals_are_true(city.tenant)


def test_an_amount_is_not_taken_away_in_silence(city, project):
    report(city, project, FEBRUARY, 2100)
    with pytest.raises(Refusal, match="更正请写明原因"):
        report(city, project, FEBRUARY, None, physical_words="停工")
    report(city, project, FEBRUARY, None, "误报", physical_words="停工")
    assert project.year_done == 0
    assert newest(project) == "更正 2 月 进度：累计 2100 → 未填 万元，误报"


@pytest.mark.parametrize(
    ("period", "invested", "words"),
    [
        (MARCH, 2000, "比上次报的 2100 万元少"),
        (JANUARY, 2200, "比后面月份报的 2100 万元多"),
    ],
)
def test_a_sum_that_falls_from_month_to_month_needs_a_reason(
    city, project, period, invested, words
):
    report(city, project, FEBRUARY, 2100)
    with pytest.raises(Refusal, match=words):
        report(city, project, period, invested)
    report(city, project, period, invested, "审计核减")
    assert project.year_done == (2000 if period == MARCH else 2100)
    assert_totals_are_true(city.tenant)


def test_more_than_the_whole_investment_is_likely_another_unit(city, project):
    """Somebody typed 元 for 万元; above the year's plan is real, above the whole asks why."""
    report(city, project, JANUARY, 13_000)  # the year's plan is 12,000
    with pytest.raises(Refusal, match="超过总投资 52000 万元") as refused:
        report(city, project, FEBRUARY, 21_000_000)
    assert list(refused.value.fields) == ["reason"]
    report(city, project, FEBRUARY, 52_001, "概算调增，正在报批")
    assert project.year_done == 52_001


def test_a_month_without_amount_is_passed_over_when_sums_are_compared(city, project):
    report(city, project, JANUARY, 900)
    report(city, project, FEBRUARY, None, physical_words="春节停工")
    assert project.year_done == 900
    with pytest.raises(Refusal, match="比上次报的 900 万元少"):
        report(city, project, MARCH, 800)


@pytest.mark.parametrize(
    ("field", "figures"),
    [
        ("period", MonthFigures(date(2021, 4, 1), Decimal(1))),
        ("period", MonthFigures(date(2021, 2, 15), Decimal(1))),
        ("period", MonthFigures(date(2020, 12, 1), Decimal(1))),
        ("invested", MonthFigures(FEBRUARY, None, physical_words=" ")),
        ("invested", MonthFigures(FEBRUARY, Decimal(-1))),
        ("invested", MonthFigures(FEBRUARY, Decimal(10) ** 12)),
        ("physical_percent", MonthFigures(FEBRUARY, Decimal(1), physical_percent=Decimal(-1))),
        ("physical_percent", MonthFigures(FEBRUARY, Decimal(1), physical_percent=Decimal(2021))),
        ("registered", MonthFigures(FEBRUARY, Decimal(1), registered=Decimal(-1))),
        ("paid", MonthFigures(FEBRUARY, Decimal(1), paid=Decimal(10) ** 12)),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(city, project, field, figures):
    with pytest.raises(Refusal) as refused:
        report_progress(project, figures, by=city.office, now=NOW)
    assert list(refused.value.fields) == [field]
    assert not project.reports.exists()


def test_what_is_registered_and_paid_is_carried_to_the_project(city, project):
    figures = MonthFigures(JANUARY, Decimal(900), registered=Decimal(700), paid=Decimal(500))
    report_progress(project, figures, by=city.liaison, now=NOW)
    report(city, project, FEBRUARY, 2000)
    project.refresh_from_db()
    assert (project.year_done, project.year_registered, project.year_paid) == (2000, 700, 500)
    assert_totals_are_true(city.tenant)


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (MonthFigures(FEBRUARY, Decimal(2000), registered=Decimal(600)), "年初累计入库投资 600"),
        (
            MonthFigures(FEBRUARY, Decimal(2000), paid=Decimal(400)),
            "支付 400 万元比上次报的 500",
        ),
        (MonthFigures(FEBRUARY, Decimal(2000), paid=Decimal(60000)), "超过总投资 52000 万元"),
        (MonthFigures(FEBRUARY, Decimal(2000), physical_percent=Decimal(104)), "104% 超过 100%"),
    ],
    ids=["registered falls", "paid falls", "more than the whole", "over 100 %"],
)
def test_what_is_odd_but_real_is_taken_with_a_reason(city, project, figures, words):
    first = MonthFigures(JANUARY, Decimal(900), registered=Decimal(700), paid=Decimal(500))
    report_progress(project, first, by=city.liaison, now=NOW)
    with pytest.raises(Refusal, match=words) as refused:
        report_progress(project, figures, by=city.liaison, now=NOW)
    assert list(refused.value.fields) == ["reason"]
    told = replace(figures, reason="审计核减")
    report_progress(project, told, by=city.liaison, now=NOW)
    kept = project.reports.get(period=FEBRUARY)
    assert (kept.reason, kept.paid, kept.registered) == ("审计核减", told.paid, told.registered)


def test_who_reports(city, project):
    figures = MonthFigures(FEBRUARY, Decimal(1000))
    assert_forbidden(
        lambda person: report_progress(project, figures, by=person, now=NOW),
        city.inspector,
        city.deputy,
        *strangers(city),
    )
    for n, person in enumerate((city.owner, city.head, city.office), start=1):
        figures = MonthFigures(date(2021, n, 1), Decimal(1000 * n))
        report_progress(project, figures, by=person, now=NOW)
    assert project.reports.count() == 3


def test_a_withdrawn_project_is_not_reported_on(city, project):
    withdraw_project(project, reason="合并", by=city.office, now=NOW)
    with pytest.raises(Refusal, match="已退出台账"):
        report(city, project, FEBRUARY, 2100)


class TestLedgerFigures:
    def enter(self, city: City, *listed: tuple[Project, MonthFigures]) -> int:
        with transaction.atomic():
            return enter_ledger_figures(listed, by=city.office, now=NOW)

    def test_they_fill_what_was_not_reported_and_overwrite_nothing(self, city, project):
        report(city, project, FEBRUARY, 2100)
        written = self.enter(
            city,
            (project, MonthFigures(JANUARY, Decimal(700))),
            (project, MonthFigures(FEBRUARY, Decimal(9999))),
            (project, MonthFigures(JANUARY, Decimal(8888))),
        )
        assert written == 1
        project.refresh_from_db()
        assert project.year_done == 2100
        assert months(city)[:2] == [Decimal(700), Decimal(2100)]
        assert_totals_are_true(city.tenant)

    def test_several_months_of_one_project_are_counted_once(self, city, project):
        pairs = [(project, MonthFigures(m, Decimal(n))) for n, m in enumerate((JANUARY, FEBRUARY))]
        assert self.enter(city, *pairs) == 2
        assert_totals_are_true(city.tenant)

    def test_taken_back_they_leave_what_was_corrected_since(self, city, project):
        other = city.project("示例第二项目")
        self.enter(
            city,
            (project, MonthFigures(FEBRUARY, Decimal(700))),
            (other, MonthFigures(FEBRUARY, Decimal(600))),
        )
        later = NOW + timedelta(hours=1)
        figures = MonthFigures(FEBRUARY, Decimal(800), reason="补报")
        report_progress(project, figures, by=city.liaison, now=later)
        with transaction.atomic():
            held = list(Project.objects.order_by("number"))
            remove_ledger_figures(held, since=NOW, by=city.office, now=later)
        assert [p.year_done for p in Project.objects.order_by("number")] == [800, 0]
        told = events_of(city.tenant.pk).filter(code="progress.taken_back")
        assert [(event.object_id, event.details["month"]) for event in told] == [(other.pk, "2 月")]
        assert_totals_are_true(city.tenant)
