"""A decision of a meeting in one line: which unit is to do it, who assists, by which day.

“自然资源局4月10日前完成供地，住建局配合”: 自然资源局 leads, 住建局 assists, due 2021-04-10.
What the line leaves open stays open; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from guatu.domain.zh import read_all

Unit = TypeVar("Unit")


@dataclass(frozen=True, slots=True)
class Line(Generic[Unit]):
    """What a line says; None where it does not say it, or says several things."""

    lead: Unit | None
    assisting: tuple[Unit, ...]
    due: date | None


@dataclass(frozen=True, slots=True)
class _Named(Generic[Unit]):
    unit: Unit
    start: int
    end: int


def read_line(text: str, names: Mapping[str, Unit], today: date) -> Line[Unit]:
    """Read ``text`` with the units of ``names`` (full and short names, each to its unit).

    The first unit that is named leads, unless another is said to (牵头, 负责); units assist that
    are said to (配合, 协助, or after 会同). A day counts when the line names just one.
    """
    named = sorted(_named(text, names), key=lambda one: one.start)
    lead = _lead(text, named)
    others = dict.fromkeys(one.unit for one in _assisting(text, named) if one.unit != lead)
    return Line(lead, tuple(others), _due(text, today))


def _named(text: str, names: Mapping[str, Unit]) -> Iterator[_Named[Unit]]:
    """Each place of a name once; 住建局机关 is not 住建局 where both are units."""
    taken: list[tuple[int, int]] = []
    for name in sorted(filter(None, names), key=lambda name: (-len(name), name)):
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if all(end <= start or at >= stop for start, stop in taken):
                taken.append((at, end))
                yield _Named(names[name], at, end)
            at = text.find(name, end)


def _lead(text: str, named: list[_Named[Unit]]) -> Unit | None:
    for one in named:
        if text.startswith(_LEADING, one.end):
            return one.unit
    helping = {one.start for one in _assisting(text, named)}
    return next((one.unit for one in named if one.start not in helping), None)


def _assisting(text: str, named: list[_Named[Unit]]) -> list[_Named[Unit]]:
    """Said of the last of a row of units joined by 、 or 和, it holds for all of them."""
    found: list[_Named[Unit]] = []
    row: list[_Named[Unit]] = []
    for one in named:
        joined = bool(row) and text[row[-1].end : one.start].strip() in _JOINTS
        row = [*row, one] if joined else [one]
        if text.startswith(_HELPING, one.end):
            found += row
        elif text[: row[0].start].endswith(_WITH):
            found.append(one)
    return found


def _due(text: str, today: date) -> date | None:
    days = {phrase.end for phrase in read_all(text, today) if phrase.kind == "date"}
    return days.pop() if len(days) == 1 else None


_LEADING = ("牵头", "负责", "主办")
_HELPING = ("配合", "协助", "协办", "参加", "参与")
_WITH = ("会同", "联合")
_JOINTS = frozenset({"、", "和", "及", "与"})
