"""Score items and responsible posts through the forms of a line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from guatu.lines.models import ScoreItem, WorkLine
from tests.city import City


def test_an_item_is_added_changed_and_removed(
    city: City, office: Client, running: WorkLine
) -> None:
    target, base = running.targets.get(), f"/lines/{running.pk}/score-items/"
    values = {"name": "规上企业入库", "points": "7.5", "target": target.pk}
    answer = office.post(f"{base}new/", values)
    assert answer["Location"] == f"/lines/{running.pk}/#items"
    item = ScoreItem.objects.get()
    page = office.get(f"/lines/{running.pk}/").content.decode()
    assert "1 项，共 7.5 分" in page
    assert 'value="7.5"' in office.get(f"{base}{item.pk}/").content.decode()
    office.post(f"{base}{item.pk}/", values | {"points": "9", "post": city.posts["head"].pk})
    item.refresh_from_db()
    assert (item.points, item.post) == (Decimal(9), city.posts["head"])
    office.post(f"{base}{item.pk}/removal/")
    assert not ScoreItem.objects.exists()
    assert office.post(f"{base}{item.pk}/removal/").status_code == 404


@pytest.mark.parametrize("points", ["许多", "0", "-3", ""])
def test_points_that_cannot_be_stay_in_the_field(
    office: Client, running: WorkLine, points: str
) -> None:
    values = {"name": "规上企业入库", "points": points}
    answer = office.post(f"/lines/{running.pk}/score-items/new/", values)
    assert answer.status_code == 422
    assert not points or f'value="{points}"' in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("head", 403), ("reader", 403), ("outsider", 404)])
def test_who_may_not(city: City, office: Client, running: WorkLine, who: str, status: int) -> None:
    base = f"/lines/{running.pk}/score-items/"
    office.post(f"{base}new/", {"name": "规上企业入库", "points": "5"})
    item, browser = ScoreItem.objects.get(), city.client(getattr(city, who))
    for rest in ("new/", f"{item.pk}/", f"{item.pk}/removal/"):
        answer = browser.post(f"{base}{rest}", {"name": "改", "points": "1"})
        assert answer.status_code == status
    assert ScoreItem.objects.get().name == "规上企业入库"
    if status == 403:
        assert "增加考核事项" not in browser.get(f"/lines/{running.pk}/").content.decode()


def test_an_item_of_another_line_is_not_found(
    city: City, office: Client, running: WorkLine
) -> None:
    office.post(f"/lines/{running.pk}/score-items/new/", {"name": "甲", "points": "5"})
    other = f"/lines/{city.housing_line.pk}/score-items/{ScoreItem.objects.get().pk}/"
    assert office.get(other).status_code == 404


def test_the_post_of_a_target_is_named_while_the_plan_runs(city: City, running: WorkLine) -> None:
    target, browser = running.targets.get(), city.client(city.liaison)
    address = f"/lines/{running.pk}/targets/{target.pk}/"
    assert 'name="post"' in browser.get(address).content.decode()
    browser.post(address, {"actual": "9", "actual_on": "2021-03-01", "post": city.posts["head"].pk})
    target.refresh_from_db()
    assert (target.actual, target.post) == (9, city.posts["head"])
    assert "示例丁（局长）" in browser.get(f"/lines/{running.pk}/").content.decode()


def test_a_ceiling_is_shown_as_one(city: City, office: Client, draft: WorkLine) -> None:
    values = {"name": "审批时限", "value": "60", "unit": "天", "at_most": "on"}
    office.post(f"/lines/{draft.pk}/targets/new/", values)
    page = office.get(f"/lines/{draft.pk}/").content.decode()
    assert "≤ 60 天" in page
