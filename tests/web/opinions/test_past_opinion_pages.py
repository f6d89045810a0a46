"""The list of disagreements as it stood: the light of the day, and what was said by then."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from guatu.projects.actions.listing import edit_project
from guatu.projects.actions.opinions import give_owner_view, rate_confidence
from guatu.projects.models import Project, ProjectState
from tests.city import City
from tests.projects.chance import project_at
from tests.projects.days import FIRST, morning

LIST = "/opinions/"
RED = date(2021, 2, 20)
DAY = timedelta(days=1)


@pytest.fixture
def project(city: City) -> Project:
    """Red from 15 February on; its owner is sure on the 20th and doubts on 1 March, when a
    reviewer speaks for the first time; renamed on the 10th."""
    values = {"year_plan": Decimal(12_000), "planned_start": date(2021, 1, 10)}
    project = project_at(
        city,
        morning(FIRST),
        "示例轴承项目",
        line=city.industry_line,
        lead_unit=city.industry,
        owner_post=city.posts["owner"],
        required_finish=date(2021, 12, 31),
        **values,
    )
    ProjectState.objects.filter(project=project).update(light="red", light_rank=0)
    give_owner_view(project, step=1, reason="设备已订", by=city.owner, now=morning(RED))
    march = date(2021, 3, 1)
    give_owner_view(project, step=5, reason="设备未到", by=city.owner, now=morning(march))
    rate_confidence(project, step=5, reason="基础未验收", by=city.inspector, now=morning(march))
    ProjectState.objects.filter(project=project).update(light="red", light_rank=0)
    project.refresh_from_db()
    renamed = {"name": "示例轴承二期项目"}
    by, now = city.office, morning(date(2021, 3, 10))
    return edit_project(project, renamed, seen=project.version, by=by, now=now)


def page_of(browser: Client, day: date, rest: str = "") -> str:
    response = browser.get(f"{LIST}?as_of={day}{rest}")
    assert response.status_code == 200
    return response.content.decode()


def test_only_what_was_said_by_then_counts(office: Client, project: Project) -> None:
    past = page_of(office, RED)
    assert "灯为红，业主判断却是“很有把握”。" in past
    assert "示例轴承项目" in past
    assert "示例轴承二期项目" not in past
    assert "设备未到" not in past
    assert "1 个项目中 1 个有业主判断，0 个有独立评估" in past
    assert "示例轴承项目" in page_of(office, RED, "&show=unrated")
    agreed = page_of(office, date(2021, 3, 2))
    assert "三种看法没有分歧" in agreed
    given = page_of(office, date(2021, 3, 2), "&show=given")
    for words in ("设备未到", "基础未验收", "没有分歧"):
        assert words in given


def test_before_anyone_spoke_it_says_so(office: Client, project: Project) -> None:
    assert "那天还没有人给出判断" in page_of(office, RED - DAY)
    assert "2021-02-10 那天还没有留存" in page_of(office, date(2021, 2, 10))


def test_old_is_what_was_old_on_that_day(city: City, office: Client, project: Project) -> None:
    early = FIRST - timedelta(days=70)
    give_owner_view(project, step=1, reason="早先的判断", by=city.owner, now=morning(early))
    assert "示例轴承项目" in page_of(office, RED - DAY, "&show=old")
    assert "这一类没有" in page_of(office, RED, "&show=old")


def test_what_it_opens_is_of_the_same_day_and_nothing_is_offered(
    city: City, project: Project
) -> None:
    past = page_of(city.client(city.owner), RED, f"&line={city.industry_line.pk}")
    assert f'href="/projects/{project.pk}/light/?day=2021-02-20"' in past
    assert 'name="as_of" value="2021-02-20"' in past
    assert 'href="?as_of=2021-02-20">全部清除' in past
    assert "给出判断" not in past


def test_people_see_of_the_past_what_they_see_today(city: City, project: Project) -> None:
    for user in (city.other_liaison, city.outsider):
        assert "示例轴承项目" not in page_of(city.client(user), RED)


def test_the_file_is_of_the_day(office: Client, project: Project) -> None:
    response = office.get(f"{LIST}export/?as_of=2021-02-20")
    text = response.content.decode("utf-8-sig")
    assert "-20210220-2359" in response["Content-Disposition"]
    assert "很有把握,设备已订,2021-02-20" in text
    assert "设备未到" not in text
