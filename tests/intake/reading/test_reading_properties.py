"""Whatever stands on a sheet, reading gives an answer; empty rows and columns change none."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from guatu.domain.zh.wordlist import wordlist
from guatu.intake.reading import as_json, read_ledger
from guatu.kit.workbook import Cell, Sheet, Workbook

AS_OF = date(2021, 3, 1)
_WORDS = st.sampled_from(
    sorted(
        wordlist(
            """
            序号 项目名称 工程名称 名称 项目 总投资 总投资（亿元） 年度计划 2021年计划投资(万元)
            开工时间 建设起止年限 竣工时间 牵头单位 责任单位 建设性质 备注 一、产业项目（3项） 二
            （一）水利 小计 合计 合计（3个） 总计:44项 其中 其中：一期 同上 〃 / — 待定 续建 新开工
            单位：万元 2.说明 2021.3 注：以批复为准 2020-2022 6月底前 8.97亿元 约3亿 12000 ① 万元
            3200003000 .亿元 #REF! 示例甲园 '1 1.1 示例乙路 (1) 亿元 类别 产业类（2个） 第1页
            """
        )
    )
)
_CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.just(""),
    st.none(),
    _WORDS,
    st.text(max_size=12),
    st.integers(-10, 10**12),
    st.floats(allow_nan=True, allow_infinity=True),
    st.booleans(),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)),
)
_GRIDS = st.lists(st.lists(_CELLS, min_size=6, max_size=6), max_size=14)
_PLACES = st.tuples(st.integers(0, 20), st.integers(0, 8))
_MERGES = st.lists(st.tuples(_PLACES, _PLACES), max_size=4)


@settings(max_examples=300, deadline=None)
@given(_GRIDS, _MERGES)
def test_reading_never_fails(
    rows: list[list[Cell]], merges: list[tuple[tuple[int, int], ...]]
) -> None:
    merged = tuple(
        ((min(a[0], b[0]), min(a[1], b[1])), (max(a[0], b[0]), max(a[1], b[1]))) for a, b in merges
    )
    book = Workbook("xlsx", (Sheet("表", rows, merged),))
    reading = read_ledger(book, as_of=AS_OF)
    as_json(reading, "表.xlsx")
    for problem in reading.problems:
        assert str(problem.sentence).endswith("。")


LEDGER: list[list[Cell]] = [
    ["示例县2021年重点项目（共3个）", "", "", "", ""],
    ["", "", "", "", "单位：万元"],
    ["序号", "项目名称", "总投资", "年度计划", "责任单位"],
    ["一、续建项目（2个）", "", 3000.0, 1500.0, ""],
    [1.0, "示例甲园", 1000.0, 500.0, "示例工信局"],
    [2.0, "示例乙路", 2000.0, 1000.0, "同上"],
    ["二、新开工项目（1个）", "", 5000.0, 600.0, ""],
    [1.0, "示例丙校", 5000.0, 600.0, "示例教体局"],
    ["合计", "", 8000.0, 2100.0, ""],
    ["注：总投资以批复为准。", "", "", "", ""],
]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, len(LEDGER)), max_size=4), st.lists(st.integers(0, 5), max_size=3))
def test_empty_rows_and_columns_change_nothing(above: list[int], left: list[int]) -> None:
    rows: list[list[Cell]] = []
    for place, row in enumerate(LEDGER):
        rows += [[""] * len(row)] * above.count(place)
        wide: list[Cell] = []
        for column, cell in enumerate(row):
            wide += [""] * left.count(column)
            wide.append(cell)
        rows.append(wide + [""] * left.count(len(row)))
    width = max(map(len, rows))
    squared = [row + [""] * (width - len(row)) for row in rows]
    plain, spaced = _read(LEDGER), _read(squared)
    assert spaced["declared"] == plain["declared"] == {"count": 3, "total_investment_wan": 8000}
    assert _facts(spaced) == _facts(plain)
    assert spaced["problems"] == []


def _read(rows: list[list[Cell]]) -> dict[str, list[dict[str, object]]]:
    return as_json(read_ledger(Workbook("xlsx", (Sheet("表", rows),)), as_of=AS_OF), "表.xlsx")


def _facts(read: dict[str, list[dict[str, object]]]) -> list[dict[str, object]]:
    return [{k: v for k, v in project.items() if k != "row"} for project in read["projects"]]
