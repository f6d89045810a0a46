from __future__ import annotations

import pytest

from guatu.dispatches.actions.drafting import Matter, give
from guatu.journal.models import Outbox
from guatu.journal.queries import events_of
from guatu.ops.verifying import faults
from guatu.projects.models import MonthTally, Tally
from tests.city import NOW, City
from tests.journal_unlocked import journal_unlocked

pytestmark = pytest.mark.django_db


def test_a_city_as_the_acts_left_it_is_without_fault(city: City) -> None:
    city.project()
    assert faults(city.tenant) == []


def test_a_missing_event_is_noticed(city: City) -> None:
    city.project()
    city.project("示例第二个项目")
    with journal_unlocked():
        events_of(city.tenant.pk).filter(seq=1).delete()
    assert [str(s) for s in faults(city.tenant)] == [
        "日志编号不连续：应有 1 至 2 号共 2 条，实有 1 条"
    ]


def test_wrong_totals_are_noticed_and_left_as_they_are(city: City) -> None:
    city.project()
    Tally.objects.filter(by="city").update(projects=2)
    MonthTally.objects.create(tenant=city.tenant, year=2021, month=1, done=5)
    assert [str(s) for s in faults(city.tenant)] == [
        "2 项合计与明细不符；运行 guatu recount 可按明细重写"
    ]
    assert Tally.objects.get(by="city").projects == 2


def test_what_nobody_was_told_of_is_noticed(city: City) -> None:
    matter = Matter(title="示例用电增容", asked="定下送电时间", lead_unit=city.industry)
    for _ in range(2):
        give(city.tenant, matter, by=city.office, now=NOW)
    assert faults(city.tenant) == []

    Outbox.objects.update(tries=5)
    assert [str(s) for s in faults(city.tenant)] == ["2 件事多次未能通知到人，请查看日志中的错误"]
    Outbox.objects.latest("event__seq").delete()
    assert "应通知的日志有 2 条，发件箱有 1 条" in [str(s) for s in faults(city.tenant)]
