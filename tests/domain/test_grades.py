"""The grades of docs/algorithms/grades.md, read from the page and run, and what always holds."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.domain.grades import Goal, Grade, Graded, Works, grade_project, grade_target
from tests.domain.lights.documents import rows_of

WORDS = {
    Grade.DONE: "完成",
    Grade.AHEAD: "超进度",
    Grade.ON_PACE: "达序时",
    Grade.BEHIND: "欠序时",
    Grade.NOT_DUE: "未到期",
    Grade.NO_FIGURE: "暂无数据",
}
FIGURES = st.none() | st.decimals(Decimal(0), Decimal(9999), places=2)
DAYS = st.none() | st.dates(date(2020, 1, 1), date(2023, 12, 31))
TODAYS = st.dates(date(2021, 1, 1), date(2021, 12, 31))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def figure(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def expect(graded: Graded, row: dict[str, str]) -> None:
    assert WORDS[graded.grade] == row["grade"]
    assert graded.gap == figure(row["gap"])


@pytest.mark.parametrize("row", rows_of("grades.md", "target"), ids=lambda row: row["target"])
def test_targets_of_the_page(row: dict[str, str]) -> None:
    goal = Goal(
        figure(row["value"]),
        figure(row["figure"]),
        day(row["as of"]),
        day(row["due"]),
        at_most=row["ceiling"] == "是",
    )
    today = date.fromisoformat(row["today"])
    of = goal.actual_on or goal.due or today
    expect(grade_target(goal, today, of.year), row)


@pytest.mark.parametrize("row", rows_of("grades.md", "project"), ids=lambda row: row["project"])
def test_projects_of_the_page(row: dict[str, str]) -> None:
    works = Works(
        year_plan=figure(row["year plan"]),
        year_done=Decimal(row["done"]),
        reported=row["reported"] == "是",
        planned_start=day(row["planned start"]),
        actual_start=day(row["started"]),
        actual_finish=day(row["finished"]),
    )
    expect(grade_project(works, date.fromisoformat(row["today"]), 2021), row)


def test_a_start_or_finish_that_lies_ahead_has_not_happened() -> None:
    today = date(2021, 3, 15)
    ahead = today + timedelta(days=1)
    works = Works(Decimal(100), Decimal(0), True, ahead, actual_start=ahead, actual_finish=ahead)
    assert grade_project(works, today, 2021).grade is Grade.NOT_DUE


@given(value=FIGURES, actual=FIGURES, on=DAYS, due=DAYS, at_most=st.booleans(), today=TODAYS)
def test_any_target_has_a_grade_and_figures_only_where_there_are_some(
    value: Decimal | None,
    actual: Decimal | None,
    on: date | None,
    due: date | None,
    at_most: bool,
    today: date,
) -> None:
    graded = grade_target(Goal(value, actual, on, due, at_most), today, 2021)
    assert graded.grade in WORDS
    if graded.grade in (Grade.NO_FIGURE, Grade.NOT_DUE):
        assert (graded.percent, graded.gap) == (None, None)
    if graded.grade in (Grade.AHEAD, Grade.ON_PACE):
        assert actual is not None
        assert value is not None
        assert actual < value


@given(plan=FIGURES, done=FIGURES, reported=st.booleans(), start=DAYS, begun=DAYS, today=TODAYS)
def test_more_invested_never_grades_worse(
    plan: Decimal | None,
    done: Decimal | None,
    reported: bool,
    start: date | None,
    begun: date | None,
    today: date,
) -> None:
    """Once there is a figure: behind < on pace < ahead < done."""
    order = [Grade.BEHIND, Grade.ON_PACE, Grade.AHEAD, Grade.DONE]
    less = done or Decimal(1)
    grades = [
        grade_project(Works(plan, amount, reported, start, begun), today, 2021).grade
        for amount in (less, less * 2)
    ]
    if all(grade in order for grade in grades):
        assert order.index(grades[0]) <= order.index(grades[1])
