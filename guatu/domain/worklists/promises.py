"""What a list promised, against what came of it: kept, late or not, computed and never asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guatu.domain.dayclear import Known
from guatu.domain.words import N_


class Outcome(StrEnum):
    """What became of a promise by a day."""

    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"
    MOVED = "moved"
    RELEASED = "released"
    OPEN = "open"


def outcome_of(promised_on: date, known: Known, day: date) -> Outcome:
    """As seen at the end of ``day``.

    Promised by Friday 2021-03-12: done on the 11th is KEPT, on the 15th LATE from the 15th on and
    BROKEN on the 13th and 14th. With the date moved meanwhile, as approved, it is MOVED; what was
    withdrawn or is not needed any more is RELEASED.
    """
    if known.done_on is not None and known.done_on <= min(promised_on, day):
        return Outcome.KEPT
    if known.released:
        return Outcome.RELEASED
    if known.moved_to is not None and known.moved_to > promised_on:
        return Outcome.MOVED
    if known.done_on is not None and known.done_on <= day:
        return Outcome.LATE
    return Outcome.BROKEN if promised_on < day else Outcome.OPEN


@dataclass(frozen=True, slots=True)
class Score:
    """Promises of a unit or of all: how many there were and what became of them."""

    kept: int = 0
    late: int = 0
    broken: int = 0
    moved: int = 0
    released: int = 0
    open: int = 0

    @property
    def judged(self) -> int:
        """Those that a share is taken of: what was moved, released or is not due is not."""
        return self.kept + self.late + self.broken

    @property
    def percent(self) -> int | None:
        """Kept of those judged, cut; None when nothing was to be judged."""
        return self.kept * 100 // self.judged if self.judged else None


def score_of(outcomes: Iterable[Outcome]) -> Score:
    return Score(**{outcome.value: n for outcome, n in Counter(outcomes).items()})


OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.KEPT: N_("按时完成"),
    Outcome.LATE: N_("迟完成"),
    Outcome.BROKEN: N_("未完成"),
    Outcome.MOVED: N_("已改期"),
    Outcome.RELEASED: N_("已撤销"),
    Outcome.OPEN: N_("未到时间"),
}
