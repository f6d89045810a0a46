"""The rows of a bundle: projects by which to find them, and what was reported of each month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from guatu.domain.bundles.manifest import canonical
from guatu.domain.bundles.reading import flag, moment, read_lines, text, unreadable, whole

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


class Fact(Protocol):
    def as_json(self) -> dict[str, Any]: ...


def lines(facts: Iterable[Fact]) -> bytes:
    """A line of canonical JSON each."""
    return b"".join(canonical(fact.as_json()) + b"\n" for fact in facts)


def projects_from(raw: bytes, name: str) -> list[ProjectFact]:
    """Raises ``BadBundle`` naming the first row that cannot be read."""
    return [_project(said, name, row) for row, said in read_lines(raw, name)]


def progress_from(raw: bytes, name: str) -> list[ProgressFact]:
    return [_progress(said, name, row) for row, said in read_lines(raw, name)]


def figures_from(said: Mapping[str, Any]) -> Figures:
    """Raises ``KeyError``, ``TypeError`` or ``ValueError`` for what are no figures."""
    sums = {name: _amount(said[name]) for name in _SUMS}
    return Figures(**sums, percent=_amount(said["percent"]), words=text(said["words"]))


def _project(said: Mapping[str, Any], name: str, row: int) -> ProjectFact:
    try:
        return ProjectFact(
            key=text(said["key"]),
            year=whole(said["year"]),
            number=whole(said["number"]),
            name=text(said["name"]),
            code=text(said["code"]),
            unit=text(said["unit"]),
            total=_amount(said["total"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable(name, row) from error


def _progress(said: Mapping[str, Any], name: str, row: int) -> ProgressFact:
    try:
        fact = ProgressFact(
            key=text(said["key"]),
            period=date.fromisoformat(text(said["period"])),
            figures=figures_from(said),
            reason=text(said["reason"]),
            reported_at=moment(said["reported_at"]),
            reported_by=text(said["reported_by"]),
            is_gone=flag(said.get("gone", False)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable(name, row) from error
    told = fact.is_gone and fact.figures != Figures()
    if told or fact.period.day != 1:
        raise unreadable(name, row)
    return fact


def _out(amount: Decimal | None) -> str | None:
    if amount is None:
        return None
    return format(amount.normalize(), "f") if amount else "0"


def _amount(value: object) -> Decimal | None:
    if value is None:
        return None
    try:
        amount = Decimal(text(value))
    except InvalidOperation as error:
        raise ValueError(value) from error
    if not amount.is_finite() or abs(amount) >= Decimal(10) ** 14 or _places(amount) > 4:
        raise ValueError(value)
    return amount


def _places(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
