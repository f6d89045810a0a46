"""The list as it stood on days of the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from guatu.domain.words import Sentence
from guatu.org.actions import hand_over
from guatu.org.models import User
from guatu.projects.actions.listing import edit_project, restore_project, withdraw_project
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.choices import Nature
from guatu.projects.models import Project
from guatu.projects.patrol import patrol
from guatu.projects.queries.filters import ListFilter, Scope
from guatu.projects.queries.listing import ListPage, ListRow, list_page
from guatu.projects.queries.past import first_day, iterate_at, list_page_at
from guatu.projects.tallies import NOBODY
from tests.city import TODAY, City
from tests.projects.chance import project_at
from tests.projects.days import FIRST, evening, lived, morning

FILTERS: dict[str, dict[str, Any]] = {
    "all": {},
    "parts": {"scope": Scope.PARTS},
    "reserve": {"scope": Scope.RESERVE},
    "new": {"nature": Nature.NEW},
    "kept for later": {"nature": Nature.RESERVE},
    "withdrawn": {"scope": Scope.WITHDRAWN},
    "no line": {"line": NOBODY},
    "green": {"light": "green"},
    "words": {"words": "示例"},
    "june": {"month": date(2021, 6, 1)},
}


def wanted(city: City) -> dict[str, ListFilter]:
    kinds = {**FILTERS, "line": {"line": city.housing_line.pk}, "unit": {"unit": city.housing.pk}}
    return {name: ListFilter(2021, **values) for name, values in kinds.items()}


def shown(page: ListPage) -> tuple[Any, ...]:
    """What a page says; words on the physical progress are not kept."""
    return page.totals, [as_told(row) for row in page.rows]


def as_told(row: ListRow) -> tuple[ListRow, str]:
    """Of what is in order any of its good reasons may come first."""
    bad = row.light in ("red", "yellow")
    reason = str(Sentence.from_json(row.light_reason)) if bad else ""
    return replace(row, light_reason={}, physical_words=""), reason


def names(user: User, day: date, **narrowed: Any) -> list[str]:
    return [row.name for row in list_page_at(user, ListFilter(2021, **narrowed), evening(day)).rows]


def row_on(user: User, day: date) -> ListRow:
    (row,) = list_page_at(user, ListFilter(2021), evening(day)).rows
    return row


@pytest.mark.parametrize("seed", range(2))
def test_the_list_of_each_day_is_what_was_shown_in_the_evening(city: City, seed: int) -> None:
    """Every filter, whatever was done on four weeks; a unit sees of it what it may see now."""
    kept: dict[tuple[date, str], Any] = {}
    for day in lived(city, seed):
        for name, narrowed in wanted(city).items():
            kept[day, name] = shown(list_page(city.office, narrowed, today=day))
    filters = wanted(city)
    own = set(Project.objects.visible_to(city.liaison).values_list("pk", flat=True))
    for (day, name), before in kept.items():
        asked = filters[name], evening(day)
        assert shown(list_page_at(city.office, *asked)) == before, (day, name)
        seen = [row.pk for row in list_page_at(city.liaison, *asked).rows]
        assert seen == [row.pk for row, _ in before[1] if row.pk in own], (day, name)


@pytest.fixture
def factory(city: City) -> Project:
    """Listed on 15 February."""
    return project_at(
        city,
        morning(FIRST),
        "示例轴承项目",
        line=city.industry_line,
        sponsor=city.posts["deputy"],
        total_investment=Decimal(52_000),
        year_plan=Decimal(12_000),
        planned_start=date(2021, 1, 10),
        actual_start=date(2021, 1, 10),
        registered_on=date(2021, 2, 1),
        required_finish=date(2021, 12, 31),
    )


def test_before_a_project_was_listed_there_is_nothing(city: City, factory: Project) -> None:
    assert names(city.office, date(2021, 2, 14)) == []
    assert names(city.office, FIRST) == ["示例轴承项目"]
    assert first_day(city.office, 2021) == FIRST
    assert first_day(city.office, 2020) is None
    assert first_day(city.other_liaison, 2021) is None


def test_a_name_a_line_and_an_amount_are_those_of_the_day(city: City, factory: Project) -> None:
    changed = {
        "name": "示例轴承二期项目",
        "line": city.housing_line,
        "total_investment": Decimal(60_000),
    }
    moment = morning(date(2021, 3, 1))
    edit_project(factory, changed, seen=factory.version, by=city.office, now=moment)
    before, after = row_on(city.office, date(2021, 2, 28)), row_on(city.office, date(2021, 3, 1))
    assert (before.name, before.line, before.total_investment) == (
        "示例轴承项目",
        "工业立市",
        52_000,
    )
    assert (after.name, after.line, after.total_investment) == (
        "示例轴承二期项目", "城建提升", 60_000,
    )  # fmt: skip
    assert names(city.office, date(2021, 2, 28), line=city.industry_line.pk) == ["示例轴承项目"]
    assert names(city.office, date(2021, 3, 1), line=city.industry_line.pk) == []


def test_a_figure_corrected_later_stands_as_it_was_reported(city: City, factory: Project) -> None:
    """500 reported on 3 March for February, corrected to 450 on the 10th."""
    for day, amount in ((date(2021, 3, 3), 500), (date(2021, 3, 10), 450)):
        figures = MonthFigures(date(2021, 2, 1), Decimal(amount), reason="审计核减")
        report_progress(factory, figures, by=city.office, now=morning(day))
    done = [row_on(city.office, date(2021, 3, day)).year_done for day in (2, 3, 9, 10)]
    assert done == [0, 500, 500, 450]


def test_the_light_and_its_reason_are_those_of_the_day(city: City, factory: Project) -> None:
    """The report of February was due on 5 March; on the 15th it is six workdays late."""
    for day in range(1, 16):
        patrol(city.tenant, now=morning(date(2021, 3, day)))
    green, yellow = row_on(city.office, date(2021, 3, 14)), row_on(city.office, TODAY)
    assert (green.light, yellow.light) == ("green", "yellow")
    assert "已迟 6 个工作日" in str(Sentence.from_json(yellow.light_reason))


def test_a_night_without_patrol_keeps_the_light_and_its_reason(
    city: City, factory: Project
) -> None:
    """Nobody judged after 15 February: what hung there is shown, not what should have."""
    before, after = row_on(city.office, FIRST), row_on(city.office, TODAY)
    assert (before.light, after.light) == ("green", "green")
    assert after.light_reason == before.light_reason


def test_who_left_the_list_is_on_it_until_that_day(city: City, factory: Project) -> None:
    withdraw_project(factory, reason="停建", by=city.office, now=morning(date(2021, 3, 2)))
    restore_project(factory, by=city.office, now=morning(date(2021, 3, 4)))
    listed = [bool(names(city.office, date(2021, 3, day))) for day in (1, 2, 3, 4)]
    assert listed == [True, False, False, True]
    gone = names(city.office, date(2021, 3, 3), scope=Scope.WITHDRAWN)
    assert gone == ["示例轴承项目"]


def test_a_sponsor_is_who_held_the_post_that_day(city: City, factory: Project) -> None:
    post, successor = city.posts["deputy"], city.reader
    day = date(2021, 3, 1)
    hand_over(post, successor, on=day, by=city.office, now=morning(day))
    assert row_on(city.office, date(2021, 2, 28)).sponsor == "示例乙"
    assert row_on(city.office, day).sponsor == "示例庚"


def test_nobody_sees_more_of_the_past_than_of_today(city: City, factory: Project) -> None:
    """It was led by industry until 1 March: housing sees its past now, industry no more."""
    changed = {"lead_unit": city.housing}
    moment = morning(date(2021, 3, 1))
    edit_project(factory, changed, seen=factory.version, by=city.office, now=moment)
    assert names(city.liaison, FIRST) == []
    assert names(city.other_liaison, FIRST) == ["示例轴承项目"]
    assert names(city.outsider, FIRST) == []


def test_pages_and_files_of_the_past_are_in_order(city: City) -> None:
    for n in range(1, 53):
        project_at(city, morning(FIRST), f"示例{n:02}号", year_plan=Decimal(n) if n % 2 else None)
    page = list_page_at(city.office, ListFilter(2021), evening(FIRST), number=9)
    assert (page.number, page.pages, [row.number for row in page.rows]) == (2, 2, [51, 52])
    asked: dict[str, Any] = {"order": "plan", "descending": True}
    first = list_page_at(city.office, ListFilter(2021), evening(FIRST), **asked)
    assert [row.year_plan for row in first.rows[:3]] == [51, 49, 47]
    assert first.rows[-1].year_plan is None
    rows = iterate_at(city.office, ListFilter(2021), evening(FIRST), limit=51, **asked)
    assert (len(rows), rows[:50]) == (51, first.rows)


def test_an_order_that_was_not_kept_falls_back_to_numbers(city: City, factory: Project) -> None:
    page = list_page_at(city.office, ListFilter(2021), evening(FIRST), order="check")
    assert page.order == "number"


def test_the_past_costs_the_same_queries_however_many_rows(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """States, their names, holders of the posts; rules and calendar of then take four."""
    for count in (3, 30):
        for _ in range(count):
            project_at(city, morning(FIRST), "示例项目", sponsor=city.posts["deputy"])
        office = User.objects.get(pk=city.office.pk)
        assert office.access.sees_all
        with django_assert_num_queries(7):
            list_page_at(office, ListFilter(2021), evening(FIRST))
