"""The page on lights: its examples are judged, its table of measures is the registry."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from guatu.domain.lights import ProjectFacts, judge
from guatu.domain.lights.facts import Months
from guatu.domain.lights.measures import MEASURES
from tests.domain.lights.documents import rows_of
from tests.domain.lights.samples import pack

NOTHING = "–"


def _day(cell: str) -> date | None:
    return None if cell == NOTHING else date.fromisoformat(cell)


def _done(cell: str) -> Months:
    if cell == NOTHING:
        return ()
    month, amount = cell.split("/")
    return ((date(2021, int(month), 1), Decimal(amount)),)


@pytest.mark.parametrize("row", rows_of("lights.md", "headline"), ids=lambda row: row["case"])
def test_the_worked_examples_are_right(row: dict[str, str]) -> None:
    facts = ProjectFacts(
        year=2021,
        planned_start=_day(row["planned start"]),
        actual_start=_day(row["actual start"]),
        registered_on=_day(row["registered"]),
        year_plan=Decimal(10000),
        done_year_by_month=_done(row["done"]),
    )
    verdict = judge(pack("yinchuan"), facts, date.fromisoformat(row["day"]))
    assert verdict.light == row["light"]
    assert str(verdict.headline) == row["headline"]
    assert verdict.next_change == _day(row["next change"])


def test_the_table_of_measures_is_the_registry() -> None:
    told = [(row["measure"], row["指标"], row["unit"]) for row in rows_of("lights.md", "measure")]
    assert told == [(measure.code, measure.label, measure.unit) for measure in MEASURES.values()]
