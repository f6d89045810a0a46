"""Every act on a dispatch: who may, what is said, what stays when it cannot be done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guatu.dispatches.models import Dispatch, Entry, Evidence
from tests.city import City
from tests.web.dispatches.dispatching import done, drafted, fresh, issued, photo, send, url_of

PHOTO = "evidence-photo"
EXTENSION = {"until": "2021-04-10", "reason": "等省厅评审，已报件"}


class TestWalk:
    def test_from_receipt_to_sign_off_with_a_sending_back(
        self, doer: Client, office: Client, dispatch: Dispatch
    ) -> None:
        assert "已签收“〔2021〕1号”。" in done(doer, dispatch, "receipt")
        assert "已上会" in done(doer, dispatch, "report", words="已上会")
        assert "现场.jpg" in done(doer, dispatch, "reply", words="已公告", **{PHOTO: photo()})
        done(office, dispatch, "send-back", reason="缺勘测定界图")
        assert fresh(dispatch).status == "sent_back"
        page = done(doer, dispatch, "reply", words="已补图", **{PHOTO: photo("图.jpg")})
        assert "缺勘测定界图" in page
        done(office, dispatch, "completion", words="属实")
        page = done(office, dispatch, "sign-off")
        assert fresh(dispatch).status == "signed_off"
        for said in ("已销号", "现场.jpg", "图.jpg", "第 1 轮", "第 2 轮"):
            assert said in page

    def test_more_time_is_asked_for_and_granted(
        self, doer: Client, office: Client, dispatch: Dispatch
    ) -> None:
        done(doer, dispatch, "receipt")
        assert "申请延至 2021-04-10" in done(doer, dispatch, "extension", **EXTENSION)
        (asked,) = dispatch.extensions.all()
        page = done(office, dispatch, "extension/grant", extension=asked.pk)
        assert "同意延期" in page
        assert fresh(dispatch).clocks.filter(leg="finish", due_at__date=date(2021, 4, 12)).exists()

    def test_more_time_is_refused_with_a_reason(
        self, doer: Client, office: Client, dispatch: Dispatch
    ) -> None:
        done(doer, dispatch, "receipt")
        done(doer, dispatch, "extension", **EXTENSION)
        (asked,) = dispatch.extensions.all()
        page = done(office, dispatch, "extension/refusal", extension=asked.pk, reason="可以赶上")
        assert "可以赶上" in page

    def test_waiting_for_somebody_and_going_on(
        self, city: City, doer: Client, stranger: Client, dispatch: Dispatch
    ) -> None:
        done(doer, dispatch, "receipt")
        page = done(doer, dispatch, "pause", unit=city.housing.pk, reason="等规划条件")
        assert "挂起等待示例住建局：等规划条件" in page
        assert "暂停计时" in page
        assert url_of(dispatch, "pause") not in page
        assert dispatch.title in stranger.get("/dispatches/?show=deliver").content.decode()
        done(stranger, dispatch, "resumption", words="规划条件已出")  # whoever is waited for
        assert not fresh(dispatch).waiting

    def test_not_mine_and_handed_to_another(
        self, city: City, doer: Client, office: Client, stranger: Client, dispatch: Dispatch
    ) -> None:
        done(doer, dispatch, "declination", reason="用地由自然资源部门负责")
        page = done(office, dispatch, "reassignment", unit=city.housing.pk, reason="属住建局职责")
        assert "示例住建局" in page
        assert "已签收" in done(stranger, dispatch, "receipt")

    def test_a_unit_that_assists_ends_its_part(
        self, city: City, doer: Client, office: Client, stranger: Client, dispatch: Dispatch
    ) -> None:
        done(office, dispatch, "co-handling", units=[city.housing.pk], asked="出具意见")
        assert "已签收“〔2021〕1号”的协办事项。" in done(stranger, dispatch, "part-receipt")
        done(stranger, dispatch, "part-report", words="意见已出", done="on")
        part = dispatch.parts.get(unit=city.housing)
        assert part.status == "done"

    def test_withdrawn_with_a_reason_that_the_unit_reads(
        self, doer: Client, office: Client, dispatch: Dispatch
    ) -> None:
        done(office, dispatch, "withdrawal", reason="事项已由省里统一办理")
        assert "事项已由省里统一办理" in doer.get(url_of(dispatch)).content.decode()

    def test_opened_again_it_keeps_its_number(
        self, doer: Client, office: Client, dispatch: Dispatch
    ) -> None:
        signed_off(doer, office, dispatch)
        sent = {"reason": "现场没有公告", "until": "2021-04-20", "colour": "yellow"}
        page = done(office, dispatch, "reopening", **sent)
        assert "〔2021〕1号" in page
        assert "重新打开 1 次" in page
        assert "黄单" in page

    def test_a_draft_is_sent_for_approval_given_back_and_issued(
        self, city: City, doer: Client, office: Client
    ) -> None:
        made = drafted(city)
        done(office, made, "submission")
        done(office, made, "return", reason="写明时限")
        done(office, made, "submission")
        page = done(office, made, "approval")
        assert "已批准下发" in page
        assert fresh(made).number == "〔2021〕1号"


class TestRefused:
    def test_others_do_not_know_of_it(
        self, city: City, stranger: Client, dispatch: Dispatch
    ) -> None:
        outsider = city.client(city.outsider)
        for browser in (stranger, outsider):
            assert browser.get(url_of(dispatch)).status_code == 404
            assert send(browser, dispatch, "receipt").status_code == 404
        assert fresh(dispatch).status == "issued"

    @pytest.mark.parametrize(
        "noun", ["receipt", "declination", "reply", "withdrawal", "completion", "extension/grant"]
    )
    def test_a_reader_reads_and_does_nothing(
        self, city: City, dispatch: Dispatch, noun: str
    ) -> None:
        reader = city.client(city.reader)
        page = reader.get(url_of(dispatch)).content.decode()
        assert url_of(dispatch, noun) not in page
        assert reader.get(url_of(dispatch, noun)).status_code == 403
        assert send(reader, dispatch, noun, reason="不办").status_code == 403
        assert fresh(dispatch).status == "issued"

    def test_the_doer_neither_reviews_nor_signs_off(self, doer: Client, dispatch: Dispatch) -> None:
        done(doer, dispatch, "receipt")
        done(doer, dispatch, "reply", words="已公告", **{PHOTO: photo()})
        for noun in ("completion", "send-back", "sign-off"):
            assert url_of(dispatch, noun) not in doer.get(url_of(dispatch)).content.decode()
        assert send(doer, dispatch, "completion").status_code == 403

    @pytest.mark.parametrize("method", ["put", "delete", "patch"])
    def test_other_methods_are_not_taken(
        self, doer: Client, dispatch: Dispatch, method: str
    ) -> None:
        assert getattr(doer, method)(url_of(dispatch, "receipt")).status_code == 405

    def test_looking_at_a_form_changes_nothing(self, doer: Client, dispatch: Dispatch) -> None:
        assert doer.get(url_of(dispatch, "receipt")).status_code == 200
        assert fresh(dispatch).status == "issued"

    def test_what_does_not_belong_to_the_state_is_said(
        self, doer: Client, dispatch: Dispatch
    ) -> None:
        response = doer.get(url_of(dispatch, "reply"))
        assert response.status_code == 400
        assert "现在是“待签收”，不能“反馈办结”" in response.content.decode()


class TestMissing:
    def test_without_the_evidence_asked_for_the_words_stay(
        self, doer: Client, dispatch: Dispatch
    ) -> None:
        done(doer, dispatch, "receipt")
        response = send(doer, dispatch, "reply", words="出让公告已发布")
        page = response.content.decode()
        assert response.status_code == 422
        assert "交办时要求附“现场照片”，还没有附上" in page
        assert "出让公告已发布" in page
        assert fresh(dispatch).status == "received"

    def test_evidence_of_the_wrong_kind_is_named(self, doer: Client, dispatch: Dispatch) -> None:
        done(doer, dispatch, "receipt")
        text = SimpleUploadedFile("说明.jpg", b"plain text", "image/jpeg")
        response = send(doer, dispatch, "reply", words="已发布", **{PHOTO: text})
        assert response.status_code == 422
        assert "“说明.jpg”不能作为“现场照片”" in response.content.decode()
        assert not Evidence.objects.exists()

    def test_more_files_than_one_reply_takes(self, doer: Client, dispatch: Dispatch) -> None:
        done(doer, dispatch, "receipt")
        files = [photo(f"{n}.jpg") for n in range(11)]
        response = send(doer, dispatch, "reply", words="已发布", **{PHOTO: files})
        assert response.status_code == 422
        assert "一次最多附 10 个文件" in response.content.decode()

    @pytest.mark.parametrize(
        ("noun", "sent", "said"),
        [
            ("declination", {"reason": ""}, "依据"),
            ("reassignment", {"reason": "属别的单位"}, "转给"),
            ("withdrawal", {"reason": "  "}, "理由"),
        ],
    )
    def test_a_reason_is_asked_for(
        self,
        doer: Client,
        office: Client,
        dispatch: Dispatch,
        noun: str,
        sent: dict[str, Any],
        said: str,
    ) -> None:
        browser = doer if noun == "declination" else office
        response = send(browser, dispatch, noun, **sent)
        assert response.status_code == 422
        assert said in response.content.decode()
        assert fresh(dispatch).status == "issued"

    def test_more_time_after_the_day_has_passed_is_no_way_on(
        self, city: City, doer: Client
    ) -> None:
        dispatch = issued(city)
        done(doer, dispatch, "receipt")
        dispatch.clocks.update(due_at="2021-03-12T09:30:00+00:00")
        response = send(doer, dispatch, "extension", **EXTENSION)
        assert response.status_code == 422
        assert "不能再申请延期。请尽快反馈" in response.content.decode()


class TestTwice:
    def test_the_same_sending_has_one_effect(self, doer: Client, dispatch: Dispatch) -> None:
        done(doer, dispatch, "receipt")
        sent = {"seen": fresh(dispatch).version, "key": "a-key-of-its-own", "words": "已上会"}
        first, second = (doer.post(url_of(dispatch, "report"), sent) for _ in range(2))
        assert (first.status_code, second.status_code) == (302, 302)
        assert first["Location"] == second["Location"]
        assert Entry.objects.filter(dispatch=dispatch, words="已上会").count() == 1

    def test_of_two_people_one_wins_and_the_other_is_told(
        self, city: City, doer: Client, dispatch: Dispatch
    ) -> None:
        head, seen = city.client(city.head), dispatch.version
        done(doer, dispatch, "receipt")
        sent = {"seen": seen, "key": "another-key-here", "reason": "用地由自然资源部门负责"}
        response = head.post(url_of(dispatch, "declination"), sent)
        page = response.content.decode()
        assert response.status_code == 409
        assert "示例丙 在 03月15日" in page
        assert "用地由自然资源部门负责" in page
        assert fresh(dispatch).status == "received"

    def test_what_still_makes_sense_can_be_sent_again_from_there(
        self, city: City, doer: Client, dispatch: Dispatch
    ) -> None:
        done(doer, dispatch, "receipt")
        seen = fresh(dispatch).version
        done(city.client(city.head), dispatch, "report", words="已上会")
        sent = {"seen": seen, "key": "another-key-here", "words": "已公告"}
        page = doer.post(url_of(dispatch, "report"), sent).content.decode()
        assert f'name="seen" value="{fresh(dispatch).version}"' in page
        assert "已公告</textarea>" in page
        assert f'action="{url_of(dispatch, "report")}"' in page

    def test_what_is_typed_is_no_markup(self, doer: Client, dispatch: Dispatch) -> None:
        done(doer, dispatch, "receipt")
        page = done(doer, dispatch, "report", words="<script>alert(1)</script>")
        assert "<script>alert" not in page


class TestFiles:
    def test_a_file_is_saved_and_never_shown(
        self, city: City, doer: Client, stranger: Client, dispatch: Dispatch
    ) -> None:
        done(doer, dispatch, "receipt")
        done(doer, dispatch, "reply", words="已公告", **{PHOTO: photo()})
        url = url_of(dispatch, f"evidence/{Evidence.objects.get().pk}")
        response = doer.get(url)
        assert response.status_code == 200
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
        assert stranger.get(url).status_code == 404
        assert doer.post(url).status_code == 405

    def test_a_file_of_another_dispatch_is_not_there(
        self, city: City, doer: Client, dispatch: Dispatch
    ) -> None:
        done(doer, dispatch, "receipt")
        done(doer, dispatch, "reply", words="已公告", **{PHOTO: photo()})
        other = issued(city, title="示例另一件")
        file = Evidence.objects.get()
        assert doer.get(url_of(other, f"evidence/{file.pk}")).status_code == 404


def signed_off(doer: Client, office: Client, dispatch: Dispatch) -> None:
    done(doer, dispatch, "receipt")
    done(doer, dispatch, "reply", words="已公告", **{PHOTO: photo()})
    done(office, dispatch, "completion")
    done(office, dispatch, "sign-off")
