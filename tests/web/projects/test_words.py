"""The filters of the project pages."""

from __future__ import annotations

from datetime import date

import pytest

from guatu.web.templatetags import projects as words


@pytest.mark.parametrize(
    ("days", "said"), [(6, "还有 6 个工作日"), (0, "今天到期"), (-3, "已过 3 个工作日"), (None, "")]
)
def test_workdays_to_a_due_date(days: int | None, said: str) -> None:
    assert words.workdays_left(days) == said


@pytest.mark.parametrize(("days", "said"), [(6, "还有 6 天"), (0, "今天"), (-3, "已过 3 天")])
def test_days_to_a_milestone(days: int, said: str) -> None:
    assert words.days_left(days) == said


@pytest.mark.parametrize(("days", "said"), [(12, "推后 12 天"), (-3, "提前 3 天")])
def test_days_moved_against_the_original(days: int, said: str) -> None:
    assert words.days_moved(days) == said


def test_a_month_is_named_and_none_is_a_dash() -> None:
    assert words.month_name(date(2021, 2, 1)) == "2021年2月"
    assert words.month_name(None) == "—"


@pytest.mark.parametrize(
    ("value", "said"),
    [("-20.15", "−20.15"), ("6,300", "6,300"), ("2021-03-15", "2021-03-15"), ("-", "-")],
)
def test_figures_below_zero_have_a_true_minus(value: str, said: str) -> None:
    assert words.true_minus(value) == said
    assert words.whole(-13) == "−13"


def test_codes_are_words_to_people() -> None:
    assert words.light_word("red") == "红"
    assert words.source_word("ledger") == "台账导入"
    assert words.translated("") == ""
