"""The four progresses (形象、投资、入库、支付), each against what it should have come to.

Works are measured in percent of the whole, money in percent of the year's plan. What should be:
the weights of the milestones planned by the day, else the time that has passed; the pace of the
year (序时); all that was invested should be registered; what payment rules demand, else the pace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from guatu.domain.lights.facts import MilestoneFact, Months, ProjectFacts
from guatu.domain.pace import HUNDRED, expected_by_months, rate, rounded
from guatu.domain.periods import month_end, month_index
from guatu.domain.words import N_


class ProgressKind(StrEnum):
    PHYSICAL = "physical"
    INVESTED = "invested"
    REGISTERED = "registered"
    PAID = "paid"

    @property
    def word(self) -> str:
        """The message id of its Chinese word."""
        return _WORDS[self]


@dataclass(frozen=True, slots=True)
class Progress:
    """One of the four on a day; None is “not known”.

    ``actual`` and ``expected`` in percent, ``amount`` in 万元 (None for works), ``as_of`` the end
    of the month of the last report.
    """

    kind: ProgressKind
    actual: Decimal | None
    expected: Decimal | None
    amount: Decimal | None = None
    as_of: date | None = None

    @property
    def gap(self) -> Decimal | None:
        """Actual − expected in points, below zero when behind."""
        if self.actual is None or self.expected is None:
            return None
        return rounded(self.actual - self.expected)


def progresses(facts: ProjectFacts, day: date) -> tuple[Progress, Progress, Progress, Progress]:
    """Works, investment, registration, payment as known on ``day``.

    Plan 12,000 and 2,100 invested, 1,500 registered, 1,200 paid by the end of February 2021, on
    15 March: invested 17.5 % of 16.67 % expected, registered 12.5 % of 17.5 %, paid 10 % of
    16.67 %.
    """
    pace = expected_by_months(day, facts.year).percent if facts.year_plan else None
    invested = _money(ProgressKind.INVESTED, facts.done_year_by_month, facts, day, pace)
    registered = _money(
        ProgressKind.REGISTERED, facts.registered_year_by_month, facts, day, invested.actual
    )
    demanded = rate(facts.planned_paid, facts.year_plan)
    paid = _money(
        ProgressKind.PAID, facts.paid_year_by_month, facts, day,
        pace if demanded is None else demanded,
    )  # fmt: skip
    return _physical(facts, day), invested, registered, paid


def planned_physical(milestones: Sequence[MilestoneFact], day: date) -> Decimal | None:
    """Weights of the milestones planned by ``day``, of all weights; None without weights.

    Weights 30, 50, 20 with the first two planned by then: 80 %.
    """
    whole = sum((milestone.weight for milestone in milestones), Decimal(0))
    if whole <= 0:
        return None
    due = sum((m.weight for m in milestones if m.planned <= day), Decimal(0))
    return rounded(HUNDRED * due / whole)


def elapsed(start: date | None, finish: date | None, day: date) -> Decimal | None:
    """Days gone of those from the planned start to the required finish, both included, in percent.

    From 2021-01-01 to 2021-04-10, on 2021-03-15: 74 of 100 days.
    """
    if start is None or finish is None or finish < start:
        return None
    whole = (finish - start).days + 1
    gone = min(whole, max(0, (day - start).days + 1))
    return rounded(HUNDRED * gone / whole)


def _physical(facts: ProjectFacts, day: date) -> Progress:
    latest = _latest(facts.physical_by_month, day)
    expected = planned_physical(facts.milestones, day)
    if expected is None:
        expected = elapsed(facts.planned_start, facts.required_finish, day)
    if latest is None:
        return Progress(ProgressKind.PHYSICAL, None, expected)
    return Progress(ProgressKind.PHYSICAL, rounded(latest[1]), expected, None, _end(latest[0], day))


def _money(
    kind: ProgressKind, series: Months, facts: ProjectFacts, day: date, expected: Decimal | None
) -> Progress:
    latest = _latest(series, day)
    if latest is None:
        return Progress(kind, None, expected)
    month, amount = latest
    return Progress(kind, rate(amount, facts.year_plan), expected, amount, _end(month, day))


def _latest(series: Months, day: date) -> tuple[date, Decimal] | None:
    known = [entry for entry in series if month_index(entry[0]) <= month_index(day)]
    return max(known, key=lambda entry: entry[0], default=None)


def _end(month: date, day: date) -> date:
    return min(month_end(month), day)


_WORDS = {
    ProgressKind.PHYSICAL: N_("形象进度"),
    ProgressKind.INVESTED: N_("投资完成"),
    ProgressKind.REGISTERED: N_("入库投资"),
    ProgressKind.PAID: N_("资金支付"),
}
