"""Days of another age are mistyped: refused where they are typed, before anything counts them."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from guatu.web.shared.fields import DayField, day_of
from tests.city import City


@pytest.mark.parametrize("typed", ["9999-12-31", "0001-01-01", "2200-01-01", "1899-12-31"])
def test_a_day_that_cannot_be_counted_with(typed: str) -> None:
    with pytest.raises(ValidationError, match="1900 年到 2199 年"):
        DayField().clean(typed)
    assert day_of(typed) is None


@pytest.mark.parametrize("typed", ["2024-02-29", "1900-01-01", "2199-12-31"])
def test_a_day(typed: str) -> None:
    assert DayField().clean(typed) == day_of(typed) == date.fromisoformat(typed)


def test_no_page_breaks_on_a_year_with_a_nine_too_many(city: City, office: Client) -> None:
    page = f"/projects/{city.project().pk}/"
    line = f"/lines/{city.housing_line.pk}/"
    for address, name in (
        (f"{page}edit/", "required_finish"),
        (f"{page}start/", "on"),
        (f"{page}excuses/", "until"),
        (f"{line}tasks/new/", "due"),
        (f"{line}targets/new/", "due"),
    ):
        answer = office.post(address, {name: "9999-12-31"})
        assert answer.status_code == 422
        assert "日期应在 1900 年到 2199 年之间" in answer.content.decode()
