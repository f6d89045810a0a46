"""Procedures (前期手续) in the demonstration: the library as the city set it, and three plans."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from guatu.kit.clock import CHINA
from guatu.ops.demo.organisation import Cast
from guatu.ops.demo.tables import FOLDER
from guatu.procedures.actions import adopt_library, change_procedure
from guatu.procedures.library import library_of
from guatu.projects.actions.milestones import finish_milestone, hand_in_milestone
from guatu.projects.actions.procedures import OWN, with_procedures
from guatu.projects.drafts import Draft
from guatu.projects.models import Project

ADOPTED = datetime(2021, 1, 14, 8, 30, tzinfo=CHINA)
SET = datetime(2021, 1, 14, 9, 0, tzinfo=CHINA)
HANDED, DECIDED = time(10, 20), time(16, 10)
#: Days that the city promised, where it promised fewer than by law, and the units that decide.
PROMISED = {
    "filing": 1, "ratification": 10, "feasibility": 10, "initial_design": 12, "site_selection": 12,
    "land_approval": 30, "land_permit": 3, "works_permit": 8, "impact_form": 20,
    "impact_report": 40, "energy": 12, "soil_water": 5, "stability": 15, "forest": 12,
    "drawings": 7, "building_permit": 3, "utilities": 10, "joint_acceptance": 8,
    "completion_filing": 1, "title": 3,
}  # fmt: skip
UNITS = {
    "发改": "市发展和改革局",
    "资规": "市自然资源和规划局",
    "生态环境": "市生态环境分局",
    "水利": "市水务局",
    "林业": "市自然资源和规划局",
    "住建": "市住房和城乡建设局",
    "统计": "市统计局",
}
#: Left as it ships, so that the page shows what a default looks like.
UNTOUCHED = {"registration", "land_auction", "tender", "statistics"}

Deed = tuple[datetime, Callable[[datetime], object]]


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """What a project needs, and on which day each was handed in or granted."""

    project: str
    picks: frozenset[str]
    done: Mapping[str, date]
    handed: Mapping[str, date]


def procedure_deeds(cast: Cast) -> Iterator[Deed]:
    """The library in January, then what was handed in and granted on its day."""
    yield ADOPTED, lambda at: adopt_library(cast.tenant, by=cast.office, now=at)
    yield SET, lambda at: _set_library(cast, at)
    for row in rows().values():
        for code, day in row.handed.items():
            yield datetime.combine(day, HANDED, CHINA), _handing(cast, row.project, code)
        for code, day in row.done.items():
            yield datetime.combine(day, DECIDED, CHINA), _granting(cast, row.project, code)


def with_permits(cast: Cast, name: str, works: Draft) -> Draft:
    """The plan of a project with its procedures, if it is one of those that have them."""
    row = rows().get(name)
    if row is None:
        return works
    return with_procedures(works, library_of(cast.tenant), row.picks, promised=True)


@lru_cache(maxsize=1)
def rows() -> Mapping[str, ProcedureRow]:
    """By the name of the project."""
    with (FOLDER / "procedures.csv").open(encoding="utf-8", newline="") as source:
        return {row["project"]: _row(row) for row in csv.DictReader(source)}


def _row(told: Mapping[str, str]) -> ProcedureRow:
    picks = frozenset(told["picks"].split())
    return ProcedureRow(told["project"], picks, _days(told["done"]), _days(told["handed"]))


def _days(told: str) -> Mapping[str, date]:
    pairs = (word.split("=") for word in told.split())
    return {code: date.fromisoformat(day) for code, day in pairs}


def _set_library(cast: Cast, at: datetime) -> None:
    for n, row in enumerate(library_of(cast.tenant)):
        if row.code in UNTOUCHED:
            continue
        values = {
            "unit": cast.units.get(UNITS.get(row.owner, "")),
            "promised_days": PROMISED.get(row.code),
            "source": "本市办事指南（示例）",
        }
        later = at + timedelta(minutes=n)
        change_procedure(row, values, seen=row.version, by=cast.office, now=later)


def _handing(cast: Cast, name: str, code: str) -> Callable[[datetime], object]:
    def act(at: datetime) -> None:
        step = _project(cast, name).milestones.get(code=f"{OWN}{code}")
        hand_in_milestone(step, on=at.date(), by=cast.office, now=at)

    return act


def _granting(cast: Cast, name: str, code: str) -> Callable[[datetime], object]:
    def act(at: datetime) -> None:
        step = _project(cast, name).milestones.get(code=f"{OWN}{code}")
        finish_milestone(step, on=at.date(), by=cast.office, now=at)

    return act


def _project(cast: Cast, name: str) -> Project:
    return Project.objects.select_related("tenant").get(tenant=cast.tenant, name=name)
