"""The wall chart read from rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from guatu.boards.wallchart import Band, ChartBreak, ChartNeed, ChartRow
from guatu.boards.wallchart.reading import Asked, BandBy, Speech, Wall, done_until, read_wall
from guatu.domain.lights.colours import Light
from guatu.domain.words import Sentence
from guatu.org.models import User
from guatu.projects.actions.supplying import deliver_need, promise_need
from guatu.projects.models import Milestone, Project
from guatu.projects.queries.filters import ListFilter
from tests.boards.many import many_projects, milestone_of
from tests.city import NOW, TODAY, City
from tests.projects.needing import need_of, planned_project

SPEECH = Speech(
    sentence=lambda said: str(Sentence.from_json(said)),
    address=lambda pk: f"/p/{pk}/",
    nobody=dict.fromkeys(BandBy, "未定"),
)


def wall(user: User, by: BandBy = BandBy.LINE, **more: object) -> Wall:
    lights = frozenset(more.pop("lights", ()))
    wanted = ListFilter(2021, **more)
    return read_wall(user, Asked(wanted, by, lights), SPEECH, today=TODAY)


def rows(read: Wall) -> Iterator[ChartRow]:
    return (row for row in read.chart.rows if isinstance(row, ChartRow))


def said(read: Wall) -> list[str]:
    """``[band]`` and names in the order of the chart."""
    return [f"[{r.title} {r.count}]" if isinstance(r, Band) else r.name for r in read.chart.rows]


@pytest.fixture
def three(city: City) -> list[Project]:
    return [
        city.project("示例甲厂"),
        city.project("示例乙房", line=city.housing_line, lead_unit=city.housing),
        city.project("示例丙待定", line=None, lead_unit=None, sponsor=None),
    ]


def test_bands_follow_the_order_of_the_lines(city: City, three: object) -> None:
    city.project("示例丁厂")
    industry, housing, nobody = "[工业立市 2]", "[城建提升 1]", "[未定 1]"
    assert said(wall(city.office)) == [
        industry, "示例甲厂", "示例丁厂", housing, "示例乙房", nobody, "示例丙待定",
    ]  # fmt: skip


def test_bands_by_sponsor_and_by_unit(city: City, three: object) -> None:
    assert said(wall(city.office, BandBy.SPONSOR))[::3] == ["[示例乙 2]", "[未定 1]"]
    units = [r.title for r in wall(city.office, BandBy.UNIT).chart.rows if isinstance(r, Band)]
    assert units == ["示例住建局", "示例工信局", "未定"]


def test_a_unit_sees_its_own_and_a_neighbour_nothing(city: City, three: object) -> None:
    assert said(wall(city.liaison)) == ["[工业立市 1]", "示例甲厂"]
    assert said(wall(city.outsider)) == []


def test_a_chart_is_narrowed_to_a_line(city: City, three: object) -> None:
    narrowed = wall(city.office, line=city.housing_line.pk)
    assert said(narrowed) == ["[城建提升 1]", "示例乙房"]


def test_lights_narrow_the_rows_but_not_the_counts(city: City, three: list[Project]) -> None:
    Project.objects.filter(pk=three[0].pk).update(light="red", light_rank=0)
    Project.objects.exclude(pk=three[0].pk).update(light="green", light_rank=2)
    red = wall(city.office, lights=[Light.RED])
    assert said(red) == ["[工业立市 1]", "示例甲厂"]
    assert (red.counts[Light.RED], red.counts[Light.GREEN]) == (1, 2)


def test_a_row_says_who_what_and_why(city: City, three: list[Project]) -> None:
    reason = {"template": "低于序时 {points} 个百分点", "params": {"points": "12.4"}}
    Project.objects.filter(pk=three[0].pk).update(light="yellow", light_reason=reason)
    row = next(rows(wall(city.office)))
    assert (row.name, row.unit, row.sponsor) == ("示例甲厂", "示例工信局", "示例乙")
    assert (row.light, row.reason) == (Light.YELLOW, "低于序时 12.4 个百分点")
    assert row.href == f"/p/{three[0].pk}/"
    assert (row.start, row.finish) == (date(2021, 1, 10), date(2021, 12, 31))


def test_milestones_are_done_overdue_or_planned(city: City, three: list[Project]) -> None:
    Milestone.objects.bulk_create(
        [
            milestone_of(three[0], 1, date(2021, 2, 1), "拆迁", actual_finish=date(2021, 2, 5)),
            milestone_of(three[0], 2, date(2021, 3, 14), "打桩"),
            milestone_of(three[0], 3, TODAY, "验槽"),
        ]
    )
    drawn = next(rows(wall(city.office))).milestones
    assert [(m.name, m.state, m.day) for m in drawn] == [
        ("拆迁", "done", date(2021, 2, 5)),
        ("打桩", "overdue", date(2021, 3, 14)),
        ("验槽", "planned", TODAY),
    ]


@pytest.mark.parametrize(
    ("share", "day"),
    [
        ("0", None),
        ("0.5", date(2021, 7, 2)),
        ("1", date(2021, 12, 31)),
        ("1.2", date(2021, 12, 31)),
    ],
)
def test_a_share_of_the_work_is_a_day_of_the_plan(share: str, day: date | None) -> None:
    assert done_until(date(2021, 1, 1), date(2021, 12, 31), Decimal(share)) == day


def test_progress_is_physical_where_reported_else_money_since_the_start(
    city: City, three: list[Project]
) -> None:
    """26,000 of 52,000 since a start this year is half; 25 % reported on site is a quarter."""
    span = {"actual_start": date(2021, 1, 1), "required_finish": date(2021, 12, 31)}
    Project.objects.filter(pk=three[0].pk).update(
        done_before_year=None, year_done=Decimal(26_000), **span
    )
    assert next(rows(wall(city.office))).done_until == date(2021, 7, 2)
    Project.objects.filter(pk=three[0].pk).update(physical_percent=Decimal(25))
    assert next(rows(wall(city.office))).done_until == date(2021, 4, 2)


def test_where_earlier_years_are_unknown_the_last_milestone_done_tells(
    city: City, three: list[Project]
) -> None:
    """Started in 2020, and the ledger does not say what 2020 came to."""
    Project.objects.filter(pk=three[0].pk).update(
        actual_start=date(2020, 9, 1), done_before_year=None, year_done=Decimal(500)
    )
    assert next(rows(wall(city.office))).done_until is None
    Milestone.objects.bulk_create(
        [
            milestone_of(three[0], 1, date(2021, 2, 1), actual_finish=date(2021, 2, 20)),
            milestone_of(three[0], 2, date(2021, 5, 1)),
        ]
    )
    assert next(rows(wall(city.office))).done_until == date(2021, 2, 1)


def test_only_trouble_shows_its_critical_path(city: City, three: list[Project]) -> None:
    Milestone.objects.bulk_create([milestone_of(one, 1, TODAY, critical=True) for one in three])
    for light, shown in (("red", True), ("yellow", True), ("green", False), ("none", False)):
        Project.objects.update(light=light)
        assert {row.milestones[0].critical for row in rows(wall(city.office))} == {shown}


def test_a_finished_project_is_done_until_its_last_day(city: City, three: list[Project]) -> None:
    Project.objects.filter(pk=three[0].pk).update(actual_finish=date(2021, 3, 1))
    assert next(rows(wall(city.office))).done_until == date(2021, 3, 1)


def test_without_a_finish_the_plan_ends_with_the_last_milestone(
    city: City, three: list[Project]
) -> None:
    Project.objects.filter(pk=three[0].pk).update(required_finish=None)
    Milestone.objects.bulk_create([milestone_of(three[0], 1, date(2021, 9, 30))])
    assert next(rows(wall(city.office))).finish == date(2021, 9, 30)


def test_a_need_that_comes_too_late_stands_on_its_day_with_what_it_breaks(city: City) -> None:
    """桩基 was to end on 19 August, the project on 31 December: ten workdays later each."""
    need = need_of(city, planned_project(city))
    promise_need(need, on=date(2021, 6, 10), by=city.other_liaison, now=NOW)
    (row,) = rows(wall(city.office))
    assert row.needs == (ChartNeed("供地", "地", date(2021, 5, 27)),)
    assert row.breaks == (
        ChartBreak("桩基", date(2021, 8, 19), date(2021, 9, 2), 10, "供地"),
        ChartBreak("", date(2021, 12, 31), date(2022, 1, 17), 10, "供地"),
    )
    deliver_need(need, on=TODAY, by=city.other_liaison, now=NOW)
    (row,) = rows(wall(city.office))
    assert (row.needs, row.breaks) == ((), ())


def test_only_needs_that_are_missing_are_marked(city: City) -> None:
    """What is promised in time is on its way; what nobody has promised is not."""
    project = planned_project(city)
    promised = need_of(city, project)
    need_of(city, project, element="power")
    promise_need(promised, on=date(2021, 5, 20), by=city.other_liaison, now=NOW)
    (row,) = rows(wall(city.office))
    assert [(need.short, row.breaks) for need in row.needs] == [("电", ())]


def test_a_permit_that_ran_out_is_missing_from_that_day(city: City) -> None:
    need = need_of(city, planned_project(city), element="building_permit")
    expires = date(2021, 3, 12)
    deliver_need(need, on=date(2021, 2, 1), expires=expires, by=city.office, now=NOW)
    (row,) = rows(wall(city.office))
    assert row.needs == (ChartNeed("施工许可", "施", expires),)


def test_plans_of_late_needs_are_read_together(
    city: City, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(4):
        need = need_of(city, planned_project(city))
        promise_need(need, on=date(2021, 6, 10), by=city.other_liaison, now=NOW)
    user = User.objects.get(pk=city.office.pk)
    assert user.access.sees_all
    with django_assert_max_num_queries(13):
        assert len(list(rows(wall(user)))) == 4


def test_too_many_projects_leave_the_worst_lights(
    city: City, three: list[Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guatu.boards.wallchart.reading.ROW_LIMIT", 1)
    Project.objects.exclude(pk=three[1].pk).update(light="green", light_rank=2)
    Project.objects.filter(pk=three[1].pk).update(light="red", light_rank=0)
    read = wall(city.office)
    assert [row.name for row in rows(read)] == ["示例乙房"]
    assert read.cut_short
    assert read.drawn == 1


def test_the_chart_takes_four_queries_however_long_it_is(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = User.objects.get(pk=city.office.pk)
    assert user.access.sees_all
    for count in (3, 92):
        many_projects(city, count, milestones=30)
        with django_assert_num_queries(4):
            read = wall(user)
        assert read.drawn == count
    assert sum(len(row.milestones) for row in rows(read)) == 92 * 30
