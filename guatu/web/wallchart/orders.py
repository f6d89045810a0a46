"""What is to be printed: whose chart, on which paper, as known when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localtime

from guatu.boards.wallchart.past import read_past_wall
from guatu.boards.wallchart.reading import Wall, read_wall
from guatu.org.models import Tenant, User
from guatu.web.wallchart import heads
from guatu.web.wallchart.asking import View
from guatu.web.wallchart.papers import Paper


@dataclass(frozen=True, slots=True)
class Order:
    """``each``: one sheet a project instead of all on as few as hold them."""

    user: User
    tenant: Tenant
    view: View
    paper: Paper
    now: datetime
    as_of: datetime | None = None
    each: bool = False

    @property
    def moment(self) -> datetime:
        return localtime(self.as_of or self.now)

    @property
    def day(self) -> date:
        return self.moment.date()


def read(order: Order) -> Wall:
    speech = heads.speech(order.as_of)
    if order.as_of:
        return read_past_wall(order.user, order.view.asked, speech, order.as_of)
    return read_wall(order.user, order.view.asked, speech, today=order.day)
