"""The acts as pages do them: a few files at once, many as a job with progress.

Same arguments, results and errors as in ``guatu.returns.actions``. ``progress_of`` says how far a
parcel has come while a job reads or enters it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from guatu.intake.telling import Progress, forget, told
from guatu.intake.telling import teller as telling
from guatu.kit.jobs import HUEY
from guatu.org.access import require
from guatu.org.models import Tenant, User
from guatu.returns.actions import many, taking
from guatu.returns.models import ReturnFile, ReturnParcel
from guatu.returns.parcels import Brought

AT_ONCE = 12
"""Up to so many files a page waits for the work."""


def bring(tenant: Tenant, files: Sequence[Brought], *, by: User, now: datetime) -> ReturnParcel:
    """See ``actions.taking.bring``."""
    row = taking.bring(tenant, files, by=by, now=now, at_once=AT_ONCE)
    if row.held:
        _read(row.pk, by.pk, now)
        row.refresh_from_db()
    return row


def enter_all(
    row: ReturnParcel, *, only_good: bool, by: User, now: datetime
) -> Sequence[ReturnFile]:
    """See ``actions.many.enter_all``; nothing when it is left to a job."""
    require(by, "returns.bring", row)
    if many.waiting(row, only_good=only_good).count() <= AT_ONCE:
        return many.enter_all(row, only_good=only_good, by=by, now=now).entered
    many.claim(row)
    _enter(row.pk, by.pk, now, only_good)
    row.refresh_from_db()
    return ()


def progress_of(row: ReturnParcel) -> Progress | None:
    """None when nothing is under way."""
    if not (row.held or row.entering):
        return None
    return told(row.pk) or Progress(0, "正在入账" if row.entering else "正在读取")


def resume(now: datetime) -> None:
    """Take up again what a stop of the server cut off; only while no job is at work."""
    many.let_go(ReturnParcel.objects.all())
    for row in ReturnParcel.objects.exclude(held=[]):
        _read(row.pk, row.brought_by_id, row.brought_at)


@HUEY.task(name="returns-read")  # type: ignore[untyped-decorator]
def _read(parcel_id: UUID, user_id: UUID, now: datetime) -> None:
    row, by = ReturnParcel.objects.get(pk=parcel_id), User.objects.get(pk=user_id)
    try:
        taking.read(row, by=by, now=now, tell=telling(parcel_id))
    finally:
        forget(parcel_id)


@HUEY.task(name="returns-enter")  # type: ignore[untyped-decorator]
def _enter(parcel_id: UUID, user_id: UUID, now: datetime, only_good: bool) -> None:
    row, by = ReturnParcel.objects.get(pk=parcel_id), User.objects.get(pk=user_id)
    try:
        many.enter_all(row, only_good=only_good, by=by, now=now, tell=telling(parcel_id))
    finally:
        many.let_go(ReturnParcel.objects.filter(pk=parcel_id))
        forget(parcel_id)
