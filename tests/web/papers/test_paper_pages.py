"""Pages of papers: who sees what, live preview, files, and figures that lead to their records."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from guatu.domain.lifecycle import Status
from guatu.papers.actions import papers as acts
from guatu.papers.models import Paper, PaperTemplate
from tests.city import NOW, City
from tests.dispatches.cast import at, build_cast
from tests.papers.writing import drafted, issued

pytestmark = pytest.mark.django_db


def test_a_draft_is_composed_worded_approved_issued_and_downloaded(
    city: City, office: Client
) -> None:
    city.project()
    made = office.post(reverse("paper-new") + "?kind=bulletin", {"span": "2021-03-01"})
    paper = Paper.objects.get()
    assert made.headers["Location"] == reverse("paper-edit", args=[paper.pk])
    page = office.get(made.headers["Location"]).content.decode()
    assert "正文" in page
    worded = {
        "seen": 1,
        "title": "示例通报",
        "addressee": "各单位：",
        "copied_to": "",
        "text": "交办{交办件数}件。",
    }
    office.post(reverse("paper-edit", args=[paper.pk]), worded)
    city.client(city.deputy).post(reverse("paper-approval", args=[paper.pk]), {"seen": 2})
    office.post(reverse("paper-issue", args=[paper.pk]), {"seen": 3})
    paper.refresh_from_db()
    assert paper.number_words == "示总指办通〔2021〕1号"
    pdf = office.get(reverse("paper-pdf", args=[paper.pk]))
    assert pdf.content.startswith(b"%PDF")
    word = office.get(reverse("paper-docx", args=[paper.pk]))
    assert word.content.startswith(b"PK")


def test_a_figure_on_the_page_leads_to_the_records_that_were_counted(
    city: City, office: Client
) -> None:
    project = city.project()
    paper = drafted(city)
    page = office.get(reverse("paper-detail", args=[paper.pk])).content.decode()
    address = reverse("paper-figure", args=[paper.pk])
    assert f"{address}?of=" in page
    figure = office.get(address, {"of": "项目个数"}).content.decode()
    assert project.name in figure
    assert reverse("project-detail", args=[project.pk]) in figure
    assert office.get(address, {"of": "没有"}).status_code == 404


def test_a_reader_sees_of_the_records_only_those_open_to_him(city: City) -> None:
    city.project()
    paper = issued(city)
    address = reverse("paper-figure", args=[paper.pk])
    page = city.client(city.other_liaison).get(address, {"of": "项目个数"}).content.decode()
    assert "另有 1 条不在您的查看范围内。" in page


def test_what_one_may_not_see_does_not_exist_for_him(city: City) -> None:
    paper = drafted(city)
    for user in (city.liaison, city.outsider, city.reader):
        browser = city.client(user)
        for name in ("paper-detail", "paper-pdf", "paper-docx", "paper-edit", "paper-figure"):
            assert browser.get(reverse(name, args=[paper.pk])).status_code == 404
        assert browser.post(reverse("paper-issue", args=[paper.pk])).status_code == 404


def test_who_may_not_write_gets_403(city: City) -> None:
    reader = city.client(city.liaison)
    assert reader.get(reverse("paper-new")).status_code == 403
    assert reader.get(reverse("paper-templates")).status_code == 403
    assert reader.get(reverse("paper-list")).status_code == 200


def test_an_approver_who_does_not_write_may_not_edit(city: City) -> None:
    paper = drafted(city)
    deputy = city.client(city.deputy)
    assert deputy.get(reverse("paper-detail", args=[paper.pk])).status_code == 200
    assert deputy.get(reverse("paper-edit", args=[paper.pk])).status_code == 403


def test_the_preview_measures_what_is_typed_and_saves_nothing(city: City, office: Client) -> None:
    paper = drafted(city)
    address = reverse("paper-preview", args=[paper.pk])
    page = office.post(address, {"text": "字" * 4005, "title": "长文"}).content.decode()
    assert "正文 4005 字，上限 4000 字" in page
    assert "超出 5 字" in page
    assert "没有的数" in office.post(address, {"text": "{没有的数}"}).content.decode()
    assert Paper.objects.get(pk=paper.pk).text == paper.text


def test_a_wrong_name_comes_back_with_what_was_typed(city: City, office: Client) -> None:
    paper = drafted(city)
    typed = {"seen": 1, "title": "甲", "addressee": "", "copied_to": "", "text": "保留{没有的数}"}
    answer = office.post(reverse("paper-edit", args=[paper.pk]), typed)
    assert answer.status_code == 422
    assert "保留{没有的数}" in answer.content.decode()


def test_the_second_of_two_who_save_gets_409_or_his_words_back(city: City, office: Client) -> None:
    paper = drafted(city)
    typed = {"seen": 1, "title": "甲", "addressee": "", "copied_to": "", "text": "x"}
    office.post(reverse("paper-edit", args=[paper.pk]), typed)
    second = office.post(reverse("paper-edit", args=[paper.pk]), {**typed, "text": "我写的"})
    assert second.status_code == 422
    assert "我写的" in second.content.decode()
    late = city.client(city.deputy).post(reverse("paper-approval", args=[paper.pk]), {"seen": 1})
    assert late.status_code == 409


def test_a_withdrawn_paper_says_why(city: City, office: Client) -> None:
    paper = issued(city)
    address = reverse("paper-withdrawal", args=[paper.pk])
    assert office.post(address, {"reason": ""}).status_code == 422
    office.post(address, {"reason": "示例数据有误"})
    page = city.client(city.liaison).get(reverse("paper-detail", args=[paper.pk]))
    assert "示例数据有误" in page.content.decode()


def test_a_template_is_edited_by_the_office(city: City, office: Client) -> None:
    address = reverse("paper-template", args=["slip"])
    form = office.get(address).context["form"]
    typed = {**form.initial, "code": "示督"}
    assert office.post(address, typed).status_code == 302
    assert PaperTemplate.objects.get().code == "示督"
    assert office.get(reverse("paper-template", args=["none"])).status_code == 404


def test_the_list_is_narrowed_by_kind_and_state(city: City, office: Client) -> None:
    issued(city)
    drafted(city)
    whole = office.get(reverse("paper-list")).context["page"].object_list
    drafts = office.get(reverse("paper-list"), {"status": "draft", "kind": "bulletin"})
    assert len(whole) == 2
    assert [paper.status for paper in drafts.context["page"].object_list] == ["draft"]


def test_a_returned_draft_says_the_reason_in_its_history(city: City) -> None:
    paper = drafted(city)
    acts.approve(paper, by=city.deputy, now=NOW)
    deputy = city.client(city.deputy)
    deputy.post(reverse("paper-return", args=[paper.pk]), {"reason": "示例：补充要求"})
    page = deputy.get(reverse("paper-detail", args=[paper.pk])).content.decode()
    assert "示例：补充要求" in page


def test_a_dispatch_leads_its_supervisor_to_the_slip_about_it(city: City) -> None:
    course = at(build_cast(city), Status.RECEIVED)
    address = f"{reverse('paper-new')}?kind=slip&amp;dispatch={course.dispatch.pk}"
    page = reverse("dispatch-detail", args=[course.dispatch.pk])
    assert address in city.client(city.office).get(page).content.decode()
    assert address not in city.client(city.liaison).get(page).content.decode()
    form = city.client(city.office).get(address.replace("&amp;", "&")).content.decode()
    assert f'value="{course.dispatch.pk}" selected' in form


def test_a_month_of_the_past_is_chosen_and_no_other_one(city: City, office: Client) -> None:
    address = reverse("paper-new") + "?kind=bulletin"
    assert office.post(address, {"span": "2019-01-01"}).status_code == 422
    office.post(address, {"span": "2021-02-01"})
    paper = Paper.objects.get()
    assert (str(paper.first_day), str(paper.last_day)) == ("2021-02-01", "2021-02-28")
    assert "2月" in paper.title
