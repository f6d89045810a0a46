"""Sheets of 300 units: written as workbooks, filled, read back, compared, entered.

Baselines are what one does first: openpyxl opens and saves a template, and a child process reads
each file.
"""

from __future__ import annotations

import io
from copy import deepcopy
from time import perf_counter
from typing import TYPE_CHECKING

from bench.figures import Figure, tell
from bench.house import empty_house, fill
from bench.worklists import PROJECTS, share_out, units_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guatu.returns.models import ReturnSheet
    from tests.city import City

OUT_S, BACK_S = 20.0, 30.0
#: Files of which the baselines are measured, then told for all.
SOME = 30


def main() -> None:
    with empty_house():
        from tests.city import build_city

        city = build_city()
        units_of(city)
        fill(city, PROJECTS, milestones=12)
        share_out(city)
        sheets = _sent(city)
        raw = _out(sheets)
        _back(city, sheets)
        _baselines(sheets, raw)


def _sent(city: City) -> Sequence[ReturnSheet]:
    from datetime import date

    from guatu.domain.worklists.rhythm import Period, Rhythm
    from guatu.returns.actions.sending import Wanted, send
    from guatu.worklists.actions.rounds import prepare
    from tests.city import NOW

    week = prepare(city.tenant, Period.of(Rhythm.WEEK, date(2021, 3, 15)), now=NOW)
    begin = perf_counter()
    wanted = Wanted(date(2021, 2, 1), date(2021, 3, 19), week)
    row = send(city.tenant, wanted, by=city.office, now=NOW)
    sheets = list(row.sheets.select_related("unit", "round__work_round"))
    rows = sum(sheet.row_count for sheet in sheets)
    spent = perf_counter() - begin
    tell(Figure(f"{len(sheets)} sheets sent, {rows:,} rows, notices told", spent, "s"))
    return sheets


def _out(sheets: Sequence[ReturnSheet]) -> Sequence[bytes]:
    from guatu.returns.workbooks import lists_of, workbook_of

    begin = perf_counter()
    lists = lists_of(sheets[0].tenant_id)
    raw = [workbook_of(sheet, lists) for sheet in sheets]
    spent = perf_counter() - begin
    tell(Figure(f"{len(raw)} workbooks out", spent, "s", OUT_S))
    return raw


def _back(city: City, sheets: Sequence[ReturnSheet]) -> None:
    """Each unit reports its projects and corrects each fourth row of its list."""
    from guatu.returns.actions.many import enter_all
    from guatu.returns.actions.taking import bring
    from guatu.returns.parcels import Brought
    from guatu.returns.workbooks import file_name, lists_of, workbook_of
    from tests.city import NOW

    lists = lists_of(city.tenant.pk)
    files = [
        Brought(f"{file_name(sheet)}.xlsx", workbook_of(_filled(sheet), lists)) for sheet in sheets
    ]
    begin = perf_counter()
    parcel = bring(city.tenant, files, by=city.office, now=NOW)
    read = perf_counter() - begin
    done = enter_all(parcel, only_good=False, by=city.office, now=NOW)
    spent = perf_counter() - begin
    changes = sum(file.changes for file in done.entered)
    assert len(done.entered) == len(files)
    assert not sum(file.refused for file in done.entered)
    tell(Figure(f"{len(files)} workbooks read and checked", read, "s"))
    tell(Figure(f"{len(files)} back in, {changes:,} changes entered", spent, "s", BACK_S))


def _filled(sheet: ReturnSheet) -> ReturnSheet:
    filled = deepcopy(sheet)
    for _key, values in filled.rows.get("progress", ()):
        values["invested"], values["physical_words"] = "120.5", "主体施工"
    for _key, values in filled.rows.get("work", ())[::4]:
        values["help"] = "请协调"
    return filled


def _baselines(sheets: Sequence[ReturnSheet], raw: Sequence[bytes]) -> None:
    from guatu.kit.workbook import open_workbook

    some = len(sheets) / SOME
    begin = perf_counter()
    for one in raw[:SOME]:
        _by_openpyxl(one)
    spent = (perf_counter() - begin) * some
    tell(Figure("baseline: openpyxl opens and saves the same workbooks", spent, "s"))
    begin = perf_counter()
    for one in raw[:SOME]:
        open_workbook(one, "sheet.xlsx")
    spent = (perf_counter() - begin) * some
    tell(Figure("baseline: a child process for each file, read only", spent, "s"))


def _by_openpyxl(raw: bytes) -> None:
    """As one fills a template with it: opened, saved."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(raw))
    book.save(io.BytesIO())


if __name__ == "__main__":
    main()
