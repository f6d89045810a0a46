"""Files that mean harm or are broken, built byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

import xlsxwriter
import xlwt

TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
    b'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    b'<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    b'officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
RELS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/'
    b'2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
BOOK = (
    b'<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
    b'2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    b'<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
BOOK_RELS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/'
    b'2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
    b"</Relationships>"
)


def sheet_xml(cells: bytes, *, dimension: bytes = b"") -> bytes:
    return (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/'
        b'spreadsheetml/2006/main">'
        + dimension
        + b"<sheetData>"
        + cells
        + b"</sheetData></worksheet>"
    )


def cell_xml(place: bytes, number: bytes = b"1") -> bytes:
    row = place.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return b'<row r="' + row + b'"><c r="' + place + b'"><v>' + number + b"</v></c></row>"


def parts(sheet: bytes | None = None) -> dict[str, bytes]:
    """The smallest workbook, part by part."""
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELS,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": BOOK_RELS,
        "xl/worksheets/sheet1.xml": sheet_xml(cell_xml(b"A1")) if sheet is None else sheet,
    }


def packed(content: Mapping[str, bytes], *, more: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (*content.items(), *more):
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def lying(raw: bytes, name: str, size: int) -> bytes:
    """The same archive, but the part claims to be ``size`` bytes, in both directories."""
    changed = bytearray(raw)
    wanted = name.encode()
    at = 0
    while (at := changed.find(b"PK\x03\x04", at)) >= 0:
        length = struct.unpack_from("<H", changed, at + 26)[0]
        if changed[at + 30 : at + 30 + length] == wanted:
            struct.pack_into("<L", changed, at + 22, size)
        at += 4
    at = 0
    while (at := changed.find(b"PK\x01\x02", at)) >= 0:
        length = struct.unpack_from("<H", changed, at + 28)[0]
        if changed[at + 46 : at + 46 + length] == wanted:
            struct.pack_into("<L", changed, at + 24, size)
        at += 4
    return bytes(changed)


def honest_xlsx(rows: int = 3) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet("清单")
    sheet.write_row(0, 0, ["序号", "项目名称", "总投资（万元）"])
    for row in range(1, rows):
        sheet.write_row(row, 0, [row, f"示例项目{row}", row * 100])
    book.close()
    return target.getvalue()


def honest_xls() -> bytes:
    target = io.BytesIO()
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("清单")
    sheet.write_merge(0, 0, 0, 1, "标题")
    for row in range(1, 4):
        sheet.write(row, 0, row)
        sheet.write(row, 1, f"示例项目{row}")
    book.save(target)
    return target.getvalue()


def compound(streams: Mapping[str, bytes]) -> bytes:
    """An OLE2 file with these streams, each of them padded to the size of a normal stream."""
    sector, end, free = 512, 0xFFFFFFFE, 0xFFFFFFFF
    padded = {name: data.ljust(4096, b"\x00") for name, data in streams.items()}
    chains: list[bytes] = []
    fat: list[int] = [0xFFFFFFFD]
    starts: dict[str, int] = {}

    def place(data: bytes) -> int:
        start = len(fat)
        count = -(-len(data) // sector)
        fat.extend([*range(start + 1, start + count), end])
        chains.append(data.ljust(count * sector, b"\x00"))
        return start

    for name, data in padded.items():
        starts[name] = place(data)
    entries = [_entry("Root Entry", 5, end, 0)]
    entries += [_entry(name, 2, starts[name], len(padded[name])) for name in padded]
    while len(entries) % 4:
        entries.append(b"\x00" * 128)
    directory = place(b"".join(entries))
    table = struct.pack("<128L", *(fat + [free] * (128 - len(fat))))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 6
    header += struct.pack("<LLLLLLLLL", 0, 1, directory, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109L", 0, *([free] * 108))
    return header + table + b"".join(chains)


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\x00\x00"
    none = 0xFFFFFFFF
    return (
        encoded.ljust(64, b"\x00")
        + struct.pack("<HBB", len(encoded), kind, 1)
        + struct.pack("<LLL", none, none, none)
        + b"\x00" * 36
        + struct.pack("<LLL", start, size, 0)
    )


def record(number: int, body: bytes) -> bytes:
    return struct.pack("<HH", number, len(body)) + body


def with_sheet_kind(raw: bytes, kind: int) -> bytes:
    """The .xls with its first sheet declared as another kind (1: macro sheet)."""
    at = raw.find(struct.pack("<H", 0x0085))
    while at >= 0:
        length = struct.unpack_from("<H", raw, at + 2)[0]
        if 8 <= length <= 100 and raw[at + 9] == 0:
            changed = bytearray(raw)
            changed[at + 9] = kind
            return bytes(changed)
        at = raw.find(struct.pack("<H", 0x0085), at + 1)
    raise AssertionError("no list of sheets")
