"""Small ledgers as offices send them, written on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

from guatu.intake import actions
from guatu.intake.models import Intake, IntakeRow
from guatu.lines.models import WorkLine
from guatu.org.models import User
from tests.city import NOW, TODAY, City

HEADERS = (
    "序号",
    "项目名称",
    "项目代码",
    "总投资",
    "年度计划投资",
    "牵头单位",
    "包保领导",
    "计划开工",
    "计划竣工",
)
BEARINGS = (
    1,
    "示例轴承生产线项目",
    "",
    52000,
    12000,
    "示例工信局",
    "副市长 示例乙",
    "2021-01-10",
    "2021-12-31",
)
PIPES = (
    2,
    "示例老城雨污管网改造工程",
    "",
    18600,
    9000,
    "示例住建局",
    "示例乙",
    "2021-03-01",
    "2022-06-30",
)
LIBRARY = (
    3,
    "示例图书馆（二期）",
    "",
    8000,
    3000,
    "示例住建局",
    "示例乙（副市长）",
    "2021-05-01",
    "2022-12-31",
)


def ledger(
    *rows: Sequence[Any],
    headers: Sequence[str] = HEADERS,
    title: str = "示例市2021年重点项目台账（单位：万元）",
) -> bytes:
    """An .xlsx with a title, a header row and ``rows``."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("台账")
    sheet.write(0, 0, title)
    for column, header in enumerate(headers):
        sheet.write(1, column, header)
    for place, row in enumerate(rows, start=2):
        for column, value in enumerate(row):
            sheet.write(place, column, value)
    book.close()
    return target.getvalue()


def uploaded(
    city: City,
    *rows: Sequence[Any],
    headers: Sequence[str] = HEADERS,
    by: User | None = None,
    line: WorkLine | None = None,
    as_of: date = TODAY,
    filename: str = "重点项目台账.xlsx",
    title: str = "示例市2021年重点项目台账（单位：万元）",
) -> Intake:
    """A ledger that the office has uploaded for the industry line and that was read."""
    return actions.upload(
        city.tenant,
        filename,
        ledger(*rows, headers=headers, title=title),
        as_of=as_of,
        line=line or city.industry_line,
        by=by or city.office,
        now=NOW,
    )


def entered(city: City, *rows: Sequence[Any], **how: Any) -> Intake:
    intake = uploaded(city, *rows, **how)
    return actions.enter(intake, seen=intake.version, by=city.office, now=NOW)


def row_of(intake: Intake, name: str) -> IntakeRow:
    return intake.rows.select_related("intake").get(readings__name=name)


def codes(row: IntakeRow) -> list[str]:
    return [problem["code"] for problem in row.problems]
