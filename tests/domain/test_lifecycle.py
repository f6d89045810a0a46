"""The table of a dispatch: who can bring it where, and that it is never stuck."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain, combinations

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from guatu.domain.lifecycle import (
    CLOSED,
    OPEN,
    PARTY_WORDS,
    STATUS_WORDS,
    TABLE,
    VERB_WORDS,
    WITH_DOER,
    WITH_ISSUER,
    WITH_REVIEWER,
    Ask,
    Party,
    Status,
    Step,
    Verb,
    diagram,
    open_to,
    row_of,
    step,
)
from guatu.domain.statetables import NotNow

EVERYBODY = frozenset(Party)
#: Whoever does the work or stands beside it; none of them may judge it.
DOING = frozenset({Party.DOER, Party.HELPER, Party.AWAITED})
GIVING = frozenset({Party.ISSUER, Party.APPROVER})


def moves(status: Status, parties: Collection[Party]) -> list[Step]:
    """The steps of ``parties`` that lead out of ``status``."""
    steps = (row_of(verb) for verb in open_to(status, parties))
    return [one for one in steps if one.leads_to(status) is not status]


def reached(start: Status, parties: Collection[Party]) -> set[Status]:
    """Every state to which ``parties`` can bring what stands at ``start``, with nobody's help."""
    found, ahead = {start}, [start]
    while ahead:
        status = ahead.pop()
        for one in moves(status, parties):
            target = one.leads_to(status)
            if target not in found:
                found.add(target)
                ahead.append(target)
    return found


def groups(parties: Iterable[Party]) -> list[tuple[Party, ...]]:
    members = sorted(parties)
    sizes = range(1, len(members) + 1)
    return list(chain.from_iterable(combinations(members, size) for size in sizes))


def test_every_verb_is_one_row_and_everything_has_a_word() -> None:
    assert [one.verb for one in TABLE] == list(dict.fromkeys(one.verb for one in TABLE))
    assert {one.verb for one in TABLE} == set(Verb) == set(VERB_WORDS)
    assert set(STATUS_WORDS) == set(Status)
    assert set(PARTY_WORDS) == set(Party)
    assert {party for one in TABLE for party in one.parties} == EVERYBODY


def test_words_of_states_and_of_verbs_tell_them_apart() -> None:
    assert len(set(STATUS_WORDS.values())) == len(Status)
    assert len(set(VERB_WORDS.values())) == len(Verb)


@pytest.mark.parametrize("one", TABLE, ids=lambda one: one.verb)
def test_every_verb_has_somebody_who_may_and_a_state_where(one: Step) -> None:
    assert one.parties
    assert one.sources
    assert len(set(one.asks)) == len(one.asks)


def test_every_state_is_with_somebody() -> None:
    parts = (WITH_ISSUER, WITH_DOER, WITH_REVIEWER, CLOSED)
    assert sorted(chain.from_iterable(parts)) == sorted(Status)


def test_every_state_can_be_come_to_from_a_draft() -> None:
    assert reached(Status.DRAFT, EVERYBODY) == set(Status)


@pytest.mark.parametrize("status", sorted(OPEN))
def test_what_is_open_can_be_signed_off(status: Status) -> None:
    assert Status.SIGNED_OFF in reached(status, EVERYBODY)


@pytest.mark.parametrize("status", sorted(OPEN - {Status.COMPLETED}))
def test_whoever_gave_it_can_take_it_back(status: Status) -> None:
    for party in GIVING:
        assert Verb.WITHDRAW in open_to(status, {party})
    assert step(status, Verb.WITHDRAW).leads_to(status) is Status.WITHDRAWN


@pytest.mark.parametrize(
    ("states", "parties"),
    [(WITH_ISSUER, GIVING), (WITH_DOER, {Party.DOER}), (WITH_REVIEWER, {Party.REVIEWER})],
    ids=["issuer", "doer", "reviewer"],
)
def test_whoever_has_it_can_move_it_on(
    states: frozenset[Status], parties: Collection[Party]
) -> None:
    for status in states:
        assert any(one.verb is not Verb.WITHDRAW for one in moves(status, parties))


def test_what_was_declined_goes_to_another_unit_or_is_taken_back() -> None:
    ways = {one.verb: one.leads_to(Status.DECLINED) for one in moves(Status.DECLINED, GIVING)}
    assert ways == {Verb.REASSIGN: Status.ISSUED, Verb.WITHDRAW: Status.WITHDRAWN}
    assert Ask.UNIT in row_of(Verb.REASSIGN).asks


def test_only_the_doer_declines_and_only_before_it_was_received() -> None:
    assert row_of(Verb.DECLINE).sources == {Status.ISSUED}
    assert row_of(Verb.DECLINE).parties == {Party.DOER}


@pytest.mark.parametrize("parties", groups(DOING), ids="+".join)
@pytest.mark.parametrize("status", sorted(OPEN))
def test_whoever_does_it_never_closes_it(status: Status, parties: tuple[Party, ...]) -> None:
    ends = reached(status, parties) - {status}
    assert not ends & CLOSED
    assert Status.COMPLETED not in ends


@pytest.mark.parametrize("parties", groups(EVERYBODY - {Party.REVIEWER}), ids="+".join)
def test_without_the_reviewer_nothing_is_signed_off(parties: tuple[Party, ...]) -> None:
    for status in OPEN:
        assert Status.SIGNED_OFF not in reached(status, parties)


@pytest.mark.parametrize("parties", groups(EVERYBODY - {Party.DOER}), ids="+".join)
def test_without_the_doer_nothing_new_is_signed_off(parties: tuple[Party, ...]) -> None:
    for status in OPEN - WITH_REVIEWER:
        assert Status.SIGNED_OFF not in reached(status, parties)


def test_the_doer_neither_reviews_nor_grants_himself_time() -> None:
    judging = {
        Verb.COMPLETE, Verb.SIGN_OFF, Verb.SEND_BACK, Verb.REOPEN,
        Verb.GRANT_EXTENSION, Verb.REFUSE_EXTENSION, Verb.APPROVE, Verb.ISSUE, Verb.WITHDRAW,
    }  # fmt: skip
    for status in Status:
        assert not judging & set(open_to(status, DOING))


def test_a_sign_off_needs_the_evidence_that_was_asked_for() -> None:
    assert Ask.EVIDENCE in row_of(Verb.REPLY).asks
    assert Ask.EVIDENCE in row_of(Verb.SIGN_OFF).asks


@pytest.mark.parametrize(
    "verb",
    [
        Verb.RETURN_DRAFT, Verb.DECLINE, Verb.REASSIGN, Verb.SEND_BACK, Verb.REOPEN,
        Verb.WITHDRAW, Verb.ASK_EXTENSION, Verb.REFUSE_EXTENSION, Verb.PAUSE, Verb.CO_HANDLE,
    ],
)  # fmt: skip
def test_whoever_goes_back_or_asks_for_more_says_why(verb: Verb) -> None:
    assert Ask.REASON in row_of(verb).asks


def test_what_is_closed_is_only_opened_again_by_the_reviewer() -> None:
    assert open_to(Status.WITHDRAWN, EVERYBODY) == []
    assert open_to(Status.SIGNED_OFF, EVERYBODY) == [Verb.REOPEN]
    assert row_of(Verb.REOPEN).parties == {Party.REVIEWER}
    assert step(Status.SIGNED_OFF, Verb.REOPEN).target is Status.SENT_BACK


def test_what_was_asked_for_can_be_answered_wherever_it_may_stand() -> None:
    asked = row_of(Verb.ASK_EXTENSION)
    for answer in (Verb.GRANT_EXTENSION, Verb.REFUSE_EXTENSION):
        assert asked.sources <= row_of(answer).sources
        assert not asked.parties & row_of(answer).parties
    assert row_of(Verb.PAUSE).sources <= row_of(Verb.RESUME).sources


def test_whoever_pauses_can_resume_and_so_can_whoever_is_waited_for() -> None:
    assert row_of(Verb.PAUSE).parties | {Party.AWAITED} <= row_of(Verb.RESUME).parties


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("verb", list(Verb))
def test_a_step_is_taken_where_the_table_has_it_and_refused_elsewhere(
    status: Status, verb: Verb
) -> None:
    if verb in open_to(status, EVERYBODY):
        assert step(status, verb) is row_of(verb)
        return
    with pytest.raises(NotNow) as caught:
        step(status, verb)
    words = str(caught.value.sentence)
    assert STATUS_WORDS[status] in words
    assert VERB_WORDS[verb] in words


def test_nobody_may_do_anything_without_standing_to_it() -> None:
    for status in Status:
        assert open_to(status, ()) == []


def test_what_several_may_do_is_what_each_of_them_may() -> None:
    for status in Status:
        for parties in groups(EVERYBODY):
            each = {verb for party in parties for verb in open_to(status, {party})}
            assert set(open_to(status, parties)) == each


def test_the_diagram_has_every_way() -> None:
    lines = [line.strip() for line in diagram().splitlines()]
    for one in TABLE:
        for source in one.sources if one.target else ():
            (arrow,) = [line for line in lines if line.startswith(f"{source} --> {one.target}:")]
            assert VERB_WORDS[one.verb] in arrow.partition(": ")[2].split("、")
    assert {f"{status} --> [*]" for status in CLOSED} <= set(lines)


class Course(RuleBasedStateMachine):
    """Anybody does anything at any time; what the table refuses changes nothing."""

    status = Status.DRAFT

    @initialize()
    def draft(self) -> None:
        self.trail: list[tuple[Status, Verb, Party]] = []

    @rule(verb=st.sampled_from(Verb), party=st.sampled_from(Party))
    def somebody_tries(self, verb: Verb, party: Party) -> None:
        if party not in row_of(verb).parties:
            assert verb not in open_to(self.status, {party})
            return
        try:
            self._do(step(self.status, verb), party)
        except NotNow:
            assert verb not in open_to(self.status, EVERYBODY)

    @precondition(lambda self: self.status in OPEN)
    @rule(data=st.data())
    def somebody_moves_it(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(moves(self.status, EVERYBODY)))
        self._do(one, data.draw(st.sampled_from(sorted(one.parties))))

    @precondition(lambda self: self.status is Status.DECLINED)
    @rule(party=st.sampled_from(sorted(GIVING)))
    def it_is_passed_on(self, party: Party) -> None:
        assert Verb.REASSIGN in open_to(self.status, {party})
        self._do(row_of(Verb.REASSIGN), party)
        assert self.status in WITH_DOER

    @precondition(lambda self: self.status in OPEN)
    @rule()
    def the_doer_is_left_alone(self) -> None:
        assert not (reached(self.status, DOING) - {self.status}) & (CLOSED | {Status.COMPLETED})

    @precondition(lambda self: self.status in OPEN)
    @rule()
    def all_go_on_to_the_end(self) -> None:
        """By the shortest way that does not take it back."""
        for one, party in self._shortest():
            self._do(one, party)
        assert self.status is Status.SIGNED_OFF

    @invariant()
    def somebody_has_it(self) -> None:
        assert self.status in CLOSED or moves(self.status, EVERYBODY)

    @invariant()
    def a_sign_off_was_reviewed_after_the_doer_replied(self) -> None:
        if self.status is Status.SIGNED_OFF:
            last = [(verb, party) for status, verb, party in self.trail if _goes(status, verb)][-3:]
            assert last == [
                (Verb.REPLY, Party.DOER),
                (Verb.COMPLETE, Party.REVIEWER),
                (Verb.SIGN_OFF, Party.REVIEWER),
            ]

    @invariant()
    def it_was_given_before_anybody_worked_on_it(self) -> None:
        if self.status in WITH_DOER | WITH_REVIEWER | {Status.DECLINED, Status.SIGNED_OFF}:
            given = {Verb.APPROVE, Verb.ISSUE}
            assert any(verb in given and who is Party.APPROVER for _, verb, who in self.trail)

    def _do(self, one: Step, party: Party) -> None:
        self.trail.append((self.status, one.verb, party))
        self.status = one.leads_to(self.status)

    def _shortest(self) -> list[tuple[Step, Party]]:
        ways: dict[Status, list[tuple[Step, Party]]] = {self.status: []}
        ahead = [self.status]
        while Status.SIGNED_OFF not in ways:
            status = ahead.pop(0)
            for one in moves(status, EVERYBODY):
                target = one.leads_to(status)
                if target not in ways:
                    ways[target] = [*ways[status], (one, min(one.parties))]
                    ahead.append(target)
        return ways[Status.SIGNED_OFF]


def _goes(status: Status, verb: Verb) -> bool:
    return row_of(verb).leads_to(status) is not status


TestCourse = Course.TestCase
