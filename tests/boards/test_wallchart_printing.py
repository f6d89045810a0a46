"""Codes, legend and sheets of the printed chart."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from itertools import combinations

import pypdfium2
import pytest

from guatu.boards.wallchart import Band, ChartMilestone, ChartRow, Style, WallChart, draw
from guatu.boards.wallchart.legend import Entry, legend
from guatu.boards.wallchart.printing import A4, FAMILY, STICKERS, Format, Sheet, Sticker, pdf_of
from guatu.domain.lights.colours import Light
from guatu.kit.qr import QUIET, qr_code

CODE = qr_code("HTTPS://GUATU.EXAMPLE/P/AGRBOMGNUVYABOLA5YTAWQ4USA")
CODED = replace(Style.sheet(), small=17, number_width=44, code=49, code_columns=2, plan_width=2000)
MODULE = CODED.code / CODE.side
STEP = ChartMilestone("年底竣工", date(2021, 12, 31))


def row(number: int) -> ChartRow:
    return ChartRow(f"{number}", "/", f"示例{number}", Light.GREEN, number=number, code=CODE)


ROWS = (Band("工业立市", 5), *map(row, range(1, 6)), Band("乡村振兴", 4), *map(row, range(6, 10)))


def drawn(*rows: Band | ChartRow, style: Style = CODED) -> ET.Element:
    chart = WallChart(2021, date(2021, 1, 1), date(2021, 12, 31), date(2021, 3, 15), rows)
    markup = draw(chart, style=style)
    return ET.fromstring(markup.replace(' xmlns="http://www.w3.org/2000/svg"', ""))


def codes(svg: ET.Element) -> list[tuple[float, float]]:
    """Left upper corners, in the order of the rows."""
    found = (path.get("transform", "") for path in svg.iter("path") if path.get("d") == CODE.path)
    pairs = (re.findall(r"[0-9.]+", place)[:2] for place in found)
    return [(float(x), float(y)) for x, y in pairs]


def test_each_row_has_its_code_with_white_around_it() -> None:
    placed = codes(drawn(*ROWS))
    assert len(placed) == 9
    apart = CODED.code + QUIET * MODULE
    for (x, y), (other_x, other_y) in combinations(placed, 2):
        assert abs(x - other_x) >= apart - 0.1 or abs(y - other_y) >= apart - 0.1


def test_codes_stand_right_of_the_axis_and_on_the_sheet() -> None:
    svg = drawn(*ROWS)
    height, width = float(svg.get("height", "0")), float(svg.get("width", "0"))
    axis_end = CODED.left_width + CODED.plan_width
    assert all(x >= axis_end + QUIET * MODULE for x, _ in codes(svg))
    assert all(x + CODED.code <= width + 0.1 for x, _ in codes(svg))
    assert all(0 <= y <= height - CODED.code + 0.1 for _, y in codes(svg))


def test_a_code_stands_at_the_height_of_its_row() -> None:
    (_, first), (_, second), *_ = codes(drawn(*ROWS))
    assert first + CODED.code / 2 == pytest.approx(CODED.head + CODED.band + CODED.row / 2, abs=0.1)
    assert second - first == pytest.approx(CODED.row, abs=0.1)


def test_name_and_code_carry_the_number_of_the_ledger() -> None:
    said = [text.text for text in drawn(*ROWS).iter("text")]
    assert said.count("7") == 2


def test_a_page_on_a_screen_has_neither_numbers_nor_codes() -> None:
    svg = drawn(*ROWS, style=Style.board())
    assert codes(svg) == []
    assert "7" not in [text.text for text in svg.iter("text")]


def test_a_sign_on_the_last_day_is_not_cut_at_the_end_of_the_axis() -> None:
    svg = drawn(replace(row(1), milestones=(STEP,)))
    (plan,) = [part for part in svg.findall("svg") if part.find(".//*[@data-mark]") is not None]
    assert plan.get("overflow") == "visible"


@pytest.mark.parametrize("style", [Style.sheet(), replace(Style.sheet(), sign=2.3, small=20)])
def test_words_of_the_legend_stand_clear_of_the_signs(style: Style) -> None:
    """A flag is drawn from its pole, 9 units to the right; a ring has a radius of 8.2."""
    entries = [Entry("done", "已完成"), Entry("replanned", "调整后绿"), Entry("need", "要素未落实")]
    svg = ET.fromstring(legend(entries, style).replace(' xmlns="http://www.w3.org/2000/svg"', ""))
    places = [
        float(re.findall(r"[0-9.]+", group.get("transform", ""))[0])
        for group in svg.iter("g")
        if group.get("transform")
    ]
    words = [float(text.get("x", "0")) for text in svg.iter("text")]
    for middle, word in zip(places, words, strict=True):
        assert word - middle > 8.2 * style.sign


def pages(sheet: Sheet, on: Format) -> list[str]:
    printed = pypdfium2.PdfDocument(pdf_of([sheet], on))
    return [page.get_textpage().get_text_bounded().replace(" ", "") for page in printed]


def test_stickers_say_where_they_belong() -> None:
    stickers = [Sticker("示例厂房", "打桩", "2021-03-20")] * STICKERS
    foot = ("版本", "打印日期", "第 1 张，共 1 张")
    full = Sheet("旗贴", ("红旗：已完成",), kind="stickers", stickers=stickers, foot=foot)
    (text,) = pages(full, A4)
    assert text.count("示例厂房") == STICKERS
    assert text.count("打桩　2021-03-20") == STICKERS


def test_a_project_with_very_many_steps_keeps_to_one_page() -> None:
    steps = [("planned", f"节点{n}", "2021-03-20", "计划") for n in range(60)]
    style = replace(Style.sheet(), family=FAMILY)
    single = Sheet(
        "示例孔孟之乡儒家文化国际研学交流与传统手工业活化利用综合服务中心及配套基础设施建设项目",
        kind="single",
        light="red",
        chart=draw(
            WallChart(2021, date(2021, 1, 1), date(2021, 12, 31), date(2021, 3, 15), (row(1),)),
            style=style,
        ),
        legend=legend([Entry("done", "已完成")], style),
        facts=[("灯", "红")],
        steps_head=("", "节点", "计划", "状态"),
        steps=steps,
        foot=("版本", "打印日期", "第 1 张"),
    )
    (text,) = pages(single, Format(420, 297, 10, 3.2, 20))
    assert "节点59" in text
    assert "第1张" in text
