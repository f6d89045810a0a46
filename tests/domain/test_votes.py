"""The table of docs/algorithms/votes.md, read from the page and run, and what always holds."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.domain.votes import (
    FEWEST_VOTERS,
    MARK_WORDS,
    BadVotes,
    Mark,
    Votes,
    at_least_half,
    more_than_half,
    result,
    shown,
    why,
    why_not_shown,
)
from tests.domain.lights.documents import rows_of

RANK = [Mark.DISSATISFIED, Mark.BASICALLY, Mark.SATISFIED]


def votes_of(row: dict[str, str]) -> Votes:
    counts = (int(row[mark]) for mark in ("满意", "基本满意", "不满意"))
    return Votes(int(row["members"]), *counts)


@st.composite
def any_votes(draw: st.DrawFn) -> Votes:
    """Votes that can have been cast, spoilt and missing ones among them."""
    members = draw(st.integers(1, 400))
    satisfied = draw(st.integers(0, members))
    basically = draw(st.integers(0, members - satisfied))
    return Votes(
        members, satisfied, basically, draw(st.integers(0, members - satisfied - basically))
    )


@pytest.mark.parametrize("row", rows_of("votes.md", "verdict"), ids=lambda row: row["case"])
def test_cases_of_the_page(row: dict[str, str]) -> None:
    votes = votes_of(row)
    if row["verdict"] == "refused":
        with pytest.raises(BadVotes):
            result(votes)
        return
    assert MARK_WORDS[result(votes)] == row["verdict"]
    assert shown(votes) == (result(votes) if row["shown"] == "是" else None)


@given(any_votes())
def test_the_verdict_is_that_of_the_rule_in_fractions(votes: Votes) -> None:
    half = Fraction(votes.members, 2)
    agreed = votes.satisfied + votes.basically
    expected = Mark.BASICALLY if agreed > half else Mark.DISSATISFIED
    assert result(votes) is (Mark.SATISFIED if votes.satisfied >= half else expected)


@given(any_votes())
def test_a_better_mark_never_makes_the_verdict_worse(votes: Votes) -> None:
    before = RANK.index(result(votes))
    if votes.dissatisfied:
        better = Votes(votes.members, votes.satisfied, votes.basically + 1, votes.dissatisfied - 1)
        assert RANK.index(result(better)) >= before
    if votes.basically:
        better = Votes(votes.members, votes.satisfied + 1, votes.basically - 1, votes.dissatisfied)
        assert RANK.index(result(better)) >= before


@given(any_votes())
def test_staying_away_counts_like_not_agreeing(votes: Votes) -> None:
    away = Votes(votes.members, votes.satisfied, votes.basically, 0)
    assert result(away) is result(votes)


@given(any_votes(), st.integers(1, 50))
def test_more_members_who_stay_away_never_help(votes: Votes, more: int) -> None:
    larger = Votes(votes.members + more, votes.satisfied, votes.basically, votes.dissatisfied)
    assert RANK.index(result(larger)) <= RANK.index(result(votes))


@given(st.integers(1, 5000))
def test_the_two_halves(members: int) -> None:
    assert 2 * at_least_half(members) >= members > 2 * (at_least_half(members) - 1)
    assert 2 * more_than_half(members) > members >= 2 * (more_than_half(members) - 1)


@given(any_votes())
def test_what_few_voted_is_shown_to_nobody(votes: Votes) -> None:
    assert (shown(votes) is None) == (votes.cast < FEWEST_VOTERS)


def test_the_reason_holds_the_arithmetic() -> None:
    assert str(why(Votes(29, 14, 1, 14))) == (
        "全体 29 人中满意 14 票，不到半数（15 票）；"
        "满意和基本满意共 15 票，超过半数（不少于 15 票），结果为基本满意。"
    )
    assert "只有 4 人投票，不足 5 人" in str(why_not_shown(Votes(7, 4, 0, 0)))


def test_a_refusal_says_what_is_wrong_and_where() -> None:
    with pytest.raises(BadVotes) as refused:
        result(Votes(29, 20, 8, 2))
    assert str(refused.value.sentences["members"]) == (
        "三种票共 30 张，多于全体 29 人；请核对票数，或改正全体人数。"
    )
    with pytest.raises(BadVotes) as negative:
        result(Votes(29, -1, -2, 2))
    assert set(negative.value.sentences) == {"satisfied", "basically"}
