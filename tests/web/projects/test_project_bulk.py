"""Changing many projects: choosing, preview, doing it, the record, taking it back."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from guatu.org.models import Post
from guatu.projects.actions.bulk import MOST
from guatu.projects.actions.listing import edit_project
from guatu.projects.models import BulkEdit, Project
from tests.city import NOW, TODAY, City
from tests.web.projects.test_project_list import fill

URL = "/projects/bulk/"


@pytest.fixture
def two(city: City) -> list[Project]:
    return [city.project("示例甲厂", tags=["旧"]), city.project("示例乙厂")]


def rows(*projects: Project) -> str:
    return " ".join(str(project.pk) for project in projects)


def hidden(response: HttpResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    return found.group(1) if found else ""


def sent(browser: Client, typed: dict[str, str], *projects: Project) -> HttpResponse:
    return browser.post(URL, {"rows": rows(*projects), **typed})


def applied(browser: Client, typed: dict[str, str], *projects: Project) -> HttpResponse:
    """As a person does: the preview first, then the button on it."""
    shown = sent(browser, typed, *projects)
    seen = {name: hidden(shown, name) for name in ("rows", "seen", "told")}
    return browser.post(URL, {**typed, **seen, "apply": "1"})


def remarks(*projects: Project) -> list[str]:
    held = Project.objects.in_bulk([project.pk for project in projects])
    return [held[project.pk].remark for project in projects]


def test_the_chosen_rows_are_offered_what_can_be_set(office: Client, two: list[Project]) -> None:
    page = office.get(f"{URL}?id={two[0].pk}&id={two[1].pk}&id=nonsense").content.decode()
    assert "2 个项目" in page
    for words in ("牵头单位", "包保领导", "标签", "产业链", "要求完成", "备注"):
        assert words in page
    assert rows(*two) in page


def test_all_that_matches(office: Client, city: City) -> None:
    fill(city, 60)
    city.project("别的项目")
    page = office.get(f"{URL}?q=示例项目&all=1&id=nonsense").content.decode()
    assert "60 个项目" in page


def test_too_many_are_refused_in_words(office: Client, city: City) -> None:
    fill(city, MOST + 1)
    response = office.get(f"{URL}?all=1")
    assert (response.status_code, "请先筛选" in response.content.decode()) == (400, True)


def test_a_preview_says_before_and_after_and_changes_nothing(
    office: Client, city: City, two: list[Project]
) -> None:
    typed = {
        "set_tags": "1",
        "tags_add": "甲、乙",
        "tags_remove": "旧",
        "set_sponsor": "1",
        "sponsor": str(city.posts["head"].pk),
    }

    page = sent(office, typed, *two).content.decode()

    cells = [cell.strip() for cell in re.findall(r"<td[^>]*>([^<]*)</td>", page)]
    assert cells[cells.index("标签") :][:3] == ["标签", "旧", "甲、乙"]
    assert cells[cells.index("包保领导") :][:3] == [
        "包保领导",
        "示例乙（副市长）",
        "示例丁（局长）",
    ]
    assert "将修改 2 个项目" in page
    assert remarks(*two) == ["", ""]


def test_it_is_done_recorded_and_taken_back(office: Client, city: City, two: list[Project]) -> None:
    typed = {"set_remark": "1", "remark": "新", "set_lead_unit": "1",
             "lead_unit": str(city.housing.pk)}  # fmt: skip

    response = applied(office, typed, *two)

    assert remarks(*two) == ["新", "新"]
    edit = BulkEdit.objects.visible_to(city.office).get()
    assert response["Location"] == f"/projects/edits/{edit.pk}/"
    page = office.get(response["Location"]).content.decode()
    for words in ("示例甲厂", "示例工信局", "示例住建局", "撤销这次修改"):
        assert words in page
    assert "牵头单位" in office.get("/projects/edits/").content.decode()

    page = office.post(f"{response['Location']}undoing/", follow=True).content.decode()

    assert remarks(*two) == ["", ""]
    assert "已撤销，恢复 2 个项目" in page
    assert "撤销这次修改" not in page


def test_what_stays_is_said_in_one_sentence_and_stays_on_the_record(
    office: Client, city: City, two: list[Project]
) -> None:
    more = [city.project(f"示例{n}厂") for n in range(5)]
    typed = {"set_remark": "1", "remark": "新", "set_sponsor": "1",
             "sponsor": str(city.posts["head"].pk)}  # fmt: skip
    url = applied(office, typed, *two, *more)["Location"]
    Post.objects.filter(pk=city.posts["deputy"].pk).update(closed_on=TODAY)
    why = f"原来的“{city.posts['deputy']}”已撤销"

    page = unescape(office.post(f"{url}undoing/", follow=True).content.decode())

    assert "已撤销，恢复 7 个项目" in page
    assert f"“示例甲厂”的包保领导（{why}）等 7 处保留未动，逐处列在下面。" in page
    assert f"保留未动：示例甲厂：包保领导（{why}）；示例乙厂：包保领导（{why}）；" in page
    assert f"示例4厂：包保领导（{why}）。" in page
    assert remarks(*two) == ["", ""]


def test_a_checked_box_without_a_value_empties(office: Client, two: list[Project]) -> None:
    applied(office, {"set_sponsor": "1"}, *two)
    assert not Project.objects.filter(sponsor__isnull=False).exists()


def test_who_was_faster_is_named_and_a_new_preview_shown(
    office: Client, city: City, two: list[Project]
) -> None:
    typed = {"set_remark": "1", "remark": "新"}
    shown = sent(office, typed, *two)
    edit_project(two[1], {"remark": "先到"}, seen=1, by=city.liaison, now=NOW)
    seen = {name: hidden(shown, name) for name in ("rows", "seen", "told")}

    response = office.post(URL, {**typed, **seen, "apply": "1"})

    page = response.content.decode()
    assert (response.status_code, remarks(*two)) == (409, ["", "先到"])
    assert "示例乙厂（示例丙）" in page
    assert "<td" in page[page.index("先到") - 40 : page.index("先到")]
    again = {name: hidden(response, name) for name in ("rows", "seen", "told")}
    office.post(URL, {**typed, **again, "apply": "1"})
    assert remarks(*two) == ["新", "新"]


def test_what_was_typed_after_the_preview_is_previewed_again(
    office: Client, two: list[Project]
) -> None:
    shown = sent(office, {"set_remark": "1", "remark": "新"}, *two)
    seen = {name: hidden(shown, name) for name in ("rows", "seen", "told")}

    response = office.post(URL, {"set_remark": "1", "remark": "改了", **seen, "apply": "1"})

    assert (response.status_code, remarks(*two)) == (200, ["", ""])
    assert "改了" in response.content.decode()


def test_rows_that_cannot_be_are_named_and_passed_over(
    office: Client, city: City, two: list[Project]
) -> None:
    late = city.project("示例晚开工厂", planned_start=date(2021, 6, 1), actual_start=None)
    typed = {"set_required_finish": "1", "required_finish": "2021-05-01"}

    page = sent(office, typed, *two, late).content.decode()
    assert "早于计划开工日" in page[page.index('id="refused"') :]
    applied(office, typed, *two, late)

    late.refresh_from_db()
    assert str(late.required_finish) == "2021-12-31"
    assert Project.objects.filter(required_finish="2021-05-01").count() == 2


def test_nothing_chosen_is_said(office: Client, two: list[Project]) -> None:
    response = sent(office, {"remark": "新"}, *two)
    assert (response.status_code, "请先勾选" in response.content.decode()) == (422, True)
    page = office.get(URL, follow=True).content.decode()
    assert "请先在列表里勾选项目" in page


def test_doors(city: City, liaison: Client, stranger: Client, two: list[Project]) -> None:
    for person in (city.reader, city.deputy, city.owner):
        assert city.client(person).get(f"{URL}?id={two[0].pk}").status_code == 403
    typed = {"set_remark": "1", "remark": "新"}
    applied(stranger, typed, *two)
    applied(city.client(city.outsider), typed, *two)
    assert remarks(*two) == ["", ""]
    applied(liaison, typed, *two)
    assert remarks(*two) == ["新", "新"]

    url = f"/projects/edits/{BulkEdit.objects.visible_to(city.liaison).get().pk}/"
    assert stranger.get(url).status_code == 404
    assert stranger.post(f"{url}undoing/").status_code == 404
    assert city.client(city.reader).post(f"{url}undoing/").status_code == 403
    assert "撤销这次修改" not in city.client(city.reader).get(url).content.decode()


def test_only_who_may_edit_is_offered_it(office: Client, city: City, two: list[Project]) -> None:
    assert "批量修改" in office.get("/projects/").content.decode()
    page = city.client(city.reader).get("/projects/").content.decode()
    assert "批量修改" not in page
    assert "复制所选" in page
