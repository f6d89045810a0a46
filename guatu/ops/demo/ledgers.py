"""The year's ten ledgers as ten units would send them: one layout is not like the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import groupby

import xlsxwriter

from guatu.ops.demo.tables import LineRow, ProjectRow

Value = str | int | float | date | None
WAN_IN_YI = Decimal(10_000)
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Ledger:
    line: str
    filename: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Column:
    """``read`` gives the cell; ``money`` is in 万元 until the layout's unit is known."""

    header: str
    read: Callable[[ProjectRow], Value]
    width: int = 12
    money: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How a unit keeps its ledger.

    ``unit_at``: whether 万元 or 亿元 stands in the title, in a line below it, or in the headers.
    ``grouped``: categories are headings with a count and a subtotal instead of a column.
    ``ditto``: a unit that repeats is written 同上.
    """

    unit: str
    unit_at: str
    grouped: bool = False
    ditto: bool = False
    lean: bool = False


LAYOUTS = (
    Layout("万元", "header", lean=True),
    Layout("万元", "below"),
    Layout("亿元", "title", grouped=True),
    Layout("万元", "header", grouped=True),
    Layout("万元", "below", ditto=True),
)


def ledgers(lines: Iterable[LineRow], projects: Sequence[ProjectRow]) -> list[Ledger]:
    """One file per work line, its projects in their order; the layouts take turns."""
    made = []
    for line in lines:
        layout = LAYOUTS[line.number % len(LAYOUTS)]
        own = [project for project in projects if project.line == line.title]
        name = f"{line.number:02d}{line.title}2021年重点项目台账.xlsx"
        made.append(Ledger(line.title, name, _Writing(layout, line).of(own)))
    return made


class _Writing:
    """One workbook, written downwards."""

    def __init__(self, layout: Layout, line: LineRow) -> None:
        self.layout, self.line = layout, line
        self.columns = [c for c in _columns(layout) if c is not None]
        self.target = BytesIO()
        self.book = xlsxwriter.Workbook(self.target, {"in_memory": True})
        self.sheet = self.book.add_worksheet("台账")
        border = {"border": 1, "text_wrap": True, "valign": "vcenter"}
        self.head = self.book.add_format({**border, "bold": True, "bg_color": "#E4EAF0"})
        self.body = self.book.add_format(border)
        self.day = self.book.add_format({**border, "num_format": "yyyy-mm-dd"})
        self.row = 0

    def of(self, projects: Sequence[ProjectRow]) -> bytes:
        self._write_top()
        if self.layout.grouped:
            self._write_groups(projects)
        else:
            self._write_projects(projects)
        if not self.layout.lean:
            self._write_sums("合计", projects)
        self.book.close()
        return self.target.getvalue()

    def _write_top(self) -> None:
        title = f"{self.line.title}工作线2021年重点项目台账"
        if self.layout.unit_at == "title":
            title += f"（单位：{self.layout.unit}）"
        large = self.book.add_format({"bold": True, "font_size": 16, "align": "center"})
        self.sheet.merge_range(0, 0, 0, len(self.columns) - 1, title, large)
        self.row = 1
        if self.layout.unit_at == "below":
            self.sheet.write(1, 0, f"填报单位：{self.line.lead}")
            self.sheet.write(1, len(self.columns) - 2, f"单位：{self.layout.unit}")
            self.row = 2
        for index, column in enumerate(self.columns):
            self.sheet.set_column(index, index, column.width)
            self.sheet.write(self.row, index, self._header(column), self.head)
        self.row += 1
        self.sheet.freeze_panes(self.row, 2)

    def _header(self, column: Column) -> str:
        inside = column.money and self.layout.unit_at == "header"
        return f"{column.header}（{self.layout.unit}）" if inside else column.header

    def _write_groups(self, projects: Sequence[ProjectRow]) -> None:
        ordered = sorted(projects, key=lambda p: [q.category for q in projects].index(p.category))
        serial = 1
        for number, (category, group) in enumerate(groupby(ordered, key=lambda p: p.category)):
            members = list(group)
            heading = f"{NUMERALS[number]}、{category}（{len(members)}项）"
            self._write_sums(heading, members)
            self._write_projects(members, serial)
            serial += len(members)

    def _write_projects(self, projects: Sequence[ProjectRow], first: int = 1) -> None:
        above: ProjectRow | None = None
        for serial, project in enumerate(projects, start=first):
            for index, value in enumerate(self._cells(serial, project, above)):
                if isinstance(value, date):
                    self.sheet.write_datetime(self.row, index, value, self.day)
                else:
                    self.sheet.write(self.row, index, value, self.body)
            above = project
            self.row += 1

    def _cells(self, serial: int, project: ProjectRow, above: ProjectRow | None) -> Iterator[Value]:
        for column in self.columns:
            value = serial if column.header == "序号" else column.read(project)
            if column.money:
                value = self._money(value)
            if self.layout.ditto and column.header in DITTO and above is not None:
                value = "同上" if column.read(above) == value else value
            yield value

    def _write_sums(self, word: str, projects: Sequence[ProjectRow]) -> None:
        for index, column in enumerate(self.columns):
            value: Value = ""
            if column.header == "项目名称":
                value = word
            elif column.header in SUMMED:
                value = self._money(sum((column.read(p) or 0) for p in projects))  # type: ignore[misc]
            self.sheet.write(self.row, index, value, self.head)
        self.row += 1

    def _money(self, value: Value) -> Value:
        if value is None or isinstance(value, str | date):
            return value
        return float(Decimal(value) / WAN_IN_YI) if self.layout.unit == "亿元" else float(value)


FIRST_NEW_CODES = date(2020, 12, 1)
DITTO = ("牵头单位", "责任单位")
SUMMED = ("总投资", "年度计划投资", "至上年底完成")


def _columns(layout: Layout) -> Iterator[Column | None]:
    """The columns in the order of the sheet; a lean ledger leaves out the benefits."""
    full = not layout.lean
    yield Column("序号", lambda p: None, 6)
    yield Column("项目名称", lambda p: p.name, 34)
    yield Column("工作线", lambda p: p.line) if layout.lean else None
    yield Column("项目代码", code_of, 26) if full else None
    yield Column("建设规模及内容", lambda p: p.content, 40)
    yield Column("建设地点", lambda p: p.place, 16)
    yield Column("项目单位", lambda p: p.owner, 24)
    yield Column("建设性质", lambda p: p.nature, 8)
    yield Column("项目类别", lambda p: p.category, 14) if not layout.grouped else None
    yield Column("总投资", lambda p: _number(p.total), money=True)
    yield Column("年度计划投资", lambda p: _number(p.plan), money=True)
    yield Column("至上年底完成", lambda p: _number(p.before), money=True)
    yield Column("计划开工", lambda p: p.start)
    yield Column("计划竣工", lambda p: p.finish)
    yield Column("牵头单位", lambda p: p.lead, 16)
    yield Column("责任单位", lambda p: p.resp, 18)
    yield Column("包保领导", lambda p: p.sponsor, 20)
    yield Column("预计新增销售收入", lambda p: _number(p.sales), money=True) if full else None
    yield Column("税收", lambda p: _number(p.tax), money=True) if full else None
    yield Column("就业", lambda p: p.jobs, 8) if full else None
    yield Column("建筑面积（平方米）", lambda p: _number(p.area), 14) if full else None
    yield Column("备注", lambda p: p.remark or None, 30)


def code_of(project: ProjectRow) -> str | None:
    """A code in the form of the national platform, for what was approved; invented."""
    if project.start is None or project.plan is None:
        return None
    number = sum(ord(c) * (i + 7) for i, c in enumerate(project.name)) % 900_000 + 100_000
    given = "2012" if project.start >= FIRST_NEW_CODES else f"{project.start.year}"
    return f"{given}-370881-04-01-{number}"


def _number(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)
