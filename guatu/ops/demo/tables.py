"""The demonstration's own tables: what the loading writes, one frozen row per line of CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

FOLDER = Path(__file__).parent / "data"
Row = dict[str, str]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class UnitRow:
    parent: str
    name: str
    short: str
    kind: str


@dataclass(frozen=True, slots=True)
class PostRow:
    unit: str
    title: str
    rank: int
    roles: tuple[str, ...]
    username: str
    admin: str


@dataclass(frozen=True, slots=True)
class LineRow:
    number: int
    title: str
    lead: str
    assist: tuple[str, ...]
    sponsor: str
    headquarters: str
    summary: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    line: int
    name: str
    value: Decimal | None
    unit: str
    actual: Decimal | None
    words: str
    due: date
    at_most: bool


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """A target of the first quarter; with ``actual`` it was entered as of a day."""

    indicator: str
    unit: str
    source: str
    line: int
    target: Decimal | None
    part_of: str
    actual: Decimal | None
    as_of: date | None


@dataclass(frozen=True, slots=True)
class TaskRow:
    line: int
    topic: str
    task: str
    lead: str
    assist: str
    due: str
    goals: tuple[str, ...]
    progress: str
    done: bool


@dataclass(frozen=True, slots=True)
class ForceRow:
    line: int
    name: str
    head: str
    members: tuple[str, ...]
    rhythm: str
    scope: str


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project as its ledger has it, and ``story``: how it fared until 15 March 2021.

    Money in 万元. ``template`` names the milestones to plan with; ``story`` is read by
    ``guatu.ops.demo.stories``.
    """

    line: str
    name: str
    category: str
    nature: str
    total: Decimal
    plan: Decimal | None
    before: Decimal | None
    start: date | None
    finish: date | None
    place: str
    owner: str
    lead: str
    resp: str
    sponsor: str
    sales: Decimal | None
    tax: Decimal | None
    jobs: int | None
    area: Decimal | None
    template: str
    tags: tuple[str, ...]
    story: str
    content: str
    remark: str


def units() -> list[UnitRow]:
    return _rows("units", lambda row: UnitRow(**row))


def posts() -> list[PostRow]:
    return _rows("posts", _post)


def lines() -> list[LineRow]:
    return _rows("lines", _line)


def targets() -> list[TargetRow]:
    return _rows("targets", _target)


def quarters() -> list[QuarterRow]:
    return _rows("quarters", _quarter)


def tasks() -> list[TaskRow]:
    return _rows("tasks", _task)


def forces() -> list[ForceRow]:
    return _rows("forces", _force)


def projects() -> list[ProjectRow]:
    return _rows("projects", _project)


def _rows(name: str, make: Callable[[Row], Made]) -> list[Made]:
    return [make(row) for row in _read(FOLDER / f"{name}.csv")]


def _read(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as source:
        yield from csv.DictReader(source)


def _post(row: Row) -> PostRow:
    return PostRow(
        row["unit"],
        row["title"],
        int(row["rank"]),
        tuple(row["roles"].split()),
        row["username"],
        row["admin"],
    )


def _line(row: Row) -> LineRow:
    return LineRow(
        int(row["number"]),
        row["title"],
        row["lead"],
        tuple(row["assist"].split()),
        row["sponsor"],
        row["headquarters"],
        row["summary"],
    )


def _target(row: Row) -> TargetRow:
    return TargetRow(
        int(row["line"]),
        row["name"],
        _amount(row["value"]),
        row["unit"],
        _amount(row["actual"]),
        row["words"],
        date.fromisoformat(row["due"]),
        row["at_most"] == "yes",
    )


def _quarter(row: Row) -> QuarterRow:
    return QuarterRow(
        row["indicator"],
        row["unit"],
        row["source"],
        int(row["line"]),
        _amount(row["target"]),
        row["part_of"],
        _amount(row["actual"]),
        _day(row["as_of"]),
    )


def _task(row: Row) -> TaskRow:
    return TaskRow(
        int(row["line"]),
        row["topic"],
        row["task"],
        row["lead"],
        row["assist"],
        row["due"],
        tuple(row["goals"].split("|")),
        row["progress"],
        row["done"] == "done",
    )


def _force(row: Row) -> ForceRow:
    return ForceRow(
        int(row["line"]),
        row["name"],
        row["head"],
        tuple(row["members"].split(";")),
        row["rhythm"],
        row["scope"],
    )


def _project(row: Row) -> ProjectRow:
    return ProjectRow(
        line=row["line"],
        name=row["name"],
        category=row["category"],
        nature=row["nature"],
        total=Decimal(row["total"]),
        plan=_amount(row["plan"]),
        before=_amount(row["before"]),
        start=_day(row["start"]),
        finish=_day(row["finish"]),
        place=row["place"],
        owner=row["owner"],
        lead=row["lead"],
        resp=row["resp"],
        sponsor=row["sponsor"],
        sales=_amount(row["sales"]),
        tax=_amount(row["tax"]),
        jobs=int(row["jobs"]) if row["jobs"] else None,
        area=_amount(row["area"]),
        template=row["template"],
        tags=tuple(row["tags"].split()),
        story=row["story"],
        content=row["content"],
        remark=row["remark"],
    )


def _amount(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
