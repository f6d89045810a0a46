"""A draft plan as text: there and back, row by row."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.http import QueryDict

from guatu.kit.refusals import Refusal
from guatu.projects.actions.planning import Draft, Step, Tie, templates
from guatu.web.projects.drafts import DraftText, StepText, TieText


def test_a_template_comes_back_as_it_went_out() -> None:
    for template in templates():
        assert DraftText.from_draft(template.draft, "2021-12-31").draft() == template.draft


def test_what_a_browser_sends_is_read_row_by_row() -> None:
    sent = QueryDict(
        "step_code=a&step_name=基础&step_duration=６０&step_weight=&step_done_on="
        "&step_code=b&step_name=主体&step_duration=80&step_weight=50&step_done_on=2021-03-01"
        "&committed=b&tie_before=a&tie_after=b&tie_type=FS&tie_lag=−10&required_finish=2021-12-31"
    )
    draft = DraftText.from_post(sent).draft()

    first, second = draft.steps
    assert (first.duration, first.weight, first.committed, first.done_on) == (
        60, Decimal(0), False, None,
    )  # fmt: skip
    assert second.committed
    assert str(second.done_on) == "2021-03-01"
    assert draft.ties == (Tie("a", "b", "FS", -10),)


def test_an_empty_new_row_is_said_once() -> None:
    text = DraftText((StepText("a", "基础", "60"),)).with_step()
    with pytest.raises(Refusal) as refused:
        text.draft()
    assert [str(said) for said in refused.value.fields.values()] == [
        "第 2 行工序还没有填：请填名称和工期，或删去这一行。"
    ]


def test_a_row_of_ties_with_nothing_chosen_counts_for_nothing() -> None:
    text = DraftText((StepText("a", "基础", "60"),), (TieText(),))
    assert text.draft().ties == ()


def test_new_codes_never_meet_old_ones() -> None:
    text = DraftText((StepText("s1", "甲", "1"), StepText("s3", "乙", "1")))
    for _ in range(3):
        text = text.with_step()
    codes = [step.code for step in text.steps]
    assert len(set(codes)) == len(codes) == 5


def test_a_step_taken_out_between_two_ties_them_once() -> None:
    steps = tuple(StepText(code, code, "1") for code in "abc")
    text = DraftText(steps, (TieText("a", "b"), TieText("b", "c"), TieText("a", "c")))

    after = text.without_step(1)

    assert [(tie.before, tie.after) for tie in after.ties] == [("a", "c")]


def test_the_digest_follows_the_content() -> None:
    draft = Draft((Step("a", "基础", 60),))
    one, same = (DraftText.from_draft(draft, "2021-12-31") for _ in range(2))
    other = DraftText.from_draft(draft, "2021-12-30")
    assert one.digest == same.digest != other.digest
