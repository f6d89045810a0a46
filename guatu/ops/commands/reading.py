"""``intake --dry-run`` and ``--json``: what is understood of a ledger, without a database."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from guatu.domain.words import say
from guatu.intake.reading import (
    Field,
    LedgerReading,
    RowKind,
    RowReading,
    Table,
    as_json,
    read_ledger,
)
from guatu.intake.reading.model import MONEY
from guatu.kit import clock
from guatu.kit.refusals import Refusal
from guatu.kit.workbook import Workbook, open_workbook

NOTHING_FOUND = 1
_UNIT_FROM = {
    "header": "列头",
    "title": "标题",
    "corner": "表头上方",
    "notes": "表下说明",
    "neighbour": "同表其他列",
    "person": "指定",
    "default": "未写明，按万元",
}
_FAULTS: dict[type[OSError], str] = {
    FileNotFoundError: "没有这个文件",
    IsADirectoryError: "这是一个文件夹",
    PermissionError: "没有读取权限",
}
_UNITS = {Decimal(10_000): "亿元", Decimal(1): "万元", Decimal("0.0001"): "元"}
_FIELDS = {
    Field.SERIAL: "序号", Field.NAME: "项目名称", Field.CODE: "项目代码", Field.CONTENT: "建设内容",
    Field.NATURE: "建设性质", Field.CATEGORY: "类别", Field.LINE: "工作线", Field.TOTAL: "总投资",
    Field.YEAR_PLAN: "年度计划", Field.DONE_BEFORE: "至上年底完成", Field.DONE_MONTH: "本月完成",
    Field.DONE_YEAR: "年内完成", Field.DONE_TOTAL: "累计完成", Field.PERIOD: "建设起止",
    Field.START: "计划开工", Field.FINISH: "计划竣工", Field.ACTUAL_START: "实际开工",
    Field.ACTUAL_FINISH: "实际竣工", Field.REGISTERED: "入库", Field.LEAD_UNIT: "牵头单位",
    Field.RESPONSIBLE_UNIT: "责任单位", Field.SPONSOR: "包保领导", Field.OWNER: "业主",
    Field.CREDIT_CODE: "信用代码", Field.LOCATION: "建设地点", Field.YEAR_GOAL: "年度目标",
    Field.PHYSICAL: "形象进度", Field.PHYSICAL_PERCENT: "形象进度（%）", Field.SALES: "销售收入",
    Field.TAX: "税收", Field.JOBS: "就业", Field.FLOOR_AREA: "建筑面积", Field.REMARK: "备注",
}  # fmt: skip


def read_file(arguments: Namespace) -> int:
    """Print the reading; code 1 when no list of projects was found in the file."""
    path: Path = arguments.file
    book = open_workbook(bytes_of(path), path.name)
    reading = read_ledger(
        book,
        as_of=arguments.as_of or clock.now().date(),
        sheet=_sheet(arguments.sheet, book),
    )
    if arguments.json:
        print(json.dumps(as_json(reading, path.name), ensure_ascii=False, indent=1))
    else:
        print("\n".join(in_words(reading, path.name)))
    return 0 if any(table.is_projects for table in reading.tables) else NOTHING_FOUND


def in_words(reading: LedgerReading, filename: str) -> Iterator[str]:
    """The tables with their columns, the sums, and every problem."""
    projects = [row for row in reading.rows if row.kind is RowKind.PROJECT]
    parts = sum(1 for row in reading.rows if row.kind is RowKind.PART)
    yield f"“{filename}”：{len(reading.sheet_names)} 个工作表，读出 {len(projects)} 个项目" + (
        f"，另有“其中”子项目 {parts} 个。" if parts else "。"
    )
    for table in reading.tables:
        yield from _table(table)
    if projects:
        yield from _sums(reading, projects)
    yield from _problems(reading)


def bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal(
            say("读不到文件“{name}”：{fault}。", name=str(path), fault=_fault(error))
        ) from error


def _fault(error: OSError) -> str:
    for kind, words in _FAULTS.items():
        if isinstance(error, kind):
            return words
    return error.strerror or ""


def _sheet(number: int | None, book: Workbook) -> int | None:
    if number is None:
        return None
    if number > len(book.sheets):
        raise Refusal(
            say(
                "没有第 {number} 个工作表：文件有 {count} 个，依次是 {names}。",
                number=number,
                count=len(book.sheets),
                names="、".join(sheet.name for sheet in book.sheets),
            )
        )
    return number - 1


def _table(table: Table) -> Iterator[str]:
    kind = "项目清单" if table.is_projects else "不是项目清单，未读取"
    title = f"“{table.title}”" if table.title else "（无标题）"
    place = f"第 {table.first_row}-{table.last_row} 行"
    yield ""
    yield f"工作表“{table.sheet_name}” {place} {title}：{kind}"
    if not table.is_projects:
        return
    for column in table.columns:
        meaning = _FIELDS[column.field] if column.field else "不读取"
        unit = ""
        if column.field in MONEY and column.unit is not None:
            worth = _UNITS.get(column.unit, f"{column.unit:f} 万元")
            unit = f"，{worth}（{_UNIT_FROM[column.unit_from]}）"
        yield f"  {column.letter} 列 {column.header or '（无表头）'} → {meaning}{unit}"


def _sums(reading: LedgerReading, projects: list[RowReading]) -> Iterator[str]:
    yield ""
    for field in (Field.TOTAL, Field.YEAR_PLAN):
        amounts = [v for row in projects if isinstance(v := row.values.get(field), Decimal)]
        if amounts:
            total = sum(amounts, Decimal(0))
            yield f"{_FIELDS[field]}：{len(amounts)} 个项目合计 {total:,f} 万元"
    declared = reading.declared
    if declared.count is not None:
        yield f"文件写明：{declared.count} 个项目"
    if declared.total_wan is not None:
        yield f"文件写明：总投资 {declared.total_wan:,f} 万元"


def _problems(reading: LedgerReading) -> Iterator[str]:
    yield ""
    if not reading.problems:
        yield "没有发现问题。"
        return
    yield f"有 {len(reading.problems)} 处需要核对："
    several = len({problem.sheet for problem in reading.problems}) > 1
    for problem in reading.problems:
        where = f"［{reading.sheet_names[problem.sheet]}］" if several else ""
        yield f"  {where}{problem.sentence}"
