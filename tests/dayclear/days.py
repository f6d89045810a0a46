"""Days of tests: one part of a dispatch, one need and one own item of the industry department."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from guatu.dayclear.models import DayItem
from guatu.dispatches.actions.drafting import Matter, give
from guatu.dispatches.models import Dispatch
from guatu.kit.clock import CHINA
from guatu.org.models import Tenant
from guatu.projects.actions.needs import Wanted, add_needs
from guatu.projects.models import Project, SupportNeed
from tests.city import NOW, City

MONDAY, TUESDAY, WEDNESDAY = date(2021, 3, 15), date(2021, 3, 16), date(2021, 3, 17)
FRIDAY, LAST_FRIDAY = date(2021, 3, 19), date(2021, 3, 12)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), CHINA)


def running(city: City) -> Tenant:
    """The city with a clock that runs: its days come to an end."""
    city.tenant.stopped_on = None
    city.tenant.save(update_fields=["stopped_on"])
    return city.tenant


def dispatch_to_industry(city: City, **values: Any) -> Dispatch:
    given = {
        "title": "核实示例轴承项目用地",
        "asked": "查清用地批复卡在哪一环，提出办法",
        "lead_unit": city.industry,
        "due_on": MONDAY,
        **values,
    }
    return give(city.tenant, Matter(**given), by=city.office, now=NOW)


def need_of_industry(city: City, project: Project, on: date = MONDAY) -> SupportNeed:
    wanted = Wanted(element="power", needed_by=on, reason="施工用电", supplier=city.industry)
    return add_needs(project, [wanted], by=city.office, now=NOW)[0]


def items(day: date, **wanted: Any) -> list[DayItem]:
    return list(DayItem.objects.filter(day=day, **wanted).order_by("kind", "aspect", "label"))


def states(day: date) -> dict[str, str]:
    """Of each item as the day had it: ``{"dispatch finish": "open"}``."""
    rows = DayItem.objects.entered().filter(day=day)
    return {f"{row.kind} {row.aspect or row.label}": row.state for row in rows}
