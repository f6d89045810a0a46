"""An adjustment put together on its page: found, chosen, seen before it is done, approved."""

from __future__ import annotations

from django.test import Client

from guatu.projects.actions.listing import withdraw_project
from guatu.projects.models import ListChange, ListVersion, Project
from tests.city import NOW
from tests.projects.listing_years import RESERVED, adjust, move

DESK = "/versions/adjust/"
PAPER = {
    "title": "年中调整", "approved_on": "2021-03-15", "reason": "年中调整", "seen": "1",
    "approver": "", "document": "",
}  # fmt: skip


def add(browser: Client, project: Project, kind: str, **typed: str) -> None:
    url = f"{DESK}moves/new/?project={project.pk}&kind={kind}"
    assert browser.get(url).status_code == 200
    response = browser.post(url, typed)
    assert response["Location"] == DESK


def text(browser: Client, url: str = DESK) -> str:
    return browser.get(url).content.decode()


def test_without_a_first_version_it_leads_there(office: Client):
    assert office.get(DESK)["Location"] == "/versions/first/"


def test_a_search_offers_what_can_be_done(office, city, project, version):
    withdraw_project(city.project("示例旧项目"), reason="停建", by=city.office, now=NOW)
    city.project("示例储备项目", nature="reserve")
    assert "转储备" in text(office, f"{DESK}?q=zcscx")
    assert "kind=added" in text(office, f"{DESK}?q=示例旧")
    assert "转实施" in text(office, f"{DESK}?q=示例储备")
    assert "没有找到" in text(office, f"{DESK}?q=无此项目")


def test_moves_are_collected_previewed_and_approved_as_one(office, city, project, version):
    other = Project.objects.get(name="示例另一项目")
    add(office, project, "withdrawn", reason="业主退出")
    add(office, other, "reserved", reason="")
    new = {"name": "示例新项目", "total_investment": "１０，０００", "nature": "new"}
    assert office.post(f"{DESK}moves/project/", new)["Location"] == DESK
    page = text(office)
    assert "−5.2 亿元" in page
    assert "+1 亿元" in page
    project.refresh_from_db()
    assert project.is_listed

    response = office.post(DESK, PAPER)

    second = ListVersion.objects.get(number=2)
    assert response["Location"] == f"/versions/{second.pk}/"
    kept = ListChange.objects.filter(version=second).values_list("kind", "reason")
    assert set(kept) == {("withdrawn", "业主退出"), ("reserved", ""), ("added", "")}
    assert "还没有加入变动" in text(office)


def test_a_move_can_be_changed_and_taken_out(office, project, version):
    add(office, project, "withdrawn", reason="业主退出")
    url = f"{DESK}moves/0/"
    assert "业主退出" in text(office, url)
    office.post(url, {"reason": "合并实施"})
    assert "合并实施" in text(office)
    office.post(f"{url}removal/")
    assert "还没有加入变动" in text(office)
    assert office.get(url).status_code == 404
    assert office.post(f"{url}removal/").status_code == 302


def test_a_split_is_typed_or_pasted(office, project, version):
    add(office, project, "split", parts="路基工程\t20000\t3000\n桥梁工程\t31000")
    assert "子项 0 → 2 个" in text(office)
    assert "子项之和比打包项目少 1,000 万元" in text(office)
    assert "路基工程\t20000\t3000" in text(office, f"{DESK}moves/0/")
    office.post(DESK, PAPER)
    assert project.parts.listed().count() == 2


def test_a_package_leaves_with_or_without_its_parts(office, city, project, version):
    city.project("示例子项", parent=project)
    url = f"{DESK}moves/new/?project={project.pk}&kind=withdrawn"
    assert "子项怎么办" in text(office, url)
    office.post(url, {"parts_stay": "stay", "reason": "分别推进"})
    assert "子项留下" in text(office)
    office.post(DESK, PAPER)
    assert Project.objects.get(name="示例子项").parent_id is None


def test_faults_stand_at_their_moves_and_nothing_is_lost(office, city, project, version):
    add(office, project, "reserved", reason="")
    Project.objects.filter(pk=project.pk).update(year_done=300)
    response = office.post(DESK, {**PAPER, "reason": " ", "title": "示例标题"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "示例标题" in page
    response = office.post(DESK, {**PAPER, "title": "示例标题"})
    assert response.status_code == 422
    assert "今年已完成投资 300 万元" in response.content.decode()
    assert "有 1 项变动还不能批准" in response.content.decode()
    assert ListVersion.objects.count() == 1


def test_who_comes_second_sees_what_the_first_did(office, city, project, version):
    other = Project.objects.get(name="示例另一项目")
    add(office, project, "withdrawn", reason="业主退出")
    adjust(city, move(RESERVED, other))
    response = office.post(DESK, PAPER, follow=True)
    page = response.content.decode()
    assert "已批准第 2 版" in page
    assert "业主退出" in page
    assert ListVersion.objects.count() == 2


def test_what_the_list_shows_already_goes_in_with_a_reason(office, city, project, version):
    withdraw_project(project, reason="台账中已没有", by=city.office, now=NOW)
    assert "清单上已有、尚未批准的变动" in text(office)
    add(office, project, "withdrawn", reason="追认退出")
    assert "补写理由" not in text(office)
    office.post(DESK, PAPER)
    assert ListChange.objects.get().reason == "追认退出"


def test_doors(city, project, version):
    urls = (
        DESK,
        "/versions/first/",
        f"{DESK}moves/new/?project={project.pk}&kind=withdrawn",
        f"{DESK}moves/project/",
        f"{DESK}moves/0/",
    )
    for person in (city.reader, city.liaison, city.inspector):
        browser = city.client(person)
        assert [browser.get(url).status_code for url in urls] == [403] * len(urls)
        assert browser.post(DESK, PAPER).status_code == 403
        assert browser.post(f"{DESK}moves/0/removal/").status_code == 403
    neighbour = city.client(city.outsider)
    assert neighbour.get(f"{DESK}moves/new/?project={project.pk}&kind=withdrawn").status_code == 404
    assert city.client(city.office).get(f"{DESK}moves/new/?project=x&kind=y").status_code == 404
