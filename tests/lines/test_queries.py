"""Targets against pace, the road map in order and the timetable by quarter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from guatu.lines.models import PlanTask, Target
from guatu.lines.queries import Owed, lines_of, road_map, target_row, timetable, years_of
from guatu.org.models import Unit
from guatu.workdays.shipped import shipped_calendar
from tests.city import TODAY, City

MARCH_END = date(2021, 3, 31)
JUNE_END = date(2021, 6, 30)
YEAR_END = date(2021, 12, 31)


def target(**values: object) -> Target:
    given = {"name": "新增规上企业", "value": Decimal(40), "unit": "家"} | values
    return Target(**given)


@pytest.mark.parametrize(
    ("values", "standing", "percent", "gap"),
    [
        ({"actual": 40, "actual_on": TODAY}, "完成", "100.00", None),
        ({"actual": 50, "actual_on": TODAY}, "完成", "125.00", None),
        ({"actual": 12, "actual_on": MARCH_END}, "超进度", "30.00", "5.00"),
        ({"actual": 10, "actual_on": MARCH_END}, "达序时", "25.00", "0.00"),
        ({"actual": "9.97", "actual_on": MARCH_END}, "达序时", "24.93", "-0.08"),
        ({"actual": 9, "actual_on": MARCH_END}, "欠序时", "22.50", "-2.50"),
        # on 15 March two months are complete: 6 of 40 is 15 % against 16.67 %
        ({"actual": 6, "actual_on": None}, "欠序时", "15.00", "-1.67"),
        # due by the end of June: three complete months are half of the way
        ({"actual": 20, "actual_on": MARCH_END, "due": JUNE_END}, "达序时", "50.00", "0.00"),
        ({"actual": 39, "actual_on": TODAY, "due": date(2021, 3, 14)}, "欠序时", "97.50", None),
        ({"actual": None, "due": YEAR_END}, "未到期", None, None),
        ({"actual": None, "due": date(2021, 3, 1)}, "暂无数据", None, None),
        ({"actual": None}, "暂无数据", None, None),
        ({"value": None, "words": "与全省保持一致"}, "暂无数据", None, None),
        ({"value": None, "words": "与全省保持一致", "due": YEAR_END}, "未到期", None, None),
    ],
)  # fmt: skip
def test_how_a_target_stands(
    values: dict[str, object], standing: str, percent: str | None, gap: str | None
) -> None:
    given = dict(values)
    if given.get("actual") is not None:
        given["actual"] = Decimal(str(given["actual"]))

    row = target_row(target(**given), TODAY, 2021)

    assert str(row.standing.label) == standing
    assert row.percent == (None if percent is None else Decimal(percent))
    if gap is not None:
        assert row.gap == Decimal(gap)


def task(serial: int, unit: Unit | None = None, **values: object) -> PlanTask:
    return PlanTask(serial=serial, task=f"任务{serial}", lead_unit=unit, **values)


def test_the_road_map_says_how_long_each_task_has() -> None:
    tasks = [
        task(1, due=date(2021, 3, 1), status="done"),
        task(2, due=date(2021, 3, 5)),
        task(3, due=TODAY),
        task(4, due=date(2021, 3, 22)),
        task(5, due=date(2021, 10, 8)),
        task(6, quarter_goals=["", "启动", "", ""]),
        task(7),
        task(8, due=date(2060, 1, 1)),
    ]

    rows = road_map(tasks, TODAY, 2021, shipped_calendar())

    assert [(r.task.serial, str(r.state), str(r.words)) for r in rows] == [
        (1, "done", "已完成"),
        (2, "late", "逾期 10 天"),
        (3, "open", "今天到期"),
        (4, "open", "还有 5 个工作日"),
        # 国庆 1—7 October off, 26 September worked
        (5, "open", f"还有 {workdays_to(date(2021, 10, 8))} 个工作日"),
        (6, "open", f"还有 {workdays_to(date(2021, 6, 30))} 个工作日"),
        (7, "open", "未定时限"),
        (8, "open", "还有 14171 天"),
    ]


def workdays_to(day: date) -> int:
    """Counted one by one, with nothing of the code under test but the calendar itself."""
    calendar = shipped_calendar()
    after = range(TODAY.toordinal() + 1, day.toordinal() + 1)
    return sum(calendar.is_workday(date.fromordinal(n)) for n in after)


@pytest.mark.django_db
def test_the_timetable_says_what_each_unit_owes_by_quarter(city: City) -> None:
    tasks = [
        task(1, city.industry, due=date(2021, 3, 10), status="done"),
        task(2, city.industry, due=date(2021, 3, 12)),
        task(3, city.housing, due=date(2021, 3, 31), quarter_goals=["开工", "", "", ""]),
        task(4, city.industry, quarter_goals=["立项", "开工", "封顶", "投产"]),
        task(5, None, due=date(2022, 1, 31), quarter_goals=["", "", "", "启动"]),
        task(6, city.housing),
    ]

    table = timetable(tasks, TODAY, 2021)

    nothing = Owed(0, 0, 0)
    assert table.current == 1
    assert table.total == (Owed(3, 1, 1), nothing, nothing, Owed(1, 0, 0))
    assert [(str(b.unit), b.quarters) for b in table.bands] == [
        ("示例工信局", (Owed(2, 1, 1), nothing, nothing, Owed(1, 0, 0))),
        ("示例住建局", (Owed(1, 0, 0), nothing, nothing, nothing)),
        ("None", (nothing, nothing, nothing, nothing)),
    ]
    assert [[r.task.serial for r in b.rows] for b in table.bands] == [[1, 2, 4], [3, 6], [5]]
    cells = table.bands[0].rows[2].cells
    assert [c.goal for c in cells] == ["立项", "开工", "封顶", "投产"]
    assert [c.owed for c in cells] == [False, False, False, True]


@pytest.mark.django_db
def test_both_views_are_of_the_same_tasks(city: City) -> None:
    tasks = [task(i, [city.industry, city.housing, None][i % 3], due=TODAY) for i in range(1, 30)]

    by_order = road_map(tasks, TODAY, 2021, shipped_calendar())
    by_unit = [row for band in timetable(tasks, TODAY, 2021).bands for row in band.rows]

    assert sorted(r.task.serial for r in by_unit) == [r.task.serial for r in by_order]


def test_in_another_year_no_quarter_is_the_present_one() -> None:
    assert timetable([], TODAY, 2020).current == 0


@pytest.mark.django_db
def test_lines_of_a_year_in_order_and_only_ones_own(city: City) -> None:
    assert [line.title for line in lines_of(city.reader, 2021)] == ["工业立市", "城建提升"]
    assert not lines_of(city.outsider, 2021).exists()
    assert years_of(city.reader) == [2021]
