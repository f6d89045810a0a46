"""The list of promises, one promise, drafting, and every act by its page."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guatu.commitments.models import Commitment
from guatu.domain.commitments import Status
from guatu.web.commitments.doors import DOORS
from tests.city import NOW, City
from tests.commitments.promising import DAY, drafted, fresh, in_state, shown

LIST = "/commitments/"
SENT: dict[str, str] = {
    "kind": "annual",
    "words": "新建口袋公园并对外开放",
    "measure": "开放口袋公园数量",
    "target": "6 处",
    "due_on": "2021-06-30",
    "before": "全市人民",
    "occasion": "局长讲坛",
    "occasion_on": "2021-03-12",
}


def url_of(row: Commitment, slug: str = "") -> str:
    return f"{LIST}{row.pk}/{slug}/" if slug else f"{LIST}{row.pk}/"


def page_of(browser: Client, url: str, status: int = 200) -> str:
    response = browser.get(url)
    assert response.status_code == status
    return response.content.decode()


def tenant_on(city: City, day: date) -> None:
    """The clock of the city stands on ``day``."""
    city.tenant.stopped_on = day
    city.tenant.save(update_fields=["stopped_on"])


class TestList:
    def test_an_empty_list_says_how_to_begin(self, city: City) -> None:
        assert "先拟好内容、衡量指标和时限" in page_of(city.client(city.head), LIST)
        assert "本人确认并审定后" in page_of(city.client(city.reader), LIST)

    def test_the_readers_own_come_first(self, city: City) -> None:
        shown(city, words="早到期的别人的承诺", due_on=date(2021, 3, 20))
        own = shown(city, words="晚到期的自己的承诺", owner_post=city.posts["owner"])
        page = page_of(city.client(city.owner), LIST)
        assert page.index("我的承诺") < page.index("晚到期的自己的承诺")
        assert page.index("晚到期的自己的承诺") < page.index("其他承诺")
        assert page.index("其他承诺") < page.index("早到期的别人的承诺")
        assert url_of(own) in page

    def test_what_is_not_public_is_not_there(self, city: City) -> None:
        row = drafted(city, words="还在商量的承诺")
        for user in (city.reader, city.other_liaison, city.inspector, city.outsider):
            assert "还在商量的承诺" not in page_of(city.client(user), LIST)
            assert city.client(user).get(url_of(row)).status_code == 404
        assert "还在商量的承诺" in page_of(city.client(city.head), LIST)

    @pytest.mark.parametrize(
        ("query", "there"),
        [
            ("?show=running", {"在践", "快到", "逾期"}),
            ("?show=soon", {"快到"}),
            ("?show=late", {"逾期"}),
            ("?show=kept", {"兑现了"}),
            ("?show=broken", {"没兑现"}),
            ("?show=preparing", {"在拟"}),
            ("?q=快到", {"快到"}),
            ("?kind=star", set()),
            ("?show=nonsense&unit=nonsense&page=x&year=99999", {"在践", "快到", "逾期"}),
        ],
    )
    def test_it_is_narrowed_by_the_address(self, city: City, query: str, there: set[str]) -> None:
        tenant_on(city, date(2021, 4, 4))
        in_state(city, Status.KEPT, words="兑现了")
        in_state(city, Status.BROKEN, words="没兑现")
        shown(city, words="在践", due_on=date(2021, 6, 30))
        shown(city, words="快到", due_on=date(2021, 4, 9))
        shown(city, words="逾期", due_on=date(2021, 4, 2))
        drafted(city, words="在拟", due_on=date(2021, 6, 30))
        page = page_of(city.client(city.office), LIST + query)
        words = {"在践", "快到", "逾期", "兑现了", "没兑现", "在拟"}
        found = {word for word in words if f'title="{word}"' in page}
        assert found >= there
        if "nonsense" not in query:
            assert found == there

    def test_only_mine_and_only_a_unit(self, city: City) -> None:
        shown(city, words="工信的承诺")
        page = page_of(city.client(city.reader), f"{LIST}?mine=1")
        assert "没有符合条件的承诺" in page
        assert "工信的承诺" in page_of(city.client(city.liaison), f"{LIST}?mine=1")
        by_unit = f"{LIST}?unit={city.industry.pk}"
        assert "工信的承诺" in page_of(city.client(city.reader), by_unit)
        assert "没有符合条件的承诺" in page_of(
            city.client(city.reader), f"{LIST}?unit={city.housing.pk}"
        )

    def test_due_days_are_said_in_workdays(self, city: City) -> None:
        shown(city, words="下周一", due_on=date(2021, 3, 22))
        assert "还有 5 个工作日" in page_of(city.client(city.reader), LIST)
        tenant_on(city, date(2021, 3, 24))
        assert "已逾期 2 个工作日" in page_of(city.client(city.reader), LIST)

    def test_figures_open_the_list_behind_them_and_it_goes_out_as_a_table(self, city: City) -> None:
        in_state(city, Status.KEPT, words="兑现了的承诺")
        drafted(city, words="还没公开的承诺")
        browser = city.client(city.reader)
        assert 'href="?show=kept"' in page_of(browser, LIST)
        response = browser.get(f"{LIST}export/?show=kept")
        table = b"".join(response).decode("utf-8-sig")
        assert "兑现了的承诺" in table
        assert "现场核实交付清单" in table
        assert "还没公开的承诺" not in table

    def test_queries_do_not_grow_with_rows(
        self, city: City, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for n in range(12):
            shown(city, words=f"承诺{n}", owner_post=city.posts["owner"])
        browser = city.client(city.reader)
        with django_assert_max_num_queries(22):
            page_of(browser, LIST)


class TestDrafting:
    def test_from_the_form_to_the_promiser(self, city: City) -> None:
        office = city.client(city.office)
        sent = {**SENT, "post": str(city.posts["head"].pk)}
        response = office.post(f"{LIST}new/", sent)
        row = Commitment.objects.get()
        assert (response.status_code, response.url) == (302, url_of(row))
        assert (row.number, row.year, row.status) == (1, 2021, "drafted")
        assert "还没有公开" in page_of(office, url_of(row))
        assert page_of(city.client(city.head), url_of(row)).count("新建口袋公园并对外开放") >= 1

    @pytest.mark.parametrize(
        ("field", "sentence"),
        [
            ("measure", "没有衡量指标的承诺无法评定"),
            ("target", "没有目标值的承诺无法评定"),
            ("due_on", "没有时限的承诺无法评定"),
            ("words", "请写明承诺什么"),
            ("post", "这个字段"),
        ],
    )
    def test_what_nobody_could_judge_is_refused_and_kept_in_the_form(
        self, city: City, field: str, sentence: str
    ) -> None:
        sent = {**SENT, "post": str(city.posts["head"].pk), field: ""}
        response = city.client(city.office).post(f"{LIST}new/", sent)
        page = response.content.decode()
        assert response.status_code == 422
        if field != "post":
            assert sentence in page
        assert "局长讲坛" in page
        assert not Commitment.objects.exists()

    def test_a_day_that_has_come_is_refused(self, city: City) -> None:
        sent = {**SENT, "post": str(city.posts["head"].pk), "due_on": "2021-03-15"}
        response = city.client(city.office).post(f"{LIST}new/", sent)
        assert "已到或已过" in response.content.decode()

    def test_a_unit_is_offered_its_own_posts_only(self, city: City) -> None:
        page = page_of(city.client(city.liaison), f"{LIST}new/")
        select = re.search(r'<select name="post".*?</select>', page, re.DOTALL)
        assert select is not None
        assert "局长" in select.group()
        assert "副市长" not in select.group()
        sent = {**SENT, "post": str(city.posts["deputy"].pk)}
        assert city.client(city.liaison).post(f"{LIST}new/", sent).status_code == 422
        assert city.client(city.reader).get(f"{LIST}new/").status_code == 403

    def test_editing_by_two_keeps_what_was_typed(self, city: City) -> None:
        row = drafted(city)
        office = city.client(city.office)
        given = {**SENT, "post": str(city.posts["head"].pk), "seen": "1"}
        assert office.post(url_of(row, "edit"), {**given, "target": "8 处"}).status_code == 302
        second = city.client(city.head).post(url_of(row, "edit"), {**given, "target": "9 处"})
        page = second.content.decode()
        assert second.status_code == 409
        assert "示例甲" in page
        assert 'value="9 处"' in page
        assert 'name="seen" value="2"' in page
        assert fresh(row).target == "8 处"


class TestActs:
    def test_the_way_of_a_promise_by_its_buttons(self, city: City) -> None:
        row = drafted(city)
        self.press(city, city.office, row, "offering", {})
        assert "请确认这项承诺" in page_of(city.client(city.head), url_of(row))
        self.press(city, city.head, row, "confirmation", {})
        self.press(city, city.office, row, "showing", {})
        self.press(city, city.head, row, "report", {"words": "主体封顶", "met_on": "2021-03-14"})
        said = {"finding": "met", "met_on": "2021-03-14", "evidence": "现场看过"}
        self.press(city, city.inspector, row, "judging", said)
        page = page_of(city.client(city.reader), url_of(row))
        assert "兑现" in page
        assert "现场看过" in page
        assert fresh(row).status == "kept"

    def press(self, city: City, user: Any, row: Commitment, slug: str, sent: Any) -> None:
        browser, url = city.client(user), url_of(row, slug)
        page = page_of(browser, url_of(row))
        assert f'"{slug}/"' in page
        assert browser.get(url).status_code == 200
        seen = {"seen": str(fresh(row).version)}
        response = browser.post(url, {**sent, **seen}, follow=True)
        assert response.redirect_chain == [(url_of(row), 302)]

    def test_renegotiating_keeps_the_old_words_in_sight(self, city: City) -> None:
        row = shown(city)
        sent = {
            "words": row.words,
            "measure": row.measure,
            "target": "2 万平方米",
            "due_on": "2021-05-20",
            "reason": "征迁推后",
        }
        self.press(city, city.head, row, "revision", sent)
        page = page_of(city.client(city.reader), url_of(row))
        assert "待审定" in page
        self.press(city, city.office, row, "granting", {"answer": "同意"})
        page = page_of(city.client(city.reader), url_of(row))
        assert "<del>3 万平方米</del>" in page
        assert "<del>2021-03-31</del>" in page
        assert "改诺 1 次" in page_of(city.client(city.reader), LIST)

    @pytest.mark.parametrize("slug", sorted(DOORS))
    def test_who_may_not_is_refused_and_not_offered_it(self, city: City, slug: str) -> None:
        row = shown(city)
        browser = city.client(city.reader)
        assert browser.get(url_of(row, slug)).status_code == 403
        assert browser.post(url_of(row, slug), {}).status_code == 403
        assert f'"{slug}/"' not in page_of(browser, url_of(row))
        assert city.client(city.outsider).post(url_of(row, slug), {}).status_code == 404

    def test_the_promiser_is_told_why_he_does_not_judge(self, city: City) -> None:
        row = shown(city)
        response = city.client(city.head).get(url_of(row, "judging"))
        assert response.status_code == 403
        assert "不评定自己的承诺" in response.content.decode()

    def test_broken_cannot_be_said_before_the_day(self, city: City) -> None:
        row = shown(city)
        sent = {"finding": "not_met", "evidence": "未见动工"}
        response = city.client(city.inspector).post(url_of(row, "judging"), sent)
        page = response.content.decode()
        assert response.status_code == 422
        assert "还没有过" in page
        assert "未见动工" in page

    def test_who_is_second_is_told_who_was_first(self, city: City) -> None:
        row = shown(city)
        sent = {"words": "甲说的", "seen": str(row.version)}
        assert city.client(city.head).post(url_of(row, "report"), sent).status_code == 302
        second = city.client(city.liaison).post(url_of(row, "report"), {**sent, "words": "乙说的"})
        page = second.content.decode()
        assert second.status_code == 409
        assert "示例丁" in page
        assert "乙说的" in page
        assert row.reports.count() == 1

    def test_a_late_promise_is_marked_and_can_still_be_kept_late(self, city: City) -> None:
        row = in_state(city, Status.BROKEN)
        tenant_on(city, date(2021, 4, 20))
        page = page_of(city.client(city.inspector), url_of(row))
        assert '"late-keeping/"' in page
        self.press(
            city,
            city.inspector,
            row,
            "late-keeping",
            {"finding": "met", "met_on": "2021-04-15", "evidence": "复核交付清单"},
        )
        assert fresh(row).status == "kept_late"


class TestLetter:
    def test_a_letter_for_a_star_project(self, city: City) -> None:
        project = city.project()
        row = shown(city, kind="star", project=project)
        page = page_of(city.client(city.reader), url_of(row, "letter"))
        assert "重点项目建设承诺书" in page
        assert project.name in page
        assert "2021 年 3 月 31 日以前" in page
        assert "示例工信局" in page
        assert url_of(row, "letter") in page_of(city.client(city.reader), url_of(row))

    def test_without_one_there_is_none(self, city: City) -> None:
        row = shown(city)
        assert city.client(city.office).get(url_of(row, "letter")).status_code == 404

    def test_a_draft_says_that_it_is_one(self, city: City) -> None:
        row = drafted(city, letter=True)
        assert "尚未审定" in page_of(city.client(city.head), url_of(row, "letter"))


def test_the_project_is_a_link_for_those_who_see_it(city: City) -> None:
    project = city.project()
    row = shown(city, kind="star", project=project)
    link = f"/projects/{project.pk}/"
    assert link in page_of(city.client(city.office), url_of(row))
    page = page_of(city.client(city.other_liaison), url_of(row))
    assert link not in page
    assert project.name in page


def test_history_is_told_in_sentences(city: City) -> None:
    row = shown(city, now=NOW - DAY)
    page = page_of(city.client(city.reader), url_of(row))
    assert "亮诺，时限 2021-03-31" in page
