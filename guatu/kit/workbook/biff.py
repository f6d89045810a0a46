"""The record stream of an .xls or .et: password, macros, errors, formulas, formats, reach.

[MS-XLS] section 2.4 for the record numbers and layouts.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from guatu.kit.workbook.formats import PERCENT_FORMATS, shows_percent
from guatu.kit.workbook.limits import Limits
from guatu.kit.workbook.refusals import RefusalCode, refused

_BIFF8 = b"\x00\x06"
_BOF, _EOF, _BOUNDSHEET = 0x0809, 0x000A, 0x0085
_FILEPASS, _DATE1904 = 0x002F, 0x0022
_FORMULA, _BOOLERR = 0x0006, 0x0205
_MULRK = 0x00BD
_FORMAT, _XF, _NUMBER, _RK = 0x041E, 0x00E0, 0x0203, 0x027E
_ONE_CELL = {_NUMBER, _RK, 0x00FD, 0x0204, 0x00D6, _FORMULA, _BOOLERR}
_MACRO_SHEET, _VISUAL_BASIC = 1, 6
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


@dataclass(slots=True)
class SheetRecords:
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    uncalculated: list[tuple[int, int]] = field(default_factory=list)
    percents: list[tuple[int, int]] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0


@dataclass(slots=True)
class BookRecords:
    """``sheets`` by the offset of their first record, as the list of sheets names them.

    ``styles`` are the numbers of the formats of styles in their order, ``percents`` those of the
    formats that show a percentage; both come before the sheets.
    """

    date1904: bool = False
    is_biff8: bool = True
    offsets: list[int] = field(default_factory=list)
    sheets: dict[int, SheetRecords] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    percents: set[int] = field(default_factory=lambda: set(PERCENT_FORMATS))

    def shows_percent(self, style: int) -> bool:
        return style < len(self.styles) and self.styles[style] in self.percents


def walk(stream: bytes, limits: Limits) -> BookRecords:
    """What the records say; refuses passwords, macro sheets and sheets that reach too far."""
    book, current = BookRecords(), SheetRecords()
    for offset, number, body in _records(stream):
        if number == _BOF:
            current = book.sheets.setdefault(offset, SheetRecords())
            book.is_biff8 = body[:2] == _BIFF8
        elif number == _FILEPASS:
            raise refused(RefusalCode.ENCRYPTED)
        elif number == _DATE1904:
            book.date1904 = body[:2] == b"\x01\x00"
        elif number == _BOUNDSHEET:
            _note_sheet(book, body)
        elif number in (_FORMAT, _XF):
            _note_format(book, number, body)
        elif number in _ONE_CELL or number == _MULRK:
            _note_cell(current, number, body)
            _note_percents(book, current, number, body)
    _refuse_far_sheets(book, limits)
    return book


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at, end = 0, len(stream)
    while at + 4 <= end:
        number, length = struct.unpack_from("<HH", stream, at)
        if number == 0 and length == 0:
            return
        yield at, number, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _note_sheet(book: BookRecords, body: bytes) -> None:
    if len(body) < 6:
        raise refused(RefusalCode.CORRUPTED)
    offset, _, kind = struct.unpack_from("<LBB", body)
    if kind in (_MACRO_SHEET, _VISUAL_BASIC):
        raise refused(RefusalCode.MACRO)
    if kind == 0:
        book.offsets.append(offset)


def _note_format(book: BookRecords, number: int, body: bytes) -> None:
    """A format of the workbook's own, or a style."""
    if len(body) < 4:
        return
    first, second = struct.unpack_from("<HH", body)
    if number == _XF:
        book.styles.append(second)
    elif shows_percent(_format_text(book, body)):
        book.percents.add(first)


def _format_text(book: BookRecords, body: bytes) -> str:
    """BIFF8 has two bytes of length, then a flag: two bytes a character, or one. Before, a byte of
    length and the text in the code page of the workbook, of which only ASCII matters here."""
    if not book.is_biff8:
        return body[3:].decode("latin-1")
    if len(body) < 5:
        return ""
    return body[5:].decode("utf-16-le" if body[4] & 1 else "latin-1", "replace")


def _note_cell(sheet: SheetRecords, number: int, body: bytes) -> None:
    if len(body) < 6:
        return
    row, column = struct.unpack_from("<HH", body)
    reach = struct.unpack_from("<H", body, len(body) - 2)[0] if number == _MULRK else column
    sheet.last_row = max(sheet.last_row, row + 1)
    sheet.last_column = max(sheet.last_column, reach + 1)
    if number == _BOOLERR and len(body) >= 8 and body[7]:
        sheet.errors.append((row, column, _ERRORS.get(body[6], "#N/A")))
    elif number == _FORMULA and len(body) >= 16:
        _note_formula(sheet, row, column, body)


def _note_percents(book: BookRecords, sheet: SheetRecords, number: int, body: bytes) -> None:
    """Of a record of several numbers each has six bytes: its style, and what it is."""
    if number not in (_NUMBER, _RK, _FORMULA, _MULRK):
        return
    row, column = struct.unpack_from("<HH", body.ljust(4, b"\0"))
    several = (len(body) - 6) // 6 if number == _MULRK else int(len(body) >= 6)
    for n in range(several):
        if book.shows_percent(struct.unpack_from("<H", body, 4 + 6 * n)[0]):
            sheet.percents.append((row, column + n))


def _note_formula(sheet: SheetRecords, row: int, column: int, body: bytes) -> None:
    """A result of all zero bytes that waits for its first calculation is no result."""
    result, flags = body[6:14], struct.unpack_from("<H", body, 14)[0]
    if result[6:] == b"\xff\xff" and result[0] == 2:
        sheet.errors.append((row, column, _ERRORS.get(result[2], "#N/A")))
    elif flags & 0x3 and not any(result):
        sheet.uncalculated.append((row, column))


def _refuse_far_sheets(book: BookRecords, limits: Limits) -> None:
    for index, offset in enumerate(book.offsets):
        sheet = book.sheets.get(offset, SheetRecords())
        place = str(index + 1)
        if sheet.last_column > limits.columns:
            raise refused(
                RefusalCode.TOO_MANY_COLUMNS,
                sheet=place,
                count=sheet.last_column,
                limit=limits.columns,
            )
        if sheet.last_row > limits.rows:
            raise refused(
                RefusalCode.TOO_MANY_ROWS, sheet=place, count=sheet.last_row, limit=limits.rows
            )
