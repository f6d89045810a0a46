"""Sheets go out, are filled by hand, and come back: what changes, what does not, and why."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from openpyxl.workbook import Workbook

from guatu.command.models import Blocker
from guatu.domain.returns.columns import Part
from guatu.domain.returns.merging import Fate
from guatu.domain.worklists.rows import Cell
from guatu.journal.models import Event
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.models import Project
from guatu.returns.actions.entering import drop, enter
from guatu.returns.actions.many import enter_all
from guatu.returns.actions.sending import Wanted, send, send_again
from guatu.returns.actions.taking import bring
from guatu.returns.actions.undoing import undo
from guatu.returns.choices import LineFate, SheetPart
from guatu.returns.models import ReturnFile, ReturnRound, ReturnSheet
from guatu.returns.parcels import Brought
from guatu.worklists.actions import filing, filling
from guatu.worklists.models import WorkList
from tests.city import NOW, City
from tests.returns.sheets import (
    DUE,
    FIRST,
    INVESTED,
    MONTH,
    PERCENT,
    PROGRESS,
    WORK,
    brought,
    edited,
    fill,
    out,
    put,
    sent,
    sheet_of,
    told,
)
from tests.worklists.lists import item, list_of, prepared, with_milestones

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def project(city: City) -> Project:
    made = with_milestones(city)
    prepared(city)
    return made


@pytest.fixture
def row(city: City, project: Project) -> ReturnRound:
    return sent(city)


@pytest.fixture
def sheet(city: City, row: ReturnRound) -> ReturnSheet:
    return sheet_of(row, city.industry)


def _filled(book: Workbook) -> None:
    """Full-width digits, a percent sign, a day in words, a row of the unit's own."""
    figures = {INVESTED: "１，２００.５万元", PERCENT: "35%", "形象进度": "主体施工"}
    fill(book[PROGRESS], FIRST, figures)
    put(book[WORK], FIRST, 需协调="请住建局周三前答复")
    put(book[WORK], FIRST + 3, 事项="走访规上企业", 本周计划="走访五家", 时限="2021年3月19日")


def test_what_was_filled_in_by_hand_is_entered_by_the_acts_of_the_pages(
    city: City, project: Project, sheet: ReturnSheet
) -> None:
    file = brought(city, edited(out(sheet), _filled), by=city.liaison)
    assert (file.changes, file.added, file.refused) == (4, 1, 0)
    project.refresh_from_db()
    assert project.last_period is None

    done = enter(file, by=city.office, now=NOW)

    assert (done.status, done.changes, done.added) == ("entered", 4, 1)
    project.refresh_from_db()
    assert (project.year_done, project.physical_percent) == (Decimal("1200.5"), Decimal(35))
    assert item(list_of(city), "基础").text(Cell.HELP) == "请住建局周三前答复"
    own = item(list_of(city), "走访规上企业")
    assert (own.due_on, own.text(Cell.PLAN)) == (date(2021, 3, 19), "走访五家")
    codes = set(Event.objects.values_list("code", flat=True))
    assert {"progress.reported", "work_list.corrected", "work_list.added"} <= codes
    assert {"return_file.brought", "return_file.entered"} <= codes


def test_an_undo_puts_back_what_was_there_and_leaves_what_came_later(
    city: City, project: Project, sheet: ReturnSheet
) -> None:
    report_progress(project, MonthFigures(MONTH, Decimal(900), "基础"), by=city.office, now=NOW)

    def edit(book: Workbook) -> None:
        fill(book[PROGRESS], FIRST, {"形象进度": "主体施工", INVESTED: ""})
        put(book[WORK], FIRST, 需协调="请住建局答复", 本周计划="周三前浇筑")

    sheet = send_again(sheet.round, by=city.office, now=NOW)[0]
    file = enter(brought(city, edited(out(sheet), edit)), by=city.office, now=NOW)
    late = item(list_of(city), "基础")
    filling.correct(late, {Cell.PLAN: "周五前浇筑"}, by=city.liaison, now=LATER)

    done = undo(file, by=city.office, now=LATER)

    assert done.restored == 2
    assert [str(line) for line in done.kept] == ["入账后又改过，保留未动。"]
    report = project.reports.get(period=MONTH)
    assert (report.invested, report.physical_words, report.reported_at) == (900, "基础", NOW)
    late = item(list_of(city), "基础")
    assert (late.text(Cell.PLAN), late.text(Cell.HELP)) == ("周五前浇筑", "")
    with pytest.raises(StateChanged, match="已撤销"):
        undo(file, by=city.office, now=LATER)


def _two_of_one_parcel(city: City, sheet: ReturnSheet) -> tuple[ReturnFile, ReturnFile]:
    """Entered together, the amount of a project in the one, its words in the other."""
    raw = out(sheet)
    amount = edited(raw, lambda book: fill(book[PROGRESS], FIRST, {INVESTED: 500}))
    words = edited(raw, lambda book: put(book[PROGRESS], FIRST, 形象进度="主体封顶"))
    files = [Brought("a.xlsx", amount), Brought("b.xlsx", words)]
    parcel = bring(city.tenant, files, by=city.office, now=NOW)
    done = enter_all(parcel, only_good=False, by=city.office, now=LATER)
    first, second = done.entered
    assert (first.filename, second.filename, done.refused) == ("a.xlsx", "b.xlsx", [])
    return first, second


def test_an_undo_leaves_what_a_later_file_of_the_parcel_wrote(
    city: City, project: Project, sheet: ReturnSheet
) -> None:
    first, _second = _two_of_one_parcel(city, sheet)

    done = undo(first, by=city.office, now=LATER + timedelta(hours=1))

    assert done.restored == 0
    assert [str(line) for line in done.kept] == ["入账后又改过，保留未动。"]
    report = project.reports.get(period=MONTH)
    assert (report.invested, report.physical_words) == (500, "主体封顶")
    project.refresh_from_db()
    assert (project.year_done, project.physical_words) == (500, "主体封顶")


def test_files_of_a_parcel_are_taken_back_from_the_last_to_the_first(
    city: City, project: Project, sheet: ReturnSheet
) -> None:
    first, second = _two_of_one_parcel(city, sheet)

    assert undo(second, by=city.office, now=LATER).restored == 1
    report = project.reports.get(period=MONTH)
    assert (report.invested, report.physical_words) == (500, "")

    assert undo(first, by=city.office, now=LATER).restored == 1
    assert not project.reports.exists()


def test_a_row_of_its_own_and_a_problem_after_an_undo(
    city: City, project: Project, sheet: ReturnSheet
) -> None:
    def edit(book: Workbook) -> None:
        problem = {"问题类别": "用地", "新增问题": "边界未定", "需协调单位": "示例住建局"}
        fill(book[PROGRESS], FIRST, {**problem, "需要做什么": "三日内答复"})
        put(book[WORK], FIRST + 3, 事项="走访规上企业")

    file = enter(brought(city, edited(out(sheet), edit)), by=city.office, now=NOW)
    blocker = Blocker.objects.get()
    assert (blocker.kind, blocker.words) == ("land", "边界未定；请示例住建局协调：三日内答复")

    done = undo(file, by=city.office, now=LATER)

    assert item(list_of(city), "走访规上企业").struck
    assert [line.label for line in done.kept] == [project.name]
    assert Blocker.objects.count() == 1
    again = brought(city, edited(out(sheet), edit))
    assert [line[0] for line in told(again)] == ["same", "add"]


def test_the_same_file_twice_has_one_effect(city: City, sheet: ReturnSheet) -> None:
    raw = edited(out(sheet), _filled)
    first, second = brought(city, raw), brought(city, raw)
    enter(first, by=city.office, now=NOW)
    with pytest.raises(StateChanged, match="同样内容的文件已于"):
        enter(second, by=city.office, now=NOW)
    assert brought(city, raw).status == "refused"
    saved_again = brought(city, edited(raw, lambda book: book.create_sheet("备注")))
    assert {line[0] for line in told(saved_again)} == {"same", "noted"}
    before = Event.objects.filter(code__startswith="work_list").count()
    enter(saved_again, by=city.office, now=LATER)
    assert Event.objects.filter(code__startswith="work_list").count() == before
    assert list_of(city).items.filter(label="走访规上企业").count() == 1


def test_an_older_version_is_merged_where_nothing_has_changed_since(
    city: City, project: Project, sheet: ReturnSheet
) -> None:
    old = out(sheet)
    filling.correct(
        item(list_of(city), "基础"), {Cell.HELP: "请发改局协调"}, by=city.liaison, now=NOW
    )
    (fresh,) = send_again(sheet.round, by=city.office, now=NOW)
    assert (fresh.version, send_again(sheet.round, by=city.office, now=NOW)) == (2, [])

    def edit(book: Workbook) -> None:
        put(book[WORK], FIRST, 需协调="请住建局协调", 本周计划="周三前浇筑")

    file = brought(city, edited(old, edit))
    assert [(fate, words) for fate, _label, words in told(file)] == [
        ("noted", "这是第 1 版，现行的是第 2 版；发出后没有变过的内容并入，变过的逐项说明。"),
        ("change", "周三前浇筑"),
        (
            "conflict",
            "发出后系统里已改为“请发改局协调”，表里填的是“请住建局协调”，"
            "没有覆盖；请核对后在页面上更正。",
        ),
    ]
    enter(file, by=city.office, now=NOW)
    late = item(list_of(city), "基础")
    assert (late.text(Cell.PLAN), late.text(Cell.HELP)) == ("周三前浇筑", "请发改局协调")


def test_what_changes_between_checking_and_entering_is_not_overwritten(
    city: City, project: Project, sheet: ReturnSheet
) -> None:
    file = brought(city, edited(out(sheet), _filled))
    report_progress(project, MonthFigures(MONTH, Decimal(800)), by=city.liaison, now=NOW)
    done = enter(file, by=city.office, now=LATER)
    assert project.reports.get().invested == 800
    (line,) = done.lines.filter(fate="conflict")
    assert "已改为“800”，表里填的是“1200.5”" in str(line)
    assert done.refused == 1


def test_rules_of_the_pages_hold_and_say_so_before_anything_is_entered(
    city: City, project: Project, sheet: ReturnSheet
) -> None:
    report_progress(project, MonthFigures(date(2021, 1, 1), Decimal(900)), by=city.liaison, now=NOW)
    less = edited(out(sheet), lambda book: fill(book[PROGRESS], FIRST, {INVESTED: 500}))
    (line,) = told(brought(city, less))
    assert line[0] == "refused"
    assert "比上次报的 900 万元少" in line[2]
    said = {INVESTED: 500, "更正或异常说明": "上月多报"}
    why = edited(out(sheet), lambda book: fill(book[PROGRESS], FIRST, said))
    enter(brought(city, why), by=city.liaison, now=NOW)
    assert project.reports.get(period=MONTH).reason == "上月多报"


def test_a_list_that_was_filed_takes_nothing_more(city: City, sheet: ReturnSheet) -> None:
    row = list_of(city)
    filing.file(row, seen=row.version, by=city.liaison, now=NOW)
    file = brought(city, edited(out(sheet), _filled))
    refused = [line for line in told(file) if line[0] == "refused"]
    assert len(refused) == 2
    assert all("待审定" in line[2] for line in refused)


def test_units_return_their_own_and_strangers_nothing(city: City, sheet: ReturnSheet) -> None:
    raw = edited(out(sheet), _filled)
    other = brought(city, raw, by=city.other_liaison)
    assert (other.status, other.sheet) == ("refused", None)
    file = brought(city, raw, by=city.liaison)
    for stranger in (city.other_liaison, city.inspector, city.reader, city.outsider):
        with pytest.raises(Forbidden):
            enter(file, by=stranger, now=NOW)
    with pytest.raises(Forbidden):
        send(city.tenant, Wanted(MONTH, DUE), by=city.liaison, now=NOW)
    drop(file, by=city.liaison, now=NOW)
    with pytest.raises(StateChanged, match="已放弃"):
        enter(file, by=city.office, now=NOW)


def test_a_round_is_sent_once_and_tells_each_liaison(city: City, row: ReturnRound) -> None:
    assert Event.objects.filter(code="return_sheet.sent").count() == 2
    with pytest.raises(Refusal, match="请在那一批里重发"):
        send(city.tenant, Wanted(MONTH, DUE, row.work_round), by=city.office, now=NOW)
    with pytest.raises(Refusal, match="不能早于今天"):
        send(city.tenant, Wanted(MONTH, date(2021, 3, 1)), by=city.office, now=NOW)


def test_a_project_is_on_one_sheet_only(city: City) -> None:
    project = city.project(lead_unit=city.industry, responsible_unit=city.housing)
    row = sent(city, week=False)
    assert [sheet.unit.name for sheet in row.sheets.all()] == ["示例住建局"]
    (listed,) = row.sheets.get().rows["progress"]
    assert listed[0] == project.pk.hex
    assert not WorkList.objects.exists()


def test_the_choices_are_those_of_the_core() -> None:
    assert set(LineFate.values) == {one.value for one in Fate}
    assert set(SheetPart.values) == {one.value for one in Part}
