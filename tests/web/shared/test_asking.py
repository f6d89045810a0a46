"""Addresses and hidden fields that somebody has typed: never an error page."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.test import Client

from guatu.web.shared.asking import plain_words, row_id, whole_number
from tests.city import City

#: More digits than Python turns into a number.
DIGITS = "9" * 5000


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", 12), (" 7 ", 7), ("0", 0), ("", None), ("-1", None), ("²", None), (DIGITS, None)],
)
def test_a_number(typed: str, number: int | None) -> None:
    assert whole_number(typed) == number


def test_words_and_identifiers() -> None:
    assert plain_words(f" 示例\0局{'长' * 100}") == f"示例局{'长' * 57}"
    assert row_id("01a21316-c8be-7000-b308-86e710d733c6") == UUID(
        "01a21316-c8be-7000-b308-86e710d733c6"
    )
    assert row_id("示例") is None


@pytest.mark.parametrize(
    "asked",
    [
        ("/lines/", "year"),
        ("/lines/{line}/history/", "before"),
        ("/lines/task-forces/new/", "line"),
        ("/projects/", "page"),
        ("/projects/", "q"),
        ("/projects/{project}/history/", "before"),
        ("/wallchart/", "line"),
        ("/units/", "q"),
        ("/units/new/", "parent"),
        ("/journal/", "before"),
        ("/journal/", "after"),
        ("/journal/", "since"),
        ("/journal/", "until"),
        ("/journal/export/", "until"),
        ("/search/", "q"),
    ],
    ids=lambda asked: "?".join(asked),
)
@pytest.mark.parametrize(
    "value",
    [DIGITS, "\0", "0001-01-01", "9999-12-31"],
    ids=["digits", "nul", "first day", "last day"],
)
def test_what_makes_no_sense_is_as_if_it_were_not_there(
    city: City, office: Client, asked: tuple[str, str], value: str
) -> None:
    address, name = asked
    address = address.format(line=city.industry_line.pk, project=city.project().pk)
    assert office.get(f"{address}?{urlencode({name: value})}").status_code == 200


def test_the_list_of_accounts_as_well(city: City) -> None:
    browser = city.client(city.system_admin)
    assert browser.get("/units/accounts/?q=%00").status_code == 200


def test_a_step_of_a_line_from_an_unreadable_version_is_refused(city: City, office: Client) -> None:
    address = f"/lines/{city.industry_line.pk}/closing/"
    answer = office.post(address, {"version": DIGITS}, follow=True)
    assert "请刷新后再办理" in answer.content.decode()
