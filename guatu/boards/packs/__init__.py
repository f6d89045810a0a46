"""A meeting pack (会议资料包): what one person sees of a meeting, a line or all, read once.

What is read here becomes one file without any reference to the outside; the page package writes
it. It holds nothing that the maker could not open in the system.
"""

from __future__ import annotations

from guatu.boards.packs.facts import Card, Group, Pack, Promise, Topic
from guatu.boards.packs.reading import of_everything, of_line, of_meeting

__all__ = [
    "Card",
    "Group",
    "Pack",
    "Promise",
    "Topic",
    "of_everything",
    "of_line",
    "of_meeting",
]
