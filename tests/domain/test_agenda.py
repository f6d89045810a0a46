"""The order of an agenda, and the worked examples of docs/algorithms/agenda.md."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guatu.command.choices import AgendaCause
from guatu.domain.agenda import CAUSE_WORDS, Cause, Finding, Item, in_order, reasons
from tests.domain.lights.documents import rows_of

FINDINGS = st.builds(
    Finding, st.sampled_from(Cause), st.integers(0, 400), st.sampled_from(["", "供地", "环评"])
)
ITEMS = st.lists(
    st.builds(
        Item,
        key=st.integers(0, 99).map(str),
        number=st.integers(0, 5),
        findings=st.lists(FINDINGS, max_size=3).map(tuple),
    ),
    unique_by=lambda item: item.key,
    max_size=8,
)

#: How fast a loaded machine draws is not what is tested.
calmly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _item(row: dict[str, str]) -> Item:
    told = (one.split() for one in row["causes"].split(", "))
    findings = tuple(Finding(Cause(cause), int(amount)) for cause, amount in told)
    return Item(row["item"], int(row["number"]), findings)


def test_the_page_comes_out_as_printed() -> None:
    rows = rows_of("agenda.md", "place")
    placed = [item.key for item in in_order(map(_item, rows))]
    assert placed == [row["item"] for row in sorted(rows, key=lambda row: int(row["place"]))]


def test_the_page_names_the_causes_in_their_order() -> None:
    assert [row["cause"] for row in rows_of("agenda.md", "stands for")] == list(Cause)


def test_each_reason_is_a_sentence_with_the_strongest_first() -> None:
    found = Item("风电", 3, (Finding(Cause.NEED, 20, "供地"), Finding(Cause.RED, 3)))
    assert [str(reason) for reason in reasons(found)] == [
        "亮红灯已 3 天，须定下由谁、用什么办法、哪天转好。",
        "“供地”迟了 20 天还没有落实，须定下哪天到位。",
    ]


def test_what_happened_today_is_not_said_to_be_zero_days_old() -> None:
    for cause in (Cause.RED, Cause.NEED, Cause.DISPATCH, Cause.BLOCKER):
        [reason] = reasons(Item("x", 1, (Finding(cause, 0, "供地"),)))
        assert "今天" in str(reason)
        assert "0 天" not in str(reason)


def test_without_a_finding_it_stands_as_added() -> None:
    assert Item("x").cause is Cause.ADDED


def test_choices_and_causes_are_the_same() -> None:
    assert AgendaCause.choices == [(cause.value, words) for cause, words in CAUSE_WORDS.items()]


@calmly
@given(ITEMS, st.integers(0, 999))
def test_the_order_does_not_depend_on_how_the_items_were_listed(
    items: list[Item], seed: int
) -> None:
    shuffled = list(items)
    random.Random(seed).shuffle(shuffled)
    assert in_order(shuffled) == in_order(items)


@calmly
@given(ITEMS)
def test_all_items_stand_on_it_once_and_by_their_strongest_cause(items: list[Item]) -> None:
    placed = in_order(items)
    assert sorted(item.key for item in placed) == sorted(item.key for item in items)
    ranks = [list(Cause).index(item.cause) for item in placed if item.findings]
    assert ranks == sorted(ranks)


@calmly
@given(ITEMS, ITEMS)
def test_two_items_stand_the_same_way_round_whatever_else_there_is(
    items: list[Item], others: list[Item]
) -> None:
    keys = {item.key for item in items}
    added = [item for item in others if item.key not in keys]
    together = [item for item in in_order([*items, *added]) if item.key in keys]
    assert together == in_order(items)


@calmly
@given(ITEMS, FINDINGS)
def test_a_further_cause_never_moves_an_item_down(items: list[Item], finding: Finding) -> None:
    if not items:
        return
    first, *rest = items
    more = Item(first.key, first.number, (*first.findings, finding))
    before = [item.key for item in in_order(items)].index(first.key)
    after = [item.key for item in in_order([more, *rest])].index(first.key)
    assert after <= before
