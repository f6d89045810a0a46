"""The page on lights: its examples are judged, its table of measures is the registry."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from guatu.domain.lights import (
    CellFacts,
    IndicatorFacts,
    MilestoneFact,
    ProblemKind,
    ProjectFacts,
    SlipFacts,
    Verdict,
    WarningFact,
    check_pack,
    judge,
    judge_item,
)
from guatu.domain.lights.facts import Months
from guatu.domain.lights.measures import MEASURES
from guatu.domain.lights.packs import Origin
from tests.domain.lights.documents import rows_of
from tests.domain.lights.samples import PUBLISHED, pack

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


@pytest.mark.parametrize("row", rows_of("lights.md", "SPI(t)"), ids=lambda row: row["plan"])
def test_the_worked_plans_are_right(row: dict[str, str]) -> None:
    due, day = _day(row["node due"]), date(2021, 6, 30)
    facts = ProjectFacts(
        year=2021,
        required_finish=date(2021, 12, 31),
        milestones=(MilestoneFact("主体封顶", due, committed=True),) if due else (),
        min_slack=int(row["slack"]),
        p80_finish=_day(row["P80"]),
        spi_t=_number(row["SPI(t)"]),
    )
    verdict = judge(pack("schedule"), facts, day)
    assert (verdict.light, str(verdict.headline)) == (row["light"], row["says"])
    assert check_pack(pack("schedule")) == []


@pytest.mark.parametrize("row", rows_of("lights.md", "cell"), ids=lambda row: row["cell"])
def test_the_worked_cells_are_right(row: dict[str, str]) -> None:
    facts = CellFacts("主体封顶", _day(row["due"]), _day(row["done"]))
    _agrees(judge_item(pack(row["pack"]), facts, date.fromisoformat(row["day"])), row)


@pytest.mark.parametrize("row", rows_of("lights.md", "slip"), ids=lambda row: row["slip"])
def test_the_worked_slips_are_right(row: dict[str, str]) -> None:
    facts = SlipFacts(
        date(2021, 3, 1),
        _day(row["due"]),
        _day(row["closed"]),
        _number(row["done %"]),
        importance=int(row["importance"]),
        warnings=_warnings(row["warned"]),
    )
    _agrees(judge_item(pack(row["pack"]), facts, date.fromisoformat(row["day"])), row)


@pytest.mark.parametrize("row", rows_of("lights.md", "indicator"), ids=lambda row: row["indicator"])
def test_the_worked_indicators_are_right(row: dict[str, str]) -> None:
    rank, before = _number(row["rank"]), _number(row["before"])
    facts = IndicatorFacts(
        "投资",
        growth=_number(row["growth"]),
        plan=_number(row["plan"]),
        mean=_number(row["mean"]),
        rank=None if rank is None else int(rank),
        count=12,
        rank_before=None if before is None else int(before),
        count_before=12,
    )
    _agrees(judge_item(pack(row["pack"]), facts, date(2021, 6, 30)), row)


def _agrees(verdict: Verdict, row: dict[str, str]) -> None:
    assert (verdict.light, verdict.mark or NOTHING) == (row["light"], row["mark"])
    assert str(verdict.headline) == row["says"]


def _number(cell: str) -> Decimal | None:
    return None if cell == NOTHING else Decimal(cell)


def _warnings(cell: str) -> tuple[WarningFact, ...]:
    if cell == NOTHING:
        return ()
    rung, due = cell.split("/")
    return (WarningFact(int(rung), date(2021, 3, 2), date.fromisoformat(due)),)


FAULTS = rows_of("lights.md", "answered by")
SILENT = ["start-late-1", "funds-met", "registration-not-due"]
"""Of 银川, as the page says: no default that tells of itself."""


def test_the_page_lists_every_fault_of_every_published_table() -> None:
    told = [(row["preset"], row["dimension"], row["fault"], row["where"]) for row in FAULTS]
    assert told == [
        (path.stem.removesuffix("_published"), p.dimension, p.kind, p.values or "、".join(p.rules))
        for path in PUBLISHED
        for p in check_pack(pack(path.stem))
    ]


@pytest.mark.parametrize("row", FAULTS, ids=[f"{row['preset']}-{row['where']}" for row in FAULTS])
def test_each_fault_of_a_published_table_is_answered_by_its_preset(row: dict[str, str]) -> None:
    (dimension,) = [d for d in pack(row["preset"]).dimensions if d.code == row["dimension"]]
    if row["answered by"] == "otherwise":
        assert dimension.otherwise is not None
        assert "公布的规则未规定" in dimension.otherwise.say
        return
    named = row["answered by"].split("、")
    answers = [rule for rule in dimension.rules if rule.id in named]
    assert len(answers) == len(named)
    if row["fault"] == ProblemKind.HOLE and row["answered by"] not in SILENT:
        assert all(rule.origin is Origin.DEFAULT for rule in answers)
        assert all("公布的规则未" in rule.notice for rule in answers)


def test_the_table_of_measures_is_the_registry() -> None:
    told = [(row["measure"], row["指标"], row["unit"]) for row in rows_of("lights.md", "measure")]
    assert told == [(measure.code, measure.label, measure.unit) for measure in MEASURES.values()]
