"""Honest workbooks: values as they stand, and what a reader must know about the cells."""

from __future__ import annotations

import io
import struct
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from guatu.kit.workbook import Limits, Sheet, Workbook, biff, open_workbook
from tests.kit.workbook.hostile import (
    cell_xml,
    honest_xls,
    honest_xlsx,
    packed,
    parts,
    record,
    sheet_xml,
)

LEDGERS = Path(__file__).parents[2] / "data" / "ledgers"


def first(raw: bytes, filename: str = "台账.xlsx") -> Sheet:
    return open_workbook(raw, filename).sheets[0]


def made(*, date1904: bool = False) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"date_1904": date1904})
    sheet = book.add_worksheet("清单")
    day = book.add_format({"num_format": "yyyy/m/d"})
    sheet.merge_range("A1:C1", "标题")
    sheet.write_row("A2", ["文字", 12.5, True])
    sheet.write_datetime("A3", datetime(2021, 3, 5), day)
    sheet.write_formula("B3", "=B2*2", None, 25)
    sheet.write_formula("C3", "=B2*3", None, "")
    sheet.write_formula("D3", "=1/0", None, "#DIV/0!")
    sheet.set_row(1, None, None, {"hidden": True})
    hidden = book.add_worksheet("旧")
    hidden.write("A1", "x")
    hidden.hide()
    book.close()
    return target.getvalue()


def test_values_merges_formulas_errors_hidden() -> None:
    book = open_workbook(made(), "台账.xlsx")
    sheet, old = book.sheets
    assert book.kind == "xlsx"
    assert sheet.name == "清单"
    assert sheet.rows[1][:3] == ["文字", 12.5, True]
    assert sheet.rows[2][0] == date(2021, 3, 5)
    assert sheet.rows[2][1] == 25
    assert sheet.rows[2][3] == "#DIV/0!"
    assert sheet.merged == (((0, 0), (0, 2)),)
    assert sheet.formulas_without_value == ((2, 2),)
    assert sheet.errors == ((2, 3, "#DIV/0!"),)
    assert (sheet.hidden, old.hidden) == (False, True)
    assert len({len(row) for row in sheet.rows}) == 1


def test_dates_counted_from_1904() -> None:
    book = open_workbook(made(date1904=True), "台账.xlsx")
    assert book.date1904
    assert book.sheets[0].date1904
    assert book.sheets[0].rows[2][0] == date(2021, 3, 5)


@pytest.mark.parametrize("filename", ["台账.xls", "台账.et", "台账.xlsx", "台账"])
def test_the_content_decides_and_not_the_name(filename: str) -> None:
    book = open_workbook(honest_xls(), filename)
    assert book.kind == "xls"
    assert book.sheets[0].rows[1][1] == "示例项目1"
    assert book.sheets[0].merged == (((0, 0), (0, 1)),)
    assert open_workbook(honest_xlsx(), "台账.xls").kind == "xlsx"


def test_formulas_of_the_old_format() -> None:
    """A result of nothing but zeros that waits for its first calculation is none."""
    waiting = struct.pack("<HHH8sHLH", 4, 2, 0, bytes(8), 2, 0, 0)
    failed = struct.pack("<HHH8sHLH", 5, 2, 0, b"\x02\x00\x17\x00\x00\x00\xff\xff", 0, 0, 0)
    done = struct.pack("<HHH8sHLH", 6, 2, 0, struct.pack("<d", 25), 2, 0, 0)
    bof = record(0x0809, struct.pack("<HHHHLL", 0x0600, 0x10, 0, 0, 0, 0))
    stream = bof + b"".join(record(0x0006, body) for body in (waiting, failed, done))
    (sheet,) = biff.walk(stream, Limits()).sheets.values()
    assert sheet.uncalculated == [(4, 2)]
    assert sheet.errors == [(5, 2, "#REF!")]


@pytest.mark.parametrize("waits", [True, False])
def test_a_formula_that_waits_for_its_calculation_has_no_value(waits: bool) -> None:
    """A 0 is none where the program that wrote the file left all formulas to the reader."""
    cell = b'<row r="1"><c r="A1"><f>SUM(A2:A3)</f><v>0</v></c><c r="B1"><v>7</v></c></row>'
    content = parts(sheet_xml(cell))
    if waits:
        book = content["xl/workbook.xml"]
        calculated = b'<calcPr calcId="1" fullCalcOnLoad="1"/></workbook>'
        content["xl/workbook.xml"] = book.replace(b"</workbook>", calculated)
    sheet = first(packed(content))
    assert sheet.rows[0] == ["" if waits else 0, 7]
    assert sheet.formulas_without_value == (((0, 0),) if waits else ())


def test_positions_are_those_of_the_sheet() -> None:
    sheet = first(packed(parts(sheet_xml(cell_xml(b"C4", b"7")))))
    assert len(sheet.rows) == 4
    assert sheet.rows[3] == ["", "", 7]
    assert all(cell in ("", None) for row in sheet.rows[:3] for cell in row)


def test_a_claimed_size_counts_for_nothing() -> None:
    claimed = sheet_xml(cell_xml(b"A1"), dimension=b'<dimension ref="A1:XFD1048576"/>')
    assert first(packed(parts(claimed))).rows == [[1]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_as_offices_write_it(encoding: str, mark: str) -> None:
    text = f"序号{mark}项目名称\r\n1{mark}示例甲\r\n2\r\n"
    book = open_workbook(text.encode(encoding), "台账.csv")
    assert book.kind == "csv"
    assert book.sheets[0].rows == [["序号", "项目名称"], ["1", "示例甲"], ["2", ""]]


def test_twenty_thousand_rows_open() -> None:
    sheet = first(honest_xlsx(20_001))
    assert len(sheet.rows) == 20_001
    assert sheet.rows[-1] == [20_000, "示例项目20000", 2_000_000]


def test_reference_ledgers_open() -> None:
    books: list[Workbook] = [
        open_workbook(path.read_bytes(), path.name) for path in sorted(LEDGERS.glob("*.xls*"))
    ]
    assert [book.kind for book in books] == ["xlsx", "xlsx", "xlsx", "xls", "xlsx", "xlsx"]
    assert all(sheet.rows for book in books for sheet in book.sheets)


#: A format of a number, and what 0.45 is by it.
FORMATS: dict[str, str | float] = {
    "0%": "45%",
    "0.00%": "45%",
    "0.0%;[Red]-0.0%": "45%",
    '0.0"%"': 0.45,
    r"0.0\%": 0.45,
    "General": 0.45,
    # signs of which a byte is that of %
    "▲#,##0;▼#,##0": 0.45,
    "[Red]▲0.0;[Green]▼0.0": 0.45,
    "■ 0": 0.45,
    "▲0.0%;▼0.0%": "45%",
    '"开工率"0%': "45%",
    "0!%": 0.45,
    "[>1]0;0%": 0.45,
    "[<=1]0.0%;0.0": 0.45,
    '[<=1]0.0%;[=0]"—";0%': "45%",
    '[Red]"[>1]"0.0%;0': "45%",
}


def _styled_xlsx() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("清单")
        for column, code in enumerate(FORMATS):
            sheet.write_number(0, column, 0.45, book.add_format({"num_format": code}))
        percent = book.add_format({"num_format": "0%"})
        for column, value in enumerate((1, 0, -0.005)):
            sheet.write_number(1, column, value, percent)
        sheet.write_formula(1, 3, "=1/4", percent, 0.25)
        sheet.write_string(1, 4, "示例", percent)
        sheet.write_boolean(1, 5, True, percent)
    return target.getvalue()


def _styled_xls() -> bytes:
    def style(code: str) -> xlwt.XFStyle:
        made = xlwt.XFStyle()
        made.num_format_str = code
        return made

    target, book = io.BytesIO(), xlwt.Workbook()
    sheet = book.add_sheet("清单")
    for column, code in enumerate(FORMATS):
        sheet.write(0, column, 0.45, style(code))
    percent = style("0%")
    # numbers side by side are one record, others one each
    for column, value in enumerate((1, 0, -0.005, 0.25, "示例", True)):
        sheet.write(1, column, value, percent)
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("raw", [_styled_xlsx(), _styled_xls()], ids=["xlsx", "xls"])
def test_a_number_that_is_shown_as_a_percentage_is_what_is_shown(raw: bytes) -> None:
    """100% is stored as 1: only the format tells it from 1%. A quoted sign is no percentage."""
    sheet = first(raw)
    assert dict(zip(FORMATS, sheet.rows[0], strict=True)) == FORMATS
    assert list(sheet.rows[1])[:6] == ["100%", "0%", "-0.5%", "25%", "示例", True]


def test_formats_of_older_workbooks_are_read_without_a_flag() -> None:
    """Before BIFF8 a format had one byte of length and its text behind it."""
    formats = {164: b"0.0%", 165: b'"%"0'}
    stream = record(0x0809, struct.pack("<HH", 0x0500, 5))
    for key, text in formats.items():
        stream += record(0x041E, struct.pack("<HB", key, len(text)) + text)
    assert biff.walk(stream, Limits()).percents == {9, 10, 164}
