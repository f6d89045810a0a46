"""Facts of the works: begun, a milestone reached, not reached after all, expected later."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from guatu.domain.words import say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import User
from guatu.projects.actions.holding import hold
from guatu.projects.models import Milestone, Project
from guatu.projects.patrol import recheck


@transaction.atomic
def start_project(project: Project, *, on: date, by: User, now: datetime) -> None:
    """The works have begun on ``on``; the same day twice changes nothing.

    A start that was noted wrongly is changed on the form.
    """
    require(by, "milestone.report", project)
    held = hold(project)
    if held.actual_start == on:
        return
    if held.actual_start is not None:
        raise Refusal(
            say("“{name}”已于 {day} 开工。", name=held.name, day=held.actual_start.isoformat())
        )
    _refuse_future(on, now.date())
    if held.actual_finish is not None and held.actual_finish < on:
        late = say("开工日期晚于实际竣工日 {day}，请核对。", day=held.actual_finish.isoformat())
        raise Refusal(late, {"on": late})
    held.actual_start = on
    held.version += 1
    held.save(update_fields=["actual_start", "version"])
    journal.record("project.started", held, by=by, at=now, day=on)
    recheck([held], now=now)


@transaction.atomic
def finish_milestone(milestone: Milestone, *, on: date, by: User, now: datetime) -> None:
    """A milestone was reached on ``on``; the same day twice changes nothing."""
    project, held = _hold_both(milestone, by)
    if held.actual_finish == on:
        return
    if held.actual_finish is not None:
        raise Refusal(
            say(
                "节点“{name}”已登记 {day} 完成。要更正请先撤回完成记录。",
                name=held.name,
                day=held.actual_finish.isoformat(),
            )
        )
    _refuse_future(on, now.date())
    if held.actual_start is not None and on < held.actual_start:
        early = say("完成日期早于开始日期 {day}，请核对。", day=held.actual_start.isoformat())
        raise Refusal(early, {"on": early})
    held.actual_finish, held.forecast_finish = on, None
    held.save(update_fields=["actual_finish", "forecast_finish"])
    journal.record("milestone.done", project, by=by, at=now, milestone=held.name, day=on)
    recheck([project], now=now)


@transaction.atomic
def hand_in_milestone(milestone: Milestone, *, on: date, by: User, now: datetime) -> None:
    """A procedure was handed in on ``on`` (送件): its days run from then on.

    A day that was noted wrongly is noted again; both stay in the journal.
    """
    project, held = _hold_both(milestone, by)
    if held.actual_start == on:
        return
    if not held.procedure:
        raise Refusal(say("“{name}”是施工节点，不登记送件。", name=held.name))
    if held.actual_finish is not None:
        done = held.actual_finish.isoformat()
        raise Refusal(say("“{name}”已于 {day} 办结。", name=held.name, day=done))
    _refuse_future(on, now.date())
    held.actual_start = on
    held.save(update_fields=["actual_start"])
    journal.record("milestone.handed_in", project, by=by, at=now, milestone=held.name, day=on)
    recheck([project], now=now)


@transaction.atomic
def reopen_milestone(milestone: Milestone, *, reason: str, by: User, now: datetime) -> None:
    """A milestone was not reached after all; what was said before stays in the journal."""
    project, held = _hold_both(milestone, by)
    if held.actual_finish is None:
        raise Refusal(say("节点“{name}”没有完成记录，不必撤回。", name=held.name))
    if not reason.strip():
        asked = say("请写明撤回的理由。")
        raise Refusal(asked, {"reason": asked})
    held.actual_finish = None
    held.save(update_fields=["actual_finish"])
    journal.record(
        "milestone.reopened", project, by=by, at=now, milestone=held.name, reason=reason.strip()
    )
    recheck([project], now=now)


@transaction.atomic
def forecast_milestone(
    milestone: Milestone, *, finish: date | None, by: User, now: datetime
) -> None:
    """When an open milestone is expected; None takes the expectation back."""
    project, held = _hold_both(milestone, by)
    if held.forecast_finish == finish:
        return
    if held.actual_finish is not None:
        raise Refusal(say("节点“{name}”已经完成，不必再填预计日期。", name=held.name))
    if finish is not None and finish < now.date():
        past = say("预计日期不能早于今天；已经完成的请登记完成。")
        raise Refusal(past, {"finish": past})
    held.forecast_finish = finish
    held.save(update_fields=["forecast_finish"])
    code = "milestone.forecast" if finish else "milestone.forecast_dropped"
    journal.record(code, project, by=by, at=now, milestone=held.name, day=finish)
    recheck([project], now=now)


def _hold_both(milestone: Milestone, by: User) -> tuple[Project, Milestone]:
    """Project first, then milestone: the order in which every act takes them."""
    require(by, "milestone.report", milestone.project)
    project = hold(milestone.project)
    held = Milestone.objects.select_for_update().filter(project=project, pk=milestone.pk).first()
    if held is None:
        raise Refusal(say("节点“{name}”已不在计划里，请刷新页面。", name=milestone.name))
    return project, held


def _refuse_future(on: date, today: date) -> None:
    if on > today:
        future = say("不能登记今天以后的日期。")
        raise Refusal(future, {"on": future})
