"""Slips: 宿迁's three colours, 三明's ladder, 镇坪's white, yellow and red."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from guatu.domain.lights import (
    CalendarWorkdays,
    Light,
    Mark,
    SlipFacts,
    Verdict,
    WarningFact,
    judge_item,
)
from guatu.domain.lights.subjects import IMPORTANT, SPECIAL, URGENT
from tests.domain.lights.samples import pack, reason_of
from tests.domain.lights.test_workdays import CALENDAR

SLIP = SlipFacts(date(2021, 3, 1), date(2021, 3, 19), progress=Decimal(100))
"""Issued on a Monday, due on the Friday of the third week, and well on its way."""


def _judged(code: str, day: date, **facts: Any) -> Verdict:
    return judge_item(pack(code), replace(SLIP, **facts), day)


@pytest.mark.parametrize(
    ("day", "light", "mark"),
    [
        (date(2021, 3, 15), Light.GREEN, None),
        (date(2021, 3, 16), Light.YELLOW, Mark.BLUE),
        (date(2021, 3, 19), Light.YELLOW, Mark.BLUE),
        (date(2021, 3, 21), Light.YELLOW, Mark.BLUE),
        (date(2021, 3, 22), Light.RED, None),
        (date(2021, 5, 31), Light.RED, None),
    ],
)
def test_in_suqian_a_slip_is_blue_near_its_limit_and_red_until_closed(
    day: date, light: Light, mark: Mark | None
) -> None:
    verdict = _judged("suqian", day)
    assert (verdict.light, verdict.mark) == (light, mark)
    assert _judged("suqian", day, closed_on=day).light is Light.GREEN


def test_poor_or_slow_work_is_a_yellow_slip_and_comes_before_the_blue_one() -> None:
    near = date(2021, 3, 17)
    assert (_judged("suqian", near, poor=True).mark, _judged("suqian", near).mark) == (
        None,
        Mark.BLUE,
    )
    slow = _judged("suqian", date(2021, 3, 10), progress=Decimal(30))
    assert slow.light is Light.YELLOW
    assert str(slow.headline) == "已完成 30%，应完成 50%，低于序时 20 个百分点"


def test_a_slip_falls_behind_on_the_day_that_is_foretold() -> None:
    """30 % is enough up to the sixth of eighteen days: 33.33 % is due on 7 March."""
    early = _judged("suqian", date(2021, 3, 2), progress=Decimal(30))
    assert (early.light, early.next_change) == (Light.GREEN, date(2021, 3, 7))


def test_without_a_word_on_progress_the_time_limit_still_counts() -> None:
    silent = _judged("suqian", date(2021, 3, 2), progress=None)
    assert silent.light is Light.GREEN
    assert reason_of(silent, "course").light is Light.NONE
    assert "缺少已完成的百分比" in str(reason_of(silent, "course").sentence)


def test_holidays_do_not_use_up_a_time_limit() -> None:
    """11 and 12 February 2021 are off, so a limit on the 11th moves to Monday the 15th."""
    slip = SlipFacts(date(2021, 2, 1), date(2021, 2, 11), progress=Decimal(100))
    workdays = CalendarWorkdays(CALENDAR)
    days = [date(2021, 2, 15), date(2021, 2, 16)]
    assert [judge_item(pack("suqian"), slip, day, workdays).light for day in days] == [
        Light.YELLOW,
        Light.RED,
    ]


@pytest.mark.parametrize(
    ("facts", "light", "mark"),
    [
        ({}, Light.GREEN, None),
        ({"poor": True}, Light.YELLOW, Mark.BLUE),
        ({"progress": Decimal(0)}, Light.YELLOW, Mark.BLUE),
        ({"importance": IMPORTANT}, Light.GREEN, None),
        ({"importance": IMPORTANT, "due": date(2021, 3, 8)}, Light.YELLOW, Mark.BLUE),
        ({"importance": URGENT}, Light.YELLOW, Mark.ORANGE),
        ({"importance": SPECIAL}, Light.RED, None),
        ({"importance": URGENT, "poor": True}, Light.YELLOW, Mark.ORANGE),
    ],
)
def test_in_sanming_a_slip_enters_the_ladder_by_what_it_is(
    facts: dict[str, Any], light: Light, mark: Mark | None
) -> None:
    verdict = _judged("sanming", date(2021, 3, 3), **facts)
    assert (verdict.light, verdict.mark) == (light, mark)


def test_in_sanming_a_warning_without_effect_raises_the_slip() -> None:
    blue = WarningFact(1, date(2021, 3, 3), date(2021, 3, 8))
    orange = WarningFact(2, date(2021, 3, 9), date(2021, 3, 12))
    given = {"warnings": (blue, orange)}
    days = [date(2021, 3, day) for day in (8, 9, 12, 15)]
    assert [(v.light, v.mark) for v in (_judged("sanming", day, **given) for day in days)] == [
        (Light.GREEN, None),
        (Light.YELLOW, Mark.ORANGE),
        (Light.YELLOW, Mark.ORANGE),
        (Light.RED, None),
    ]
    assert _judged("sanming", date(2021, 3, 15), closed_on=date(2021, 3, 15), **given).light is (
        Light.GREEN
    )


def test_poor_work_on_a_blue_slip_raises_it_at_once() -> None:
    poor = (WarningFact(1, date(2021, 3, 3), date(2021, 3, 12), poor=True),)
    assert _judged("sanming", date(2021, 3, 4), warnings=poor).mark is Mark.ORANGE


def test_in_zhenping_white_turns_yellow_and_then_red() -> None:
    yellow = WarningFact(1, date(2021, 3, 22), date(2021, 3, 26))
    days = [date(2021, 3, 19), date(2021, 3, 22), date(2021, 3, 26), date(2021, 3, 29)]
    verdicts = [_judged("zhenping", day, warnings=(yellow,)) for day in days]
    assert [verdict.light for verdict in verdicts] == [
        Light.GREEN,
        Light.YELLOW,
        Light.YELLOW,
        Light.RED,
    ]
    assert verdicts[0].mark is Mark.WHITE
    assert "约谈并通报批评" in str(verdicts[-1].headline)


def test_in_zhenping_pressure_from_above_is_yellow_before_the_limit() -> None:
    assert _judged("zhenping", date(2021, 3, 3), supervised=True).light is Light.YELLOW


def test_a_slip_sent_out_late_is_not_the_doers_fault() -> None:
    late = _judged("zhenping", date(2021, 3, 9), issued=date(2021, 3, 8))
    issue = reason_of(late, "issue")
    assert (late.light, issue.by_default) == (Light.GREEN, True)
    assert "不是承办单位的责任" in str(issue.notice)
