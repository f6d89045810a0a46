"""Several servers prepare, call in and freeze at once: each once; two people at once: one wins."""

from __future__ import annotations

import pytest
from django.db import connection

from guatu.journal.models import Event
from guatu.kit.refusals import Refusal
from guatu.worklists.actions.filing import file, take_back
from guatu.worklists.actions.rounds import keep_rounds_of
from guatu.worklists.models import WorkList, WorkRound
from tests.city import NOW, build_city
from tests.journal.test_recording import in_threads
from tests.worklists.lists import NOON, at, list_of, prepared, running, with_milestones

SERVERS = 4


@pytest.mark.django_db(transaction=True)
def test_four_servers_prepare_and_freeze_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    city = build_city()
    running(city)
    with_milestones(city)

    assert in_threads(SERVERS, lambda worker: keep_rounds_of(city.tenant, NOW)) == []
    assert in_threads(SERVERS, lambda worker: keep_rounds_of(city.tenant, at(15, 18))) == []
    assert in_threads(SERVERS, lambda worker: keep_rounds_of(city.tenant, NOON)) == []

    assert WorkRound.objects.count() == 1
    assert WorkList.objects.count() == 2
    assert list_of(city).items.count() == 3
    for code in ("work_round.prepared", "work_round.called", "work_round.locked"):
        assert Event.objects.filter(code=code).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_file_the_same_list_one_wins() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    city = build_city()
    row = prepared(city)
    told: list[Refusal] = []

    def send(worker: int) -> None:
        by = (city.liaison, city.head)[worker]
        try:
            file(row, seen=row.version, by=by, now=NOW)
        except Refusal as refusal:
            told.append(refusal)

    assert in_threads(2, send) == []
    assert len(told) == 1
    filed = list_of(city)
    take_back(filed, seen=filed.version, by=city.liaison, now=NOW)
