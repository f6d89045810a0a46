"""Every verb of the table, as everybody and in every state: done or refused, as written here."""

from __future__ import annotations

import pytest
from django.db import transaction

from guatu.dispatches.access import verbs_open
from guatu.dispatches.choices import DispatchStatus
from guatu.dispatches.models import Dispatch
from guatu.domain.lifecycle import STATUS_WORDS, TABLE, Status, Verb
from guatu.journal.queries import history_of
from guatu.kit.refusals import Refusal
from guatu.org.access import Forbidden
from tests.dispatches.cast import USUAL, Cast, Course, at

pytestmark = pytest.mark.django_db

#: Verb: a state in which it may be done, the state after it, who may.
ALLOWED = """
edit             draft      draft      issuer approver office
submit           draft      approving  issuer approver office
return_draft     approving  draft      approver office
approve          approving  issued     approver office
issue            draft      issued     approver office
receive          issued     received   doer
receive_part     received   received   helper
decline          issued     declined   doer
reassign         received   issued     issuer approver office
co_handle        received   received   issuer approver office doer
report           received   received   doer
report_part      issued     issued     helper
reply            received   replied    doer
send_back        replied    sent_back  issuer approver office reviewer
complete         replied    completed  issuer approver office reviewer
sign_off         completed  signed_off issuer approver office reviewer
reopen           signed_off sent_back  issuer approver office reviewer
withdraw         issued     withdrawn  issuer approver office
ask_extension    received   received   doer helper
grant_extension  received   received   issuer approver office reviewer
refuse_extension received   received   issuer approver office reviewer
pause            received   received   doer issuer approver office reviewer
resume           received   received   doer issuer approver office reviewer awaited
"""
ROWS = [line.split() for line in ALLOWED.split("\n") if line]
#: The states in which a verb may be done.
WHEN = {
    "edit": "draft",
    "submit": "draft",
    "return_draft": "approving",
    "approve": "approving",
    "issue": "draft",
    "receive": "issued",
    "receive_part": "issued declined received replied sent_back completed",
    "decline": "issued",
    "reassign": "declined issued received sent_back",
    "co_handle": "issued received sent_back",
    "report": "received sent_back",
    "report_part": "issued declined received sent_back",
    "reply": "received sent_back",
    "send_back": "replied completed",
    "complete": "replied",
    "sign_off": "completed",
    "reopen": "signed_off",
    "withdraw": "draft approving declined issued received sent_back replied",
    "ask_extension": "issued received sent_back",
    "grant_extension": "issued received sent_back replied completed",
    "refuse_extension": "issued received sent_back replied completed",
    "pause": "received sent_back",
    "resume": "received sent_back",
}
#: 下发 is one act: from a draft or from what waits for approval.
ONE_ACT = {("approve", "draft"), ("issue", "approving")}
BEFORE = {"grant_extension": "ask_extension", "refuse_extension": "ask_extension"}


def ready(cast: Cast, verb: str, status: str) -> Course:
    course = at(cast, Status(status))
    if verb in BEFORE:
        course.do(Verb(BEFORE[verb]))
    if verb == "resume":
        course.do(Verb.PAUSE)
    return course


def test_the_choices_are_the_states_of_the_table() -> None:
    assert dict(DispatchStatus.choices) == {str(s): words for s, words in STATUS_WORDS.items()}


def test_every_verb_of_the_table_stands_here() -> None:
    assert [row[0] for row in ROWS] == [str(row.verb) for row in TABLE] == list(WHEN)


@pytest.mark.parametrize(("verb", "status", "after", "who"), [(*r[:3], r[3:]) for r in ROWS])
def test_a_verb_is_done_by_whom_the_table_names_and_by_nobody_else(
    cast: Cast, verb: str, status: str, after: str, who: list[str]
) -> None:
    course = ready(cast, verb, status)
    before = course.read()
    done = {}
    for name, person in cast.people.items():
        sid = transaction.savepoint()
        try:
            course.act(Verb(verb), person)
            done[name] = str(course.dispatch.status)
            assert course.dispatch.version == before.version + 1
            assert course.dispatch.changed_by_name == person.name
        except Forbidden:
            assert course.read().version == before.version
        transaction.savepoint_rollback(sid)
    assert done == dict.fromkeys((name for name in cast.people if name in who), after)


@pytest.mark.parametrize("status", [str(status) for status in Status])
def test_a_verb_that_is_not_its_turn_is_refused_and_changes_nothing(
    cast: Cast, status: str
) -> None:
    course = at(cast, Status(status))
    before, events = course.read(), history_of(course.dispatch.pk).count()
    for verb in (v for v in Verb if status not in WHEN[v].split()):
        if (verb, status) in ONE_ACT:
            continue
        with pytest.raises(Refusal) as refused:
            _try(course, verb)
        assert STATUS_WORDS[Status(status)] in str(refused.value), verb
    assert vars(course.read()) | {"_state": 0} == vars(before) | {"_state": 0}
    assert history_of(course.dispatch.pk).count() == events


def _try(course: Course, verb: Verb) -> None:
    """Extensions and approvals are found by their own rows, so they are tried on the dispatch."""
    person = course.cast.people[USUAL[verb]]
    if verb in (Verb.GRANT_EXTENSION, Verb.REFUSE_EXTENSION):
        _extension_out_of_turn(course, verb)
    else:
        course.act(verb, person)


def _extension_out_of_turn(course: Course, verb: Verb) -> None:
    part = course.dispatch.parts.get(is_lead=True)
    asked = course.dispatch.extensions.create(
        part=part, asked_at=course.now, asked_by_name="示例丙", reason="示例",
        before=course.now.date(), until=course.now.date(),
    )  # fmt: skip
    try:
        course.act(verb, course.cast.people[USUAL[verb]])
    finally:
        asked.delete()


@pytest.mark.parametrize("status", [str(status) for status in Status])
def test_buttons_are_the_verbs_that_would_be_done(cast: Cast, status: str) -> None:
    course = at(cast, Status(status))
    rows = Dispatch.objects.prefetch_related("parts", "pauses")
    read = rows.get(pk=course.dispatch.pk)
    for name, person in cast.people.items():
        wanted = [
            row[0]
            for row in ROWS
            if status in WHEN[row[0]].split() and name in row[3:] and name != "awaited"
        ]
        if name == "neighbour":
            continue  # does not see it: the pages begin at what is visible
        assert [str(verb) for verb in verbs_open(person.access, read)] == wanted, name


@pytest.mark.parametrize("status", [str(status) for status in Status])
def test_who_sees_it(cast: Cast, status: str) -> None:
    course = at(cast, Status(status))
    sees = {
        name
        for name, person in cast.people.items()
        if Dispatch.objects.visible_to(person).filter(pk=course.dispatch.pk).exists()
    }
    concerned = {"issuer", "approver", "office", "reviewer", "reader"}
    drafted = status in ("draft", "approving")
    assert sees == concerned if drafted else concerned | {"doer", "helper"}
