"""Sheets of February 2021 and the week of 15 March, as hands at units fill them."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from guatu.org.models import Unit, User
from guatu.returns.actions.sending import Wanted, send
from guatu.returns.actions.taking import bring
from guatu.returns.models import ReturnFile, ReturnRound, ReturnSheet
from guatu.returns.parcels import Brought
from guatu.returns.workbooks import lists_of, workbook_of
from guatu.worklists.models import WorkRound
from tests.city import NOW, City

MONTH, DUE = date(2021, 2, 1), date(2021, 3, 19)
PROGRESS, WORK = "项目进度", "周清单"
#: The row of the titles, and the first below it, as a spreadsheet counts.
TITLES, FIRST = 3, 4


def sent(city: City, *, week: bool = True) -> ReturnRound:
    work_round = WorkRound.objects.filter(tenant=city.tenant).first() if week else None
    return send(city.tenant, Wanted(MONTH, DUE, work_round), by=city.office, now=NOW)


def sheet_of(row: ReturnRound, unit: Unit) -> ReturnSheet:
    sheets = row.sheets.current().select_related("unit", "round__work_round", "tenant")
    return sheets.get(unit=unit)


def out(sheet: ReturnSheet) -> bytes:
    return workbook_of(sheet, lists_of(sheet.tenant_id))


def edited(raw: bytes, edit: Callable[[Workbook], object]) -> bytes:
    """Opened, changed and saved by another program."""
    book = load_workbook(io.BytesIO(raw))
    edit(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def place(page: Worksheet, title: str) -> int:
    """The column with this title, wherever it is."""
    found = [cell.column for cell in page[TITLES] if cell.value == title]
    assert len(found) == 1, title
    return int(found[0])


def put(page: Worksheet, row: int, **values: object) -> None:
    """``put(page, 4, 形象进度="主体施工")``; titles with brackets go by ``fill``."""
    fill(page, row, values)


def fill(page: Worksheet, row: int, values: dict[str, object]) -> None:
    for title, value in values.items():
        page.cell(row, place(page, title)).value = value


INVESTED, PERCENT = "年初累计完成投资（万元）", "形象进度（%）"


def brought(city: City, raw: bytes, *, by: User | None = None, name: str = "表.xlsx") -> ReturnFile:
    """One file, read."""
    parcel = bring(city.tenant, [Brought(name, raw)], by=by or city.office, now=NOW)
    file: ReturnFile = parcel.files.get()
    return file


def told(file: ReturnFile) -> list[tuple[str, str, str]]:
    """Fate, what it is about, and the sentence, of each line."""
    return [(line.fate, line.label or line.sheet_name, str(line)) for line in file.lines.all()]
