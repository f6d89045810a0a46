"""Clocks (时限): when something is due, what is left, what a pause gives back.

The rules and worked examples are in ``docs/algorithms/clocks.md``.
"""

from __future__ import annotations

from guatu.domain.clocks.counting import after, before, closing, due, is_late, pause
from guatu.domain.clocks.hours import HoursError, OfficeHours, out_of_quiet
from guatu.domain.clocks.moments import CHINA
from guatu.domain.clocks.remaining import Left, left
from guatu.domain.clocks.spans import LONGEST, Span, SpanError, SpanUnit

__all__ = [
    "CHINA",
    "LONGEST",
    "HoursError",
    "Left",
    "OfficeHours",
    "Span",
    "SpanError",
    "SpanUnit",
    "after",
    "before",
    "closing",
    "due",
    "is_late",
    "left",
    "out_of_quiet",
    "pause",
]
