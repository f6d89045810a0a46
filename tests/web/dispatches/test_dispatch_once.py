"""Every page that changes a dispatch, sent five times with one key: one effect, one answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from guatu.dispatches.models import Dispatch
from guatu.domain.lifecycle import Status, Verb
from guatu.ops.verifying import faults
from guatu.web.dispatches.doors import door_of
from tests.city import City, build_city
from tests.dispatches.cast import PDF, USUAL, Cast, Course, at, build_cast
from tests.journal.test_recording import in_threads

KEY = "example-key-5"
TIMES = 5
#: A state in which the page offers the verb, and what is typed there.
SENT: dict[Verb, tuple[Status, dict[str, Any]]] = {
    Verb.SUBMIT: (Status.DRAFT, {}),
    Verb.RETURN_DRAFT: (Status.APPROVING, {"reason": "要求写得不清楚"}),
    Verb.APPROVE: (Status.APPROVING, {}),
    Verb.ISSUE: (Status.DRAFT, {}),
    Verb.RECEIVE: (Status.ISSUED, {}),
    Verb.RECEIVE_PART: (Status.ISSUED, {}),
    Verb.DECLINE: (Status.ISSUED, {"reason": "不是本局职责"}),
    Verb.REASSIGN: (Status.RECEIVED, {"unit": "woods", "reason": "职责调整"}),
    Verb.CO_HANDLE: (Status.RECEIVED, {"units": "woods", "asked": "出具林地意见"}),
    Verb.REPORT: (Status.RECEIVED, {"words": "已上会"}),
    Verb.REPORT_PART: (Status.ISSUED, {"words": "意见已出"}),
    Verb.REPLY: (Status.RECEIVED, {"words": "已办结", "evidence-document": "file"}),
    Verb.SEND_BACK: (Status.REPLIED, {"reason": "缺图纸", "until": "2021-04-09"}),
    Verb.COMPLETE: (Status.REPLIED, {}),
    Verb.SIGN_OFF: (Status.COMPLETED, {}),
    Verb.REOPEN: (Status.SIGNED_OFF, {"reason": "现场没有完成", "until": "2021-04-09"}),
    Verb.WITHDRAW: (Status.ISSUED, {"reason": "已并入另一件"}),
    Verb.ASK_EXTENSION: (Status.RECEIVED, {"until": "2021-04-02", "reason": "等专家评审"}),
    Verb.GRANT_EXTENSION: (Status.RECEIVED, {"extension": "asked"}),
    Verb.REFUSE_EXTENSION: (Status.RECEIVED, {"extension": "asked", "reason": "不能再拖"}),
    Verb.PAUSE: (Status.RECEIVED, {"unit": "water", "reason": "等水务批复"}),
    Verb.RESUME: (Status.RECEIVED, {}),
}
BEFORE = {
    Verb.GRANT_EXTENSION: Verb.ASK_EXTENSION,
    Verb.REFUSE_EXTENSION: Verb.ASK_EXTENSION,
    Verb.RESUME: Verb.PAUSE,
}
NEW = {
    "title": "示例项目供地手续",
    "asked": "完成供地手续，交批复文件",
    "urgency": "normal",
    "source": "meeting",
    "kind": "assignment",
    "weight": "0",
    "due_on": "2021-03-26",
    "then": "issue",
}


@pytest.fixture
def cast(city: City) -> Cast:
    return build_cast(city)


def test_every_page_of_a_verb_is_sent_here() -> None:
    assert {*SENT, Verb.EDIT} == set(Verb)


def ready(cast: Cast, verb: Verb) -> Course:
    course = at(cast, SENT[verb][0])
    return course.do(BEFORE[verb]) if verb in BEFORE else course


def fields(course: Course, verb: Verb) -> dict[str, Any]:
    known = {
        "woods": course.cast.woods.pk,
        "water": course.cast.water.pk,
        "file": SimpleUploadedFile(PDF.name, PDF.raw),
    }
    typed = {name: known.get(value, value) for name, value in SENT[verb][1].items()}
    if "extension" in typed:
        typed["extension"] = course.asked().pk
    return {"seen": course.dispatch.version, "key": KEY, **typed}


def send(browser: Client, course: Course, verb: Verb) -> HttpResponse:
    return browser.post(door_of(verb).url(course.dispatch), fields(course, verb))


def assert_one_effect(course: Course, answers: list[HttpResponse]) -> None:
    before = course.dispatch.version
    assert [answer.status_code for answer in answers] == [302] * TIMES
    assert len({answer["Location"] for answer in answers}) == 1
    assert course.read().version == before + 1
    assert [str(fault) for fault in faults(course.cast.city.tenant)] == []


@pytest.mark.parametrize("verb", list(SENT))
def test_a_click_that_is_repeated_has_one_effect(cast: Cast, verb: Verb) -> None:
    course = ready(cast, verb)
    browser = cast.city.client(cast.people[USUAL[verb]])
    assert_one_effect(course, [send(browser, course, verb) for _ in range(TIMES)])


def test_a_new_one_that_is_sent_again_is_one(cast: Cast) -> None:
    browser = cast.city.client(cast.approver)
    typed = {**NEW, "lead_unit": cast.city.industry.pk, "key": KEY}
    answers = [browser.post("/dispatches/new/", typed) for _ in range(TIMES)]
    assert [answer.status_code for answer in answers] == [302] * TIMES
    assert len({answer["Location"] for answer in answers}) == 1
    assert Dispatch.objects.get().serial == 1


def test_a_draft_that_is_saved_again_is_saved_once(cast: Cast) -> None:
    course = at(cast, Status.DRAFT)
    browser = cast.city.client(cast.issuer)
    typed = {**NEW, "lead_unit": cast.city.industry.pk, "key": KEY, "then": "", "seen": 1}
    address = f"/dispatches/{course.dispatch.pk}/edit/"
    assert_one_effect(course, [browser.post(address, typed) for _ in range(TIMES)])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", list(SENT))
def test_five_clicks_at_once_have_one_effect(verb: Verb) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    cast = build_cast(build_city())
    course = ready(cast, verb)
    browsers = [cast.city.client(cast.people[USUAL[verb]]) for _ in range(TIMES)]
    answers: list[HttpResponse] = []
    errors = in_threads(TIMES, lambda n: answers.append(send(browsers[n], course, verb)))
    assert errors == []
    assert_one_effect(course, answers)


@pytest.mark.django_db(transaction=True)
def test_five_new_ones_at_once_are_one() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    cast = build_cast(build_city())
    browsers = [cast.city.client(cast.approver) for _ in range(TIMES)]
    typed = {**NEW, "lead_unit": cast.city.industry.pk, "key": KEY}
    answers: list[HttpResponse] = []

    def click(n: int) -> None:
        answers.append(browsers[n].post("/dispatches/new/", typed))

    assert in_threads(TIMES, click) == []
    assert len({answer["Location"] for answer in answers}) == 1
    assert Dispatch.objects.get().serial == 1
