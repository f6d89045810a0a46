"""Counts that grow by themselves, and the sentences in which they stand."""

from __future__ import annotations

import json
from datetime import date

import pytest

from guatu.domain.counts import Count, Since
from guatu.domain.lights.workdays import MONDAY_TO_FRIDAY
from guatu.domain.words import Sentence, say


@pytest.mark.parametrize(
    ("count", "since", "day", "come_to"),
    [
        (Count.WORKDAYS, date(2021, 3, 5), date(2021, 3, 5), 0),
        (Count.WORKDAYS, date(2021, 3, 5), date(2021, 3, 8), 1),
        (Count.WORKDAYS, date(2021, 3, 5), date(2021, 3, 1), 0),
        (Count.DAYS, date(2021, 3, 31), date(2021, 4, 10), 10),
        (Count.DAYS, date(2021, 3, 31), date(2021, 3, 1), 0),
        (Count.MONTHS, date(2021, 3, 10), date(2021, 3, 30), 0),
        (Count.MONTHS, date(2021, 3, 10), date(2021, 3, 31), 1),
        (Count.MONTHS, date(2021, 3, 10), date(2021, 5, 31), 3),
        (Count.MONTHS, date(2021, 12, 1), date(9999, 12, 31), 7978 * 12 + 1),
        (Count.MONTHS_RUN, date(2021, 3, 15), date(2021, 4, 15), 0),
        (Count.MONTHS_RUN, date(2021, 3, 15), date(2021, 4, 16), 1),
        (Count.MONTHS_RUN, date(2021, 1, 31), date(2021, 2, 28), 0),
        (Count.MONTHS_RUN, date(2021, 1, 31), date(2021, 3, 1), 1),
    ],
)
def test_what_a_count_has_come_to(count: Count, since: date, day: date, come_to: int) -> None:
    assert Since(count, since).until(day, MONDAY_TO_FRIDAY) == come_to


def test_a_sentence_counts_on() -> None:
    late = Sentence(
        "“{name}”已逾期 {days} 个工作日",
        {"name": "主体封顶", "days": "3"},
        {"days": Since(Count.WORKDAYS, date(2021, 3, 5))},
    )
    again = Sentence.from_json(json.loads(json.dumps(late.as_json())))
    assert again == late
    assert str(again.on(date(2021, 3, 19), MONDAY_TO_FRIDAY)) == "“主体封顶”已逾期 10 个工作日"
    assert str(again) == "“主体封顶”已逾期 3 个工作日"


def test_a_sentence_without_moving_figures_stays_as_it_is() -> None:
    still = say("第 {row} 行", row=3)
    assert still.on(date(2021, 3, 19), MONDAY_TO_FRIDAY) is still
    assert "moving" not in still.as_json()
