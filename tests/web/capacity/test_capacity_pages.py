"""Pages of shared capacity: what is seen, who may, and what a click leads to."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from guatu.capacity.actions.levelling import propose
from guatu.capacity.choices import Counted
from guatu.capacity.models import Capacity, Levelling
from guatu.projects.models import Milestone, Project
from tests.capacity.test_capacity import handled_by, limit, planned
from tests.city import NOW, City


@pytest.fixture
def two(city: City) -> list[Project]:
    found = [
        planned(city, "示例甲项目", 10, 5),
        planned(city, "示例乙项目", 10, 5, required=date(2021, 4, 6)),
    ]
    for project in found:
        handled_by(city, project)
    return found


def page(browser: Client, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_without_limits_the_office_is_offered_the_defaults(
    office: Client, two: list[Project]
) -> None:
    assert "按默认设定" in page(office, "/capacity/")
    office.post("/capacity/defaults/")
    after = page(office, "/capacity/")
    assert "示例乙（副市长）" in after
    assert "每周到期至多 2 个节点" in after
    assert "示例住建局" in after


def test_bars_lead_to_the_steps_of_their_week(
    city: City, office: Client, two: list[Project]
) -> None:
    held = limit(city, 1)
    step = two[1].milestones.get(code="s0")
    monday = date(2021, 3, 15)
    url = f"/capacity/{held.pk}/weeks/{monday}/"
    assert url in page(office, "/capacity/")
    found = page(office, url)
    assert "示例乙项目" in found
    assert step.name in found


def test_a_unit_sees_its_load_and_of_others_projects_only_the_number(
    city: City, two: list[Project]
) -> None:
    held = limit(city, 1)
    limit(city, 2, Counted.DUE, whose=city.posts["deputy"])
    browser = city.client(city.other_liaison)
    listed = page(browser, "/capacity/")
    assert "示例住建局" in listed
    assert "副市长" not in listed
    assert "试排均衡" not in listed
    week = page(browser, f"/capacity/{held.pk}/weeks/2021-03-15/")
    assert "示例乙项目" not in week


def test_strangers_find_nothing(city: City, two: list[Project]) -> None:
    held = limit(city, 1)
    found = propose(city.tenant, by=city.office, now=NOW)
    stranger = city.client(city.outsider)
    for url in (
        f"/capacity/{held.pk}/edit/",
        f"/capacity/{held.pk}/weeks/2021-03-15/",
        f"/capacity/proposals/{found.pk}/",
        f"/capacity/proposals/{found.pk}/export/",
    ):
        assert stranger.get(url).status_code == 404
    unit = city.client(city.other_liaison)
    assert unit.get(f"/capacity/proposals/{found.pk}/").status_code == 404


@pytest.mark.parametrize("monday", ["2021-03-16", "gestern", "1999-01-04"])
def test_a_week_that_is_none_is_not_found(
    city: City, office: Client, two: list[Project], monday: str
) -> None:
    held = limit(city, 1)
    assert office.get(f"/capacity/{held.pk}/weeks/{monday}/").status_code == 404


def test_setting_needs_one_of_both_and_a_number(city: City, office: Client) -> None:
    neither = office.post("/capacity/new/", {"counted": "due", "at_most": "2"})
    assert neither.status_code == 422
    assert "只选一个" in neither.content.decode()
    wrong = office.post(
        "/capacity/new/", {"unit": str(city.housing.pk), "counted": "due", "at_most": "很多"}
    )
    assert wrong.status_code == 422
    done = office.post(
        "/capacity/new/", {"unit": str(city.housing.pk), "counted": "due", "at_most": "2"}
    )
    assert done.status_code == 302
    assert Capacity.objects.get().at_most == 2


def test_a_limit_is_changed_and_taken_away(city: City, office: Client) -> None:
    held = limit(city, 1)
    url = f"/capacity/{held.pk}/edit/"
    office.post(url, {"counted": "begun", "at_most": "4", "seen": "1"})
    assert Capacity.objects.get().counted == Counted.BEGUN
    stale = office.post(url, {"counted": "begun", "at_most": "5", "seen": "1"})
    assert stale.status_code == 422
    assert "刚被别人改过" in stale.content.decode()
    office.post(f"/capacity/{held.pk}/removal/")
    assert not Capacity.objects.exists()


def test_a_proposal_shows_who_waits_for_whom_and_is_adopted_by_choice(
    city: City, office: Client, two: list[Project]
) -> None:
    limit(city, 1)
    shown = office.post("/capacity/proposals/", follow=True).content.decode()
    assert "示例甲项目" in shown
    assert "没有人采用之前什么都不变" in shown
    found = Levelling.objects.get()
    export = office.get(f"/capacity/proposals/{found.pk}/export/").content.decode("utf-8-sig")
    assert "示例住建局" in export
    after = office.post(
        f"/capacity/proposals/{found.pk}/adoption/", {"project": str(two[0].pk)}, follow=True
    ).content.decode()
    assert "承诺日期没有变" in after
    assert "已采用" in after
    assert Milestone.objects.filter(forecast_finish__isnull=False).count() == len(found.steps)


def test_adopting_nothing_says_so(city: City, office: Client, two: list[Project]) -> None:
    limit(city, 1)
    found = propose(city.tenant, by=city.office, now=NOW)
    for sent in ({}, {"project": "keine"}, {"project": str(uuid4())}):
        answer = office.post(f"/capacity/proposals/{found.pk}/adoption/", sent)
        assert answer.status_code == 400
        assert "请先勾选" in answer.content.decode()


def test_readers_look_but_do_not_act(city: City, two: list[Project]) -> None:
    held = limit(city, 1)
    browser = city.client(city.reader)
    assert "/capacity/new/" not in page(browser, "/capacity/")
    for url in (
        "/capacity/proposals/",
        "/capacity/defaults/",
        f"/capacity/{held.pk}/removal/",
    ):
        assert browser.post(url).status_code == 403
    assert browser.get("/capacity/new/").status_code == 403


def test_expected_days_are_counted_on_request(
    city: City, office: Client, two: list[Project]
) -> None:
    limit(city, 1)
    shown = page(office, "/capacity/?by=expected")
    assert "2 个，超出 1 个" in shown
