from __future__ import annotations

import pytest

from guatu.domain.words import Sentence
from guatu.intake import actions, queries
from guatu.intake.choices import IntakeStatus
from guatu.intake.models import Intake, IntakeRow
from guatu.journal.queries import history_of, latest
from guatu.kit.files import fetch
from guatu.kit.refusals import StateChanged
from guatu.org.access import Forbidden
from guatu.projects.models import Project
from tests.city import NOW, TODAY, City
from tests.intake.ledgers import BEARINGS, PIPES, codes, ledger, row_of, uploaded

pytestmark = pytest.mark.django_db


def test_an_uploaded_ledger_is_read_and_enters_nothing(city: City) -> None:
    intake = uploaded(city, BEARINGS, PIPES)
    head = queries.header(intake)
    assert (head.status, head.rows, head.fates["new"]) == (IntakeStatus.READ, 2, 2)
    assert [c.field for c in head.tables[0].columns][1:5] == [
        "name", "code", "total_investment", "year_plan",
    ]  # fmt: skip
    assert len(fetch(intake.digest)) == intake.size
    assert not Project.objects.exists()
    assert [event.code for event in history_of(intake.pk)] == ["intake.uploaded"]


def test_raw_cells_are_kept_beside_what_was_read(city: City) -> None:
    row = row_of(uploaded(city, BEARINGS), "示例轴承生产线项目")
    assert row.cells[3] == "52000"
    assert row.readings["total_investment"] == "52000"
    assert row.readings["required_finish"] == "2021-12-31"


def test_a_file_that_is_no_spreadsheet_is_refused_with_what_to_do(city: City) -> None:
    intake = actions.upload(
        city.tenant, "台账.xlsx", b"%PDF-1.4 not a ledger", as_of=TODAY, by=city.office, now=NOW
    )
    assert intake.status == IntakeStatus.REFUSED
    assert "另存为 .xlsx" in str(Sentence.from_json(intake.refusal))
    assert not IntakeRow.objects.exists()
    event = latest(intake.pk)
    assert event is not None
    assert event.code == "intake.refused"


def test_a_workbook_without_any_table_is_refused(city: City) -> None:
    intake = actions.upload(
        city.tenant, "空.xlsx", ledger(headers=("通知",), title="关于开会的通知"),
        as_of=TODAY, by=city.office, now=NOW,
    )  # fmt: skip
    assert intake.status == IntakeStatus.REFUSED
    assert "没有找到项目表" in str(queries.header(intake).refusal)


def test_a_sheet_that_is_not_there_is_refused(city: City) -> None:
    intake = actions.upload(
        city.tenant, "台账.xlsx", ledger(BEARINGS), as_of=TODAY, sheet=3, by=city.office, now=NOW
    )
    assert intake.status == IntakeStatus.REFUSED
    assert "没有第 3 个" in str(Sentence.from_json(intake.refusal))


@pytest.mark.parametrize("who", ["liaison", "reader", "deputy", "system_admin", "outsider"])
def test_only_the_office_of_the_place_brings_ledgers_in(city: City, who: str) -> None:
    with pytest.raises(Forbidden):
        uploaded(city, BEARINGS, by=getattr(city, who))
    assert not Intake.objects.exists()


def test_a_big_ledger_is_left_to_be_read_later(city: City) -> None:
    intake = actions.upload(
        city.tenant, "台账.xlsx", ledger(BEARINGS, PIPES), as_of=TODAY, by=city.office, now=NOW,
        at_once=2,
    )  # fmt: skip
    assert intake.status == IntakeStatus.UPLOADED
    actions.read(intake, now=NOW)
    assert intake.status == IntakeStatus.READ
    assert intake.rows.count() == 2


def test_names_that_nobody_knows_are_told_and_left_empty(city: City) -> None:
    stranger = (1, "示例未名项目", "", 100, 50, "示例不存在局", "示例无此人", "", "")
    row = row_of(uploaded(city, stranger), "示例未名项目")
    assert codes(row) == ["unknown_unit", "unknown_sponsor"]
    assert queries.header(row.intake).unknown_units == ["示例不存在局"]


def test_a_dropped_ledger_loses_its_rows_and_keeps_its_record(city: City) -> None:
    intake = uploaded(city, BEARINGS)
    actions.drop(intake, by=city.office, now=NOW)
    assert intake.status == IntakeStatus.DROPPED
    assert not intake.rows.exists()
    with pytest.raises(StateChanged):
        actions.drop(intake, by=city.office, now=NOW)


def test_an_outsider_sees_no_ledger_of_another_place(city: City) -> None:
    uploaded(city, BEARINGS)
    assert queries.intakes_of(city.office).count() == 1
    assert queries.intakes_of(city.outsider).count() == 0
    assert queries.intakes_of(city.liaison).count() == 0
