"""Values that anybody may have typed into an address or a hidden field.

What makes no sense is as if it were not there, never an error page.
"""

from __future__ import annotations

from uuid import UUID

LONGEST = 60
LONGEST_NUMBER = 9


def whole_number(text: str) -> int | None:
    typed = text.strip()
    return int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else None


def plain_words(text: str) -> str:
    """Not longer than a search needs, and without what no database takes."""
    return text.replace("\0", "").strip()[:LONGEST]


def row_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
