from __future__ import annotations

import pytest

from guatu.intake.directory import Directory
from guatu.intake.names import Likeness, line_key, project_key
from tests.city import City


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("示例 园区（二期）项目", "示例园区(二期)工程"),
        ("示例路ＡＢ段改造工程", "示例路AB段改造项目"),
        ("“示例”湿地公园建设项目", "示例湿地公园"),
        ("示例水厂　扩建\n工程", "示例水厂扩建"),
    ],
)
def test_written_differently_but_the_same(one: str, other: str) -> None:
    assert project_key(one) == project_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("示例园区（一期）", "示例园区（二期）"),
        ("示例路一标段", "示例路二标段"),
        ("安置工程", "安置项目"),
    ],
)
def test_alike_but_not_the_same(one: str, other: str) -> None:
    assert project_key(one) != project_key(other)


def test_a_line_is_known_with_and_without_its_suffix() -> None:
    assert line_key("工业立市工作线") == line_key("“工业立市”")


def test_the_nearest_names_come_best_first() -> None:
    keys = [project_key(n) for n in ("示例轴承生产线项目", "示例轴承厂房", "示例图书馆")]
    found = Likeness(keys).nearest(project_key("示例轴承智能生产线项目"))
    assert [place for place, _ in found] == [0]
    assert Likeness(keys).nearest(project_key("毫不相干的码头")) == []


@pytest.mark.django_db
def test_units_are_known_without_the_name_of_the_place(city: City) -> None:
    known = Directory.of(city.tenant, 2021)
    assert known.unit("示例市示例工信局") == city.industry
    assert known.unit("市示例工信局") == city.industry
    assert known.unit("示例 工信局") == city.industry
    assert known.unit("工信") is None


@pytest.mark.django_db
def test_a_title_that_two_posts_have_names_nobody(city: City) -> None:
    known = Directory.of(city.tenant, 2021)
    assert known.post("联络员") is None
    assert known.post("示例住建局联络员") == city.posts["other_liaison"]
    assert known.post("示例戊 联络员") == city.posts["other_liaison"]


@pytest.mark.django_db
def test_the_title_of_a_sheet_names_its_line(city: City) -> None:
    known = Directory.of(city.tenant, 2021)
    assert known.line_in("工业立市工作线2021年重点项目台账") == city.industry_line
    assert known.line_in("工业立市、城建提升两条工作线台账") is None
