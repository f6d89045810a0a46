"""A workbook that came back: whose sheet it says it is, and its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from guatu.domain.returns.cells import text_of
from guatu.domain.returns.sheets import Grid
from guatu.domain.words import N_, say
from guatu.kit.refusals import Refusal
from guatu.kit.workbook import Sheet, Workbook
from guatu.org.models import Tenant
from guatu.returns.models import ReturnSheet
from guatu.returns.seals import seal_of
from guatu.returns.workbooks import FACTS, MAGIC


@dataclass(frozen=True, slots=True)
class _Facts:
    sheet: UUID
    told: Mapping[str, str]


def sheet_of(book: Workbook, tenant: Tenant) -> ReturnSheet:
    """The version that went out of which this is a copy.

    Raises ``Refusal`` for a workbook that is none of ours, or whose hidden page was changed.
    """
    facts = _facts(book)
    rows = ReturnSheet.objects.filter(tenant=tenant).select_related(
        "unit", "round__work_round", "round__tenant"
    )
    sheet = rows.filter(pk=facts.sheet).first()
    if sheet is None:
        raise Refusal(say(N_("这份表不是本系统发出的；请在“填报表”页下载本单位的表，填好后交回。")))
    told = {
        "unit": sheet.unit_id.hex,
        "version": str(sheet.version),
        "data": str(sheet.data_seq),
        "seal": seal_of(sheet),
    }
    if any(facts.told.get(name) != value for name, value in told.items()):
        raise Refusal(
            say(N_("表里的模板标识被改动过，分不清是哪个单位、哪一版的表；请重新下载后再填。"))
        )
    return sheet


def grid_of(sheet: Sheet) -> Grid:
    errors = [(row, column) for row, column, _text in sheet.errors]
    return Grid(
        sheet.name, sheet.rows, sheet.merged, sheet.formulas_without_value, errors, sheet.date1904
    )


def _facts(book: Workbook) -> _Facts:
    for sheet in book.sheets:
        if sheet.name != FACTS:
            continue
        pairs = [row for row in sheet.rows if len(row) > 1]
        told = {text_of(row[0]): text_of(row[1]) for row in pairs}
        try:
            if told.get("magic") == MAGIC:
                return _Facts(UUID(hex=told.get("sheet", "")), told)
        except ValueError:
            break
    raise Refusal(
        say(
            N_("这不是系统发出的填报表（没有模板标识）；请在“填报表”页下载本单位的表，填好后交回。")
        )
    )
