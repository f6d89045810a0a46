"""Several workers at once: each event told once, each letter sent once, nothing left."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest
from django.db import connection

from guatu.journal import outbox
from guatu.notices.actions import deliver, spread
from guatu.notices.channels import Channels
from guatu.notices.channels.base import Channel, Parcel, Route
from guatu.notices.channels.inbox import InboxChannel
from guatu.notices.choices import Sending
from guatu.notices.models import Delivery, Letter, Notice
from tests.city import NOW, build_city
from tests.journal.test_recording import in_threads
from tests.notices.sample import everyone, happen, prefer

WORKERS, EVENTS = 4, 40


class Counting(Channel):
    """Keeps what arrives: the list is one for all workers."""

    code, label = "counting", "counting"

    def __init__(self) -> None:
        self.arrived: list[Parcel] = []

    def is_ready(self, route: Route | None) -> bool:
        return True

    def send(self, parcel: Parcel, route: Route, now: datetime) -> None:
        self.arrived.append(parcel)


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_send_everything_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    city = build_city()
    people = list(everyone(city))
    for person in people:
        prefer(person, "counting")
    counting = Counting()
    channels: Channels = {"inbox": InboxChannel(), "counting": counting}

    def act(n: int) -> None:
        happen(city.industry, *people)

    def work(worker: int) -> None:
        for n in range(EVENTS // WORKERS):
            act(n)
            spread(NOW, channels=channels)
            deliver(NOW, channels=channels)

    assert in_threads(WORKERS, work) == []
    spread(NOW, channels=channels)
    deliver(NOW, channels=channels)

    told = EVENTS * len(people)
    assert Notice.objects.count() == Delivery.objects.filter(status=Sending.SENT).count() == told
    keys = Counter(parcel.key for parcel in counting.arrived)
    assert set(keys.values()) == {1}
    lines = Counter(line.id for parcel in counting.arrived for line in parcel.lines)
    assert len(lines) == told
    assert set(lines.values()) == {1}
    assert set(Letter.objects.values_list("status", flat=True)) == {Sending.SENT}
    assert outbox.waiting(city.tenant.pk) == 0
    counted = outbox.counts(city.tenant.pk)
    assert counted.events == counted.rows == EVENTS
