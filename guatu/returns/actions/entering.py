"""A file is entered: what it says goes through the acts that pages use, line by line.

One transaction a file. A line that an act refuses changes nothing and keeps the sentence of the
refusal; the others stand. Everything is looked at once more as it is now, so the same sheet
entered twice, or two at once, has one effect.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from guatu.command.actions.clearing import Problem, raise_blocker
from guatu.domain.returns.columns import DAYS, Part
from guatu.domain.returns.merging import Fate
from guatu.domain.words import N_, say
from guatu.domain.worklists.rows import Cell
from guatu.domain.worklists.table import Verb
from guatu.journal import actions as journal
from guatu.kit.bulk import update_rows
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden, require
from guatu.org.models import User
from guatu.projects.actions.figures import MonthFigures
from guatu.projects.actions.holding import hold_many
from guatu.projects.actions.progress import report_all
from guatu.projects.models import ProgressReport, Project
from guatu.returns.actions.taking import entered_before
from guatu.returns.choices import FileStatus
from guatu.returns.formers import stored
from guatu.returns.lines import already, both_changed, part_lines, refuse
from guatu.returns.models import ReturnFile, ReturnLine, ReturnSheet
from guatu.returns.progress_rows import figures_of, is_known, projects_of
from guatu.returns.queries.standing import Values, progress_values, reports_of, work_values
from guatu.returns.work_rows import items_of, list_of, own_row
from guatu.worklists.actions import filling
from guatu.worklists.choices import RowKind
from guatu.worklists.models import WorkItem, WorkList

TAKEN = ("fate", "sentence", "given", "taken")


def enter(file: ReturnFile, *, seen: int | None = None, by: User, now: datetime) -> ReturnFile:
    """Enter one file; raises ``Forbidden``, and ``StateChanged`` when it is entered already, was
    given up, or was overtaken by another with the same content."""
    require(by, "returns.enter", file)
    with transaction.atomic():
        hold_projects(file)
        held = hold(file, FileStatus.READ, seen)
        if there := entered_before(held):
            raise StateChanged(there)
        lines = list(held.lines.filter(fate__in=[Fate.CHANGE.value, Fate.ADD.value]))
        _progress(held, part_lines(lines, Part.PROGRESS), by, now)
        _work(held, part_lines(lines, Part.WORK), by, now)
        update_rows(lines, TAKEN)
        _close(held, lines, by, now)
    return held


def drop(file: ReturnFile, *, by: User, now: datetime) -> None:
    """Give up a file that was not entered; it stays readable."""
    require(by, "returns.enter", file)
    with transaction.atomic():
        held = hold(file, FileStatus.READ, None)
        held.status = FileStatus.DROPPED
        held.version += 1
        held.save(update_fields=["status", "version"])
        journal.record("return_file.dropped", held, by=by, at=now)


def hold_projects(file: ReturnFile) -> None:
    """Before the turn: with it nobody may wait for a project any more (docs/architecture.md)."""
    rows = file.lines.filter(part=Part.PROGRESS.value)
    hold_many({pk for pk in rows.values_list("subject_id", flat=True) if pk is not None})


def hold(file: ReturnFile, status: FileStatus, seen: int | None) -> ReturnFile:
    """The file, locked during the turn, in this status and at the version that was seen."""
    journal.await_turn(file.tenant_id)
    rows = ReturnFile.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("tenant", "sheet__unit", "sheet__round__work_round").get(pk=file.pk)
    if held.status != status or (seen is not None and held.version != seen):
        raise StateChanged(
            say(
                N_("“{label}”现在是“{status}”，没有再办。请刷新页面，看最新的情况。"),
                label=held.filename,
                status=str(held.get_status_display()),
            )
        )
    return held


def sheet_of(file: ReturnFile) -> ReturnSheet:
    """Whose sheet it is; one without is refused when it is read, and never entered."""
    if file.sheet is None:
        raise Refusal(say(N_("这个文件分不清是哪个单位的表，不能入账。")))
    return file.sheet


def _progress(file: ReturnFile, lines: Sequence[ReturnLine], by: User, now: datetime) -> None:
    sheet, by_project = sheet_of(file), by_subject(lines)
    projects = projects_of(sheet, list(by_project))
    held = progress_values(list(projects.values()), sheet.round.month)
    reports = reports_of(projects, sheet.round.month)
    wanted: list[_Report] = []
    for pk, some in by_project.items():
        project = projects.get(pk)
        if project is None:
            refuse(some, say(N_("项目已退出台账，没有收。")))
            continue
        still = _still(held[pk], [one for one in some if one.fate == Fate.CHANGE])
        if still:
            changed = {one.key: one.after for one in still}
            figures = figures_of(sheet.round.month, reports.get(pk), changed)
            wanted.append(_Report(project, figures, reports.get(pk), still))
    _report(wanted, by, now)
    for pk, some in by_project.items():
        for one in some:
            if one.fate == Fate.ADD and pk in projects:
                _raise(projects[pk], one, by, now)


@dataclass(frozen=True, slots=True)
class _Report:
    """A month's figures of a project, what was reported before, and the lines they are from."""

    project: Project
    figures: MonthFigures
    before: ProgressReport | None
    lines: Sequence[ReturnLine]


def _report(wanted: Sequence[_Report], by: User, now: datetime) -> None:
    """All projects in one act; where one of them is refused, each by itself."""
    if not wanted:
        return
    try:
        report_all([(one.project, one.figures) for one in wanted], by=by, now=now)
    except (Refusal, Forbidden) as refusal:
        if len(wanted) == 1:
            refuse(wanted[0].lines, refusal.sentence)
            return
        for one in wanted:
            _report([one], by, now)
        return
    for one in wanted:
        for line in one.lines:
            line.taken, line.given = True, {"former": stored(one.before)}


def _raise(project: Project, line: ReturnLine, by: User, now: datetime) -> None:
    words = str(line.given["words"])
    if is_known(project.pk, words):
        line.fate, line.sentence = Fate.SAME.value, already().as_json()
        return
    try:
        made = raise_blocker(project, Problem(str(line.given["kind"]), words), by=by, now=now)
    except (Refusal, Forbidden) as refusal:
        refuse([line], refusal.sentence)
        return
    line.taken, line.given = True, {**line.given, "made": made.pk.hex}


def _work(file: ReturnFile, lines: Sequence[ReturnLine], by: User, now: datetime) -> None:
    row = list_of(sheet_of(file)) if lines else None
    if row is None:
        return
    items = items_of(row)
    values = work_values(items.values())
    cells: dict[UUID, list[ReturnLine]] = {}
    for pk, some in by_subject(one for one in lines if one.fate == Fate.CHANGE).items():
        item = items.get(pk)
        if item is None or item.struck:
            refuse(some, say(N_("这个事项已不在清单上，没有收。")))
        elif still := _still(values[pk], some):
            if any(one.key in DAYS for one in still):
                _settle(item, values[pk], still, by, now)
            else:
                cells[pk] = still
    _correct(row, items, cells, by, now)
    own = {item.label for item in items.values() if item.kind == RowKind.OWN and not item.struck}
    for line in lines:
        if line.fate == Fate.ADD:
            _add(row, own, line, by, now)


def _correct(
    row: WorkList,
    items: Mapping[UUID, WorkItem],
    cells: Mapping[UUID, Sequence[ReturnLine]],
    by: User,
    now: datetime,
) -> None:
    """All rows in one act; where one of them is refused, each by itself."""
    if not cells:
        return
    typed = {pk: {Cell(one.key): one.after for one in some} for pk, some in cells.items()}
    try:
        filling.correct_all(row, typed, verb=Verb.ENTER, by=by, now=now)
    except (Refusal, Forbidden):
        for pk, some in cells.items():
            items[pk].work_list = row
            _correct_one(items[pk], typed[pk], some, by, now)
        return
    for some in cells.values():
        _take(some)


def _correct_one(
    item: WorkItem,
    typed: Mapping[Cell, str],
    lines: Sequence[ReturnLine],
    by: User,
    now: datetime,
) -> None:
    try:
        filling.correct(item, typed, verb=Verb.ENTER, by=by, now=now)
    except (Refusal, Forbidden) as refusal:
        refuse(lines, refusal.sentence)
    else:
        _take(lines)


def _settle(
    item: WorkItem, held: Values, lines: Sequence[ReturnLine], by: User, now: datetime
) -> None:
    """A row of the unit's own, with its days."""
    changed = {line.key: line.after for line in lines}
    try:
        own = own_row(own_values({**held, **changed}))
        filling.settle_own(item, own, verb=Verb.ENTER, by=by, now=now)
    except (Refusal, Forbidden) as refusal:
        refuse(lines, refusal.sentence)
    else:
        _take(lines)


def own_values(values: Mapping[str, str]) -> dict[str, object]:
    """Values by column as those of a row that the unit wrote itself."""
    cells = {cell.value: values[cell.value] for cell in Cell}
    return {"label": values["label"], "cells": cells, **{name: values[name] for name in DAYS}}


def _add(row: WorkList, own: set[str], line: ReturnLine, by: User, now: datetime) -> None:
    if line.after in own:
        line.fate, line.sentence = Fate.SAME.value, already().as_json()
        return
    try:
        item = filling.add(row, own_row(line.given), verb=Verb.ENTER, by=by, now=now)
    except (Refusal, Forbidden) as refusal:
        refuse([line], refusal.sentence)
        return
    own.add(line.after)
    line.taken, line.given = True, {**line.given, "made": item.pk.hex}


def _still(values: Values, lines: Iterable[ReturnLine]) -> list[ReturnLine]:
    """Of these the lines that still change something; of the others it is said why not."""
    left = []
    for line in lines:
        now = values.get(line.key, "")
        if now == line.after:
            line.fate, line.sentence = Fate.SAME.value, already().as_json()
        elif now != line.before:
            line.fate, line.sentence = (
                Fate.CONFLICT.value,
                both_changed(now, line.after).as_json(),
            )
        else:
            left.append(line)
    return left


def by_subject(lines: Iterable[ReturnLine]) -> dict[UUID, list[ReturnLine]]:
    found: dict[UUID, list[ReturnLine]] = defaultdict(list)
    for line in lines:
        if line.subject_id is not None:
            found[line.subject_id].append(line)
    return dict(found)


def _take(lines: Iterable[ReturnLine]) -> None:
    for line in lines:
        line.taken = True


def _close(file: ReturnFile, lines: Sequence[ReturnLine], by: User, now: datetime) -> None:
    taken = [line for line in lines if line.taken]
    file.changes = sum(line.fate == Fate.CHANGE for line in taken)
    file.added = len(taken) - file.changes
    refused = (Fate.REFUSED.value, Fate.CONFLICT.value)
    file.refused = file.lines.filter(fate__in=refused).count()
    file.status, file.entered_at = FileStatus.ENTERED, now
    file.entered_by_name = by.name[:100]
    file.version += 1
    file.save(
        update_fields=[
            "changes", "added", "refused", "status", "entered_at", "entered_by_name", "version",
        ]
    )  # fmt: skip
    figures = {"changes": file.changes, "added": file.added, "refused": file.refused}
    journal.record("return_file.entered", file, by=by, at=now, unit=file.unit_label, **figures)
