"""From points and the words around them to dates: deadlines, open ends, ranges, lists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from guatu.domain.zh.point import NonsenseError, Point
from guatu.domain.zh.resolving import Span, resolve
from guatu.domain.zh.results import Precision


@dataclass(frozen=True, slots=True)
class DateItem:
    """One date of a text.

    ``whole_year`` tells a bare year, which may be a mere attribute of a figure; ``bare`` tells
    figures such as 3.15 that are a date only where one is expected.
    """

    start: date | None
    end: date | None
    qualifier: str | None
    precision: Precision
    open_ended: bool = False
    whole_year: bool = False
    bare: bool = False

    @property
    def strong(self) -> bool:
        """Whether the words leave no doubt that a date is meant."""
        return not self.bare and not self.whole_year


@dataclass(slots=True)
class Frame:
    """What stands before and behind the points, in the words of the rules."""

    lead: str = ""
    about: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Ends:
    points: list[Point]
    place: int
    joined: Literal["one", "range", "list", "open"]


def date_item(points: list[Point], today: date, suffix: str = "") -> DateItem:
    """The date of points already read; two are the ends of a range."""
    joined: Literal["one", "range"] = "range" if len(points) > 1 else "one"
    return date_items(Ends(points, 0, joined), Frame(suffix=suffix), today)[0]


def date_items(ends: Ends, frame: Frame, today: date) -> list[DateItem]:
    points = ends.points
    if points[0].festival == "元旦" and points[0].year is None and frame.suffix == "前":
        points[0].year = today.year + 1
    whole = all(point.only_year or (point.years and not point.edge) for point in points)
    whole = bool(whole) and not frame.lead and not frame.suffix
    spans = _resolved(points, today)
    if ends.joined == "open":
        return [DateItem(spans[0].start, None, frame.about or None, spans[0].precision, True)]
    if ends.joined == "range" or _touching(spans):
        return [_range(points, spans, frame, whole)]
    dotted = not frame.lead and not frame.suffix
    pairs = zip(points, spans, strict=True)
    return [
        replace(_one(point, span, frame), whole_year=whole, bare=dotted and point.dotted)
        for point, span in pairs
    ]


def _resolved(points: list[Point], today: date) -> list[Span]:
    spans = [resolve(points[0], today)]
    for left, right in pairwise(points):
        spans.append(resolve(right, today, left))
    return spans


def _touching(spans: list[Span]) -> bool:
    pairs = pairwise(spans)
    one_day = timedelta(days=1)
    return len(spans) > 1 and all(left.end + one_day == right.start for left, right in pairs)


def _range(points: list[Point], spans: list[Span], frame: Frame, whole: bool) -> DateItem:
    start, end = spans[0].start, _limit(points[-1], spans[-1], frame)
    if start > end or spans[0].end > spans[-1].end:
        raise NonsenseError
    qualifier = _qualifier(points[-1], frame)
    first = None if frame.lead in ("截至", "前") else start
    bare = all(point.dotted for point in points) and not frame.lead and not frame.suffix
    return DateItem(first, end, qualifier, "range", whole_year=whole, bare=bare)


def _limit(point: Point, span: Span, frame: Frame) -> date:
    return span.deadline if frame.suffix == "前" and not point.edge else span.end


def _limit_word(point: Point, frame: Frame) -> str | None:
    if frame.lead == "截至":
        return "截至"
    if frame.suffix == "前" or frame.lead == "前":
        return "底前" if point.edge == "底" else "前"
    return frame.suffix if frame.suffix == "内" else point.edge or None


def _one(point: Point, span: Span, frame: Frame) -> DateItem:
    word = _limit_word(point, frame)
    if frame.suffix == "后":
        return DateItem(span.end + timedelta(days=1), None, "后", span.precision, True)
    if frame.suffix == "起" or frame.lead == "起":
        return DateItem(span.start, None, "起", span.precision, True)
    if word in ("截至", "前", "底前", "内", "底") or frame.suffix == "止" or frame.lead == "到":
        return DateItem(None, _limit(point, span, frame), _qualifier(point, frame), span.precision)
    return DateItem(span.start, span.end, _qualifier(point, frame), span.precision)


def _qualifier(point: Point, frame: Frame) -> str | None:
    """约 and 左右 say more than 底, 初 and 中, and less than a limit."""
    word = _limit_word(point, frame)
    return frame.about or word if word == point.edge or not word else word
