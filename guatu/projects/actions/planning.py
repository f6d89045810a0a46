"""倒排工期: a plan is adopted once as the original, and changed only by approval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from guatu.domain.datechanges import Grant, Moved
from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.journal.actions import Note
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.org.models import Unit, User
from guatu.projects.actions.deriving import derive_needs, let_go
from guatu.projects.actions.drafting import (
    Draft,
    MilestoneTemplate,
    PlannedStep,
    Preview,
    Step,
    Suggestion,
    Tie,
    preview_backward,
    templates,
)
from guatu.projects.actions.holding import hold
from guatu.projects.choices import BaselineKind
from guatu.projects.committed import moved_later, ungranted
from guatu.projects.models import Baseline, Milestone, MilestoneLink, Project
from guatu.projects.patrol import recheck
from guatu.projects.sealing import seal_of
from guatu.workdays.queries import calendar_in_force

__all__ = [
    "Draft",
    "MilestoneTemplate",
    "PlannedStep",
    "Preview",
    "Step",
    "Suggestion",
    "Tie",
    "accept_plan",
    "moved_by",
    "preview_backward",
    "templates",
]
PLAN = [
    "serial", "name", "duration", "weight", "committed", "planned_start", "planned_finish",
    "forecast_finish", "actual_finish", "critical", "slack", "counting", "optimistic",
    "pessimistic", "procedure", "unit",
]  # fmt: skip


@transaction.atomic
def accept_plan(
    project: Project,
    draft: Draft,
    required: date,
    *,
    reason: str,
    seen: int | None = None,
    grant: Grant | None = None,
    by: User,
    now: datetime,
) -> Baseline:
    """Adopt ``draft`` with its latest dates as the plan in force.

    The first is the original (number 0) and is never changed; each later one needs a reason and
    whoever may approve it, and is counted. What was done stays done: a milestone that was reached
    cannot be left out, and keeps the dates that were planned for it. A plan that is short is
    adopted as it is, and the light says so. The plan in force once more changes nothing but what
    is expected of its steps.
    A change that moves a committed date later takes a ``grant``, which is made where the rules of
    date changes have been checked (``guatu.datechanges``).
    ``seen`` is how many plans had been adopted when the draft was begun; ``StateChanged`` naming
    who adopted another one since.
    """
    held = hold(project)
    require(by, "plan.schedule", held)
    there = list(held.milestones.select_for_update(of=("self",)).select_related("unit"))
    baseline = held.baselines.last()
    if baseline and _is_in_force(there, draft, held) and baseline.required_finish == required:
        _expect(held, there, draft, by, now)
        return baseline
    number = held.baselines.count()
    if baseline and seen is not None and seen != number:
        raise StateChanged(_who_was_faster(baseline))
    if number:
        require(by, "plan.replan", held)
        _refuse_silence(reason)
    preview = preview_backward(held, draft, required, today=now.date())
    moved = _moved(held, there, draft, preview) if number else []
    if moved and grant is None:
        raise Refusal(ungranted(moved))
    notes = _notes(held, there, draft, preview, number, reason.strip(), moved)
    rows = _write_milestones(held, there, draft, preview)
    _write_ties(held, draft, rows)
    baseline = _write_baseline(held, rows, required, number, reason.strip(), by, now)
    notes[0] = _sealed(notes[0], baseline)
    _carry(held, required, number)
    derive_needs(held, calendar_in_force())
    journal.record_many(notes, by=by, at=now)
    recheck([held], now=now)
    return baseline


def moved_by(project: Project, draft: Draft, preview: Preview) -> list[Moved]:
    """The committed dates that adopting ``draft`` would move later; none for a first plan."""
    if not project.baselines.exists():
        return []
    return _moved(project, list(project.milestones.all()), draft, preview)


def _moved(
    project: Project, there: Sequence[Milestone], draft: Draft, preview: Preview
) -> list[Moved]:
    kept = [step.code for step in draft.steps if step.committed]
    return moved_later(project, there, preview.rows, kept, preview.required)


def _who_was_faster(baseline: Baseline) -> Sentence:
    return say(
        N_("{who} 在 {at} 已采用了新的计划。您的填写未保存，仍在下面；请打开项目页对照后再排。"),
        who=baseline.approved_by.name,
        at=baseline.approved_at.astimezone(CHINA).strftime("%m-%d %H:%M"),
    )


def _is_in_force(there: Sequence[Milestone], draft: Draft, project: Project) -> bool:
    """Whether ``draft`` says what the plan in force says already."""
    codes = {row.pk: row.code for row in there}
    known = [step_of(m) for m in there]
    wanted = [_with_facts(step, there) for step in draft.steps]
    ties = {(codes[k.before_id], codes[k.after_id], k.type, k.lag) for k in project.links.all()}
    return known == wanted and ties == {
        (tie.before, tie.after, tie.type, tie.lag) for tie in _once(draft.ties)
    }


def step_of(row: Milestone) -> Step:
    """A milestone of the plan in force as a step; reads ``unit``."""
    return Step(
        row.code,
        row.name,
        row.duration,
        row.weight,
        row.committed,
        row.actual_finish,
        row.counting,
        row.optimistic,
        row.pessimistic,
        row.procedure,
        row.unit.name if row.unit else "",
    )


def _with_facts(step: Step, there: Sequence[Milestone]) -> Step:
    """With what was done of it, and whatever is expected of it: that is no part of a plan."""
    done = next((m.actual_finish for m in there if m.code == step.code), None)
    return replace(step, done_on=done or step.done_on, expected=None)


def _expect(
    project: Project, there: Sequence[Milestone], draft: Draft, by: User, now: datetime
) -> None:
    """Note the finishes that are expected from now on; the dates of the plan stay."""
    notes = _expectations(project, there, draft)
    if not notes:
        return
    require(by, "milestone.report", project)
    told = {step.code: step.expected for step in draft.steps if _is_expected(step)}
    rows = [row for row in there if row.code in told]
    for row in rows:
        row.forecast_finish = told[row.code]
    Milestone.objects.bulk_update(rows, ["forecast_finish"])
    journal.record_many(notes, by=by, at=now)
    recheck([project], now=now)


def _expectations(project: Project, there: Sequence[Milestone], draft: Draft) -> list[Note]:
    """One for each step that is expected on another day than before."""
    told = {m.code: m.actual_finish or m.forecast_finish for m in there}
    return [
        Note("milestone.forecast", project, {"milestone": s.name, "day": s.expected})
        for s in draft.steps
        if _is_expected(s) and told.get(s.code) != s.expected
    ]


def _refuse_silence(reason: str) -> None:
    if not reason.strip():
        asked = say(N_("请写明调整的理由。"))
        raise Refusal(asked, {"reason": asked})


def _write_milestones(
    project: Project, there: Sequence[Milestone], draft: Draft, preview: Preview
) -> list[Milestone]:
    """Rows by code: kept ones changed, new ones added, open ones that are gone removed."""
    _refuse_lost(there, draft)
    gone = _left_out(there, draft)
    let_go(gone)
    Milestone.objects.filter(pk__in=[m.pk for m in gone]).delete()
    kept, units = {m.code: m for m in there}, _units(project, draft)
    rows = [kept.get(s.code) or Milestone(project=project, code=s.code) for s in draft.steps]
    for serial, (row, step, planned) in enumerate(
        zip(rows, draft.steps, preview.rows, strict=True)
    ):
        _put(row, serial + 1, step, planned, units.get(step.unit))
    Milestone.objects.bulk_update([m for m in rows if m.code in kept], PLAN)
    Milestone.objects.bulk_create([m for m in rows if m.code not in kept])
    return rows


def _left_out(there: Sequence[Milestone], draft: Draft) -> list[Milestone]:
    codes = {step.code for step in draft.steps}
    return [m for m in there if m.code not in codes]


def _refuse_lost(there: Sequence[Milestone], draft: Draft) -> None:
    for lost in _left_out(there, draft):
        if lost.actual_finish:
            gone = N_("节点“{name}”已于 {day} 完成，不能从计划里删去。")
            raise Refusal(say(gone, name=lost.name, day=lost.actual_finish.isoformat()))


def _units(project: Project, draft: Draft) -> Mapping[str, Unit]:
    """The units that steps name, by name."""
    named = {step.unit for step in draft.steps if step.unit}
    found = {u.name: u for u in Unit.objects.filter(tenant=project.tenant_id, name__in=named)}
    for step in draft.steps:
        if step.unit and step.unit not in found:
            words = N_("“{name}”的办理单位“{unit}”不在单位名录里，请从名录中选。")
            raise Refusal(say(words, name=step.name, unit=step.unit))
    return found


def _put(
    milestone: Milestone, serial: int, step: Step, row: PlannedStep, unit: Unit | None
) -> None:
    milestone.serial, milestone.name = serial, step.name
    milestone.duration, milestone.weight = step.duration, step.weight
    milestone.committed, milestone.counting = step.committed, step.counting
    milestone.optimistic, milestone.pessimistic = step.optimistic, step.pessimistic
    milestone.procedure, milestone.unit = step.procedure, unit
    if step.unheld:
        milestone.forecast_finish = None
    elif step.expected and milestone.actual_finish is None:
        milestone.forecast_finish = step.expected
    milestone.critical, milestone.slack = row.critical, row.slack
    if milestone.actual_finish is not None and milestone.planned_finish is not None:
        return  # what was planned for it is history, else no new plan would ever be late
    milestone.planned_start, milestone.planned_finish = row.start, row.finish
    if step.done_on is not None:
        milestone.actual_finish, milestone.forecast_finish = step.done_on, None


def _write_ties(project: Project, draft: Draft, rows: Sequence[Milestone]) -> None:
    ids = {row.code: row.pk for row in rows}
    MilestoneLink.objects.filter(project=project).delete()
    MilestoneLink.objects.bulk_create(
        MilestoneLink(
            project=project,
            before_id=ids[tie.before],
            after_id=ids[tie.after],
            type=tie.type,
            lag=tie.lag,
        )
        for tie in _once(draft.ties)
    )


def _once(ties: Sequence[Tie]) -> Sequence[Tie]:
    """Of two ties of one kind between the same steps the later one counts."""
    return list({(tie.before, tie.after, tie.type): tie for tie in ties}.values())


def _write_baseline(
    project: Project,
    rows: Sequence[Milestone],
    required: date,
    number: int,
    reason: str,
    by: User,
    now: datetime,
) -> Baseline:
    baseline = Baseline(
        project=project,
        number=number,
        kind=BaselineKind.APPROVED if number else BaselineKind.ORIGINAL,
        required_finish=required,
        dates={m.code: [str(m.planned_start), str(m.planned_finish)] for m in rows},
        reason=reason,
        approved_at=now,
        approved_by=by,
    )
    baseline.save(force_insert=True)
    return baseline


def _sealed(note: Note, baseline: Baseline) -> Note:
    return replace(note, details={**note.details, "seal": seal_of(baseline)})


def _carry(project: Project, required: date, number: int) -> None:
    """The project follows its plan."""
    project.required_finish, project.replans = required, number
    if not number:
        project.original_finish = required
    project.version += 1
    columns = ["required_finish", "original_finish", "replans", "version"]
    project.save(update_fields=columns)


def _is_expected(step: Step) -> bool:
    return step.expected is not None and not step.unheld and step.done_on is None


def _notes(
    project: Project,
    there: Sequence[Milestone],
    draft: Draft,
    preview: Preview,
    number: int,
    reason: str,
    moved: Sequence[Moved],
) -> list[Note]:
    """The event of the plan, and one for each step that it takes over as done."""
    before, required = project.required_finish, preview.required
    details = {
        "number": number,
        "reason": reason,
        "finish": required,
        "count": len(preview.rows),
        "short_by": preview.short_by,
        "changes": {} if before == required else {"required_finish": [before, required]},
        "removed": [m.name for m in _left_out(there, draft)],
        "moved": [one.code for one in moved],
    }
    known = {m.code for m in there if m.actual_finish}
    fresh = [step for step in draft.steps if step.done_on and step.code not in known]
    unheld = {step.code for step in draft.steps if step.unheld}
    given_up = [m.name for m in there if m.code in unheld and m.forecast_finish]
    return [
        Note("plan.replanned" if number else "plan.scheduled", project, details),
        *(Note("milestone.done", project, {"milestone": s.name, "day": s.done_on}) for s in fresh),
        *(Note("milestone.forecast_dropped", project, {"milestone": n}) for n in given_up),
        *_expectations(project, there, draft),
    ]
