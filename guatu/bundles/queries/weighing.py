"""Field by field: whether what came of a row of a list goes over what stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from guatu.bundles.queries.standing import Known, said_of
from guatu.domain.bundles.lists import DONE_ON, DUE, STANDING, ListFact, RowFact
from guatu.domain.bundles.verdicts import Order, order_of
from guatu.domain.worklists.rows import Cell
from guatu.worklists.actions.filling import may_be_typed
from guatu.worklists.choices import RowKind
from guatu.worklists.models import WorkItem, WorkList

_CELLS = frozenset(cell.value for cell in Cell)


class Place(StrEnum):
    """What becomes of a field that differs."""

    TAKEN = "taken"
    UNCLEAR = "unclear"
    KEPT = "kept"
    SOURCE = "source"


_PLACES = {Order.LATER: Place.TAKEN, Order.EARLIER: Place.KEPT, Order.UNCLEAR: Place.UNCLEAR}


@dataclass(frozen=True, slots=True)
class Weighing:
    """Of one list that came, beside the one here."""

    of: ListFact
    row: WorkList
    is_frozen: bool

    def fields(self, fact: RowFact, item: WorkItem) -> frozenset[str]:
        """What may be written on the row here; after the freeze, as corrections, also what people
        there have put right of what follows from its source."""
        if item.kind == RowKind.OWN:
            return _CELLS | {DUE, DONE_ON} | ({STANDING} if self.is_frozen else frozenset())
        typed = frozenset(cell.value for cell in Cell if may_be_typed(item, cell))
        return typed | {one.name for one in fact.righted} if self.is_frozen else typed

    def taken_back(
        self, fact: RowFact, item: WorkItem, known: Mapping[str, Known]
    ) -> dict[str, str]:
        """Cells of which nobody there says anything any more, and that a bundle had typed here:
        what the system says here, or nothing."""
        return {
            name: said_of(item, name)
            for name, one in known.items()
            if one.is_brought and name in _CELLS and name not in fact.values
        }

    def place(self, fact: RowFact, item: WorkItem, name: str, ours: Known | None) -> Place:
        """What becomes of a field that differs; ``ours`` is None for what is the system's here."""
        theirs = fact.typed.get(name)
        if name not in self.fields(fact, item):
            return Place.SOURCE
        if theirs is None:
            return self._place_of_system(ours)
        if ours is None:
            return Place.TAKEN
        if not ours.is_brought and fact.values.get(name) == ours.brought:
            return Place.KEPT  # there it is as it came, and people here wrote over it
        return _PLACES[order_of(theirs, ours.since, is_brought=ours.is_brought)]

    def _place_of_system(self, ours: Known | None) -> Place:
        """Words of the system there: never over those of people here; over those of the system
        here while the list is open and the unit there stood by its own later."""
        at = self.of.stood_by_at
        if ours is None:
            later = not self.is_frozen and at > self.row.data_at
            return Place.TAKEN if later else Place.SOURCE
        if not ours.is_brought:
            return Place.KEPT
        if self.is_frozen and ours.is_system:
            return Place.SOURCE
        return Place.TAKEN if at > ours.since.latest else Place.KEPT
