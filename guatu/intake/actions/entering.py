"""A checked ledger goes into the list: all of it or nothing, and once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from guatu.domain.words import N_, Sentence, say
from guatu.intake.actions.states import claim, state_changed
from guatu.intake.choices import IntakeStatus, RowFate
from guatu.intake.comparing import Difference, Outcome, compare, stored_drafts
from guatu.intake.directory import kind_of_unit
from guatu.intake.listed import with_families
from guatu.intake.models import GONE_SHEET, Intake, IntakeRow
from guatu.intake.queries import what_is_missing
from guatu.intake.reading import RowKind
from guatu.intake.sayings import started_by_nature
from guatu.intake.settling import settle, still_as_shown
from guatu.intake.telling import Tell, forget, teller
from guatu.journal import actions as journal
from guatu.kit.bulk import update_rows
from guatu.kit.memory import without_cycle_search
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.org.actions import add_unit
from guatu.org.models import Unit, User
from guatu.projects.actions.holding import hold_many, rows_by_id
from guatu.projects.actions.listing import (
    change_projects,
    create_projects,
    restore_projects,
    withdraw_projects,
)
from guatu.projects.actions.progress import MonthFigures, enter_ledger_figures
from guatu.projects.models import Project
from guatu.projects.patrol import Standard

CHUNK = 1000
_NEW_OR_BACK = (RowFate.NEW, RowFate.BACK)
ENTERING, FIGURES = N_("入账"), ("invested", "physical_percent", "physical_words")


def enter(
    intake: Intake,
    *,
    seen: int,
    new_units: bool = False,
    withdraw_gone: bool = False,
    by: User,
    now: datetime,
    tell: Tell | None = None,
) -> Intake:
    """Enter every row that is not skipped, in one transaction; twice is once.

    ``new_units`` adds units that the ledger names and the tree lacks; otherwise such rows keep
    their lead unit empty. ``withdraw_gone`` takes off the list the projects of rows of fate
    ``gone`` that are not skipped. Progress that was reported stays as it is. Entering an
    entered ledger again returns it unchanged.

    Raises ``Forbidden``; ``StateChanged`` when the ledger or the projects that it changes are
    no longer as they were shown (the difference is worked out anew); ``Refusal`` when there is
    nothing to enter or a row cannot be entered.
    """
    if begin_entering(intake, seen=seen, by=by, now=now):
        finish_entering(
            intake, new_units=new_units, withdraw_gone=withdraw_gone, by=by, now=now, tell=tell
        )
    return intake


def begin_entering(intake: Intake, *, seen: int, by: User, now: datetime) -> bool:
    """Claim a ledger for entering (status ``entering``); False if it is entered already.

    Raises as ``enter`` does.
    """
    require(by, "intake.enter", intake)
    if intake.status == IntakeStatus.READ and (missing := what_is_missing(intake)):
        raise Refusal(missing)
    if claim(intake, [IntakeStatus.READ], IntakeStatus.ENTERING, seen=seen):
        return True
    if intake.status in (IntakeStatus.ENTERED, IntakeStatus.ENTERING):
        return False
    raise state_changed(intake)


def finish_entering(
    intake: Intake,
    *,
    new_units: bool = False,
    withdraw_gone: bool = False,
    by: User,
    now: datetime,
    tell: Tell | None = None,
) -> None:
    """Enter a claimed ledger. When it fails nothing is written, the claim is given back, the
    sentence stands in ``intake.refusal``, and the error is raised."""
    try:
        with without_cycle_search(), transaction.atomic():
            _Entering(intake, by, now, tell or teller(intake.pk)).run(new_units, withdraw_gone)
    except StateChanged as refusal:
        _give_back(intake, refusal.sentence, anew=True)
        raise
    except Refusal as refusal:
        _give_back(intake, refusal.sentence)
        raise
    except BaseException:
        _give_back(intake, say("入账时出错，未写入任何内容。请再试一次；仍不成功请联系管理员。"))
        raise
    finally:
        forget(intake.pk)


class _Entering:
    def __init__(self, intake: Intake, by: User, now: datetime, tell: Tell) -> None:
        self.intake, self.by, self.now, self.tell = intake, by, now, tell
        self.projects: dict[tuple[int, int], Project] = {}
        self.known: dict[tuple[int, int], UUID] = {}
        self.done = 0

    def run(self, new_units: bool, withdraw_gone: bool) -> None:
        self.tell(2, 100, str(ENTERING))
        # The row lock keeps a second worker out; the claim keeps everyone else out.
        Intake.objects.select_for_update().get(pk=self.intake.pk, status=IntakeStatus.ENTERING)
        matched = self.intake.rows.filter(project__isnull=False)
        hold_many(with_families(matched))
        difference = self._as_shown(new_units)
        # The rules in force during the turn: another pack is then adopted before or after, and
        # what is adopted after finds these projects.
        journal.await_turn(self.intake.tenant_id)
        self.standard = Standard.of(self.intake.tenant, self.now)
        outcomes = [outcome for outcome in difference.outcomes if outcome.enters]
        self.whole = len(outcomes) + len(outcomes) // 4 + 1
        self.known = _known(difference)
        # First what comes back: new parts may belong to it.
        changed = self._change([o for o in outcomes if o.fate == RowFate.BACK])
        created = self._create([o for o in outcomes if o.fate == RowFate.NEW])
        changed += self._change([o for o in outcomes if o.fate not in _NEW_OR_BACK])
        self._enter_figures(outcomes)
        withdrawn = self._withdraw_gone() if withdraw_gone else 0
        self._close(difference, created, changed, withdrawn)

    def _as_shown(self, new_units: bool) -> Difference:
        """The difference as a person saw it; with the new units, if they were asked for."""
        difference = compare(self.intake, stored_drafts(self.intake))
        if not still_as_shown(self.intake, difference):
            raise StateChanged(
                say("在册项目在您核对之后有变化，差异已重新计算，请再看一遍后入账。")
            )
        if not new_units or not difference.unknown_units:
            return difference
        root = Unit.objects.filter(tenant=self.intake.tenant, depth=1, closed_on=None).first()
        for name in difference.unknown_units:
            kind = kind_of_unit(name)
            add_unit(self.intake.tenant, name, parent=root, kind=kind, by=self.by, now=self.now)
        return compare(self.intake, stored_drafts(self.intake))

    def _create(self, outcomes: Sequence[Outcome]) -> int:
        """Projects first, then the parts of packages, which need them."""
        whole = [o for o in outcomes if o.draft.kind == RowKind.PROJECT]
        parts = [o for o in outcomes if o.draft.kind != RowKind.PROJECT]
        for group in (whole, parts):
            for start in range(0, len(group), CHUNK):
                self._create_chunk(group[start : start + CHUNK])
        return len(outcomes)

    def _create_chunk(self, chunk: Sequence[Outcome]) -> None:
        made = create_projects(
            self.intake.tenant,
            [self._values(outcome) for outcome in chunk],
            year=self.intake.year,
            by=self.by,
            now=self.now,
            standard=self.standard,
        )
        for outcome, project in zip(chunk, made, strict=True):
            outcome.project_id = self.known[outcome.draft.key] = project.pk
            if outcome.said.figures:  # the others need not be held to the end
                self.projects[outcome.draft.key] = project
        self._tell_done(len(chunk))

    def _values(self, outcome: Outcome) -> dict[str, Any]:
        draft = outcome.draft
        values = {**started_by_nature(outcome.said.values, self.now.date()), **outcome.said.values}
        if draft.kind == RowKind.PART and draft.parent_row is not None:
            parent = self._package((draft.sheet, draft.parent_row))
            return {**values, "parent": parent} if parent else values
        return values

    def _package(self, key: tuple[int, int]) -> Project | None:
        """The project of a row: entered by this ledger, or on the list before."""
        if key not in self.projects and (pk := self.known.get(key)):
            return Project(pk=pk)
        return self.projects.get(key)

    def _change(self, outcomes: Sequence[Outcome]) -> int:
        for start in range(0, len(outcomes), CHUNK):
            self._change_chunk(outcomes[start : start + CHUNK])
        return len(outcomes)

    def _change_chunk(self, chunk: Sequence[Outcome]) -> None:
        held = rows_by_id(self.intake.tenant, [o.project_id for o in chunk if o.project_id])
        pairs = []
        for outcome in chunk:
            assert outcome.project_id is not None
            project = self.projects[outcome.draft.key] = held[outcome.project_id]
            named = {n: outcome.said.values[n] for n in outcome.changes if n not in FIGURES}
            pairs.append((project, named))
        change_projects(pairs, by=self.by, now=self.now)
        # Into the package that the ledger names, not into the one that it had.
        back = [held[o.project_id] for o in chunk if o.fate == RowFate.BACK and o.project_id]
        restore_projects(back, by=self.by, now=self.now)
        self._tell_done(len(chunk))

    def _enter_figures(self, outcomes: Sequence[Outcome]) -> None:
        listed: list[tuple[Project, MonthFigures]] = [
            (self.projects[o.draft.key], o.said.figures) for o in outcomes if o.said.figures
        ]
        for start in range(0, len(listed), CHUNK):
            chunk = listed[start : start + CHUNK]
            enter_ledger_figures(chunk, by=self.by, now=self.now)
            self._tell_done(len(chunk) // 4)

    def _withdraw_gone(self) -> int:
        rows = self.intake.rows.filter(sheet=GONE_SHEET, skipped=False, project__isnull=False)
        held = rows_by_id(self.intake.tenant, rows.values_list("project_id", flat=True))
        reason = self.intake.gone_reason
        withdraw_projects(held.values(), reason=reason, by=self.by, now=self.now)
        return len(held)

    def _close(self, difference: Difference, created: int, changed: int, withdrawn: int) -> None:
        self.tell(95, 100, str(ENTERING))
        self._link(difference)
        if not withdrawn:
            self.intake.rows.filter(sheet=GONE_SHEET).update(skipped=True)
        same = sum(outcome.fate == RowFate.SAME for outcome in difference.outcomes)
        self.intake.status, self.intake.refusal = IntakeStatus.ENTERED, {}
        self.intake.entered_at = self.now
        self.intake.version += 1
        self.intake.save(update_fields=["status", "refusal", "entered_at", "version"])
        journal.record(
            "intake.entered", self.intake, by=self.by, at=self.now,
            new=created, changed=changed, same=same, withdrawn=withdrawn,
        )  # fmt: skip

    def _link(self, difference: Difference) -> None:
        """Each row keeps which project it became and what it changed."""
        new = [o for o in difference.outcomes if o.fate == RowFate.NEW]
        other = [o for o in difference.outcomes if o.enters and o.fate != RowFate.NEW]
        update_rows([_linked(outcome) for outcome in new], ["project"], of=IntakeRow)
        update_rows([_linked(outcome) for outcome in other], ["before", "fate"], of=IntakeRow)

    def _tell_done(self, count: int) -> None:
        self.done += count
        self.tell(5 + 90 * min(self.done, self.whole) // self.whole, 100, str(ENTERING))


def _known(difference: Difference) -> dict[tuple[int, int], UUID]:
    """The projects that stood on the list before, by the place of the row that says them."""
    rows = (o for o in difference.outcomes if o.fate != RowFate.SKIPPED)
    return {o.draft.key: o.project_id for o in rows if o.project_id}


class _Linked(NamedTuple):
    """The columns of a row that entering sets."""

    id: UUID | None
    project_id: UUID | None
    before: Mapping[str, Any]
    fate: str


def _linked(outcome: Outcome) -> _Linked:
    return _Linked(outcome.draft.pk, outcome.project_id, outcome.changes, str(outcome.fate))


def _give_back(intake: Intake, sentence: Sentence, *, anew: bool = False) -> None:
    """Let go of the claim; ``anew`` works the difference out once more for the next look."""
    with transaction.atomic():
        if not claim(intake, [IntakeStatus.ENTERING], IntakeStatus.READ):
            return
        intake.refusal = sentence.as_json()
        if anew:
            settle(intake)
        intake.save(update_fields=["refusal", "summary"])
