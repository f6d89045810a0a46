"""Error pages: what happened, what to do, a way back; with and without a log-in."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from guatu.web.shared import errors
from guatu.web.shared.middleware import Refusals
from tests.city import City


def reason(answer: HttpResponse) -> str:
    html = answer.content.decode()
    assert '<a class="btn btn-primary" href="/">回到首页</a>' in html
    return html.split("data-reason>")[1].split("</p>")[0]


def test_an_address_that_is_none(city: City, office: Client) -> None:
    answer = office.get("/nothing/here/")
    assert answer.status_code == 404
    assert "地址可能写错了" in reason(answer)


def test_what_belongs_to_a_neighbour_reads_like_what_is_not_there(
    city: City, office: Client
) -> None:
    theirs = city.outsider.holdings.get().post
    foreign = [office.get(f"/units/{pk}/") for pk in (theirs.unit_id, uuid4())]
    assert [answer.status_code for answer in foreign] == [404, 404]
    assert reason(foreign[0]) == reason(foreign[1])


def test_what_one_may_not_do_names_the_act(city: City) -> None:
    answer = city.client(city.reader).get("/units/new/")
    assert answer.status_code == 403
    assert "您的岗位不能“修改单位与岗位”" in reason(answer)


def test_a_body_that_is_too_large_is_turned_away_before_it_is_read(
    city: City, office: Client, settings: Any
) -> None:
    settings.UPLOAD_LIMIT, settings.BODY_LIMIT = 1024 * 1024, 1200
    answer = office.post("/units/new/", {"name": "长" * 2000})
    assert answer.status_code == 413
    assert "超过了 1 MB" in reason(answer)


def test_whoever_clicked_is_led_back_to_where_he_was(city: City) -> None:
    browser = city.client(city.reader)
    for referer, back in (
        ("http://testserver/units/?q=局", '<a class="btn btn-primary" href="/units/?q=局">'),
        ("https://example.org/units/", '<a class="btn btn-primary" href="/">'),
        ("http://testserver/units/new/", '<a class="btn btn-primary" href="/">'),
    ):
        answer = browser.get("/units/new/", headers={"Referer": referer})
        assert back in answer.content.decode()


@pytest.mark.parametrize(
    ("fault", "status"), [(RequestDataTooBig("…"), 413), (BadRequest("…"), 400), (None, 400)]
)
def test_a_bad_request_by_its_kind(fault: Exception | None, status: int) -> None:
    answer = errors.bad_request(_bare(), fault)
    assert answer.status_code == status
    assert reason(answer)


def test_a_fault_of_ours_needs_neither_log_in_nor_database() -> None:
    answer = errors.server_error(_bare())
    assert answer.status_code == 500
    assert "系统已记下差错" in reason(answer)


@pytest.mark.parametrize("who", [None, "office"])
def test_a_stale_form_is_told_so(city: City, who: str | None) -> None:
    browser = Client(enforce_csrf_checks=True)
    if who:
        browser.force_login(city.office, backend="django.contrib.auth.backends.ModelBackend")
    answer = browser.post("/units/new/", {"name": "示例局"})
    assert answer.status_code == 403
    assert "安全校验已过期" in reason(answer)


def _bare() -> HttpRequest:
    return RequestFactory().get("/")


def test_a_database_that_is_busy_is_no_fault_of_the_system(tmp_path: Path) -> None:
    request = RequestFactory().post("/projects/pauses/")
    answer = Refusals(lambda _: HttpResponse()).process_exception(request, _locked(tmp_path))
    assert answer is not None
    assert answer.status_code == 503
    assert "没有办成，也没有改动任何内容" in reason(answer)
    broken = OperationalError("disk I/O error")
    assert Refusals(lambda _: HttpResponse()).process_exception(request, broken) is None


def _locked(folder: Path) -> OperationalError:
    """What comes of a second writer that does not wait."""
    first, second = (
        sqlite3.connect(folder / "one.sqlite3", timeout=0, isolation_level=None) for _ in range(2)
    )
    first.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError) as locked:
        second.execute("BEGIN IMMEDIATE")
    error = OperationalError(str(locked.value))
    error.__cause__ = locked.value
    first.close()
    second.close()
    return error
