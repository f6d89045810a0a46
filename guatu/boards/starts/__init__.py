"""Concentrated starts as pages, papers and boards show them."""

from guatu.boards.starts.reading import (
    StartReading,
    StartRow,
    latest_reading,
    read_event,
    read_events,
    together,
)

__all__ = [
    "StartReading",
    "StartRow",
    "latest_reading",
    "read_event",
    "read_events",
    "together",
]
