"""One field says where a ledger is; moves between its values are claimed, never assumed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from guatu.domain.words import say
from guatu.intake.choices import IntakeStatus
from guatu.intake.models import Intake
from guatu.journal.queries import latest
from guatu.kit.clock import CHINA
from guatu.kit.refusals import StateChanged
from guatu.org.access import require
from guatu.org.models import User


def claim(intake: Intake, sources: Iterable[str], target: str, *, seen: int | None = None) -> bool:
    """Move to ``target`` if the row is in one of ``sources`` (at version ``seen``) still.

    The version rises by one; ``intake`` is refreshed either way.
    """
    rows = Intake.objects.filter(pk=intake.pk, status__in=list(sources))
    if seen is not None:
        rows = rows.filter(version=seen)
    won = rows.update(status=target, version=F("version") + 1) == 1
    intake.refresh_from_db()
    return won


def correct(intake: Intake, *, seen: int, by: User) -> None:
    """Take a ledger that waits to be checked for a correction, in the caller's transaction."""
    require(by, "intake.upload", intake)
    if not claim(intake, [IntakeStatus.READ], IntakeStatus.READ, seen=seen):
        raise state_changed(intake)


def give_back(intake: Intake) -> None:
    """Let go of a ledger that was being read, entered or undone when the server stopped."""
    claim(intake, [IntakeStatus.READING], IntakeStatus.UPLOADED)
    if claim(intake, [IntakeStatus.ENTERING], IntakeStatus.READ):
        cut_off = say("上次入账因服务停止而中断，未写入任何内容，请再入账一次。")
        intake.refusal = cut_off.as_json()
        intake.save(update_fields=["refusal"])
    if claim(intake, [IntakeStatus.UNDOING], IntakeStatus.ENTERED):
        cut_off = say("上次撤销因服务停止而中断，未改动任何内容，请再撤销一次。")
        intake.refusal = cut_off.as_json()
        intake.save(update_fields=["refusal"])


def state_changed(intake: Intake) -> StateChanged:
    """Says where the ledger is now, and who brought it there where the journal knows."""
    status = str(IntakeStatus(intake.status).label)
    event = latest(intake.pk)
    if event is None:
        words = say("台账“{label}”{status}，请刷新后再操作。", label=str(intake), status=status)
        return StateChanged(words)
    return StateChanged(
        say(
            "台账“{label}”刚有变化（{status}；{at} {who}），请刷新后再操作。",
            label=str(intake),
            status=status,
            at=event.at.astimezone(CHINA).strftime("%H:%M"),
            who=event.actor_name,
        )
    )
