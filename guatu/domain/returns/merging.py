"""What becomes of a value that comes back: it went out as one, may have changed here since, and
was filled in there."""

from __future__ import annotations

from enum import StrEnum


class Fate(StrEnum):
    """Of a cell, a row, or a whole sheet that came back."""

    CHANGE = "change"
    ADD = "add"
    SAME = "same"
    CONFLICT = "conflict"
    REFUSED = "refused"
    NOTED = "noted"


def fate_of(sent: str, held: str, given: str, *, may_empty: bool) -> Fate:
    """``sent`` went out, ``held`` is here now, ``given`` came back.

    What was not touched there changes nothing here. What was changed there is taken where it was
    not changed here since, or was changed to the same; else both stand and somebody decides.
    An emptied cell says nothing unless ``may_empty``.
    Sent 100, held 100, given 120: a change; held 110: a conflict; held 120: the same.
    """
    if given in (sent, held) or (not given and not may_empty):
        return Fate.SAME
    return Fate.CHANGE if held == sent else Fate.CONFLICT


FATE_WORDS: dict[Fate, str] = {
    Fate.CHANGE: "改",
    Fate.ADD: "增",
    Fate.SAME: "无变化",
    Fate.CONFLICT: "两边都改过",
    Fate.REFUSED: "不收",
    Fate.NOTED: "说明",
}
