"""Everything a text says, from left to right, and the one reading that stands for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from guatu.domain.zh import lexicon
from guatu.domain.zh.dateitems import DateItem
from guatu.domain.zh.lexer import tokenise
from guatu.domain.zh.point import NonsenseError, Tokens
from guatu.domain.zh.quantities import Quantity, read_quantity
from guatu.domain.zh.recurrence import Recurrence, read_recurrence
from guatu.domain.zh.results import Kind, Phrase
from guatu.domain.zh.spans import read_dates

_LONGEST = 2000
_KINDS: dict[str, Kind] = {
    "money": "amount", "foreign": "amount", "area": "area", "percent": "percent",
    "point": "percent", "other": "none",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Unreadable:
    """Words like a date that are none."""


_Timed = DateItem | Recurrence | _Unreadable
Item = DateItem | Quantity | Recurrence | _Unreadable


def read_phrase(text: str, as_of: date) -> Phrase:
    """The reading of a short text; never raises.

    The first date or recurrence stands for the text. A bare year or frequency only describes
    the figure behind it (2021年完成投资5亿元, 每年新增就业100人), so then the figure stands for
    it; without a date it is the first amount, area or percentage. A date that cannot be one
    (20xx年底前) leaves ``none`` rather than a piece of it.
    ``read_phrase("6月底前", date(2021, 3, 1)).end`` is 30 June 2021.
    """
    items = list(_items(text, as_of))
    chosen = _leading(items)
    if isinstance(chosen, Recurrence):
        return _recurring(text, chosen, items)
    if chosen is not None and not isinstance(chosen, _Unreadable):
        return _phrase(text, chosen)
    counted = (item.qualifier for item in items if isinstance(item, Quantity) and not chosen)
    return Phrase(text, "none", qualifier=next(counted, None))


def read_all(text: str, as_of: date) -> list[Phrase]:
    """Every date, recurrence, amount, area and percentage of ``text``, in its order."""
    readings = (
        _phrase(text, item) for item in _items(text, as_of) if not isinstance(item, _Unreadable)
    )
    return [reading for reading in readings if reading.kind != "none"]


def _items(text: str, as_of: date) -> Iterator[Item]:
    tokens, place = tokenise(text[:_LONGEST]), 0
    while tokens[place].kind != "end":
        found, place = _at(tokens, place, as_of)
        yield from found


def _at(tokens: Tokens, place: int, as_of: date) -> tuple[list[Item], int]:
    try:
        return _item(tokens, place, as_of)
    except NonsenseError:
        return [_Unreadable()], _past_date(tokens, place)


def _item(tokens: Tokens, place: int, as_of: date) -> tuple[list[Item], int]:
    if recurrence := read_recurrence(tokens, place):
        return [recurrence[0]], recurrence[1]
    dates = read_dates(tokens, place, as_of)
    if dates and not all(item.bare for item in dates[0]):
        return _known_limit(tokens, dates)
    if quantity := read_quantity(tokens, place):
        return [quantity[0]], quantity[1]
    return [], place + 1


def _known_limit(tokens: Tokens, dates: tuple[list[DateItem], int]) -> tuple[list[Item], int]:
    """今年汛期前 and 去年同期 are no whole year: what they mean has no date."""
    items, place = dates
    if not items[0].whole_year:
        return list(items), place
    if tokens[place].text == "同" and tokens[place + 1].text == "期":
        return [], place + 2
    for token in tokens[place:]:
        if token.kind in ("end", "mark", "num", "han", "festival"):
            break
        if token.text in lexicon.BEFORE or token.text in lexicon.AFTER:
            return [_Unreadable()], _past_date(tokens, place)
    return list(items), place


def _past_date(tokens: Tokens, place: int) -> int:
    """The next clause: nothing of a date that cannot be one may be taken for another."""
    place += 1
    while tokens[place].kind != "end" and tokens[place].text not in (",", ";", "。"):
        place += 1
    return place


def _leading(items: list[Item]) -> Item | None:
    figures = [item for item in items if _is_figure(item)]
    timed = [item for item in items if isinstance(item, _Timed)]
    for item in timed:
        if not (figures and _describes(item)):
            return _or_recurring(item, timed)
    return figures[0] if figures else None


def _is_figure(item: Item) -> bool:
    return isinstance(item, Quantity) and _KINDS[item.family] != "none"


def _describes(item: Item) -> bool:
    if isinstance(item, DateItem):
        return item.whole_year
    return isinstance(item, Recurrence) and not item.detailed


def _or_recurring(item: _Timed, timed: list[_Timed]) -> Item:
    """2021年6月起每月5日前 is a recurrence with a beginning."""
    bounds = isinstance(item, DateItem) and (item.open_ended or item.precision in ("year", "range"))
    after = timed[timed.index(item) + 1 :]
    return after[0] if bounds and after and isinstance(after[0], Recurrence) else item


def _recurring(text: str, recurrence: Recurrence, items: list[Item]) -> Phrase:
    before = items[0] if isinstance(items[0], DateItem) else None
    start, end = (before.start, before.end) if before else (None, None)
    return Phrase(text, "recurrence", start, end, recurrence.rule, qualifier=recurrence.qualifier)


def _phrase(text: str, item: DateItem | Quantity | Recurrence) -> Phrase:
    if isinstance(item, DateItem):
        return Phrase(text, "date", item.start, item.end, qualifier=item.qualifier)
    if isinstance(item, Recurrence):
        return Phrase(text, "recurrence", value=item.rule, qualifier=item.qualifier)
    kind = _KINDS[item.family]
    if kind == "none":
        return Phrase(text, kind, qualifier=item.qualifier)
    return Phrase(text, kind, None, None, item.value, item.label, item.qualifier, item.high)
