"""The workbook of a sheet: locked, with its rows, its code lists and its seal.

The same sheet makes the same bytes. Codes are text and say so, in cells of the format ``@`` that
carry the mark by which spreadsheets keep text as text (``quotePrefix``): what begins with ``=``
is shown and never run, and comes back as it went out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from guatu.command.choices import BlockerKind
from guatu.domain.returns.columns import (
    COLUMNS,
    MARKS,
    PART_WORDS,
    Codes,
    Column,
    Kind,
    Part,
)
from guatu.kit.clock import CHINA
from guatu.org.models import Unit
from guatu.returns.models import ReturnSheet
from guatu.returns.queries.standing import every_column
from guatu.returns.seals import marked, password_of, seal_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

Tell = Callable[[int, int, str], None]
MAGIC = "guatu-returns-1"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FACTS, LISTS, GUIDE = "_guatu", "_lists", "填表说明"
#: Above the rows: the title, what to mind, the titles of the columns.
HEAD = 2
#: Free rows below a list of work, and how far the formats of a column reach.
FREE = 15
LISTED = {Codes.PROBLEMS: "A", Codes.UNITS: "B"}
LAST_COLUMN_ON_PAPER = 1


@dataclass(frozen=True, slots=True)
class Lists:
    """What the cells offer: kinds of problems and units by name."""

    problems: Sequence[str]
    units: Sequence[str]

    def of(self, codes: Codes) -> Sequence[str]:
        return self.problems if codes is Codes.PROBLEMS else self.units


def lists_of(tenant_id: object) -> Lists:
    rows = Unit.objects.filter(tenant_id=tenant_id, closed_on__isnull=True).order_by("path")
    units = [short or name for short, name in rows.values_list("short_name", "name")]
    return Lists([str(one.label) for one in BlockerKind], list(dict.fromkeys(units)))


def workbook_of(sheet: ReturnSheet, lists: Lists) -> bytes:
    """The .xlsx of one version of one unit's sheet."""
    import xlsxwriter  # 0.1 s that a server does not need to start

    raw = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(raw, options) as book:
        made = sheet.made_at.astimezone(CHINA).replace(tzinfo=None)
        book.set_properties({"title": file_name(sheet), "created": made})
        _Writer(book, sheet, lists).write()
    return raw.getvalue()


def file_name(sheet: ReturnSheet) -> str:
    """Without its ending: the round, the unit, the version."""
    return f"{sheet.round.title}-{sheet.unit.label}-第{sheet.version}版".replace("/", "-")


def zipped(sheets: Iterable[ReturnSheet], lists: Lists, tell: Tell | None = None) -> bytes:
    """All workbooks in one archive; they are compressed already."""
    raw = io.BytesIO()
    listed = list(sheets)
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as archive:
        for done, sheet in enumerate(listed, start=1):
            archive.writestr(f"{file_name(sheet)}.xlsx", workbook_of(sheet, lists))
            if tell is not None:
                tell(done, len(listed), sheet.unit.label)
    return raw.getvalue()


class _Writer:
    def __init__(self, book: Workbook, sheet: ReturnSheet, lists: Lists) -> None:
        self.book, self.sheet, self.lists = book, sheet, lists
        self.password = password_of(sheet)
        base = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "border": 1}
        text = {**base, "num_format": "@", "quote_prefix": True, "text_wrap": True}
        self.title = book.add_format({"font_name": "黑体", "font_size": 16, "align": "center"})
        self.note = book.add_format({"font_name": "宋体", "font_size": 10, "text_wrap": True})
        self.head = book.add_format(
            {**base, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#E8EEF5"}
        )
        locked, free = {"bg_color": "#F2F2EE"}, {"locked": False}
        day, figure = {"num_format": "yyyy-mm-dd"}, {"num_format": "#,##0.####"}
        self.formats = {
            (Kind.TEXT, False): book.add_format({**text, **locked}),
            (Kind.TEXT, True): book.add_format({**text, **free}),
            (Kind.DAY, False): book.add_format({**base, **day, **locked}),
            (Kind.DAY, True): book.add_format({**base, **day, **free}),
            (Kind.MONEY, False): book.add_format({**base, **figure, **locked}),
            (Kind.MONEY, True): book.add_format({**base, **figure, **free}),
        }

    def write(self) -> None:
        guide = self.book.add_worksheet(GUIDE)
        for part in (part for part in Part if part.value in self.sheet.rows):
            self._part(part)
        self._lists()
        self._facts()
        self._guide(guide)
        guide.activate()

    def _part(self, part: Part) -> None:
        page = self.book.add_worksheet(PART_WORDS[part])
        columns, rows = COLUMNS[part], self.sheet.rows[part.value]
        whole = [*rows, *([["", {"open": every_column()}]] * FREE if part is Part.WORK else [])]
        page.merge_range(0, 1, 0, len(columns), self._headline(part), self.title)
        page.merge_range(1, 1, 1, len(columns), _HINTS[part], self.note)
        page.set_row(0, 28)
        page.write_string(HEAD, 0, MARKS[part])
        page.write_row(HEAD, 1, [one.title for one in columns], self.head)
        page.set_row(HEAD, 32)
        page.set_column(0, 0, 4, None, {"hidden": True})
        for place, column in enumerate(columns, start=1):
            page.set_column(place, place, column.width)
        for place, (key, values) in enumerate(whole, start=HEAD + 1):
            self._row(page, place, columns, key, values, opened=_opened(part, values))
        self._checks(page, columns, HEAD + 1, HEAD + max(1, len(whole)))
        self._lay_out(page, columns, HEAD + len(whole))

    def _row(
        self,
        page: Worksheet,
        place: int,
        columns: Sequence[Column],
        key: str,
        values: Mapping[str, Any],
        *,
        opened: frozenset[str],
    ) -> None:
        if key:
            page.write_string(place, 0, marked(self.sheet, key))
        for at, column in enumerate(columns, start=1):
            look = self._format(column, column.key in opened)
            self._cell(page, place, at, column, str(values.get(column.key, "")), look)

    def _cell(
        self, page: Worksheet, place: int, at: int, column: Column, value: str, look: Any
    ) -> None:
        if not value:
            page.write_blank(place, at, None, look)
        elif column.kind is Kind.DAY:
            day = date.fromisoformat(value)
            page.write_datetime(place, at, datetime(day.year, day.month, day.day), look)
        elif column.kind in (Kind.MONEY, Kind.PERCENT):
            page.write_number(place, at, float(value), look)
        else:
            page.write_string(place, at, value, look)

    def _format(self, column: Column, free: bool) -> Any:
        kind = {Kind.DAY: Kind.DAY, Kind.MONEY: Kind.MONEY, Kind.PERCENT: Kind.MONEY}
        return self.formats[kind.get(column.kind, Kind.TEXT), free]

    def _checks(self, page: Worksheet, columns: Sequence[Column], first: int, last: int) -> None:
        for at, column in enumerate(columns, start=1):
            if not column.shown and (rule := self._rule(column)):
                page.data_validation(first, at, last, at, rule)
            if column.kind is Kind.CODE:
                page.ignore_errors({"number_stored_as_text": _area(first, at, last)})

    def _rule(self, column: Column) -> dict[str, Any] | None:
        if column.codes is not None:
            letter, n = LISTED[column.codes], max(1, len(self.lists.of(column.codes)))
            source = f"={LISTS}!${letter}$1:${letter}${n}"
            return _rule("list", source=source, message="请从列表中选一项。")
        if column.kind is Kind.MONEY:
            rule = {"criteria": ">=", "value": 0}
            return _rule("decimal", message="请填数字，单位万元。", **rule)
        if column.kind is Kind.PERCENT:
            rule = {"criteria": "between", "minimum": 0, "maximum": 999}
            return _rule("decimal", message="请填 65 这样的数，不写百分号。", **rule)
        if column.kind is Kind.DAY:
            ends = {"minimum": date(2000, 1, 1), "maximum": date(2199, 12, 31)}
            return _rule("date", message="请填日期，如 2021-03-15。", criteria="between", **ends)
        rule = {"criteria": "<=", "value": column.most}
        return _rule("length", message=f"最多 {column.most} 个字。", **rule)

    def _lay_out(self, page: Worksheet, columns: Sequence[Column], last: int) -> None:
        """Heads stay in view; on paper the whole width, the titles on each page."""
        page.freeze_panes(HEAD + 1, 4)
        page.set_landscape()
        page.set_paper(8)
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEAD)
        page.print_area(0, LAST_COLUMN_ON_PAPER, last, len(columns))
        page.set_footer(f"&L第{self.sheet.version}版&C第 &P 页，共 &N 页")
        widths = {"format_columns": True, "format_rows": True, "autofilter": True}
        page.protect(self.password, widths)

    def _lists(self) -> None:
        page = self.book.add_worksheet(LISTS)
        for codes, letter in LISTED.items():
            page.write_column(f"{letter}1", self.lists.of(codes))
        page.protect(self.password)
        page.very_hidden()

    def _facts(self) -> None:
        """What tells whose sheet this is; read back before anything else."""
        page = self.book.add_worksheet(FACTS)
        sheet = self.sheet
        for place, (name, value) in enumerate(
            (
                ("magic", MAGIC),
                ("sheet", sheet.pk.hex),
                ("unit", sheet.unit_id.hex),
                ("version", str(sheet.version)),
                ("data", str(sheet.data_seq)),
                ("seal", seal_of(sheet)),
            )
        ):
            page.write_row(place, 0, (name, value))
        page.protect(self.password)
        page.very_hidden()

    def _guide(self, page: Worksheet) -> None:
        page.set_column(0, 0, 96)
        page.write_string(0, 0, file_name(self.sheet), self.title)
        for place, words in enumerate(self._words(), start=2):
            page.write_string(place, 0, words, self.note)
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.protect(self.password)

    def _words(self) -> Iterator[str]:
        sheet = self.sheet
        yield f"填报单位：{sheet.unit.name}    交回时限：{sheet.round.due_on.isoformat()}"
        yield f"数据截至：{sheet.made_at.astimezone(CHINA):%Y-%m-%d %H:%M}    第{sheet.version}版"
        yield from _GUIDE

    def _headline(self, part: Part) -> str:
        month, week = self.sheet.round.month, self.sheet.round.work_round
        when = f"{month.year}年{month.month}月" if part is Part.PROGRESS else ""
        label = week.period.label if week and part is Part.WORK else ""
        return f"{self.sheet.unit.label}{when}{PART_WORDS[part]}{label}"


def _opened(part: Part, values: Mapping[str, Any]) -> frozenset[str]:
    if part is Part.WORK:
        return frozenset(values.get("open", ()))
    return frozenset(one.key for one in COLUMNS[part] if not one.shown)


def _rule(kind: str, *, message: str, **more: Any) -> dict[str, Any]:
    return {"validate": kind, "error_title": "填写有误", "error_message": message, **more}


def _area(first: int, at: int, last: int) -> str:
    from xlsxwriter.utility import xl_range

    return str(xl_range(first, at, last, at))


_HINTS: Mapping[Part, str] = {
    Part.PROGRESS: "白色的格子可以填写，灰色的由系统填好；金额单位万元，都是年初以来的累计数。",
    Part.WORK: "白色的格子可以更正；系统没有的事项写在末尾的空行里。时限和状态以来源为准。",
}
_GUIDE = (
    "1. 只填白色的格子；灰色的是系统已有的，改了也不收。没有变化的不用填。",
    "2. 金额填数字，单位万元，是年初以来的累计数；比上次少、超过总投资或更正已报的，请写明原因。",
    "3. “新增问题”只写系统里还没有的；写明卡在哪里、需要哪个单位做什么，交回后即登记为堵点。",
    "4. 周清单可以在末尾空行增加事项；不要用删行表示不列，删去的行视为没有改动。",
    "5. 不要合并单元格，不要用公式；列可以移动，可以另加工作表，另加的不读。",
    "6. 填好后另存为 .xlsx，在“填报表”页交回，或发给总指挥部办公室。先核对，再入账，可以撤销。",
)
