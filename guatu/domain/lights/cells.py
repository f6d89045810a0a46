"""The months of a project as cells of the chart, each with the day on which its duty was met."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from guatu.domain.lights.facts import ProjectFacts
from guatu.domain.lights.subjects import CellFacts
from guatu.domain.pace import planned_by_month
from guatu.domain.periods import month_end, month_index


def month_cells(facts: ProjectFacts) -> tuple[CellFacts, ...]:
    """The twelve months of the plan; the duty of a month is its planned amount since 1 January.

    Met at the end of the first month whose report comes up to it, so possibly late, possibly
    early. A month in which the plan does not grow has no duty, and so has every month of a
    project without a plan of its own by month. Planned 300 by March, reported 200 for March and
    300 for April: March is due on 31 March and done on 30 April.
    """
    planned = planned_by_month(facts.year, facts.month_curve or ())
    return tuple(
        _cell(facts, number, planned[number] if planned[number] > planned[number - 1] else None)
        for number in range(1, 13)
    )


def duty_cells(facts: ProjectFacts) -> tuple[CellFacts, ...]:
    """The twelve months with all that must be done in each (月度必做): the milestones planned in
    it, and what the plan by month asks.

    A month is met on the day on which the last of these was. The foundation planned for March and
    reached on 12 April: March is due on 31 March and done on 12 April; so March is yellow with
    瓯海's rules from that day on, and April is not touched by it.
    """
    return tuple(
        _with_milestones(facts, number, cell)
        for number, cell in enumerate(month_cells(facts), start=1)
    )


def _with_milestones(facts: ProjectFacts, number: int, cell: CellFacts) -> CellFacts:
    month = date(facts.year, number, 1)
    reached = [one.actual for one in facts.milestones if one.planned.replace(day=1) == month]
    if not reached:
        return cell
    met = [cell.done_on, *reached] if cell.due else reached
    days = [day for day in met if day is not None]
    whole = len(days) == len(met)
    awaits = cell.awaits_report and all(reached)
    return CellFacts(cell.name, month_end(month), max(days) if whole else None, awaits)


def _cell(facts: ProjectFacts, number: int, duty: Decimal | None) -> CellFacts:
    month = date(facts.year, number, 1)
    name = month.isoformat()[:7]
    if duty is None:
        return CellFacts(name)
    last = facts.last_report_period
    awaits_report = last is None or month_index(last) < month_index(month)
    return CellFacts(name, month_end(month), _met_on(facts, duty), awaits_report)


def _met_on(facts: ProjectFacts, duty: Decimal) -> date | None:
    met = [month for month, done in facts.done_year_by_month if done >= duty]
    return month_end(min(met)) if met else None
