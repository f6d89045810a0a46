"""The five states of a light, with the shape and word that carry it beside the colour, and the
signs that a place has of its own."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from guatu.domain.words import N_


class Light(StrEnum):
    """Declared worst first; ``PAUSED`` and ``NONE`` are not colours and never hide one."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    PAUSED = "paused"
    NONE = "none"

    @property
    def rank(self) -> int:
        return RANKS[self]

    @property
    def symbol(self) -> str:
        return _SYMBOLS[self]

    @property
    def word(self) -> str:
        """The message id of its Chinese word."""
        return _WORDS[self]


class Mark(StrEnum):
    """What a place puts up beside or instead of a light (蓝单, 黑旗); declared worst first.

    It never replaces the light: 莱西's red flag is green, since there red says that it is done.
    """

    BLACK_FLAG = "black_flag"
    ORANGE = "orange"
    WHITE = "white"
    BLUE = "blue"
    RED_FLAG = "red_flag"

    @property
    def word(self) -> str:
        """The message id of its Chinese word."""
        return _MARK_WORDS[self]


def worst(lights: Iterable[Light]) -> Light:
    """The worst of them; ``NONE`` of nothing."""
    return min(lights, key=RANKS.__getitem__, default=Light.NONE)


RANKS = {light: rank for rank, light in enumerate(Light)}
MARK_RANKS: dict[Mark | None, int] = {
    Mark.BLACK_FLAG: 0,
    Mark.ORANGE: 1,
    None: 2,
    Mark.WHITE: 3,
    Mark.BLUE: 4,
    Mark.RED_FLAG: 5,
}
"""Which of two reasons with one light comes first; that without a mark stands in the middle."""

_SYMBOLS = {
    Light.RED: "■",
    Light.YELLOW: "▲",
    Light.GREEN: "●",
    Light.PAUSED: "◐",
    Light.NONE: "○",
}
_WORDS = {
    Light.RED: N_("红"),
    Light.YELLOW: N_("黄"),
    Light.GREEN: N_("绿"),
    Light.PAUSED: N_("暂停"),
    Light.NONE: N_("无数据"),
}
_MARK_WORDS = {
    Mark.BLACK_FLAG: N_("黑旗"),
    Mark.ORANGE: N_("橙"),
    Mark.WHITE: N_("白"),
    Mark.BLUE: N_("蓝"),
    Mark.RED_FLAG: N_("红旗"),
}
