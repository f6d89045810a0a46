"""The days of a recurrence inside its month: 25日, 月底, 最后一个工作日, 结束后15日内."""

from __future__ import annotations

from guatu.domain.zh import lexicon
from guatu.domain.zh.drafts import BOUNDS, DAYS, WORKDAYS, Draft
from guatu.domain.zh.lexer import Token
from guatu.domain.zh.point import NonsenseError, Tokens
from guatu.domain.zh.points import read_weekday


def read_days(tokens: Tokens, at: int, draft: Draft) -> int:
    """15日和月底: days of several kinds in one rule."""
    at = read_day(tokens, at, draft)
    while draft.days and tokens[at].text in lexicon.LIST_MARKS:
        more = Draft("month")
        place = read_day(tokens, at + 1, more)
        if not more.days:
            break
        draft.days, at = draft.days + more.days, place
    return at


def read_day(tokens: Tokens, at: int, draft: Draft) -> int:
    place = at
    while tokens[place].text in ("的", "当月", "于", "在", *lexicon.MONTH_SHIFT) or (
        tokens[place].text in _REPEATED and tokens[place + 1].text in lexicon.EDGES
    ):
        place += 1
    token = tokens[place]
    if token.text in ("结束", "终了", "完", "后", "结束后", "终了后"):
        return _days_after(tokens, place, draft)
    if token.text in lexicon.EDGES:
        return _edge(tokens, place, draft)
    if token.text in lexicon.PARTS and draft.unit in ("month", "quarter", "year"):
        draft.days = (lexicon.PARTS[token.text][1] or -1,)
        return place + 1
    if token.text in ("最后", "第", "首", "前", "首个", "倒数"):
        return _nth(tokens, place, draft)
    return _numbered_days(tokens, place, at, draft)


def _edge(tokens: Tokens, at: int, draft: Draft) -> int:
    if is_whole(tokens[at + 1]) and tokens[at + 2].text in lexicon.DAY:
        raise NonsenseError
    edge = lexicon.EDGES[tokens[at].text]
    first, last = BOUNDS.get(draft.unit, ((), ()))
    if draft.unit == "ten":
        draft.days = (1, 11, 21) if edge == "初" else (10, 20, -1)
        return at + 1
    if edge == "底":
        draft.months, draft.days = draft.months or last, (-1,)
    elif edge == "初" and draft.unit == "year" and not draft.months:
        draft.months, draft.qualifier = (1,), "初"
    else:
        draft.months = draft.months or first
        draft.days, draft.qualifier = ((10,), "初") if edge == "初" else ((20,), "中")
    return at + 1


def _nth(tokens: Tokens, at: int, draft: Draft) -> int:
    """最后一天, 最后一个工作日, 第一个周五, 前3个工作日."""
    last = tokens[at].text in ("最后", "倒数")
    place = at + 1
    number = tokens[place].number if tokens[place].kind in ("num", "han") else None
    place += number is not None
    nth = int(number) if number is not None and not number % 1 else 1
    place += tokens[place].text == "个"
    unit = tokens[place].text
    if unit in ("天", "日"):
        draft.days = (-nth if last else nth,)
    elif unit in ("工作日", "个工作日"):
        draft.weekdays, draft.place_in_set = (WORKDAYS,), -nth if last else nth
    elif unit in lexicon.WEEK and (found := read_weekday(tokens, place + 1)) and found[0] < 7:
        draft.weekdays = (f"{-nth if last else nth}{DAYS[found[0]]}",)
        place = found[1] - 1
    else:
        raise NonsenseError
    if not draft.months and draft.unit in BOUNDS:
        draft.months = BOUNDS[draft.unit][last]
    return place + 1


def _days_after(tokens: Tokens, at: int, draft: Draft) -> int:
    """每季度结束后15日内, 每月终了后5个工作日内: counted from the first of the next month."""
    place = at + 1 + (tokens[at].text in ("结束", "终了", "完") and tokens[at + 1].text == "后")
    number, unit = tokens[place].number, tokens[place + 1].text
    if number is None or number % 1 or not 1 <= number <= 28:
        raise NonsenseError
    first, _ = BOUNDS.get(draft.unit, ((), ()))
    draft.months = first
    if unit in ("工作日", "个工作日"):
        draft.weekdays, draft.place_in_set = (WORKDAYS,), int(number)
    elif unit in ("日", "天"):
        draft.days = (int(number),)
    else:
        raise NonsenseError
    draft.qualifier = "前" if tokens[place + 2].text in lexicon.WITHIN else None
    return place + 2 + (tokens[place + 2].text in lexicon.WITHIN)


def _numbered_days(tokens: Tokens, at: int, otherwise: int, draft: Draft) -> int:
    numbers, place = read_numbers(tokens, at)
    if not numbers or tokens[place].text not in lexicon.DAY:
        if numbers and tokens[place].text in lexicon.MONTH:
            raise NonsenseError
        return otherwise
    if any(not 1 <= number <= 31 for number in numbers) or draft.unit == "ten":
        raise NonsenseError
    joint = tokens[place + 1].text
    more, after = read_numbers(tokens, place + 2)
    if joint in lexicon.TO and more and tokens[after].text in lexicon.DAY:
        numbers, place = more[-1:], after
    while (
        tokens[place + 1].text in lexicon.LIST_MARKS and tokens[after].text in lexicon.DAY and more
    ):
        numbers, place = numbers + more, after
        more, after = read_numbers(tokens, place + 2)
    draft.days = tuple(numbers)
    return place + 1


def read_numbers(tokens: Tokens, at: int) -> tuple[list[int], int]:
    """A list such as 5、15、25, or the last of 5-10, and the place behind it."""
    numbers: list[int] = []
    while is_whole(tokens[at]):
        value = int(tokens[at].number or 0)
        joint = tokens[at + 1].text
        if joint in lexicon.TO and is_whole(tokens[at + 2]):
            at += 2
            continue
        numbers.append(value)
        if joint not in lexicon.LIST_MARKS or not is_whole(tokens[at + 2]):
            return numbers, at + 1
        at += 2
    return numbers, at


def is_whole(token: Token) -> bool:
    return token.kind in ("num", "han") and token.number is not None and not token.number % 1


_REPEATED = lexicon.YEAR | lexicon.QUARTER | {"月"}
