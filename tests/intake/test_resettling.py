"""A correction works out only the rows that it concerns, and comes to what all would come to."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from guatu.intake import actions, resettling
from guatu.intake.keeping import ROWS_OF_PROJECTS
from guatu.intake.models import Intake, IntakeRow
from guatu.intake.reading import Field
from guatu.intake.settling import settle
from guatu.projects.models import Project
from tests.city import NOW, City
from tests.intake.ledgers import BEARINGS, LIBRARY, PIPES, codes, entered, row_of, uploaded

pytestmark = pytest.mark.django_db
CODES = ("2103-000000-04-01-100001", "2103-000000-04-01-100002", "")
FATES = ("sheet", "row", "fate", "project_id", "before", "offers", "problems", "skipped")


def rows(*names: str) -> list[tuple[Any, ...]]:
    return [(n, name, "", 8000 + n, 900, "示例工信局", "", "", "") for n, name in enumerate(names)]


def found(intake: Intake) -> tuple[list[Any], dict[str, Any]]:
    summary = {k: v for k, v in intake.summary.items() if k != "as_of_event"}
    return list(intake.rows.order_by("sheet", "row").values_list(*FATES)), summary


def assert_as_worked_out_anew(intake: Intake) -> None:
    intake = Intake.objects.get(pk=intake.pk)
    short = found(intake)
    settle(intake)
    assert short == found(intake)


def correct(city: City, intake: Intake, random: Random) -> None:
    """One correction of any kind, as a person may do it."""
    row: IntakeRow = random.choice(
        list(intake.rows.filter(kind__in=ROWS_OF_PROJECTS).select_related("intake"))
    )
    names = [
        *intake.rows.filter(kind__in=ROWS_OF_PROJECTS).values_list("readings__name", flat=True),
        "示例新名",
    ]
    how: dict[str, Any] = {"seen": intake.version, "by": city.office, "now": NOW}
    match random.randrange(5):
        case 0:
            actions.mend_cell(row, Field.NAME, str(random.choice(names) or ""), **how)
        case 1:
            actions.mend_cell(row, Field.CODE, random.choice(CODES), **how)
        case 2:
            units = ("示例住建局", "示例无此局", "")
            actions.mend_cell(row, Field.LEAD_UNIT, random.choice(units), **how)
        case 3:
            actions.skip_rows(intake, [row.pk], not row.skipped, **how)
        case _:
            listed = [None, *Project.objects.filter(tenant=city.tenant)]
            actions.match_row(row, random.choice(listed), **how)


@pytest.mark.parametrize("seed", range(6))
def test_any_corrections_come_to_the_same_as_working_out_all(city: City, seed: int) -> None:
    random = Random(seed)
    entered(city, BEARINGS, PIPES, LIBRARY)
    names = (
        "示例甲项目",
        "示例甲工程",
        "示例乙园区",
        "示例轴承生产线项目",
        "示例轴承生产线",
        "示例丙",
    )
    intake = uploaded(city, PIPES, *rows(*names))
    inside = intake.rows.order_by("-row").values_list("row", flat=True)[: random.randrange(3)]
    intake.rows.filter(row__in=list(inside)).update(kind="part", parent_row=5)
    settle(intake)
    intake.save()
    for _ in range(12):
        intake = Intake.objects.get(pk=intake.pk)
        correct(city, intake, random)
        assert_as_worked_out_anew(intake)


def test_a_second_row_of_a_name_is_taken_in_when_the_first_is_renamed(city: City) -> None:
    intake = uploaded(city, *rows("示例甲项目", "示例甲项目", "示例乙园区"))
    first, second = intake.rows.filter(readings__name="示例甲项目").order_by("row")
    assert (first.fate, second.fate) == ("new", "skipped")
    actions.mend_cell(first, Field.NAME, "示例丁", seen=intake.version, by=city.office, now=NOW)
    second.refresh_from_db()
    assert (second.fate, "repeated" in codes(second)) == ("new", False)
    assert_as_worked_out_anew(intake)


def test_only_the_rows_concerned_are_worked_out(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = uploaded(city, *rows("示例甲项目", "示例乙园区"))

    def all_of_them(*args: Any) -> None:
        raise AssertionError("the whole ledger was worked out")

    monkeypatch.setattr(resettling, "settle", all_of_them)
    row = row_of(intake, "示例甲项目")
    actions.mend_cell(row, Field.YEAR_PLAN, "777", seen=intake.version, by=city.office, now=NOW)
    assert row.readings["year_plan"] == "777"


def test_what_was_entered_meanwhile_is_seen(city: City) -> None:
    intake = uploaded(city, *rows("示例甲项目", "示例乙园区"))
    entered(city, *rows("示例乙园区"), filename="另一份.xlsx")
    row = row_of(intake, "示例甲项目")
    actions.mend_cell(row, Field.YEAR_PLAN, "777", seen=intake.version, by=city.office, now=NOW)
    assert row_of(intake, "示例乙园区").fate == "changed"
    assert_as_worked_out_anew(intake)
