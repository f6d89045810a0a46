"""What a levelling comes to, project by project, and how it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from guatu.capacity.models import Capacity
from guatu.capacity.queries.portfolio import Portfolio
from guatu.domain.capacity import Levelled
from guatu.domain.schedule import Schedule
from guatu.domain.schedule.network import NONE


@dataclass(frozen=True, slots=True)
class ProjectSlip:
    """A project under the proposal: ``slip`` workdays beyond what was promised or possible.

    ``forecast`` is the earliest finish without the limits, ``levelled`` the one with them, and
    ``held_by`` names whom its steps had to wait for.
    """

    project: str
    required: date | None
    forecast: date
    levelled: date
    slip: int
    held_by: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "required": self.required.isoformat() if self.required else None,
            "forecast": self.forecast.isoformat(),
            "levelled": self.levelled.isoformat(),
            "slip": self.slip,
            "held_by": list(self.held_by),
        }

    @classmethod
    def from_json(cls, project: str, stored: Mapping[str, Any]) -> ProjectSlip:
        required = stored["required"]
        return cls(
            project,
            date.fromisoformat(required) if required else None,
            date.fromisoformat(stored["forecast"]),
            date.fromisoformat(stored["levelled"]),
            stored["slip"],
            tuple(stored["held_by"]),
        )


def slips_of(
    portfolio: Portfolio, found: Schedule, levelled: Levelled, capacities: Sequence[Capacity]
) -> Iterator[ProjectSlip]:
    """Those of which a step moves, in the order of the portfolio."""
    net = portfolio.net
    for p, project in enumerate(portfolio.projects):
        span = slice(*net.span(p))
        if not (levelled.finish[span] > found.ef[span]).any():
            continue
        waited = {int(r) for r in levelled.held_by[span].tolist() if r != NONE}
        yield ProjectSlip(
            str(project.pk),
            project.required_finish,
            date.fromordinal(int(found.ef[span].max()) - 1),
            date.fromordinal(int(levelled.finish[span].max()) - 1),
            int(levelled.slip[p]),
            tuple(capacities[r].name for r in sorted(waited)),
        )


def moved_steps(portfolio: Portfolio, found: Schedule, levelled: Levelled) -> dict[str, str]:
    """The last day of each step that the proposal moves, by its id."""
    later = (levelled.finish > found.ef).nonzero()[0].tolist()
    return {
        str(portfolio.steps[i].pk): date.fromordinal(int(levelled.finish[i]) - 1).isoformat()
        for i in later
    }
