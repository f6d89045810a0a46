"""Every file that is no honest spreadsheet is refused with its code and a sentence."""

from __future__ import annotations

import struct
import zipfile

import pytest

from guatu.kit.workbook import Limits, RefusalCode, WorkbookRefused, open_workbook
from tests.kit.workbook.hostile import (
    BOOK,
    TYPES,
    cell_xml,
    compound,
    honest_xls,
    honest_xlsx,
    lying,
    packed,
    parts,
    record,
    sheet_xml,
    with_sheet_kind,
)

XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = XXE.replace(b'SYSTEM "file:///etc/passwd"', b'"ha"')
PADDING = b" " * 3_000_000


def refusal(raw: bytes, filename: str = "台账.xlsx", limits: Limits | None = None) -> RefusalCode:
    with pytest.raises(WorkbookRefused) as caught:
        open_workbook(raw, filename, limits)
    sentence = str(caught.value.sentence)
    assert sentence.endswith("。")
    assert "{" not in sentence
    assert "请" in sentence
    return caught.value.code


@pytest.mark.parametrize("raw", [b"", b"   \r\n", b"\x00" * 600], ids=["none", "blank", "zeros"])
def test_empty_file(raw: bytes) -> None:
    assert refusal(raw) is RefusalCode.EMPTY_FILE
    assert refusal(raw, "台账.csv") is RefusalCode.EMPTY_FILE


@pytest.mark.parametrize(
    "raw",
    [
        b"%PDF-1.7\n%\xe2\xe3",
        b"\x89PNG\r\n\x1a\n0000",
        b"\xff\xd8\xff\xe0JFIF",
        b"{\\rtf1 x}",
        b"Rar!\x1a\x07",
        b"MZ\x90\x00",
        b"<html><table></table></html>",
        b"MIME-Version: 1.0\r\n",
        "序号,项目名称\n1,甲\n".encode(),
    ],
    ids=["pdf", "png", "jpeg", "rtf", "rar", "exe", "html", "mht", "csv"],
)
def test_renamed_file(raw: bytes) -> None:
    assert refusal(raw) is RefusalCode.RENAMED


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("word/document.xml",), RefusalCode.RENAMED),
        (("ppt/presentation.xml",), RefusalCode.RENAMED),
        (("a.txt", "b.txt"), RefusalCode.RENAMED),
        (("mimetype", "content.xml"), RefusalCode.OTHER_FORMAT),
        (("[Content_Types].xml", "xl/workbook.bin"), RefusalCode.OTHER_FORMAT),
    ],
    ids=["docx", "pptx", "zip", "ods", "xlsb"],
)
def test_another_kind_of_archive(names: tuple[str, ...], code: RefusalCode) -> None:
    assert refusal(packed(dict.fromkeys(names, b"x"))) is code


def test_word_document_of_the_old_kind() -> None:
    assert refusal(compound({"WordDocument": b"x"}), "台账.xls") is RefusalCode.RENAMED


def test_encrypted_workbooks() -> None:
    locked = compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"})
    assert refusal(locked) is RefusalCode.ENCRYPTED
    bof = record(0x0809, struct.pack("<HHHHLL", 0x0600, 5, 0, 0, 0, 0))
    stream = bof + record(0x002F, b"\x00" * 6) + record(0x000A, b"")
    assert refusal(compound({"Workbook": stream}), "台账.xls") is RefusalCode.ENCRYPTED


def test_zip_encrypted_by_password() -> None:
    raw = bytearray(packed(parts()))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = 0
        while (at := raw.find(mark, at)) >= 0:
            raw[at + offset] |= 1
            at += 4
    assert refusal(bytes(raw)) is RefusalCode.ENCRYPTED


def test_macros() -> None:
    assert refusal(packed(parts() | {"xl/vbaProject.bin": b"x"})) is RefusalCode.MACRO
    assert refusal(packed(parts() | {"xl/macrosheets/sheet1.xml": b"<x/>"})) is RefusalCode.MACRO
    enabled = TYPES.replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")
    assert refusal(packed(parts() | {"[Content_Types].xml": enabled})) is RefusalCode.MACRO
    assert refusal(with_sheet_kind(honest_xls(), 1), "台账.xls") is RefusalCode.MACRO
    stream = compound({"Workbook": b"x", "_VBA_PROJECT": b"y"})
    assert refusal(stream, "台账.xls") is RefusalCode.MACRO


def test_zip_bomb() -> None:
    bomb = sheet_xml(cell_xml(b"A1") + PADDING)
    assert refusal(packed(parts(bomb))) is RefusalCode.ZIP_BOMB
    many = parts() | {f"xl/media/{n}.xml": PADDING for n in range(30)}
    assert refusal(packed(many)) is RefusalCode.ZIP_BOMB


def test_a_part_larger_than_it_says() -> None:
    raw = packed(parts(sheet_xml(cell_xml(b"A1") + PADDING)))
    assert refusal(lying(raw, "xl/worksheets/sheet1.xml", 900)) is RefusalCode.ZIP_BOMB


def test_a_part_smaller_than_it_says() -> None:
    raw = packed(parts())
    assert refusal(lying(raw, "xl/worksheets/sheet1.xml", 5000)) is RefusalCode.CORRUPTED


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "xl/../../x.xml", "/abs.xml", "C:\\x.xml", "xl\\..\\..\\x.xml"],
)
def test_paths_that_lead_out(name: str) -> None:
    assert refusal(packed(parts(), more=((name, b"x"),))) is RefusalCode.UNSAFE_ARCHIVE


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["xl/workbook.xml", "XL/Workbook.XML"])
def test_one_name_twice(name: str) -> None:
    assert refusal(packed(parts(), more=((name, BOOK),))) is RefusalCode.UNSAFE_ARCHIVE


def test_too_many_parts() -> None:
    many = parts() | {f"xl/media/{n}.png": b"" for n in range(1001)}
    assert refusal(packed(many)) is RefusalCode.TOO_MANY_PARTS


@pytest.mark.parametrize("markup", [XXE, LAUGHS, XXE.decode().encode("utf-16")])
@pytest.mark.parametrize(
    "name", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "_rels/.rels"]
)
def test_entities(name: str, markup: bytes) -> None:
    content = parts()
    content[name] = markup + content.get(name, b"<sst/>")
    assert refusal(packed(content)) is RefusalCode.EXTERNAL_ENTITY


@pytest.mark.parametrize("place", [b"XFD1", b"IV7", b"GS1"])
def test_too_many_columns(place: bytes) -> None:
    raw = packed(parts(sheet_xml(cell_xml(place))))
    assert refusal(raw) is RefusalCode.TOO_MANY_COLUMNS


@pytest.mark.parametrize("place", [b"A1048576", b"B50001"])
def test_too_many_rows(place: bytes) -> None:
    raw = packed(parts(sheet_xml(cell_xml(place))))
    assert refusal(raw) is RefusalCode.TOO_MANY_ROWS


def test_a_million_rows() -> None:
    cells = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 60_001)
    )
    assert refusal(packed(parts(sheet_xml(cells)))) is RefusalCode.TOO_MANY_ROWS


def test_xls_that_reaches_too_far() -> None:
    bof = record(0x0809, struct.pack("<HHHHLL", 0x0600, 5, 0, 0, 0, 0))
    sheet = record(0x0809, struct.pack("<HHHHLL", 0x0600, 0x10, 0, 0, 0, 0))
    sheet += record(0x0203, struct.pack("<HHHd", 60_000, 0, 0, 1.0)) + record(0x000A, b"")
    name = b"\x01\x00S"
    length = len(bof) + 4 + 6 + len(name) + 4
    listed = record(0x0085, struct.pack("<LBB", length, 0, 0) + name)
    stream = bof + listed + record(0x000A, b"") + sheet
    assert refusal(compound({"Workbook": stream}), "台账.xls") is RefusalCode.TOO_MANY_ROWS


def test_large_file() -> None:
    limits = Limits(file_bytes=1000)
    assert refusal(honest_xlsx(200), limits=limits) is RefusalCode.TOO_BIG


def test_workbook_without_a_value() -> None:
    assert refusal(packed(parts(sheet_xml(b"")))) is RefusalCode.EMPTY_WORKBOOK


@pytest.mark.parametrize("filename", ["台账.xlsx", "台账.xls", "台账.et", "台账"])
def test_truncated_files(filename: str) -> None:
    for raw in (honest_xlsx(40), honest_xls()):
        for length in range(9, len(raw), max(1, len(raw) // 12)):
            assert refusal(raw[:length], filename) is not RefusalCode.TOO_MUCH


def test_flipped_bytes_never_crash() -> None:
    """A damaged file is opened or refused; the parser's own failure never comes through."""
    for raw in (honest_xlsx(10), honest_xls()):
        step = max(1, len(raw) // 15)
        for place in range(0, len(raw), step):
            changed = bytearray(raw)
            changed[place] ^= 0xFF
            assert _outcome(bytes(changed)) is not RefusalCode.TOO_MUCH


def _outcome(raw: bytes) -> RefusalCode | None:
    try:
        open_workbook(raw, "台账.xlsx")
    except WorkbookRefused as error:
        return error.code
    return None


def test_more_than_the_memory_or_time_that_is_given() -> None:
    little = Limits(memory_bytes=1024 * 1024)
    assert refusal(honest_xlsx(20_000), limits=little) is RefusalCode.TOO_MUCH


def test_broken_xml() -> None:
    assert refusal(packed(parts() | {"xl/workbook.xml": b"<workbook"})) is RefusalCode.CORRUPTED
    assert refusal(b"PK\x03\x04" + b"x" * 100) is RefusalCode.CORRUPTED
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600) is RefusalCode.CORRUPTED


def test_unknown_compression() -> None:
    raw = bytearray(packed(parts()))
    struct.pack_into("<H", raw, 8, zipfile.ZIP_LZMA)
    at = raw.find(b"PK\x01\x02")
    struct.pack_into("<H", raw, at + 10, zipfile.ZIP_LZMA)
    assert refusal(bytes(raw)) is RefusalCode.CORRUPTED
