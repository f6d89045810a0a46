"""The wall chart as it stood on days of the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from guatu.boards.wallchart import Band, ChartRow
from guatu.boards.wallchart.past import read_past_wall
from guatu.boards.wallchart.reading import Asked, BandBy, Speech, Wall, read_wall
from guatu.domain.lights.colours import Light
from guatu.domain.words import Sentence
from guatu.org.models import User
from guatu.projects.actions.milestones import finish_milestone
from guatu.projects.actions.needs import Wanted, add_needs
from guatu.projects.actions.planning import accept_plan
from guatu.projects.actions.supplying import deliver_need, promise_need
from guatu.projects.models import Project, SupportNeed
from guatu.projects.queries.filters import ListFilter
from tests.city import City
from tests.projects.chance import project_at
from tests.projects.days import FIRST, LAST, evening, lived, morning
from tests.projects.needing import DRAFT, REQUIRED

SPEECH = Speech(
    sentence=lambda said: str(Sentence.from_json(said)),
    address=lambda pk: f"/p/{pk}/",
    nobody=dict.fromkeys(BandBy, "未定"),
)


def asked(by: BandBy = BandBy.LINE, **narrowed: Any) -> Asked:
    return Asked(ListFilter(2021, **narrowed), by)


def then(user: User, day: date, by: BandBy = BandBy.LINE, **narrowed: Any) -> Wall:
    return read_past_wall(user, asked(by, **narrowed), SPEECH, evening(day))


def rows(wall: Wall) -> list[ChartRow]:
    return [row for row in wall.chart.rows if isinstance(row, ChartRow)]


def drawn(wall: Wall) -> Wall:
    """Flags of one day in any order; of what is in order any of its good reasons."""
    return replace(wall, chart=replace(wall.chart, rows=tuple(map(_line, wall.chart.rows))))


def _line(row: Band | ChartRow) -> Band | ChartRow:
    if isinstance(row, Band):
        return row
    flags = tuple(sorted(row.milestones, key=str))
    reason = row.reason if row.light in (Light.RED, Light.YELLOW) else ""
    return replace(row, milestones=flags, reason=reason)


@pytest.mark.parametrize("seed", range(2))
def test_every_day_is_what_was_drawn_in_the_evening(city: City, seed: int) -> None:
    kept = {
        (day, by): drawn(read_wall(city.office, asked(by), SPEECH, today=day))
        for day in lived(city, seed, acts=3)
        for by in BandBy
    }
    for (day, by), before in kept.items():
        assert drawn(then(city.office, day, by)) == before, (day, by)


@pytest.fixture
def factory(city: City) -> Project:
    """Listed and planned on 15 February; 桩基 may begin on 20 May at the latest."""
    factory = project_at(
        city,
        morning(FIRST),
        "示例轴承项目",
        line=city.industry_line,
        planned_start=date(2021, 3, 15),
    )
    accept_plan(factory, DRAFT, REQUIRED, reason="", by=city.office, now=morning(FIRST))
    return Project.objects.select_related("tenant").get(pk=factory.pk)


def fresh(need: SupportNeed) -> SupportNeed:
    return SupportNeed.objects.select_related("project__tenant", "milestone").get(pk=need.pk)


def test_a_flag_stands_from_the_day_on_which_it_was_put_up(city: City, factory: Project) -> None:
    """Reported on 5 March that 桩基 was done on the 3rd."""
    step = factory.milestones.get(code="piling")
    finish_milestone(step, on=date(2021, 3, 3), by=city.office, now=morning(date(2021, 3, 5)))
    flags = {
        day: [m.state for m in rows(then(city.office, date(2021, 3, day)))[0].milestones]
        for day in (4, 5)
    }
    assert flags == {4: ["planned"] * 3, 5: ["done", "planned", "planned"]}


def test_a_need_is_marked_until_it_was_delivered(city: City, factory: Project) -> None:
    """Asked for on 16 February, promised on the 20th for July, there on 10 March."""
    wanted = Wanted(
        element="land",
        lead=0,
        supplier=city.housing,
        milestone=factory.milestones.get(code="piling"),
    )
    (need,) = add_needs(factory, [wanted], by=city.liaison, now=morning(date(2021, 2, 16)))
    supplier, july = city.other_liaison, date(2021, 7, 1)
    promise_need(fresh(need), on=july, by=supplier, now=morning(date(2021, 2, 20)))
    day = date(2021, 3, 10)
    deliver_need(fresh(need), on=day, by=supplier, now=morning(day))
    marked = {
        on: [one.short for one in rows(then(city.office, on))[0].needs]
        for on in (FIRST, date(2021, 2, 16), date(2021, 2, 20), date(2021, 3, 9), day)
    }
    assert list(marked.values()) == [[], ["地"], ["地"], ["地"], []]


def test_a_chart_of_the_past_is_narrowed_as_one_of_today(city: City, factory: Project) -> None:
    assert rows(then(city.office, FIRST, line=city.housing_line.pk)) == []
    wall = then(city.office, FIRST, line=city.industry_line.pk)
    assert [row.name for row in rows(wall)] == ["示例轴承项目"]
    light = rows(wall)[0].light
    only = Asked(ListFilter(2021), lights=frozenset({Light.PAUSED}))
    none = read_past_wall(city.office, only, SPEECH, evening(FIRST))
    assert (rows(none), none.counts[light]) == ([], 1)


def test_too_many_rows_are_not_drawn_in_silence(
    city: City, factory: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_at(city, morning(FIRST), "示例道路")
    monkeypatch.setattr("guatu.boards.wallchart.past.ROW_LIMIT", 1)
    wall = then(city.office, FIRST)
    assert (wall.drawn, wall.cut_short) == (1, True)


def test_another_unit_sees_nothing_of_it(city: City, factory: Project) -> None:
    for stranger in (city.other_liaison, city.outsider):
        assert rows(then(stranger, LAST)) == []
    assert len(rows(then(city.liaison, LAST))) == 1


def test_the_past_costs_the_same_queries_however_many_rows(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """States, names, holders twice; rules and calendar of then take four."""
    for count in (3, 30):
        for _ in range(count):
            project_at(city, morning(FIRST), "示例项目", sponsor=city.posts["deputy"])
        office = User.objects.get(pk=city.office.pk)
        assert office.access.sees_all
        with django_assert_num_queries(8):
            read_past_wall(office, asked(), SPEECH, evening(FIRST))
