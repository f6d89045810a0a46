"""Every row of the table with everyone of the cast: allowed, refused, and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from guatu.commitments.access import parties, verbs_open
from guatu.commitments.actions import approving, drafting, judging, practising, revising
from guatu.commitments.actions.revising import Wanted
from guatu.commitments.choices import CommitmentStatus
from guatu.commitments.models import Commitment
from guatu.domain.commitments import (
    RUNNING,
    STATUS_WORDS,
    TABLE,
    VERB_WORDS,
    Ask,
    Finding,
    Party,
    Status,
    Verb,
    open_to,
    parties_of,
    step,
)
from guatu.journal.queries import history_of
from guatu.kit.refusals import Refusal
from guatu.org.access import Forbidden
from guatu.org.models import User
from tests.city import NOW, City
from tests.commitments.promising import DAY, DUE, PAST_DUE, fresh, in_state, promise

Act = Callable[[City, Commitment, User], object]
CAST = ("office", "head", "liaison", "other_liaison", "owner", "inspector", "deputy", "reader",
        "system_admin", "outsider")  # fmt: skip
#: Who stands how to a promise of the head of the industry department that the office drafted.
STANDING = {
    "office": {Party.DRAFTER, Party.APPROVER, Party.JUDGE},
    "head": {Party.DRAFTER, Party.PROMISER, Party.HANDLER},
    "liaison": {Party.DRAFTER, Party.HANDLER},
    "owner": {Party.HANDLER},
    "inspector": {Party.JUDGE},
}
SAID: dict[str, Any] = {"reason": "情况说明"}
WANTED = Wanted("建成标准厂房一期", "交付面积", "2 万平方米", date(2021, 4, 20))


def _judging(finding: Finding, met_on: date | None = None, evidence: str = "现场核实") -> Act:
    def act(city: City, row: Commitment, by: User) -> object:
        said = {"evidence": evidence, "met_on": met_on, "by": by, "now": PAST_DUE}
        return judging.judge(row, finding, **said)

    return act


def _simple(act: Callable[..., object], now: datetime = NOW, **said: Any) -> Act:
    return lambda city, row, by: act(row, by=by, now=now, **said)


def _editing(city: City, row: Commitment, by: User) -> object:
    wanted = promise(city, owner_post=city.posts["owner"], target="4 万平方米")
    return drafting.edit(row, wanted, by=by, now=NOW)


ACTS: dict[Verb, Act] = {
    Verb.EDIT: _editing,
    Verb.OFFER: _simple(drafting.offer),
    Verb.CONFIRM: _simple(approving.confirm),
    Verb.DECLINE: _simple(approving.decline, **SAID),
    Verb.SHOW: _simple(approving.show),
    Verb.RETURN_DRAFT: _simple(approving.return_draft, **SAID),
    Verb.REPORT: _simple(practising.report, words="主体已封顶"),
    Verb.ASK_REVISION: lambda city, row, by: revising.ask_revision(
        row, WANTED, by=by, now=NOW, **SAID
    ),
    Verb.GRANT_REVISION: _simple(revising.grant_revision),
    Verb.REFUSE_REVISION: _simple(revising.refuse_asked_revision, **SAID),
    Verb.KEEP: _judging(Finding.MET, DUE),
    Verb.KEEP_LATE: _judging(Finding.MET, PAST_DUE.date()),
    Verb.KEEP_PARTLY: _judging(Finding.PARTLY),
    Verb.BREAK: _judging(Finding.NOT_MET),
    Verb.RECONSIDER: _simple(judging.reconsider, PAST_DUE, **SAID),
    Verb.WITHDRAW: _simple(drafting.withdraw, **SAID),
}
NOTHING_SAID: dict[Verb, Act] = {
    Verb.DECLINE: _simple(approving.decline, reason=" "),
    Verb.RETURN_DRAFT: _simple(approving.return_draft, reason=""),
    Verb.REPORT: _simple(practising.report, words=" "),
    Verb.ASK_REVISION: lambda city, row, by: revising.ask_revision(
        row, WANTED, reason="", by=by, now=NOW
    ),
    Verb.REFUSE_REVISION: _simple(revising.refuse_asked_revision, reason=""),
    Verb.KEEP: _judging(Finding.MET, DUE, evidence=""),
    Verb.KEEP_LATE: _judging(Finding.MET, PAST_DUE.date(), evidence=" "),
    Verb.KEEP_PARTLY: _judging(Finding.PARTLY, evidence=""),
    Verb.BREAK: _judging(Finding.NOT_MET, evidence=""),
    Verb.RECONSIDER: _simple(judging.reconsider, PAST_DUE, reason=""),
    Verb.WITHDRAW: _simple(drafting.withdraw, reason=" "),
}
DECIDING = {Verb.GRANT_REVISION, Verb.REFUSE_REVISION}


def ready(city: City, status: Status, verb: Verb) -> Commitment:
    """A promise in ``status``, with a revision asked for where the verb decides on one."""
    row = in_state(city, status, owner_post=city.posts["owner"])
    if verb in DECIDING and status in RUNNING:
        revising.ask_revision(row, WANTED, reason="规划核减", by=city.head, now=NOW)
    return fresh(row)


def test_the_words_are_those_of_the_choices() -> None:
    assert {s.value: w for s, w in STATUS_WORDS.items()} == {
        value: str(label) for value, label in CommitmentStatus.choices
    }
    assert set(VERB_WORDS) == set(Verb) == set(ACTS)


def test_no_row_of_the_table_shadows_another() -> None:
    places = [(row.verb, source) for row in TABLE for source in row.sources]
    assert len(places) == len(set(places))


def test_no_party_both_promises_and_judges() -> None:
    own = {Party.PROMISER, Party.HANDLER}
    judging_verbs = {Verb.KEEP, Verb.KEEP_LATE, Verb.KEEP_PARTLY, Verb.BREAK, Verb.RECONSIDER}
    for verb in {*judging_verbs, Verb.SHOW, *DECIDING}:
        assert not parties_of(verb) & own
    assert parties_of(Verb.CONFIRM) == {Party.PROMISER}


def test_everything_that_was_begun_can_be_ended() -> None:
    """From every state there is a way to an end, by somebody."""
    ends = {Status.KEPT, Status.KEPT_LATE, Status.PARTLY, Status.BROKEN, Status.WITHDRAWN}
    for status in Status:
        reached, more = set(), {status}
        while more:
            reached |= more
            more = {row.leads_to(s) for row in TABLE for s in reached if s in row.sources} - reached
        assert reached & ends, status


def test_what_the_table_asks_for_is_asked_for(city: City) -> None:
    """Nothing said, nothing done; and nothing is asked for that the table does not name."""
    said = {Ask.REASON, Ask.WORDS, Ask.EVIDENCE}
    asking = [row for row in TABLE if said & set(row.asks)]
    assert {row.verb for row in asking} == set(NOTHING_SAID)
    for step_of in asking:
        source = min(step_of.sources)
        row = ready(city, source, step_of.verb)
        who = next(w for w in STANDING if STANDING[w] & step_of.parties)
        with pytest.raises(Refusal, match="请写明"):
            NOTHING_SAID[step_of.verb](city, row, getattr(city, who))
        assert fresh(row).version == row.version


@pytest.mark.parametrize("who", CAST)
def test_how_the_cast_stands_to_a_promise(city: City, who: str) -> None:
    row = in_state(city, Status.SHOWN, owner_post=city.posts["owner"])
    assert parties(getattr(city, who), row) == STANDING.get(who, set())


@pytest.mark.parametrize("status", list(Status))
def test_whom_the_table_names_does_it_and_nobody_else(city: City, status: Status) -> None:
    open_now = {who: open_to(status, STANDING.get(who, set())) for who in CAST}
    untouched = in_state(city, status, owner_post=city.posts["owner"])
    for who in CAST:
        assert verbs_open(getattr(city, who), untouched) == open_now[who]
    for verb in Verb:
        row = ready(city, status, verb) if verb in DECIDING else untouched
        for who in CAST:
            if verb in open_now[who]:
                _done(city, ready(city, status, verb), verb, who)
            else:
                _refused(city, row, verb, who)


def _refused(city: City, row: Commitment, verb: Verb, who: str) -> None:
    """Without a trace: 403 for those who never may, a sentence for those who may not now."""
    never = not STANDING.get(who, set()) & parties_of(verb)
    before = (row.status, row.version, history_of(row.pk).count())
    with pytest.raises(Forbidden if never else (Forbidden, Refusal)):
        ACTS[verb](city, row, getattr(city, who))
    kept = fresh(row)
    assert (kept.status, kept.version, history_of(row.pk).count()) == before, (verb, who)


def _done(city: City, row: Commitment, verb: Verb, who: str) -> None:
    status, events = Status(row.status), history_of(row.pk).count()
    ACTS[verb](city, row, getattr(city, who))
    now = fresh(row)
    assert now.status == step(status, verb).leads_to(status), (verb, who)
    assert (now.version, history_of(row.pk).count()) == (row.version + 1, events + 1)


def test_what_is_being_prepared_is_first_shown_to_its_owner(city: City) -> None:
    everyone = {who: getattr(city, who) for who in CAST}

    def readers(row: Commitment) -> set[str]:
        return {
            who
            for who, user in everyone.items()
            if Commitment.objects.visible_to(user).filter(pk=row.pk).exists()
        }

    drafters = {"office", "head", "liaison"}
    assert readers(in_state(city, Status.DRAFTED)) == drafters
    assert readers(in_state(city, Status.OFFERED)) == drafters
    assert readers(in_state(city, Status.APPROVING)) == drafters
    assert readers(in_state(city, Status.SHOWN)) == set(CAST) - {"outsider"}
    own = drafting.draft(city.tenant, promise(city), by=city.head, now=NOW + DAY)
    assert readers(own) == {"head", "liaison"}
    assert readers(in_state(city, Status.WITHDRAWN)) == drafters
