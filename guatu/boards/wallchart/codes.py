"""QR codes at the right of a printed chart, each at the height of its row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guatu.boards.wallchart.facts import Band, ChartRow
from guatu.boards.wallchart.style import Style
from guatu.boards.wallchart.text import number as n


def codes(rows: Iterable[Band | ChartRow], style: Style) -> str:
    """Neighbours stand in different columns: a code is higher than a row. White covers the
    lines and bands there, which would be in the quiet zones."""
    left = style.left_width + style.plan_width
    parts = [f'<rect class="wc-paper" x="{n(left)}" width="100%" height="100%"/>']
    for place, (row, middle) in enumerate(_coded(rows, style)):
        column = left + style.code_column * (place % style.code_columns)
        parts.append(_number(row, column, middle, style) + _code(row, column, middle, style))
    return "".join(parts)


def _coded(rows: Iterable[Band | ChartRow], style: Style) -> Iterator[tuple[ChartRow, float]]:
    """Rows that have a code, with the middle of each in px."""
    y = style.head
    for row in rows:
        height = style.band if isinstance(row, Band) else style.row
        if isinstance(row, ChartRow) and row.code is not None:
            yield row, y + height / 2
        y += height


def _number(row: ChartRow, column: float, middle: float, style: Style) -> str:
    at = f'x="{n(column + style.small * 2.1)}" y="{n(middle + style.small * 0.36)}"'
    return "" if row.number is None else f'<text class="wc-u wc-end" {at}>{row.number}</text>'


def _code(row: ChartRow, column: float, middle: float, style: Style) -> str:
    assert row.code is not None
    x, y = column + style.code_column - style.code, middle - style.code / 2
    place = f"translate({n(x)},{n(y)}) scale({style.code / row.code.side:.4f})"
    return f'<path class="wc-code" d="{row.code.path}" transform="{place}"/>'
