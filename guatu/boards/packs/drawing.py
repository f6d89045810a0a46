"""The progress of a year as a small drawing: plan, even pace, and what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from guatu.boards.packs.facts import Curve
from guatu.boards.wallchart.text import number as n

WIDTH, HEIGHT = 420, 150
LEFT, RIGHT, TOP, BOTTOM = 66, 16, 8, 20
YI = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class CurveWords:
    """``label`` is read to those who do not see the drawing; ``{}`` is filled with the last sum."""

    months: Sequence[str]
    yi: str
    wan: str
    label: str


def draw_curve(curve: Curve, words: CurveWords) -> str:
    """Markup with everything escaped; "" where there is neither a plan nor a report."""
    top = curve.top
    if not top:
        return ""
    by, unit = (YI, words.yi) if top >= YI else (Decimal(1), words.wan)
    ceiling = _ceiling(top / by)
    known = [amount for amount in curve.done if amount is not None]
    said = words.label.format(f"{(known[-1] if known else Decimal(0)) / by:,.2f} {unit}")
    return (
        f'<svg class="curve" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(said)}">'
        f"{_grid(ceiling, unit, words.months)}"
        f"{_line('plan', curve.plan, by, ceiling)}{_line('pace', curve.pace, by, ceiling)}"
        f"{_line('done', curve.done, by, ceiling)}{_end(curve.done, by, ceiling)}</svg>"
    )


def _grid(ceiling: Decimal, unit: str, months: Sequence[str]) -> str:
    parts = []
    for quarter in range(5):
        y = n(float(_y(ceiling * quarter / 4, ceiling)))
        parts.append(f'<path class="rule" d="M{LEFT} {y}H{WIDTH - RIGHT}"/>')
        if quarter % 2 == 0:
            amount = f"{float(ceiling * quarter / 4):g}"
            text = f"{amount} {unit}" if quarter == 4 else amount
            parts.append(
                f'<text x="{LEFT - 4}" y="{y}" dy="4" text-anchor="end">{escape(text)}</text>'
            )
    for month in range(2, 12, 3):
        x = n(_x(month))
        parts.append(
            f'<text x="{x}" y="{HEIGHT - 5}" text-anchor="middle">{escape(months[month])}</text>'
        )
    return "".join(parts)


def _line(kind: str, amounts: Sequence[Decimal | None], by: Decimal, ceiling: Decimal) -> str:
    """From nothing at the beginning of the year through the ends of its months."""
    known = [(m, amount) for m, amount in enumerate(amounts) if amount is not None]
    if not known:
        return ""
    points = [f"{LEFT} {HEIGHT - BOTTOM}"]
    points += [f"{n(_x(m))} {n(float(_y(amount / by, ceiling)))}" for m, amount in known]
    return f'<path class="{kind}" d="M{" ".join(points)}"/>'


def _end(done: Sequence[Decimal | None], by: Decimal, ceiling: Decimal) -> str:
    known = [(m, amount) for m, amount in enumerate(done) if amount is not None]
    if not known:
        return ""
    month, amount = known[-1]
    return f'<circle cx="{n(_x(month))}" cy="{n(float(_y(amount / by, ceiling)))}" r="3.5"/>'


def _x(month: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (month + 1) / 12


def _y(amount: Decimal, ceiling: Decimal) -> Decimal:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * amount / ceiling


def _ceiling(top: Decimal) -> Decimal:
    """The next of 1, 2, 4, 8, 10 times a power of ten: 3.7 → 4, 12 → 20."""
    power = Decimal(10) ** top.adjusted()
    return next(power * step for step in (1, 2, 4, 6, 8, 10) if power * step >= top)
