"""What holds for the table of every matter: one way on in each place, and words for all of it."""

from __future__ import annotations

from collections import Counter
from types import ModuleType

import pytest

from guatu.domain import blockers, commitments, datechanges, lifecycle, meetings, starts
from guatu.domain.burden import complaints
from guatu.domain.papers import states as papers
from guatu.domain.statetables import NotNow
from guatu.domain.worklists import table as worklists

EVERY = (
    blockers,
    commitments,
    complaints,
    datechanges,
    lifecycle,
    meetings,
    papers,
    starts,
    worklists,
)
every_table = pytest.mark.parametrize("table", EVERY, ids=lambda module: module.__name__)


@every_table
def test_a_verb_leads_one_way_from_a_state(table: ModuleType) -> None:
    places = Counter((row.verb, source) for row in table.TABLE for source in row.sources)
    assert set(places.values()) == {1}


@every_table
def test_every_state_and_verb_has_words(table: ModuleType) -> None:
    assert set(table.STATUS_WORDS) == set(table.Status)
    assert set(table.VERB_WORDS) == {row.verb for row in table.TABLE} == set(table.Verb)


@every_table
def test_what_is_not_the_time_says_how_it_stands(table: ModuleType) -> None:
    belongs = {(row.verb, source) for row in table.TABLE for source in row.sources}
    for status in table.Status:
        for verb in table.Verb:
            if (verb, status) in belongs:
                assert table.step(status, verb).verb is verb
                continue
            with pytest.raises(NotNow) as refused:
                table.step(status, verb)
            said = str(refused.value.sentence)
            assert f"现在是“{table.STATUS_WORDS[status]}”" in said
            assert f"不能“{table.VERB_WORDS[verb]}”" in said
