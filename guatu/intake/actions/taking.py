"""A ledger file comes in: opened safely, kept, read; or it is dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from guatu.domain.words import Sentence, say
from guatu.intake.actions.states import claim, state_changed
from guatu.intake.choices import IntakeStatus
from guatu.intake.comparing import Key, compare
from guatu.intake.directory import Directory
from guatu.intake.keeping import Choices, choices_of, stored_declared, stored_table
from guatu.intake.mending import mended_row
from guatu.intake.models import Intake, IntakeRow, MappingMemory
from guatu.intake.reading import LedgerReading, Problem, Table, read_ledger
from guatu.intake.reading.model import RowReading
from guatu.intake.settling import last_event, rows_of, write
from guatu.intake.telling import Tell, forget, teller
from guatu.journal import actions as journal
from guatu.kit.files import fetch, keep
from guatu.kit.memory import without_cycle_search
from guatu.kit.refusals import Refusal
from guatu.kit.workbook import Cell, Workbook, open_workbook
from guatu.lines.models import WorkLine
from guatu.org.access import require
from guatu.org.models import Tenant, User

READABLE = (IntakeStatus.UPLOADED, IntakeStatus.READ)
DROPPABLE = (IntakeStatus.UPLOADED, IntakeStatus.READ)
TOP_ROWS = 12


def upload(
    tenant: Tenant,
    filename: str,
    raw: bytes,
    *,
    as_of: date,
    sheet: int | None = None,
    line: WorkLine | None = None,
    by: User,
    now: datetime,
    at_once: int | None = None,
    tell: Tell | None = None,
) -> Intake:
    """Take in a file and read it; ``sheet`` counts from 1, None reads all.

    It goes into the list of the tenant's working year. ``line`` is the work line of every row
    that names none. A file that cannot be opened comes
    back with status ``refused`` and its sentence in ``refusal`` (``Sentence.from_json``);
    nothing but that and its event is written. A file of more than ``at_once`` rows comes back
    as ``uploaded``, to be read by a job; None reads everything here. Raises ``Forbidden``.
    """
    require(by, "intake.upload", tenant)
    intake = Intake(
        tenant=tenant, filename=filename[-200:], size=len(raw), as_of=as_of, year=tenant.year,
        sheet=sheet, line=line, uploaded_at=now, uploaded_by=by,
    )  # fmt: skip
    try:
        book = open_workbook(raw, filename)
        _refuse_missing_sheet(book, sheet)
    except Refusal as refusal:
        return _refused(intake, refusal.sentence, by, now)
    intake.digest = keep(raw)
    intake.summary = {"height": _height(book)}
    with transaction.atomic():
        journal.await_turn(tenant.pk)  # before the row that points at the work line
        intake.save(force_insert=True)
        journal.record("intake.uploaded", intake, by=by, at=now)
    if at_once is None or _height(book) <= at_once:
        read(intake, now=now, tell=tell, book=book)
    return intake


def read(
    intake: Intake, *, now: datetime, tell: Tell | None = None, book: Workbook | None = None
) -> None:
    """Read the kept file: columns as chosen or remembered, rows, problems, difference.

    Corrections of cells, skips and matches told by a person stay with their rows. Leaves
    ``intake`` (refreshed) with status ``read``, or ``refused`` when there is no table in it.
    Does nothing for an intake that is being entered, was entered, undone or dropped.
    ``book`` is the file if the caller has just opened it.
    """
    if not claim(intake, READABLE, IntakeStatus.READING):
        return
    tell = tell or teller(intake.pk)
    try:
        tell(5, 100, "打开文件")
        book = book or open_workbook(fetch(intake.digest), intake.filename)
        with without_cycle_search():
            _read_book(intake, book, now, tell)
    except Refusal as refusal:
        _refuse_read(intake, refusal.sentence, now)
    except BaseException:
        claim(intake, [IntakeStatus.READING], IntakeStatus.UPLOADED)
        raise
    finally:
        forget(intake.pk)


def drop(intake: Intake, *, by: User, now: datetime) -> None:
    """Give up a ledger that was not entered; its rows go, the record that it came stays.

    Raises ``Forbidden``, ``StateChanged``.
    """
    require(by, "intake.enter", intake)
    with transaction.atomic():
        if not claim(intake, DROPPABLE, IntakeStatus.DROPPED):
            raise state_changed(intake)
        intake.rows.all().delete()
        journal.record("intake.dropped", intake, by=by, at=now)


def _refuse_missing_sheet(book: Workbook, sheet: int | None) -> None:
    if sheet is not None and not 1 <= sheet <= len(book.sheets):
        raise Refusal(
            say("文件只有 {n} 个工作表，没有第 {sheet} 个。", n=len(book.sheets), sheet=sheet)
        )


def _refused(intake: Intake, sentence: Sentence, by: User, now: datetime) -> Intake:
    intake.status, intake.refusal = IntakeStatus.REFUSED, sentence.as_json()
    with transaction.atomic():
        journal.await_turn(intake.tenant_id)
        intake.save(force_insert=True)
        journal.record("intake.refused", intake, by=by, at=now, reason=str(sentence))
    return intake


def _refuse_read(intake: Intake, sentence: Sentence, now: datetime) -> None:
    with transaction.atomic():
        intake.status, intake.refusal = IntakeStatus.REFUSED, sentence.as_json()
        intake.save(update_fields=["status", "refusal"])
        journal.record(
            "intake.refused", intake, by=intake.uploaded_by, at=now, reason=str(sentence)
        )


def _read_book(intake: Intake, book: Workbook, now: datetime, tell: Tell) -> None:
    tell(15, 100, "识别表头和各行")
    sheet = intake.sheet - 1 if intake.sheet else None
    reading = read_ledger(book, as_of=intake.as_of, sheet=sheet, choices=_choices_for(intake))
    earlier = _touched_rows(intake)
    reading = _with_mended(reading, earlier, intake.as_of)
    if not reading.tables:
        raise Refusal(say("文件里没有找到项目表：请检查表头是否写有“项目名称”一类的列，再上传。"))
    tell(40, 100, "与在册项目对照")
    intake.summary = {"height": _height(book), **_found(intake, book, reading)}
    intake.summary["as_of_event"] = last_event(intake)
    rows, drafts = rows_of(intake, reading, earlier)
    difference = compare(intake, drafts)
    tell(60, 100, "保存")
    with transaction.atomic():
        write(intake, rows, difference, lambda n, of, words: tell(60 + 40 * n // of, 100, words))
        intake.status, intake.refusal = IntakeStatus.READ, {}
        intake.version += 1
        intake.save(update_fields=["status", "refusal", "summary", "version"])


def _choices_for(intake: Intake) -> Choices:
    """By shape of table: what was remembered, and over it what was said of this very file."""
    memory = MappingMemory.objects.filter(tenant_id=intake.tenant_id)
    found = {shape: choices_of(held) for shape, held in memory.values_list("shape", "mapping")}
    return found | {shape: choices_of(held) for shape, held in intake.mapping.items()}


def _touched_rows(intake: Intake) -> dict[Key, IntakeRow]:
    rows = intake.rows.exclude(mended={}, skipped=False, told="")
    return {(row.sheet, row.row): row for row in rows}


def _with_mended(
    reading: LedgerReading, earlier: Mapping[Key, IntakeRow], as_of: date
) -> LedgerReading:
    """The reading with the texts that a person put in place of cells, free of their problems."""
    mended = {key: row.mended for key, row in earlier.items() if row.mended}
    if not mended:
        return reading
    rows = list(reading.rows)
    problems = [problem for problem in reading.problems if not _is_mended(problem, mended)]
    for place, row in enumerate(rows):
        if texts := mended.get((row.sheet, row.row)):
            rows[place] = mended_row(row, texts, _table_of(reading, row), as_of)
            problems += rows[place].problems
    return replace(reading, rows=tuple(rows), problems=tuple(problems))


def _is_mended(problem: Problem, mended: Mapping[Key, Mapping[str, str]]) -> bool:
    return problem.field is not None and problem.field in mended.get(
        (problem.sheet, problem.row), ()
    )


def _table_of(reading: LedgerReading, row: RowReading) -> Table | None:
    held = (
        t for t in reading.tables if t.sheet == row.sheet and t.first_row <= row.row <= t.last_row
    )
    return next(held, None)


def _found(intake: Intake, book: Workbook, reading: LedgerReading) -> dict[str, Any]:
    directory = Directory.of(intake.tenant, intake.year)
    return {
        "sheet_names": list(reading.sheet_names),
        "tables": [_table(directory, book, table, reading) for table in reading.tables],
        "declared": stored_declared(reading),
    }


def _table(
    directory: Directory, book: Workbook, table: Table, reading: LedgerReading
) -> dict[str, Any]:
    line = directory.line_in(table.title) or directory.line_in(table.sheet_name)
    own = (r.row for r in reading.rows if r.sheet == table.sheet)
    inside = sum(table.first_row <= row <= table.last_row for row in own)
    return stored_table(table, inside, _top(book, table), str(line.pk) if line else "")


def _top(book: Workbook, table: Table) -> list[list[str]]:
    """The texts of title and header rows, for the preview."""
    sheet = next((s for s in book.sheets if s.name == table.sheet_name), None)
    if sheet is None:
        return []
    first = min(table.first_row, table.header_first)
    rows = sheet.rows[max(first, table.header_last - TOP_ROWS + 1) - 1 : table.header_last]
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def _height(book: Workbook) -> int:
    return sum(len(sheet.rows) for sheet in book.sheets)
