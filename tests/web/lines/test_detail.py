"""The page of one line."""

from __future__ import annotations

import pytest
from django.test import Client

from guatu.lines.actions import create_headquarters, create_task_force
from guatu.lines.models import WorkLine
from tests.city import NOW, City


def text(browser: Client, line: WorkLine, query: str = "") -> str:
    answer = browser.get(f"/lines/{line.pk}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_shows_targets_tasks_projects_forces_and_history(
    city: City, office: Client, running: WorkLine
) -> None:
    project = city.project()
    create_task_force(
        city.tenant,
        {"name": "示例专班", "line": running, "head": city.posts["deputy"]},
        members=[city.posts["liaison"]],
        by=city.office,
        now=NOW,
    )
    create_headquarters(
        city.tenant, {"name": "示例指挥部"}, lines=[running], by=city.office, now=NOW
    )
    html = text(office, running)
    for words in ("新增规上企业", "逐企辅导", project.name, "示例专班", "示例指挥部"):
        assert words in html
    assert "示例丙（联络员）" in html
    assert "增加目标：新增规上企业" in html
    assert "逾期" in html  # 摸清底数 was due in February


def test_the_same_tasks_by_quarter(city: City, office: Client, running: WorkLine) -> None:
    html = text(office, running, "?plan=quarters")
    assert "本季度" in html
    assert "应完成 1，已完成 0" in html
    assert "逐企辅导" in html


def test_a_draft_offers_changes_and_the_next_step(
    city: City, office: Client, draft: WorkLine
) -> None:
    html = text(office, draft)
    assert f'action="/lines/{draft.pk}/approval/"' in html
    assert f'href="/lines/{draft.pk}/targets/new/"' in html
    assert "报进展" not in html


def test_a_running_line_offers_reports_instead(
    city: City, office: Client, running: WorkLine
) -> None:
    html = text(office, running)
    assert "报进展" in html
    assert f'href="/lines/{running.pk}/targets/new/"' not in html
    assert f'action="/lines/{running.pk}/closing/"' in html


def test_the_lead_unit_reports_but_does_not_approve(city: City, running: WorkLine) -> None:
    html = text(city.client(city.head), running)
    assert "报进展" in html
    assert f'action="/lines/{running.pk}/closing/"' not in html


@pytest.mark.parametrize("who", ["reader", "inspector", "other_liaison"])
def test_others_read_without_buttons(city: City, running: WorkLine, who: str) -> None:
    html = text(city.client(getattr(city, who)), running)
    for words in ("报进展", "修改工作线", "组建专班", "approval/"):
        assert words not in html


def test_a_neighbour_finds_nothing(city: City, running: WorkLine) -> None:
    browser = city.client(city.outsider)
    for rest in ("", "history/", "edit/", "targets/new/", "tasks/new/"):
        assert browser.get(f"/lines/{running.pk}/{rest}").status_code == 404


def test_a_liaison_sees_only_projects_of_his_own_in_it(city: City, running: WorkLine) -> None:
    city.project("示例住宅项目", lead_unit=city.housing, line=running)
    assert "示例住宅项目" not in text(city.client(city.liaison), running)
    assert "示例住宅项目" in text(city.client(city.inspector), running)


def test_older_events_come_as_a_part_or_as_a_page(
    city: City, office: Client, running: WorkLine
) -> None:
    here = f"/lines/{running.pk}/history/"
    whole = office.get(f"{here}?before=3")
    assert "回到工作线" in whole.content.decode()
    part = office.get(f"{here}?before=3", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "增加任务：摸清底数" in part.content.decode()
