"""XER as tables: tab-separated rows after ``%T`` table, ``%F`` fields, ``%R`` row, ``%E`` end."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from guatu.domain.schedule.files.noting import MOST_ACTIVITIES, MOST_CALENDARS, MOST_LINKS, refuse
from guatu.domain.words import N_

#: The tables that are read, with the most rows each may have.
WANTED: Mapping[str, int] = {
    "PROJECT": 1_000,
    "SCHEDOPTIONS": 1_000,
    "CALENDAR": MOST_CALENDARS,
    "PROJWBS": MOST_ACTIVITIES,
    "TASK": MOST_ACTIVITIES,
    "TASKPRED": MOST_LINKS,
    "RSRC": MOST_ACTIVITIES,
    "TASKRSRC": MOST_LINKS,
}
_HIGH = re.compile(rb"[\x80-\xff]+")
_SAMPLE = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line, and its fields that are not empty."""

    line: int
    fields: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")


@dataclass(slots=True)
class Tables:
    """The rows of the wanted tables; ``ended`` tells whether the file was written to its end.

    ``others`` counts the rows of tables that are not read.
    """

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in WANTED})
    others: dict[str, int] = field(default_factory=dict)
    ended: bool = False


def read_tables(raw: bytes) -> Tables:
    """The tables of an XER file; ScheduleError with the line for what cannot be one."""
    found, table, names = Tables(), "", list[str]()
    for line, cells in _rows(text_of(raw)):
        mark = cells[0]
        if mark == "%T":
            table, names = cells[1].strip() if len(cells) > 1 else "", []
        elif mark == "%F":
            names = [name.strip() for name in cells[1:]]
        elif mark == "%R":
            _take(found, table, names, line, cells[1:])
        elif mark == "%E":
            found.ended = True
            break
    return found


def _take(found: Tables, table: str, names: list[str], line: int, cells: list[str]) -> None:
    if not table or not names:
        refuse(
            N_("第 {line} 行在表名（%T）和栏名（%F）之前就有数据；文件已损坏，请重新导出。"),
            line=line,
        )
    if table not in WANTED:
        found.others[table] = found.others.get(table, 0) + 1
        return
    if len(cells) > len(names) and any(cells[len(names) :]):
        sentence = N_(
            "第 {line} 行（表 {table}）有 {cells} 栏，多于表头的 {names} 栏；"
            "文件已损坏，请重新导出。"
        )
        refuse(sentence, line=line, table=table, cells=len(cells), names=len(names))
    rows = found.rows[table]
    if len(rows) >= WANTED[table]:
        sentence = N_("第 {line} 行：表 {table} 超过 {most} 行，不像是一个计划；请分开导出。")
        refuse(sentence, line=line, table=table, most=WANTED[table])
    rows.append(Row(line, {name: cell for name, cell in zip(names, cells, strict=False) if cell}))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which each begins; a line without a mark goes on with the last one."""
    if not text:
        refuse(N_("文件是空的。"))
    if not text.startswith("ERMHDR"):
        refuse(N_("文件不以 ERMHDR 开头，不是 Primavera XER 文件；请从 P6 导出 XER 后再试。"))
    began, parts = 1, list[str]()
    for line, part in enumerate(_lines(text), start=1):
        if part.startswith("%") or not parts:
            yield began, " ".join(parts).split("\t")
            began, parts = line, [part]
        elif part:
            parts.append(part)
    yield began, " ".join(parts).split("\t")


def _lines(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield text[start:end].rstrip("\r")
        start = end + 1


def text_of(raw: bytes) -> str:
    """The text in the encoding it was written in: UTF-8, UTF-16, GB18030 or Windows-1252.

    XER does not name its encoding. Chinese text in GB18030 has its high bytes side by side;
    accents in Western text stand alone.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    raw = raw.removeprefix(codecs.BOM_UTF8)  # a mark that was put before other text
    runs = [len(run) for run in _HIGH.findall(raw, 0, _SAMPLE)] or [1]
    alone = sum(1 for run in runs if run == 1)
    return raw.decode("cp1252" if alone * 2 > len(runs) else "gb18030", "replace")
