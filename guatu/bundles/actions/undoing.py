"""Taking back a bundle that was entered: the last of its sender, while nobody built on it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from guatu.bundles.actions.holding import hold
from guatu.bundles.actions.receiving import move_on
from guatu.bundles.choices import ArrivalStatus
from guatu.bundles.models import Arrival, ArrivalRow
from guatu.domain.words import say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import User
from guatu.projects.actions.holding import hold_many
from guatu.projects.actions.progress import take_back_report
from guatu.returns.formers import former


@transaction.atomic
def undo(arrival: Arrival, *, seen: int | None, reason: str, by: User, now: datetime) -> int:
    """Every report as it was before, all or nothing; returns how many.

    Raises ``Refusal`` when a later bundle was entered, or a report was corrected since. The chain
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
    for row in rows:
        _restore(held, row, by, now)
    move_on(held, ArrivalStatus.UNDONE, by, now)
    held.sender.last_number, held.sender.last_digest = held.number - 1, held.previous
    held.sender.save(update_fields=["last_number", "last_digest"])
    journal.record("bundle.undone", held, by=by, at=now, count=len(rows), reason=reason.strip())
    return len(rows)


def _restore(held: Arrival, row: ArrivalRow, by: User, now: datetime) -> None:
    assert row.project is not None, "what was written belongs to a project"
    assert held.settled_at is not None, "it was entered"
    before, since = former(row.before, row.period), held.settled_at
    if not take_back_report(row.project, row.period, before, since=since, by=by, now=now):
        raise Refusal(
            say(
                "“{name}”{month} 月的进度在接收以后又改过，不能整包撤销。请逐项更正。",
                name=row.label,
                month=row.period.month,
            )
        )
