"""A trial on the progress chart: what the browser sends, and what the page says to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from guatu.domain.words import N_, say
from guatu.kit.refusals import Refusal
from guatu.projects.actions.planning import Draft
from guatu.projects.models import Project
from guatu.projects.queries.detail import Plan
from guatu.projects.trial import Move, Outcome
from guatu.web.projects.drafts import DraftText, draft_of
from guatu.web.shared.fields import day_of

#: More steps than this nobody moves by hand.
MOST_MOVES = 60
#: How the form of a date change is told that the required finish is meant.
FINISH = "finish"


def moves_of(typed: QueryDict) -> list[Move]:
    """Row by row the ``step`` with its ``start`` and ``finish``, each of which may be empty.

    A later row of the same step takes the place of an earlier one. Raises Refusal for a day that
    is none.
    """
    rows = zip(typed.getlist("step"), typed.getlist("start"), typed.getlist("finish"), strict=False)
    found: dict[str, Move] = {}
    for code, start, finish in list(rows)[:MOST_MOVES]:
        move = Move(code.replace("\0", ""), _day(start), _day(finish))
        if move.start or move.finish:
            found[move.code] = move
    return list(found.values())


def _day(text: str) -> date | None:
    day = day_of(text)
    if text.strip() and day is None:
        raise Refusal(say(N_("试排的日期没有收全，请刷新页面后再试。")))
    return day


@dataclass(frozen=True, slots=True)
class Next:
    """How to go on from a trial: the plan page with ``draft``, and who asks for another date.

    ``change_url`` is empty where no promised date would move.
    """

    draft: DraftText | None
    change_url: str


def next_of(
    project: Project, plan: Plan, outcome: Outcome, *, may_plan: bool, may_ask: bool
) -> Next:
    return Next(
        _draft(plan, outcome) if may_plan else None,
        _change_url(project.pk, outcome) if may_ask else "",
    )


def _draft(plan: Plan, outcome: Outcome) -> DraftText:
    """The plan with the days that were tried, to the finish that follows.

    A plan backward has no place for a start that was tried; it is carried as the finish that is
    expected of the step, from which the engine keeps it from beginning sooner.
    """
    own = draft_of(plan)
    steps = tuple(
        replace(
            step,
            duration=outcome.durations.get(step.code, step.duration),
            expected=outcome.expected.get(step.code),
        )
        for step in own.steps
    )
    required = max(outcome.required, outcome.after.finish)
    return DraftText.from_draft(Draft(steps, own.ties), required.isoformat())


def _change_url(pk: UUID, outcome: Outcome) -> str:
    """To the request for the day that the trial asks for: of the whole, or of the first step."""
    if outcome.late:
        asked = {"target": FINISH, "day": outcome.after.finish.isoformat()}
    elif outcome.broken:
        first = min(outcome.broken, key=lambda shift: shift.finish)
        asked = {"target": first.code, "day": first.finish.isoformat()}
    else:
        return ""
    return f"{reverse('date-change-new', args=[pk])}?{urlencode(asked)}"


def bars_of(outcome: Outcome, plan: Plan) -> Sequence[Mapping[str, Any]]:
    """What the chart draws: steps that run on other days by the trial."""
    ids = {row.code: str(row.pk) for row in plan.milestones}
    return [
        {
            "id": ids[shift.code],
            "span": [shift.start.isoformat(), shift.finish.isoformat()],
            "late": shift.days,
            "breaks": shift.breaks,
        }
        for shift in outcome.moved
        if shift.code in ids
    ]
