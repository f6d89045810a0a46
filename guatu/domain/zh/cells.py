"""Cells of a table that must hold nothing but a period or nothing but an amount."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from guatu.domain.zh import lexicon, measures, quick
from guatu.domain.zh.dateitems import DateItem
from guatu.domain.zh.lexer import Token, tokenise
from guatu.domain.zh.numbers import tidy
from guatu.domain.zh.point import NonsenseError, Tokens
from guatu.domain.zh.quantities import Quantity, read_quantity
from guatu.domain.zh.recurrence import read_recurrence
from guatu.domain.zh.results import Money, Period
from guatu.domain.zh.spans import read_dates
from guatu.domain.zh.wordlist import wordlist

_LONGEST = 200


def read_period(text: str, as_of: date) -> Period | None:
    """The period or deadline a cell names; None when the cell names none, or not only one.

    The whole text has to make sense: known words may stand around the date and what is to be
    done by then may follow it. Two dates are read only as the beginning and end of works
    (2021年3月开工,2022年6月竣工). ``read_period("2021.3-2022.12", date(2021, 3, 1))`` runs from
    1 March 2021 to 31 December 2022.
    """
    found = quick.period(text, as_of)
    if found is not None:
        return found
    return _period(text, as_of) if len(text) <= _LONGEST else None


def read_money(text: str, default_wan: Decimal | None = Decimal(1)) -> Money | None:
    """The amount a cell names, in 万元; None when it cannot be read or is in another currency.

    ``default_wan`` is the worth in 万元 of one unit of a bare number (10000 for 亿元); None
    refuses bare numbers. ``read_money("8.97亿元").wan`` is 89700.
    """
    return quick.money(text, default_wan) or _money(text, default_wan)


@dataclass(slots=True)
class _Cell:
    """What has been found in a cell so far."""

    dates: list[DateItem] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    unknown: bool = False


@lru_cache(maxsize=4096)
def _period(text: str, as_of: date) -> Period | None:
    tokens = tokenise(text)
    if any(token.text in lexicon.BLOCKERS for token in tokens if token.text != "个月"):
        return None
    try:
        cell = _walk(tokens, as_of)
    except NonsenseError:
        return None
    return _only_period(cell) if cell is not None else None


def _walk(tokens: Tokens, as_of: date) -> _Cell | None:
    """Go through the cell; None when a word stands where none can stand."""
    cell, place = _Cell(), 0
    while tokens[place].kind != "end":
        after = _step(tokens, place, as_of, cell)
        if after is None:
            return None
        place = after
    return cell


def _step(tokens: Tokens, place: int, as_of: date, cell: _Cell) -> int | None:
    if read_recurrence(tokens, place):
        return None
    if found := read_dates(tokens, place, as_of):
        if len(found[0]) > 1:
            return None
        cell.dates += found[0]
        return found[1]
    token = tokens[place]
    if token.text in lexicon.ACTS:
        cell.acts.append(lexicon.ACTS[token.text])
        return place + 1
    if (
        token.text in lexicon.FILLERS
        or token.text in lexicon.DELAYS
        or (token.kind == "mark" and token.text in _PUNCTUATION)
    ):
        return place + 1
    if token.text in ("-", "~") and cell.acts:
        return place + 1
    if token.text in _ENUMERATION and tokens[place + 1].text == "期":
        return place + 2
    return _beside(tokens, place, cell)


def _beside(tokens: Tokens, place: int, cell: _Cell) -> int | None:
    """What is to be done by the date may be any words, and any quantity that is no date."""
    if not cell.dates:
        return _list_number(tokens, place) or _duration(tokens, place)
    if quantity := read_quantity(tokens, place):
        if _is_stray(tokens, place, quantity):
            return None
        cell.unknown |= not _lasts(tokens, place, quantity[1])
        return quantity[1]
    token = tokens[place]
    if token.kind in ("char", "word", "code") and token.text not in _DATE_WORDS:
        cell.unknown = True
        return place + 1
    return None


def _is_stray(tokens: Tokens, place: int, found: tuple[Quantity, int]) -> bool:
    """A figure that may belong to the date (2021年3月 15 45); ",工期24个月" does not."""
    last = tokens[place - 1]
    apart = last.kind == "mark" or last.text in _BEFORE_DURATION
    lasting = _lasts(tokens, place, found[1])
    return found[0].bare or (lasting and not apart) or last.kind == "gap"


def _lasts(tokens: Tokens, place: int, after: int) -> bool:
    return any(token.text in lexicon.DURATIONS for token in tokens[place : after + 1])


def _duration(tokens: Tokens, place: int) -> int | None:
    """24个月 in front of the bracket that holds the period."""
    found = read_quantity(tokens, place)
    if found is None or found[0].family != "other" or found[0].bare:
        return None
    after = found[1] + (tokens[found[1]].text in lexicon.DURATIONS)
    return after if _lasts(tokens, place, after - 1) and tokens[after].text == "(" else None


def _list_number(tokens: Tokens, place: int) -> int | None:
    """The (1) or 1、 of a list in front of the text."""
    if place == 0 and tokens[0].text == "(" and tokens[2].text == ")":
        return 3
    if place == 1 and tokens[0].text == "(" and tokens[1].kind in ("num", "han"):
        return 3 if tokens[2].text == ")" else None
    return None


def _only_period(cell: _Cell) -> Period | None:
    if len(cell.dates) == 1:
        item = cell.dates[0]
        if cell.unknown and not (item.strong or any(cell.acts)):
            return None
        return _as_period(item)
    if len(cell.dates) == 2:
        return _works(cell)
    return None


def _works(cell: _Cell) -> Period | None:
    """Two dates: the beginning and end of works, or one deadline said twice."""
    first, second = cell.dates
    if first.end == second.end and first.start is None:
        return _as_period(first)
    acts = [act for act in cell.acts if act != "other"]
    if cell.unknown or acts[:1] != ["start"] or "finish" not in acts or "start" in acts[2:]:
        return None
    start, end = first.start or first.end, second.end
    if start is None or end is None or start > end:
        return None
    return Period(start, end, False, second.qualifier, "range")


def _as_period(item: DateItem) -> Period:
    return Period(item.start, item.end, item.open_ended, item.qualifier, item.precision)


def _money(text: str, default_wan: Decimal | None) -> Money | None:
    tokens = tokenise(text) if len(text) <= _LONGEST else ()
    if not tokens or any(token.kind == "gap" for token in tokens):
        return None
    try:
        found = _amounts(tokens)
    except NonsenseError:
        return None
    if found is None:
        return None
    outside, inside = found
    chosen = _one_amount(outside, inside)
    return None if chosen is None else _as_money(chosen, default_wan)


def _amounts(tokens: Sequence[Token]) -> tuple[list[Quantity], list[Quantity]] | None:
    """The quantities outside and inside brackets; None when an unknown word stands outside."""
    outside, inside, place, depth = list[Quantity](), list[Quantity](), 0, 0
    while tokens[place].kind != "end":
        token = tokens[place]
        if token.text in ("(", ")"):
            depth, place = max(0, depth + (1 if token.text == "(" else -1)), place + 1
        elif found := read_quantity(tokens, place):
            (inside if depth else outside).append(found[0])
            place = found[1]
        elif depth or token.text in _MONEY_WORDS or token.text in _MONEY_MARKS:
            place += 1
        else:
            return None
    return outside, inside


def _one_amount(outside: list[Quantity], inside: list[Quantity]) -> Quantity | None:
    if len(outside) != 1:
        return None
    if outside[0].family != "foreign":
        return outside[0]
    own = [item for item in inside if item.family == "money"]
    return own[0] if len(own) == 1 else None


def _as_money(found: Quantity, default_wan: Decimal | None) -> Money | None:
    if found.family == "money":
        return Money(found.value, found.high, found.qualifier, found.written)
    if not found.bare or default_wan is None or _are_years(found):
        return None
    high = None if found.high is None else tidy(found.high * default_wan)
    return Money(tidy(found.value * default_wan), high, found.qualifier, None)


def _are_years(found: Quantity) -> bool:
    return found.high is not None and 1949 <= found.value <= found.high <= 2099


_PUNCTUATION = frozenset(",;:。、()!.")
_ENUMERATION = frozenset("一二三四五六")
_DATE_WORDS = (
    lexicon.YEAR | lexicon.MONTH | lexicon.DAY | lexicon.QUARTER | lexicon.TO | lexicon.BEFORE
    | lexicon.WEEK | {"旬", "第"}
) - {"号", "前", "到", "至", "周"}  # fmt: skip
_BEFORE_DURATION = wordlist("工期 总工期 建设期 建设周期 建设工期 计划工期 历时 共 约 计")
_MONEY_WORDS = measures.MONEY_CONTEXT | measures.RENMINBI | measures.BESIDE_MONEY
_MONEY_MARKS = frozenset(":,;。")
