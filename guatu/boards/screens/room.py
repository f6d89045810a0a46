"""How many rows a place holds, so that nothing on a screen is ever cut off."""

from __future__ import annotations

from collections.abc import Mapping

from guatu.screens.choices import PageLayout, PanelKind

WHOLE, TALL, SHORT = "whole", "tall", "short"
_LIST = {WHOLE: 12, TALL: 6, SHORT: 2}
_PROJECTS = {WHOLE: 10, TALL: 5, SHORT: 1}
_TABLE = {WHOLE: 12, TALL: 12, SHORT: 4}
_ROOM: Mapping[PanelKind, Mapping[str, int]] = {
    PanelKind.OVERVIEW: {WHOLE: 1, TALL: 1, SHORT: 1},
    PanelKind.LINES: _TABLE,
    PanelKind.UNITS: _TABLE,
    PanelKind.SPONSORS: _TABLE,
    PanelKind.LINE: _PROJECTS,
    PanelKind.REDS: _LIST,
    PanelKind.FLAGS: {WHOLE: 16, TALL: 14, SHORT: 4},
    PanelKind.BATTLES: {WHOLE: 9, TALL: 9, SHORT: 3},
    PanelKind.LISTS: {WHOLE: 40, TALL: 24, SHORT: 9},
    PanelKind.STARTS: {WHOLE: 10, TALL: 8, SHORT: 1},
    PanelKind.TARGETS: {WHOLE: 8, TALL: 8, SHORT: 3},
}


def room_for(kind: PanelKind, layout: PageLayout, slot: int, *, of_post: bool = False) -> int:
    """Rows of ``kind`` in place ``slot`` of ``layout``; ``of_post``: the projects of one post."""
    return (_PROJECTS if of_post else _ROOM[kind])[_height(layout, slot)]


def _height(layout: PageLayout, slot: int) -> str:
    if layout is PageLayout.ONE:
        return WHOLE
    if layout is PageLayout.FOUR or (layout is PageLayout.THREE and slot > 1):
        return SHORT
    return TALL
