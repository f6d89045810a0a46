"""The concentrated start of 26 February 2021 in the demonstration.

Published of it are the number of projects, the total, how many are above 500 million yuan, new
sales and tax; the figures of single projects are made up so that they come to these sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal

from guatu.domain.starts import Proof
from guatu.kit.clock import CHINA
from guatu.ops.demo.organisation import Cast
from guatu.projects.models import Project
from guatu.starts.actions.events import create_event, hold_event
from guatu.starts.actions.projects import add_projects
from guatu.starts.actions.terms import set_terms
from guatu.starts.models import StartEvent
from guatu.starts.terms import preset

Deed = tuple[datetime, Callable[[datetime], object]]
DAY = date(2021, 2, 26)
TITLE = "全市重点项目集中开工活动"
TAG = "集中开工"
NOTE = (
    "项目个数、总投资、5亿元以上个数、新增销售收入和利税合计为公开报道的数字；"
    "单个项目的金额、当年投资和就业没有公布，为示例，合计与公开数字一致。"
)


def start_deeds(cast: Cast) -> Iterator[Deed]:
    """Prepared in the week before, held on the day after the works were noted as begun."""
    yield datetime(2021, 2, 19, 10, 0, tzinfo=CHINA), _preparing(cast)
    yield datetime(2021, 2, 26, 11, 30, tzinfo=CHINA), _holding(cast)


def _preparing(cast: Cast) -> Callable[[datetime], object]:
    def act(at: datetime) -> None:
        _set_rules(cast, at)
        values = {
            "day": DAY,
            "title": TITLE,
            "batch": "2021年第一批",
            "site": "示例高新技术产业园",
            "branches": ["示例东部工业园", "示例文化产业园"],
            "host_unit": cast.units["市发改局"],
            "note": NOTE,
        }
        event = create_event(cast.tenant, values, by=cast.office, now=at)
        rows = Project.objects.filter(tenant=cast.tenant).order_by("number")
        projects = [row for row in rows if TAG in row.tags]
        add_projects(event, projects, kind="产业", by=cast.office, now=at)

    return act


def _set_rules(cast: Cast, at: datetime) -> None:
    """This city also takes money spent since as a proof that works began."""
    rules = preset()
    set_terms(
        cast.tenant,
        line=Decimal(rules["line"]),
        days=rules["days"],
        proofs=list(Proof),
        kinds=rules["kinds"],
        seen=0,
        by=cast.office,
        now=at,
    )


def _holding(cast: Cast) -> Callable[[datetime], object]:
    def act(at: datetime) -> None:
        event = StartEvent.objects.get(tenant=cast.tenant, day=DAY)
        hold_event(event, by=cast.office, now=at)

    return act
