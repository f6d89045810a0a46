"""The tables of docs/algorithms/starts.md, read from the page and run, and what always holds."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.domain.starts import (
    STATUS_WORDS,
    TABLE,
    VERB_WORDS,
    Evidence,
    Party,
    Project,
    Proof,
    Reality,
    Rules,
    Status,
    Verb,
    checks_of,
    faults,
    figures_of,
    open_to,
    parties_of,
    rules_of,
    standing,
    step,
)
from guatu.domain.statetables import NotNow
from tests.domain.lights.documents import rows_of

HELD = date(2021, 2, 26)
LINE = Decimal(50000)
RULES = Rules(LINE, (30, 60, 90), (Proof.PERMIT, Proof.REGISTERED), ("产业", "民生"))
PAGE = "starts.md"


def test_the_published_start_of_february_2021() -> None:
    """7 projects, 38.7亿元, 4 of 5亿元 and more, new sales 65.2亿元, tax 9.8亿元."""
    told = figures_of(
        [
            Project(Decimal(row["total"]), sales=Decimal(row["sales"]), tax=Decimal(row["tax"]))
            for row in rows_of(PAGE, "sales")
        ],
        LINE,
    )
    assert {row["of the event"]: row["comes to"] for row in rows_of(PAGE, "comes to")} == {
        "number": str(told.number),
        "total": str(told.total.value),
        "above": str(told.above),
        "sales": str(told.sales.value),
        "tax": str(told.tax.value),
    }
    assert (told.number, told.above, told.total.value) == (7, 4, 387000)
    assert told.total.is_whole
    assert (told.jobs.known, told.jobs.of) == (0, 7)


def test_the_line_itself_is_above_it_and_no_figure_is_not() -> None:
    told = figures_of([Project(LINE), Project(LINE - 1), Project(None)], LINE)
    assert told.above == 1
    assert (told.total.value, told.total.known, told.total.of) == (99999, 2, 3)


def test_classes_come_in_the_order_of_the_city_and_the_nameless_last() -> None:
    told = figures_of(
        [Project(Decimal(n), kind=kind) for n, kind in enumerate(("", "其他", "民生", "产业"))],
        LINE,
        ("产业", "基础设施", "民生"),
    )
    assert [one.name for one in told.kinds] == ["产业", "民生", "其他", ""]


amounts = st.none() | st.decimals(0, 10**6, places=4)
projects = st.builds(
    Project,
    total=amounts,
    year=amounts,
    kind=st.sampled_from(("产业", "民生", "")),
    industry=st.sampled_from(("高端装备", "文化创意", "")),
    sales=amounts,
    tax=amounts,
    jobs=st.none() | st.integers(0, 5000),
)


@given(st.lists(projects, max_size=12))
def test_classes_and_industries_divide_the_event_without_rest(listed: list[Project]) -> None:
    told = figures_of(listed, LINE, ("产业", "民生"))
    for slices in (told.kinds, told.industries):
        assert sum(one.number for one in slices) == told.number == len(listed)
        assert sum(one.total.value for one in slices) == told.total.value
        assert sum(one.year.known for one in slices) == told.year.known
        assert len({one.name for one in slices}) == len(slices)
        assert all(one.number for one in slices)


@given(st.lists(projects, max_size=8), st.lists(projects, max_size=8))
def test_two_events_together_are_the_sum_of_both(a: list[Project], b: list[Project]) -> None:
    one, other, both = figures_of(a, LINE), figures_of(b, LINE), figures_of([*a, *b], LINE)
    assert both.number == one.number + other.number
    assert both.above == one.above + other.above
    for name in ("total", "year", "sales", "tax", "jobs"):
        sums = [getattr(told, name) for told in (one, other, both)]
        assert sums[2].value == sums[0].value + sums[1].value
        assert sums[2].known == sums[0].known + sums[1].known


@pytest.mark.parametrize("row", rows_of(PAGE, "stands"), ids=lambda row: "-".join(row.values()))
def test_how_a_start_stands(row: dict[str, str]) -> None:
    shown = {Proof.PERMIT: day_of(row["permit"]), Proof.REGISTERED: day_of(row["registered"])}
    proofs = {proof: day for proof, day in shown.items() if day is not None}
    evidence = Evidence(day_of(row["start reported"]), proofs)
    now = standing(HELD, evidence, RULES, date.fromisoformat(row["on"]))
    assert now.reality == row["stands"]


def test_the_page_has_the_table_of_states() -> None:
    told = [
        (
            row.verb.value,
            ", ".join(sorted(row.sources)),
            row.target or "–",
            ", ".join(sorted(row.parties)),
            ", ".join(row.asks) or "–",
        )
        for row in TABLE
    ]
    assert [tuple(row.values()) for row in rows_of(PAGE, "verb")] == told


def day_of(text: str) -> date | None:
    return None if text == "–" else date.fromisoformat(text)


def test_a_start_with_a_proof_is_real_at_once() -> None:
    shown = Evidence(HELD, {Proof.PERMIT: date(2021, 2, 20)})
    now = standing(HELD, shown, RULES, date(2021, 3, 15))
    assert now.reality is Reality.STARTED
    assert str(now.said) == "2021-02-26 开工，施工许可 2021-02-20"


def test_without_a_proof_nobody_is_named_before_the_first_look() -> None:
    paper = Evidence(HELD)
    assert standing(HELD, paper, RULES, date(2021, 3, 27)).reality is Reality.WAITING
    named = standing(HELD, paper, RULES, date(2021, 3, 28))
    assert named.reality is Reality.UNPROVEN
    assert str(named.said) == "登记 2021-02-26 开工，没有施工许可、入库的记录"


def test_a_proof_of_the_other_kind_does_not_count() -> None:
    shown = Evidence(HELD, {Proof.INVESTED: date(2021, 3, 2)})
    assert standing(HELD, shown, RULES, date(2021, 4, 30)).reality is Reality.UNPROVEN


def test_each_look_sees_what_was_known_that_day() -> None:
    late = Evidence(date(2021, 4, 6), {Proof.REGISTERED: date(2021, 4, 20)})
    looks = checks_of(HELD, late, RULES, date(2021, 5, 3))
    assert [(one.days, one.on, one.reality) for one in looks] == [
        (30, date(2021, 3, 28), Reality.UNPROVEN),
        (60, date(2021, 4, 27), Reality.STARTED),
        (90, date(2021, 5, 27), Reality.WAITING),
    ]
    assert str(looks[0].said) == "没有登记实际开工"


def test_a_city_without_proofs_believes_the_report() -> None:
    rules = Rules(LINE, (30,), (), ("产业",))
    now = standing(HELD, Evidence(HELD), rules, date(2021, 5, 3))
    assert (now.reality, str(now.said)) == (Reality.STARTED, "2021-02-26 开工")


days = st.dates(date(2021, 1, 1), date(2021, 12, 31))


proven = st.dictionaries(st.sampled_from(list(Proof)), days)


@given(st.none() | days, proven, days, st.integers(0, 60))
def test_what_is_proven_once_stays_proven(
    started: date | None, proofs: dict[Proof, date], day: date, later: int
) -> None:
    shown = Evidence(started, proofs)
    before = standing(HELD, shown, RULES, day).reality
    after = standing(HELD, shown, RULES, day + timedelta(later)).reality
    assert before is not Reality.STARTED or after is Reality.STARTED
    assert after is not Reality.UNPROVEN or day + timedelta(later) >= HELD + timedelta(30)


def test_the_table_lets_a_held_event_be_corrected_but_not_changed() -> None:
    assert open_to(Status.PLANNED, {Party.HOST}) == [Verb.CHANGE]
    assert open_to(Status.HELD, {Party.HOST}) == [Verb.CORRECT]
    assert open_to(Status.CANCELLED, {Party.HOST}) == []
    assert open_to(Status.HELD, {Party.OFFICE}) == [Verb.CORRECT, Verb.REOPEN]
    assert parties_of(Verb.HOLD) == {Party.OFFICE}
    with pytest.raises(NotNow, match=r"已取消.*登记已举行"):
        step(Status.CANCELLED, Verb.HOLD)


def test_every_state_and_verb_has_words_and_a_row() -> None:
    assert set(STATUS_WORDS) == set(Status)
    assert {row.verb for row in TABLE} == set(Verb) == set(VERB_WORDS)


def test_rules_that_make_no_sense_are_said_by_field() -> None:
    assert set(faults(Decimal(0), [], [])) == {"line", "days", "kinds"}
    assert set(faults(LINE, [30, 0], ["产业"])) == {"days"}
    assert set(faults(LINE, [30], ["产" * 21])) == {"kinds"}
    assert faults(LINE, [30], ["产业"]) == {}
    stored = {"line": "50000", "days": [60, 30], "proofs": ["permit"], "kinds": ["产业"]}
    assert rules_of(stored) == Rules(LINE, (30, 60), (Proof.PERMIT,), ("产业",))
