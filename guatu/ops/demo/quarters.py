"""The first quarter's targets of all ten lines in the demonstration; all of it is made up.

What projects tell is counted, what the year's targets have reported is taken over, and only the
rest is entered by lead units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from guatu.domain.periods import Quarter
from guatu.kit.clock import CHINA
from guatu.lines.actions.quarters import (
    Cell,
    Typed,
    add_indicator,
    enter_actuals,
    set_targets,
    tie_target,
)
from guatu.lines.models import QuarterIndicator, QuarterTarget, WorkLine
from guatu.ops.demo import tables
from guatu.ops.demo.organisation import LIAISON, Cast
from guatu.ops.demo.tables import QuarterRow

Deed = tuple[datetime, Callable[[datetime], object]]
FIRST = Quarter(2021, 1)
SET = datetime(2021, 1, 18, 15, 0, tzinfo=CHINA)
#: Figures of a month are there on its third day after.
LATER = timedelta(days=3, hours=10)


def quarter_deeds(cast: Cast) -> Iterator[Deed]:
    rows = tables.quarters()
    yield SET, _setting(cast, rows)
    for row in rows:
        if row.as_of is not None and row.actual is not None:
            midnight = datetime(row.as_of.year, row.as_of.month, row.as_of.day, tzinfo=CHINA)
            yield midnight + LATER, _entering(cast, row, row.as_of, row.actual)


def _setting(cast: Cast, rows: list[QuarterRow]) -> Callable[[datetime], object]:
    def act(at: datetime) -> None:
        for row in {row.indicator: row for row in rows}.values():
            values = {"name": row.indicator, "unit": row.unit, "source": row.source}
            add_indicator(cast.tenant, values, by=cast.office, now=at)
        typed = {_cell(cast, row): Typed(None, row.target) for row in rows}
        set_targets(cast.tenant, FIRST, typed, by=cast.office, now=at)
        for row in rows:
            if row.part_of:
                line = _line(cast, row)
                held = QuarterTarget.objects.get(line=line, indicator__name=row.indicator)
                year = line.targets.get(name=row.part_of)
                tie_target(held, year, by=cast.office, now=at)

    return act


def _entering(
    cast: Cast, row: QuarterRow, as_of: date, actual: Decimal
) -> Callable[[datetime], object]:
    def act(at: datetime) -> None:
        line = _line(cast, row)
        assert line.lead_unit is not None
        by = cast.holder(line.lead_unit.name, LIAISON)
        typed = {_cell(cast, row): Typed(None, actual)}
        enter_actuals(cast.tenant, FIRST, as_of, typed, by=by, now=at)

    return act


def _cell(cast: Cast, row: QuarterRow) -> Cell:
    indicator = QuarterIndicator.objects.get(tenant=cast.tenant, name=row.indicator)
    return Cell(indicator.pk, _line(cast, row).pk)


def _line(cast: Cast, row: QuarterRow) -> WorkLine:
    lines = WorkLine.objects.select_related("lead_unit")
    return lines.get(tenant=cast.tenant, year=FIRST.year, number=row.line)
