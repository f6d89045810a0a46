"""Words that a person typed: without idle blanks, none too many, and asked for where needed."""

from __future__ import annotations

import pytest

from guatu.domain.words import Sentence, say
from guatu.kit.refusals import Refusal
from guatu.kit.typed import line_of, text_of

ASKED = say("请写明原因。")


def test_a_text_keeps_its_lines_and_a_line_has_one() -> None:
    assert text_of("  图审未过\n缺勘察报告 ", ASKED) == "图审未过\n缺勘察报告"
    assert line_of("  图审未过\n缺勘察报告 ", ASKED) == "图审未过 缺勘察报告"


@pytest.mark.parametrize("typed", ["", "  \n ", "\0"])
def test_nothing_typed_is_asked_for_at_its_field(typed: str) -> None:
    for take in (text_of, line_of):
        with pytest.raises(Refusal) as refused:
            take(typed, ASKED, field="words")
        assert refused.value.fields == {"words": ASKED}


def test_what_nobody_asks_for_may_stay_empty() -> None:
    assert line_of(" ", None, field="answer") == ""


@pytest.mark.parametrize("asked", [ASKED, None])
def test_too_long_says_how_much_there_may_be(asked: Sentence | None) -> None:
    assert line_of("字" * 20, asked, most=20) == "字" * 20
    with pytest.raises(Refusal) as refused:
        line_of("字" * 21, asked, most=20)
    assert str(refused.value.fields["reason"]) == "最多 20 个字，请精简。"
