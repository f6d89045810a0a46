"""The acts as pages do them: small ledgers at once, big ones as a job with progress.

Same arguments, results and errors as in ``guatu.intake.actions``. While a job works the status
is ``uploaded``, ``reading``, ``entering`` or ``undoing`` and ``queries.progress_of`` says how
far it is; a refusal in a job is found in ``intake.refusal``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from guatu.intake import actions
from guatu.intake.choices import IntakeStatus
from guatu.intake.models import Intake
from guatu.intake.reading import Choice
from guatu.kit.jobs import HUEY
from guatu.kit.refusals import Refusal
from guatu.lines.models import WorkLine
from guatu.org.models import Tenant, User

AT_ONCE = 2000
"""Up to so many rows a page waits for the work."""


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
) -> Intake:
    """See ``actions.upload``."""
    intake = actions.upload(
        tenant, filename, raw, as_of=as_of, sheet=sheet, line=line, by=by, now=now, at_once=AT_ONCE
    )
    return _read_later(intake, now)


def map_columns(
    intake: Intake,
    shape: str,
    choices: Mapping[int, Choice],
    *,
    seen: int,
    by: User,
    now: datetime,
) -> None:
    """See ``actions.map_columns``."""
    actions.map_columns(intake, shape, choices, seen=seen, by=by, now=now, at_once=AT_ONCE)
    _read_later(intake, now)


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
) -> None:
    """See ``actions.choose``."""
    actions.choose(
        intake, as_of=as_of, year=year, line=line, sheet=sheet, seen=seen, by=by, now=now,
        at_once=AT_ONCE,
    )  # fmt: skip
    _read_later(intake, now)


def enter(
    intake: Intake,
    *,
    seen: int,
    new_units: bool = False,
    withdraw_gone: bool = False,
    by: User,
    now: datetime,
) -> Intake:
    """See ``actions.enter``; a big ledger comes back with status ``entering``."""
    if intake.summary.get("rows", 0) <= AT_ONCE:
        return actions.enter(
            intake, seen=seen, new_units=new_units, withdraw_gone=withdraw_gone, by=by, now=now
        )
    if actions.begin_entering(intake, seen=seen, by=by, now=now):
        _enter(intake.pk, by.pk, now, new_units, withdraw_gone)
        intake.refresh_from_db()
    return intake


def undo(intake: Intake, *, by: User, now: datetime) -> Intake:
    """See ``actions.undo``; a big ledger comes back with status ``undoing``."""
    if intake.summary.get("rows", 0) <= AT_ONCE:
        actions.undo(intake, by=by, now=now)
        return intake
    actions.begin_undoing(intake, by=by)
    _undo(intake.pk, by.pk, now)
    intake.refresh_from_db()
    return intake


def resume(now: datetime) -> None:
    """Take up again what a stop of the server cut off; only while no job is at work.

    A ledger that was being read is read anew. One that was being entered waits to be checked
    as before: its transaction never ended, so nothing of it was written. So with undoing.
    """
    for intake in Intake.objects.filter(status=IntakeStatus.READING):
        actions.give_back(intake)
        _read_later(intake, now)
    for intake in Intake.objects.filter(status__in=[IntakeStatus.ENTERING, IntakeStatus.UNDOING]):
        actions.give_back(intake)


def _read_later(intake: Intake, now: datetime) -> Intake:
    if intake.status == IntakeStatus.UPLOADED:
        _read(intake.pk, now)
        intake.refresh_from_db()
    return intake


@HUEY.task(name="intake-read")  # type: ignore[untyped-decorator]
def _read(intake_id: UUID, now: datetime) -> None:
    actions.read(Intake.objects.get(pk=intake_id), now=now)


@HUEY.task(name="intake-enter")  # type: ignore[untyped-decorator]
def _enter(
    intake_id: UUID, user_id: UUID, now: datetime, new_units: bool, withdraw_gone: bool
) -> None:
    """A refusal is no fault of the job: its sentence stands in the intake already."""
    intake, by = Intake.objects.get(pk=intake_id), User.objects.get(pk=user_id)
    try:
        actions.finish_entering(
            intake, new_units=new_units, withdraw_gone=withdraw_gone, by=by, now=now
        )
    except Refusal:
        return


@HUEY.task(name="intake-undo")  # type: ignore[untyped-decorator]
def _undo(intake_id: UUID, user_id: UUID, now: datetime) -> None:
    """A refusal is no fault of the job: its sentence stands in the intake already."""
    intake, by = Intake.objects.get(pk=intake_id), User.objects.get(pk=user_id)
    try:
        actions.finish_undoing(intake, by=by, now=now)
    except Refusal:
        return
