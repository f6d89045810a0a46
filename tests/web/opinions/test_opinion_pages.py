"""The three views on the page of a project, giving one, and the list of disagreements."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guatu.lines.models import TaskForce
from guatu.projects.actions.opinions import give_owner_view, rate_confidence
from guatu.projects.models import Project
from tests.city import NOW, City

LIST = "/opinions/"


@pytest.fixture
def project(city: City) -> Project:
    return city.project()


@pytest.fixture
def disputed(city: City, project: Project) -> Project:
    """Red by the rules, and the owner is sure; the reviewer sides with the light."""
    give_owner_view(project, step=1, reason="设备已全部到场", by=city.owner, now=NOW)
    rate_confidence(project, step=5, reason="基础尚未验收", by=city.inspector, now=NOW)
    Project.objects.update(light="red", light_rank=0)
    return project


def url_of(project: Project, kind: str) -> str:
    return f"/opinions/projects/{project.pk}/{kind}/"


def page_of(browser: Client, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return response.content.decode()


class TestGiving:
    @pytest.mark.parametrize(
        ("who", "kind", "said"),
        [
            ("owner", "owner", "已记下业主判断“有风险”。"),
            ("liaison", "owner", "已记下业主判断“有风险”。"),
            ("inspector", "review", "已记下独立评估“有风险”。"),
        ],
    )
    def test_it_is_shown_at_the_head_of_the_project(
        self, city: City, project: Project, who: str, kind: str, said: str
    ) -> None:
        browser = city.client(getattr(city, who))
        assert url_of(project, kind) in page_of(browser, f"/projects/{project.pk}/")
        sent = {"step": "3", "reason": "雨季提前，基坑须赶在四月完成"}
        response = browser.post(url_of(project, kind), sent, follow=True)
        page = response.content.decode()
        assert response.redirect_chain == [(f"/projects/{project.pk}/", 302)]
        assert said in page
        assert "雨季提前，基坑须赶在四月完成" in page

    @pytest.mark.parametrize(
        ("who", "kind"),
        [
            ("office", "owner"),
            ("inspector", "owner"),
            ("owner", "review"),
            ("liaison", "review"),
            ("deputy", "review"),
            ("reader", "review"),
        ],
    )
    def test_others_may_not_and_are_not_offered_it(
        self, city: City, project: Project, who: str, kind: str
    ) -> None:
        browser = city.client(getattr(city, who))
        assert browser.get(url_of(project, kind)).status_code == 403
        assert browser.post(url_of(project, kind), {"step": "1"}).status_code == 403
        assert url_of(project, kind) not in page_of(browser, f"/projects/{project.pk}/")

    def test_strangers_do_not_know_of_the_project(self, city: City, project: Project) -> None:
        for user in (city.outsider, city.other_liaison):
            for kind in ("owner", "review"):
                assert city.client(user).get(url_of(project, kind)).status_code == 404

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"step": "3", "reason": ""}, "请写明理由"),
            ({"step": "", "reason": "雨季提前"}, "请在五档中选一档"),
            ({"step": "9", "reason": "雨季提前"}, "9"),
        ],
    )
    def test_what_is_missing_is_said_and_what_was_typed_stays(
        self, city: City, project: Project, sent: dict[str, str], said: str
    ) -> None:
        response = city.client(city.owner).post(url_of(project, "owner"), sent)
        page = response.content.decode()
        assert response.status_code == 422
        assert said in page
        assert sent["reason"] in page
        assert not project.opinions.exists()

    def test_a_withdrawn_project_is_refused_with_a_sentence(
        self, city: City, project: Project
    ) -> None:
        Project.objects.update(withdrawn_at=NOW, withdrawn_reason="停建")
        browser = city.client(city.owner)
        response = browser.post(url_of(project, "owner"), {"step": "1", "reason": "已复工"})
        assert response.status_code == 422
        assert "已退出台账" in response.content.decode()
        assert url_of(project, "owner") not in page_of(browser, f"/projects/{project.pk}/")

    def test_the_last_opinion_is_at_hand(self, city: City, disputed: Project) -> None:
        page = page_of(city.client(city.owner), url_of(disputed, "owner"))
        assert "上次（2021-03-15，示例辛）：很有把握。设备已全部到场" in page


class TestSideBySide:
    def test_the_page_says_what_parts_them(self, office: Client, disputed: Project) -> None:
        page = page_of(office, f"/projects/{disputed.pk}/")
        assert "灯为红，独立评估“难以完成”，业主判断却是“很有把握”。" in page
        assert "请业主说明靠什么、在哪一天补回来" in page
        for said in ("设备已全部到场", "示例辛", "基础尚未验收", "示例己"):
            assert said in page

    def test_an_old_opinion_is_pale_and_says_so(
        self, city: City, office: Client, project: Project
    ) -> None:
        early = NOW - timedelta(days=61)
        give_owner_view(project, step=2, reason="设备已订", by=city.owner, now=early)
        page = page_of(office, f"/projects/{project.pk}/")
        assert "2021-01-13" in page
        assert "已超过 60 天" in page
        assert 'class="opinion is-old"' in page

    def test_a_later_step_names_the_one_before(
        self, city: City, office: Client, project: Project
    ) -> None:
        for step, days in ((2, 30), (4, 0)):
            at = NOW - timedelta(days=days)
            rate_confidence(project, step=step, reason="示例理由", by=city.inspector, now=at)
        assert "上次“较有把握”" in page_of(office, f"/projects/{project.pk}/")

    def test_earlier_opinions_are_folded_away_newest_first(
        self, city: City, office: Client, project: Project
    ) -> None:
        for days, reason in ((70, "图纸已审"), (30, "桩基已完"), (0, "主体封顶")):
            at = NOW - timedelta(days=days)
            rate_confidence(project, step=2, reason=reason, by=city.inspector, now=at)
        page = page_of(office, f"/projects/{project.pk}/")
        folded = page.partition("以前 2 次")[2].partition("</details>")[0]
        assert "主体封顶" not in folded
        assert 0 < folded.index("桩基已完") < folded.index("图纸已审")


class TestList:
    def test_each_row_says_it_in_one_sentence(self, office: Client, disputed: Project) -> None:
        page = page_of(office, LIST)
        assert "灯为红，独立评估“难以完成”，业主判断却是“很有把握”。" in page
        assert disputed.name in page
        assert "全部分歧 1" in page
        assert "灯与独立评估 0" in page
        assert "业主与评估 1" in page

    def test_nobody_has_said_anything(self, office: Client, project: Project) -> None:
        page = page_of(office, LIST)
        assert "还没有人给出判断" in page
        unrated = page_of(office, f"{LIST}?show=unrated")
        assert project.name in unrated
        assert "还没有人判断" in unrated

    def test_all_agree(self, city: City, office: Client, project: Project) -> None:
        Project.objects.update(light="yellow", light_rank=1)
        rate_confidence(project, step=3, reason="示例理由", by=city.inspector, now=NOW)
        assert "三种看法没有分歧" in page_of(office, LIST)
        assert "没有分歧" in page_of(office, f"{LIST}?show=given")
        assert "这一类没有" in page_of(office, f"{LIST}?show=old")

    def test_it_is_narrowed_by_line_unit_and_words(
        self, city: City, office: Client, disputed: Project
    ) -> None:
        for asked in (f"line={city.industry_line.pk}", f"unit={city.industry.pk}", "q=轴承"):
            page = page_of(office, f"{LIST}?{asked}")
            assert disputed.name in page
            assert "去掉“" in page
        for asked in (f"line={city.housing_line.pk}", f"unit={city.housing.pk}", "q=道路"):
            page = page_of(office, f"{LIST}?{asked}")
            assert disputed.name not in page
            assert "没有符合条件的项目" in page

    def test_senseless_addresses_are_as_if_nothing_was_asked(
        self, office: Client, disputed: Project
    ) -> None:
        page = page_of(office, f"{LIST}?show=x&line=y&unit=-1&page=999&q=%00")
        assert disputed.name in page

    def test_people_see_their_own(self, city: City, disputed: Project) -> None:
        assert disputed.name in page_of(city.client(city.liaison), LIST)
        for user in (city.other_liaison, city.outsider):
            page = page_of(city.client(user), LIST)
            assert disputed.name not in page
            assert "全部分歧 0" in page

    def test_only_for_people_who_have_logged_in(self, disputed: Project) -> None:
        for url in (LIST, f"{LIST}export/", url_of(disputed, "owner")):
            assert Client().get(url)["Location"].startswith("/accounts/login/")

    def test_it_is_read_not_sent(self, office: Client) -> None:
        assert office.post(LIST).status_code == 405
        assert office.post(f"{LIST}export/").status_code == 405

    def test_as_a_file(self, office: Client, disputed: Project) -> None:
        response = office.get(f"{LIST}export/?show=owner_review")
        text = response.content.decode("utf-8-sig")
        assert response["Content-Type"].startswith("text/csv")
        assert "灯为红，独立评估“难以完成”，业主判断却是“很有把握”。" in text
        assert "很有把握,设备已全部到场,2021-03-15" in text
        assert disputed.name not in office.get(f"{LIST}export/?show=old").content.decode()

    @pytest.mark.parametrize("who", ["office", "inspector", "liaison"])
    def test_queries_do_not_grow_with_the_rows(
        self,
        city: City,
        disputed: Project,
        who: str,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        """Nor with the task forces of which a reviewer might be a member."""
        browser = city.client(getattr(city, who))
        for n in range(8):
            more = city.project(f"示例{n}号项目", task_force=_force(city, f"示例{n}专班"))
            rate_confidence(more, step=5, reason="示例理由", by=city.inspector, now=NOW)
        Project.objects.update(light="green", light_rank=2)
        with django_assert_max_num_queries(24):
            assert "示例7号项目" in page_of(browser, LIST)


def _force(city: City, name: str) -> TaskForce:
    head = city.posts["head"]
    return TaskForce.objects.create(
        tenant=city.tenant, line=city.industry_line, name=name, head=head
    )
