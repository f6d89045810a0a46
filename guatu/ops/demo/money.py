"""What is reported beside the investment: how far the works are, what was registered and paid.

Most of it goes along with the investment; where the story says so it parts from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from guatu.domain.periods import month_end
from guatu.ops.demo.stories import Story
from guatu.projects.models import Project

#: By number in the list: works far behind the money, payments far ahead of the works, and
#: investment that is not registered.
WORKS_BEHIND = (12, 74)
PAID_AHEAD = (28, 53)
NOT_REGISTERED = (17, 41, 66)
PAID, AHEAD, SLOW = Decimal("0.82"), Decimal("0.35"), Decimal("0.30")


@dataclass(frozen=True, slots=True)
class Beside:
    """In percent of the works and in 万元 since 1 January; None where nothing is said."""

    physical: Decimal | None = None
    registered: Decimal | None = None
    paid: Decimal | None = None


def beside(project: Project, story: Story, period: date, amount: Decimal) -> Beside:
    """Works that have not begun have nothing to say."""
    end = month_end(period)
    if story.started is None or story.started > end:
        return Beside()
    return Beside(
        _physical(project, end, amount),
        _registered(project, story, end, amount),
        _paid(project, amount),
    )


def _physical(project: Project, end: date, amount: Decimal) -> Decimal | None:
    """The weights of the milestones reached and a part of the one under way, and not far behind
    the money, but for a few."""
    rows = list(project.milestones.values_list("weight", "actual_finish"))
    whole = sum((weight for weight, _ in rows), Decimal(0))
    if not whole:
        return None
    done = sum((w for w, finish in rows if finish and finish <= end), Decimal(0))
    under_way = Decimal(2 + project.number % 4)
    works = 100 * done / whole + under_way
    if project.number not in WORKS_BEHIND and project.total_investment:
        spent = (project.done_before_year or Decimal(0)) + amount
        works = max(works, 100 * spent / project.total_investment - 3 * under_way)
    return min(Decimal(98), works.to_integral_value())


def _registered(project: Project, story: Story, end: date, amount: Decimal) -> Decimal | None:
    if story.registered is None or story.registered > end:
        return None
    return _ten(amount * SLOW) if project.number in NOT_REGISTERED else amount


def _paid(project: Project, amount: Decimal) -> Decimal:
    if project.number in PAID_AHEAD and project.year_plan:
        return _ten(amount + project.year_plan * AHEAD)
    return _ten(amount * PAID)


def _ten(amount: Decimal) -> Decimal:
    return (amount / 10).to_integral_value() * 10
