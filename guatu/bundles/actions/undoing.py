"""Taking back a bundle that was entered: the last of its sender, while nobody built on it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from guatu.bundles.actions.holding import hold
from guatu.bundles.actions.listing import restore_rows
from guatu.bundles.actions.receiving import move_chain, move_on
from guatu.bundles.choices import ArrivalStatus
from guatu.bundles.models import Arrival, ArrivalRow
from guatu.domain.bundles.manifest import Known
from guatu.domain.words import say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import User
from guatu.projects.actions.figures import MonthFigures
from guatu.projects.actions.holding import hold_many
from guatu.projects.actions.progress import report_progress, take_back_report
from guatu.projects.models import ProgressReport, Project
from guatu.returns.formers import former


@transaction.atomic
def undo(arrival: Arrival, *, seen: int | None, reason: str, by: User, now: datetime) -> int:
    """Every report and every row of a list as it was before, all or nothing; returns how many.

    Raises ``Refusal`` when a later bundle was entered, or one of them was changed since. What
    became a correction of a frozen list is put right once more: both stay. The chain
    then ends where it did before, so that the same bundle can be entered again.
    """
    require(by, "bundle.enter", arrival)
    if not reason.strip():
        words = say("请写明撤销的原因。")
        raise Refusal(words, {"reason": words})
    held = hold(arrival, ArrivalStatus.ACCEPTED, seen)
    if held.sender.last_digest != held.digest:
        later = held.sender.last_number
        raise Refusal(
            say("{label}之后又接收了第 {n} 号，请先撤销后面的。", label=str(held), n=later)
        )
    rows = list(held.rows.filter(report_id__isnull=False).select_related("project__tenant"))
    hold_many(row.project.pk for row in rows if row.project is not None)
    journal.await_turn(held.tenant_id)
    for row in rows:
        _restore(held, row, by, now)
    count = len(rows) + restore_rows(held, reason.strip(), by, now)
    move_on(held, ArrivalStatus.UNDONE, by, now)
    move_chain(held, Known(held.number - 1, held.previous, held.since, held.since_head))
    journal.record("bundle.undone", held, by=by, at=now, count=count, reason=reason.strip())
    return count


def _restore(held: Arrival, row: ArrivalRow, by: User, now: datetime) -> None:
    assert row.project is not None, "what was written belongs to a project"
    assert held.settled_at is not None, "it was entered"
    before, since = former(row.before, row.period), held.settled_at
    if before is not None and not row.after:
        done = _put_back(held, row, row.project, before, by, now)
    else:
        done = take_back_report(row.project, row.period, before, since=since, by=by, now=now)
    if not done:
        raise Refusal(
            say(
                "“{name}”{month} 月的进度在接收以后又改过，不能整包撤销。请逐项更正。",
                name=row.label,
                month=row.period.month,
            )
        )


def _put_back(
    held: Arrival,
    row: ArrivalRow,
    project: Project,
    before: ProgressReport,
    by: User,
    now: datetime,
) -> bool:
    """A report that the bundle took back stands again as it was; False when there is another.

    Reported anew, and then what stood there put in its place: so it is as old as it was, and the
    same bundle can be entered again.
    """
    if ProgressReport.objects.filter(project=project, period=row.period).exists():
        return False
    figures = MonthFigures(
        period=row.period,
        invested=before.invested,
        registered=before.registered,
        paid=before.paid,
        physical_words=before.physical_words,
        physical_percent=before.physical_percent,
        photo=before.photo,
        reason=f"撤销接收{held}",
    )
    report = report_progress(project, figures, typed=False, by=by, now=now)
    ArrivalRow.objects.filter(report_id=row.report_id).update(report_id=report.pk)
    return take_back_report(project, row.period, before, since=now, by=by, now=now)
