"""Who may open and do what on every page of the wizard."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from guatu.intake.models import Intake
from guatu.projects.models import Project
from tests.city import City
from tests.web.intake.books import address, book, plain_rows, sent

PAGES = ("detail", "progress", "history", "columns", "rows", "difference", "entering")
ACTS = ("columns", "basics", "skips", "entering", "undo", "drop")
ROW_ACTS = ("cell", "skip", "match", "fate")


@pytest.fixture
def intake(office: Client) -> Intake:
    return sent(office, book(*plain_rows(2)))


def acts(intake: Intake) -> list[str]:
    row = intake.rows.filter(kind="project")[0]
    return [address(act, intake) for act in ACTS] + [
        address(act, intake, row.pk) for act in ROW_ACTS
    ]


def pages(intake: Intake) -> list[str]:
    return [address(page, intake) for page in PAGES]


@pytest.mark.parametrize("who", ["liaison", "reader", "deputy", "system_admin"])
def test_who_brings_no_ledgers_in_may_not(city: City, intake: Intake, who: str) -> None:
    browser = city.client(getattr(city, who))
    for url in [reverse("intake-list"), *pages(intake)]:
        answer = browser.get(url)
        assert answer.status_code == 403, url
        assert "导入台账" in answer.content.decode()
    for url in [reverse("intake-upload"), *acts(intake)]:
        assert browser.post(url, {"seen": intake.version}).status_code == 403, url
    assert not Project.objects.exists()


def test_a_ledger_of_another_city_does_not_exist(city: City, intake: Intake) -> None:
    browser = city.client(city.outsider)
    for url in pages(intake):
        assert browser.get(url).status_code == 404, url
    for url in acts(intake):
        assert browser.post(url, {"seen": intake.version}).status_code == 404, url
    assert not Project.objects.exists()


def test_a_row_of_another_ledger_does_not_exist(office: Client, intake: Intake) -> None:
    other = sent(office, book(*plain_rows(1)), "另一份.xlsx")
    row = other.rows.filter(kind="project")[0]
    for act in ROW_ACTS:
        given = {"seen": intake.version, "field": "name", "text": "甲"}
        assert office.post(address(act, intake, row.pk), given).status_code == 404, act


def test_acts_are_posted_and_pages_are_read(office: Client, intake: Intake) -> None:
    only_acts = {url for url in acts(intake) if url not in pages(intake)}
    for url in only_acts:
        assert office.get(url).status_code == 405, url
    only_pages = {url for url in pages(intake) if url not in acts(intake)}
    for url in only_pages:
        assert office.post(url).status_code == 405, url


def test_nobody_gets_in_without_logging_in(intake: Intake) -> None:
    for url in [reverse("intake-list"), *pages(intake)]:
        answer = Client().get(url)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")


def test_the_rail_shows_the_entry_to_the_office_only(city: City, office: Client) -> None:
    entry = f'href="{reverse("intake-list")}"'
    assert entry in office.get("/units/").content.decode()
    assert entry not in city.client(city.liaison).get("/units/").content.decode()


def test_dropping_leaves_the_record_and_nothing_else(office: Client, intake: Intake) -> None:
    answer = office.post(address("drop", intake), follow=True)
    assert "已放弃" in answer.content.decode()
    assert not intake.rows.exists()
    page = office.get(address("detail", intake)).content.decode()
    assert "重点项目清单没有因它改动" in page
    assert "放弃台账" in page


def test_what_was_dropped_cannot_be_checked_any_more(office: Client, intake: Intake) -> None:
    office.post(address("drop", intake))
    for page in ("columns", "rows", "difference", "entering"):
        assert office.get(address(page, intake))["Location"] == address("detail", intake)
    assert office.post(address("drop", intake)).status_code == 409


def test_progress_shows_how_far_it_is_and_leads_on_when_done(
    office: Client, intake: Intake
) -> None:
    done = office.get(address("progress", intake))
    assert done["HX-Redirect"] == address("detail", intake)
    Intake.objects.filter(pk=intake.pk).update(status="reading")
    page = office.get(address("progress", intake)).content.decode()
    assert f'hx-get="{address("progress", intake)}"' in page
    assert "正在读取" in page
    whole = office.get(address("detail", intake)).content.decode()
    assert "正在读取" in whole
    Intake.objects.filter(pk=intake.pk).update(status="entering")
    assert "正在入账" in office.get(address("entering", intake)).content.decode()
