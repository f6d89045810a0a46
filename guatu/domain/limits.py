"""Time limits (时限) as data: how long each leg of a dispatch may take, by class of urgency.

A set of limits says where it was published. What the publication leaves open is our own figure
and marked so, because a default must be recognisable as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from guatu.domain.clocks import CHINA, OfficeHours, Span, SpanError, due
from guatu.domain.words import N_, Sentence, say
from guatu.domain.workcalendar import WorkCalendar


class Leg(StrEnum):
    """A stretch of the way of a dispatch that has its own time limit."""

    RECEIVE = "receive"
    """from the issue until the unit has signed for it, 签收"""
    FIRST_REPLY = "first_reply"
    """from the issue until the unit says for the first time how it stands, 首次反馈"""
    FINISH = "finish"
    """from the issue until the work is reported done, 办结"""
    REVIEW = "review"
    """from that report until it is passed or sent back, 复核"""
    WAIT = "wait"
    """from a pause until the unit that is waited for has delivered, 等待"""


@dataclass(frozen=True, slots=True)
class UrgencyClass:
    """A class of matters (急件, 非急件, 难件) and how long each leg may take.

    A leg without a span has no clock. ``published`` are the legs whose span the source gives; the
    others are ours. Where the source gives a range (急件 1—5 日), ``least`` is its lower end and
    the span of FINISH the upper one.
    """

    code: str
    name: str
    applies_to: str
    spans: Mapping[Leg, Span] = field(hash=False)
    published: frozenset[Leg] = frozenset()
    least: Span | None = None

    def span_of(self, leg: str) -> Span | None:
        """How long ``leg`` may take; None when it has no limit."""
        return self.spans.get(Leg(leg))


@dataclass(frozen=True, slots=True)
class Limits:
    """One way to set limits. ``usual`` is the code of the class that holds where none is named."""

    code: str
    name: str
    source: str
    note: str
    classes: tuple[UrgencyClass, ...]
    usual: str

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.classes)

    def of(self, code: str) -> UrgencyClass:
        """The class of that code; the usual one for a code of another set of limits."""
        by_code = {one.code: one for one in self.classes}
        return by_code.get(code, by_code[self.usual])


class LimitsError(ValueError):
    """Limits that cannot be loaded; ``problems`` names every fault, not only the first."""

    def __init__(self, problems: Sequence[Sentence]) -> None:
        super().__init__(" ".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def load_limits(stored: object) -> Limits:
    """Read and check a set of limits; raises :class:`LimitsError` with every fault."""
    reader = _Reader()
    limits = reader.limits(stored)
    problems = reader.problems or list(_faults(limits))
    if problems:
        raise LimitsError(problems)
    return limits


def limits_as_json(limits: Limits) -> dict[str, Any]:
    """The inverse of :func:`load_limits`."""
    return {
        "code": limits.code,
        "name": limits.name,
        "source": limits.source,
        **({"note": limits.note} if limits.note else {}),
        "usual": limits.usual,
        "classes": [_class_out(one) for one in limits.classes],
    }


def _class_out(one: UrgencyClass) -> dict[str, Any]:
    stored: dict[str, Any] = {"code": one.code, "name": one.name, "applies_to": one.applies_to}
    for group, is_published in (("published", True), ("ours", False)):
        spans = {
            leg.value: one.spans[leg].as_json()
            for leg in Leg
            if leg in one.spans and (leg in one.published) is is_published
        }
        if spans:
            stored[group] = spans
    if one.least is not None:
        stored["least"] = one.least.as_json()
    return stored


class _Reader:
    """Reads what it can and keeps a list of what it could not."""

    def __init__(self) -> None:
        self.problems: list[Sentence] = []
        self._place = N_("时限方案")

    def limits(self, stored: object) -> Limits:
        name = _name_in(stored)
        if name:
            self._place = str(_of_limits(name))
        row = self._mapping(stored, _LIMITS_KEYS)
        place, classes = self._place, row.get("classes")
        if not isinstance(classes, list | tuple) or not classes:
            self._fault(_NO_CLASSES)
            classes = []
        found = tuple(self._class(one, place, n) for n, one in enumerate(classes, 1))
        self._place = place
        return Limits(
            self._text(row, "code"),
            self._text(row, "name"),
            self._text(row, "source"),
            self._text(row, "note") if "note" in row else "",
            found,
            self._text(row, "usual"),
        )

    def _class(self, stored: object, place: str, n: int) -> UrgencyClass:
        name = _name_in(stored)
        here = say(_CLASS_PLACE, place=place, name=name) if name else say(_NTH, place=place, n=n)
        self._place = str(here)
        row = self._mapping(stored, _CLASS_KEYS)
        published = self._spans(row.get("published", {}))
        ours = self._spans(row.get("ours", {}))
        for leg in published:
            if leg in ours:
                self._fault(_TWICE, leg=LEG_WORDS[leg])
        return UrgencyClass(
            self._text(row, "code"),
            self._text(row, "name"),
            self._text(row, "applies_to"),
            published | ours,
            frozenset(published),
            self._span(row["least"]) if "least" in row else None,
        )

    def _spans(self, stored: object) -> dict[Leg, Span]:
        known = {leg.value: leg for leg in Leg}
        row = self._mapping(stored, tuple(known))
        read = {known[key]: self._span(value) for key, value in row.items() if key in known}
        return {leg: span for leg, span in read.items() if span is not None}

    def _span(self, stored: object) -> Span | None:
        try:
            return Span.from_json(stored)
        except SpanError as error:
            self._fault(_PLACED, what=str(error.sentence))
            return None

    def _mapping(self, stored: object, keys: tuple[str, ...]) -> Mapping[str, Any]:
        if not isinstance(stored, Mapping):
            self._fault(_NO_MAPPING, keys="、".join(keys))
            return {}
        for key in stored:
            if key not in keys:
                self._fault(_UNKNOWN, key=str(key), keys="、".join(keys))
        return stored

    def _text(self, row: Mapping[str, Any], key: str) -> str:
        value = row.get(key)
        if isinstance(value, str) and value.strip():
            return value
        self._fault(_NO_TEXT, key=key)
        return ""

    def _fault(self, template: str, **params: str) -> None:
        self.problems.append(say(template, place=self._place, **params))


def _faults(limits: Limits) -> Iterator[Sentence]:
    """What makes no sense although it can be read."""
    place, codes = str(_of_limits(limits.name)), [one.code for one in limits.classes]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield say(_SAME_CODE, place=place, code=code)
    if limits.usual not in codes:
        yield say(_NO_USUAL, place=place, code=limits.usual, codes="、".join(codes))
    for one in limits.classes:
        within = str(say(_CLASS_PLACE, place=place, name=one.name))
        yield from _faults_of_class(one, within)


def _faults_of_class(one: UrgencyClass, place: str) -> Iterator[Sentence]:
    finish = one.spans.get(Leg.FINISH)
    if finish is None:
        yield say(_NO_FINISH, place=place)
        return
    for leg in (Leg.RECEIVE, Leg.FIRST_REPLY):
        span = one.spans.get(leg)
        if span is not None and _ends(span) > _ends(finish):
            yield _longer(place, LEG_WORDS[leg], span, finish)
    if one.least is not None and _ends(one.least) > _ends(finish):
        yield _longer(place, _LEAST, one.least, finish)


def _longer(place: str, what: str, span: Span, finish: Span) -> Sentence:
    return say(_LONGER, place=place, what=what, span=str(span.words), finish=str(finish.words))


def _ends(span: Span) -> datetime:
    """When it runs out from a Monday morning on, without holidays: what makes spans comparable."""
    return due(_MONDAY, span, _PLAIN_YEARS, OfficeHours())


def _name_in(stored: object) -> str:
    """The name that sentences call it by; "" where it has none."""
    name = stored.get("name") if isinstance(stored, Mapping) else None
    return name if isinstance(name, str) else ""


def _of_limits(name: str) -> Sentence:
    return say(N_("时限方案“{name}”"), name=name)


_PLAIN_YEARS = WorkCalendar("plain", date(2001, 1, 1), date(2019, 12, 31), {})
_MONDAY = datetime(2001, 1, 1, 8, 30, tzinfo=CHINA)
_LIMITS_KEYS = ("code", "name", "source", "note", "usual", "classes")
_CLASS_KEYS = ("code", "name", "applies_to", "published", "ours", "least")
LEG_WORDS: dict[Leg, str] = {
    Leg.RECEIVE: N_("签收"),
    Leg.FIRST_REPLY: N_("首次反馈"),
    Leg.FINISH: N_("办结"),
    Leg.REVIEW: N_("复核"),
    Leg.WAIT: N_("等待"),
}
_LEAST = N_("最短办结")
_CLASS_PLACE = N_("{place}的类别“{name}”")
_NTH = N_("{place}的第 {n} 个类别")
_PLACED = N_("{place}：{what}")
_NO_MAPPING = N_("{place}：这里应为一组键值，可用的有 {keys}。")
_UNKNOWN = N_("{place}：不认识“{key}”，可用的有 {keys}。")
_NO_TEXT = N_("{place}：“{key}”应填写文字。")
_NO_CLASSES = N_("{place}：“classes”应至少有一个类别。")
_TWICE = N_("{place}：“{leg}”既写在 published 又写在 ours，请只留一处。")
_SAME_CODE = N_("{place}：有两个类别的代码都是“{code}”，请改其中一个。")
_NO_USUAL = N_("{place}：“usual”写的是“{code}”，应为其中一个类别的代码：{codes}。")
_NO_FINISH = N_("{place}：没有“办结”时限（finish），请补充。")
_LONGER = N_("{place}：“{what}”时限 {span}，比“办结”时限 {finish}还长，请改其中一个。")
