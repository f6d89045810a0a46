"""The light of a project on any day, with all that it rests on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from html import unescape

import pytest
from django.test import Client

from guatu.kit.clock import CHINA
from guatu.projects.actions.excuses import grant_excuse
from guatu.projects.actions.packs import adopt
from guatu.projects.jobs import patrol_everything
from guatu.projects.models import Project, ProjectState
from guatu.projects.patrol import patrol
from tests.city import NOW, City

WEEK = timedelta(days=7)


def page(browser: Client, project: Project, day: str = "") -> str:
    answer = browser.get(f"/projects/{project.pk}/light/", {"day": day} if day else {})
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.fixture
def turned(city: City) -> Project:
    """To begin in February and listed then; yellow since the end of that month."""
    early = datetime(2021, 2, 1, 9, 0, tzinfo=CHINA)
    given = {"planned_start": date(2021, 2, 10), "actual_start": None, "year_plan": None}
    project = city.project("示例迟开工项目", **given)
    Project.objects.filter(pk=project.pk).update(light="none", light_reason={}, gist="",
                                                 light_since=None, next_check=None)  # fmt: skip
    ProjectState.objects.all().delete()
    for day in (early, datetime(2021, 2, 28, 1, 30, tzinfo=CHINA), NOW):
        patrol(city.tenant, now=day)
    project.refresh_from_db()
    assert project.light == "yellow"
    return project


def test_today_it_says_why_by_which_rule_from_which_facts_and_what_would_turn_it(
    city: City, office: Client, turned: Project
) -> None:
    html = page(office, turned)
    assert "计划 2021-02-10 开工，计划当月未开工" in html
    assert "未开工，且应开工未开工不少于 1 个月、少于 3 个月" in html
    assert 'href="/rules/default/?version=2#d-start"' in html
    assert "通用红黄绿灯" in html
    assert "工作日历" in html
    assert "截至 2021-03-15" in html
    assert "开工并填报实际开工时间" in html
    assert "灯将于" in html
    assert "与项目页上亮的一致" in html


def test_a_day_of_the_past_is_judged_from_what_was_known_then(
    city: City, office: Client, turned: Project
) -> None:
    html = page(office, turned, "2021-02-20")
    assert "计划 2021-02-10 开工，计划当月未过" in html
    assert "与当时亮的一致" in html
    assert "2月20日（周六）当天结束时" in html
    assert "?day=2021-02-19" in html
    assert "?day=2021-02-21" in html


def test_the_strip_shows_each_day_since_the_listing(
    city: City, office: Client, turned: Project
) -> None:
    answer = office.get(f"/projects/{turned.pk}/light/")
    strip = answer.context["strip"]
    assert [(one.light, one.since, one.until) for one in strip.stretches] == [
        ("green", date(2021, 2, 1), date(2021, 2, 27)),
        ("yellow", date(2021, 2, 28), date(2021, 3, 15)),
    ]
    assert len(strip.spots) == 43
    assert strip.spots[-1].chosen
    assert sum(one.width for one in strip.stretches) == pytest.approx(100, abs=0.01)


def test_the_rules_and_the_reasons_are_those_of_the_day(
    city: City, office: Client, turned: Project
) -> None:
    grant_excuse(turned, dimension="start", reason="选址重新论证", since=NOW.date(),
                 until=date(2021, 3, 31), by=city.office, now=NOW)  # fmt: skip
    adopt(city.tenant, "yinchuan", by=city.office, now=NOW)
    patrol_everything(city.tenant, now=NOW)
    today, before = page(office, turned), page(office, turned, "2021-03-10")
    assert "银川红黄绿灯" in today
    assert "选址重新论证" in today
    assert "原应黄" in today
    assert "通用红黄绿灯" in before
    assert "选址重新论证" not in before


def test_where_what_was_kept_differs_it_is_said(
    city: City, office: Client, turned: Project
) -> None:
    """As on a day on which the patrol did not run."""
    ProjectState.objects.filter(project=turned, light="green").update(until=NOW)
    ProjectState.objects.filter(project=turned, light="yellow").update(since=NOW)
    html = page(office, turned, "2021-03-05")
    assert "当时亮的是绿灯，按当时已知的情况和在用的规则应是黄灯" in html


def test_before_the_listing_there_is_nothing_and_tomorrow_is_today(
    city: City, office: Client, turned: Project
) -> None:
    assert "那天还没有这个项目的记录" in page(office, turned, "2021-01-05")
    assert "与项目页上亮的一致" in page(office, turned, "2021-12-31")
    assert "与项目页上亮的一致" in page(office, turned, "nonsense")


def test_what_a_person_may_not_see_is_not_there(city: City, turned: Project) -> None:
    for who in (city.other_liaison, city.outsider):
        assert city.client(who).get(f"/projects/{turned.pk}/light/").status_code == 404


def test_the_page_of_the_project_leads_there(city: City, office: Client, turned: Project) -> None:
    html = office.get(f"/projects/{turned.pk}/").content.decode()
    assert f"/projects/{turned.pk}/light/" in html
