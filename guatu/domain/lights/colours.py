"""The five states of a light, with the shape and word that carry it beside the colour."""

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


def worst(lights: Iterable[Light]) -> Light:
    """The worst of them; ``NONE`` of nothing."""
    return min(lights, key=RANKS.__getitem__, default=Light.NONE)


RANKS = {light: rank for rank, light in enumerate(Light)}

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
