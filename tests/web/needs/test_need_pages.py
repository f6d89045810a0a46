"""One need, asking for it, answering it: who may, what is said, where it leads."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from guatu.org.models import User
from guatu.projects.actions.supplying import deliver_need, promise_need
from guatu.projects.choices import NeedStatus
from guatu.projects.models import Project, SupportNeed
from tests.city import NOW, TODAY, City
from tests.projects.needing import fresh, need_of

LATE = {"on": "2021-06-10"}


def url_of(need: SupportNeed, act: str = "") -> str:
    return f"/needs/{need.pk}/{act}/" if act else f"/needs/{need.pk}/"


def followed(browser: Client, url: str, sent: dict[str, str]) -> str:
    response = browser.post(url, sent, follow=True)
    assert response.status_code == 200
    return response.content.decode()


class TestOne:
    def test_a_supplier_opens_what_it_owes(self, supplier: Client, land: SupportNeed) -> None:
        page = supplier.get(url_of(land)).content.decode()
        for said in ("供地", "示例轴承生产线项目", "桩基", "2021-05-27", "登记落实", "承诺"):
            assert said in page
        assert "修改需求" not in page

    def test_whoever_asked_may_change_it_but_does_not_promise(
        self, asker: Client, land: SupportNeed
    ) -> None:
        page = asker.get(url_of(land)).content.decode()
        assert url_of(land, "edit") in page
        assert url_of(land, "delivery") in page
        assert url_of(land, "promise") not in page

    def test_strangers_do_not_know_of_it(self, city: City, land: SupportNeed) -> None:
        assert city.client(city.outsider).get(url_of(land)).status_code == 404
        other = need_of(city, land.project, element="power", supplier=city.root)
        assert city.client(city.other_liaison).get(url_of(other)).status_code == 404


class TestAnswering:
    def test_a_late_promise_is_taken_and_says_what_it_breaks(
        self, supplier: Client, land: SupportNeed
    ) -> None:
        page = followed(supplier, url_of(land, "promise"), LATE)
        assert "“供地”已承诺 2021-06-10 落实。" in page
        assert "将使“桩基”推迟 10 个工作日、竣工推迟 10 个工作日" in page
        assert fresh(land).project.light == "red"

    def test_it_leads_back_to_where_it_was_pressed(
        self, city: City, supplier: Client, office: Client, land: SupportNeed
    ) -> None:
        back = supplier.post(url_of(land, "promise"), {**LATE, "to": "supplier"})
        assert back["Location"] == f"/needs/suppliers/{city.housing.pk}/"
        back = supplier.post(url_of(land, "delivery"), {"on": "2021-03-15", "to": "project"})
        assert back["Location"] == url_of(land)  # the project is none of its own
        back = office.post(url_of(land, "reopening"), {"reason": "登记错了", "to": "project"})
        assert back["Location"] == f"/projects/{land.project_id}/#needs"

    @pytest.mark.parametrize(
        ("act", "sent", "said"),
        [
            ("promise", {"on": "2021-03-01"}, "承诺时间不能早于今天"),
            ("promise", {"on": "明天"}, "承诺何时落实"),
            ("delivery", {"on": "2021-03-16"}, "落实时间不能在今天以后"),
            ("delivery", {"on": "2021-03-15", "expires": "2021-03-01"}, "有效期止于落实之前"),
            ("blocker", {"words": ""}, "卡在哪里"),
            ("reopening", {"reason": "登记错了"}, "没有落实记录"),
        ],
    )
    def test_what_cannot_be_is_said_and_what_was_typed_stays(
        self, supplier: Client, land: SupportNeed, act: str, sent: dict[str, str], said: str
    ) -> None:
        response = supplier.post(url_of(land, act), sent)
        page = response.content.decode()
        assert response.status_code == 422
        assert said in page
        assert all(value in page for value in sent.values())
        assert fresh(land).status == NeedStatus.NEEDED

    def test_a_later_promise_asks_for_a_reason(
        self, city: City, supplier: Client, land: SupportNeed
    ) -> None:
        promise_need(land, on=date(2021, 5, 10), by=city.other_liaison, now=NOW)
        response = supplier.post(url_of(land, "promise"), LATE)
        assert response.status_code == 422
        assert "比原承诺 2021-05-10 推后，请写明原因" in response.content.decode()
        followed(supplier, url_of(land, "promise"), {**LATE, "reason": "省厅补件"})
        assert fresh(land).promised_on == date(2021, 6, 10)

    def test_blocked_and_cleared(self, supplier: Client, land: SupportNeed) -> None:
        page = followed(supplier, url_of(land, "blocker"), {"words": "2 户未签"})
        assert "2 户未签" in page
        assert "已解决" in followed(supplier, url_of(land, "blocker/clearing"), {})
        assert fresh(land).blocker == ""

    def test_dropped_by_whoever_asked(self, asker: Client, land: SupportNeed) -> None:
        page = followed(asker, url_of(land, "dropping"), {"reason": "用存量地"})
        assert "不需要" in page
        assert fresh(land).status == NeedStatus.NOT_NEEDED

    def test_an_expired_permit_can_be_delivered_again(
        self, city: City, supplier: Client, land: SupportNeed
    ) -> None:
        deliver_need(
            land, on=date(2021, 2, 1), expires=date(2021, 3, 1), by=city.other_liaison, now=NOW
        )
        assert "重新办理" in supplier.get(f"/needs/suppliers/{city.housing.pk}/").content.decode()
        sent = {"on": "2021-03-15", "expires": "2021-12-31"}
        page = followed(supplier, url_of(land, "delivery"), sent)
        assert "已登记 2021-03-15 落实" in page


ACTS = {
    "promise": ({"on": "2021-05-20"}, {"supplier", "office"}),
    "delivery": ({"on": "2021-03-15"}, {"supplier", "office", "asker", "owner"}),
    "blocker": ({"words": "2 户未签"}, {"supplier", "office", "asker", "owner"}),
    "dropping": ({"reason": "用存量地"}, {"office", "asker", "owner"}),
}


@pytest.mark.parametrize("act", ACTS)
def test_doors(city: City, land: SupportNeed, act: str) -> None:
    sent, allowed = ACTS[act]
    people: dict[str, User] = {
        "supplier": city.other_liaison, "office": city.office, "asker": city.liaison,
        "owner": city.owner, "reader": city.reader, "inspector": city.inspector,
    }  # fmt: skip
    opened = {
        name: city.client(user).get(url_of(land, act)).status_code for name, user in people.items()
    }
    assert {name for name, status in opened.items() if status == 200} == allowed
    assert {status for name, status in opened.items() if name not in allowed} == {403}
    for name in people.keys() - allowed:
        assert city.client(people[name]).post(url_of(land, act), sent).status_code == 403
    assert city.client(city.outsider).post(url_of(land, act), sent).status_code == 404
    assert city.client(city.office).delete(url_of(land, act)).status_code == 405
    assert fresh(land).version == 1


class TestAsking:
    def test_one(self, city: City, asker: Client, project: Project) -> None:
        sent = {
            "element": "land", "name": "一期 120 亩供地", "lead": "5",
            "milestone": str(project.milestones.get(code="piling").pk),
            "supplier": str(city.housing.pk), "post": str(city.posts["other_liaison"].pk),
        }  # fmt: skip
        page = followed(asker, f"/needs/projects/{project.pk}/new/", sent)
        assert "已登记 1 项要素需求" in page
        need = project.needs.get()
        assert (need.name, need.needed_by) == ("一期 120 亩供地", date(2021, 5, 20))
        assert "示例戊（联络员）" in page

    def test_without_a_milestone_it_asks_for_day_and_reason(
        self, asker: Client, project: Project
    ) -> None:
        url = f"/needs/projects/{project.pk}/new/"
        response = asker.post(url, {"element": "funds"})
        assert response.status_code == 422
        assert "请填写需求时间，并写明理由" in response.content.decode()
        sent = {"element": "funds", "needed_by": "2021-06-01", "reason": "征迁周转"}
        assert "征迁周转" in followed(asker, url, sent)

    def test_by_template_likely_ones_are_ticked(
        self, city: City, asker: Client, project: Project
    ) -> None:
        """The plan has a step that land serves, 桩基, and none that labour serves."""
        page = asker.get(f"/needs/projects/{project.pk}/template/").content.decode()
        assert "checked" in page[page.index('name="tick-land"') :][:200]
        assert "checked" not in page[page.index('name="tick-labour"') :][:200]
        assert "默认值" in page

    def test_by_template_what_is_ticked_is_entered(
        self, city: City, asker: Client, project: Project
    ) -> None:
        piling = str(project.milestones.get(code="piling").pk)
        sent = {
            "tick-land": "on", "milestone-land": piling, "lead-land": "5",
            "supplier-land": str(city.housing.pk),
            "tick-forest_land": "on", "milestone-forest_land": piling, "lead-forest_land": "10",
        }  # fmt: skip
        page = followed(asker, f"/needs/projects/{project.pk}/template/", sent)
        assert "已登记 2 项要素需求" in page
        assert [n.name for n in project.needs.all()] == ["供地", "使用林地"]

    def test_nothing_ticked(self, asker: Client, project: Project) -> None:
        response = asker.post(f"/needs/projects/{project.pk}/template/", {})
        assert response.status_code == 422
        assert "请至少勾选一项" in response.content.decode()

    def test_ticked_without_a_milestone(self, asker: Client, project: Project) -> None:
        response = asker.post(f"/needs/projects/{project.pk}/template/", {"tick-land": "on"})
        assert response.status_code == 422
        assert "没有选保障的节点" in response.content.decode()

    @pytest.mark.parametrize("page", ["new", "template"])
    def test_who_may(self, city: City, project: Project, page: str) -> None:
        url = f"/needs/projects/{project.pk}/{page}/"
        answers = {
            user: city.client(user).get(url).status_code
            for user in (city.office, city.owner, city.reader, city.other_liaison, city.outsider)
        }
        assert list(answers.values()) == [200, 200, 403, 404, 404]


class TestChanging:
    def test_saved_and_the_second_is_told(
        self, city: City, asker: Client, office: Client, land: SupportNeed
    ) -> None:
        sent = {
            "seen": "1", "element": "land", "name": "一期供地", "lead": "0",
            "milestone": str(land.milestone_id), "supplier": str(city.workshop.pk),
        }  # fmt: skip
        assert "已保存“一期供地”" in followed(asker, url_of(land, "edit"), sent)
        response = office.post(url_of(land, "edit"), {**sent, "name": "二期供地"})
        page = response.content.decode()
        assert response.status_code == 409
        assert "刚被他人修改" in page
        assert "二期供地" in page
        assert "示例产业中心" in page
        again = {**sent, "name": "二期供地", "seen": "2"}
        assert 'value="2"' in page[page.index('name="seen"') :][:60]
        assert "已保存“二期供地”" in followed(office, url_of(land, "edit"), again)

    def test_suppliers_do_not_change_what_is_asked_of_them(
        self, supplier: Client, land: SupportNeed
    ) -> None:
        assert supplier.get(url_of(land, "edit")).status_code == 403


class TestProjectPage:
    def test_the_grid_and_the_break_on_the_progress_chart(
        self, city: City, asker: Client, land: SupportNeed
    ) -> None:
        promise_need(land, on=date(2021, 6, 10), by=city.other_liaison, now=NOW)
        response = asker.get(f"/projects/{land.project_id}/")
        page = response.content.decode()
        assert "未按时落实的要素合计将使竣工推迟 10 个工作日，到 2022-01-17" in page
        piling, frame, check = response.context["chart"]["tasks"]
        assert piling["note"] == "因供地推迟 10 个工作日"
        assert (piling["pushed"], piling["broken"]) == (["2021-08-19", "2021-09-02"], "供地")
        assert (frame["note"], frame["broken"]) == ("", "")
        assert check["note"] == "竣工随之推迟 10 个工作日"
        assert "承诺晚于需要" in page
        assert url_of(land, "delivery") in page
        assert url_of(land, "promise") not in page

    def test_delivered_nothing_breaks(self, city: City, asker: Client, land: SupportNeed) -> None:
        promise_need(land, on=date(2021, 6, 10), by=city.other_liaison, now=NOW)
        deliver_need(land, on=TODAY, by=city.other_liaison, now=NOW)
        page = asker.get(f"/projects/{land.project_id}/").content.decode()
        assert "使竣工推迟" not in page
        assert "已落实" in page

    def test_without_needs_the_template_is_offered_to_those_who_may(
        self, city: City, asker: Client, project: Project
    ) -> None:
        url = f"/needs/projects/{project.pk}/template/"
        assert url in asker.get(f"/projects/{project.pk}/").content.decode()
        reader = city.client(city.reader)
        assert url not in reader.get(f"/projects/{project.pk}/").content.decode()
