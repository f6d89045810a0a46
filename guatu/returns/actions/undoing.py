"""Taking back what entering a file did, without losing anything that came later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from guatu.domain.returns.columns import DAYS, Part
from guatu.domain.returns.merging import Fate
from guatu.domain.words import N_, Sentence, say
from guatu.domain.worklists.rows import Cell
from guatu.domain.worklists.table import Verb
from guatu.journal import actions as journal
from guatu.kit.bulk import update_rows
from guatu.kit.refusals import Refusal
from guatu.org.access import Forbidden, require
from guatu.org.models import User
from guatu.projects.actions.progress import take_back_report
from guatu.returns.actions.entering import by_subject, hold, hold_projects, own_values, sheet_of
from guatu.returns.choices import FileStatus
from guatu.returns.formers import former
from guatu.returns.lines import part_lines
from guatu.returns.models import ReturnFile, ReturnLine
from guatu.returns.progress_rows import figures_of, projects_of
from guatu.returns.queries.standing import work_values
from guatu.returns.work_rows import items_of, list_of, own_row, why_closed
from guatu.worklists.actions import filling
from guatu.worklists.models import WorkItem

CHANGED_SINCE = N_("入账后又改过，保留未动。")
A_BLOCKER = N_("已登记为堵点，撤销入账不撤堵点；不需要的请到“堵点”页办理。")
TAKEN_BACK = N_("撤销入账的填报表“{label}”")


@dataclass(frozen=True, slots=True)
class Undone:
    """How many lines were taken back, and those that were left as they are, with the reason."""

    restored: int
    kept: Sequence[ReturnLine]


def undo(file: ReturnFile, *, seen: int | None = None, by: User, now: datetime) -> Undone:
    """Take back an entered file.

    Reports, words and days are again what they were, except where somebody changed them since;
    rows that the file added are struck from the list. Problems that were raised stay: others may
    be at work on them. Raises ``Forbidden``, ``StateChanged``.
    """
    require(by, "returns.enter", file)
    with transaction.atomic():
        hold_projects(file)
        held = hold(file, FileStatus.ENTERED, seen)
        lines = list(held.lines.filter(taken=True))
        _progress(held, part_lines(lines, Part.PROGRESS), by, now)
        _work(held, part_lines(lines, Part.WORK), by, now)
        update_rows(lines, ["undone", "sentence"])
        return _close(held, lines, by, now)


def _progress(file: ReturnFile, lines: Sequence[ReturnLine], by: User, now: datetime) -> None:
    sheet, since = sheet_of(file), file.entered_at
    projects = projects_of(sheet, [one.subject_id for one in lines if one.subject_id])
    for pk, some in by_subject(lines).items():
        figures = [one for one in some if one.fate == Fate.CHANGE]
        _keep([one for one in some if one.fate == Fate.ADD], say(A_BLOCKER))
        if not figures:
            continue
        project = projects.get(pk)
        if project is None or since is None:
            _keep(figures, say(N_("项目已退出台账，保留未动。")))
            continue
        month, changed = sheet.round.month, {one.key: one.after for one in figures}
        before = former(figures[0].given.get("former"), month)
        # The files of a parcel are entered at one moment: what stands tells them apart.
        left = figures_of(month, before, changed)
        try:
            done = take_back_report(project, month, before, since=since, left=left, by=by, now=now)
        except (Refusal, Forbidden) as refusal:
            _keep(figures, refusal.sentence)
            continue
        for one in figures:
            one.undone = done
        if not done:
            _keep(figures, say(CHANGED_SINCE))


def _work(file: ReturnFile, lines: Sequence[ReturnLine], by: User, now: datetime) -> None:
    row = list_of(sheet_of(file)) if lines else None
    if row is None:
        return
    if closed := why_closed(row):
        _keep(lines, closed)
        return
    items = items_of(row)
    values = work_values(items.values())
    for pk, some in by_subject(one for one in lines if one.fate == Fate.CHANGE).items():
        item = items.get(pk)
        held = values.get(pk, {})
        same = [one for one in some if held.get(one.key) == one.after]
        _keep([one for one in some if one not in same], say(CHANGED_SINCE))
        if item is not None and same:
            item.work_list = row
            _put_back(item, {**held}, same, by, now)
    for line in lines:
        if line.fate == Fate.ADD:
            _strike(items.get(UUID(hex=line.given["made"])), file, line, by, now)


def _put_back(
    item: WorkItem, held: dict[str, str], lines: Sequence[ReturnLine], by: User, now: datetime
) -> None:
    before = {line.key: line.before for line in lines}
    try:
        if before.keys() & set(DAYS):
            own = own_row(own_values({**held, **before}))
            filling.settle_own(item, own, verb=Verb.ENTER, by=by, now=now)
        else:
            typed = {Cell(key): words for key, words in before.items()}
            filling.correct(item, typed, verb=Verb.ENTER, by=by, now=now)
    except (Refusal, Forbidden) as refusal:
        _keep(lines, refusal.sentence)
        return
    for line in lines:
        line.undone = True


def _strike(
    item: WorkItem | None, file: ReturnFile, line: ReturnLine, by: User, now: datetime
) -> None:
    if item is None or item.struck or item.label != line.after:
        _keep([line], say(CHANGED_SINCE))
        return
    reason = str(say(TAKEN_BACK, label=file.filename[:100]))
    try:
        filling.strike(item, reason=reason, verb=Verb.ENTER, by=by, now=now)
    except (Refusal, Forbidden) as refusal:
        _keep([line], refusal.sentence)
        return
    line.undone = True


def _keep(lines: Sequence[ReturnLine], why: Sentence) -> None:
    for line in lines:
        line.sentence = why.as_json()


def _close(file: ReturnFile, lines: Sequence[ReturnLine], by: User, now: datetime) -> Undone:
    done = Undone(sum(one.undone for one in lines), [one for one in lines if not one.undone])
    file.status, file.undone_at = FileStatus.UNDONE, now
    file.version += 1
    file.save(update_fields=["status", "undone_at", "version"])
    kept = "、".join(dict.fromkeys(one.label for one in done.kept)) or "无"
    journal.record(
        "return_file.undone", file, by=by, at=now, restored=done.restored, kept=kept[:500]
    )
    return done
