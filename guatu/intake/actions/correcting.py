"""What a person corrects before a ledger is entered: columns, cells, rows, matches.

Each raises ``Forbidden``, and ``StateChanged`` when the ledger is no longer at version
``seen`` or no longer waits to be checked; afterwards ``intake.version`` is higher.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from guatu.domain.words import say
from guatu.intake.actions.states import claim, correct, state_changed
from guatu.intake.actions.taking import read
from guatu.intake.choices import IntakeStatus
from guatu.intake.comparing import NEW
from guatu.intake.keeping import FILE, Stored, stored_choices, stored_problem, stored_values
from guatu.intake.mending import column_for, mended_cell
from guatu.intake.models import Intake, IntakeRow, MappingMemory
from guatu.intake.reading import Choice, Field
from guatu.intake.resettling import OF_THE_WHOLE, Bond, resettle
from guatu.intake.settling import settle
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.lines.models import WorkLine
from guatu.org.access import require
from guatu.org.models import User
from guatu.projects.models import Project


def map_columns(
    intake: Intake,
    shape: str,
    choices: Mapping[int, Choice],
    *,
    seen: int,
    by: User,
    now: datetime,
    at_once: int | None = None,
) -> None:
    """Say what the columns of the tables of this ``shape`` hold, and read again.

    ``choices`` are by index of the column from 0; columns left out stay as found. They are
    remembered for the next ledger of that shape. Above ``at_once`` rows the status is
    ``uploaded`` afterwards and a job reads.
    """
    with transaction.atomic():
        _to_be_read_again(intake, seen=seen, by=by)
        intake.mapping = {**intake.mapping, shape: stored_choices(choices)}
        intake.save(update_fields=["mapping"])
        _remember(intake, shape, by, now)
        headers = _headers(intake, shape, choices)
        journal.record("intake.mapped", intake, by=by, at=now, columns="、".join(headers))
    _read_if_small(intake, now, at_once)


def choose(
    intake: Intake,
    *,
    as_of: date,
    year: int,
    line: WorkLine | None,
    sheet: int | None = None,
    seen: int,
    by: User,
    now: datetime,
    at_once: int | None = None,
) -> None:
    """Set for the whole file: its day, the year of the list, the work line, the sheet."""
    if line is not None and (line.tenant_id != intake.tenant_id or line.year != year):
        sentence = say("所选工作线不属于 {year} 年度，请重新选择。", year=year)
        raise Refusal(sentence, {"line": sentence})
    names = intake.summary.get("sheet_names", ())
    if sheet is not None and not 1 <= sheet <= len(names):
        sentence = say("没有第 {sheet} 个工作表，请重新选择。", sheet=sheet)
        raise Refusal(sentence, {"sheet": sentence})
    with transaction.atomic():
        _to_be_read_again(intake, seen=seen, by=by)
        intake.as_of, intake.year, intake.line, intake.sheet = as_of, year, line, sheet
        intake.save(update_fields=["as_of", "year", "line", "sheet"])
    _read_if_small(intake, now, at_once)


def mend_cell(
    row: IntakeRow, field: Field, text: str, *, seen: int, by: User, now: datetime
) -> None:
    """Replace what a row says of ``field`` by ``text``, read as the column would be.

    An empty ``text`` means that the ledger says nothing of it. The cell as written stays in
    ``row.cells``. Fate and problems of the row are new afterwards.
    """
    intake = row.intake
    with transaction.atomic():
        correct(intake, seen=seen, by=by)
        row.refresh_from_db()
        before = Bond.of(row)
        mended = mended_cell(column_for(intake, row, field), text.strip(), intake.as_of)
        kept = {name: value for name, value in row.readings.items() if name != field.value}
        row.readings = {**kept, **stored_values(mended.values)}
        row.mended = {**row.mended, field.value: text.strip()}
        row.problems = [p for p in row.problems if not _about(p, field)] + [
            stored_problem(problem) for problem in mended.problems
        ]
        row.save(update_fields=["readings", "mended", "problems"])
        if field in OF_THE_WHOLE:
            settle(intake)
        else:
            resettle(intake, [row.pk], [before])
        intake.save(update_fields=["summary"])
    row.refresh_from_db()


def skip_rows(
    intake: Intake, row_ids: Iterable[UUID], skipped: bool, *, seen: int, by: User, now: datetime
) -> int:
    """Leave rows out of entering, or take them in again; returns how many changed.

    For rows of fate ``gone`` it says whether their projects are withdrawn when the ledger is
    entered with ``withdraw_gone``.
    """
    with transaction.atomic():
        correct(intake, seen=seen, by=by)
        rows = intake.rows.filter(pk__in=list(row_ids)).exclude(skipped=skipped)
        touched = list(rows.values_list("pk", flat=True))
        changed = rows.update(skipped=skipped)
        resettle(intake, touched, ())
        intake.save(update_fields=["summary"])
    return changed


def match_row(
    row: IntakeRow, project: Project | None, *, seen: int, by: User, now: datetime
) -> None:
    """Say which listed project a row is (renamed since), or with None that it is a new one."""
    intake = row.intake
    if project is not None and (project.tenant_id, project.year) != (intake.tenant_id, intake.year):
        raise Refusal(say("“{name}”不在本年度的台账中，请重新选择。", name=project.name))
    with transaction.atomic():
        correct(intake, seen=seen, by=by)
        row.refresh_from_db()
        before = Bond.of(row)
        row.told = str(project.pk) if project else NEW
        row.save(update_fields=["told"])
        resettle(intake, [row.pk], [before])
        intake.save(update_fields=["summary"])
    row.refresh_from_db()


def _to_be_read_again(intake: Intake, *, seen: int, by: User) -> None:
    require(by, "intake.upload", intake)
    if not claim(intake, [IntakeStatus.READ], IntakeStatus.UPLOADED, seen=seen):
        raise state_changed(intake)


def _read_if_small(intake: Intake, now: datetime, at_once: int | None) -> None:
    if at_once is None or intake.summary.get("height", 0) <= at_once:
        read(intake, now=now)


def _remember(intake: Intake, shape: str, by: User, now: datetime) -> None:
    MappingMemory.objects.update_or_create(
        tenant_id=intake.tenant_id,
        shape=shape,
        defaults={
            "mapping": intake.mapping[shape],
            "learnt_at": now,
            "learnt_by": by,
            "learnt_from": intake.filename,
        },
    )


def _headers(intake: Intake, shape: str, choices: Mapping[int, Choice]) -> list[str]:
    columns = (c for t in intake.summary["tables"] if t["shape"] == shape for c in t["columns"])
    names = {c["index"]: c["header"] or c["letter"] for c in columns}
    return [names[index] for index in sorted(choices) if index in names]


def _about(problem: Stored, field: Field) -> bool:
    return bool(problem["origin"] == FILE and problem["field"] == field.value)
