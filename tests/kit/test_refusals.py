"""A refusal carries sentences: one for the person, one for each field."""

from __future__ import annotations

import pytest

from guatu.domain.words import say
from guatu.kit.refusals import Refusal, StateChanged


def test_it_reads_as_its_sentence() -> None:
    refusal = Refusal(say("第 {row} 行读不懂。", row=17))
    assert str(refusal) == "第 17 行读不懂。"
    assert refusal.fields == {}


def test_it_says_which_field_is_meant() -> None:
    wrong = say("金额不能为负数。")
    assert Refusal(wrong, {"total_investment": wrong}).fields == {"total_investment": wrong}


def test_what_is_done_to_the_given_fields_later_does_not_reach_it() -> None:
    given = {"name": say("请填写名称。")}
    refusal = Refusal(say("有 1 处需要更正。"), given)
    given.clear()
    assert list(refusal.fields) == ["name"]


def test_being_second_is_a_refusal_of_its_own() -> None:
    with pytest.raises(Refusal) as caught:
        raise StateChanged(say("{who} 已先办理。", who="示例乙"))
    assert isinstance(caught.value, StateChanged)
