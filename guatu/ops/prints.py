"""A wall chart printed without a page: whose, of which line, on which paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q

from guatu.boards.wallchart.reading import Asked
from guatu.domain.words import say
from guatu.kit import clock
from guatu.kit.refusals import Refusal
from guatu.lines.models import WorkLine
from guatu.ops.rounds import moment_of
from guatu.org.models import User
from guatu.projects.queries.filters import ListFilter
from guatu.web.wallchart.asking import View
from guatu.web.wallchart.orders import Order
from guatu.web.wallchart.papers import paper_named
from guatu.web.wallchart.printing import Printed, print_chart, print_stickers


@dataclass(frozen=True, slots=True)
class Wanted:
    """``line`` is a number or a part of a title; None: all that the person may see."""

    line: str | None
    paper: str
    each: bool
    as_of: date | None
    stickers: bool


def print_for(by: User, wanted: Wanted) -> Printed:
    """Raises ``Refusal`` for a line or a paper that there is not."""
    now = moment_of(by.tenant, clock.now())
    line = line_named(by, wanted.line) if wanted.line else None
    view = View(Asked(ListFilter(by.tenant.year, line=line.pk if line else None)), "month")
    order = Order(
        by, by.tenant, view, paper_named(wanted.paper), now,
        as_of=_end_of(wanted.as_of, now), each=wanted.each,
    )  # fmt: skip
    return print_stickers(order) if wanted.stickers else print_chart(order)


def line_named(by: User, said: str) -> WorkLine:
    lines = WorkLine.objects.visible_to(by).of_year(by.tenant.year)
    named = Q(title__icontains=said)
    found = list(lines.filter(Q(number=int(said)) if said.isdecimal() else named))
    if len(found) == 1:
        return found[0]
    if not found:
        titles = "；".join(lines.order_by("number").values_list("title", flat=True))
        raise Refusal(
            say("没有工作线“{said}”；有的是：{titles}。", said=said, titles=titles or "—")
        )
    several = "；".join(line.title for line in found)
    raise Refusal(say("“{said}”说的可能是几条工作线：{several}。", said=said, several=several))


def _end_of(day: date | None, now: datetime) -> datetime | None:
    """The end of a past day; today is as of now."""
    if day is None or day >= now.date():
        return None
    return datetime.combine(day, time(23, 59, 59), clock.CHINA)
