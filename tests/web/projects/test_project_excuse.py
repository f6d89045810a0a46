"""Accepting a reason for being late."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from guatu.domain.lights.colours import Light
from guatu.journal.queries import history_of
from guatu.projects.actions.packs import adopt_pack, copy_pack, edit_pack
from guatu.projects.models import Project
from guatu.projects.packs import preset_text
from tests.city import NOW, City
from tests.web.projects.doors import ACT, FORBIDDEN, answers

SENT = {
    "dimension": "registration",
    "reason": "统计系统停机",
    "since": "2021-03-01",
    "until": "2021-04-30",
}


def url_of(project: Project) -> str:
    return f"/projects/{project.pk}/excuses/"


@pytest.mark.parametrize("who", ["office", "inspector"])
def test_the_colour_rests_and_the_page_says_why(city: City, project: Project, who: str) -> None:
    browser = city.client(getattr(city, who))

    response = browser.post(url_of(project), SENT)

    excuse = project.excuses.get()
    assert (excuse.since, excuse.until) == (date(2021, 3, 1), date(2021, 4, 30))
    assert "excuse.granted" in [e.code for e in history_of(project.pk)]
    page = browser.get(response["Location"]).content.decode()
    assert "已认可正当理由" in page
    assert "统计系统停机" in page
    assert "因认可正当理由暂停计色" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": " "}, "正当理由"),
        ({"until": "2021-02-01"}, "截止日期早于起始日期"),
        ({"until": ""}, "至"),
        ({"dimension": "nonsense"}, "哪一方面"),
    ],
)
def test_what_cannot_be_is_said(
    office: Client, project: Project, changes: dict[str, str], said: str
) -> None:
    response = office.post(url_of(project), SENT | changes)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not project.excuses.exists()


def test_what_is_worst_is_offered_first_and_its_light_is_said(
    office: Client, project: Project
) -> None:
    """Who is in a hurry takes what stands there: it must be what made the project red."""
    page = office.get(url_of(project)).content.decode()
    chosen = re.search(r"<option[^>]* selected>([^<]*)", page)
    assert chosen is not None
    assert f"现为{Light(project.light).word}" in chosen[1]
    assert project.light in ("red", "yellow")
    said = office.post(url_of(project), SENT, follow=True).content.decode()
    assert "灯现为" in said


def test_doors(city: City, office: Client, liaison: Client, project: Project) -> None:
    assert answers(city, "post", url_of(project), SENT) == ACT
    assert liaison.post(url_of(project), SENT).status_code == FORBIDDEN
    assert "认可正当理由" not in liaison.get(f"/projects/{project.pk}/").content.decode()
    assert office.delete(url_of(project)).status_code == 405
    assert not project.excuses.exists()


def test_the_form_says_by_whom_and_how_long_the_rules_let_a_reason_hold(
    city: City, office: Client
) -> None:
    draft = copy_pack(city.tenant, preset_text("yinchuan"), by=city.office, now=NOW)
    text = draft.rules
    text["dimensions"][0]["excuse"] = {"granted_by": ["office"], "most_days": 10}
    text["dimensions"][1]["excuse"] = {"allowed": False}
    edit_pack(draft, text, seen=1, by=city.office, now=NOW)
    adopt_pack(draft, seen=2, by=city.office, now=NOW)
    project = city.project()
    form = office.get(f"/projects/{project.pk}/excuses/").context["form"]
    assert "progress" not in dict(form.fields["dimension"].choices)
    assert "开工：可以认可正当理由，由总指挥部办公室认可，最多 10 天" in form["dimension"].help_text
    assert city.client(city.inspector).get(f"/projects/{project.pk}/excuses/").status_code == 200
