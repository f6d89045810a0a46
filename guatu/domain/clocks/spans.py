"""Lengths of time as rules name them: 3 个工作日, 15 天, 2 小时."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from guatu.domain.words import N_, Sentence, say

LONGEST = 3660
"""ten years in days; nothing a dispatch waits for is longer, in whatever unit"""


class SpanUnit(StrEnum):
    WORKDAYS = "workdays"
    """workdays of the calendar, ending at the closing hour"""
    DAYS = "days"
    """calendar days, ending at the closing hour and never on a day off"""
    HOURS = "hours"
    """around the clock, days off included"""
    OFFICE_HOURS = "office_hours"
    """hours of workdays during which the office is open"""


class SpanError(ValueError):
    """What was given is not a length of time; ``sentence`` says what is."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Span:
    """A whole number of units, 0 to ``LONGEST``; 0 days or workdays is the same day (当日).

    Anything else raises SpanError.
    """

    amount: int
    unit: SpanUnit

    def __post_init__(self) -> None:
        if type(self.amount) is not int or not 0 <= self.amount <= LONGEST:
            raise SpanError(say(_AMOUNT, amount=str(self.amount), longest=LONGEST))

    @property
    def words(self) -> Sentence:
        """“3 个工作日”, “15 天”, “当日”."""
        if self.amount == 0:
            return say(_NOTHING[self.unit])
        return say(_WORDS[self.unit], n=self.amount)

    def as_json(self) -> dict[str, int]:
        """``{"workdays": 3}``: one pair of unit and amount."""
        return {self.unit.value: self.amount}

    @classmethod
    def from_json(cls, stored: object) -> Span:
        """The inverse of :meth:`as_json`; raises SpanError."""
        if not isinstance(stored, Mapping) or len(stored) != 1:
            raise SpanError(say(_FORM))
        ((unit, amount),) = stored.items()
        if unit not in _UNITS:
            raise SpanError(say(_UNIT, unit=str(unit), units="、".join(_UNITS)))
        return cls(amount, _UNITS[unit])


_UNITS = {unit.value: unit for unit in SpanUnit}
_WORDS = {
    SpanUnit.WORKDAYS: N_("{n} 个工作日"),
    SpanUnit.DAYS: N_("{n} 天"),
    SpanUnit.HOURS: N_("{n} 小时"),
    SpanUnit.OFFICE_HOURS: N_("{n} 个工作小时"),
}
_NOTHING = {
    SpanUnit.WORKDAYS: N_("当日"),
    SpanUnit.DAYS: N_("当日"),
    SpanUnit.HOURS: N_("立即"),
    SpanUnit.OFFICE_HOURS: N_("立即"),
}
_AMOUNT = N_("时限应为 0 至 {longest} 的整数，不能是“{amount}”。")
_FORM = N_("时限应写作一个单位和一个数，如 workdays 和 3。")
_UNIT = N_("时限的单位不能写作“{unit}”，应为 {units} 之一。")
