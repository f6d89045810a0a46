"""The colours of slips (白单、蓝单、黄单、橙单、红单): how hard a matter is pressed.

They are no lights: a light is what the rules say of the facts, a slip is what somebody was sent.
So they have words and shapes of their own, and more diamonds press harder.
"""

from __future__ import annotations

from enum import StrEnum

from guatu.domain.words import N_


class Colour(StrEnum):
    """Declared mildest first."""

    WHITE = "white"
    BLUE = "blue"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"

    @property
    def rank(self) -> int:
        """1 for white to 5 for red; 0 is left for no colour."""
        return list(Colour).index(self) + 1

    @property
    def word(self) -> str:
        """The message id of its Chinese word."""
        return _WORDS[self]

    @property
    def shape(self) -> str:
        return _SHAPES[self]


_WORDS = {
    Colour.WHITE: N_("白单"),
    Colour.BLUE: N_("蓝单"),
    Colour.YELLOW: N_("黄单"),
    Colour.ORANGE: N_("橙单"),
    Colour.RED: N_("红单"),
}
_SHAPES = {
    Colour.WHITE: "◇",
    Colour.BLUE: "◆",
    Colour.YELLOW: "◆◆",
    Colour.ORANGE: "◆◆◆",
    Colour.RED: "◆◆◆◆",
}
