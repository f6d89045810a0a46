"""Writing what a reading or a correction found: rows, their fates, and the summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from guatu.intake.choices import RowFate
from guatu.intake.comparing import Difference, Draft, Key, Outcome, compare, stored_drafts
from guatu.intake.keeping import FILE, ROWS_OF_PROJECTS, Stored, stored_problem, stored_values
from guatu.intake.listed import CHUNK, Entry
from guatu.intake.models import GONE_SHEET, LISTED, Intake, IntakeRow
from guatu.intake.reading import Field, LedgerReading, RowKind
from guatu.intake.reading.model import RowReading, Value
from guatu.intake.telling import Tell
from guatu.journal.queries import events_of
from guatu.kit.bulk import Maker, insert_rows, update_rows

SETTLED = ["fate", "project", "before", "offers", "problems", "problem_count"]
Rows = dict[Key, IntakeRow]
_NEW = Maker(IntakeRow)


def rows_of(
    intake: Intake, reading: LedgerReading, earlier: Mapping[Key, IntakeRow]
) -> tuple[list[IntakeRow], list[Draft]]:
    """The rows to be written for a reading, and those of projects as drafts.

    What a person said of a row in ``earlier`` (mended cells apart, which are in ``reading``
    already) stays with the row.
    """
    problems: dict[Key, list[Stored]] = {}
    for problem in reading.problems:
        problems.setdefault((problem.sheet, problem.row), []).append(stored_problem(problem))
    rows, drafts = [], []
    for one in reading.rows:
        row = _row(intake, one, problems.get((one.sheet, one.row), []))
        if kept := earlier.get((one.sheet, one.row)):
            row.mended, row.skipped, row.told = kept.mended, kept.skipped, kept.told
        rows.append(row)
        if one.kind in ROWS_OF_PROJECTS:
            drafts.append(_draft(one, row))
    return rows, drafts


def write(intake: Intake, rows: Sequence[IntakeRow], difference: Difference, tell: Tell) -> None:
    """Replace the rows of the intake; sets ``intake.summary`` without saving it."""
    held = {(row.sheet, row.row): row for row in rows}
    for outcome in difference.outcomes:
        _put(held[outcome.draft.key], outcome)
    intake.rows.all().delete()
    every = [*rows, *_gone_rows(intake, difference.gone, {})]
    for start in range(0, len(every), CHUNK):
        insert_rows(every[start : start + CHUNK])
        tell(start, len(every), "保存")
    _summarise(intake, every, difference)


def last_event(intake: Intake) -> int:
    """The number of the newest event of the tenant, 0 before the first."""
    newest = events_of(intake.tenant_id).values_list("seq", flat=True).first()
    return newest or 0


def settle(intake: Intake) -> Difference:
    """Work out the difference anew and write what has changed; sets ``intake.summary``."""
    intake.summary["as_of_event"] = last_event(intake)
    difference = compare(intake, stored_drafts(intake))
    rows = list(intake.rows.all())
    held = {(row.sheet, row.row): row for row in rows if row.sheet != GONE_SHEET}
    changed = [held[o.draft.key] for o in difference.outcomes if _put(held[o.draft.key], o)]
    update_rows(changed, SETTLED)
    told = {row.project_id: row.skipped for row in rows if row.sheet == GONE_SHEET}
    intake.rows.filter(sheet=GONE_SHEET).delete()
    gone = list(_gone_rows(intake, difference.gone, told))
    insert_rows(gone)
    _summarise(intake, [*held.values(), *gone], difference)
    return difference


def put_outcomes(rows: QuerySet[IntakeRow], difference: Difference) -> None:
    """Write what has changed of the rows of these outcomes."""
    held = {(row.sheet, row.row): row for row in rows}
    changed = [held[o.draft.key] for o in difference.outcomes if _put(held[o.draft.key], o)]
    update_rows(changed, SETTLED)


def list_moved(intake: Intake) -> bool:
    """Whether projects, units, posts, lines or ledgers have had events since all was settled."""
    events = events_of(intake.tenant_id).filter(seq__gt=intake.summary.get("as_of_event", -1))
    return events.exclude(object_id=intake.pk).exclude(code="light.turned").exists()


def still_as_shown(intake: Intake, difference: Difference) -> bool:
    """Whether the outcomes are those that a person has seen."""
    rows = intake.rows.filter(kind__in=ROWS_OF_PROJECTS)
    columns = ("sheet", "row", "fate", "project_id", "before")
    shown = {(s, r): rest for s, r, *rest in rows.values_list(*columns).iterator(CHUNK)}
    return all(
        shown.get(o.draft.key) == [o.fate, o.project_id, o.changes] for o in difference.outcomes
    )


def _row(intake: Intake, one: RowReading, problems: list[Stored]) -> IntakeRow:
    return _NEW(
        {
            "intake_id": intake.pk,
            "sheet": one.sheet,
            "row": one.row,
            "kind": one.kind.value,
            "parent_row": one.parent_row,
            "cells": list(one.cells),
            "readings": stored_values(one.values),
            "problems": problems,
            "problem_count": len(problems),
        }
    )


def _draft(one: RowReading, row: IntakeRow) -> Draft:
    values: Mapping[Field, Value] = one.values
    return Draft(one.sheet, one.row, row.kind, values, one.parent_row, row.skipped, row.told)


def _put(row: IntakeRow, outcome: Outcome) -> bool:
    """True when the row is not as it was."""
    before = _settled(row)
    row.fate, row.project_id = str(outcome.fate), outcome.project_id
    row.before, row.offers = outcome.changes, outcome.offers
    row.problems = [p for p in row.problems if p["origin"] == FILE] + outcome.said.notices
    row.problem_count = len(row.problems)
    return before != _settled(row)


def _settled(row: IntakeRow) -> list[Any]:
    return [
        row.fate, row.project_id, row.before, row.offers, row.problems, row.problem_count,
    ]  # fmt: skip


def _gone_rows(
    intake: Intake, gone: Iterable[Entry], told: Mapping[Any, bool]
) -> Iterator[IntakeRow]:
    for place, entry in enumerate(gone, start=1):
        yield IntakeRow(
            intake=intake,
            sheet=GONE_SHEET,
            row=place,
            kind=LISTED,
            cells=[entry.name],
            fate=RowFate.GONE,
            project_id=entry.pk,
            skipped=told.get(entry.pk, False),
        )


def _summarise(intake: Intake, rows: Iterable[IntakeRow], difference: Difference) -> None:
    fates: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    examples: dict[str, Any] = {}
    with_problems = 0
    for row in rows:
        if row.fate:
            fates[str(row.fate)] += 1
        with_problems += bool(row.problems)
        for problem in row.problems:
            codes[problem["code"]] += 1
            examples.setdefault(problem["code"], problem["sentence"])
    counted = [o for o in difference.outcomes if o.draft.kind == RowKind.PROJECT]
    amounts = (o.draft.read.get(Field.TOTAL) for o in counted)
    found = sum((a for a in amounts if isinstance(a, Decimal)), Decimal(0))
    intake.summary = {
        **intake.summary,
        "rows": len(difference.outcomes),
        "found": {"count": len(counted), "total": f"{found:f}"},
        "fates": dict(fates),
        "problems": {c: {"count": n, "example": examples[c]} for c, n in codes.most_common()},
        "problem_rows": with_problems,
        "unknown_units": difference.unknown_units,
        "figures": any(o.said.figures for o in difference.outcomes),
    }
