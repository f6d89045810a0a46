"""The figures of the overview, for the office and for a unit."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from guatu.boards.overview import cut_table, overview, turns_since, week_of, week_rows
from guatu.boards.overview.facts import Overview
from guatu.lines.models import WorkLine
from guatu.org.models import User
from guatu.projects import tallies
from guatu.projects.actions.listing import restore_project, withdraw_projects
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.choices import TallyBy
from guatu.projects.models import Milestone, Project, Verdict
from guatu.projects.tallies import NOBODY
from tests.boards.many import milestone_of, turned
from tests.city import NOW, TODAY, City

YESTERDAY = TODAY - timedelta(days=1)


def read(user: User, today: date = TODAY) -> Overview:
    return overview(user, TallyBy.LINE, year=2021, today=today)


def report(city: City, project: Project, month: int, invested: int) -> None:
    figures = MonthFigures(date(2021, month, 1), Decimal(invested))
    report_progress(project, figures, by=city.office, now=NOW)


@pytest.fixture
def three(city: City) -> tuple[Project, Project, Project]:
    """Of the industry department, of the housing department, and one that nobody leads."""
    factory = city.project(year_plan=Decimal(12_000))
    homes = city.project(
        "示例安置房项目", line=city.housing_line, lead_unit=city.housing, year_plan=Decimal(6_000)
    )
    loose = city.project(
        "示例待定项目", line=None, lead_unit=None, sponsor=None, year_plan=None, actual_start=None
    )
    report(city, factory, 1, 500)
    report(city, factory, 2, 2_600)
    report(city, homes, 2, 400)
    return factory, homes, loose


def test_money_stands_against_complete_months(city: City, three: object) -> None:
    """3,000 of 18,000 by the end of February is 16.67 %, and two of twelve months are due."""
    totals = read(city.office).totals
    assert (totals.projects, totals.started) == (3, 2)
    assert (totals.year_done, totals.year_plan) == (3_000, 18_000)
    assert totals.share == Decimal("16.67")
    assert totals.gap == 0


def test_a_unit_sees_the_same_figures_of_its_own_projects(city: City, three: object) -> None:
    seen = read(city.liaison)
    assert (seen.totals.projects, seen.totals.year_done) == (1, 2_600)
    assert seen.curve.done[:3] == (500, 2_600, None)
    by_line = {cut.title: cut.totals.projects for cut in seen.cuts}
    assert by_line == {"工业立市": 1, "城建提升": 0}


def test_kept_and_added_up_figures_are_equal(city: City, three: object) -> None:
    """What the department adds up from its projects is what the running totals say of its line."""
    office, unit = read(city.office), read(city.head)
    of_industry = next(cut for cut in office.cuts if cut.title == "工业立市")
    assert unit.totals == of_industry.totals


def test_a_neighbour_sees_nothing(city: City, three: object) -> None:
    seen = read(city.outsider)
    assert seen.totals.projects == 0
    assert list(seen.cuts) == []
    assert seen.turned.count == 0
    assert seen.week.planned == 0


def test_lines_stand_in_their_order_and_projects_of_none_come_last(
    city: City, three: object
) -> None:
    cuts = read(city.office).cuts
    assert [(cut.title, cut.totals.projects) for cut in cuts] == [
        ("工业立市", 1), ("城建提升", 1), ("", 1),
    ]  # fmt: skip
    assert cuts[-1].key == NOBODY
    assert (cuts[0].lead, cuts[0].leader) == ("示例工信局", "示例乙")


def test_units_and_sponsors_come_with_the_most_red_lights_first(city: City, three: object) -> None:
    housing = Project.objects.filter(lead_unit=city.housing)
    housing.update(light="red")
    _recount(city)
    units = cut_table(city.office, TallyBy.UNIT, year=2021, today=TODAY).cuts
    assert [cut.title for cut in units] == ["示例住建局", "示例工信局", ""]
    deputy, nobody = cut_table(city.office, TallyBy.SPONSOR, year=2021, today=TODAY).cuts
    assert (deputy.title, deputy.leader, deputy.totals.projects) == ("示例乙", "副市长", 2)
    assert nobody.totals.projects == 1


def test_the_curve_ends_with_the_last_complete_month_and_goes_on_at_its_speed(
    city: City, three: object
) -> None:
    curve = read(city.office).curve
    assert curve.pace[1] == 3_000
    assert curve.done[:3] == (500, 3_000, None)
    assert curve.forecast[:3] == (None, 3_000, 4_500)
    assert curve.forecast[11] == 18_000


def test_in_january_nothing_is_known_yet(city: City, three: object) -> None:
    curve = read(city.office, date(2021, 1, 20)).curve
    assert set(curve.done) == set(curve.forecast) == {None}


def test_what_turned_is_sorted_by_gravity_and_then_newest(
    city: City, three: tuple[Project, Project, Project]
) -> None:
    factory, homes, loose = three
    Verdict.objects.all().delete()
    Verdict.objects.bulk_create(
        [
            turned(factory, "yellow", "green"),
            turned(homes, "green", "yellow", YESTERDAY),
            turned(loose, "yellow", "red", YESTERDAY),
        ]
    )
    found = turns_since(city.office, YESTERDAY, year=2021)
    assert [(row.project, row.before, row.light) for row in found.rows] == [
        ("示例待定项目", "yellow", "red"),
        ("示例安置房项目", "green", "yellow"),
        ("示例轴承生产线项目", "yellow", "green"),
    ]
    assert str(found.rows[0].reason) == "示例理由 7。"
    assert found.count == 3
    assert not found.more


def test_first_data_are_no_decline(city: City, three: tuple[Project, Project, Project]) -> None:
    factory, homes, _ = three
    Verdict.objects.all().delete()
    Verdict.objects.bulk_create(
        [turned(factory, "none", "green"), turned(homes, "green", "yellow")]
    )
    found = turns_since(city.office, YESTERDAY, year=2021)
    assert [row.light for row in found.rows] == ["yellow", "green"]


def test_only_lights_that_changed_lately_and_projects_still_listed_are_told(
    city: City, three: tuple[Project, Project, Project]
) -> None:
    factory, homes, loose = three
    Verdict.objects.all().delete()
    Verdict.objects.bulk_create(
        [
            turned(factory, "green", "red", TODAY - timedelta(days=2)),
            turned(factory, "", "red"),  # judged for the first time
            turned(factory, "red", "red"),  # another reason, the same light
            turned(homes, "green", "red"),
        ]
    )
    withdraw_projects([homes], reason="示例", by=city.office, now=NOW)
    assert turns_since(city.office, YESTERDAY, year=2021).count == 0
    Verdict.objects.bulk_create([turned(loose, "green", "red")])
    assert turns_since(city.liaison, YESTERDAY, year=2021).count == 0


def test_a_project_that_left_the_list_and_came_back_has_not_lost_its_light(
    city: City, three: tuple[Project, Project, Project]
) -> None:
    """An undone ledger that is entered again: nobody should read that red became no data."""
    factory, *_ = three
    Verdict.objects.all().delete()
    withdraw_projects([factory], reason="示例", by=city.office, now=NOW)
    restore_project(factory, by=city.office, now=NOW)
    assert Project.objects.get(pk=factory.pk).light != "none"
    assert turns_since(city.office, YESTERDAY, year=2021).count == 0


def test_a_project_that_turned_twice_is_told_once(
    city: City, three: tuple[Project, Project, Project]
) -> None:
    factory, *_ = three
    Verdict.objects.all().delete()
    Verdict.objects.bulk_create(
        [turned(factory, "green", "yellow", YESTERDAY), turned(factory, "yellow", "red")]
    )
    found = turns_since(city.office, YESTERDAY, year=2021)
    assert [(row.before, row.light) for row in found.rows] == [("yellow", "red")]


def test_the_week_is_from_monday_to_sunday(
    city: City, three: tuple[Project, Project, Project]
) -> None:
    """15 March 2021 is a Monday."""
    factory, *_ = three
    tuesday = date(2021, 3, 16)
    Milestone.objects.bulk_create(
        [
            milestone_of(factory, 1, date(2021, 3, 14)),
            milestone_of(factory, 2, date(2021, 3, 15), "设备订货"),
            milestone_of(factory, 3, tuesday, "桩基", actual_finish=date(2021, 3, 12)),
            milestone_of(factory, 4, date(2021, 3, 21), "验槽"),
            milestone_of(factory, 5, date(2021, 3, 22)),
        ]
    )
    week = week_of(city.liaison, year=2021, today=tuesday)
    assert (week.monday, week.sunday) == (date(2021, 3, 15), date(2021, 3, 21))
    assert (week.planned, week.done, week.late) == (3, 1, 1)
    rows = week_rows(city.liaison, year=2021, today=tuesday)
    assert [(row.name, row.late) for row in rows] == [
        ("设备订货", True), ("桩基", False), ("验槽", False),
    ]  # fmt: skip
    assert week_rows(city.other_liaison, year=2021, today=tuesday) == []


def test_the_next_milestone_of_a_line_is_its_earliest_open_one(
    city: City, three: tuple[Project, Project, Project]
) -> None:
    factory, homes, _ = three
    Milestone.objects.bulk_create(
        [
            milestone_of(factory, 1, date(2021, 3, 1), "逾期的"),
            milestone_of(factory, 2, date(2021, 3, 18), "已完成的", actual_finish=TODAY),
            milestone_of(factory, 3, date(2021, 4, 20), "封顶"),
            milestone_of(factory, 4, date(2021, 4, 1), "正负零"),
            milestone_of(homes, 1, date(2021, 5, 1), "交房"),
        ]
    )
    industry, housing, nobody = read(city.office).cuts
    assert industry.next is not None
    assert (industry.next.name, industry.next.day) == ("正负零", date(2021, 4, 1))
    assert housing.next is not None
    assert housing.next.project == "示例安置房项目"
    assert nobody.next is None


@pytest.mark.parametrize("large", [0, 1000])
def test_a_busy_line_does_not_hide_the_next_milestone_of_a_quiet_one(
    city: City,
    three: tuple[Project, Project, Project],
    large: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("guatu.boards.overview.upcoming.LARGE", large)
    factory, homes, _ = three
    Milestone.objects.bulk_create(
        [milestone_of(factory, n, TODAY + timedelta(days=n)) for n in range(1, 140)]
    )
    Milestone.objects.bulk_create([milestone_of(homes, 1, date(2021, 12, 1), "交房")])
    quiet = next(cut for cut in read(city.office).cuts if cut.title == "城建提升")
    assert quiet.next is not None
    assert quiet.next.name == "交房"


def test_a_line_of_another_year_is_not_on_this_years_table(city: City) -> None:
    WorkLine.objects.create(tenant=city.tenant, year=2020, number=1, title="去年的线")
    assert [cut.title for cut in read(city.office).cuts] == ["工业立市", "城建提升"]


def _recount(city: City) -> None:
    tallies.rewrite(city.tenant.pk)
