"""Rows that have no length of their own: level of effort, and summaries of a WBS element.

A summary lasts from the first to the last of the work below its heading. A level of effort starts
with the earliest of what its start is linked to, and ends with the latest of what its finish is
linked to, whether the link comes in or goes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guatu.domain.schedule.axis import Line, moved, moved_back
from guatu.domain.schedule.files.model import FileActivity, FileLink, FilePlan, Kind
from guatu.domain.schedule.files.placing import Run


@dataclass(frozen=True, slots=True)
class Span:
    """Early and late start and finish as instants of the axis."""

    activity: FileActivity
    early: tuple[int, int]
    late: tuple[int, int]


def spans(plan: FilePlan, found: Run) -> Iterator[Span]:
    """The spans of all rows of ``plan`` that are not work themselves."""
    below = plan.under()
    entering: dict[str, list[FileLink]] = {}
    leaving: dict[str, list[FileLink]] = {}
    for link in plan.links:
        entering.setdefault(link.after, []).append(link)
        leaving.setdefault(link.before, []).append(link)
    early, late = (found.work.es, found.work.ef), (found.work.ls, found.work.lf)
    starts = {one.id: found.axis.at(one.data_date or one.start) for one in plan.projects}
    for one in plan.activities:
        line = found.lines[one.calendar]
        if one.kind is Kind.SUMMARY:
            mine = [found.place[a.uid] for a in below.get(one.heading, []) if a.uid in found.place]
            yield Span(one, *(_over(mine, *way, starts[one.project]) for way in (early, late)))
        elif one.kind is Kind.SPANNING:
            links = entering.get(one.uid, []), leaving.get(one.uid, [])
            ways = [
                _linked(one, found, links, way, line, starts[one.project]) for way in (early, late)
            ]
            yield Span(one, *(_actual(one, way, found) for way in ways))


def _over(mine: list[int], starts: list[int], ends: list[int], start: int) -> tuple[int, int]:
    first = min((starts[i] for i in mine), default=start)
    return first, max((ends[i] for i in mine), default=first)


def _linked(
    one: FileActivity,
    found: Run,
    links: tuple[list[FileLink], list[FileLink]],
    way: tuple[list[int], list[int]],
    line: Line,
    start: int,
) -> tuple[int, int]:
    begins, ends = list[int](), list[int]()
    for link in links[0]:
        if link.before in found.place:
            x = way[link.type in ("FS", "FF")][found.place[link.before]]
            (begins if link.type in ("FS", "SS") else ends).append(moved(line, x, link.lag))
    for link in links[1]:
        if link.after in found.place:
            y = way[link.type in ("FF", "SF")][found.place[link.after]]
            (begins if link.type in ("SS", "SF") else ends).append(moved_back(line, y, link.lag))
    first = line.start_from(min(begins, default=start))
    if ends and max(ends) > first:
        return first, line.end_of(line.before(max(ends)))
    left = one.duration if one.remaining is None else one.remaining
    return first, line.end_of(line.before(first) + left) if left and not ends else first


def _actual(one: FileActivity, way: tuple[int, int], found: Run) -> tuple[int, int]:
    at = found.axis.at
    start = at(one.actual_start) if one.actual_start else way[0]
    return start, at(one.actual_finish) if one.actual_finish else max(start, way[1])
