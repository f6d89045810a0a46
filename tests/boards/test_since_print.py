"""What a printed chart no longer says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from guatu.boards.wallchart import Band, ChartMilestone, ChartRow, WallChart
from guatu.boards.wallchart.since import Changed, Flag, Moved, since_print
from guatu.domain.lights.colours import Light

PRINTED_ON, NOW = date(2021, 3, 1), date(2021, 3, 15)
FELLED = ChartMilestone("拆迁", date(2021, 2, 20), date(2021, 2, 19), "done")
PILES = ChartMilestone("打桩", date(2021, 3, 10))
ROOF = ChartMilestone("主体封顶", date(2021, 8, 31))
SHED = ChartRow(
    "p1",
    "/p1/",
    "示例厂房",
    Light.GREEN,
    finish=date(2021, 12, 31),
    milestones=(FELLED, PILES, ROOF),
)
PARK = ChartRow("p2", "/p2/", "示例公园", Light.YELLOW)


def chart(*rows: ChartRow, today: date = NOW) -> WallChart:
    band = Band("工业立市", len(rows))
    return WallChart(2021, date(2021, 1, 1), date(2021, 12, 31), today, (band, *rows))


def changed(after: ChartRow, before: ChartRow = SHED) -> Changed:
    found = since_print(chart(before, today=PRINTED_ON), chart(after), narrowed=False)
    assert (found.new, found.gone) == ((), ())
    (one,) = found.changed
    return one


def test_an_unchanged_chart_need_not_be_printed_again() -> None:
    found = since_print(chart(SHED, PARK, today=PRINTED_ON), chart(PARK, SHED), narrowed=False)
    assert found.count == 0


def test_a_turned_light_is_told_with_what_stands_on_paper() -> None:
    red = replace(SHED, light=Light.RED, reason="打桩逾期")
    assert changed(red) == Changed(red, Light.GREEN, (), ())


def test_a_milestone_done_since_gets_a_red_flag_on_its_day() -> None:
    piled = replace(PILES, actual=date(2021, 3, 9), state="done")
    found = changed(replace(SHED, milestones=(FELLED, piled, ROOF)))
    assert found.flags == (Flag("打桩", "done", date(2021, 3, 9)),)
    assert found.before is None


def test_a_milestone_late_since_gets_a_black_flag() -> None:
    late = replace(PILES, state="overdue")
    found = changed(replace(SHED, milestones=(FELLED, late, ROOF)))
    assert found.flags == (Flag("打桩", "overdue", date(2021, 3, 10)),)


def test_a_black_flag_becomes_a_red_one() -> None:
    late = replace(SHED, milestones=(replace(PILES, state="overdue"),))
    done = replace(SHED, milestones=(replace(PILES, actual=NOW, state="done"),))
    assert changed(done, late).flags == (Flag("打桩", "done", NOW),)


def test_a_milestone_that_is_new_and_done_gets_its_flag() -> None:
    found = changed(SHED, replace(SHED, milestones=(PILES, ROOF)))
    assert found.flags == (Flag("拆迁", "done", date(2021, 2, 19)),)


def test_moved_days_are_told_from_to() -> None:
    later = replace(ROOF, planned=date(2021, 9, 30))
    after = replace(SHED, finish=date(2022, 1, 31), milestones=(FELLED, PILES, later))
    assert changed(after).moved == (
        Moved("", date(2021, 12, 31), date(2022, 1, 31)),
        Moved("主体封顶", date(2021, 8, 31), date(2021, 9, 30)),
    )


def test_an_actual_day_is_no_moved_plan() -> None:
    piled = replace(PILES, actual=date(2021, 3, 20), state="done")
    assert changed(replace(SHED, milestones=(FELLED, piled, ROOF))).moved == ()


def test_projects_come_and_go() -> None:
    found = since_print(chart(SHED, today=PRINTED_ON), chart(PARK), narrowed=False)
    assert (found.new, found.gone) == ((PARK,), (SHED,))


def test_a_chart_of_reds_is_not_blamed_for_other_lights() -> None:
    """On a chart of yellow lights a green project is not missing; one that turned is told."""
    green = replace(PARK, light=Light.GREEN)
    found = since_print(chart(PARK, today=PRINTED_ON), chart(green, SHED), narrowed=True)
    assert found.new == ()
    assert found.changed == (Changed(green, Light.YELLOW, (), ()),)
