"""The overview (总览): counts, money against pace, what turned since yesterday, totals by cut.

Figures of a person who sees everything come from running totals, and everything else is read
along an index and cut at a fixed length: the page costs the same for a hundred projects and
for a hundred thousand. Who sees a part gets sums over that part.
"""

from __future__ import annotations

from guatu.boards.overview.facts import (
    Curve,
    Cut,
    CutTable,
    NextMilestone,
    Overview,
    Totals,
    Turn,
    Turned,
    Week,
    WeekRow,
)
from guatu.boards.overview.reading import cut_table, overview
from guatu.boards.overview.turns import turns_since
from guatu.boards.overview.week import week_of, week_rows

__all__ = [
    "Curve",
    "Cut",
    "CutTable",
    "NextMilestone",
    "Overview",
    "Totals",
    "Turn",
    "Turned",
    "Week",
    "WeekRow",
    "cut_table",
    "overview",
    "turns_since",
    "week_of",
    "week_rows",
]
