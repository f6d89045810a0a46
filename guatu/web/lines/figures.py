"""What the table of lines says of their projects: the figures of the overview, line by line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from guatu.boards.overview import CutTable, NextMilestone, Totals, cut_table
from guatu.boards.overview.past import cut_table_at
from guatu.lines.models import WorkLine
from guatu.lines.queries import lines_of
from guatu.org.models import User
from guatu.projects.choices import TallyBy
from guatu.projects.queries.chain import counts_of
from guatu.projects.tallies import NOBODY


@dataclass(frozen=True, slots=True)
class LineRow:
    """``orphans`` are the loose ends of the line's responsibility chain; of today only."""

    line: WorkLine
    figures: Totals
    next: NextMilestone | None
    orphans: int | None = None


@dataclass(frozen=True, slots=True)
class LineTable:
    """``whole`` counts every project once; ``unlined`` those in no line, if there are any;
    ``repeated`` is what the rows count more than once."""

    rows: list[LineRow]
    whole: Totals
    unlined: Totals | None
    repeated: Totals


def line_table(user: User, year: int, today: date) -> LineTable:
    """The lines of a year in order, over the projects that ``user`` may see."""
    table = _table(user, year, cut_table(user, TallyBy.LINE, year=year, today=today))
    chains = counts_of(user, [row.line for row in table.rows])
    rows = [replace(row, orphans=chains[row.line.pk].orphans) for row in table.rows]
    return replace(table, rows=rows)


def line_table_at(user: User, year: int, moment: datetime) -> LineTable:
    """The same as it stood; the lines themselves are those of today."""
    return _table(user, year, cut_table_at(user, TallyBy.LINE, year=year, moment=moment))


def _table(user: User, year: int, read: CutTable) -> LineTable:
    cuts = {cut.key: cut for cut in read.cuts}
    unlined = cuts.pop(NOBODY, None)
    rows = [
        LineRow(line, cut.totals, cut.next)
        for line in lines_of(user, year)
        if (cut := cuts.get(line.pk))
    ]
    return LineTable(rows, read.whole, unlined.totals if unlined else None, read.repeated)
