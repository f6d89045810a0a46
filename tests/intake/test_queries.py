from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.intake import actions, queries
from tests.city import NOW, City
from tests.intake.ledgers import BEARINGS, HEADERS, PIPES, entered, row_of, uploaded

pytestmark = pytest.mark.django_db


def many(count: int) -> list[Any]:
    """Rows that each have a problem: a unit that nobody knows."""
    return [
        (n, f"示例第{n}号厂房项目", "", 100 + n, 10, f"示例第{n}局", "", "", "")
        for n in range(1, count + 1)
    ]


def test_the_preview_shows_title_header_and_rows_as_written(city: City) -> None:
    intake = uploaded(city, BEARINGS, PIPES)
    shown = queries.preview(intake)
    assert shown is not None
    assert [(row.row, row.kind) for row in shown.rows] == [
        (1, "title"), (2, "header"), (3, "project"), (4, "project"),
    ]  # fmt: skip
    assert tuple(shown.rows[1].cells) == HEADERS
    assert shown.more == 0
    assert queries.preview(intake, 7) is None


def test_a_long_table_is_cut_and_says_how_many_follow(city: City) -> None:
    shown = queries.preview(uploaded(city, *many(60)))
    assert shown is not None
    assert (len(shown.rows), shown.more) == (queries.PREVIEW_ROWS, 22)


def test_problems_are_counted_by_code_and_shown_page_by_page(city: City) -> None:
    intake = uploaded(city, BEARINGS, *many(60))
    head = queries.header(intake)
    assert (head.problem_rows, {p.code: p.count for p in head.problems}) == (
        60, {"unknown_unit": 60},
    )  # fmt: skip
    assert str(head.problems[0].example) == "单位“示例第1局”不在册，此项暂空。"
    second = queries.problem_rows(intake, code="unknown_unit", number=2)
    assert (second.total, second.pages, len(second.rows)) == (60, 2, 10)
    problem = second.rows[0].problems[0]
    assert (problem.code, problem.field) == ("unknown_unit", "lead_unit")
    assert queries.problem_rows(intake, code="repeated").total == 0
    assert queries.problem_rows(intake, number=99).number == 2


def test_the_difference_begins_with_what_is_new(city: City) -> None:
    entered(city, BEARINGS, PIPES)
    changed = (*BEARINGS[:3], 60000, 12000, "示例住建局", *BEARINGS[6:])
    intake = uploaded(city, changed, many(1)[0])
    page = queries.difference_page(intake)
    assert [row.fate for row in page.rows] == ["new", "changed", "gone"]
    words = {c.label: (c.before, c.after) for c in page.rows[1].changes}
    assert words == {
        "总投资（万元）": ("52000", "60000"),
        "牵头单位": ("示例工信局", "示例住建局"),
    }
    assert page.rows[2].name == PIPES[1]
    assert queries.difference_page(intake, fate="changed").total == 1


def test_a_page_costs_the_same_for_few_rows_and_for_many(city: City) -> None:
    few, long = uploaded(city, *many(3)), uploaded(city, *many(120))
    spent = []
    for intake in (few, long):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            queries.header(intake)
            queries.difference_page(intake)
            queries.problem_rows(intake)
            queries.preview(intake)
        spent.append(len(asked))
    assert spent[0] == spent[1]


def test_the_list_of_ledgers(city: City) -> None:
    intake = entered(city, BEARINGS, *many(2))
    (item,) = queries.items(queries.intakes_of(city.office))
    assert (item.pk, item.rows, item.new, item.problems) == (intake.pk, 3, 3, 2)
    assert (item.line, item.uploaded_by) == ("工业立市", "示例甲")


def test_after_entering_the_difference_shows_what_was_done(city: City) -> None:
    intake = entered(city, BEARINGS)
    (row,) = queries.difference_page(intake).rows
    assert (row.fate, row.project_number) == ("new", 1)
    assert row.project_id == row_of(intake, BEARINGS[1]).project_id
    actions.undo(intake, by=city.office, now=NOW)
    assert queries.header(intake).undone == queries.UndoneView(1, 0, [])
