"""What ``guatu verify`` finds of promises: nothing after any acts, and each thing that is wrong."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

import pytest
from django.db import transaction

from guatu.commitments.actions.reminding import remind
from guatu.commitments.events import SENTENCES
from guatu.commitments.models import Commitment
from guatu.commitments.proofs import DRAFTED, REMINDED, VERBS, faults
from guatu.domain.commitments import Status, Verb
from guatu.journal import actions as journal
from guatu.kit.clock import CHINA
from tests.city import NOW, City
from tests.commitments.promising import DAY, DUE, in_state, shown


def test_every_event_of_a_promise_is_replayed_by_a_verb() -> None:
    of_promises = {code for code in SENTENCES if code.startswith("commitment.")}
    assert of_promises == {DRAFTED, REMINDED, *VERBS}
    assert set(VERBS.values()) == set(Verb)


def test_promises_in_every_state_hold(city: City) -> None:
    for status in Status:
        in_state(city, status)
    for days in range(5):
        remind(datetime.combine(DUE + (days - 3) * DAY, time(7), CHINA))
    assert faults(city.tenant) == []


@pytest.mark.parametrize(
    ("status", "slip", "words"),
    [
        (Status.SHOWN, {"status": "practising"}, "状态与日志不符"),
        (Status.SHOWN, {"version": 9}, "状态与日志不符"),
        (Status.KEPT, {"evidence": ""}, "没有依据"),
        (Status.KEPT, {"remind_on": DUE}, "提醒日期"),
        (Status.SHOWN, {"remind_on": DUE - 2 * DAY}, "提醒日期"),
        (Status.SHOWN, {"revised": 1}, "改诺次数"),
        (Status.RENEGOTIATED, {"target": "1 平方米"}, "改诺次数或内容"),
    ],
)
def test_what_is_wrong_is_named(
    city: City, status: Status, slip: dict[str, Any], words: str
) -> None:
    row = in_state(city, status)
    Commitment.objects.filter(pk=row.pk).update(**slip)
    (found,) = [str(one) for one in faults(city.tenant)]
    assert words in found
    assert row.label in found


def test_a_rung_reminded_twice_is_named(city: City) -> None:
    row = shown(city)
    with transaction.atomic():
        for _ in range(2):
            journal.record(REMINDED, row, by=city.office, at=NOW, rung="one", words="", day=DUE)
    assert [str(one) for one in faults(city.tenant)] == ["同一时限重复提醒的承诺：〔2021〕1号"]
