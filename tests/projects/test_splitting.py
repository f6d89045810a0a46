"""A package in parts: nothing is counted twice, and parts report for themselves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from guatu.kit.refusals import Refusal
from guatu.projects.actions.listing import withdraw_project
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.actions.splitting import split_package, unsplit_package
from guatu.projects.models import Project, Tally
from guatu.projects.tallies import NOBODY
from tests.city import NOW, City
from tests.projects.listing_years import parts
from tests.projects.looking import assert_forbidden, assert_totals_are_true, codes, strangers


def split(city: City, package: Project, *totals: int, reason: str = "") -> list[Project]:
    return split_package(package, parts(*totals), reason=reason, by=city.office, now=NOW)


def whole_city(city: City) -> Tally:
    return Tally.objects.get(tenant=city.tenant, year=2021, by="city", key=NOBODY)


def invest(city: City, project: Project, amount: int) -> None:
    figures = MonthFigures(date(2021, 2, 1), Decimal(amount))
    report_progress(project, figures, by=city.office, now=NOW)


def test_no_total_moves_and_the_parts_have_what_the_package_has(city):
    package = city.project(category="高端装备", total_investment=Decimal(900))
    before = whole_city(city)
    made = split(city, package, 300, 300, 300)
    after = whole_city(city)
    assert (after.projects, after.total_investment) == (before.projects, Decimal(900))
    first = Project.objects.get(pk=made[0].pk)
    assert (first.parent_id, first.lead_unit, first.line) == (
        package.pk, city.industry, city.industry_line,
    )  # fmt: skip
    assert (first.category, first.sponsor, first.actual_start) == (
        "高端装备", city.posts["deputy"], None,
    )  # fmt: skip
    assert codes(package)[-1] == "project.split"
    assert_totals_are_true(city.tenant)


def test_parts_report_for_themselves_and_are_not_counted_again(city):
    package = city.project(total_investment=Decimal(900))
    made = split(city, package, 400, 500)
    invest(city, package, 120)
    invest(city, made[0], 70)
    made[0].refresh_from_db()
    assert made[0].year_done == 70
    assert whole_city(city).year_done == 120
    assert_totals_are_true(city.tenant)


def test_parts_dearer_than_the_package_need_a_reason(city):
    package = city.project(total_investment=Decimal(900))
    with pytest.raises(Refusal, match="比打包项目的总投资多 100 万元"):
        split(city, package, 400, 600)
    made = split(city, package, 400, 600, reason="概算调增，待批复")
    assert len(made) == 2
    with pytest.raises(Refusal, match="多 150 万元"):
        split_package(
            package,
            [{"name": "示例追加子项", "total_investment": Decimal(50)}],
            by=city.office,
            now=NOW,
        )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([{"name": "示例独子"}], "至少要拆成 2 个子项"),
        ([{"name": "示例子项"}, {"name": "示例子项 "}], "有两个子项都叫“示例子项”"),
        ([{"name": "示例子项"}, {"name": " "}], "子项“未命名”：请填写项目名称"),
        (
            [{"name": "示例子项"}, {"name": "示例另一", "year_plan": Decimal(-1)}],
            "子项“示例另一”：金额不能为负数",
        ),
    ],
)
def test_what_cannot_be_split_like_this(city, given, words):
    package = city.project()
    with pytest.raises(Refusal, match=words):
        split_package(package, given, by=city.office, now=NOW)
    assert not package.parts.exists()


def test_a_part_is_not_split_again(city):
    made = split(city, city.project(total_investment=Decimal(900)), 400, 500)
    with pytest.raises(Refusal, match="自己是子项"):
        split(city, made[0], 200, 200)


def test_undone_while_nothing_was_reported(city):
    package = city.project(total_investment=Decimal(900))
    split(city, package, 400, 500)
    unsplit_package(package, by=city.office, now=NOW)
    assert not package.parts.listed().exists()
    with pytest.raises(Refusal, match="下面没有子项"):
        unsplit_package(package, by=city.office, now=NOW)


def test_not_undone_once_a_part_has_reported(city):
    package = city.project(total_investment=Decimal(900))
    made = split(city, package, 400, 500)
    invest(city, made[1], 10)
    with pytest.raises(Refusal, match="子项“示例子项1”已报过进度"):
        unsplit_package(package, by=city.office, now=NOW)
    withdraw_project(made[0], reason="并回打包项目", by=city.office, now=NOW)
    assert package.parts.listed().count() == 1


def test_only_the_office_splits(city):
    package = city.project(total_investment=Decimal(900))
    people = (city.head, city.owner, *strangers(city))
    assert_forbidden(
        lambda person: split_package(package, parts(1, 2), by=person, now=NOW), *people
    )
    split(city, package, 1, 2)
    assert_forbidden(lambda person: unsplit_package(package, by=person, now=NOW), *people)
