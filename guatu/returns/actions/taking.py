"""Files come back: opened safely, kept, recognised, held against what went out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.kit.bulk import insert_rows
from guatu.kit.clock import CHINA
from guatu.kit.files import fetch, keep
from guatu.kit.refusals import Refusal
from guatu.kit.workbook import Limits, Workbook, WorkbookRefused, open_workbooks
from guatu.kit.workbook.limits import MEGABYTE
from guatu.org.access import can, require
from guatu.org.models import Tenant, User
from guatu.returns.choices import FileStatus
from guatu.returns.comparing import Setting, compare
from guatu.returns.models import ReturnFile, ReturnLine, ReturnParcel, ReturnSheet
from guatu.returns.parcels import Brought, opened
from guatu.returns.reading import sheet_of
from guatu.returns.workbooks import lists_of

Tell = Callable[[int, int, str], None]
#: Of a sheet that went out: a stranger's workbook that is larger is none of ours.
LIMITS = Limits(
    file_bytes=10 * MEGABYTE, parts=200, sheets=30, rows=20_000, columns=100, cells=500_000
)
#: So many are read before the first is stored: their pages are in memory together.
BATCH = 50


def bring(
    tenant: Tenant,
    files: Sequence[Brought],
    *,
    by: User,
    now: datetime,
    at_once: int | None = None,
    tell: Tell | None = None,
) -> ReturnParcel:
    """Take in workbooks, or archives of them, and say of each what would change.

    Nothing is changed yet. Of more than ``at_once`` files only the content is kept, to be read by
    a job; None reads all here. A file that cannot be read comes back as ``refused`` with its
    sentence. Raises ``Forbidden``, and ``Refusal`` when there is no file at all.
    """
    require(by, "returns.bring", tenant)
    parcel = opened(files)
    if not parcel.files:
        words = (
            parcel.notes[0] if parcel.notes else say(N_("没有选到文件，请选交回的 .xlsx 或 .zip。"))
        )
        raise Refusal(words, {"sheets": words})
    held = [{"name": one.name[-200:], "digest": keep(one.raw)} for one in parcel.files]
    row = ReturnParcel(
        tenant=tenant, brought_at=now, brought_by=by, held=held,
        notes=[words.as_json() for words in parcel.notes],
    )  # fmt: skip
    row.save(force_insert=True)
    if at_once is None or len(held) <= at_once:
        read(row, by=by, now=now, tell=tell)
    return row


def read(row: ReturnParcel, *, by: User, now: datetime, tell: Tell | None = None) -> ReturnParcel:
    """Read the kept files that were not read yet; cut off, the rest is read the next time."""
    whole = row.files.count() + len(row.held)
    setting = _setting(row.tenant, now)
    while row.held:
        part = row.held[:BATCH]
        files = [(fetch(one["digest"]), one["name"]) for one in part]
        books = open_workbooks(files, LIMITS)
        for one, (raw, _name), book in zip(part, files, books, strict=True):
            _take(row, one["name"], one["digest"], len(raw), book, setting, by, now)
            if tell is not None:
                tell(whole - len(row.held), whole, one["name"])
    return row


def _take(
    row: ReturnParcel,
    name: str,
    digest: str,
    size: int,
    book: Workbook | WorkbookRefused,
    setting: Setting,
    by: User,
    now: datetime,
) -> None:
    """One file in a transaction of its own, with its place among those still to be read."""
    file = ReturnFile(
        tenant_id=row.tenant_id, parcel=row, filename=name, digest=digest, size=size,
        status=FileStatus.READ, brought_at=now,
    )  # fmt: skip
    with transaction.atomic():
        journal.await_turn(row.tenant_id)
        try:
            lines = _compared(file, book, setting, by)
        except Refusal as refusal:
            file.status, file.refusal = FileStatus.REFUSED, refusal.sentence.as_json()
            lines = []
        file.save(force_insert=True)
        insert_rows(lines)
        row.held = row.held[1:]
        row.save(update_fields=["held"])
        _record(file, by, now)


def _compared(
    file: ReturnFile, book: Workbook | WorkbookRefused, setting: Setting, by: User
) -> list[ReturnLine]:
    if isinstance(book, WorkbookRefused):
        raise book
    sheet = sheet_of(book, file.tenant)
    _refuse_foreign(sheet, by)
    file.sheet = sheet
    if there := entered_before(file):
        raise Refusal(there)
    return compare(file, sheet, book, setting)


def _refuse_foreign(sheet: ReturnSheet, by: User) -> None:
    if not can(by, "returns.fetch", sheet):
        words = N_("这是“{unit}”的填报表；您只能交回本单位的，请由该单位或总指挥部办公室交回。")
        raise Refusal(say(words, unit=sheet.unit.label))


def entered_before(file: ReturnFile) -> Sentence | None:
    """When a file with the same content was entered and not taken back."""
    rows = ReturnFile.objects.filter(
        tenant_id=file.tenant_id, digest=file.digest, status=FileStatus.ENTERED
    )
    there = rows.exclude(pk=file.pk).first()
    if there is None or there.entered_at is None:
        return None
    return say(
        N_("同样内容的文件已于 {at} 由 {who} 入账，没有再收一次。"),
        at=f"{there.entered_at.astimezone(CHINA):%m-%d %H:%M}",
        who=there.entered_by_name,
    )


def _setting(tenant: Tenant, now: datetime) -> Setting:
    return Setting(frozenset(lists_of(tenant.pk).units), now.astimezone(CHINA).date())


def _record(file: ReturnFile, by: User, now: datetime) -> None:
    if file.status == FileStatus.REFUSED:
        reason = str(Sentence.from_json(file.refusal))
        journal.record("return_file.refused", file, by=by, at=now, reason=reason)
        return
    figures = {"changes": file.changes + file.added, "refused": file.refused}
    journal.record("return_file.brought", file, by=by, at=now, unit=file.unit_label, **figures)
