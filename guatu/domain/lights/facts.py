"""What is known of a project when its light is judged; money in 万元.

Facts dated later than the day of judging are not yet known on it: a start of 10 May counts
from 10 May on. So the same facts can be judged for any day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

Months = tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True, slots=True)
class MilestoneFact:
    """A milestone (节点); ``committed``: promised, so that missing it is red at once."""

    name: str
    planned: date
    forecast: date | None = None
    actual: date | None = None
    committed: bool = False


@dataclass(frozen=True, slots=True)
class Excuse:
    """An accepted reason (正当理由) for one dimension, both days included; open without an end."""

    dimension: str
    since: date
    until: date | None
    reason: str
    granted_by: str

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """The facts of one project for the plan of one ``year``; None is “not known”.

    ``done_year_by_month`` and ``month_curve`` hold a month (any day of it) and the amount since
    1 January by its end: what was reported, and what the project itself planned.
    ``last_report_period`` is the month of the last report, with or without an amount.
    ``planned_paid`` is what the payment rules demand by now. ``min_slack`` is the least total
    slack of the backward plan in workdays. Raises ValueError for a year outside 1 to 9998 or an
    amount that is no sensible number.
    """

    year: int
    planned_start: date | None = None
    actual_start: date | None = None
    required_finish: date | None = None
    actual_finish: date | None = None
    year_plan: Decimal | None = None
    done_year_by_month: Months = ()
    month_curve: Months | None = None
    registered_on: date | None = None
    planned_paid: Decimal | None = None
    paid: Decimal | None = None
    milestones: tuple[MilestoneFact, ...] = ()
    min_slack: int | None = None
    last_report_period: date | None = None
    excuses: tuple[Excuse, ...] = ()
    paused_on: date | None = None
    paused_until: date | None = None
    withdrawn_on: date | None = None
    listed_on: date | None = None
    registration_unknown: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.year <= 9998:
            raise ValueError(f"no year {self.year}")
        for amount in (self.year_plan, self.planned_paid, self.paid):
            _refuse_odd(amount)
        for _, amount in self.done_year_by_month + (self.month_curve or ()):
            _refuse_odd(amount)

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values; amounts as text, so that no digit is lost."""
        return {
            "year": self.year,
            "planned_start": _day_out(self.planned_start),
            "actual_start": _day_out(self.actual_start),
            "required_finish": _day_out(self.required_finish),
            "actual_finish": _day_out(self.actual_finish),
            "year_plan": _amount_out(self.year_plan),
            "done_year_by_month": _months_out(self.done_year_by_month),
            "month_curve": None if self.month_curve is None else _months_out(self.month_curve),
            "registered_on": _day_out(self.registered_on),
            "planned_paid": _amount_out(self.planned_paid),
            "paid": _amount_out(self.paid),
            "milestones": [_milestone_out(milestone) for milestone in self.milestones],
            "min_slack": self.min_slack,
            "last_report_period": _day_out(self.last_report_period),
            "excuses": [_excuse_out(excuse) for excuse in self.excuses],
            "paused_on": _day_out(self.paused_on),
            "paused_until": _day_out(self.paused_until),
            "withdrawn_on": _day_out(self.withdrawn_on),
            "listed_on": _day_out(self.listed_on),
            "registration_unknown": self.registration_unknown,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> ProjectFacts:
        curve = stored.get("month_curve")
        return cls(
            year=int(stored["year"]),
            planned_start=_day_in(stored.get("planned_start")),
            actual_start=_day_in(stored.get("actual_start")),
            required_finish=_day_in(stored.get("required_finish")),
            actual_finish=_day_in(stored.get("actual_finish")),
            year_plan=_amount_in(stored.get("year_plan")),
            done_year_by_month=_months_in(stored.get("done_year_by_month", ())),
            month_curve=None if curve is None else _months_in(curve),
            registered_on=_day_in(stored.get("registered_on")),
            planned_paid=_amount_in(stored.get("planned_paid")),
            paid=_amount_in(stored.get("paid")),
            milestones=tuple(_milestone_in(row) for row in stored.get("milestones", ())),
            min_slack=stored.get("min_slack"),
            last_report_period=_day_in(stored.get("last_report_period")),
            excuses=tuple(_excuse_in(row) for row in stored.get("excuses", ())),
            paused_on=_day_in(stored.get("paused_on")),
            paused_until=_day_in(stored.get("paused_until")),
            withdrawn_on=_day_in(stored.get("withdrawn_on")),
            listed_on=_day_in(stored.get("listed_on")),
            registration_unknown=bool(stored.get("registration_unknown", False)),
        )


def _refuse_odd(amount: Decimal | None) -> None:
    """Keep ratios of amounts within the digits that decimal arithmetic holds."""
    if amount is None or (amount.is_finite() and (not amount or -9 < amount.adjusted() < 13)):
        return
    raise ValueError(f"no sensible amount {amount}")


def _day_out(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day_in(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _amount_out(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _amount_in(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _months_out(months: Months) -> list[list[str]]:
    return [[month.isoformat(), str(amount)] for month, amount in months]


def _months_in(rows: Sequence[Sequence[str]]) -> Months:
    return tuple((date.fromisoformat(month), Decimal(amount)) for month, amount in rows)


def _milestone_out(milestone: MilestoneFact) -> dict[str, Any]:
    return {
        "name": milestone.name,
        "planned": milestone.planned.isoformat(),
        "forecast": _day_out(milestone.forecast),
        "actual": _day_out(milestone.actual),
        "committed": milestone.committed,
    }


def _milestone_in(row: Mapping[str, Any]) -> MilestoneFact:
    return MilestoneFact(
        str(row["name"]),
        date.fromisoformat(row["planned"]),
        _day_in(row.get("forecast")),
        _day_in(row.get("actual")),
        bool(row.get("committed", False)),
    )


def _excuse_out(excuse: Excuse) -> dict[str, Any]:
    return {
        "dimension": excuse.dimension,
        "since": excuse.since.isoformat(),
        "until": _day_out(excuse.until),
        "reason": excuse.reason,
        "granted_by": excuse.granted_by,
    }


def _excuse_in(row: Mapping[str, Any]) -> Excuse:
    return Excuse(
        str(row["dimension"]),
        date.fromisoformat(row["since"]),
        _day_in(row.get("until")),
        str(row["reason"]),
        str(row["granted_by"]),
    )
