"""Date changes of the demonstration, one in each state, a plan drawn anew and a pause."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import cast as as_type

from guatu.datechanges.actions.asking import Why, ask_change, withdraw_change
from guatu.datechanges.actions.deciding import approve_change, refuse_change
from guatu.datechanges.actions.pausing import Waiting, approve_pause, ask_pause
from guatu.datechanges.actions.replanning import adopt_replan
from guatu.datechanges.models import DateChange, PlanPause
from guatu.kit.clock import CHINA
from guatu.ops.demo.organisation import LIAISON, Cast
from guatu.ops.demo.tables import FOLDER
from guatu.org.models import Post, User
from guatu.projects.actions.planning import Draft, Tie, step_of
from guatu.projects.models import Project
from guatu.projects.networks import LinkCode

TEN, THREE = time(10, 20), time(15, 10)
GOVERNMENT = "曲阜市人民政府（示例）"
RESTING = "示例非遗手工艺街区项目"
RESTS = date(2021, 3, 3)
Deed = tuple[datetime, Callable[[datetime], object]]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A line of the table; ``target`` is the code of a milestone, or ``plan`` for all of it."""

    asked: date
    project: str
    target: str
    day: date
    unit: str
    reason: str
    waiting: str
    words: str
    basis: str
    evidence: str
    agreed: str
    outcome: str
    decided: date | None
    answer: str


def change_deeds(cast: Cast) -> Iterator[Deed]:
    for row in _rows():
        if row.outcome == "direct":
            yield _at(row.asked, TEN), _replanning(cast, row)
            continue
        yield _at(row.asked, TEN), _asking(cast, row)
        if row.decided:
            yield _at(row.decided, THREE), _deciding(cast, row)
    yield _at(RESTS, TEN), _pausing(cast)
    yield _at(RESTS, THREE), _resting(cast)


def _asking(cast: Cast, row: ChangeRow) -> Callable[[datetime], object]:
    by = cast.holder(row.unit, LIAISON)
    return lambda at: ask_change(
        _project(cast, row.project), row.target, row.day, _why(cast, row), by=by, now=at
    )


def _deciding(cast: Cast, row: ChangeRow) -> Callable[[datetime], object]:
    def act(at: datetime) -> None:
        change = DateChange.objects.select_related("project__tenant").get(
            project=_project(cast, row.project)
        )
        match row.outcome:
            case "approved":
                approve_change(change, answer=row.answer, by=cast.office, now=at)
            case "refused":
                refuse_change(change, reason=row.answer, by=cast.office, now=at)
            case "withdrawn":
                withdraw_change(change, by=cast.holder(row.unit, LIAISON), now=at)

    return act


def _replanning(cast: Cast, row: ChangeRow) -> Callable[[datetime], object]:
    """The plan in force, to be done by another day."""

    def act(at: datetime) -> None:
        project = _project(cast, row.project)
        adopt_replan(project, _draft(project), row.day, why=_why(cast, row), by=cast.office, now=at)

    return act


def _draft(project: Project) -> Draft:
    rows = list(project.milestones.select_related("unit"))
    codes = {row.pk: row.code for row in rows}
    ties = (
        Tie(codes[one.before_id], codes[one.after_id], as_type(LinkCode, one.type), one.lag)
        for one in project.links.all()
    )
    return Draft(tuple(step_of(row) for row in rows), tuple(ties))


def _pausing(cast: Cast) -> Callable[[datetime], object]:
    def act(at: datetime) -> None:
        project = _project(cast, RESTING)
        wanted = Waiting(
            unit=cast.units["市自然资源和规划局"],
            what="街区风貌方案审查意见",
            words="示例：方案已于 2 月 18 日送审，审查意见未出，设计和招标停下等待",
            since=date(2021, 2, 22),
            expected=date(2021, 3, 31),
        )
        ask_pause(project, wanted, by=_reporter(cast, project), now=at)

    return act


def _resting(cast: Cast) -> Callable[[datetime], object]:
    def act(at: datetime) -> None:
        pause = PlanPause.objects.select_related("project__tenant", "unit", "tenant").get()
        approve_pause(pause, answer="示例：同意，每周报一次进展", by=cast.office, now=at)

    return act


def _reporter(cast: Cast, project: Project) -> User:
    """The liaison of the unit that does the work."""
    unit = project.responsible_unit
    assert unit is not None
    return cast.holder(unit.name, LIAISON)


def _why(cast: Cast, row: ChangeRow) -> Why:
    return Why(
        reason=row.reason,
        words=row.words,
        basis=row.basis,
        evidence=row.evidence,
        agreed=[_leader(cast, row.agreed)],
        waiting_unit=cast.units[row.waiting] if row.waiting else None,
    )


def _leader(cast: Cast, title: str) -> Post:
    return cast.post(GOVERNMENT, title)


def _project(cast: Cast, name: str) -> Project:
    rows = Project.objects.select_related("tenant", "responsible_unit", "lead_unit")
    return rows.get(tenant=cast.tenant, name=name)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, CHINA)


def _rows() -> list[ChangeRow]:
    with (FOLDER / "date_changes.csv").open(encoding="utf-8", newline="") as source:
        return [_row(row) for row in csv.DictReader(source)]


def _row(row: dict[str, str]) -> ChangeRow:
    days = {"asked": _day(row["asked"]), "day": _day(row["day"])}
    decided = _day(row["decided"]) if row["decided"] else None
    return ChangeRow(**{**row, **days, "decided": decided})  # type: ignore[arg-type]


def _day(text: str) -> date:
    return date.fromisoformat(text)
