"""The rows of a bundle: projects by which to find them, and what was reported of each month."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from guatu.domain.bundles.manifest import BadBundle, canonical
from guatu.domain.words import say

WORDS = 300
_SUMS = ("invested", "registered", "paid")


@dataclass(frozen=True, slots=True)
class ProjectFact:
    """``key`` ties the rows of one bundle together and means nothing outside."""

    key: str
    year: int
    number: int
    name: str
    code: str
    unit: str
    total: Decimal | None

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "year": self.year,
            "number": self.number,
            "name": self.name,
            "code": self.code,
            "unit": self.unit,
            "total": _out(self.total),
        }


@dataclass(frozen=True, slots=True)
class Figures:
    """A month's report; sums are cumulative since 1 January in 万元."""

    invested: Decimal | None = None
    registered: Decimal | None = None
    paid: Decimal | None = None
    words: str = ""
    percent: Decimal | None = None

    def as_json(self) -> dict[str, Any]:
        sums = {name: _out(getattr(self, name)) for name in (*_SUMS, "percent")}
        return {**sums, "words": self.words}


@dataclass(frozen=True, slots=True)
class ProgressFact:
    """``reported_at`` is since when it is so there: reported, corrected or taken back last.
    ``is_gone``: the month was taken back and has no report now; then there are no figures."""

    key: str
    period: date
    figures: Figures
    reason: str
    reported_at: datetime
    reported_by: str
    is_gone: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "period": self.period.isoformat(),
            **self.figures.as_json(),
            "reason": self.reason,
            "reported_at": self.reported_at.isoformat(),
            "reported_by": self.reported_by,
            "gone": self.is_gone,
        }


def lines(facts: Iterable[ProjectFact | ProgressFact]) -> bytes:
    """A line of canonical JSON each."""
    return b"".join(canonical(fact.as_json()) + b"\n" for fact in facts)


def projects_from(raw: bytes, name: str) -> list[ProjectFact]:
    """Raises ``BadBundle`` naming the first row that cannot be read."""
    return [_project(said, name, row) for row, said in _read(raw, name)]


def progress_from(raw: bytes, name: str) -> list[ProgressFact]:
    return [_progress(said, name, row) for row, said in _read(raw, name)]


def figures_from(said: Mapping[str, Any]) -> Figures:
    """Raises ``KeyError``, ``TypeError`` or ``ValueError`` for what are no figures."""
    sums = {name: _amount(said[name]) for name in _SUMS}
    return Figures(**sums, percent=_amount(said["percent"]), words=_text(said["words"]))


def _read(raw: bytes, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for row, line in enumerate(raw.splitlines(), start=1):
        try:
            said = json.loads(line.decode())
        except (ValueError, RecursionError) as error:
            raise _unreadable(name, row) from error
        if not isinstance(said, dict):
            raise _unreadable(name, row)
        yield row, said


def _project(said: Mapping[str, Any], name: str, row: int) -> ProjectFact:
    try:
        return ProjectFact(
            key=_text(said["key"]),
            year=_whole(said["year"]),
            number=_whole(said["number"]),
            name=_text(said["name"]),
            code=_text(said["code"]),
            unit=_text(said["unit"]),
            total=_amount(said["total"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable(name, row) from error


def _progress(said: Mapping[str, Any], name: str, row: int) -> ProgressFact:
    try:
        fact = ProgressFact(
            key=_text(said["key"]),
            period=date.fromisoformat(_text(said["period"])),
            figures=figures_from(said),
            reason=_text(said["reason"]),
            reported_at=datetime.fromisoformat(_text(said["reported_at"])),
            reported_by=_text(said["reported_by"]),
            is_gone=_flag(said.get("gone", False)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable(name, row) from error
    told = fact.is_gone and fact.figures != Figures()
    if told or fact.reported_at.tzinfo is None or fact.period.day != 1:
        raise _unreadable(name, row)
    return fact


def _unreadable(name: str, row: int) -> BadBundle:
    return BadBundle(say("数据包的“{part}”第 {row} 行读不懂，整包不接收。", part=name, row=row))


def _out(amount: Decimal | None) -> str | None:
    if amount is None:
        return None
    return format(amount.normalize(), "f") if amount else "0"


def _amount(value: object) -> Decimal | None:
    if value is None:
        return None
    try:
        amount = Decimal(_text(value))
    except InvalidOperation as error:
        raise ValueError(value) from error
    if not amount.is_finite() or abs(amount) >= Decimal(10) ** 14 or _places(amount) > 4:
        raise ValueError(value)
    return amount


def _places(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > WORDS or "\0" in value:
        raise TypeError(value)
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**9:
        raise TypeError(value)
    return value
