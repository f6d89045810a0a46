"""What is known of a project when its light is judged; money in 万元.

Facts dated later than the day of judging are not yet known on it: a start of 10 May counts
from 10 May on. So the same facts can be judged for any day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

Months = tuple[tuple[date, Decimal], ...]


class MilestoneFact(NamedTuple):
    """A milestone (节点); ``committed``: promised, so that missing it is red at once.

    ``weight`` is its share of the physical progress in percent.
    """

    name: str
    planned: date
    forecast: date | None = None
    actual: date | None = None
    committed: bool = False
    weight: Decimal = Decimal(0)


class NeedFact(NamedTuple):
    """Something the works wait for (要素需求), and the ``milestone`` that it serves, "" for none.

    ``promised`` is the day that the supplier gave, ``delivered`` the one on which it was there.
    A need without ``needed_by`` is never short.
    """

    name: str
    milestone: str
    needed_by: date | None
    promised: date | None = None
    delivered: date | None = None
    not_needed: bool = False


class PlanFacts(NamedTuple):
    """What the schedule says of the plan on the day of judging.

    ``min_slack`` is the least total slack of the open steps in workdays. By ``p80_finish`` all is
    done in eight of ten draws; ``spi_t`` is the months earned by the months passed. The last two
    are worked out only for rules that name them.
    """

    min_slack: int | None = None
    p80_finish: date | None = None
    spi_t: Decimal | None = None


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
    1 January by its end: what was reported, and what the project itself planned. So do
    ``registered_year_by_month`` for the investment that the statistics took up (入库) and
    ``paid_year_by_month`` for payments; ``physical_by_month`` holds the percent of the whole
    works. ``done_before_year`` is what was invested before 1 January of ``total_investment``.
    ``last_report_period`` is the month of the last report, with or without an amount.
    ``planned_paid`` is what the payment rules demand by now. ``min_slack``, ``p80_finish`` and
    ``spi_t`` are those of ``PlanFacts``. ``original_finish`` is what was first promised, however
    often ``required_finish`` was moved since. From ``paused_on`` to ``paused_until``, both
    included and the latter open without an end, the whole project waits for ``paused_for``.
    A reserve project (储备) has no light. Raises
    ValueError for a year outside 1 to 9998 or an amount that is no sensible number.
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
    needs: tuple[NeedFact, ...] = ()
    registered_year_by_month: Months = ()
    paid_year_by_month: Months = ()
    physical_by_month: Months = ()
    total_investment: Decimal | None = None
    done_before_year: Decimal | None = None
    is_reserve: bool = False
    original_finish: date | None = None
    p80_finish: date | None = None
    spi_t: Decimal | None = None
    paused_for: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.year <= 9998:
            raise ValueError(f"no year {self.year}")
        for amount in (
            self.year_plan,
            self.planned_paid,
            self.paid,
            self.total_investment,
            self.done_before_year,
        ):
            _refuse_odd(amount)
        for _, amount in (
            self.done_year_by_month
            + (self.month_curve or ())
            + self.registered_year_by_month
            + self.paid_year_by_month
            + self.physical_by_month
        ):
            _refuse_odd(amount)

    def planned(
        self,
        milestones: tuple[MilestoneFact, ...],
        needs: tuple[NeedFact, ...],
        plan: PlanFacts,
    ) -> ProjectFacts:
        """The same facts with those of a plan; as ``replace``, in half the time."""
        held = dict(zip(_NAMES, _VALUES(self), strict=True))
        own = {"milestones": milestones, "needs": needs, **plan._asdict()}
        return ProjectFacts(**held | own)

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values, without the facts that have their default; amounts as text, so that
        no digit is lost."""
        stored: dict[str, Any] = {"year": self.year}
        for name, default, out, _ in _STORED:
            held = getattr(self, name)
            if held != default:
                stored[name] = out(held)
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> ProjectFacts:
        """The inverse of ``as_json``; names that it does not know are passed over."""
        known: dict[str, Any] = {}
        for name, held in stored.items():
            if held is not None and name in _READ:
                known[name] = _READ[name](held)
        return cls(**known)


def _refuse_odd(amount: Decimal | None) -> None:
    """Keep ratios of amounts within the digits that decimal arithmetic holds."""
    if amount is None or (amount.is_finite() and (not amount or -9 < amount.adjusted() < 13)):
        return
    raise ValueError(f"no sensible amount {amount}")


def _same(held: Any) -> Any:
    return held


def _months_out(months: Months) -> list[list[str]]:
    return [[month.isoformat(), str(amount)] for month, amount in months]


def _months_in(rows: Sequence[Sequence[str]]) -> Months:
    return tuple([(date.fromisoformat(month), Decimal(amount)) for month, amount in rows])


def _milestones_out(milestones: tuple[MilestoneFact, ...]) -> list[dict[str, Any]]:
    return [_milestone_out(milestone) for milestone in milestones]


def _milestone_out(milestone: MilestoneFact) -> dict[str, Any]:
    row: dict[str, Any] = {"name": milestone.name, "planned": milestone.planned.isoformat()}
    if milestone.forecast is not None:
        row["forecast"] = milestone.forecast.isoformat()
    if milestone.actual is not None:
        row["actual"] = milestone.actual.isoformat()
    if milestone.committed:
        row["committed"] = True
    if milestone.weight:
        row["weight"] = str(milestone.weight)
    return row


def _milestones_in(rows: Sequence[Mapping[str, Any]]) -> tuple[MilestoneFact, ...]:
    return tuple(
        [
            MilestoneFact(
                row["name"],
                date.fromisoformat(row["planned"]),
                _day_in(row.get("forecast")),
                _day_in(row.get("actual")),
                row.get("committed", False),
                Decimal(row.get("weight", 0)),
            )
            for row in rows
        ]
    )


def _needs_out(needs: tuple[NeedFact, ...]) -> list[dict[str, Any]]:
    return [_need_out(need) for need in needs]


def _need_out(need: NeedFact) -> dict[str, Any]:
    row: dict[str, Any] = {"name": need.name}
    if need.milestone:
        row["milestone"] = need.milestone
    if need.needed_by is not None:
        row["needed_by"] = need.needed_by.isoformat()
    if need.promised is not None:
        row["promised"] = need.promised.isoformat()
    if need.delivered is not None:
        row["delivered"] = need.delivered.isoformat()
    if need.not_needed:
        row["not_needed"] = True
    return row


def _needs_in(rows: Sequence[Mapping[str, Any]]) -> tuple[NeedFact, ...]:
    return tuple(
        [
            NeedFact(
                row["name"],
                row.get("milestone", ""),
                _day_in(row.get("needed_by")),
                _day_in(row.get("promised")),
                _day_in(row.get("delivered")),
                row.get("not_needed", False),
            )
            for row in rows
        ]
    )


def _excuses_out(excuses: tuple[Excuse, ...]) -> list[dict[str, Any]]:
    return [
        {
            "dimension": excuse.dimension,
            "since": excuse.since.isoformat(),
            "until": None if excuse.until is None else excuse.until.isoformat(),
            "reason": excuse.reason,
            "granted_by": excuse.granted_by,
        }
        for excuse in excuses
    ]


def _excuses_in(rows: Sequence[Mapping[str, Any]]) -> tuple[Excuse, ...]:
    return tuple(
        [
            Excuse(
                row["dimension"],
                date.fromisoformat(row["since"]),
                _day_in(row.get("until")),
                row["reason"],
                row["granted_by"],
            )
            for row in rows
        ]
    )


def _day_in(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


_NAMES = tuple(held.name for held in fields(ProjectFacts))
_VALUES = attrgetter(*_NAMES)

_Stored = tuple[Callable[[Any], Any], Callable[[Any], Any]]
_DAY: _Stored = (date.isoformat, date.fromisoformat)
_AMOUNT: _Stored = (str, Decimal)
_MONTHS: _Stored = (_months_out, _months_in)
_PLAIN: _Stored = (_same, _same)
_KINDS: dict[str, _Stored] = {
    "date | None": _DAY,
    "Decimal | None": _AMOUNT,
    "Months": _MONTHS,
    "Months | None": _MONTHS,
    "int | None": _PLAIN,
    "bool": _PLAIN,
    "str": _PLAIN,
    "tuple[MilestoneFact, ...]": (_milestones_out, _milestones_in),
    "tuple[NeedFact, ...]": (_needs_out, _needs_in),
    "tuple[Excuse, ...]": (_excuses_out, _excuses_in),
}
_STORED = [
    (held.name, held.default, *_KINDS[str(held.type)])
    for held in fields(ProjectFacts)
    if held.name != "year"
]
"""Every other fact: its name, its default, and the way to its JSON value and back."""

_READ: dict[str, Callable[[Any], Any]] = {
    "year": int,
    **{name: read for name, _, _, read in _STORED},
}
