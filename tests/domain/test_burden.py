"""The tables of docs/algorithms/burden.md, read from the page and run, and what always holds."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guatu.burden.choices import CappedMeasure, ComplaintStatus
from guatu.burden.terms import preset
from guatu.domain.burden import complaints
from guatu.domain.burden.caps import Cap, Scope, faults, load_caps, refused, strains
from guatu.domain.burden.complaints import Party, Status, Verb
from guatu.domain.burden.counting import (
    MEASURE_WORDS,
    NOTHING,
    Count,
    Demand,
    Measure,
    amount,
    of_first_reply,
    of_list,
    of_meeting,
    of_receipt,
    of_reminders,
    of_reply,
    of_report,
    tallied,
    week_of,
)
from guatu.domain.burden.prohibitions import (
    PROHIBITION_WORDS,
    Checked,
    Finding,
    Prohibition,
    suspect_words,
)
from guatu.domain.statetables import NotNow
from guatu.domain.words import say
from tests.domain.lights.documents import rows_of

PAGE = "burden.md"
UNIT = UUID(int=1)
MADE = {
    ("slip to receive", "each unit of a dispatch"): of_receipt(),
    ("first reply", "the lead"): of_first_reply(),
    ("reply, two kinds of evidence", "the lead"): of_reply(lead=True, evidence=2),
    ("reply, two kinds of evidence", "a helper"): of_reply(lead=False, evidence=2),
    ("list of 40 cells, 6 typed", "the unit"): of_list(40, 6),
    ("month's progress, 4 cells given", "the unit of the post that reports"): of_report(4),
    (
        "correction of a month, 2 of 5 cells changed",
        "the unit of the post that reports",
    ): of_report(2),
    ("meeting of 90 minutes, 2 people", "each unit"): of_meeting(2, 90),
    ("reminder to 3 people", "each person's unit"): of_reminders(3),
}
#: Drawing may take long on a busy machine; nothing is timed.
calmly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
#: One number for all eleven figures: eleven draws a count take long on a busy machine.
COUNTS = st.integers(0, 2**66 - 1).map(
    lambda bits: Count(*(bits >> 6 * place & 63 for place in range(11)))
)


@pytest.mark.parametrize("row", rows_of(PAGE, "demand"), ids=lambda row: row["demand"])
def test_what_one_demand_counts(row: dict[str, str]) -> None:
    count = MADE[(row["demand"], row["of"])]

    for name in ("forms", "fields", "prefilled", "slips", "meetings", "minutes", "reminders"):
        assert getattr(count, name) == int(row[name]), name
    assert count.typed == int(row["fields"]) - int(row["prefilled"])


def test_the_page_tells_every_demand() -> None:
    assert {(row["demand"], row["of"]) for row in rows_of(PAGE, "demand")} == set(MADE)


@pytest.mark.parametrize("row", rows_of(PAGE, "week"), ids=lambda row: row["day"])
def test_the_week_of_a_day(row: dict[str, str]) -> None:
    assert week_of(date.fromisoformat(row["day"])) == date.fromisoformat(row["week"])


@pytest.mark.parametrize("row", rows_of(PAGE, "told"), ids=lambda row: "-".join(row.values()))
def test_what_a_cap_tells_and_what_it_refuses(row: dict[str, str]) -> None:
    cap = Cap(Measure.SLIPS, Scope.UNIT, int(row["limit"]), row["hard"] == "yes", "示例文件")
    before, asked = {UNIT: Count(slips=int(row["had"]))}, {UNIT: Count(slips=int(row["asked"]))}
    lifted = {(UNIT, Measure.SLIPS)} if row["lifted"] == "yes" else set()

    found = strains([cap], Scope.UNIT, before, asked)

    assert bool(found) is (row["told"] == "yes")
    assert bool(refused(found, lifted)) is (row["refused"] == "yes")


@pytest.mark.parametrize("row", rows_of(PAGE, "one finding"), ids=lambda row: row["holds"])
def test_a_prohibition_holds_by_its_findings(row: dict[str, str]) -> None:
    said = {"yes": True, "no": False, "unknown": None}
    cells = (row["one finding"], row["another"])
    found = [Finding("示例", say("示例"), said[cell]) for cell in cells]

    assert Checked(Prohibition.ASKING, found).holds is said[row["holds"]]


@pytest.mark.parametrize("row", rows_of(PAGE, "against"), ids=lambda row: row["words"])
def test_words_that_go_against_a_prohibition(row: dict[str, str]) -> None:
    found = suspect_words(Prohibition(row["against"]), row["words"])

    assert found == ([] if row["found"] == "–" else [row["found"]])


@calmly
@given(COUNTS, COUNTS, COUNTS)
def test_counts_add_up_in_any_order_and_can_be_taken_back(a: Count, b: Count, c: Count) -> None:
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + NOTHING == a
    assert (a + b) - b == a


@calmly
@given(st.lists(st.tuples(st.integers(0, 3), COUNTS), max_size=12), st.integers(1, 4))
def test_counting_alike_together_is_adding_them_up(
    pairs: list[tuple[int, Count]], times: int
) -> None:
    often = pairs * times

    found = tallied(often)

    for key in {key for key, _count in often}:
        assert found[key] == sum((count for one, count in often if one == key), NOTHING)
    assert set(found) == {key for key, _count in pairs}


@calmly
@given(COUNTS, COUNTS, st.sampled_from(Measure), st.integers(1, 120))
def test_a_cap_is_told_exactly_when_the_sum_comes_to_it(
    before: Count, asked: Count, measure: Measure, limit: int
) -> None:
    cap = Cap(measure, Scope.UNIT, limit, hard=True, source="示例文件")

    found = strains([cap], Scope.UNIT, {UNIT: before}, {UNIT: asked})

    whole = amount(before, measure) + amount(asked, measure)
    assert bool(found) is (whole >= limit and amount(asked, measure) > 0)
    assert all(one.after == whole and one.is_over is (whole > limit) for one in found)


@given(st.integers(1, 9), st.integers(1, 480))
def test_a_meeting_is_as_long_for_each_as_it_is(people: int, minutes: int) -> None:
    posts = frozenset(UUID(int=n) for n in range(people))
    whole = Demand(UNIT, posts, date(2021, 3, 15), of_meeting(people, minutes))

    assert whole.of_one().count == Count(meetings=1, minutes=minutes)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_week_begins_on_monday_and_has_seven_days(day: date) -> None:
    monday = week_of(day)

    assert monday.weekday() == 0
    assert monday <= day < monday + timedelta(days=7)


def test_the_share_prefilled_is_cut() -> None:
    assert of_list(1000, 201).prefilled_percent == 79
    assert of_list(5, 1).prefilled_percent == 80
    assert NOTHING.prefilled_percent is None


def test_what_ships_is_a_proposal_without_faults_and_nothing_hard() -> None:
    caps = load_caps(preset()["caps"])

    assert list(faults(caps)) == []
    assert not any(cap.hard for cap in caps)


def test_faults_stand_at_their_part() -> None:
    caps = [
        Cap(Measure.SLIPS, Scope.UNIT, 0, hard=False, source="示例文件"),
        Cap(Measure.FORMS, Scope.UNIT, 5, hard=False, source=" "),
        Cap(Measure.REMINDERS, Scope.UNIT, 5, hard=True, source="示例文件"),
    ]

    assert [(cap.measure, part) for cap, part, _words in faults(caps)] == [
        (Measure.SLIPS, "limit"),
        (Measure.FORMS, "source"),
        (Measure.REMINDERS, "hard"),
    ]


def test_a_complaint_goes_round_until_its_writer_is_content() -> None:
    assert complaints.open_to(Status.OPEN, {Party.ANSWERER}) == [Verb.ANSWER]
    assert complaints.open_to(Status.OPEN, {Party.WRITER}) == []
    assert complaints.open_to(Status.ANSWERED, {Party.WRITER}) == [Verb.ASK_AGAIN, Verb.SETTLE]
    assert complaints.open_to(Status.ANSWERED, {Party.ANSWERER}) == []
    assert complaints.open_to(Status.SETTLED, set(Party)) == []
    with pytest.raises(NotNow, match="已了结"):
        complaints.step(Status.SETTLED, Verb.ANSWER)


def test_choices_are_those_of_the_core() -> None:
    assert CappedMeasure.values == [measure.value for measure in Measure]
    assert [str(label) for label in CappedMeasure.labels] == [MEASURE_WORDS[m] for m in Measure]
    assert ComplaintStatus.values == [status.value for status in Status]
    words = [complaints.STATUS_WORDS[status] for status in Status]
    assert [str(label) for label in ComplaintStatus.labels] == words
    assert set(PROHIBITION_WORDS) == set(Prohibition)
