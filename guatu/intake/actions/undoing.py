"""Taking back what entering a ledger did, without losing anything that came later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from guatu.domain.words import N_, Sentence, say
from guatu.intake.actions.states import claim, state_changed
from guatu.intake.choices import IntakeStatus, RowFate
from guatu.intake.comparing import FIGURES, ROW_FIELDS
from guatu.intake.listed import UNDONE, with_families, with_parts
from guatu.intake.models import GONE_SHEET, Intake, IntakeRow
from guatu.intake.telling import Tell, forget, teller
from guatu.journal import actions as journal
from guatu.kit.memory import without_cycle_search
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import User
from guatu.projects.actions.former import FormerValues, plain
from guatu.projects.actions.holding import hold_many, rows_by_id
from guatu.projects.actions.listing import (
    change_projects,
    restore_projects,
    withdraw_projects,
)
from guatu.projects.actions.parts import why_no_package
from guatu.projects.actions.progress import remove_ledger_figures
from guatu.projects.models import Project

CHUNK = 1000
UNDOING = N_("撤销入账")
_TAKEN_OFF = (RowFate.NEW, RowFate.BACK)
_PUT_BACK = (RowFate.CHANGED, RowFate.BACK)


@dataclass(frozen=True, slots=True)
class Kept:
    """Fields that someone changed after the ledger was entered and that were left so."""

    project_id: UUID
    project: str
    fields: str


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: projects taken off the list, put back as they were, fields left."""

    withdrawn: int
    restored: int
    kept: tuple[Kept, ...]


def undo(intake: Intake, *, by: User, now: datetime, tell: Tell | None = None) -> Undone:
    """Take back an entered ledger.

    Projects that it brought leave the list with the reason 撤销导入; their reports, plans and
    history stay with them and can be restored, and the next ledger that names them brings
    them back. Fields that it changed get their former values, except where someone has changed
    them since: those are left and named. Reports that it brought for projects listed before are
    removed unless corrected since. Projects that it withdrew come back.

    Raises ``Forbidden``; ``StateChanged`` when the ledger is not entered (any more).
    """
    begin_undoing(intake, by=by)
    return finish_undoing(intake, by=by, now=now, tell=tell)


def begin_undoing(intake: Intake, *, by: User) -> None:
    """Claim an entered ledger for undoing (status ``undoing``); raises as ``undo`` does."""
    require(by, "intake.undo", intake)
    if not claim(intake, [IntakeStatus.ENTERED], IntakeStatus.UNDOING):
        raise state_changed(intake)


def finish_undoing(intake: Intake, *, by: User, now: datetime, tell: Tell | None = None) -> Undone:
    """Undo a claimed ledger. When it fails nothing is changed, the claim is given back, the
    sentence stands in ``intake.refusal``, and the error is raised."""
    try:
        with without_cycle_search(), transaction.atomic():
            return _Undoing(intake, by, now, tell or teller(intake.pk)).run()
    except Refusal as refusal:
        _give_back(intake, refusal.sentence)
        raise
    except BaseException:
        _give_back(intake, say("撤销时出错，未改动任何内容。请再试一次；仍不成功请联系管理员。"))
        raise
    finally:
        forget(intake.pk)


def _give_back(intake: Intake, sentence: Sentence) -> None:
    with transaction.atomic():
        if claim(intake, [IntakeStatus.UNDOING], IntakeStatus.ENTERED):
            intake.refusal = sentence.as_json()
            intake.save(update_fields=["refusal"])


class _Undoing:
    def __init__(self, intake: Intake, by: User, now: datetime, tell: Tell) -> None:
        self.intake, self.by, self.now, self.tell = intake, by, now, tell
        self.kept: list[Kept] = []
        self.done, self.whole = 0, 1

    def run(self) -> Undone:
        self.tell(2, 100, str(UNDOING))
        # The row lock keeps a second worker out; the claim keeps everyone else out.
        Intake.objects.select_for_update().get(pk=self.intake.pk, status=IntakeStatus.UNDOING)
        matched = self.intake.rows.filter(project__isnull=False)
        hold_many(with_families(matched))
        moved = Q(fate__in=_TAKEN_OFF) | Q(fate__in=_PUT_BACK)
        self.whole = matched.filter(moved).count() + 1
        # Off the list first: a code that a new project has now may go back to its former owner.
        withdrawn = self._each(_TAKEN_OFF, self._take_off)
        # Packages come back before their former parts go back into them.
        restored = self._bring_back_gone()
        restored += self._each(_PUT_BACK, self._put_back)
        done = Undone(withdrawn, restored, tuple(self.kept))
        self._close(done)
        return done

    def _each(self, fates: Sequence[str], act: Any) -> int:
        rows = self.intake.rows.filter(fate__in=fates, project__isnull=False)
        ids = list(rows.order_by("sheet", "row").values_list("pk", flat=True))
        done = 0
        for start in range(0, len(ids), CHUNK):
            part = rows.filter(pk__in=ids[start : start + CHUNK])
            chunk = list(part.only("project", "before", "fate", "intake"))
            held = rows_by_id(self.intake.tenant, [r.project_id for r in chunk if r.project_id])
            done += act(chunk, held)
            self.done = min(self.done + len(chunk), self.whole)
            self.tell(5 + 90 * self.done // self.whole, 100, str(UNDOING))
        return done

    def _take_off(self, rows: Sequence[IntakeRow], held: dict[UUID, Project]) -> int:
        listed = [project for project in held.values() if project.is_listed]
        withdraw_projects(listed, reason=UNDONE, by=self.by, now=self.now)
        return len(listed)

    def _put_back(self, rows: Sequence[IntakeRow], held: dict[UUID, Project]) -> int:
        entered_at = self.intake.entered_at
        with_figures = [
            held[r.project_id] for r in rows if r.project_id and set(FIGURES) & r.before.keys()
        ]
        if with_figures and entered_at:
            remove_ledger_figures(with_figures, since=entered_at, by=self.by, now=self.now)
        former = FormerValues(row.before for row in rows)
        pairs = [
            (project, self._former_values(row, project, former))
            for row in rows
            if row.project_id and (project := held.get(row.project_id))
        ]
        change_projects(pairs, by=self.by, now=self.now)
        return sum(row.fate == RowFate.CHANGED for row in rows)

    def _former_values(
        self, row: IntakeRow, project: Project, former: FormerValues
    ) -> dict[str, Any]:
        """The values before the ledger, of the fields that still have the value it gave."""
        values, left = {}, []
        for name, (before, after) in row.before.items():
            if name in FIGURES:
                continue
            held = getattr(project, f"{name}_id" if name in ROW_FIELDS else name)
            was = former.value(name, before)
            if plain(held) == after and (name != "parent" or _may_return(project, was)):
                values[name] = was
            elif plain(held) != before:
                left.append(str(Project._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
        if left:
            self.kept.append(Kept(project.pk, project.name, "、".join(left)))
        return values

    def _bring_back_gone(self) -> int:
        rows = self.intake.rows.filter(sheet=GONE_SHEET, skipped=False, project__isnull=False)
        held = rows_by_id(self.intake.tenant, with_parts(rows))
        reason = self.intake.gone_reason
        back = [p for p in held.values() if p.withdrawn_reason == reason and not p.is_listed]
        restore_projects(back, by=self.by, now=self.now)
        return len(back)

    def _close(self, done: Undone) -> None:
        self.intake.status, self.intake.refusal = IntakeStatus.UNDONE, {}
        self.intake.undone_at = self.now
        self.intake.version += 1
        self.intake.summary = {
            **self.intake.summary,
            "undone": {
                "withdrawn": done.withdrawn,
                "restored": done.restored,
                "kept": [[str(k.project_id), k.project, k.fields] for k in done.kept],
            },
        }
        self.intake.save(update_fields=["status", "refusal", "undone_at", "version", "summary"])
        journal.record(
            "intake.undone", self.intake, by=self.by, at=self.now,
            new=done.withdrawn, changed=done.restored,
            kept="；".join(f"{k.project}：{k.fields}" for k in done.kept),
        )  # fmt: skip


def _may_return(project: Project, package: Project | None) -> bool:
    """Whether the package of before the ledger can have the project again."""
    return package is None or why_no_package(project, package) is None
