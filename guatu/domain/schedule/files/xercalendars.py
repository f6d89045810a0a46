"""The calendars of an XER file that its activities use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from guatu.domain.schedule.files.clndr import read_clndr
from guatu.domain.schedule.files.model import OFFICE, ShiftCalendar, Shifts, worked
from guatu.domain.schedule.files.noting import MOST_EXCEPTIONS, Notes, minutes_of_hours, refuse
from guatu.domain.schedule.files.tables import Row, Tables
from guatu.domain.words import N_

_OFFICE_WEEK: tuple[Shifts, ...] = (OFFICE,) * 5 + ((), ())


def read(rows: Iterable[Row], used: set[str], notes: Notes) -> list[ShiftCalendar]:
    """The calendars in ``used``; a calendar without a workday is refused by its name."""
    by_id = {row["clndr_id"]: row for row in rows}
    found, held = [], 0
    for id, row in by_id.items():
        if id not in used:
            continue
        one = _calendar(row, by_id, notes)
        held += len(one.exceptions)
        if held > MOST_EXCEPTIONS:
            refuse(
                N_("日历的例外日合计超过 {most} 天，不像是一个计划；请核对。"), most=MOST_EXCEPTIONS
            )
        found.append(one)
    return found


def of_resources(tables: Tables) -> dict[str, set[str]]:
    """The calendars of the resources of each activity, by its uid."""
    calendars = {row["rsrc_id"]: row["clndr_id"] for row in tables.rows["RSRC"]}
    found: dict[str, set[str]] = {}
    for row in tables.rows["TASKRSRC"]:
        calendar = calendars.get(row["rsrc_id"])
        if calendar:
            found.setdefault(row["task_id"], set()).add(calendar)
    return found


def _calendar(row: Row, by_id: Mapping[str, Row], notes: Notes) -> ShiftCalendar:
    name = row["clndr_name"] or row["clndr_id"]
    place = f"第 {row.line} 行 日历“{name}”"
    week, exceptions = read_clndr(row["clndr_data"], place)
    if week is None:
        notes.add(
            "calendar",
            N_("{place} 没有写明每周的班次；按周一至周五每天 8 小时排。"),
            row.line,
            place=place,
        )
        week = _OFFICE_WEEK
    if not any(week):
        refuse(N_("{place} 没有一个工作日；请至少留一天上班。"), place=place)
    return ShiftCalendar(
        id=row["clndr_id"],
        name=name,
        week=week,
        exceptions={**_inherited(row, by_id), **exceptions},
        day=_day(row, week, place),
    )


def _inherited(row: Row, by_id: Mapping[str, Row]) -> dict[date, Shifts]:
    """Days off of the global calendar that a project calendar is based on."""
    found: dict[date, Shifts] = {}
    seen = {row["clndr_id"]}
    while (base := row["base_clndr_id"]) in by_id and base not in seen:
        seen.add(base)
        row = by_id[base]
        place = f"第 {row.line} 行 日历“{row['clndr_name']}”"
        found = {**read_clndr(row["clndr_data"], place)[1], **found}
    return found


def _day(row: Row, week: tuple[Shifts, ...], place: str) -> int:
    given = row["day_hr_cnt"] and minutes_of_hours(row["day_hr_cnt"], f"{place} day_hr_cnt")
    return given if given and given > 0 else max(worked(shifts) for shifts in week)
