"""The desk (我的待办): for one person exactly what must be done, and the receipt of a hand-over."""

from __future__ import annotations

from guatu.boards.desk.counting import badge_of, must_today
from guatu.boards.desk.facts import Desk, Place, Row, Shelved
from guatu.boards.desk.handover import Receipt, receipt_of
from guatu.boards.desk.reading import desk_of

__all__ = [
    "Desk",
    "Place",
    "Receipt",
    "Row",
    "Shelved",
    "badge_of",
    "desk_of",
    "must_today",
    "receipt_of",
]
