"""The network of procedures as a drawing: a lane for each group, columns in working order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guatu.domain.procedures import Course, Drawn, Place
from guatu.procedures.choices import ProcedureGroup
from guatu.procedures.models import Procedure

LEFT, TOP = 64, 8
WIDTH, HEIGHT, GAP, ROW, LANE = 96, 48, 20, 58, 8
LINE = 7
"""Characters of a name in one line."""


@dataclass(frozen=True, slots=True)
class Box:
    drawn: Drawn
    x: int
    y: int
    href: str

    @property
    def lines(self) -> tuple[str, ...]:
        name = self.drawn.procedure.name
        if len(name) <= LINE:
            return (name,)
        return name[:LINE], name[LINE:] if len(
            name
        ) <= 2 * LINE else f"{name[LINE : 2 * LINE - 1]}…"

    @property
    def days(self) -> str:
        words = _("%(n)s 日历日") if self.drawn.procedure.calendar_days else _("%(n)s 工作日")
        return words % {"n": self.drawn.days}


@dataclass(frozen=True, slots=True)
class Lane:
    title: str
    y: int
    height: int


def draw(course: Course, library: Sequence[Procedure]) -> SafeString:
    """An SVG as it stands in the page; boxes lead to the procedures."""
    hrefs = {row.code: reverse("procedure-edit", args=[row.pk]) for row in library}
    columns = _columns(course)
    lanes, boxes = _placed(course, columns, hrefs)
    width = LEFT + (max(columns.values(), default=0) + 1) * (WIDTH + GAP) + GAP
    height = lanes[-1].y + lanes[-1].height if lanes else 0
    by_code = {box.drawn.procedure.code: box for box in boxes}
    return format_html(
        '<svg class="procedure-net" viewBox="0 0 {} {}" width="{}" height="{}" role="img" '
        'aria-label="{}">{}{}{}</svg>',
        width,
        height,
        width,
        height,
        _("前期手续网络图"),
        format_html_join("", *_lane_marks(lanes, width)),
        _links(course, by_code),
        _boxes(boxes),
    )


def _columns(course: Course) -> dict[str, int]:
    """How many procedures lie before each at most; what comes behind the works begins anew."""
    columns: dict[str, int] = {}
    before: dict[str, list[str]] = {one.procedure.code: [] for one in course.drawn}
    for first, then in course.links:
        before[then].append(first)

    def column(code: str) -> int:
        if code not in columns:
            columns[code] = max((column(one) + 1 for one in before[code]), default=0)
        return columns[code]

    for code in before:
        column(code)
    return columns


def _placed(
    course: Course, columns: Mapping[str, int], hrefs: Mapping[str, str]
) -> tuple[list[Lane], list[Box]]:
    """Each box keeps its row free up to what follows it, so that lines pass no other box."""
    until = dict(columns)
    for before, after in course.links:
        until[before] = max(until[before], columns[after] - 1)
    lanes, boxes, y = [], [], TOP
    for group, title in ProcedureGroup.choices:
        drawn = [one for one in course.drawn if one.procedure.group == group]
        if not drawn:
            continue
        taken: list[int] = []
        for one in sorted(drawn, key=lambda d: (columns[d.procedure.code], not d.critical)):
            code = one.procedure.code
            row = next((n for n, end in enumerate(taken) if end < columns[code]), len(taken))
            taken[row:] = [until[code], *taken[row + 1 :]]
            x = LEFT + GAP // 2 + columns[code] * (WIDTH + GAP)
            boxes.append(Box(one, x, y + LANE + row * ROW, hrefs[code]))
        height = LANE + len(taken) * ROW
        lanes.append(Lane(str(title), y, height))
        y += height
    return lanes, boxes


def _lane_marks(lanes: Sequence[Lane], width: int) -> tuple[str, Iterator[tuple[object, ...]]]:
    return (
        '<g class="lane"><rect x="0" y="{}" width="{}" height="{}"/>'
        '<text x="10" y="{}">{}</text></g>',
        ((one.y, width, one.height, one.y + one.height // 2 + 4, one.title) for one in lanes),
    )


def _links(course: Course, boxes: Mapping[str, Box]) -> SafeString:
    """Thick ones are drawn last, over the others."""
    chain = [one.code for one in course.chain]
    pairs = set(pairwise(chain))
    ordered = sorted(course.links, key=lambda pair: pair in pairs)
    return format_html_join(
        "",
        '<path class="{}" d="{}"/>',
        (
            ("tie is-critical" if pair in pairs else "tie", _path(boxes[pair[0]], boxes[pair[1]]))
            for pair in ordered
        ),
    )


def _path(before: Box, after: Box) -> str:
    """Along the row of the first to the gap in front of the second, then up or down to it."""
    x1, y1 = before.x + WIDTH, before.y + HEIGHT // 2
    x2, y2 = after.x, after.y + HEIGHT // 2
    bend = x2 - GAP // 2
    return f"M{x1} {y1}H{bend}V{y2}H{x2}"


def _boxes(boxes: Sequence[Box]) -> SafeString:
    return format_html_join("", "{}", ((_box(box),) for box in boxes))


def _box(box: Box) -> SafeString:
    one = box.drawn.procedure
    classes = ["step", *(["is-critical"] if box.drawn.critical else [])]
    classes += ["is-deferrable"] if one.deferrable else []
    title = _("%(name)s：%(owner)s，%(days)s，最早 %(start)s 至 %(finish)s") % {
        "name": one.name,
        "owner": one.owner,
        "days": box.days,
        "start": box.drawn.start,
        "finish": box.drawn.finish,
    }
    if one.place is Place.AFTER:
        title = _("%(name)s：%(owner)s，%(days)s，竣工后办理") % {
            "name": one.name,
            "owner": one.owner,
            "days": box.days,
        }
    top = box.y + (20 if len(box.lines) == 1 else 15)
    lines = format_html_join(
        "",
        '<text x="{}" y="{}">{}</text>',
        ((box.x + 8, top + 14 * n, line) for n, line in enumerate(box.lines)),
    )
    return format_html(
        '<a href="{}" class="{}"><title>{}</title>'
        '<rect x="{}" y="{}" width="{}" height="{}" rx="3"/>{}'
        '<text class="days" x="{}" y="{}">{}</text></a>',
        box.href,
        " ".join(classes),
        title,
        box.x,
        box.y,
        WIDTH,
        HEIGHT,
        lines,
        box.x + 8,
        box.y + HEIGHT - 6,
        box.days,
    )
