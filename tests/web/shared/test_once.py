"""A POST with a key: sent again it has no second effect and the same answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, RequestFactory

from guatu.journal.queries import events_of
from guatu.org.models import Unit
from guatu.web.shared.once import Once
from tests.city import City, build_city
from tests.journal.test_recording import in_threads

ONCE = "guatu.web.shared.once.Once"
KEY = "example-key-1"
HERE = "/units/new/"


@pytest.fixture(autouse=True)
def keyed(settings: Any) -> None:
    if ONCE not in settings.MIDDLEWARE:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, ONCE]


def values(city: City, **changes: Any) -> dict[str, Any]:
    return {"name": "示例水务局", "parent": city.root.pk, "kind": "department"} | changes


def send(browser: Client, city: City, **changes: Any) -> HttpResponse:
    return browser.post(HERE, values(city, **{"key": KEY, **changes}))


def created(city: City) -> int:
    return events_of(city.tenant.pk).filter(code="unit.created").count()


def test_a_form_that_is_sent_twice_has_one_effect_and_one_answer(
    city: City, office: Client
) -> None:
    first, second = send(office, city), send(office, city)
    assert (first.status_code, first["Location"]) == (302, second["Location"])
    assert (second.status_code, second["Idempotent-Replay"]) == (302, "true")
    assert created(city) == 1


def test_a_program_sends_the_key_in_a_header(city: City, office: Client) -> None:
    answers = [office.post(HERE, values(city), headers={"Idempotency-Key": KEY}) for _ in range(3)]
    assert len({answer["Location"] for answer in answers}) == 1
    assert created(city) == 1


def test_a_lost_answer_is_given_again_with_its_message(city: City) -> None:
    lost, again = city.client(city.office), city.client(city.office)
    send(lost, city)
    assert "示例水务局" in again.get(send(again, city)["Location"]).content.decode()


def test_the_token_of_another_page_is_not_another_content(city: City) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(city.office, backend="allauth.account.auth_backends.AuthenticationBackend")
    for _ in range(2):
        page = strict.get(HERE)
        token = str(page.context["csrf_token"])
        assert send(strict, city, csrfmiddlewaretoken=token).status_code == 302
    assert created(city) == 1


def test_the_same_key_with_another_content_is_told_so(city: City, office: Client) -> None:
    send(office, city)
    other = send(office, city, name="示例林业局")
    assert other.status_code == 422
    assert "这次的内容和上次不同，没有再办" in other.content.decode()
    assert created(city) == 1


def test_the_same_key_at_another_address_is_told_so(city: City, office: Client) -> None:
    send(office, city)
    other = office.post(f"/units/{city.industry.pk}/edit/", values(city, key=KEY))
    assert other.status_code == 422
    assert not Unit.objects.filter(pk=city.industry.pk, name="示例水务局").exists()


def test_the_key_of_somebody_else_is_another_key(city: City, office: Client) -> None:
    send(office, city)
    refused = send(city.client(city.reader), city)
    assert refused.status_code == 403


def test_a_form_with_errors_leaves_the_key_free(city: City, office: Client) -> None:
    assert send(office, city, name="").status_code == 422
    assert send(office, city).status_code == 302
    assert created(city) == 1


def test_what_one_may_not_do_leaves_no_answer(city: City) -> None:
    reader = city.client(city.reader)
    assert [send(reader, city).status_code for _ in range(2)] == [403, 403]


def test_a_refusal_that_is_told_on_the_next_page_leaves_the_key_free(
    city: City, office: Client
) -> None:
    """The industry department still has posts, so it cannot be closed."""
    for _ in range(2):
        answer = office.post(f"/units/{city.industry.pk}/closing/", {"key": KEY})
        assert answer.status_code == 302
        assert "Idempotent-Replay" not in answer


@pytest.mark.parametrize("key", ["short", "x" * 101, "有汉字的编号不行的", "two words"])
def test_a_key_that_is_none_is_refused(city: City, office: Client, key: str) -> None:
    assert send(office, city, key=key).status_code == 400
    assert created(city) == 0


def test_without_a_key_all_is_as_before(city: City, office: Client) -> None:
    answers = [office.post(HERE, values(city)) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 422]


def test_a_form_carries_a_fresh_key() -> None:
    page = engines["django"].from_string("{% once %}")
    first, second = page.render(), page.render()
    assert first.startswith('<input type="hidden" name="key" value="')
    assert first != second


def test_files_count_by_what_is_in_them_and_can_be_read_afterwards(
    city: City, rf: RequestFactory
) -> None:
    read: list[bytes] = []

    def view(request: HttpRequest) -> HttpResponse:
        read.append(request.FILES["file"].read())
        return HttpResponse("收到")

    answers = [_sent(city, rf, view, body) for body in (b"a" * 9, b"a" * 9, b"b" * 9)]
    assert [answer.status_code for answer in answers] == [200, 200, 422]
    assert answers[1].content.decode() == "收到"
    assert read == [b"a" * 9]


@pytest.mark.parametrize(
    "answer",
    [
        lambda: HttpResponse("长" * 40_000),
        lambda: HttpResponse(b"\xff\xfe"),
        lambda: FileResponse(iter([b"a"])),
    ],
    ids=["long", "not text", "stream"],
)
def test_what_is_too_long_to_keep_is_answered_by_a_sentence(
    city: City, rf: RequestFactory, answer: Any
) -> None:
    made: list[HttpResponse] = []

    def view(request: HttpRequest) -> HttpResponse:
        made.append(answer())
        return made[-1]

    assert _sent(city, rf, view).status_code == 200
    again = _sent(city, rf, view)
    assert (again.status_code, again["Location"], len(made)) == (302, "/", 1)


def test_a_fault_of_ours_leaves_no_trace(city: City, office: Client, monkeypatch: Any) -> None:
    """A page that fails when its act is done has done nothing; the click can be made again."""
    office.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("guatu.web.org.views.units.messages.success", _fail)
        assert send(office, city).status_code == 500
    assert not Unit.objects.filter(name="示例水务局").exists()
    assert send(office, city).status_code == 302


def _fail(*_args: object, **_options: object) -> None:
    raise RuntimeError("示例：办到一半")


def _sent(city: City, rf: RequestFactory, view: Any, body: bytes = b"a") -> HttpResponse:
    request = rf.post("/x/", {"key": KEY, "file": SimpleUploadedFile("示例.txt", body)})
    request.user = city.office
    request._messages = CookieStorage(request)
    return Once(view)(request)


@pytest.mark.django_db(transaction=True)
def test_five_at_once_have_one_effect_and_the_same_answer() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    city = build_city()
    browsers = [city.client(city.office) for _ in range(5)]
    places: list[str] = []
    errors = in_threads(5, lambda n: places.append(send(browsers[n], city)["Location"]))
    assert errors == []
    assert len(places) == 5
    assert len(set(places)) == 1
    assert created(city) == 1
