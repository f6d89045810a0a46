"""The way from version to version as a bridge: what came, what went, what the rest moved.

Only geometry and words; the drawing itself is ``templates/versions/_bridge.html``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from guatu.domain.annuallist import Sums
from guatu.projects.queries.versions import VersionRow
from guatu.web.templatetags.guatu import yi
from guatu.web.templatetags.lists import delta_yi

STEP, BAR = 92, 56
TOP, HEIGHT, FOOT = 44, 150, 44
LEFT = 12
#: Below this share of the highest bar the axis begins at zero, above it further up.
FROM_ZERO = Decimal("0.6")


@dataclass(frozen=True, slots=True)
class Bar:
    """``kind`` is ``whole``, ``in``, ``out`` or ``moved``; places in pixels.

    ``count`` and ``money`` stand above the bar, ``label`` and ``note`` below it; ``link`` is the
    height at which a thin line runs to the next bar, None at the end.
    """

    kind: str
    x: int
    y: float
    height: float
    count: str
    money: str
    label: str
    note: str
    link: float | None

    @property
    def middle(self) -> float:
        return self.x + BAR / 2

    @property
    def end(self) -> int:
        return self.x + BAR

    @property
    def next_x(self) -> int:
        return self.x + STEP

    @property
    def count_y(self) -> float:
        return round(self.y - 22, 1)

    @property
    def money_y(self) -> float:
        return round(self.y - 7, 1)


@dataclass(frozen=True, slots=True)
class Bridge:
    """``broken``: the axis does not begin at zero, so bars show differences, not shares."""

    bars: tuple[Bar, ...]
    width: int
    broken: bool

    height = TOP + HEIGHT + FOOT
    base = TOP + HEIGHT


@dataclass(frozen=True, slots=True)
class _Level:
    """A bar before it has a place: from one level to another, in 万元."""

    kind: str
    low: Decimal
    high: Decimal
    after: Decimal
    count: str
    money: str
    label: str
    note: str = ""


def bridge_of(rows: Sequence[VersionRow]) -> Bridge:
    """``rows`` oldest first."""
    levels = list(_levels(rows))
    tops = [level.high for level in levels] or [Decimal(0)]
    lows = [min(level.low or level.high, level.after) for level in levels] or [Decimal(0)]
    floor = _floor(min(lows), max(tops))
    scale = _scale(floor, max(tops))
    bars = tuple(_bar(n, level, floor, scale, len(levels)) for n, level in enumerate(levels))
    return Bridge(bars, 2 * LEFT + STEP * len(levels) - (STEP - BAR), floor > 0)


def _levels(rows: Sequence[VersionRow]) -> Iterator[_Level]:
    for place, row in enumerate(rows):
        if place:
            yield from _steps(rows[place - 1].figures.total, row)
        total = row.figures.total
        yield _Level(
            "whole",
            Decimal(0),
            total,
            total,
            _("%(n)s 个") % {"n": row.figures.items},
            yi(total),
            _("第 %(n)s 版") % {"n": row.version.number},
            row.version.approved_on.isoformat(),
        )


def _steps(start: Decimal, row: VersionRow) -> Iterator[_Level]:
    flows, level = row.flows, start
    for kind, label, sums, sign in (
        ("out", _("调出"), flows.gone, -1),
        ("in", _("调入"), flows.come, 1),
        ("moved", _("内容变更"), flows.moved, 1),
    ):
        if sums.changes:
            after = level + sign * sums.money
            yield _step(kind, label, sums, sign, level, after)
            level = after


def _step(kind: str, label: str, sums: Sums, sign: int, before: Decimal, after: Decimal) -> _Level:
    count = _("%(n)s 个") % {"n": sums.changes}
    mark = {"in": "+", "out": "−"}.get(kind, "")
    counted, money = f"{mark}{count}", delta_yi(sign * sums.money)
    return _Level(kind, min(before, after), max(before, after), after, counted, money, label)


def _floor(low: Decimal, high: Decimal) -> Decimal:
    if not high or low < high * FROM_ZERO:
        return Decimal(0)
    return max(Decimal(0), low - max((high - low) * 2, high / 50))


def _scale(floor: Decimal, high: Decimal) -> Decimal:
    return Decimal(HEIGHT) / (high - floor) if high > floor else Decimal(0)


def _bar(place: int, level: _Level, floor: Decimal, scale: Decimal, count: int) -> Bar:
    def y(amount: Decimal) -> float:
        return round(float(TOP + HEIGHT - max(amount - floor, Decimal(0)) * scale), 1)

    last = place == count - 1
    return Bar(
        level.kind,
        LEFT + STEP * place,
        y(level.high),
        max(round(y(level.low) - y(level.high), 1), 2.0),
        level.count,
        level.money,
        level.label,
        level.note,
        None if last else y(level.after),
    )
