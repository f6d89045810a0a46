"""Calling a meeting, its agenda, the screen of the room, and the minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guatu.command.actions.deciding import decide
from guatu.command.actions.handing import Order
from guatu.command.actions.meetings import minute
from guatu.command.choices import ItemStatus, MeetingStatus
from guatu.command.models import AgendaItem, Decision, Meeting
from guatu.dispatches.models import Dispatch
from guatu.projects.models import Project
from tests.city import NOW, City
from tests.command.steering import LATER, LINE, called, held, item_of, raised, red

LIST = "/command/meetings/"


@pytest.fixture
def project(city: City) -> Project:
    return red(city.project())


@pytest.fixture
def item(city: City, project: Project) -> AgendaItem:
    return item_of(held(city), project)


def url_of(meeting: Meeting, rest: str = "") -> str:
    return f"{LIST}{meeting.pk}/{rest}"


def decision_url(item: AgendaItem, what: str = "decision") -> str:
    return url_of(item.meeting, f"items/{item.pk}/{what}/")


def page_of(browser: Client, url: str, status: int = 200) -> str:
    response = browser.get(url)
    assert response.status_code == status
    return response.content.decode()


class TestPack:
    def test_whoever_may_make_one_takes_the_pack_of_this_meeting(
        self, city: City, office: Client
    ) -> None:
        meeting = called(city)
        page = page_of(office, url_of(meeting))
        assert f"/packs/view/?meeting={meeting.pk}" in page
        assert f'name="meeting" value="{meeting.pk}"' in page
        assert meeting.title in page_of(office, f"/packs/view/?meeting={meeting.pk}")
        cancelled = called(city)
        office.post(url_of(cancelled, "cancellation/"), {"reason": "示例：改期"})
        assert "/packs/view/" not in page_of(office, url_of(cancelled))

    def test_a_reader_is_offered_none(self, city: City) -> None:
        meeting = called(city)
        meeting.attendees.add(city.posts["reader"])
        page = page_of(city.client(city.reader), url_of(meeting))
        assert "/packs/view/" not in page


class TestCalling:
    def test_a_meeting_is_called_and_its_agenda_is_there(
        self, city: City, office: Client, project: Project
    ) -> None:
        page_of(office, f"{LIST}new/")
        sent = {
            "kind": "steering", "title": "三月调度会", "body": "", "day": "2021-03-16",
            "clock": "15:00", "place": "示例会议室", "chair": city.posts["deputy"].pk,
            "attendees": [city.posts["head"].pk],
        }  # fmt: skip
        response = office.post(f"{LIST}new/", sent, follow=True)
        page = response.content.decode()
        assert "已通知开会" in page
        assert "亮红灯已 12 天" in page
        assert project.name in page
        assert "示例丁（局长）" in page

    def test_what_is_missing_is_said_and_what_was_typed_stays(
        self, city: City, office: Client
    ) -> None:
        sent = {
            "kind": "joint", "title": "会办", "day": "2021-03-01", "clock": "15:00",
            "place": "示例会议室", "chair": city.posts["deputy"].pk,
        }  # fmt: skip
        response = office.post(f"{LIST}new/", sent)
        page = response.content.decode()
        assert response.status_code == 422
        assert "开会时间已经过去" in page
        assert "请选择会办哪个月的走访" in page
        assert 'value="示例会议室"' in page

    def test_the_joint_meeting_of_a_month_is_prepared(self, office: Client) -> None:
        page = page_of(office, f"{LIST}new/?month=2021-02")
        assert "会办会" in page
        assert 'value="2021-02-01"' in page
        page_of(office, f"{LIST}new/?month=x")

    def test_only_those_who_steer_call(self, city: City) -> None:
        for user in (city.head, city.liaison, city.inspector, city.reader):
            browser = city.client(user)
            assert browser.get(f"{LIST}new/").status_code == 403
            assert "召开调度会" not in page_of(browser, LIST)

    def test_changes_and_cancelling(self, city: City, office: Client) -> None:
        meeting = called(city)
        page = page_of(office, url_of(meeting, "edit/"))
        assert 'value="示例会议室"' in page
        assert 'value="15:00"' in page
        response = office.post(url_of(meeting, "cancellation/"), {"reason": "改为现场办公"})
        assert response.status_code == 302
        meeting.refresh_from_db()
        assert meeting.status == MeetingStatus.CANCELLED
        assert (
            office.post(url_of(meeting, "cancellation/"), {"reason": "再取消"}).status_code == 422
        )


class TestWho:
    def test_what_is_not_visible_is_not_there(self, city: City, item: AgendaItem) -> None:
        for user in (city.liaison, city.other_liaison, city.outsider):
            for rest in ("", "room/", "minutes/"):
                assert city.client(user).get(url_of(item.meeting, rest)).status_code == 404

    def test_who_attends_reads_and_does_nothing(self, city: City, item: AgendaItem) -> None:
        browser = city.client(city.head)
        for rest in ("", "room/", "minutes/"):
            page = page_of(browser, url_of(item.meeting, rest))
            assert decision_url(item) not in page
        for url in (decision_url(item), url_of(item.meeting, "opening/")):
            assert browser.post(url, {"words": LINE}).status_code == 403
        assert not Decision.objects.exists()

    def test_only_after_log_in(self, item: AgendaItem) -> None:
        for rest in ("", "room/", "minutes/", "edit/"):
            answer = Client().get(url_of(item.meeting, rest))
            assert answer["Location"].startswith("/accounts/login/")

    def test_acts_are_sent_not_read(self, office: Client, item: AgendaItem) -> None:
        for url in (decision_url(item), url_of(item.meeting, "opening/")):
            assert office.get(url).status_code == 405


class TestAgenda:
    def test_it_opens_with_the_room(self, city: City, office: Client, project: Project) -> None:
        meeting = called(city)
        assert office.get(url_of(meeting, "room/")).status_code == 302
        response = office.post(url_of(meeting, "opening/"), {"seen": meeting.version})
        assert response["Location"] == url_of(meeting, "room/")
        assert project.name in page_of(office, url_of(meeting, "room/"))

    def test_who_comes_second_is_told(self, city: City, office: Client) -> None:
        meeting = called(city)
        office.post(url_of(meeting, "opening/"), {"seen": meeting.version})
        response = office.post(url_of(meeting, "opening/"), {"seen": meeting.version})
        assert response.status_code == 409
        assert "示例甲" in response.content.decode()

    def test_matters_are_added_put_off_struck_and_taken_up_again(
        self, city: City, office: Client, project: Project
    ) -> None:
        meeting = called(city)
        office.post(url_of(meeting, "items/"), {"title": "听取征拆情况"})
        assert "听取征拆情况" in page_of(office, url_of(meeting))
        aside, key = url_of(meeting, "items/aside/"), f"project:{project.pk}"
        answer = office.post(aside, {"item": key, "act": "strike", "reason": ""}, follow=True)
        assert "请写明为什么撤下" in answer.content.decode()
        office.post(aside, {"item": key, "act": "put_off", "reason": "等批复"})
        assert "缓议" in page_of(office, url_of(meeting))
        assert meeting.items.get(key=key).status == ItemStatus.PUT_OFF
        office.post(aside, {"item": key, "act": "restore"})
        assert meeting.items.get(key=key).status == ItemStatus.OPEN

    def test_nothing_to_discuss(self, city: City, office: Client) -> None:
        assert "现在没有需要议的" in page_of(office, url_of(called(city)))

    def test_the_queries_of_the_page_do_not_grow(self, city: City, office: Client) -> None:
        meeting = called(city)
        counts = []
        for n in range(6):
            raised(city, red(city.project(f"示例项目{n}")))
            with CaptureQueriesContext(connection) as seen:
                page_of(office, url_of(meeting))
            counts.append(len(seen))
        assert counts[1] == counts[-1]


class TestRoom:
    def test_one_line_becomes_a_dispatch(
        self, city: City, office: Client, item: AgendaItem
    ) -> None:
        response = office.post(decision_url(item), {"words": LINE}, follow=True)
        page = response.content.decode()
        assert response.redirect_chain == [(url_of(item.meeting, "room/?at=1"), 302)]
        assert "已交办 〔2021〕1号：示例住建局" in page
        assert LINE in page
        assert Dispatch.objects.get().project == item.project

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("3月25日前完成图审", "没有写明由哪个单位办"),
            ("示例住建局尽快完成图审", "没有写明哪天以前办完"),
        ],
    )
    def test_without_unit_or_day_it_comes_back_with_what_was_typed(
        self, office: Client, item: AgendaItem, line: str, said: str
    ) -> None:
        response = office.post(decision_url(item), {"words": line})
        page = response.content.decode()
        assert response.status_code == 422
        assert said in page
        assert f'value="{line}"' in page
        assert not Dispatch.objects.exists()

    def test_what_the_line_leaves_open_can_be_chosen(
        self, city: City, office: Client, item: AgendaItem
    ) -> None:
        sent = {"words": "完成图审", "unit": city.housing.pk, "due_on": "2021-03-30"}
        assert office.post(decision_url(item), sent).status_code == 302
        assert Decision.objects.get().unit == city.housing

    def test_no_action_says_why(self, office: Client, item: AgendaItem) -> None:
        url = decision_url(item, "no-action")
        response = office.post(url, {"words": "按计划推进", "reason": ""})
        assert response.status_code == 422
        assert 'value="按计划推进"' in response.content.decode()
        assert office.post(url, {"words": "", "reason": "图审已通过"}).status_code == 302
        assert "无需交办：图审已通过" in page_of(office, url_of(item.meeting, "room/"))

    def test_j_and_k_lead_to_the_neighbours(
        self, city: City, office: Client, project: Project
    ) -> None:
        red(city.project("示例二号项目"), 3)
        meeting = held(city)
        first = page_of(office, url_of(meeting, "room/"))
        assert 'data-room-step="j"' in first
        assert 'data-room-step="k"' not in first
        last = page_of(office, url_of(meeting, "room/?at=99"))
        assert "示例二号项目" in last
        assert 'data-room-step="j"' not in last
        page_of(office, url_of(meeting, "room/?at=x"))

    def test_blockers_of_the_project_can_be_chosen(
        self, city: City, office: Client, project: Project
    ) -> None:
        blocker = raised(city, project)
        item = item_of(held(city), project)
        assert blocker.words in page_of(office, url_of(item.meeting, "room/"))
        office.post(decision_url(item), {"words": LINE, "blocker": blocker.pk})
        blocker.refresh_from_db()
        assert blocker.dispatch == Dispatch.objects.get()

    def test_an_item_of_another_meeting_is_not_there(
        self, city: City, office: Client, item: AgendaItem
    ) -> None:
        other = held(city, at=NOW + timedelta(days=3))
        url = url_of(other, f"items/{item.pk}/decision/")
        assert office.post(url, {"words": LINE}).status_code == 404


class TestMinutes:
    def test_they_hold_what_was_decided_with_the_numbers_of_the_dispatches(
        self, city: City, office: Client, item: AgendaItem
    ) -> None:
        line = f"{LINE}，示例工信局配合"
        decide(item, Order(line), by=city.office, now=LATER)
        assert "草稿" in page_of(office, url_of(item.meeting, "minutes/"))
        response = office.post(
            url_of(item.meeting, "minutes/approval/"), {"opening": "逐项研究"}, follow=True
        )
        assert "纪要已出" in response.content.decode()
        page = page_of(office, url_of(item.meeting, "minutes/"))
        for said in (
            "会议纪要", "〔2021〕1次", "2021年3月16日（周二） 15:00", "示例会议室",
            "示例乙（副市长）", "逐项研究", line, "责任单位：示例住建局；时限：2021-03-25",
            "配合单位：示例工信局",
            "交办单〔2021〕1号",
        ):  # fmt: skip
            assert said in page
        assert "草稿" not in page

    def test_while_a_matter_has_no_result_it_says_which(
        self, office: Client, item: AgendaItem
    ) -> None:
        response = office.post(url_of(item.meeting, "minutes/approval/"), {}, follow=True)
        assert "还有 1 个议题没有结果" in response.content.decode()

    def test_they_are_put_right_with_a_reason(
        self, city: City, office: Client, item: AgendaItem
    ) -> None:
        decide(item, Order(LINE), by=city.office, now=LATER)
        minute(item.meeting, by=city.office, now=LATER)
        assert url_of(item.meeting, "correction/") in page_of(office, url_of(item.meeting))
        office.post(url_of(item.meeting, "correction/"), {"reason": "漏记一项"})
        assert Meeting.objects.get().status == MeetingStatus.HELD
