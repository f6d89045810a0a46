"""The chart as a PDF to hang up, and flags to stick on it."""

from __future__ import annotations

from dataclasses import dataclass

from guatu.boards.wallchart.printing import A4, pdf_of
from guatu.web.wallchart.orders import Order, read
from guatu.web.wallchart.sheets import single_sheets, whole_sheets
from guatu.web.wallchart.stickers import sticker_sheets


@dataclass(frozen=True, slots=True)
class Printed:
    pdf: bytes
    sheets: int
    projects: int


def print_chart(order: Order) -> Printed:
    """Without projects there is one sheet that says so."""
    wall = read(order)
    made = single_sheets if order.each and wall.drawn else whole_sheets
    sheets = list(made(order, wall))
    return Printed(pdf_of(sheets, order.paper.on), len(sheets), wall.drawn)


def print_stickers(order: Order) -> Printed:
    wall = read(order)
    sheets = list(sticker_sheets(order, wall))
    return Printed(pdf_of(sheets, A4), len(sheets), wall.drawn)
