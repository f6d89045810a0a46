from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.boards.wallchart import (
    Band,
    ChartBreak,
    ChartMilestone,
    ChartNeed,
    ChartRow,
    ChartWords,
    Style,
    WallChart,
    draw,
)
from guatu.boards.wallchart.text import ems, shortened
from guatu.domain.lights.colours import Light

TODAY = date(2021, 3, 15)
LONG = "示例孔孟之乡儒家文化国际研学交流与传统手工业活化利用综合服务中心及配套基础设施建设项目"
NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
STYLES = [Style.page(), Style.page("quarter"), Style.board(), Style.sheet()]

SHED = ChartRow(
    id="p1",
    href="/projects/p1/",
    name="示例精密轴承项目",
    light=Light.RED,
    reason="供地未落实",
    unit="示例工信局",
    sponsor="示例甲",
    total_wan=Decimal(126_000),
    start=date(2021, 2, 1),
    finish=date(2021, 10, 31),
    done_until=TODAY,
    milestones=(
        ChartMilestone("拆迁", date(2021, 2, 1), date(2021, 2, 5), "done"),
        ChartMilestone("打桩", date(2021, 3, 1), None, "overdue", critical=True),
        ChartMilestone("主体封顶", date(2021, 8, 31), critical=True),
    ),
    needs=(ChartNeed("用电 110 千伏", "电", date(2021, 6, 1)),),
)
PARK = ChartRow("p2", "/projects/p2/", "示例物流园", Light.GREEN)


def chart(*rows: Band | ChartRow, today: date = TODAY) -> WallChart:
    return WallChart(2021, date(2021, 1, 1), date(2021, 12, 31), today, rows)


def parsed(markup: str) -> ET.Element:
    return ET.fromstring(f"<all>{markup.replace(NAMESPACE, '')}</all>")


def page(*rows: Band | ChartRow, **more: date) -> ET.Element:
    return parsed(draw(chart(*rows, **more), style=Style.page()))


def part(drawn: ET.Element, name: str) -> ET.Element:
    found = [svg for svg in drawn.iter("svg") if name in svg.get("class", "").split()]
    assert len(found) == 1
    return found[0]


def marks(drawn: ET.Element) -> list[tuple[str, str, str]]:
    """(sign, name, place) of milestones, in the order drawn."""
    return [
        (use.get("href", ""), use.get("data-mark", ""), use.get("x", ""))
        for use in drawn.iter("use")
        if use.get("data-mark")
    ]


def bars(drawn: ET.Element, kind: str) -> list[tuple[str | None, str | None]]:
    return [(b.get("x1"), b.get("x2")) for b in drawn.iter("line") if b.get("class") == kind]


def words(drawn: ET.Element, kind: str) -> list[str]:
    return [t.text or "" for t in drawn.iter("text") if kind in t.get("class", "").split()]


def place(day: date) -> str:
    """The middle of a day of 2021 in percent of the year."""
    return f"{((day - date(2021, 1, 1)).days + 0.5) / 365 * 100:.3f}".rstrip("0") + "%"


@pytest.mark.parametrize("style", STYLES)
def test_every_row_and_milestone_is_drawn_once(style: Style) -> None:
    drawn = parsed(draw(chart(Band("工业立市", 2), SHED, PARK), style=style))
    named = [a.get("data-row") for a in drawn.iter("a")]
    planned = [g.get("data-row") for g in drawn.iter("g") if g.get("data-row")]
    assert named == planned == ["p1", "p2"]
    assert [name for _, name, _ in marks(drawn)] == ["拆迁", "打桩", "主体封顶"]


def test_done_is_a_red_flag_on_its_actual_day_overdue_a_black_one_and_the_rest_diamonds() -> None:
    assert marks(page(SHED)) == [
        ("#wc-done", "拆迁", place(date(2021, 2, 5))),
        ("#wc-overdue", "打桩", place(date(2021, 3, 1))),
        ("#wc-planned", "主体封顶", place(date(2021, 8, 31))),
    ]


def test_a_red_light_is_a_square_and_never_a_flag() -> None:
    names = part(page(SHED), "wc-names")
    assert [use.get("href") for use in names.iter("use")] == ["#wc-red"]


@pytest.mark.parametrize("style", STYLES)
def test_each_sign_that_is_used_is_defined_once(style: Style) -> None:
    rows = tuple(replace(SHED, id=light, light=light) for light in Light)
    drawn = parsed(draw(chart(*rows), style=style))
    defined = [sign.get("id") for sign in next(drawn.iter("defs"))]
    used = {use.get("href", "")[1:] for use in drawn.iter("use")}
    assert len(defined) == len(set(defined))
    assert used <= set(defined)


def test_names_cannot_break_out_of_the_markup() -> None:
    evil = "\"><script>alert(1)</script>&'"
    row = replace(
        SHED, name=evil, reason=evil, unit=evil, sponsor=evil, href=f"/x?{evil}", id=evil,
        milestones=(ChartMilestone(evil, TODAY),), needs=(ChartNeed(evil, "<", TODAY),),
    )  # fmt: skip
    for style in STYLES:
        markup = draw(chart(Band(evil, 1), row), style=style)
        assert "<script" not in markup
        drawn = parsed(markup)
        assert next(drawn.iter("a")).get("data-name") == evil
        assert marks(drawn)[0][1] == evil


def test_today_is_marked_in_the_middle_of_its_day() -> None:
    drawn = page(SHED)
    line = [x for x in part(drawn, "wc-plan").iter("line") if x.get("class") == "wc-now"]
    assert [(one.get("x1"), one.get("x2")) for one in line] == [("20.137%", "20.137%")]
    assert part(drawn, "wc-today").get("x") == "20.137%"
    assert words(drawn, "wc-now-word") == ["3月15日"]


def test_a_year_that_is_over_has_no_today() -> None:
    drawn = page(SHED, today=date(2022, 1, 1))
    assert words(drawn, "wc-now-word") == []
    assert not [x for x in drawn.iter("line") if x.get("class") == "wc-now"]


def test_months_and_quarters_stand_over_their_middle() -> None:
    months = part(page(SHED), "wc-months")
    assert words(months, "wc-h") == [f"{month}月" for month in range(1, 13)]
    assert next(months.iter("text")).get("x") == "4.247%"  # 15.5 of 365 days
    quarters = parsed(draw(chart(SHED), style=Style.page("quarter")))
    assert words(part(quarters, "wc-months"), "wc-h") == ["一季度", "二季度", "三季度", "四季度"]


def test_a_sheet_may_begin_and_end_inside_a_month() -> None:
    some = WallChart(2021, date(2021, 11, 16), date(2022, 2, 3), date(2021, 12, 1), (SHED,))
    drawn = parsed(draw(some, style=Style.page()))
    assert words(part(drawn, "wc-months"), "wc-h") == ["11月", "12月", "1月", "2月"]
    quarters = parsed(draw(some, style=Style.page("quarter")))
    assert words(part(quarters, "wc-months"), "wc-h") == ["四季度", "一季度"]


def test_plan_and_progress_run_from_the_start() -> None:
    drawn = page(SHED)
    start, finish = place(date(2021, 2, 1)), place(date(2021, 10, 31))
    assert bars(drawn, "wc-p") == [(start, finish)]
    assert bars(drawn, "wc-d") == [(start, place(TODAY))]


def test_a_plan_beyond_the_year_runs_off_the_sheet() -> None:
    row = replace(SHED, start=date(2020, 5, 1), finish=date(2023, 1, 1))
    assert bars(page(row), "wc-p") == [("0%", "100%")]


@pytest.mark.parametrize(
    ("start", "finish"),
    [
        (None, date(2021, 5, 1)),
        (date(2021, 5, 1), None),
        (date(2021, 5, 2), date(2021, 5, 1)),
        (date(2019, 1, 1), date(2020, 12, 31)),
        (date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_no_plan_no_bar(start: date | None, finish: date | None) -> None:
    row = replace(SHED, start=start, finish=finish, milestones=())
    assert bars(page(row), "wc-p") == []


def test_milestones_of_other_years_are_not_on_the_sheet() -> None:
    days = [date(2020, 12, 31), date(2021, 1, 1), date(2021, 12, 31), date(2022, 1, 1)]
    row = replace(SHED, milestones=tuple(ChartMilestone(str(day), day) for day in days))
    assert [name for _, name, _ in marks(page(row))] == ["2021-01-01", "2021-12-31"]


def test_the_critical_line_leads_to_critical_milestones_still_ahead() -> None:
    done_day, late_day = place(date(2021, 2, 5)), place(date(2021, 3, 1))
    assert bars(page(SHED), "wc-k") == [
        (done_day, late_day),
        (late_day, place(date(2021, 8, 31))),
    ]


def test_a_need_stands_on_its_day_and_moves_aside_for_a_milestone() -> None:
    day = date(2021, 6, 1)
    free, taken = (
        replace(SHED, milestones=(ChartMilestone("开挖", other),))
        for other in (day - timedelta(60), day + timedelta(1))
    )
    boxes = []
    for row in (free, taken):
        drawn = page(row)
        (box,) = (svg for svg in drawn.iter("svg") if svg.get("data-mark") == "用电 110 千伏")
        assert words(box, "wc-need-word") == ["电"]
        boxes.append((box.get("x"), next(box.iter("rect")).get("x")))
    assert boxes == [(place(day), "-6.5"), (place(day + timedelta(1)), "-22.1")]


@pytest.mark.parametrize("style", STYLES)
def test_a_break_leads_from_the_plan_to_where_it_ends_now(style: Style) -> None:
    late = ChartBreak("打桩", date(2021, 6, 1), date(2021, 7, 1), 20, "供地")
    over = ChartBreak("", date(2021, 12, 20), date(2022, 1, 17), 20, "供地")
    drawn = parsed(draw(chart(replace(SHED, breaks=(late, over))), style=style))
    lines = [(x.get("x1"), x.get("x2")) for x in drawn.iter("line") if x.get("class") == "wc-x"]
    assert lines == [
        (place(date(2021, 6, 1)), place(date(2021, 7, 1))),
        (place(date(2021, 12, 20)), "100%"),
    ]
    (notch,) = (x for x in drawn.iter("svg") if x.get("data-state", "").startswith("因"))
    assert (notch.get("data-mark"), notch.get("data-day")) == ("打桩", "2021-07-01")
    assert notch.get("data-state") == "因供地推后 20 个工作日"
    said = next(drawn.iter("a")).get("aria-label", "")
    assert said.endswith("；打桩 因供地推后 20 个工作日；竣工 因供地推后 20 个工作日")


def test_a_long_name_is_cut_and_stands_in_full_in_the_hover_card() -> None:
    drawn = page(replace(SHED, name=LONG))
    shown = words(drawn, "wc-n")
    assert shown == ["示例孔孟之乡儒家文化国际研…", "示例孔孟之乡儒…"]
    link = next(drawn.iter("a"))
    assert link.get("data-name") == LONG
    assert LONG in link.get("aria-label", "")


def test_a_row_says_to_screen_readers_what_is_drawn() -> None:
    said = next(page(SHED).iter("a")).get("aria-label")
    assert said == "示例精密轴承项目，红（供地未落实），节点 3 个，已完成 1 个，逾期 1 个"


def test_money_is_in_yi_and_an_unknown_amount_is_a_dash() -> None:
    names = part(page(SHED, PARK), "wc-names")
    assert words(names, "wc-end") == ["12.6 亿", "—"]


def test_a_band_names_its_rows() -> None:
    drawn = page(Band("工业立市", 24), SHED)
    names = part(drawn, "wc-names")
    assert words(names, "wc-b") == ["工业立市"]
    assert words(names, "wc-c") == ["24 个项目"]
    assert words(part(drawn, "wc-plan"), "wc-b") == []


@pytest.mark.parametrize("style", STYLES)
def test_lines_lie_one_under_the_other_in_both_parts(style: Style) -> None:
    drawn = parsed(draw(chart(Band("一", 1), SHED, Band("二", 1), PARK), style=style))
    tops = [e.get("transform") for e in drawn.iter() if e.get("data-height")]
    heights = [style.band, style.row, style.band]
    expected = [f"translate(0,{sum(heights[:n]):g})" for n in range(4)]
    assert tops == expected * 2


@pytest.mark.parametrize("style", STYLES)
def test_an_empty_chart_says_what_to_do(style: Style) -> None:
    drawn = parsed(draw(chart(), style=style))
    assert words(drawn, "wc-empty") == ["还没有项目。导入台账后，这里就是作战图。"]
    assert marks(drawn) == []


@pytest.mark.parametrize("style", [Style.board(), Style.sheet()])
def test_board_and_sheet_are_one_drawing_that_needs_nothing_from_outside(style: Style) -> None:
    markup = draw(chart(Band("一", 1), SHED), style=style)
    root = ET.fromstring(markup)
    assert root.tag.endswith("svg")
    assert not [text for text in ("var(", "url(", "@media", "@import") if text in markup]
    assert 'class="wc-n wc-narrow"' not in markup


def test_board_type_is_never_below_24_px_for_names() -> None:
    assert all(Style.board(rows=rows).font >= 24 for rows in (1, 20, 60))
    assert all(Style.board(rows=rows).row >= 34 for rows in (1, 20, 60))


def test_words_come_from_the_page() -> None:
    english = ChartWords(
        project="Project", unit="Lead", months=tuple("JFMAMJJASOND"), count="{} projects",
        today="{day}/{month}", lights=tuple((light.value, light.name) for light in Light),
    )  # fmt: skip
    drawn = parsed(draw(chart(Band("一", 1), SHED), style=Style.page(), words=english))
    assert words(part(drawn, "wc-corner"), "wc-h")[:2] == ["Project", "Lead"]
    assert words(part(drawn, "wc-months"), "wc-h") == list("JFMAMJJASOND")
    assert words(drawn, "wc-now-word") == ["15/3"]
    assert words(drawn, "wc-c") == ["1 projects"]
    assert next(drawn.iter("a")).get("data-light-words") == "RED"


def test_the_full_wall_stays_light_for_the_browser() -> None:
    """92 projects of 30 milestones: one node for each milestone, about a dozen for each row."""
    year = [date(2021, 1, 1) + timedelta(12 * n) for n in range(30)]
    row = replace(SHED, needs=(), milestones=tuple(ChartMilestone(str(d), d) for d in year))
    drawn = page(*(replace(row, id=f"p{n}") for n in range(92)))
    assert len(marks(drawn)) == 92 * 30
    assert sum(1 for _ in drawn.iter()) < 92 * 30 + 92 * 20 + 100


@given(st.text(alphabet="示例项目（二期）AB c1", max_size=70), st.integers(20, 400))
def test_a_cut_name_fits_and_is_a_beginning_of_the_name(name: str, width: int) -> None:
    cut = shortened(name, width, 13)
    assert ems(cut) * 13 <= width + 1e-6
    assert cut == name or (cut.endswith("…") and name.startswith(cut[:-1]))
    assert cut == name or ems(name) * 13 > width


def test_width_counts_chinese_full_and_latin_about_half() -> None:
    assert ems("示例（二期）") == 6
    assert ems("110kV") == pytest.approx(2.75)
