"""Off the list and back on."""

from __future__ import annotations

from django.test import Client

from guatu.journal.queries import history_of
from guatu.projects.actions.listing import withdraw_project
from guatu.projects.models import Project
from tests.city import NOW, City
from tests.web.projects.doors import ACT, FORBIDDEN, answers


def off(project: Project) -> str:
    return f"/projects/{project.pk}/withdrawal/"


def back(project: Project) -> str:
    return f"/projects/{project.pk}/restoration/"


def codes(project: Project) -> list[str]:
    return [e.code for e in history_of(project.pk) if e.code.startswith("project.")]


def test_it_leaves_the_list_with_a_reason_and_says_so(office: Client, project: Project) -> None:
    assert "退出“示例轴承生产线项目”" in office.get(off(project)).content.decode()

    response = office.post(off(project), {"reason": "投资方退出"})

    project.refresh_from_db()
    assert response.status_code == 302
    assert (project.is_listed, project.withdrawn_reason) == (False, "投资方退出")
    page = office.get(response["Location"]).content.decode()
    assert "已于 2021-03-15 退出台账" in page
    assert "投资方退出" in page
    assert "恢复列入" in page
    assert "报进度" not in page


def test_without_a_reason_it_stays(office: Client, project: Project) -> None:
    response = office.post(off(project), {"reason": "  "})

    project.refresh_from_db()
    assert response.status_code == 422
    assert project.is_listed


def test_twice_is_once(office: Client, project: Project) -> None:
    for _ in range(2):
        office.post(off(project), {"reason": "投资方退出"})
    assert codes(project).count("project.withdrawn") == 1


def test_it_comes_back_as_it_was(office: Client, city: City, project: Project) -> None:
    withdraw_project(project, reason="停建", by=city.office, now=NOW)

    for _ in range(2):
        assert office.post(back(project)).status_code == 302

    project.refresh_from_db()
    assert project.is_listed
    assert codes(project).count("project.restored") == 1


def test_a_code_given_away_meanwhile_keeps_it_off(
    office: Client, city: City, project: Project
) -> None:
    Project.objects.filter(pk=project.pk).update(code="2101-370881-04-01-123456")
    withdraw_project(project, reason="停建", by=city.office, now=NOW)
    city.project(name="示例后来项目", code="2101-370881-04-01-123456")

    response = office.post(back(project))

    assert response.status_code == 400
    assert "已用于“示例后来项目”" in response.content.decode()


def test_doors(city: City, liaison: Client, project: Project) -> None:
    for url in (off(project), back(project)):
        assert answers(city, "post", url, {"reason": "停建"}) == ACT
        assert liaison.post(url, {"reason": "停建"}).status_code == FORBIDDEN
    project.refresh_from_db()
    assert project.is_listed
    assert liaison.get(back(project)).status_code == 405
