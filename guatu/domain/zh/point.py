"""What a written point of the calendar holds, and how its figures are checked.

Words that look like a date but cannot be one (13月, 20xx年, 年月日) raise ``NonsenseError``:
no part of them is to be taken for another date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guatu.domain.zh import lexicon
from guatu.domain.zh.lexer import Token

Tokens = Sequence[Token]


class NonsenseError(ValueError):
    """Written like a date, but no day of the calendar."""


@dataclass(slots=True)
class Point:
    """What is written; ``number`` is a figure whose unit stands at the other end of a range."""

    year: int | None = None
    later: int | None = None
    month: int | None = None
    day: int | None = None
    part: tuple[int, int] | None = None
    months: tuple[int, int] | None = None
    quarters: tuple[int, int] | None = None
    half: int | None = None
    years: tuple[int, int] | None = None
    festival: str | None = None
    weekday: int | None = None
    fixed: tuple[date, date] | None = None
    number: str | None = None
    edge: str = ""
    short_year: bool = False
    dotted: bool = False

    @property
    def is_day(self) -> bool:
        """Whether it names one day, so that an hour may follow."""
        one = self.fixed is not None and self.fixed[0] == self.fixed[1]
        return self.day is not None or one or self.weekday is not None

    @property
    def only_day(self) -> bool:
        return self.day is not None and self.month is None

    @property
    def only_year(self) -> bool:
        """Whether nothing but a year is written."""
        below = (self.month, self.day, self.months, self.quarters, self.half, self.festival)
        above = (self.years, self.fixed, self.weekday, self.number)
        named = self.year is not None or self.later is not None
        return named and not self.edge and all(part is None for part in below + above)


def stops(tokens: Tokens, at: int) -> bool:
    """Whether a figure before ``at`` may end here: nothing follows that it would count."""
    token = tokens[at]
    if token.kind in ("end", "gap"):
        return True
    if token.kind == "mark":
        return token.text in _CLOSING_MARKS
    return token.kind == "word" and token.text in _STOPPERS


def edged(tokens: Tokens, at: int) -> bool:
    return tokens[at].text in lexicon.EDGES or stops(tokens, at)


def is_edge(tokens: Tokens, at: int) -> bool:
    """Whether 底, 初 … ends a date here: 年终前 is one, 年终考核 is not."""
    return tokens[at].text not in ("终", "尾") or stops(tokens, at + 1)


def full_year(text: str) -> int:
    """The year of four figures; NonsenseError outside 1949-2099."""
    return int(text) if is_year(int(text)) else impossible()


def is_year(value: int) -> bool:
    return 1949 <= value <= 2099


def checked_month(value: int | None) -> int:
    return value if value is not None and 1 <= value <= 12 else impossible()


def checked_quarter(value: int | None) -> int:
    return value if value is not None and 1 <= value <= 4 else impossible()


def impossible() -> int:
    raise NonsenseError


_CLOSING_MARKS = frozenset("-~,;:。、().")
_STOPPERS = (
    lexicon.BEFORE | lexicon.AFTER | lexicon.SINCE_END | lexicon.WITHIN | lexicon.AROUND.keys()
    | lexicon.UNTIL_END | lexicon.TO | lexicon.LIST_MARKS | lexicon.FILLERS | lexicon.ACTS.keys()
    | lexicon.HOURS - {"时", "点"}
)  # fmt: skip
