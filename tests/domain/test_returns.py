"""Cells and merges of returned sheets, by examples."""

from __future__ import annotations

from datetime import date

import pytest

from guatu.domain.returns.cells import Raw, Unread, read, text_of
from guatu.domain.returns.columns import COLUMNS, Kind, Part, column
from guatu.domain.returns.merging import Fate, fate_of
from guatu.domain.returns.sheets import Grid, letter_of, part_of, table_of

DAY = date(2021, 3, 15)
MONEY, PERCENT = column(Part.PROGRESS, "invested"), column(Part.PROGRESS, "physical_percent")
DUE = column(Part.WORK, "due_on")


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (1200.5, "1200.5"), ("１，２００.５", "1200.5"), ("1.2亿元", "12000"), (0, "0"),
        (0.1 + 0.2, "0.3"), (None, ""), ("  ", ""), ("1,200 万元", "1200"),
    ],
)  # fmt: skip
def test_amounts(raw: Raw, value: str) -> None:
    assert read(MONEY, raw, DAY) == value


@pytest.mark.parametrize(("raw", "value"), [(35, "35"), ("35%", "35"), ("３５．５", "35.5")])
def test_percentages(raw: Raw, value: str) -> None:
    assert read(PERCENT, raw, DAY) == value


@pytest.mark.parametrize(
    ("raw", "value"), [(1, "1"), (0, "0"), ("0.65", "0.65"), ("0.5%", "0.5"), (65.5, "65.5")]
)
def test_small_percentages_of_which_it_is_clear_what_they_are(raw: Raw, value: str) -> None:
    assert read(PERCENT, raw, DAY) == value


@pytest.mark.parametrize("raw", [0.65, 0.005, 0.999])
def test_a_percentage_that_a_spreadsheet_made_a_fraction_of(raw: Raw) -> None:
    found = read(PERCENT, raw, DAY)
    assert isinstance(found, Unread)
    assert f"“{raw}”小于 1" in str(found.sentence)
    assert "请填 65 这样的数" in str(found.sentence)


@pytest.mark.parametrize(
    "raw",
    ["2021-03-19", "2021年3月19日", "3月19日", "２０２１．３．１９", 44274, date(2021, 3, 19)],
)
def test_days(raw: Raw) -> None:
    assert read(DUE, raw, DAY) == "2021-03-19"


def test_what_says_nothing_is_said_to_say_nothing() -> None:
    for one, raw in ((MONEY, "很多"), (PERCENT, "过半"), (DUE, "尽快")):
        found = read(one, raw, DAY)
        assert isinstance(found, Unread)
        assert str(raw) in str(found.sentence)


def test_text_keeps_what_it_is() -> None:
    assert [text_of(raw) for raw in ("0012", 12, 12.0, "'=1+1", "'好")] == [
        "0012", "12", "12", "=1+1", "'好",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "held", "given", "fate"),
    [
        ("100", "100", "120", Fate.CHANGE), ("100", "110", "120", Fate.CONFLICT),
        ("100", "120", "120", Fate.SAME), ("100", "110", "100", Fate.SAME),
        ("100", "100", "", Fate.SAME),
    ],
)  # fmt: skip
def test_what_becomes_of_a_value(sent: str, held: str, given: str, fate: Fate) -> None:
    assert fate_of(sent, held, given, may_empty=False) is fate


def test_an_emptied_cell_is_a_change_only_where_it_may_be_empty() -> None:
    assert fate_of("请协调", "请协调", "", may_empty=True) is Fate.CHANGE


def test_a_sheet_is_known_by_its_mark_and_its_columns_by_their_titles() -> None:
    head = ["办结日期", "guatu:work", "事项", "自己的"]
    grid = Grid("随便", [["标题"], head, ["", "k", "走访", "x"], ["", "", "", ""]])
    assert part_of(grid) == (Part.WORK, 1, 1)
    table = table_of(grid, DAY)
    assert table is not None
    assert [(row.row, row.key, row.values["label"]) for row in table.rows] == [(3, "k", "走访")]
    assert (table.unknown, table.letters["label"]) == (["自己的"], "C")
    assert "本周计划" in [one.title for one in table.missing]
    assert table_of(Grid("别的", [["事项"]]), DAY) is None


def test_letters_and_titles() -> None:
    assert [letter_of(place) for place in (0, 25, 26, 701)] == ["A", "Z", "AA", "ZZ"]
    for columns in COLUMNS.values():
        assert len({one.title for one in columns}) == len(columns)
        assert all(one.shown for one in columns if one.kind is Kind.CODE)
