"""Dates in a row of tokens: ranges, lists, and the words before and behind their points."""

from __future__ import annotations

from datetime import date

from guatu.domain.zh import lexicon
from guatu.domain.zh.dateitems import DateItem, Ends, Frame, date_items
from guatu.domain.zh.point import NonsenseError, Point, Tokens, full_year, stops
from guatu.domain.zh.points import read_number, read_point, stands_alone


def read_dates(tokens: Tokens, at: int, today: date) -> tuple[list[DateItem], int] | None:
    """The date that begins at token ``at`` and the next place; several for a list (3月、9月).

    Raises ``NonsenseError`` for words like a date that name no day of the calendar.
    """
    try:
        return _read_dates(tokens, at, today)
    except OverflowError as error:  # 明年 in the year 9999
        raise NonsenseError from error


def _read_dates(tokens: Tokens, at: int, today: date) -> tuple[list[DateItem], int] | None:
    frame = Frame()
    place = _lead(tokens, at, frame)
    if frame.lead == "截至" and tokens[place].text in lexicon.NOW:
        return [DateItem(None, today, "截至", "day")], place + 1
    found = read_point(tokens, place, today) or read_number(tokens, place)
    found = _as_at_in_year(tokens, found, today, frame) if found else None
    if found and found[0].only_day and _is_limit(tokens, at, found[1], frame):
        found[0].year, found[0].month = today.year, today.month
    ends = _ends(tokens, *found, today) if found else None
    if ends is None:
        return None
    if frame.lead == "起" and tokens[ends.place].text in lexicon.DELAYS:
        return _changed(tokens, ends.place, today)
    place = ends.place if ends.joined == "open" else _suffix(tokens, ends.place, frame)
    return date_items(ends, frame, today), place


def _is_limit(tokens: Tokens, at: int, after: int, frame: Frame) -> bool:
    """25日前 and 截至25日 are of this month; 25日 alone may last 25 days."""
    limited = tokens[after].text in lexicon.BEFORE or frame.lead in ("截至", "到", "前")
    return limited and stands_alone(tokens, at)


def _as_at_in_year(
    tokens: Tokens, found: tuple[Point, int], today: date, frame: Frame
) -> tuple[Point, int]:
    """2021年截至9月底: the year stands before 截至."""
    point, place = found
    if not point.only_year or tokens[place].text not in lexicon.AS_AT:
        return found
    below = read_point(tokens, place + 1, today)
    if below is None or below[0].year is not None:
        return found
    below[0].year, frame.lead = point.year, "截至"
    return below


def _changed(tokens: Tokens, at: int, today: date) -> tuple[list[DateItem], int] | None:
    """由6月底调整为9月底: the new date counts."""
    place = at + 1
    while tokens[place].text in ("为", "到", "至"):
        place += 1
    return read_dates(tokens, place, today)


def _lead(tokens: Tokens, at: int, frame: Frame) -> int:
    """截至, 自, 不迟于, 约 … before the first point; 推迟到9月 names a date, 到9月 a limit."""
    while True:
        text = tokens[at].text
        if text in lexicon.AS_AT:
            frame.lead = "截至"
        elif text in lexicon.FROM or text in lexicon.NO_EARLIER:
            frame.lead = "起"
        elif text in lexicon.NO_LATER:
            frame.lead = "前"
        elif text in lexicon.ROUGHLY:
            frame.about = "约"
        elif text in lexicon.TO and not frame.lead and _may_lead(tokens, at):
            delayed = at > 0 and tokens[at - 1].text in lexicon.DELAYS
            frame.lead = "" if delayed else "到"
        elif not _padding(text, frame):
            return at
        at += 1


def _padding(text: str, frame: Frame) -> bool:
    """截至日期:6月底, 大约在6月."""
    if frame.lead == "截至" and text in (":", "日期", "到", "至"):
        return True
    return bool(frame.lead or frame.about) and text in ("在", "于")


def _may_lead(tokens: Tokens, at: int) -> bool:
    """Whether 至 or a dash may open a date; a dash only at the very beginning (-2022.12)."""
    if tokens[at].text != "-":
        return tokens[at].text != "~" or at == 0
    return at == 0 and len(tokens[1].text) > 3 and tokens[1].text[:2] in ("19", "20")


def _ends(tokens: Tokens, left: Point, place: int, today: date) -> Ends | None:
    """The points of a range or list; None when a figure stays without a unit."""
    starting = tokens[place].text in ("起", "开始") and tokens[place + 1].text in lexicon.TO
    joint = place + starting
    if tokens[joint].text in lexicon.TO and (found := _right(tokens, joint + 1, left, today)):
        points, place = [left, found[0]], found[1]
        return None if left.only_day else Ends(points, place, "range")
    if left.number is None and (end := _no_end(tokens, joint)):
        return Ends([left], end, "open")
    if tokens[joint].text in lexicon.TO and tokens[joint + 1].kind in ("num", "han"):
        return None
    points, place = _listed(tokens, left, place, today)
    if points[0].only_day or any(point.number is not None for point in points):
        return None
    return Ends(points, place, "list" if len(points) > 1 else "one")


def _right(tokens: Tokens, at: int, left: Point, today: date) -> tuple[Point, int] | None:
    """The right end; a bare figure takes the unit of the left one and the other way round."""
    at += tokens[at].text in lexicon.ROUGHLY
    at += tokens[at].text in ("至", "到")
    if found := read_point(tokens, at, today):
        if left.number is not None:
            _fit(left, found[0])
        return found
    number = read_number(tokens, at)
    if number is None or left.number is not None or not _ends_here(tokens, number[1]):
        return None
    return _like(left, number[0].number or ""), number[1]


def _ends_here(tokens: Tokens, at: int) -> bool:
    return stops(tokens, at) or tokens[at].text in lexicon.EDGES


def _fit(left: Point, right: Point) -> None:
    """Give the bare left figure the unit of the right end: the 1 of 1-9月."""
    number = left.number or ""
    value = int(number)
    if len(number) == 4 and right.year is not None:
        left.year = full_year(number)
    elif right.only_day:
        left.day = value
    elif right.month is not None and right.day is None and value <= 12 and _same(left, right):
        left.month = value
    elif right.quarters is not None and right.quarters[0] == right.quarters[1] and value <= 4:
        left.quarters = (value, value)
    else:
        raise NonsenseError
    left.number = None


def _same(left: Point, right: Point) -> bool:
    """Whether the left figure may count months: its year is known or is that of the right end."""
    return right.year is None or left.year is not None


def _like(left: Point, number: str) -> Point:
    """The bare right figure takes the finest unit of the left end: the 12 of 2021.3-12."""
    value = int(number)
    if left.day is not None:
        return Point(day=value, dotted=left.dotted)
    if left.month is not None and not left.part and 1 <= value <= 12:
        return Point(month=value)
    if left.only_year and left.year is not None and left.year % 100 < value < 100:
        return Point(year=left.year // 100 * 100 + value)
    raise NonsenseError


def _no_end(tokens: Tokens, joint: int) -> int | None:
    """The place behind 2021- and 至今; None when other words follow the dash."""
    if tokens[joint].text not in lexicon.TO:
        return None
    joint += tokens[joint + 1].text in ("至", "到")
    after = tokens[joint + 1]
    if after.text in lexicon.NOW or after.text in lexicon.FOREVER:
        return joint + 2
    closed = after.kind == "end" or after.text in (")", ";", ",", "。")
    return joint + 1 if closed else None


def _listed(tokens: Tokens, left: Point, place: int, today: date) -> tuple[list[Point], int]:
    """7、8月 and 6月和12月: points joined by 、 or 和."""
    points = [left]
    while tokens[place].text in lexicon.LIST_MARKS:
        if tokens[place].text == "," and points[-1].number is None:
            break
        found = read_point(tokens, place + 1, today) or read_number(tokens, place + 1)
        if found is None or not (found[0].number is None or _goes_on(tokens, found[1])):
            break
        points.append(found[0])
        place = found[1]
    for before, after in zip(points[-2::-1], points[:0:-1], strict=True):
        if before.number is not None and after.number is None:
            _fit(before, after)
        if before.month is not None and before.day is None and not before.part:
            before.edge = before.edge or after.edge
    return points, place


def _goes_on(tokens: Tokens, at: int) -> bool:
    return tokens[at].text in lexicon.LIST_MARKS


def _suffix(tokens: Tokens, at: int, frame: Frame) -> int:
    """前, 后, 内, 起, 止, 左右 behind the last point."""
    at = _past_included(tokens, at)
    text, counted = tokens[at].text, tokens[at + 1].kind in ("num", "han")
    if text in lexicon.AROUND:
        frame.about = lexicon.AROUND[text]
        return _suffix(tokens, at + 1, frame)
    if counted and text in _LIMITS and _lasts(tokens, at + 2):
        raise NonsenseError
    if text in lexicon.BEFORE:
        frame.suffix = "前"
    elif text in lexicon.AFTER:
        frame.suffix = "后"
    elif text in lexicon.WITHIN:
        frame.suffix = "内"
    elif text in lexicon.UNTIL_END:
        frame.suffix = "" if text == "期间" else "止"
    elif text in lexicon.SINCE_END and (text != "开始" or frame.lead == "起"):
        frame.suffix = "起"
    else:
        return at
    return _past_included(tokens, at + 1)


def _lasts(tokens: Tokens, at: int) -> bool:
    """6月底前3天, 春节后一周: so long before or after a day is a day of its own."""
    return tokens[at].text in lexicon.DURATIONS


def _past_included(tokens: Tokens, at: int) -> int:
    """Skip (含), (含当日), and the bracket of 12月31日(年底)前."""
    if tokens[at].text != "(":
        return at
    for place in range(at + 1, min(at + 8, len(tokens) - 1)):
        if tokens[place].text == ")":
            known = tokens[at + 1].text == "含" or tokens[place + 1].text in _LIMITS
            return place + 1 if known else at
    return at


_LIMITS = lexicon.BEFORE | lexicon.AFTER | {"起"}
