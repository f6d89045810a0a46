"""Lines × indicators of one quarter: target, what was reached, pace, light; and the city's sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from guatu.domain import pace
from guatu.domain.grades import Grade
from guatu.domain.lights.colours import Light, worst
from guatu.domain.periods import Quarter
from guatu.domain.quarters import (
    Figure,
    Halves,
    Standing,
    stand,
    standing_words,
    total,
    year_share,
)
from guatu.domain.words import Sentence
from guatu.lines.choices import QuarterSource
from guatu.lines.entered import latest_actuals
from guatu.lines.models import QuarterActual, QuarterIndicator, QuarterTarget, WorkLine
from guatu.lines.queries import lines_of
from guatu.org.models import User
from guatu.projects.queries.quarters import Counted, Stood, dated_in, half_of, invested_in, stood_at

YI = Decimal(10000)
DATED = {
    QuarterSource.STARTED: "actual_start",
    QuarterSource.FINISHED: "actual_finish",
    QuarterSource.REGISTERED: "registered_on",
}


@dataclass(frozen=True, slots=True)
class CellReading:
    """An indicator of a line, or of the city where ``line`` is None.

    ``row`` is None where nothing was set yet. ``summed``: the target is the sum of the lines.
    ``taken_over``: what was reached was reported of the target of the year.
    """

    indicator: QuarterIndicator
    line: WorkLine | None
    row: QuarterTarget | None
    figure: Figure
    standing: Standing
    summed: bool = False
    taken_over: bool = False

    @property
    def target(self) -> Decimal | None:
        return self.figure.target

    @property
    def done(self) -> Decimal | None:
        return self.figure.done

    @property
    def is_empty(self) -> bool:
        return self.figure.target is None and self.figure.done is None

    @property
    def words(self) -> Sentence:
        return standing_words(self.standing)

    @property
    def is_behind(self) -> bool:
        return self.standing.grade is Grade.BEHIND

    @property
    def of_year(self) -> Decimal | None:
        """What share of the target of the year was reached in this quarter."""
        if self.row is None or self.row.part_of is None:
            return None
        return year_share(self.done, self.row.part_of.value)


@dataclass(frozen=True, slots=True)
class LineReading:
    line: WorkLine
    cells: tuple[CellReading, ...]

    @property
    def light(self) -> Light:
        """The worst of the line."""
        return worst(cell.standing.light for cell in self.cells)


@dataclass(frozen=True, slots=True)
class QuarterReading:
    """A quarter on a day. ``repeated``: by indicator what the lines together have more than the
    city, because projects sit in several lines."""

    quarter: Quarter
    day: date
    expected: Decimal
    indicators: tuple[QuarterIndicator, ...]
    lines: tuple[LineReading, ...]
    city: tuple[CellReading, ...]
    repeated: Mapping[UUID, Decimal]
    halves: Halves | None = None

    @property
    def days_left(self) -> int:
        return max(0, (self.quarter.last - self.day).days)

    @property
    def cells(self) -> list[CellReading]:
        """Of the lines, those that have a target."""
        return [cell for line in self.lines for cell in line.cells if cell.target]

    def count(self, *grades: Grade) -> int:
        return sum(cell.standing.grade in grades for cell in self.cells)

    @property
    def done(self) -> int:
        return self.count(Grade.DONE)

    @property
    def in_time(self) -> int:
        return self.count(Grade.AHEAD, Grade.ON_PACE)

    @property
    def behind(self) -> list[CellReading]:
        """The furthest behind first."""
        late = [cell for cell in self.cells if cell.is_behind]
        return sorted(late, key=lambda cell: cell.standing.gap or Decimal(0))


def read_quarter(user: User, quarter: Quarter, day: date, moment: datetime) -> QuarterReading:
    """What ``user`` sees of the quarter on ``day``, as it was known at ``moment``; the number of
    queries does not grow with the lines."""
    indicators = tuple(QuarterIndicator.objects.visible_to(user))
    rows = _rows(user, quarter)
    known = _Known(user.tenant_id, quarter, day, moment, indicators, rows)
    lines = tuple(
        LineReading(line, tuple(known.cell(one, line) for one in indicators))
        for line in lines_of(user, quarter.year)
    )
    city = tuple(
        known.city(one, [line.cells[n] for line in lines]) for n, one in enumerate(indicators)
    )
    expected = known.expected.percent
    halves = _halves(user, quarter, moment)
    return QuarterReading(quarter, day, expected, indicators, lines, city, known.repeated(), halves)


class _Known:
    """What was set, entered and counted of a quarter."""

    def __init__(
        self,
        tenant_id: UUID,
        quarter: Quarter,
        day: date,
        moment: datetime,
        indicators: Sequence[QuarterIndicator],
        rows: Mapping[tuple[UUID, UUID | None], QuarterTarget],
    ) -> None:
        self._quarter, self._day, self._rows = quarter, day, rows
        self._entered = latest_actuals(rows.values(), day, moment)
        counted = [one for one in indicators if not one.is_entered]
        stood = stood_at(tenant_id, quarter.year, moment) if counted else None
        self._counted = {one.pk: _counted(tenant_id, quarter, day, stood, one) for one in counted}

    @property
    def expected(self) -> pace.Share:
        return pace.expected_of_quarter(self._day, self._quarter)

    def cell(self, indicator: QuarterIndicator, line: WorkLine) -> CellReading:
        row = self._rows.get((indicator.pk, line.pk))
        target = row.value if row else None
        if not indicator.is_entered:
            counted = self._counted[indicator.pk]
            done = counted.by_line.get(line.pk, Decimal(0)) if counted and target else None
            return self._read(
                indicator, line, row, target, done, counted.as_of if counted else None
            )
        if (entry := self._entry(row)) is not None:
            return self._read(indicator, line, row, target, entry.value, entry.as_of)
        done, as_of = self._of_the_year(row)
        return self._read(indicator, line, row, target, done, as_of, taken_over=done is not None)

    def city(self, indicator: QuarterIndicator, lines: Sequence[CellReading]) -> CellReading:
        """Its own target where one was set, else the sum of the lines; the figure likewise."""
        row = self._rows.get((indicator.pk, None))
        target = row.value if row else None
        summed = target is None and indicator.adds_up
        if summed:
            target = total(cell.target for cell in lines)
        if not indicator.is_entered:
            counted = self._counted[indicator.pk]
            done, as_of = (counted.whole, counted.as_of) if counted else (None, None)
        elif (entry := self._entry(row)) is not None:
            done, as_of = entry.value, entry.as_of
        elif indicator.adds_up:
            done = total(cell.done for cell in lines)
            as_of = min((c.figure.as_of for c in lines if c.figure.as_of), default=None)
        else:
            done, as_of = None, None
        return self._read(indicator, None, row, target, done, as_of, summed=summed)

    def repeated(self) -> dict[UUID, Decimal]:
        found = {}
        for pk, counted in self._counted.items():
            if counted and (more := sum(counted.by_line.values(), Decimal(0)) - counted.whole) > 0:
                found[pk] = more
        return found

    def _entry(self, row: QuarterTarget | None) -> QuarterActual | None:
        return self._entered.get(row.pk) if row else None

    def _of_the_year(self, row: QuarterTarget | None) -> tuple[Decimal | None, date | None]:
        """In the first quarter what was reached since 1 January is what the year has reported."""
        year = row.part_of if row else None
        if year is None or self._quarter.number != 1 or year.actual_on is None:
            return None, None
        if not self._quarter.first <= year.actual_on <= min(self._day, self._quarter.last):
            return None, None
        return year.actual, year.actual_on

    def _read(
        self,
        indicator: QuarterIndicator,
        line: WorkLine | None,
        row: QuarterTarget | None,
        target: Decimal | None,
        done: Decimal | None,
        as_of: date | None,
        *,
        summed: bool = False,
        taken_over: bool = False,
    ) -> CellReading:
        figure = Figure(target, done, as_of)
        standing = stand(figure, self._quarter, self._day, indicator.bounds)
        return CellReading(indicator, line, row, figure, standing, summed, taken_over)


def _rows(user: User, quarter: Quarter) -> dict[tuple[UUID, UUID | None], QuarterTarget]:
    rows = QuarterTarget.objects.visible_to(user).of(quarter).select_related("part_of")
    return {(row.indicator_id, row.line_id): row for row in rows}


def _counted(
    tenant_id: UUID,
    quarter: Quarter,
    day: date,
    stood: Sequence[Stood] | None,
    indicator: QuarterIndicator,
) -> Counted | None:
    """None while there is nothing to count: before the quarter, or without a report in it."""
    if day < quarter.first:
        return None
    if indicator.source != QuarterSource.INVESTED:
        column = DATED[QuarterSource(indicator.source)]
        return dated_in(tenant_id, quarter, day, column, stood)
    found = invested_in(tenant_id, quarter, day, stood)
    if found is None or indicator.unit != "亿元":
        return found
    by_line = {line: amount / YI for line, amount in found.by_line.items()}
    return Counted(by_line, found.whole / YI, found.as_of)


def _halves(user: User, quarter: Quarter, moment: datetime) -> Halves | None:
    """双过半, in the second quarter: starts of all projects of the year, investment of its plan."""
    if quarter.number != 2:
        return None
    row = half_of(user.tenant_id, quarter.year, moment)
    if row is None:
        return None
    started = pace.rate(Decimal(row.started), Decimal(row.projects))
    return Halves(started, pace.rate(row.year_done, row.year_plan))
