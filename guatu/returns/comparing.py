"""A workbook that came back as lines: what will change, what will not, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from guatu.domain.returns.columns import PART_WORDS, Part
from guatu.domain.returns.merging import Fate
from guatu.domain.returns.sheets import Table, table_of
from guatu.domain.words import N_, Sentence, say
from guatu.kit.workbook import Workbook
from guatu.returns.lines import Lines
from guatu.returns.models import ReturnFile, ReturnLine, ReturnSheet
from guatu.returns.progress_rows import compare_progress
from guatu.returns.reading import grid_of
from guatu.returns.work_rows import compare_work
from guatu.returns.workbooks import FACTS, GUIDE, LISTS

#: What holds for a whole sheet can be said so many times; the rest are counted.
_OURS = (FACTS, GUIDE, LISTS)


@dataclass(frozen=True, slots=True)
class Setting:
    """What rows are read by: names of units that may be chosen, and today."""

    units: frozenset[str]
    today: date


def compare(
    file: ReturnFile, sheet: ReturnSheet, book: Workbook, setting: Setting
) -> list[ReturnLine]:
    """The lines, not saved; counts of them are put on ``file``."""
    lines = Lines(file)
    if not sheet.is_current:
        lines.note(_older(sheet))
    tables = _tables(book, sheet, setting.today, lines)
    for part in Part:
        table = tables.get(part)
        if table is None:
            if part.value in sheet.rows:
                words = N_("没有找到“{sheet}”表（或它的行标识），这一部分未作改动。")
                lines.note(say(words, sheet=PART_WORDS[part]))
            continue
        _say_columns(table, lines)
        if part is Part.PROGRESS:
            compare_progress(sheet, table, lines, setting.units, setting.today)
        else:
            compare_work(sheet, table, lines, setting.today)
    _count(file, lines.rows)
    return lines.rows


def _tables(book: Workbook, sheet: ReturnSheet, today: date, lines: Lines) -> Mapping[Part, Table]:
    found: dict[Part, Table] = {}
    for one in book.sheets:
        if one.name in _OURS:
            continue
        table = table_of(grid_of(one), today)
        if table is None:
            words = N_("工作表“{name}”不是发出的填报表，没有读。")
            lines.note(say(words, name=one.name[:60]))
        elif table.part in found:
            words = N_("工作表“{name}”与“{first}”重复，只读了前一张。")
            lines.note(say(words, name=one.name[:60], first=found[table.part].sheet))
        else:
            found[table.part] = table
    return found


def _say_columns(table: Table, lines: Lines) -> None:
    if missing := "、".join(column.title for column in table.missing):
        lines.note(say(N_("少了“{titles}”栏，这几栏未作改动。"), titles=missing), table)
    if unknown := "、".join(table.unknown):
        lines.note(say(N_("另加的“{titles}”栏没有读。"), titles=unknown[:200]), table)


def _older(sheet: ReturnSheet) -> Sentence:
    now = ReturnSheet.objects.current().filter(round=sheet.round_id, unit=sheet.unit_id).first()
    return say(
        N_("这是第 {old} 版，现行的是第 {new} 版；发出后没有变过的内容并入，变过的逐项说明。"),
        old=sheet.version,
        new=now.version if now else sheet.version,
    )


def _count(file: ReturnFile, lines: list[ReturnLine]) -> None:
    fates = [line.fate for line in lines]
    file.changes = fates.count(Fate.CHANGE)
    file.added = fates.count(Fate.ADD)
    file.refused = fates.count(Fate.REFUSED) + fates.count(Fate.CONFLICT)
