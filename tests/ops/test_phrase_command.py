"""``guatu phrase`` against the corpus of published phrases."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from guatu.__main__ import main

CORPUS = Path(__file__).parents[1] / "data" / "phrases.expected.csv"
FIELDS = ("kind", "start", "end", "unit", "qualifier")


def corpus() -> list[dict[str, str]]:
    with CORPUS.open(encoding="utf-8", newline="") as source:
        lines = [line for line in source if not line.startswith("#")]
    return [row for row in csv.DictReader(lines) if not row["skip"]]


@pytest.mark.parametrize("row", corpus(), ids=lambda row: row["phrase"])
def test_every_phrase_of_the_corpus(
    row: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["phrase", row["phrase"], "--as-of", row["as_of"], "--json"])
    read = json.loads(capsys.readouterr().out)
    assert code == 0
    assert {name: read[name] or "" for name in FIELDS} == {name: row[name] for name in FIELDS}
    value = row["value"]
    if row["kind"] in {"amount", "area", "percent"} and value:
        assert read["value"] == pytest.approx(float(value), abs=1e-9)
    else:
        assert (read["value"] or "") == value


def test_plain_output_says_it_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["phrase", "6月底前", "--as-of", "2021-03-15"]) == 0
    assert capsys.readouterr().out == "类别：日期\n止：2021-06-30\n限定：底前\n"


def test_what_says_nothing_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["phrase", "近期", "--as-of", "2021-03-15"]) == 0
    assert "没有日期、金额、面积或百分比" in capsys.readouterr().out
