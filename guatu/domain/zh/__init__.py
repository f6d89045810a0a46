"""Chinese date, period, amount, area, percentage and recurrence phrases.

The rules and their worked examples stand in ``docs/algorithms/phrases.md``.
"""

from guatu.domain.zh.cells import read_money, read_period
from guatu.domain.zh.headers import money_unit
from guatu.domain.zh.results import Money, Period, Phrase
from guatu.domain.zh.scanning import read_all, read_phrase
from guatu.domain.zh.text import normalise

__all__ = [
    "Money",
    "Period",
    "Phrase",
    "money_unit",
    "normalise",
    "read_all",
    "read_money",
    "read_period",
    "read_phrase",
]
