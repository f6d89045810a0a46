"""The life of a line: one table says which step leads where; guards and buttons read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.db import transaction
from django.db.models import F

from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.journal.queries import history_of, latest
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, StateChanged
from guatu.lines.actions.lines import PLAN
from guatu.lines.choices import LineStatus
from guatu.lines.models import WorkLine
from guatu.org.access import require
from guatu.org.models import User


@dataclass(frozen=True, slots=True)
class Step:
    """A verb that leads from ``source`` to ``target``; ``words`` is its button."""

    source: LineStatus
    verb: str
    target: LineStatus
    words: str


STEPS = (
    Step(LineStatus.DRAFT, "approve", LineStatus.APPROVED, N_("批准方案")),
    Step(LineStatus.APPROVED, "publish", LineStatus.RUNNING, N_("开始运行")),
    Step(LineStatus.APPROVED, "reopen", LineStatus.DRAFT, N_("退回拟定")),
    Step(LineStatus.RUNNING, "close", LineStatus.CLOSED, N_("收官")),
    Step(LineStatus.RUNNING, "reopen", LineStatus.DRAFT, N_("退回拟定")),
    Step(LineStatus.CLOSED, "reopen", LineStatus.DRAFT, N_("退回拟定")),
)
EVENTS = MappingProxyType(
    {
        "approve": "line.approved",
        "publish": "line.published",
        "close": "line.closed",
        "reopen": "line.reopened",
    }
)
PLAN_CODES = ("line.changed", "plan_task.added", "plan_task.changed", "plan_task.removed",
              "target.added", "target.changed", "target.removed")  # fmt: skip


def approve(line: WorkLine, *, seen: int, by: User, now: datetime) -> None:
    """Approve the plan; a plan that changed since its last approval gets the next version."""
    take(line, "approve", seen=seen, by=by, now=now)


def publish(line: WorkLine, *, seen: int, by: User, now: datetime) -> None:
    take(line, "publish", seen=seen, by=by, now=now)


def close(line: WorkLine, *, seen: int, by: User, now: datetime) -> None:
    """收官: the line's year is over; figures stay readable."""
    take(line, "close", seen=seen, by=by, now=now)


def reopen(line: WorkLine, *, seen: int, by: User, now: datetime) -> None:
    """Return to draft, where the plan can be changed."""
    take(line, "reopen", seen=seen, by=by, now=now)


@transaction.atomic
def take(line: WorkLine, verb: str, *, seen: int, by: User, now: datetime) -> None:
    """Take one step of ``STEPS`` from the state and version that the person saw.

    Raises ``StateChanged`` when the line is no longer there, ``Refusal`` when it cannot go.
    """
    require(by, "line.approve", line)
    journal.await_turn(line.tenant_id)
    held = WorkLine.objects.get(pk=line.pk)
    step = next((s for s in STEPS if s.verb == verb and s.source == held.status), None)
    if step is None or held.version != seen:
        raise StateChanged(_moved_already(held))
    version = held.plan_version
    if verb == "approve":
        _refuse_empty(held)
        version += _changed_since_approval(held)
    won = WorkLine.objects.filter(pk=held.pk, status=step.source, version=seen).update(
        status=step.target, plan_version=version, version=F("version") + 1
    )
    if won != 1:
        raise StateChanged(_moved_already(held))
    journal.record(EVENTS[verb], held, by=by, at=now, plan_version=version)


def _refuse_empty(line: WorkLine) -> None:
    if line.lead_unit_id is None:
        raise Refusal(say("“{line}”还没有牵头单位，请先填写再批准。", line=line.title))
    if not line.plan and not line.tasks.exists():
        raise Refusal(say("“{line}”还没有工作方案，请先写方案或列任务再批准。", line=line.title))


def _changed_since_approval(line: WorkLine) -> bool:
    approved = latest(line.pk, [EVENTS["approve"]])
    if approved is None:
        return False
    later = history_of(line.pk).filter(seq__gt=approved.seq, code__in=PLAN_CODES)
    return any(
        event.code != "line.changed" or set(event.details.get("changes", ())) & set(PLAN)
        for event in later
    )


def _moved_already(line: WorkLine) -> Sentence:
    event = latest(line.pk)
    if event is None:
        return say("“{line}”的状态已变，请刷新后再办理。", line=line.title)
    return say(
        "“{line}”已由 {who} 在 {at} 改动，现为“{status}”。请刷新后再办理。",
        line=line.title,
        who=event.actor_name,
        at=event.at.astimezone(CHINA).strftime("%m-%d %H:%M"),
        status=str(line.get_status_display()),
    )
