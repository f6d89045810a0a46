"""What the address of a chart asks for; values that make no sense are as if they were not there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from django.http import QueryDict

from guatu.boards.wallchart import Scale
from guatu.boards.wallchart.reading import Asked, BandBy
from guatu.domain.lights.colours import Light
from guatu.projects.queries.filters import ListFilter
from guatu.web.shared.asking import row_id

NARROWING = ("line", "unit", "sponsor")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class View:
    """Which projects and how they are shown."""

    asked: Asked
    scale: Scale

    @property
    def all_lights(self) -> Asked:
        return replace(self.asked, lights=frozenset())


def view_of(values: QueryDict, year: int) -> View:
    """``?by=sponsor&scale=quarter&line=…&light=red,yellow``."""
    line, unit, sponsor = (row_id(values.get(name, "")) for name in NARROWING)
    wanted = ListFilter(year, line=line, unit=unit, sponsor=sponsor)
    by = values.get("by", "")
    return View(
        Asked(wanted, BandBy(by) if by in list(BandBy) else BandBy.LINE, _lights(values)),
        "quarter" if values.get("scale") == "quarter" else "month",
    )


def _lights(values: QueryDict) -> frozenset[Light]:
    known = {light.value for light in Light}
    return frozenset(Light(word) for word in values.get("light", "").split(",") if word in known)
