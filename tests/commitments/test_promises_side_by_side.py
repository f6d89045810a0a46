"""Schedulers and people at the same time: each reminder once, one of two steps."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time

import pytest
from django.db import connection

from guatu.commitments.actions import approving, drafting
from guatu.commitments.actions.reminding import remind
from guatu.commitments.models import Commitment
from guatu.domain.commitments import Status
from guatu.journal.models import Event
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal
from tests.city import NOW, City, build_city
from tests.commitments.promising import DAY, DUE, fresh, in_state, promise, shown
from tests.journal.test_recording import in_threads

PROMISES = 20


@pytest.fixture
def crowd(transactional_db: None) -> City:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    return build_city()


def test_four_schedulers_remind_each_promise_once(crowd: City) -> None:
    for _ in range(PROMISES):
        shown(crowd)
    at = datetime.combine(DUE - 3 * DAY, time(7), CHINA)
    assert in_threads(4, lambda worker: remind(at)) == []
    events = Event.objects.filter(code="commitment.reminded")
    told = Counter(events.values_list("object_id", flat=True))
    assert len(told) == PROMISES
    assert set(told.values()) == {1}


def test_of_two_who_decide_one_is_first_and_the_other_is_told(crowd: City) -> None:
    row = in_state(crowd, Status.APPROVING)
    refused: list[str] = []

    def decide(worker: int) -> None:
        try:
            if worker % 2:
                approving.show(row, seen=row.version, by=crowd.office, now=NOW)
            else:
                approving.return_draft(
                    row, reason="再议", seen=row.version, by=crowd.office, now=NOW
                )
        except Refusal as refusal:
            refused.append(str(refusal.sentence))

    assert in_threads(4, decide) == []
    assert len(refused) == 3
    assert all("示例甲" in words for words in refused)
    assert fresh(row).version == row.version + 1


def test_promises_written_down_at_once_get_numbers_of_their_own(crowd: City) -> None:
    def write(worker: int) -> None:
        for _ in range(5):
            drafting.draft(crowd.tenant, promise(crowd), by=crowd.office, now=NOW)

    assert in_threads(4, write) == []
    numbers = Commitment.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 21))
