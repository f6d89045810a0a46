from __future__ import annotations

from decimal import Decimal

import pytest

from guatu.intake import actions, queries
from guatu.intake.models import MappingMemory
from guatu.intake.reading import Choice, Field
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from guatu.projects.models import Project
from tests.city import NOW, TODAY, City
from tests.intake.ledgers import BEARINGS, HEADERS, PIPES, codes, entered, row_of, uploaded

pytestmark = pytest.mark.django_db
ODD = tuple("资金" if header == "总投资" else header for header in HEADERS)


def test_a_corrected_column_is_read_again_and_remembered(city: City) -> None:
    intake = uploaded(city, BEARINGS, headers=ODD)
    shape = queries.header(intake).tables[0].shape
    actions.map_columns(
        intake, shape, {3: Choice(Field.TOTAL, Decimal(10_000))},
        seen=intake.version, by=city.office, now=NOW,
    )  # fmt: skip
    assert row_of(intake, BEARINGS[1]).readings["total_investment"] == "520000000"
    column = queries.header(intake).tables[0].columns[3]
    assert (column.field, column.unit, column.chosen) == ("total_investment", Decimal(10_000), True)
    following = uploaded(city, PIPES, headers=ODD, filename="二月台账.xlsx")
    assert row_of(following, PIPES[1]).readings["total_investment"] == "186000000"
    memory = queries.memory_of(city.office)
    assert [(m.learnt_from, list(m.columns)) for m in memory] == [
        ("重点项目台账.xlsx", [(3, "total_investment")])
    ]
    assert queries.memory_of(city.outsider) == []


def test_a_column_can_be_left_out(city: City) -> None:
    intake = uploaded(city, BEARINGS)
    shape = queries.header(intake).tables[0].shape
    actions.map_columns(
        intake, shape, {4: Choice(None)}, seen=intake.version, by=city.office, now=NOW
    )
    assert "year_plan" not in row_of(intake, BEARINGS[1]).readings


def test_of_two_who_correct_at_once_the_second_is_told(city: City) -> None:
    intake = uploaded(city, BEARINGS)
    seen, shape = intake.version, queries.header(intake).tables[0].shape
    actions.map_columns(intake, shape, {4: Choice(None)}, seen=seen, by=city.office, now=NOW)
    with pytest.raises(StateChanged, match="刚有变化"):
        actions.map_columns(
            intake, shape, {4: Choice(Field.YEAR_PLAN)}, seen=seen, by=city.office, now=NOW
        )
    assert "year_plan" not in row_of(intake, BEARINGS[1]).readings


def test_a_mended_cell_is_read_and_what_was_written_stays(city: City) -> None:
    wrong = (*BEARINGS[:3], "五二千", *BEARINGS[4:])
    row = row_of(uploaded(city, wrong), BEARINGS[1])
    assert "total_investment" not in row.readings
    actions.mend_cell(row, Field.TOTAL, "5.2亿元", seen=row.intake.version, by=city.office, now=NOW)
    assert Decimal(row.readings["total_investment"]) == 52000
    assert row.cells[3] == "五二千"
    assert not [p for p in row.problems if p["field"] == Field.TOTAL]
    cell = next(c for c in queries.row_view(row).cells if c.field == Field.TOTAL)
    assert (cell.raw, cell.mended) == ("5.2亿元", True)


def test_mended_and_skipped_rows_stay_so_when_the_file_is_read_again(city: City) -> None:
    intake = uploaded(city, BEARINGS, PIPES)
    row = row_of(intake, BEARINGS[1])
    actions.mend_cell(row, Field.TOTAL, "60000", seen=intake.version, by=city.office, now=NOW)
    intake.refresh_from_db()
    pipes = row_of(intake, PIPES[1])
    actions.skip_rows(intake, [pipes.pk], True, seen=intake.version, by=city.office, now=NOW)
    actions.choose(
        intake, as_of=TODAY, year=2021, line=city.housing_line, seen=intake.version,
        by=city.office, now=NOW,
    )  # fmt: skip
    assert Decimal(row_of(intake, BEARINGS[1]).readings["total_investment"]) == 60000
    assert row_of(intake, PIPES[1]).fate == "skipped"


def test_a_mend_that_cannot_be_read_is_a_problem_of_the_row(city: City) -> None:
    row = row_of(uploaded(city, BEARINGS), BEARINGS[1])
    actions.mend_cell(
        row, Field.FINISH, "2021年13月40日", seen=row.intake.version, by=city.office, now=NOW
    )
    assert "required_finish" not in row.readings
    assert [p["field"] for p in row.problems] == [Field.FINISH]


def test_an_emptied_cell_says_nothing(city: City) -> None:
    row = row_of(uploaded(city, BEARINGS), BEARINGS[1])
    actions.mend_cell(row, Field.SPONSOR, "", seen=row.intake.version, by=city.office, now=NOW)
    assert "sponsor" not in row.readings


def test_skipped_rows_can_be_taken_in_again(city: City) -> None:
    intake = uploaded(city, BEARINGS, PIPES)
    rows = [row_of(intake, BEARINGS[1]).pk]
    for skipped, new in ((True, 1), (False, 2)):
        done = actions.skip_rows(
            intake, rows, skipped, seen=intake.version, by=city.office, now=NOW
        )
        assert (done, queries.header(intake).fates["new"]) == (1, new)


def test_the_line_of_another_year_is_refused(city: City) -> None:
    intake = uploaded(city, BEARINGS)
    with pytest.raises(Refusal) as refused:
        actions.choose(
            intake, as_of=TODAY, year=2022, line=city.industry_line, seen=intake.version,
            by=city.office, now=NOW,
        )  # fmt: skip
    assert "line" in refused.value.fields


def test_the_same_project_twice_in_a_file_is_entered_once_unless_told(city: City) -> None:
    again = (2, "示例 轴承生产线工程", *BEARINGS[2:])
    intake = uploaded(city, BEARINGS, again)
    row = row_of(intake, again[1])
    assert (row.fate, "repeated" in codes(row)) == ("skipped", True)
    actions.match_row(row, None, seen=row.intake.version, by=city.office, now=NOW)
    assert row.fate == "new"


def test_a_renamed_project_is_offered_and_taken_only_when_told(city: City) -> None:
    entered(city, BEARINGS)
    renamed = (1, "示例轴承智能生产线扩建项目", *BEARINGS[2:])
    intake = uploaded(city, renamed)
    row = row_of(intake, renamed[1])
    assert row.fate == "new"
    assert [offer["name"] for offer in row.offers] == [BEARINGS[1]]
    listed = Project.objects.get(name=BEARINGS[1])
    actions.match_row(row, listed, seen=row.intake.version, by=city.office, now=NOW)
    assert row.fate == "changed"
    assert row.before["name"] == [BEARINGS[1], renamed[1]]


@pytest.mark.parametrize("who", ["liaison", "reader", "outsider"])
def test_others_correct_nothing(city: City, who: str) -> None:
    intake = uploaded(city, BEARINGS)
    row, by = row_of(intake, BEARINGS[1]), getattr(city, who)
    seen = intake.version
    with pytest.raises(Forbidden):
        actions.mend_cell(row, Field.TOTAL, "1", seen=seen, by=by, now=NOW)
    with pytest.raises(Forbidden):
        actions.skip_rows(intake, [row.pk], True, seen=seen, by=by, now=NOW)
    with pytest.raises(Forbidden):
        actions.map_columns(intake, "x", {}, seen=seen, by=by, now=NOW)
    with pytest.raises(Forbidden):
        actions.match_row(row, None, seen=seen, by=by, now=NOW)
    assert not MappingMemory.objects.exists()
