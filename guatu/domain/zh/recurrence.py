"""Phrases that come back (每月25日前, 按季, 每周一、周四) as iCalendar rules (RFC 5545, 3.3.10).

A rule tells the day that counts: the deadline when there is one, and the last day of a stretch
(每月上旬 is the 10th). What no single rule can say gives no reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from guatu.domain.zh import lexicon
from guatu.domain.zh.drafts import BOUNDS, DAYS, UNITS, Draft, is_detailed, rule_text
from guatu.domain.zh.point import NonsenseError, Tokens
from guatu.domain.zh.points import read_weekday
from guatu.domain.zh.recurring_days import is_whole, read_day, read_days, read_numbers


@dataclass(frozen=True, slots=True)
class Recurrence:
    """``detailed`` tells a rule with days of its own from a bare frequency such as 按月."""

    rule: str
    qualifier: str | None
    detailed: bool


def read_recurrence(tokens: Tokens, at: int) -> tuple[Recurrence, int] | None:
    """The recurrence that begins at token ``at`` and the next place.

    Raises ``NonsenseError`` for one that no single rule can say: no part of it may pass for a
    date.
    """
    found = _frequency(tokens, at)
    if found is None:
        return None
    draft, place = found
    place = _details(tokens, place, draft)
    if draft.unit in BOUNDS and (draft.days or draft.weekdays) and not draft.months:
        raise NonsenseError
    return Recurrence(rule_text(draft), draft.qualifier, is_detailed(draft)), place


def _frequency(tokens: Tokens, at: int) -> tuple[Draft, int] | None:
    """每月, 每两周, 按季, 逐月, 双周, 一周一报."""
    text = tokens[at].text
    if text in _FIXED:
        return Draft(*_FIXED[text]), at + 1
    if text in ("每", "每逢", "逢", "每隔", "隔", "每个"):
        return _every(tokens, at)
    if text in ("按", "逐", "按照"):
        unit = UNITS.get(tokens[at + 1].text)
        meant = tokens[at + 2].text not in ("计划", "目标", "任务", "安排", "要求", "方案", "底")
        return (Draft(unit), at + 2) if unit and meant else None
    return _one_for_each(tokens, at)


def _every(tokens: Tokens, at: int) -> tuple[Draft, int] | None:
    place = at + 1 + (tokens[at + 1].text in ("个", "逢"))
    skipping = tokens[at].text in ("每隔", "隔")
    count, number = 1, tokens[place]
    if number.kind in ("num", "han") and (number.number or Decimal(0)) % 1 == 0:
        count, place = int(number.number or 0), place + 1
    place += tokens[place].text == "个"
    if tokens[place].text in _HALF_OF_MONTHS:
        return Draft("month", months=_HALF_OF_MONTHS[tokens[place].text]), place + 1
    unit = UNITS.get(tokens[place].text)
    if unit is None or not 1 <= count <= 366:
        return None
    # 每隔一周 leaves one week out; 每隔15天 is said for every 15 days
    count += skipping and (count == 1 or tokens[at].text == "隔")
    return Draft(unit, count), place + 1


def _one_for_each(tokens: Tokens, at: int) -> tuple[Draft, int] | None:
    """一周一报, 两周一调度, 半月一研判: so many units, then 一 and what is done."""
    count, place = {"一": 1, "两": 2}.get(tokens[at].text), at + 1
    if tokens[at].text in ("半月", "半年"):
        count, place = 1, at
    unit, one, act = UNITS.get(tokens[place].text), tokens[place + 1], tokens[place + 2]
    if count is None or unit is None or one.text not in ("一", "一次"):
        return None
    if one.text == "一" and (act.kind == "end" or act.text in lexicon.DAY or act.text in UNITS):
        return None
    return Draft(unit, count), place + 2


def _details(tokens: Tokens, at: int, draft: Draft) -> int:
    at = _skip_times(tokens, at)
    if draft.unit == "week":
        at = _weekdays(tokens, at, draft)
    elif draft.unit == "year":
        at = _dates_of_year(tokens, at, draft)
    elif draft.unit == "quarter":
        at = read_days(tokens, _month_of_quarter(tokens, at, draft), draft)
    elif draft.unit in ("month", "halfyear", "ten"):
        at = read_days(tokens, at, draft)
    at = _skip_hours(tokens, at)
    at = _listed_months(tokens, at, draft)
    return _before(tokens, at, draft)


def _skip_times(tokens: Tokens, at: int) -> int:
    """每月一次, 每周至少2次, 每季度的."""
    place = at
    while tokens[place].text in ("至少", "不少于", "最少", "的", "固定", "于", "在", "定期", "由"):
        place += 1
    if tokens[place].text in ("一次", "两次"):
        return place + 1
    if tokens[place].kind in ("num", "han") and tokens[place + 1].text in ("次", "期", "回", "例"):
        return place + 2
    return place


def _weekdays(tokens: Tokens, at: int, draft: Draft) -> int:
    if tokens[at].kind == "han" and len(tokens[at].text) > 1:
        return _weekdays_in_a_row(tokens, at, draft)
    found = read_weekday(tokens, at + (tokens[at].text in lexicon.WEEK))
    if found is None and tokens[at].kind == "han":
        raise NonsenseError
    if found is None or (tokens[at].text == "末" and tokens[at + 1].kind == "char"):
        return at
    chosen, place = [found[0]], found[1]
    while tokens[place].text in ("、", "和", "及", "与", ",", "至", "到", "~", "-"):
        joint = tokens[place].text
        after = place + 1 + (tokens[place + 1].text in (lexicon.WEEK | {"每"}))
        more = read_weekday(tokens, after + (tokens[after].text in lexicon.WEEK))
        if more is None:
            break
        chosen += range(chosen[-1] + 1, more[0]) if joint in lexicon.TO else ()
        chosen.append(more[0])
        place = more[1]
    days = sorted({day for one in chosen for day in ((5, 6) if one == 7 else (one,))})
    draft.weekdays = tuple(DAYS[day] for day in days)
    return place


def _weekdays_in_a_row(tokens: Tokens, at: int, draft: Draft) -> int:
    """每周一三五."""
    chosen = [lexicon.WEEKDAYS.get(char, 9) for char in tokens[at].text]
    if max(chosen) > 5 or chosen != sorted(set(chosen)):
        raise NonsenseError
    draft.weekdays = tuple(DAYS[day] for day in chosen)
    return at + 1


def _month_of_quarter(tokens: Tokens, at: int, draft: Draft) -> int:
    """最后一个月, 首月, 第二个月, 次月, 末月."""
    at += tokens[at].text in lexicon.EDGES and tokens[at + 1].text in _MONTH_OF_QUARTER
    which, place = tokens[at].text, at
    if which == "第" and tokens[at + 1].number in (1, 2, 3):
        nth, place = int(tokens[at + 1].number or 0), at + 2
    elif which in _MONTH_OF_QUARTER:
        nth, place = _MONTH_OF_QUARTER[which], at + 1
        place += tokens[place].text in ("一", "1")
    elif which in lexicon.MONTH_SHIFT and lexicon.MONTH_SHIFT[which] == 1:
        draft.months = (1, 4, 7, 10)
        return _listed_months(tokens, at + 1, draft)
    else:
        return at
    if tokens[place].text not in ("个月", "月", "月份"):
        return at
    draft.months = tuple(range(nth, 13, 3))
    return _listed_months(tokens, place + 1, draft)


def _dates_of_year(tokens: Tokens, at: int, draft: Draft) -> int:
    """3月, 6月和12月底, 1月10日、7月10日: months and the one day they share."""
    found: list[tuple[list[int], Draft]] = []
    place = at
    while months := _months_named(tokens, place):
        each = Draft("month")
        place = read_day(tokens, months[1], each)
        found.append((months[0], each))
        if tokens[place].text not in lexicon.LIST_MARKS:
            break
        place += 1
    if not found:
        return read_day(tokens, at, draft)
    if any(each.weekdays for _, each in found):
        raise NonsenseError
    draft.months = tuple(month for months, _ in found for month in months)
    draft.days = _shared_days(found)
    draft.qualifier = found[-1][1].qualifier
    return place


def _months_named(tokens: Tokens, at: int) -> tuple[list[int], int] | None:
    if tokens[at].text in lexicon.HALVES:
        return [lexicon.HALVES[tokens[at].text] * 6], at + 1
    if tokens[at].text in lexicon.JANUARY:
        return [1], at + 1
    numbers, after = read_numbers(tokens, at + (tokens[at].text == "第"))
    if not numbers or tokens[after].text not in lexicon.MONTH | lexicon.QUARTER:
        return None
    times = 3 if tokens[after].text in lexicon.QUARTER else 1
    if any(not 1 <= number <= 12 // times for number in numbers):
        raise NonsenseError
    return [number * times for number in numbers], after + 1


def _shared_days(found: list[tuple[list[int], Draft]]) -> tuple[int, ...]:
    """The days all months have in common; raises ``NonsenseError`` where they differ."""
    days = {each.days for _, each in found if each.days}
    if len(days) > 1:
        days = {_month_end(months, each.days) for months, each in found if each.days}
    if len(days) > 1:
        raise NonsenseError
    return days.pop() if days else ()


def _month_end(months: list[int], days: tuple[int, ...]) -> tuple[int, ...]:
    """30 June and 31 December share one day: the last."""
    last = len(days) == 1 and all(days[0] == _LONGEST[month - 1] for month in months)
    return (-1,) if last else days


def _skip_hours(tokens: Tokens, at: int) -> int:
    while tokens[at].kind == "time" or tokens[at].text in lexicon.HOURS - {"时", "点"}:
        at += 1
    if tokens[at].kind in ("num", "han") and tokens[at + 1].text in ("时", "点"):
        return at + 2
    return at


def _listed_months(tokens: Tokens, at: int, draft: Draft) -> int:
    """(分别在6月、9月和12月底): the months of the rule in brackets."""
    if tokens[at].text != "(":
        return at
    place, months = at + 1, list[int]()
    while tokens[place].text != ")":
        token = tokens[place]
        if token.kind == "end":
            return at
        if is_whole(token):
            months.append(int(token.number or 0))
        elif token.text not in _BETWEEN_MONTHS:
            return at
        place += 1
    if not months or any(not 1 <= month <= 12 for month in months):
        return at
    draft.months = tuple(months)
    return place + 1


def _before(tokens: Tokens, at: int, draft: Draft) -> int:
    if tokens[at].text in lexicon.BEFORE or tokens[at].text in lexicon.WITHIN:
        edge = draft.days == (-1,) and tokens[at - 1].text in lexicon.EDGES
        draft.qualifier = "底前" if edge else "前"
        return at + 1
    return at


_FIXED: dict[str, tuple[str, int]] = {
    "双周": ("week", 2), "周周": ("week", 1), "月月": ("month", 1), "天天": ("day", 1),
    **{word: (UNITS[word[0]], 1) for word in lexicon.RHYTHMS},
}  # fmt: skip
_HALF_OF_MONTHS = {"单月": (1, 3, 5, 7, 9, 11), "双月": (2, 4, 6, 8, 10, 12)}
_LONGEST = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTH_OF_QUARTER = {"最后": 3, "末": 3, "首": 1, "最后一": 3, "首个": 1, "中": 2}
_BETWEEN_MONTHS = (
    lexicon.MONTH | lexicon.LIST_MARKS | lexicon.EDGES.keys() | {"分别", "在", "为", "于", "即"}
)
