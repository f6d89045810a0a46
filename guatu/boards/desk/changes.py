"""Date changes and pauses on the desk: to decide on, and for whoever asked, why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from guatu.boards.desk.facts import Place, Row
from guatu.boards.desk.standing import Standing
from guatu.datechanges.choices import ChangeLevel, ChangeStatus
from guatu.datechanges.models import DateChange, PlanPause
from guatu.datechanges.queries.listing import waiting_changes, waiting_pauses
from guatu.domain.desk import Duty, DutyKind
from guatu.kit.clock import CHINA


def rows_of(standing: Standing) -> Iterator[Row]:
    for change in waiting_changes(standing.access):
        kind = _kind(change, DutyKind.DATE_CHANGE)
        heavy = int(change.level == ChangeLevel.LEADER)
        duty = Duty(kind, f"date change {change.pk}", None, _since(change), weight=heavy)
        yield Row(
            duty, Place.DATE_CHANGE, change.pk, change.pk, str(change),
            about=change.asked_by.name, seen=change.version,
        )  # fmt: skip
    for pause in waiting_pauses(standing.access):
        kind = _kind(pause, DutyKind.PAUSE)
        duty = Duty(kind, f"plan pause {pause.pk}", None, _since(pause))
        yield Row(
            duty, Place.PAUSE, pause.pk, pause.pk, str(pause),
            about=pause.project.name, seen=pause.version,
        )  # fmt: skip


def _kind(asked: DateChange | PlanPause, to_decide: DutyKind) -> DutyKind:
    return to_decide if asked.status == ChangeStatus.ASKED else DutyKind.REFUSED


def _since(asked: DateChange | PlanPause) -> date:
    at: datetime = asked.decided_at or asked.asked_at
    return at.astimezone(CHINA).date()
