"""A draft of a plan: steps, what ties them, and the templates with which one may begin."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from guatu.domain.schedule import Link
from guatu.projects.networks import WORKDAYS, LinkCode

TEMPLATES = Path(__file__).parent / "presets" / "milestone_templates.json"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a draft: ``duration`` in the days that ``counting`` names, 0 for a moment.

    ``weight`` in percent. ``optimistic`` and ``pessimistic`` are the shortest and the longest that
    it may take. ``procedure`` is its code in the procedure library, ``unit`` the name of whoever
    answers for it where that is not who answers for the project. ``done_on`` is for works under
    way: the day on which the step was finished. ``unheld``: the finish that was expected of it is
    given up. ``expected``: the finish that is expected from now on; None leaves what was reported.
    """

    code: str
    name: str
    duration: int
    weight: Decimal = Decimal(0)
    committed: bool = True
    done_on: date | None = None
    counting: str = WORKDAYS
    optimistic: int | None = None
    pessimistic: int | None = None
    procedure: str = ""
    unit: str = ""
    unheld: bool = False
    expected: date | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """``after`` depends on ``before``; ``lag`` in workdays, negative for an overlap (压茬)."""

    before: str
    after: str
    type: LinkCode = "FS"
    lag: int = 0

    def as_link(self) -> Link:
        return Link(self.before, self.after, self.type, self.lag)


@dataclass(frozen=True, slots=True)
class Draft:
    steps: tuple[Step, ...] = ()
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class MilestoneTemplate:
    """A plan to begin with; ``source`` says whose practice it is and what is only a default."""

    code: str
    name: str
    source: str
    draft: Draft


@lru_cache(maxsize=1)
def templates() -> tuple[MilestoneTemplate, ...]:
    """The templates that ship, in the order in which they are offered."""
    listed = json.loads(TEMPLATES.read_text(encoding="utf-8"))
    return tuple(
        MilestoneTemplate(one["code"], one["name"], one["source"], _template_draft(one))
        for one in listed
    )


def _template_draft(stored: Mapping[str, list[dict[str, object]]]) -> Draft:
    return Draft(
        tuple(
            Step(
                str(a["code"]),
                str(a["name"]),
                int(str(a["duration"])),
                Decimal(str(a["weight"])),
                bool(a["commit"]),
                procedure=str(a.get("procedure", "")),
            )
            for a in stored["activities"]
        ),
        tuple(
            Tie(str(k["before"]), str(k["after"]), _code(str(k["type"])), int(str(k["lag"])))
            for k in stored["links"]
        ),
    )


def _code(text: str) -> LinkCode:
    codes: Mapping[str, LinkCode] = {"FS": "FS", "SS": "SS", "FF": "FF", "SF": "SF"}
    return codes[text]
