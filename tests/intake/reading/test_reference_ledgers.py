"""The six reference ledgers: every field and every problem as the files beside them say."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from guatu.intake.reading import RowKind, as_json, read_ledger
from guatu.kit.workbook import open_workbook

LEDGERS = Path(__file__).parents[2] / "data" / "ledgers"
EXPECTED = sorted(LEDGERS.glob("*.expected.json"))


@pytest.mark.parametrize("path", EXPECTED, ids=[path.name.split(".")[0] for path in EXPECTED])
def test_ledger_is_read_as_expected(path: Path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))
    found = _read(expected["layout"])
    assert _rows(found["projects"]).keys() == _rows(expected["projects"]).keys()
    for key, project in _rows(expected["projects"]).items():
        assert {field: _rows(found["projects"])[key].get(field) for field in project} == project
    assert found["declared"] == expected["declared"]
    problems = [_without(problem, "sentence") for problem in found["problems"]]
    assert problems == expected["problems"]


def test_every_problem_is_a_sentence_that_names_row_and_column() -> None:
    for path in EXPECTED:
        expected = json.loads(path.read_text(encoding="utf-8"))
        for problem in _read(expected["layout"])["problems"]:
            sentence = problem["sentence"]
            assert f"第 {problem['row']} 行" in sentence
            assert sentence.endswith("。")
            assert problem["column"] in sentence or problem["code"] == "count_mismatch"


def test_every_row_keeps_its_raw_cells() -> None:
    path = LEDGERS / "d3_county_mixed_units.xlsx"
    reading = read_ledger(open_workbook(path.read_bytes(), path.name), as_of=date(2021, 3, 1))
    first = next(row for row in reading.rows if row.kind is RowKind.PROJECT)
    assert first.cells[:6] == (
        "１", "黄石市沿江疏港铁路二期项目", "交通项目", "8.97亿元", "35900万元", "6月底前",
    )  # fmt: skip
    second = next(row for row in reading.rows if row.row == 5)
    assert second.cells[1] == "南山文化生态园  "
    assert second.cells[7] == "同上"


def _read(layout: dict[str, Any]) -> dict[str, Any]:
    raw = (LEDGERS / layout["file"]).read_bytes()
    reading = read_ledger(
        open_workbook(raw, layout["file"]), as_of=date.fromisoformat(layout["as_of"])
    )
    return as_json(reading, layout["file"])


def _rows(projects: list[dict[str, Any]]) -> dict[tuple[str | None, int], dict[str, Any]]:
    return {(project.get("sheet"), project["row"]): project for project in projects}


def _without(item: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name != key}
