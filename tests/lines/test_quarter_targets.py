"""Targets of quarters: set and entered as tables, corrected, read with pace, counted once."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from guatu.boards.quarters import CellReading, QuarterReading, read_quarter
from guatu.domain.grades import Grade
from guatu.domain.lights.colours import Light
from guatu.domain.periods import Quarter
from guatu.journal.queries import history_of, sentence_of
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, StateChanged
from guatu.lines.actions.quarters import (
    Cell,
    Typed,
    add_indicator,
    change_indicator,
    enter_actuals,
    remove_indicator,
    set_targets,
    tie_target,
)
from guatu.lines.choices import QuarterSource
from guatu.lines.models import QuarterActual, QuarterIndicator, QuarterTarget, Target, WorkLine
from guatu.org.access import Forbidden
from guatu.org.models import User
from guatu.projects.actions.listing import create_project, edit_project, withdraw_project
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.models import Project
from tests.city import NOW, TODAY, City

FIRST = Quarter(2021, 1)
FEBRUARY = date(2021, 2, 28)


def indicator(
    city: City, source: str = QuarterSource.ENTERED, **values: object
) -> QuarterIndicator:
    given = {"name": "规上工业产值", "unit": "亿元", "source": source, **values}
    return add_indicator(city.tenant, given, by=city.office, now=NOW)


def set_for(
    city: City, row: QuarterIndicator, line: WorkLine | None, value: str | None, shown: str = ""
) -> int:
    typed = Typed(Decimal(shown) if shown else None, None if value is None else Decimal(value))
    cells = {Cell(row.pk, line.pk if line else None): typed}
    return set_targets(city.tenant, FIRST, cells, by=city.office, now=NOW)


def enter(
    city: City,
    row: QuarterIndicator,
    line: WorkLine | None,
    value: str | None,
    *,
    by: User,
    shown: str = "",
    as_of: date = FEBRUARY,
    now: datetime = NOW,
) -> int:
    typed = Typed(Decimal(shown) if shown else None, None if value is None else Decimal(value))
    cells = {Cell(row.pk, line.pk if line else None): typed}
    return enter_actuals(city.tenant, FIRST, as_of, cells, by=by, now=now)


def read(city: City, day: date = TODAY, moment: datetime = NOW) -> QuarterReading:
    return read_quarter(city.reader, FIRST, day, moment)


def only(told: QuarterReading, line: int = 0) -> CellReading:
    return told.lines[line].cells[0]


def test_a_lead_unit_reports_and_the_page_says_how_far_behind(city: City) -> None:
    """150 of 253.75 by the end of February is 7.55 points behind, by hand."""
    row = indicator(city)
    assert set_for(city, row, city.industry_line, "253.75") == 1
    assert enter(city, row, city.industry_line, "150", by=city.liaison) == 1

    cell = only(read(city))
    assert (cell.target, cell.done, cell.figure.as_of) == (Decimal("253.75"), 150, FEBRUARY)
    assert (cell.standing.gap, cell.standing.light) == (Decimal("-7.55"), Light.GREEN)
    assert str(cell.words) == "低于序时 7.55 个百分点"
    assert [one.line and one.line.title for one in read(city).behind] == ["工业立市"]
    told = [str(sentence_of(one)) for one in history_of(cell.row.pk if cell.row else row.pk)]
    assert told == [
        "报工业立市2021年一季度“规上工业产值”截至 2021-02-28 完成 150（亿元）",
        "工业立市2021年一季度“规上工业产值”目标由 无 改为 253.75（亿元）",
    ]


def test_a_correction_keeps_both_and_the_past_reads_as_it_was(city: City) -> None:
    row = indicator(city)
    set_for(city, row, city.industry_line, "253.75")
    early = datetime(2021, 3, 2, 9, tzinfo=CHINA)
    enter(city, row, city.industry_line, "150", by=city.liaison, now=early)
    enter(city, row, city.industry_line, "160", shown="150", by=city.office)

    assert [one.value for one in QuarterActual.objects.all()] == [160, 150]
    assert only(read(city)).done == 160
    assert only(read(city, date(2021, 3, 10), datetime(2021, 3, 10, 23, tzinfo=CHINA))).done == 150
    assert only(read(city, date(2021, 2, 27))).done is None
    held = QuarterTarget.objects.get()
    assert str(sentence_of(history_of(held.pk)[0])).startswith("更正工业立市2021年一季度")

    assert enter(city, row, city.industry_line, None, shown="160", by=city.liaison) == 1
    assert only(read(city)).standing.grade is Grade.NOT_DUE
    assert history_of(held.pk)[0].code == "quarter_actual.taken_back"


def test_nobody_overwrites_what_he_has_not_seen(city: City) -> None:
    row = indicator(city)
    set_for(city, row, city.industry_line, "100")
    with pytest.raises(StateChanged, match="工业立市“规上工业产值”刚被别人改为 100"):
        set_for(city, row, city.industry_line, "120")
    enter(city, row, city.industry_line, "50", by=city.liaison)
    with pytest.raises(StateChanged, match="改为 50"):
        enter(city, row, city.industry_line, "60", by=city.office)
    assert set_for(city, row, city.industry_line, "100") == 0


def test_who_may_type_what(city: City) -> None:
    row = indicator(city)
    set_for(city, row, city.industry_line, "100")
    set_for(city, row, None, "300")
    with pytest.raises(Forbidden):
        enter(city, row, city.industry_line, "50", by=city.other_liaison)
    with pytest.raises(Forbidden):
        enter(city, row, None, "50", by=city.liaison)
    assert enter(city, row, None, "50", by=city.office) == 1
    with pytest.raises(Forbidden):
        set_targets(city.tenant, FIRST, {}, by=city.liaison, now=NOW)


def test_days_figures_and_strangers_are_refused(city: City) -> None:
    row = indicator(city)
    set_for(city, row, city.industry_line, "100")
    for day, words in ((date(2021, 4, 1), "之内"), (date(2021, 3, 16), "不能晚于今天")):
        with pytest.raises(Refusal, match=words) as refused:
            enter(city, row, city.industry_line, "1", by=city.liaison, as_of=day)
        assert set(refused.value.fields) == {"as_of"}
    with pytest.raises(Refusal, match="0 以上"):
        enter(city, row, city.industry_line, "-1", by=city.liaison)
    foreign = add_indicator(
        city.outsider.tenant, {"name": "产值", "unit": "亿元"}, by=city.outsider, now=NOW
    )
    with pytest.raises(Refusal, match="不属于本地"):
        set_for(city, foreign, city.industry_line, "1")


def test_what_projects_tell_is_counted_and_not_asked(city: City) -> None:
    row = indicator(city, QuarterSource.INVESTED, name="完成投资")
    set_for(city, row, city.industry_line, "0.6")
    first = _listed_early(city, also_lines=[city.housing_line])
    second = _listed_early(city, "示例仓储项目", line=city.housing_line, lead_unit=city.housing)
    for project, amount in ((first, 3000), (second, 1200)):
        _report(city, project, 1, amount // 2)
        _report(city, project, 2, amount)

    told = read(city)
    assert (only(told).done, only(told).figure.as_of) == (Decimal("0.3"), FEBRUARY)
    assert only(told).standing.percent == Decimal(50)
    assert told.city[0].done == Decimal("0.42")
    assert told.repeated == {row.pk: Decimal("0.3")}
    with pytest.raises(Refusal, match="由系统按项目月报的完成投资统计"):
        enter(city, row, city.industry_line, "1", by=city.liaison)
    early = read(city, date(2021, 2, 5), datetime(2021, 2, 5, 23, tzinfo=CHINA))
    assert only(early).done == Decimal("0.15")


def test_a_look_back_shows_money_as_it_stood_before_its_correction(city: City) -> None:
    row = indicator(city, QuarterSource.INVESTED, name="完成投资", unit="万元")
    set_for(city, row, city.industry_line, "6000")
    project = _listed_early(city, also_lines=[city.housing_line])
    _report(city, project, 1, 100, now=_on(2, 3))
    then = read(city, date(2021, 2, 15), _on(2, 15))
    assert (only(then).done, then.city[0].done) == (100, 100)

    corrected = MonthFigures(date(2021, 1, 1), Decimal(110), reason="核对后更正")
    report_progress(_fresh(project), corrected, by=city.office, now=_on(3, 5))
    _report(city, project, 2, 300, now=_on(3, 6))
    assert read(city, date(2021, 2, 15), _on(2, 15)) == then
    assert then.repeated == {row.pk: 100}
    assert (only(then).figure.as_of, only(read(city)).done) == (date(2021, 1, 31), 300)
    assert only(read(city, date(2021, 3, 5), _on(3, 5))).done == 110
    assert only(read(city, date(2021, 2, 2), _on(2, 2))).done is None


def test_a_look_back_counts_what_was_known_and_listed_then(city: City) -> None:
    row = indicator(city, QuarterSource.STARTED, name="新开工项目", unit="个")
    set_for(city, row, city.industry_line, "3")
    moved, gone = _listed_early(city), _listed_early(city, "示例仓储项目")
    late = _fresh(moved)
    edit_project(late, {"line": city.housing_line, "actual_start": None},
                 seen=late.version, by=city.office, now=_on(3, 1))  # fmt: skip
    withdraw_project(_fresh(gone), reason="不再实施", by=city.office, now=_on(3, 2))

    told = read(city)
    assert (only(told).done, told.city[0].done) == (0, 0)
    then = read(city, date(2021, 2, 15), _on(2, 15))
    assert (only(then).done, then.city[0].done) == (2, 2)
    assert read(city, date(2021, 3, 1), _on(3, 1)).city[0].done == 1
    assert only(read(city, date(2021, 1, 9), _on(2, 15))).done == 0


def test_half_of_the_year_is_that_of_the_day_looked_back_to(city: City) -> None:
    project = _listed_early(city)
    _report(city, project, 1, 7000, now=_on(2, 3))
    second, day = Quarter(2021, 2), date(2021, 5, 10)
    then = read_quarter(city.reader, second, day, _on(5, 10)).halves
    assert then is not None
    assert then.is_met
    late = _fresh(project)
    edit_project(late, {"year_plan": Decimal(20000)}, seen=late.version,
                 by=city.office, now=_on(5, 20))  # fmt: skip
    assert read_quarter(city.reader, second, day, _on(5, 10)).halves == then
    now = read_quarter(city.reader, second, date(2021, 5, 20), _on(5, 20)).halves
    assert now is not None
    assert not now.is_met


def test_starts_count_from_the_first_day_of_the_quarter(city: City) -> None:
    row = indicator(city, QuarterSource.STARTED, name="新开工项目", unit="个")
    set_for(city, row, city.industry_line, "3")
    for n, day in enumerate((date(2020, 12, 31), date(2021, 1, 1), date(2021, 3, 15))):
        city.project(f"示例项目{n}", actual_start=day, planned_start=date(2021, 1, 1))
    told = read(city)
    assert (only(told).done, told.city[0].done) == (2, 2)
    assert only(told).standing.gap == 0
    assert only(read(city, date(2021, 3, 14))).done == 1
    second = read_quarter(city.office, Quarter(2021, 2), date(2021, 3, 15), NOW)
    assert second.city[0].done is None


def test_a_second_quarter_counts_what_came_since_the_first(city: City) -> None:
    row = indicator(city, QuarterSource.INVESTED, name="完成投资", unit="万元")
    project = city.project()
    for month, amount in ((1, 1000), (2, 2000), (3, 3500)):
        _report(city, project, month, amount, now=datetime(2021, month + 1, 3, tzinfo=CHINA))
    later = datetime(2021, 5, 4, 9, tzinfo=CHINA)
    _report(city, project, 4, 4300, now=later)
    second = Quarter(2021, 2)
    cells = {Cell(row.pk, city.industry_line.pk): Typed(None, Decimal(3000))}
    set_targets(city.tenant, second, cells, by=city.office, now=later)
    told = read_quarter(city.office, second, later.date(), later)
    assert only(told).done == 800
    assert only(told).standing.expected == Decimal("33.33")
    assert told.halves is not None
    assert not told.halves.is_met


def test_the_city_adds_up_its_lines_unless_it_has_a_target_of_its_own(city: City) -> None:
    row = indicator(city)
    for line, target, done in (
        (city.industry_line, "100", "60"),
        (city.housing_line, "50", "40"),
    ):
        set_for(city, row, line, target)
        enter(city, row, line, done, by=city.office)
    whole = read(city).city[0]
    assert (whole.target, whole.done, whole.summed) == (150, 100, True)
    assert whole.standing.gap == 0

    set_for(city, row, None, "200")
    whole = read(city).city[0]
    assert (whole.target, whole.done, whole.summed) == (200, 100, False)
    enter(city, row, None, "120", by=city.office)
    assert read(city).city[0].done == 120


def test_rates_do_not_add_up(city: City) -> None:
    row = indicator(city, name="增加值增幅", unit="%", adds_up=False)
    set_for(city, row, city.industry_line, "8")
    enter(city, row, city.industry_line, "9", by=city.office)
    assert read(city).city[0].is_empty


def test_what_the_year_has_reported_is_taken_over_in_the_first_quarter(city: City) -> None:
    row = indicator(city, name="新签约过亿元项目", unit="个")
    set_for(city, row, city.industry_line, "14")
    held = QuarterTarget.objects.get()
    year = _target(city.industry_line, "新签约过亿元项目", "个", actual=12)
    tie_target(held, year, by=city.office, now=NOW)
    cell = only(read(city))
    assert (cell.done, cell.taken_over, cell.of_year) == (12, True, Decimal(24))
    enter(city, row, city.industry_line, "13", by=city.liaison)
    cell = only(read(city))
    assert (cell.done, cell.taken_over) == (13, False)

    other_unit = _target(city.industry_line, "签约金额", "亿元")
    with pytest.raises(Refusal, match="单位是“亿元”"):
        tie_target(held, other_unit, by=city.office, now=NOW)
    other_line = _target(city.housing_line, "签约", "个")
    with pytest.raises(Refusal, match="不属于这条工作线"):
        tie_target(held, other_line, by=city.office, now=NOW)


def test_an_indicator_in_use_keeps_its_unit_and_stays(city: City) -> None:
    row = indicator(city)
    change_indicator(row, {"unit": "万元", "yellow": Decimal(5)}, by=city.office, now=NOW)
    set_for(city, row, city.industry_line, "100")
    with pytest.raises(Refusal, match="单位不能改"):
        change_indicator(row, {"unit": "个"}, by=city.office, now=NOW)
    with pytest.raises(Refusal, match="不能删去"):
        remove_indicator(row, by=city.office, now=NOW)
    with pytest.raises(Refusal, match="已有指标"):
        indicator(city)
    with pytest.raises(Refusal, match="“亿元”或“万元”"):
        indicator(city, QuarterSource.INVESTED, name="完成投资", unit="个")
    spare = indicator(city, name="备用")
    remove_indicator(spare, by=city.office, now=NOW)
    assert not QuarterIndicator.objects.filter(name="备用").exists()


def test_own_points_make_an_own_light(city: City) -> None:
    row = indicator(city, yellow=Decimal(5), red=Decimal(7))
    set_for(city, row, city.industry_line, "253.75")
    enter(city, row, city.industry_line, "150", by=city.liaison)
    told = read(city)
    assert only(told).standing.light is Light.RED
    assert told.lines[0].light is Light.RED


def _on(month: int, day: int) -> datetime:
    return datetime(2021, month, day, 23, tzinfo=CHINA)


def _fresh(project: Project) -> Project:
    return Project.objects.select_related("tenant").get(pk=project.pk)


def _listed_early(city: City, name: str = "示例轴承生产线项目", **values: object) -> Project:
    """On the list since 11 January, begun the day before."""
    given = {
        "name": name,
        "line": city.industry_line,
        "lead_unit": city.industry,
        "year_plan": Decimal(12000),
        "planned_start": date(2021, 1, 10),
        "actual_start": date(2021, 1, 10),
        **values,
    }
    return create_project(city.tenant, given, year=2021, by=city.office, now=_on(1, 11))


def _report(city: City, project: Project, month: int, amount: int, now: datetime = NOW) -> None:
    moment = min(now, datetime(2021, month + 1, 2, 9, tzinfo=CHINA)) if now == NOW else now
    figures = MonthFigures(date(2021, month, 1), Decimal(amount), "按计划推进", None)
    report_progress(_fresh(project), figures, by=city.office, now=moment)


def _target(line: WorkLine, name: str, unit: str, actual: int | None = None) -> Target:
    return Target.objects.create(
        line=line,
        name=name,
        value=Decimal(50),
        unit=unit,
        actual=actual,
        actual_on=FEBRUARY if actual else None,
    )
