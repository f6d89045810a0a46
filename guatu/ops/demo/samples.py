"""Files that the demonstration hands in as evidence: small, whole, and plainly samples."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import xlsxwriter


def sample_file(kind: str, title: str) -> tuple[str, bytes]:
    """Name and content of a sample of that kind of evidence."""
    if kind == "photo":
        return f"{title}（示例照片）.png", _picture()
    if kind == "figures":
        return f"{title}（示例数据）.xlsx", _table(title)
    return f"{title}（示例材料）.pdf", _paper(title)


def _paper(title: str) -> bytes:
    """A page with one line; the font is named, not contained, as viewers for Chinese have one."""
    line = f"示例材料：{title}".encode("utf-16-be").hex().upper()
    drawn = f"BT /F1 16 Tf 60 760 Td <{line}> Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        b"/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 7 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    ]
    body, places = bytearray(b"%PDF-1.4\n"), []
    for number, held in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(body)


def _picture(width: int = 320, height: int = 200) -> bytes:
    """Sky, a wall and ground in three plain colours."""
    colours = (b"\xbc\xd2\xe8", b"\xd9\xcf\xbf", b"\x8f\x9a\x83")
    rows = b"".join(
        b"\x00" + colours[0 if y < height // 2 else 1 if y < height * 3 // 4 else 2] * width
        for y in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))
        for name, held in parts
    )


def _table(title: str) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("示例")
        sheet.write_row(0, 0, ["序号", "事项", "数量"])
        sheet.write_row(1, 0, [1, title, 7])
    return target.getvalue()
