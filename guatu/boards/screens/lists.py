"""The lists of the week: late and missing units, and whether last week's promises were kept."""

from __future__ import annotations

from collections.abc import Sequence

from guatu.boards.screens.facts import Asked, ListsFacts, Names
from guatu.domain.worklists.promises import Score
from guatu.domain.worklists.rhythm import Rhythm
from guatu.worklists.models import WorkList, WorkRound
from guatu.worklists.queries.listing import round_of, rounds_beside
from guatu.worklists.queries.promises import promises_of, total


def lists_of(asked: Asked) -> ListsFacts:
    row = round_of(asked.viewer, Rhythm.WEEK, asked.today)
    if row is None:
        return ListsFacts()
    lists = list(
        WorkList.objects.visible_to(asked.viewer)
        .filter(round=row)
        .select_related("unit", "round")
        .order_by("unit__path", "id")
    )
    before = rounds_beside(row)[0]
    return ListsFacts(
        label=row.period.label,
        due_at=row.due_at,
        is_due=asked.now > row.due_at,
        filed=sum(one.filed_at is not None for one in lists),
        units=len(lists),
        missing=_names([one for one in lists if one.is_missing(asked.now)], asked.rows),
        late=_names([one for one in lists if one.is_late], asked.rows // 2),
        before=before.period.label if before else "",
        score=_score(asked, before) if before else None,
    )


def _names(lists: Sequence[WorkList], room: int) -> Names:
    return Names([one.unit.label for one in lists[:room]], max(0, len(lists) - room))


def _score(asked: Asked, row: WorkRound) -> Score:
    return total(promises_of(asked.viewer, row, asked.today))
