"""Whether an accepted reason suspends a light, and for how long, is a matter of the pack."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from guatu.domain.lights import Excuse, Light, PackError, ProjectFacts, RulePack, judge, load_pack
from tests.domain.lights.samples import reason_of, stored_pack

EXCUSE = Excuse("start", date(2021, 6, 1), date(2021, 8, 31), "供地滞后", "示例甲")
LATE = ProjectFacts(2021, planned_start=date(2021, 3, 1), excuses=(EXCUSE,))


def _pack(terms: dict[str, Any] | None) -> RulePack:
    stored = stored_pack("yinchuan")
    del stored["dimensions"][0]["excuse"]
    if terms is not None:
        stored["dimensions"][0]["excuse"] = terms
    return load_pack(stored)


def _light(terms: dict[str, Any] | None, day: date) -> Light:
    return reason_of(judge(_pack(terms), LATE, day), "start").light


@pytest.mark.parametrize("terms", [None, {}, {"allowed": True, "granted_by": ["inspector"]}])
def test_a_reason_suspends_for_as_long_as_it_was_granted(terms: dict[str, Any] | None) -> None:
    days = [date(2021, 5, 31), date(2021, 6, 1), date(2021, 8, 31), date(2021, 9, 1)]
    assert [_light(terms, day) for day in days] == [
        Light.RED,
        Light.PAUSED,
        Light.PAUSED,
        Light.RED,
    ]


def test_where_none_is_allowed_the_colour_stays() -> None:
    assert _light({"allowed": False}, date(2021, 7, 1)) is Light.RED


def test_a_reason_ends_with_the_most_days_of_the_pack() -> None:
    """30 days from 1 June: the 30th is the last, and the sentence names it."""
    terms = {"most_days": 30}
    assert _light(terms, date(2021, 6, 30)) is Light.PAUSED
    assert _light(terms, date(2021, 7, 1)) is Light.RED
    verdict = judge(_pack(terms), LATE, date(2021, 6, 10))
    assert "2021-06-01 至 2021-06-30" in str(reason_of(verdict, "start").sentence)
    assert verdict.next_change == date(2021, 7, 1)


def test_a_reason_without_an_end_gets_one() -> None:
    endless = Excuse("start", date(2021, 6, 1), None, "供地滞后", "示例甲")
    facts = ProjectFacts(2021, planned_start=date(2021, 3, 1), excuses=(endless,))
    assert judge(_pack({"most_days": 1}), facts, date(2021, 6, 1)).light is Light.PAUSED
    assert judge(_pack({"most_days": 1}), facts, date(2021, 6, 2)).light is Light.RED


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"allowed": "yes"}, "allowed 应为 true 或 false"),
        ({"most_days": 0}, "不小于 1 的整数，不能是“0”"),
        ({"most_days": 1.5}, "不小于 1 的整数，不能是“1.5”"),
        ({"most_days": True}, "不小于 1 的整数，不能是“True”"),
        ({"granted_by": []}, "“granted_by”应为不空的列表"),
        ({"granted_by": ["mayor"]}, "“mayor”不能认可正当理由，可写 office、commander"),
        ({"granted_by": ["project_owner"]}, "“project_owner”不能认可正当理由"),
        ({"allowed": False, "most_days": 5}, "请去掉 granted_by 和 most_days"),
        ({"until": "2021-06-30"}, "不认识“until”"),
        ("office", "“excuse”应为一组键值"),
    ],
)
def test_terms_that_make_no_sense_are_refused(terms: Any, words: str) -> None:
    with pytest.raises(PackError) as refused:
        _pack(terms)
    (problem,) = refused.value.problems
    assert "维度“start”" in str(problem.sentence)
    assert words in str(problem.sentence)
