"""Promises of the cast, brought to any state by the acts that lead there."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from guatu.commitments.actions import approving, drafting, judging, practising
from guatu.commitments.actions.drafting import Promise
from guatu.commitments.actions.revising import Wanted, ask_revision, grant_revision
from guatu.commitments.models import Commitment
from guatu.domain.commitments import Finding, Status
from tests.city import NOW, City

DAY = timedelta(days=1)
DUE = date(2021, 3, 31)
PAST_DUE = NOW + 20 * DAY


def promise(city: City, **values: Any) -> Promise:
    """The head of the industry department promises standard workshops by the end of March."""
    given = {
        "post": city.posts["head"],
        "words": "建成示例产业园标准厂房一期并交付使用",
        "measure": "交付标准厂房面积",
        "target": "3 万平方米",
        "due_on": DUE,
        "before": "全市人民",
        "occasion": "示例市重点工作推进会",
        "occasion_on": date(2021, 3, 12),
        **values,
    }
    return Promise(**given)


def drafted(city: City, *, now: datetime = NOW, **values: Any) -> Commitment:
    return drafting.draft(city.tenant, promise(city, **values), by=city.office, now=now)


def fresh(commitment: Commitment) -> Commitment:
    return Commitment.objects.select_related("tenant", "post__unit", "unit").get(pk=commitment.pk)


def shown(city: City, *, now: datetime = NOW, **values: Any) -> Commitment:
    row = drafted(city, now=now, **values)
    drafting.offer(row, by=city.office, now=now)
    approving.confirm(row, by=city.head, now=now)
    approving.show(row, by=city.office, now=now)
    return fresh(row)


def in_state(city: City, status: Status, **values: Any) -> Commitment:
    """A promise in ``status``; judged ones are judged after their day."""
    row = drafted(city, **values)
    for act in _WAYS[status]:
        act(city, row)
    row = fresh(row)
    assert row.status == status
    return row


def _offer(city: City, row: Commitment) -> None:
    drafting.offer(row, by=city.office, now=NOW)


def _confirm(city: City, row: Commitment) -> None:
    approving.confirm(row, by=city.head, now=NOW)


def _show(city: City, row: Commitment) -> None:
    approving.show(row, by=city.office, now=NOW)


def _report(city: City, row: Commitment) -> None:
    practising.report(row, words="主体已封顶", by=city.head, now=NOW)


def _revise(city: City, row: Commitment) -> None:
    wanted = Wanted(row.words, row.measure, "2.6 万平方米", date(2021, 4, 2))
    ask_revision(row, wanted, reason="规划核减一栋", by=city.head, now=NOW)
    grant_revision(row, by=city.office, now=NOW)


def _judge(finding: Finding, met_on: date | None = None) -> Any:
    def act(city: City, row: Commitment) -> None:
        judging.judge(
            fresh(row),
            finding,
            evidence="现场核实交付清单",
            met_on=met_on,
            by=city.inspector,
            now=PAST_DUE,
        )

    return act


def _withdraw(city: City, row: Commitment) -> None:
    drafting.withdraw(row, reason="与上级任务重复", by=city.office, now=NOW)


_TO_SHOWN = (_offer, _confirm, _show)
_WAYS = {
    Status.DRAFTED: (),
    Status.OFFERED: (_offer,),
    Status.APPROVING: (_offer, _confirm),
    Status.SHOWN: _TO_SHOWN,
    Status.PRACTISING: (*_TO_SHOWN, _report),
    Status.RENEGOTIATED: (*_TO_SHOWN, _revise),
    Status.KEPT: (*_TO_SHOWN, _judge(Finding.MET, DUE)),
    Status.KEPT_LATE: (*_TO_SHOWN, _judge(Finding.MET, DUE + DAY)),
    Status.PARTLY: (*_TO_SHOWN, _judge(Finding.PARTLY)),
    Status.BROKEN: (*_TO_SHOWN, _judge(Finding.NOT_MET)),
    Status.WITHDRAWN: (_withdraw,),
}
