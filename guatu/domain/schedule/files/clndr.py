"""``clndr_data``, the text in which P6 keeps a calendar.

Nodes are written ``(0||name(key|value|…)(children))``. ``DaysOfWeek`` holds the days 1 to 7,
Sunday first, each with its shifts ``(s|08:00|f|12:00)``; ``Exceptions`` holds days as numbers
(``d|46054`` counts from 1899-12-30) with their shifts, none for a day off.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from guatu.domain.schedule.files.model import DAY, Shifts, in_order
from guatu.domain.schedule.files.noting import FIRST_YEAR, LAST_YEAR, refuse
from guatu.domain.words import N_

_ZERO = date(1899, 12, 30).toordinal()
_PART = re.compile(r"\(\s*\d*\|\||[()]|[^()]+")
_CLOCK = re.compile(r"\s*(\d{1,2}):(\d{2})(?::\d{2})?\s*([AaPp][Mm])?\s*$")
_DEEP = 30


@dataclass(slots=True)
class _Node:
    name: str = ""
    values: dict[str, str] = field(default_factory=dict)
    children: list[_Node] = field(default_factory=list)

    def find(self, name: str) -> _Node | None:
        if self.name == name:
            return self
        found = (child.find(name) for child in self.children)
        return next((one for one in found if one), None)


def read_clndr(text: str, place: str) -> tuple[tuple[Shifts, ...] | None, dict[date, Shifts]]:
    """The week, Monday first, and the exceptions; no week where the text has none."""
    root = _parsed(text.replace("\x7f", ""), place)
    days, odd = root.find("DaysOfWeek"), root.find("Exceptions")
    return _week(days, place) if days else None, _exceptions(odd, place) if odd else {}


def _parsed(text: str, place: str) -> _Node:
    """A tree. ``(n||`` opens a node; the bracket pairs inside hold its values and its children."""
    root = _Node()
    opened: list[_Node | None] = [root]  # None for a bracket that opens no node
    nodes = [root]
    for part in _PART.findall(text):
        if part.endswith("||"):
            node = _Node()
            nodes[-1].children.append(node)
            nodes.append(node)
            opened.append(node)
        elif part == "(":
            opened.append(None)
        elif part == ")":
            if len(opened) == 1:
                break
            if opened.pop() is not None:
                nodes.pop()
        elif opened[-1] is not None:
            nodes[-1].name = nodes[-1].name or part.strip()
        else:
            pairs = part.strip().split("|")
            nodes[-1].values.update(zip(pairs[::2], pairs[1::2], strict=False))
        if len(opened) > _DEEP:
            refuse(N_("{place} 的内容套得太深，文件已损坏；请重新导出。"), place=place)
    return root


def _week(days: _Node, place: str) -> tuple[Shifts, ...]:
    week: list[Shifts] = [()] * 7
    for day in days.children:
        if not day.name.isdecimal() or not 1 <= int(day.name) <= 7:
            refuse(
                N_("{place} 里有“星期 {day}”，应是 1 至 7；请在原软件中核对。"),
                place=place,
                day=day.name[:20],
            )
        week[(int(day.name) - 2) % 7] = _shifts(day, place)
    return tuple(week)


def _exceptions(odd: _Node, place: str) -> dict[date, Shifts]:
    found: dict[date, Shifts] = {}
    for one in odd.children:
        number = one.values.get("d", "")
        if not number.isdecimal() or len(number) > 6:
            refuse(
                N_("{place} 的例外日写作“{day}”，不是日期；请在原软件中核对。"),
                place=place,
                day=number[:20],
            )
        day = date.fromordinal(_ZERO) + timedelta(int(number))
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            found[day] = _shifts(one, place)
    return found


def _shifts(day: _Node, place: str) -> Shifts:
    return in_order([_shift(one.values, place) for one in day.children if one.values])


def _shift(values: Mapping[str, str], place: str) -> tuple[int, int]:
    start, end = _clock(values.get("s", ""), place), _clock(values.get("f", ""), place) or DAY
    if end < start:
        sentence = N_(
            "{place} 里有一班到 {end} 分结束、却从 {start} 分开始；请把跨夜的一班按午夜分开。"
        )
        refuse(sentence, place=place, start=start, end=end)
    return start, end


def _clock(text: str, place: str) -> int:
    found = _CLOCK.match(text)
    if not found or int(found[1]) > 24 or int(found[2]) > 59:
        refuse(
            N_("{place} 里的时刻写作“{text}”，应像 08:00；请在原软件中核对。"),
            place=place,
            text=text[:20],
        )
    hour = int(found[1])
    if found[3]:
        hour = hour % 12 + (12 if found[3].lower() == "pm" else 0)
    return hour * 60 + int(found[2])
