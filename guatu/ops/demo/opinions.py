"""Opinions in the demonstration: the owners' views, and what others make of the same projects."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from guatu.kit.clock import CHINA
from guatu.ops.demo.organisation import Cast
from guatu.ops.demo.tables import FOLDER
from guatu.projects.actions.opinions import give_owner_view, rate_confidence
from guatu.projects.choices import OpinionKind
from guatu.projects.models import Opinion, Project

EVENING = time(17, 10)
Deed = tuple[datetime, Callable[[datetime], object]]

_GIVE: Mapping[OpinionKind, Callable[..., Opinion]] = {
    OpinionKind.OWNER: give_owner_view,
    OpinionKind.REVIEW: rate_confidence,
}


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """A line of the table; ``unit`` and ``post`` are those of whoever judges."""

    day: date
    project: str
    kind: OpinionKind
    step: int
    unit: str
    post: str
    reason: str


def opinion_deeds(cast: Cast) -> Iterator[Deed]:
    """Each in the evening of its day, a minute after the one before it in the table."""
    for n, row in enumerate(_rows()):
        at = datetime.combine(row.day, EVENING, CHINA) + timedelta(minutes=n)
        yield at, _giving(cast, row)


def _giving(cast: Cast, row: OpinionRow) -> Callable[[datetime], object]:
    give, by = _GIVE[row.kind], cast.holder(row.unit, row.post)

    def act(at: datetime) -> None:
        projects = Project.objects.select_related("tenant", "task_force")
        project = projects.get(tenant=cast.tenant, name=row.project)
        give(project, step=row.step, reason=row.reason, by=by, now=at)

    return act


def _rows() -> list[OpinionRow]:
    with (FOLDER / "opinions.csv").open(encoding="utf-8", newline="") as source:
        return [_row(row) for row in csv.DictReader(source)]


def _row(row: dict[str, str]) -> OpinionRow:
    return OpinionRow(
        date.fromisoformat(row["day"]),
        row["project"],
        OpinionKind(row["kind"]),
        int(row["step"]),
        row["unit"],
        row["post"],
        row["reason"],
    )
