"""The sheet of GB/T 9704-2012, once for all writers. Millimetres, type sizes in points."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

MM_PER_POINT = 25.4 / 72


class Face(StrEnum):
    """The faces that the standard names; the value is the name of the font in a document."""

    BODY = "仿宋_GB2312"
    TITLE = "方正小标宋简体"
    HEADING = "黑体"
    SUBHEADING = "楷体_GB2312"
    FOLIO = "宋体"


#: Type sizes (字号) in points.
SIZE_TITLE, SIZE_BODY, SIZE_SMALL, SIZE_TABLE = 22.0, 16.0, 14.0, 12.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A4 with a type area of 156 × 225 mm: 22 lines of 28 characters (5.2.1 to 5.2.3)."""

    width: float = 210
    height: float = 297
    top: float = 37
    left: float = 28
    area_width: float = 156
    area_height: float = 225
    lines: int = 22
    characters: int = 28
    mark_below_top: float = 35
    mark_highest: float = 22
    rule_below_number: float = 4
    folio_below_area: float = 7
    rule_thick: float = 0.35
    rule_thin: float = 0.25
    date_from_right: int = 4

    @property
    def right(self) -> float:
        return self.width - self.left - self.area_width

    @property
    def bottom(self) -> float:
        return self.height - self.top - self.area_height

    @property
    def line_pitch(self) -> float:
        """Points from line to line."""
        return self.area_height / MM_PER_POINT / self.lines

    @property
    def character_pitch(self) -> float:
        """Points from character to character."""
        return self.area_width / MM_PER_POINT / self.characters

    def mark_size(self, mark: str) -> float:
        """Points of the red mark: it fills four fifths of the width, not higher than 22 mm."""
        room = self.area_width * 0.82 / MM_PER_POINT
        return min(self.mark_highest / MM_PER_POINT, room / max(len(mark), 1))


A4 = Sheet()
FACES_BY_LEVEL = {
    0: Face.BODY,
    1: Face.HEADING,
    2: Face.SUBHEADING,
    3: Face.BODY,
    4: Face.BODY,
}
MARK_COLOUR = "E60012"

_BREAK = re.compile(r"[、的]|(?=[和及与])")


def title_lines(title: str) -> list[str]:
    """A long title in lines of like length, cut where a reader would pause (7.3.1): behind 的 or 、
    and before 和; in the middle where there is no such place near it."""
    most = int(A4.area_width / MM_PER_POINT / SIZE_TITLE)
    if len(title) <= most:
        return [title]
    parts = -(-len(title) // most)
    wanted = round(len(title) / parts)
    places = [one.end() for one in _BREAK.finditer(title)]
    near = [place for place in places if abs(place - wanted) <= wanted // 3 and place <= most]
    cut = min(near, key=lambda place: abs(place - wanted), default=wanted)
    return [title[:cut], *title_lines(title[cut:])]
