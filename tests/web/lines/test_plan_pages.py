"""Targets, tasks and task forces through their forms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from guatu.lines.models import HeadQuarters, TaskForce, WorkLine
from tests.city import City


def test_a_target_is_added_changed_and_removed(city: City, office: Client, draft: WorkLine) -> None:
    here = f"/lines/{draft.pk}/targets/"
    answer = office.post(f"{here}new/", {"name": "技改投资", "value": "12.5", "unit": "亿元"})
    assert answer["Location"] == f"/lines/{draft.pk}/#targets"
    target = draft.targets.get(name="技改投资")
    assert target.value == Decimal("12.5")
    page = office.get(f"{here}{target.pk}/").content.decode()
    assert 'value="12.5"' in page
    assert "删去这一行" in page
    office.post(f"{here}{target.pk}/", {"name": "技改投资", "value": "13", "unit": "亿元"})
    assert draft.targets.get(pk=target.pk).value == 13
    office.post(f"{here}{target.pk}/removal/")
    assert not draft.targets.filter(pk=target.pk).exists()
    assert office.post(f"{here}{target.pk}/removal/").status_code == 404


@pytest.mark.parametrize("value", ["许多", "1.23456"])
def test_a_figure_that_cannot_be_read_stays_in_the_field(
    city: City, office: Client, draft: WorkLine, value: str
) -> None:
    answer = office.post(f"/lines/{draft.pk}/targets/new/", {"name": "技改投资", "value": value})
    assert answer.status_code == 422
    assert f'value="{value}"' in answer.content.decode()


def test_of_a_running_line_only_what_is_reached_is_reported(city: City, running: WorkLine) -> None:
    browser, target = city.client(city.liaison), running.targets.get()
    here = f"/lines/{running.pk}/targets/{target.pk}/"
    page = browser.get(here).content.decode()
    assert 'name="actual"' in page
    assert 'name="value"' not in page
    assert "删去这一行" not in page
    browser.post(here, {"actual": "9", "actual_on": "2021-03-01", "value": "1"})
    target.refresh_from_db()
    assert (target.actual, target.value) == (9, 40)


def test_a_task_with_goals_by_quarter(city: City, office: Client, draft: WorkLine) -> None:
    values = {
        "serial": 3,
        "task": "开展评估",
        "status": "open",
        "q2": "完成一半",
        "due_words": "上半年",
    }
    office.post(f"/lines/{draft.pk}/tasks/new/", values)
    task = draft.tasks.get(task="开展评估")
    assert task.quarter_goals == ["", "完成一半", "", ""]
    assert "完成一半" in office.get(f"/lines/{draft.pk}/tasks/{task.pk}/").content.decode()


def test_progress_of_a_task_is_reported(city: City, running: WorkLine) -> None:
    task = running.tasks.get(task="摸清底数")
    browser = city.client(city.liaison)
    here = f"/lines/{running.pk}/tasks/{task.pk}/"
    assert "这里只填进展" in browser.get(here).content.decode()
    answer = browser.post(here, {"status": "done", "progress": "已摸清"}, follow=True)
    assert "已保存任务“摸清底数”" in answer.content.decode()
    task.refresh_from_db()
    assert (task.status, task.progress) == ("done", "已摸清")


def test_a_task_of_an_approved_plan_is_not_removed(
    city: City, office: Client, running: WorkLine
) -> None:
    task = running.tasks.first()
    assert task is not None
    answer = office.post(f"/lines/{running.pk}/tasks/{task.pk}/removal/", follow=True)
    assert "请总指挥部办公室先退回拟定" in answer.content.decode()
    assert running.tasks.count() == 2


@pytest.mark.parametrize("who", ["reader", "other_liaison", "inspector"])
def test_who_may_not_write_in_a_plan(city: City, draft: WorkLine, who: str) -> None:
    browser = city.client(getattr(city, who))
    target, task = draft.targets.get(), draft.tasks.first()
    assert task is not None
    sent: dict[str, dict[str, Any]] = {
        "targets/new/": {"name": "甲"},
        f"targets/{target.pk}/": {"name": "甲"},
        f"targets/{target.pk}/removal/": {},
        "tasks/new/": {"task": "甲"},
        f"tasks/{task.pk}/": {"task": "甲"},
        f"tasks/{task.pk}/removal/": {},
    }
    for rest, values in sent.items():
        assert browser.post(f"/lines/{draft.pk}/{rest}", values).status_code == 403
    assert (draft.targets.count(), draft.tasks.count()) == (1, 2)


def test_a_row_of_another_line_is_not_found(city: City, office: Client, draft: WorkLine) -> None:
    target = draft.targets.get()
    other = city.housing_line.pk
    assert office.get(f"/lines/{other}/targets/{target.pk}/").status_code == 404
    assert office.post(f"/lines/{other}/targets/{target.pk}/removal/").status_code == 404


def test_a_task_force_is_formed_and_changed(city: City, office: Client) -> None:
    line = city.industry_line
    asked = office.get(f"/lines/task-forces/new/?line={line.pk}").content.decode()
    assert f'value="{line.pk}" selected' in asked
    values = {"name": "示例专班", "line": line.pk, "head": city.posts["deputy"].pk}
    members = [city.posts["head"].pk, city.posts["liaison"].pk]
    answer = office.post("/lines/task-forces/new/", values | {"members": members})
    assert answer["Location"] == f"/lines/{line.pk}/#forces"
    force = TaskForce.objects.get(name="示例专班")
    assert force.members.count() == 2
    office.post(f"/lines/task-forces/{force.pk}/", values | {"members": members[:1]})
    assert force.members.count() == 1


def test_a_command_post_is_set_up_for_lines(city: City, office: Client) -> None:
    values = {"name": "示例指挥部", "lines": [city.industry_line.pk, city.housing_line.pk]}
    assert office.post("/lines/headquarters/new/", values).status_code == 302
    assert HeadQuarters.objects.get(name="示例指挥部").lines.count() == 2


@pytest.mark.parametrize("who", ["head", "liaison", "reader", "outsider"])
def test_only_our_office_forms_them(city: City, office: Client, who: str) -> None:
    office.post("/lines/task-forces/new/", {"name": "示例专班"})
    force = TaskForce.objects.get()
    browser = city.client(getattr(city, who))
    expected = 404 if who == "outsider" else 403
    assert browser.post(f"/lines/task-forces/{force.pk}/", {"name": "改"}).status_code == expected
    if who != "outsider":
        assert browser.post("/lines/task-forces/new/", {"name": "另一个"}).status_code == 403
        assert browser.post("/lines/headquarters/new/", {"name": "另一个"}).status_code == 403
    force.refresh_from_db()
    assert force.name == "示例专班"
