"""Targets of a quarter, by line and of the city, as pages and boards show them."""

from guatu.boards.quarters.reading import (
    CellReading,
    LineReading,
    QuarterReading,
    read_quarter,
)

__all__ = ["CellReading", "LineReading", "QuarterReading", "read_quarter"]
