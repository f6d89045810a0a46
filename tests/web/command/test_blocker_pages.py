"""Raising a problem from a phone, the list with its batches, and the way of one blocker."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guatu.command.actions import clearing
from guatu.command.actions.handing import Order
from guatu.command.actions.releasing import release
from guatu.command.choices import BlockerStatus
from guatu.command.models import Blocker
from guatu.dispatches.choices import DispatchStatus
from guatu.dispatches.models import Dispatch
from guatu.projects.models import Project
from tests.city import NOW, City
from tests.command.steering import LATER, accepted, raised

LIST = "/command/blockers/"
PHOTO = b"\xff\xd8\xff\xe0" + b"0" * 32 + b"\xff\xd9"


@pytest.fixture
def project(city: City) -> Project:
    return city.project()


def url_of(blocker: Blocker, rest: str = "") -> str:
    return f"{LIST}{blocker.pk}/{rest}"


def page_of(browser: Client, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return response.content.decode()


class TestRaising:
    def test_an_owner_raises_it_in_three_fields_and_gets_a_number(
        self, city: City, project: Project
    ) -> None:
        browser = city.client(city.owner)
        page = page_of(browser, f"{LIST}new/")
        assert f'<option value="{project.pk}" selected' in page
        assert "卡住的节点" not in page
        sent = {"project": project.pk, "kind": "land", "words": "一期用地还没有批"}
        response = browser.post(f"{LIST}new/", sent, follow=True)
        page = response.content.decode()
        assert "已收到，堵点〔2021〕1号，由示例工信局盯办。" in page
        assert "问题直通车提出" in page
        assert 'aria-current="step"' in page
        assert Blocker.objects.get().express

    def test_what_is_missing_is_said_and_what_was_typed_stays(
        self, city: City, project: Project
    ) -> None:
        sent = {"project": project.pk, "words": "一期用地还没有批"}
        response = city.client(city.owner).post(f"{LIST}new/", sent)
        assert response.status_code == 422
        assert "一期用地还没有批" in response.content.decode()
        assert not Blocker.objects.exists()

    def test_only_for_projects_that_one_sees(self, city: City, project: Project) -> None:
        browser = city.client(city.other_liaison)
        assert project.name not in page_of(browser, f"{LIST}new/")
        sent = {"project": project.pk, "kind": "land", "words": "一期用地"}
        assert browser.post(f"{LIST}new/", sent).status_code == 422
        assert browser.get(f"{LIST}new/?project={project.pk}").status_code == 404
        assert city.client(city.reader).get(f"{LIST}new/").status_code == 403

    def test_from_a_project_its_milestones_are_offered(self, city: City, project: Project) -> None:
        page = page_of(city.client(city.owner), f"{LIST}new/?project={project.pk}")
        assert "卡住的节点" in page


class TestActs:
    def test_each_party_is_offered_its_own_acts(self, city: City, project: Project) -> None:
        blocker = accepted(city, project)
        offered = {
            user.name: page_of(city.client(user), url_of(blocker))
            for user in (city.other_liaison, city.liaison, city.owner, city.reader)
        }
        doer, owner, raiser, reader = offered.values()
        assert url_of(blocker, "solution/") in doer
        assert url_of(blocker, "confirmation/") not in doer
        assert url_of(blocker, "dispatch/") in owner
        assert url_of(blocker, "solution/") not in owner
        assert url_of(blocker, "confirmation/") in raiser
        assert url_of(blocker, "notes/") not in reader

    def test_the_whole_way_through_the_pages(self, city: City, project: Project) -> None:
        blocker = raised(city, project)
        owner, doer = city.client(city.liaison), city.client(city.other_liaison)
        sent = {"seen": 1, "unit": city.housing.pk, "due_on": "2021-03-25"}
        assert owner.post(url_of(blocker, "acceptance/"), sent).status_code == 302
        response = doer.post(url_of(blocker, "solution/"), {"seen": 2, "words": "图审已过"})
        assert response.status_code == 302
        response = city.client(city.owner).post(
            url_of(blocker, "confirmation/"), {"seen": 3, "words": ""}, follow=True
        )
        assert "已确认打通" in response.content.decode()
        blocker.refresh_from_db()
        assert blocker.status == BlockerStatus.CONFIRMED

    def test_it_is_handed_over_as_a_dispatch(
        self, city: City, office: Client, project: Project
    ) -> None:
        blocker = raised(city, project, express=True)
        assert blocker.words in page_of(office, url_of(blocker, "dispatch/"))
        sent = {"seen": 1, "words": "示例住建局尽快出具图审意见"}
        response = office.post(url_of(blocker, "dispatch/"), sent)
        assert response.status_code == 422
        assert "没有写明哪天以前办完" in response.content.decode()
        sent = {"seen": 1, "words": "示例住建局3月25日前出具图审意见", "evidence": ["document"]}
        office.post(url_of(blocker, "dispatch/"), sent)
        dispatch = Dispatch.objects.get()
        assert dispatch.evidence == ["document"]
        assert "〔2021〕1号" in page_of(office, url_of(blocker))

    def test_others_may_not_and_strangers_do_not_know_of_it(
        self, city: City, project: Project
    ) -> None:
        blocker = accepted(city, project)
        sent = {"seen": blocker.version, "words": "图审已过", "reason": "示例"}
        for user in (city.reader, city.deputy):
            for rest in ("acceptance/", "solution/", "return/"):
                answer = city.client(user).post(url_of(blocker, rest), sent)
                assert answer.status_code == 403
        doer = city.client(city.other_liaison)
        answer = doer.post(url_of(blocker, "confirmation/"), sent)
        assert answer.status_code == 403
        assert city.client(city.outsider).get(url_of(blocker)).status_code == 404
        answer = city.client(city.outsider).post(url_of(blocker, "solution/"), sent)
        assert answer.status_code == 404

    def test_of_two_at_once_the_second_gets_the_page_for_that(
        self, city: City, office: Client, project: Project
    ) -> None:
        blocker = raised(city, project)
        sent = {"seen": 1, "unit": city.housing.pk, "due_on": "2021-03-25"}
        office.post(url_of(blocker, "acceptance/"), sent)
        answer = city.client(city.liaison).post(url_of(blocker, "acceptance/"), sent)
        assert answer.status_code == 409
        assert "示例甲" in answer.content.decode()

    def test_a_photo_may_be_added_later(self, city: City, project: Project) -> None:
        blocker = raised(city, project)
        photo = SimpleUploadedFile("现场.jpg", PHOTO, "image/jpeg")
        browser = city.client(city.owner)
        sent = {"seen": 1, "words": "补照片", "photo": photo}
        browser.post(url_of(blocker, "notes/"), sent)
        note = blocker.notes.get()
        answer = browser.get(url_of(blocker, f"notes/{note.pk}/photo/"))
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["X-Content-Type-Options"] == "nosniff"
        outsider = city.client(city.outsider)
        assert outsider.get(url_of(blocker, f"notes/{note.pk}/photo/")).status_code == 404
        wrong = SimpleUploadedFile("表.pdf", b"%PDF-1.7", "application/pdf")
        answer = browser.post(
            url_of(blocker, "notes/"), {"seen": 2, "words": "附表", "photo": wrong}
        )
        assert answer.status_code == 422
        assert "不能作为“现场照片”" in answer.content.decode()

    def test_signed_off_and_still_blocked_is_shown(
        self, city: City, office: Client, project: Project
    ) -> None:
        blocker = raised(city, project)
        order = Order("示例住建局3月25日前出具图审意见")
        clearing.give_blocker(blocker, order, seen=1, by=city.office, now=LATER)
        assert "已经销号" not in page_of(office, LIST)
        Dispatch.objects.update(status=DispatchStatus.SIGNED_OFF)
        assert "1 个堵点的交办单已经销号，堵点还没有打通" in page_of(office, LIST)
        assert "交办单已经销号，堵点还没有打通" in page_of(office, url_of(blocker))


class TestList:
    def test_batches_departments_and_rows(
        self, city: City, office: Client, project: Project
    ) -> None:
        first, second = raised(city, project, "用地未批"), accepted(city, project)
        release(city.tenant, [first, second], by=city.office, now=NOW)
        clearing.confirm(first, words="已批", seen=1, by=city.owner, now=LATER)
        page = page_of(office, LIST)
        for said in ("第 1 批", "剩余 1 个", "共 2 个，打通 1 个", "示例住建局", "示例工信局盯办"):
            assert said in page
        assert "用地未批" not in page
        assert "用地未批" in page_of(office, f"{LIST}?show=cleared")
        batch = first.__class__.objects.get(pk=first.pk).batch
        assert "用地未批" in page_of(office, f"{LIST}?batch={batch.pk if batch else ''}&show=all")

    def test_senseless_addresses_are_as_if_nothing_was_asked(
        self, city: City, office: Client, project: Project
    ) -> None:
        blocker = raised(city, project)
        page = page_of(office, f"{LIST}?show=x&kind=y&unit=-1&batch=z&page=999&q=%00")
        assert blocker.words in page

    def test_nothing_there(self, office: Client) -> None:
        assert "这里没有堵点" in page_of(office, LIST)

    def test_people_see_their_own(self, city: City, project: Project) -> None:
        blocker = raised(city, project)
        assert blocker.words in page_of(city.client(city.owner), LIST)
        assert blocker.words not in page_of(city.client(city.other_liaison), LIST)
        assert blocker.words not in page_of(city.client(city.outsider), LIST)

    def test_the_queries_do_not_grow_with_the_rows(
        self, city: City, office: Client, project: Project
    ) -> None:
        counts = []
        for n in range(6):
            raised(city, project, f"堵点{n}")
            with CaptureQueriesContext(connection) as seen:
                page_of(office, LIST)
            counts.append(len(seen))
        assert counts[1] == counts[-1]


class TestReleasing:
    def test_the_office_releases_a_batch(
        self, city: City, office: Client, project: Project
    ) -> None:
        first, second = raised(city, project, "用地未批"), raised(city, project, "图审未出")
        assert "用地未批" in page_of(office, f"{LIST}release/")
        response = office.post(f"{LIST}release/", {"id": [str(first.pk)], "title": "一季度末前"})
        assert response.status_code == 302
        first.refresh_from_db()
        second.refresh_from_db()
        assert first.batch is not None
        assert second.batch is None
        assert "用地未批" not in page_of(office, f"{LIST}release/")

    def test_nothing_chosen_is_said(self, city: City, office: Client, project: Project) -> None:
        raised(city, project)
        response = office.post(f"{LIST}release/", {"id": ["x"]})
        assert response.status_code == 422
        assert "至少勾选一个" in response.content.decode()

    def test_nobody_else(self, city: City) -> None:
        for user in (city.deputy, city.liaison, city.reader):
            assert city.client(user).get(f"{LIST}release/").status_code == 403
