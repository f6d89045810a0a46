"""Sheets of February and of this week in the demonstration: sent in the morning, some back by now.

Units fill in a cell or two, as hands do; one file is cut off, one has another project code in it
and waits for the office to decide. Of the others nothing has come back yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from datetime import date, datetime
from typing import Any

from guatu.domain.returns.columns import Part
from guatu.domain.worklists.rhythm import Rhythm
from guatu.domain.worklists.rows import Cell
from guatu.kit.clock import CHINA
from guatu.ops.demo.organisation import Cast
from guatu.returns.actions.many import enter_all
from guatu.returns.actions.sending import Wanted, send
from guatu.returns.actions.taking import bring
from guatu.returns.models import ReturnSheet
from guatu.returns.parcels import Brought
from guatu.returns.workbooks import file_name, lists_of, workbook_of
from guatu.worklists.models import WorkRound

Deed = tuple[datetime, Callable[[datetime], object]]
MONTH, DUE = date(2021, 2, 1), date(2021, 3, 19)
SENT = datetime(2021, 3, 15, 7, 30, tzinfo=CHINA)
BACK = datetime(2021, 3, 15, 8, 5, tzinfo=CHINA)
#: Units whose sheets are back; the last but one has a wrong code, the last is cut off.
RETURNED = 10
SAID = (
    "已与施工单位核对，周三前补齐资料",
    "请分管领导本周内协调一次",
    "已电话催办，对方答应周四前答复",
)


def return_deeds(cast: Cast) -> Iterator[Deed]:
    """Sent after the lists of the week were prepared, back before they are filed."""
    yield SENT, lambda at: _send(cast, at)
    yield BACK, lambda at: _back(cast, at)


def _send(cast: Cast, at: datetime) -> None:
    rows = WorkRound.objects.filter(tenant=cast.tenant, rhythm=Rhythm.WEEK.value)
    wanted = Wanted(MONTH, DUE, rows.filter(first=date(2021, 3, 15)).first())
    send(cast.tenant, wanted, by=cast.office, now=at)


def _back(cast: Cast, at: datetime) -> None:
    sheets = ReturnSheet.objects.filter(tenant=cast.tenant)
    listed = [
        sheet
        for sheet in sheets.select_related("unit", "round__work_round").order_by("unit__path")
        if sheet.rows.get(Part.PROGRESS) and sheet.rows.get(Part.WORK)
    ][:RETURNED]
    files = list(_filled(listed, lists_of(cast.tenant.pk)))
    parcel = bring(cast.tenant, files, by=cast.office, now=at)
    enter_all(parcel, only_good=True, by=cast.office, now=at)


def _filled(sheets: Sequence[ReturnSheet], lists: Any) -> Iterator[Brought]:
    for place, sheet in enumerate(sheets):
        rows = deepcopy(sheet.rows)
        rows[Part.WORK][0][1][Cell.HELP.value] = SAID[place % len(SAID)]
        if place == len(sheets) - 2:
            rows[Part.PROGRESS][0][1]["code"] = "0012"
        sheet.rows = rows
        raw = workbook_of(sheet, lists)
        cut = len(raw) // 2 if place == len(sheets) - 1 else len(raw)
        yield Brought(f"{file_name(sheet)}.xlsx", raw[:cut])
