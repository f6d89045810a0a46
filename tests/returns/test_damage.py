"""What hands, programs and mistakes make of sheets: said row by row, nothing else is harmed."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from guatu.domain.worklists.rows import Cell
from guatu.org.choices import Role
from guatu.org.models import Unit
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.models import Milestone, ProgressReport, Project
from guatu.returns.actions.entering import enter
from guatu.returns.actions.many import enter_all
from guatu.returns.actions.sending import send_again
from guatu.returns.actions.taking import bring
from guatu.returns.models import ReturnFile, ReturnRound, ReturnSheet
from guatu.returns.parcels import Brought, opened
from guatu.worklists.models import WorkItem
from tests.city import NOW, City, _post, _unit
from tests.kit.workbook.hostile import compound
from tests.office import office, without
from tests.returns.sheets import (
    FIRST,
    INVESTED,
    MONTH,
    PERCENT,
    PROGRESS,
    TITLES,
    WORK,
    brought,
    edited,
    fill,
    out,
    place,
    put,
    sent,
    sheet_of,
    told,
)
from tests.worklists.lists import item, list_of, prepared, with_milestones

CODES = ("0012", "3-4", "1E5", "370881202101010001", "=1+1", "2020-370881-04")


@pytest.fixture
def sheet(city: City) -> ReturnSheet:
    with_milestones(city)
    prepared(city)
    return sheet_of(sent(city), city.industry)


def said(city: City, sheet: ReturnSheet, edit: Callable[[Workbook], object]) -> list[str]:
    return [
        f"{fate}：{words}" for fate, _label, words in told(brought(city, edited(out(sheet), edit)))
    ]


def test_a_sheet_is_locked_prepared_for_paper_and_carries_its_lists(sheet: ReturnSheet) -> None:
    book = load_workbook(io.BytesIO(out(sheet)))
    assert book.sheetnames == ["填表说明", PROGRESS, WORK, "_lists", "_guatu"]
    assert [book[name].sheet_state for name in book.sheetnames[3:]] == ["veryHidden"] * 2
    page = book[PROGRESS]
    assert page.protection.sheet
    assert page.cell(FIRST, place(page, "项目代码")).protection.locked
    assert not page.cell(FIRST, place(page, INVESTED)).protection.locked
    assert (page.freeze_panes, page.print_title_rows) == ("E4", "$3:$3")
    assert page.column_dimensions["A"].hidden
    lists = {rule.formula1 for rule in page.data_validations.dataValidation if rule.type == "list"}
    assert len(lists) == 2
    assert "用地" in [cell.value for cell in book["_lists"]["A"]]
    assert "示例住建局" in [cell.value for cell in book["_lists"]["B"]]


@pytest.mark.parametrize("program", ["openpyxl", "soffice"])
def test_codes_come_back_as_they_went_out(city: City, tmp_path: Path, program: str) -> None:
    """Leading zeros, fractions, exponents, long ids and what looks like a formula."""
    for code in CODES:
        _coded(city, f"示例项目{code}", code)
    raw = out(sheet_of(sent(city, week=False), city.industry))
    page = load_workbook(io.BytesIO(raw))[PROGRESS]
    column = place(page, "项目代码")
    assert [page.cell(FIRST + n, column).value for n in range(len(CODES))] == list(CODES)
    assert {page.cell(FIRST + n, column).data_type for n in range(len(CODES))} <= {"s"}

    file = brought(city, _saved_by(program, raw, tmp_path))

    assert (file.status, told(file)) == ("read", [])
    assert list(Project.objects.order_by("number").values_list("code", flat=True)) == list(CODES)


def test_words_that_look_like_formulas_are_text_and_come_back_unharmed(
    city: City, sheet: ReturnSheet
) -> None:
    risky = '=HYPERLINK("x")'
    file = brought(
        city, edited(out(sheet), lambda book: put(book[WORK], FIRST, 需协调=f"'{risky}"))
    )
    enter(file, by=city.office, now=NOW)
    assert item(list_of(city), "基础").text(Cell.HELP) == risky
    (fresh,) = send_again(sheet.round, by=city.office, now=NOW)
    with zipfile.ZipFile(io.BytesIO(out(fresh))) as archive:
        pages = [archive.read(n) for n in archive.namelist() if "worksheets/sheet" in n]
        styles = archive.read("xl/styles.xml")
    assert not any(b"<f>" in page for page in pages)
    assert b'quotePrefix="1"' in styles
    assert told(brought(city, out(fresh))) == []


def test_columns_may_be_moved_and_sheets_added(city: City, sheet: ReturnSheet) -> None:
    def edit(book: Workbook) -> None:
        page = book[PROGRESS]
        fill(page, FIRST, {INVESTED: 700})
        _swap(page, place(page, INVESTED), place(page, "项目名称"))
        page.cell(TITLES, page.max_column + 1).value = "自己加的"
        page.title = "改了名"
        book.create_sheet("草稿")["A1"] = "随手记"
        book.move_sheet(WORK, -2)

    file = brought(city, edited(out(sheet), edit))
    assert [(fate, words) for fate, _label, words in told(file)] == [
        ("noted", "工作表“草稿”不是发出的填报表，没有读。"),
        ("noted", "另加的“自己加的”栏没有读。"),
        ("change", "700"),
    ]


def test_a_row_with_another_code_is_refused_whole(city: City) -> None:
    _coded(city, "示例甲项目", "0012")
    _coded(city, "示例乙项目", "0013")
    sheet = sheet_of(sent(city, week=False), city.industry)

    def edit(book: Workbook) -> None:
        fill(book[PROGRESS], FIRST, {"项目代码": 12, INVESTED: 700})
        fill(book[PROGRESS], FIRST + 1, {INVESTED: 800})

    file = brought(city, edited(out(sheet), edit))
    assert [(fate, label) for fate, label, _words in told(file)] == [
        ("refused", "示例甲项目"),
        ("change", "示例乙项目"),
    ]
    assert "由“0012”变成了“12”" in told(file)[0][2]


def test_rows_of_others_copied_deleted_and_inserted(city: City, sheet: ReturnSheet) -> None:
    other = city.project("示例住建项目", lead_unit=city.housing)
    foreign = f"{other.pk.hex}.0123456789ab"

    def edit(book: Workbook) -> None:
        page = book[PROGRESS]
        page.cell(FIRST + 1, 1).value = foreign
        fill(page, FIRST + 1, {"项目名称": "示例住建项目", INVESTED: 1})
        page.cell(FIRST + 2, 1).value = page.cell(FIRST, 1).value
        fill(page, FIRST + 2, {"项目名称": "抄来的", INVESTED: 2})
        fill(page, FIRST + 3, {"项目名称": "新冒出来的项目", INVESTED: 3})
        page.cell(FIRST + 4, 1).value = page.cell(FIRST, 1).value[:-1] + "x"
        work = book[WORK]
        work.delete_rows(FIRST)

    lines = said(city, sheet, edit)
    assert lines == [
        "refused：这一行是“示例住建局”的，不在本单位的表里，整行没有收。",
        f"refused：与第 {FIRST} 行是同一行，没有收；新的事项请写在空行里。",
        "refused：行标识被改动过，分不清是哪一行，整行没有收；请从下载的表里重填这一行。",
        "refused：项目进度表不能加行，整行没有收；新项目请先由总指挥部办公室列入。",
        "noted：交回的表里没有“示例轴承生产线项目：基础”这一行，未作改动。",
    ]


def test_formulas_merged_cells_and_what_is_no_figure(city: City, sheet: ReturnSheet) -> None:
    def edit(book: Workbook) -> None:
        figures = {INVESTED: "=100*2", PERCENT: "一半", "年初累计支付（万元）": "约多少"}
        fill(book[PROGRESS], FIRST, {**figures, "问题类别": "天气", "新增问题": "雨多"})
        page = book[WORK]
        column = place(page, "本周计划")
        page.merge_cells(start_row=FIRST, end_row=FIRST + 1, start_column=column, end_column=column)
        put(page, FIRST + 3, 本周计划="没有写是什么事")
        put(page, FIRST + 4, 事项="走访", 时限="哪天再说")

    lines = said(city, sheet, edit)
    assert all(line.startswith("refused：") for line in lines)
    words = "".join(lines)
    for part in (
        "没有算出结果的公式", "“一半”不是百分数", "“约多少”不是一个金额", "“天气”不在列表里",
        "合并了第 4 至 5 行", "没有写“事项”", "“哪天再说”不是日期",
    ):  # fmt: skip
        assert part in words
    assert len(lines) == 8


@pytest.mark.parametrize(
    ("stored", "shown_as", "taken"),
    [(1, "0%", "100"), (0.45, "0.00%", "45"), (0.005, "0.0%", "0.5"), (45, '0"%"', "45")],
)
def test_a_percentage_is_what_its_cell_shows(
    city: City, sheet: ReturnSheet, stored: float, shown_as: str, taken: str
) -> None:
    def edit(book: Workbook) -> None:
        page = book[PROGRESS]
        fill(page, FIRST, {PERCENT: stored})
        page.cell(FIRST, place(page, PERCENT)).number_format = shown_as

    file = brought(city, edited(out(sheet), edit))
    assert [(fate, words) for fate, _label, words in told(file)] == [("change", taken)]
    enter(file, by=city.office, now=NOW)
    assert ProgressReport.objects.get().physical_percent == Decimal(taken)


def test_a_fraction_in_a_cell_that_shows_no_percentage_is_asked_about(
    city: City, sheet: ReturnSheet
) -> None:
    def edit(book: Workbook) -> None:
        fill(book[PROGRESS], FIRST, {PERCENT: 0.65, INVESTED: 700})

    file = brought(city, edited(out(sheet), edit))
    lines = [(fate, words) for fate, _label, words in told(file)]
    assert [fate for fate, _words in lines] == ["change", "refused"]
    assert "请填 65 这样的数" in lines[1][1]
    enter(file, by=city.office, now=NOW)
    report = ProgressReport.objects.get()
    assert (report.invested, report.physical_percent) == (700, None)


def test_a_share_below_one_percent_that_went_out_is_not_asked_about(
    city: City, sheet: ReturnSheet
) -> None:
    project = Project.objects.get()
    figures = MonthFigures(MONTH, Decimal(10), "清表", Decimal("0.5"))
    report_progress(project, figures, by=city.office, now=NOW)
    (fresh,) = send_again(sheet.round, by=city.office, now=NOW)
    page = load_workbook(io.BytesIO(out(fresh)))[PROGRESS]
    assert page.cell(FIRST, place(page, PERCENT)).value == 0.5
    words = edited(out(fresh), lambda book: put(book[PROGRESS], FIRST, 形象进度="开挖"))
    assert [(fate, said) for fate, _label, said in told(brought(city, words))] == [
        ("change", "开挖")
    ]


def test_dates_as_text_as_numbers_and_as_dates(city: City, sheet: ReturnSheet) -> None:
    days = ("2021年3月19日", "2021.3.19", "３月１９日", 44274, datetime(2021, 3, 19))

    def edit(book: Workbook) -> None:
        for n, day in enumerate(days):
            put(book[WORK], FIRST + 3 + n, 事项=f"走访{n}", 时限=day)

    enter(brought(city, edited(out(sheet), edit)), by=city.office, now=NOW)
    found = list_of(city).items.filter(label__startswith="走访")
    assert {str(day) for day in found.values_list("due_on", flat=True)} == {"2021-03-19"}
    assert found.count() == len(days)


def test_files_that_are_no_sheets_are_refused_with_the_reason(
    city: City, sheet: ReturnSheet
) -> None:
    raw = out(sheet)
    blank = Workbook()
    blank.active["A1"] = "别的表"
    target = io.BytesIO()
    blank.save(target)

    def sealed_anew(book: Workbook) -> None:
        for line in book["_guatu"].iter_rows():
            if line[0].value == "unit":
                line[1].value = city.housing.pk.hex

    damaged = {
        "没有模板标识": target.getvalue(),
        "模板标识被改动过": edited(raw, sealed_anew),
        "打不开": raw[:-2000],
        "不是 Excel": b"%PDF-1.7 ...",
        "打开密码": compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}),
        "0 字节": b"",
    }
    for words, content in damaged.items():
        file = brought(city, content)
        assert file.status == "refused", words
        assert words in file.refusal["template"].format_map(file.refusal["params"])


def test_forty_units_of_which_six_are_damaged(city: City) -> None:
    """All files at once: the sound ones are entered, of each damaged one it is said what is wrong,
    and no unit suffers from another's mistake."""
    row = _forty(city)
    sheets = list(row.sheets.select_related("unit", "round__work_round").order_by("unit__path"))
    files = [Brought(f"{n:02d}.xlsx", _by_hand(n, sheet)) for n, sheet in enumerate(sheets)]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        for file in files[20:]:
            packed.writestr(f"交回/{file.name}", file.raw)

    parcel = bring(
        city.tenant, [*files[:20], Brought("其余.zip", archive.getvalue())], by=city.office, now=NOW
    )
    good = enter_all(parcel, only_good=True, by=city.office, now=NOW)
    rest = enter_all(parcel, only_good=False, by=city.office, now=NOW)

    assert parcel.files.count() == 40
    by_name = {file.filename: file for file in ReturnFile.objects.all()}
    assert (len(good.entered), len(rest.entered)) == (36, 2)
    assert {name for name, file in by_name.items() if file.status == "refused"} == {
        "03.xlsx",
        "33.xlsx",
    }
    for n, sheet in enumerate(sheets):
        helped = WorkItem.objects.filter(
            work_list__unit=sheet.unit, hand__help=f"请协调{n}"
        ).count()
        invested = Project.objects.get(lead_unit=sheet.unit).year_done
        sound = n not in (3, 33)
        assert helped == sound, n
        assert invested == (0 if n in (3, 13, 33) else 100 + n), n
    assert by_name["13.xlsx"].refused == 1
    assert by_name["23.xlsx"].refused == 1
    assert by_name["07.xlsx"].lines.filter(fate="noted").count() == 1
    assert [line.fate for line in by_name["17.xlsx"].lines.all()].count("change") == 2


def test_archives_are_opened_under_limits() -> None:
    nested, target = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(nested, "w") as archive:
        archive.writestr("深处.xlsx", b"PK")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/~$表.xlsx", b"x")
        archive.writestr("../../表.xlsx", b"PK")
        archive.writestr("大.xlsx", b"0" * (11 * 1024 * 1024))
        archive.writestr("里面.zip", nested.getvalue())
    parcel = opened([Brought("包.zip", target.getvalue()), Brought("单.xlsx", b"PK")])
    assert [file.name for file in parcel.files] == ["表.xlsx", "里面.zip", "单.xlsx"]
    assert ["大.xlsx" in str(note) for note in parcel.notes] == [True]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_archive_stops_no_other_file(city: City, sheet: ReturnSheet, method: int) -> None:
    raw = edited(out(sheet), lambda book: fill(book[PROGRESS], FIRST, {INVESTED: 700}))
    files = [Brought("坏.zip", _spoiled(method)), Brought("好.xlsx", raw)]
    parcel = bring(city.tenant, files, by=city.office, now=NOW)
    assert [(file.filename, file.changes) for file in parcel.files.all()] == [("好.xlsx", 1)]
    (note,) = parcel.notes
    assert "打不开" in note["template"]
    assert note["params"] == {"zip": "坏.zip", "name": "表.xlsx"}


def _spoiled(method: int) -> bytes:
    """An archive whose directory is sound and whose content is not."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.writestr("表.xlsx", bytes(range(256)) * 20)
        start = 30 + len("表.xlsx".encode())
        end = start + archive.infolist()[0].compress_size
    raw = bytearray(target.getvalue())
    raw[start + 9 : end] = b"\xff" * (end - start - 9)
    return bytes(raw)


def _saved_by(program: str, raw: bytes, folder: Path) -> bytes:
    if program == "openpyxl":
        return edited(raw, lambda book: book[PROGRESS].cell(FIRST, 1).value)
    source, target = folder / "in.xlsx", folder / "out"
    source.write_bytes(raw)
    subprocess.run(
        [office(), "--headless", f"-env:UserInstallation=file://{folder}/profile",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(target), str(source)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    if not (target / "in.xlsx").exists():
        without("soffice has no Calc")
    return (target / "in.xlsx").read_bytes()


def _swap(page: Worksheet, one: int, other: int) -> None:
    for row in range(TITLES, page.max_row + 1):
        left, right = page.cell(row, one), page.cell(row, other)
        left.value, right.value = right.value, left.value


def _coded(city: City, name: str, code: str, **values: Unit) -> Project:
    """As old ledgers have them: such codes are on the list, though none is given any more."""
    project = city.project(name, **values)
    project.code = code
    project.save(update_fields=["code"])
    return project


def _forty(city: City) -> ReturnRound:
    units = [_unit(city.root, f"示例单位{n:02d}") for n in range(38)]
    for unit in units:
        _post(unit, "联络员", Role.LIAISON, city.liaison)
    for n, unit in enumerate([city.industry, city.housing, *units]):
        _due(_coded(city, f"示例项目{n:02d}", f"00{n:02d}", lead_unit=unit))
    prepared(city)
    assert Unit.objects.filter(tenant=city.tenant).count() > 40
    return sent(city)


def _due(project: Project) -> None:
    """Each project has a milestone of this week, and so its unit a row on its list."""
    Milestone.objects.create(
        project=project, serial=0, code="m0", name="基础", duration=5,
        planned_start=date(2021, 3, 1), planned_finish=date(2021, 3, 19),
    )  # fmt: skip


def _by_hand(n: int, sheet: ReturnSheet) -> bytes:
    """Filled; six of forty are damaged."""

    def edit(book: Workbook) -> None:
        page = book[PROGRESS]
        fill(page, FIRST, {INVESTED: Decimal(100 + n)})
        put(book[WORK], FIRST, 需协调=f"请协调{n}")
        if n == 7:
            book.create_sheet("草稿")["A1"] = "随手记"
        if n == 13:
            fill(page, FIRST, {"项目代码": n})
        if n == 17:
            _swap(page, place(page, INVESTED), place(page, PERCENT))
        if n == 23:
            fill(page, FIRST + 1, {"项目名称": "新项目"})

    raw = edited(out(sheet), edit)
    if n == 3:
        return raw[: len(raw) // 2]
    if n == 33:
        return edited(raw, lambda book: book.remove(book["_guatu"]))
    return raw
