"""CSV as offices write it: UTF-8, GB18030 or UTF-16, with comma, tab or semicolon."""

from __future__ import annotations

import csv
import io

from guatu.kit.workbook.limits import Limits
from guatu.kit.workbook.model import Sheet, Workbook
from guatu.kit.workbook.refusals import RefusalCode, refused


def read_delimited(raw: bytes, limits: Limits) -> Workbook:
    """One sheet of texts; raises ``WorkbookRefused`` if it is empty, too large or no text."""
    text = _decoded(raw)
    csv.field_size_limit(1 << 20)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            rows.append(row)
            if len(rows) > limits.rows:
                raise _too_many(RefusalCode.TOO_MANY_ROWS, len(rows), limits.rows)
    except csv.Error as error:
        raise refused(RefusalCode.CORRUPTED) from error
    width = max((len(row) for row in rows), default=0)
    if width > limits.columns:
        raise _too_many(RefusalCode.TOO_MANY_COLUMNS, width, limits.columns)
    squared = [row + [""] * (width - len(row)) for row in rows]
    return Workbook("csv", (Sheet("CSV", squared),))


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refused(RefusalCode.CORRUPTED)


def _delimiter(text: str) -> str:
    head = text[:20_000]
    return max(",\t;", key=head.count)


def _too_many(code: RefusalCode, count: int, limit: int) -> Exception:
    return refused(code, sheet="CSV", count=count, limit=limit)
