"""Whether the sources of an open list know more than the list does."""

from __future__ import annotations

from datetime import datetime

from guatu.kit.clock import CHINA
from guatu.workdays.queries import calendar_in_force
from guatu.worklists.actions.merging import Merged, merge
from guatu.worklists.models import WorkList
from guatu.worklists.queries.composing import rows_of_unit
from guatu.worklists.queries.people import people_of


def news_of(row: WorkList, now: datetime) -> Merged:
    """What reading it once more would change; nothing is written."""
    calendar, people = calendar_in_force(), people_of(row.tenant_id)
    today, period = now.astimezone(CHINA).date(), row.round.period
    rows = rows_of_unit(row.tenant_id, row.unit_id, period, today, calendar, people)
    return merge(row, rows, write=False)
