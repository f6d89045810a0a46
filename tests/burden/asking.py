"""What tests of the meter ask of the small city, by the acts that ask it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from guatu.burden.actions.caps import set_terms
from guatu.burden.queries.asked import Weeks, by_unit, demands_in
from guatu.burden.terms import preset, terms_of
from guatu.dispatches.actions.drafting import Matter, give
from guatu.dispatches.models import Dispatch
from guatu.domain.burden.counting import NOTHING, Count
from guatu.org.models import Unit
from tests.city import NOW, City

MONDAY = date(2021, 3, 15)
WEEK = Weeks(MONDAY)


def matter(lead: Unit, assisting: Sequence[Unit] = (), **more: Any) -> Matter:
    given = {
        "title": "示例项目供地手续",
        "asked": "完成供地手续，交批复文件",
        "lead_unit": lead,
        "assisting": assisting,
        "due_on": date(2021, 3, 26),
        "evidence": ("document",),
        **more,
    }
    return Matter(**given)


def given(city: City, lead: Unit, *assisting: Unit, at: datetime = NOW, **more: Any) -> Dispatch:
    """A dispatch of the office, issued."""
    return give(city.tenant, matter(lead, assisting, **more), by=city.office, now=at)


def counted(city: City, unit: Unit, week: Weeks = WEEK) -> Count:
    """What the unit was asked in the week, reminders aside."""
    return by_unit(demands_in(city.tenant.pk, week)).get(unit.pk, NOTHING)


def capped(city: City, measure: str, limit: int, *, scope: str = "unit", hard: bool = True) -> None:
    """One cap more of the city."""
    terms = terms_of(city.tenant.pk)
    row = {"measure": measure, "scope": scope, "limit": limit, "hard": hard, "source": "示例文件"}
    kept = terms.rules["caps"] if terms.version else []
    rules = {"answer_days": preset()["answer_days"], "caps": [*kept, row]}
    set_terms(city.tenant, rules, seen=terms.version, by=city.office, now=NOW)
