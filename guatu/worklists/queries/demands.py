"""What the lists of a period would ask of units, by what is known now."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from guatu.domain.burden.counting import Demand, of_list
from guatu.domain.worklists.rhythm import Period
from guatu.domain.worklists.rows import Row, Share, share_of
from guatu.org.demands import answering_posts
from guatu.workdays.queries import calendar_in_force
from guatu.worklists.queries.composing import rows_for
from guatu.worklists.queries.people import people_of


def demands_of(tenant_id: UUID, period: Period, day: date) -> list[Demand]:
    """One list a unit, as it would be prepared on ``day``; nothing of it is typed yet."""
    people = people_of(tenant_id)
    rows = rows_for(tenant_id, period, day, calendar_in_force(), people)
    answering = answering_posts(tenant_id)
    return [
        Demand(unit, answering.get(unit, frozenset()), day, of_list(share.cells, share.by_hand))
        for unit in people.filing
        if (share := sum(map(_share, rows.get(unit, ())), Share())) is not None
    ]


def _share(row: Row) -> Share:
    """As the row of a list counts itself; own rows that are carried on were written before."""
    dated = row.matter.due is not None
    return share_of([cell.value for cell in row.said], {}, own=False, dated=dated)
