"""The whole list corrected in one table: what changed is kept, what did not is no correction."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from guatu.domain.worklists.rows import Cell
from guatu.journal.models import Event
from guatu.worklists.models import WORDS, WorkList
from tests.city import City
from tests.worklists.lists import item, list_of, prepared, with_milestones

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(city: City) -> WorkList:
    with_milestones(city)
    return prepared(city)


def typed(browser: Client, row: WorkList) -> dict[str, str]:
    """The form as the browser would send it untouched."""
    bound = browser.get(f"/worklists/{row.pk}/edit/").context["form"]
    return {name: str(bound[name].initial) for name in bound.fields}


def test_two_cells_of_two_rows_at_once(city: City, row: WorkList) -> None:
    first, second = item(row, "基础"), item(row, "打桩")
    sent = typed(city.client(city.liaison), row) | {
        f"{first.pk}-plan": "周五前完成",
        f"{second.pk}-help": "请供电公司到场",
    }
    answer = city.client(city.liaison).post(f"/worklists/{row.pk}/edit/", sent)
    assert answer.url == f"/worklists/{row.pk}/"
    assert item(row, "基础").hand == {"plan": "周五前完成"}
    assert item(row, "打桩").hand == {"help": "请供电公司到场"}
    assert Event.objects.filter(code="work_list.corrected").count() == 2
    assert list_of(city).version == row.version + 1


def test_untouched_it_changes_nothing_in_either_language(city: City, row: WorkList) -> None:
    browser, sent = city.client(city.liaison), {}
    for language in ("zh-hans", "en"):
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        assert sent != (sent := typed(browser, row))
        assert browser.post(f"/worklists/{row.pk}/edit/", sent).status_code == 302
    assert not any(one.hand for one in row.items.all())
    assert list_of(city).version == row.version


def test_one_word_too_many_and_nothing_is_half_done(city: City, row: WorkList) -> None:
    first, second = item(row, "基础"), item(row, "打桩")
    long = "长" * (WORDS + 1)
    sent = typed(city.client(city.liaison), row) | {
        f"{first.pk}-plan": "周五前",
        f"{second.pk}-help": long,
    }
    answer = city.client(city.liaison).post(f"/worklists/{row.pk}/edit/", sent)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert long in shown
    assert "周五前" in shown
    assert item(row, "基础").text(Cell.PLAN) != "周五前"


def test_who_was_second_keeps_what_was_typed(city: City, row: WorkList) -> None:
    first = item(row, "基础")
    sent = typed(city.client(city.liaison), row) | {f"{first.pk}-plan": "先改的"}
    browser = city.client(city.liaison)
    assert browser.post(f"/worklists/{row.pk}/edit/", sent).status_code == 302
    again = browser.post(f"/worklists/{row.pk}/edit/", sent | {f"{first.pk}-plan": "后改的"})
    assert again.status_code == 409
    assert "后改的" in again.content.decode()
    assert item(row, "基础").text(Cell.PLAN) == "先改的"


def test_the_office_reads_and_does_not_type(city: City, row: WorkList) -> None:
    assert city.client(city.office).get(f"/worklists/{row.pk}/edit/").status_code == 403
