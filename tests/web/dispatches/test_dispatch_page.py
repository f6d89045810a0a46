"""One dispatch: whose turn it is, what the reader may do, what is kept, and on paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guatu.dispatches.access import verbs_open
from guatu.dispatches.actions.pressing import press_due
from guatu.dispatches.models import Dispatch
from guatu.domain.lifecycle import VERB_WORDS, Verb
from guatu.web.dispatches.doors import DOORS
from tests.city import NOW, City
from tests.web.dispatches.dispatching import done, drafted, fresh, issued, photo, url_of
from tests.web.rail import BADGES


def text_of(browser: Client, dispatch: Dispatch, noun: str = "") -> str:
    response = browser.get(url_of(dispatch, noun))
    assert response.status_code == 200
    return response.content.decode()


class TestPage:
    def test_whose_turn_it_is_and_by_when(self, doer: Client, dispatch: Dispatch) -> None:
        page = text_of(doer, dispatch)
        for said in (
            "〔2021〕1号", "公告出让芯片项目用地", "等示例工信局签收", "3月16日（周二） 17:30",
            "还有 1 个工作日", "现场照片", "还没有附上", "会议议定", "总指挥部办公室主任",
            "数据截至",
        ):  # fmt: skip
            assert said in page

    def test_every_verb_of_the_table_has_a_door(self) -> None:
        assert {door.verb for door in DOORS} == set(Verb) - {Verb.EDIT}

    @pytest.mark.parametrize("who", ["office", "liaison", "head", "other_liaison", "inspector"])
    def test_the_buttons_are_those_of_the_table_in_its_order(
        self, city: City, office: Client, who: str
    ) -> None:
        dispatch = issued(city, assisting=[city.housing])
        user = getattr(city, who)
        context = city.client(user).get(url_of(dispatch)).context
        shown = [one.door.verb for one in [*context["opened"], context["next"]] if one]
        offered = verbs_open(user.access, dispatch)
        hidden = {Verb.GRANT_EXTENSION, Verb.REFUSE_EXTENSION, Verb.RESUME}
        assert set(shown) == set(offered) - hidden
        order = [one.door.verb for one in context["opened"]]
        assert order == [verb for verb in offered if verb in order]

    def test_the_likely_act_comes_first(
        self, doer: Client, office: Client, dispatch: Dispatch
    ) -> None:
        assert first_of(doer, dispatch) == Verb.RECEIVE
        assert first_of(office, dispatch) is None
        done(doer, dispatch, "receipt")
        assert first_of(doer, dispatch) == Verb.REPLY
        done(doer, dispatch, "reply", words="已公告", **{"evidence-photo": photo()})
        assert first_of(office, dispatch) == Verb.COMPLETE
        assert VERB_WORDS[Verb.SEND_BACK] in text_of(office, dispatch)
        done(office, dispatch, "completion")
        assert first_of(office, dispatch) == Verb.SIGN_OFF

    def test_what_happens_if_nothing_is_done(self, office: Client, dispatch: Dispatch) -> None:
        page = text_of(office, dispatch)
        for said in (
            "到期不办会怎样",
            "逾期 2 个工作日",
            "黄单",
            "包保领导",
            "22:00 至 07:00 免打扰",
        ):
            assert said in page

    def test_rungs_that_were_reached_stand_in_the_course(
        self, office: Client, dispatch: Dispatch
    ) -> None:
        press_due(NOW + timedelta(days=9))
        page = text_of(office, dispatch)
        assert "黄单" in page
        assert "补发" in page
        assert fresh(dispatch).colour in ("yellow", "orange")

    def test_links_lead_to_what_it_is_about(self, city: City, office: Client, doer: Client) -> None:
        project = city.project()
        dispatch = issued(city, project=project, lead_unit=city.housing)
        assert f'href="/projects/{project.pk}/"' in text_of(office, dispatch)
        other = city.client(city.other_liaison)
        page = text_of(other, dispatch)
        assert project.name in page
        assert f"/projects/{project.pk}/" not in page  # a page that it may not open

    def test_a_draft_is_its_authors_and_the_offices_affair(
        self, city: City, office: Client, doer: Client
    ) -> None:
        made = drafted(city)
        assert "草稿，还没有下发" in text_of(office, made)
        assert doer.get(url_of(made)).status_code == 404

    def test_the_page_is_only_read(self, office: Client, dispatch: Dispatch) -> None:
        assert office.post(url_of(dispatch)).status_code == 405
        assert office.post(url_of(dispatch, "print")).status_code == 405

    def test_queries_do_not_grow_with_the_course(
        self,
        city: City,
        doer: Client,
        office: Client,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        dispatch = issued(city, assisting=[city.housing, city.workshop])
        done(doer, dispatch, "receipt")
        for n in range(4):
            done(doer, dispatch, "report", words=f"进展 {n}")
            done(doer, dispatch, "reply", words=f"结果 {n}", **{"evidence-photo": photo()})
            done(office, dispatch, "send-back", reason=f"缺图 {n}")
        with django_assert_max_num_queries(17 + BADGES):
            office.get(url_of(dispatch))


class TestPaper:
    def test_what_is_handed_over(self, city: City, doer: Client) -> None:
        dispatch = issued(city, assisting=[city.housing])
        page = text_of(doer, dispatch, "print")
        for said in (
            "示例市 交办单", "〔2021〕1号", "工作事项", "工作要求", "责任单位", "责任人",
            "时限要求", "4月1日（周四） 17:30", "签收人", "协办单位", "示例住建局", "数据截至",
        ):  # fmt: skip
            assert said in page

    def test_others_do_not_know_of_it(
        self, city: City, stranger: Client, dispatch: Dispatch
    ) -> None:
        assert stranger.get(url_of(dispatch, "print")).status_code == 404
        assert city.client(city.outsider).get(url_of(dispatch, "print")).status_code == 404


def first_of(browser: Client, dispatch: Dispatch) -> Verb | None:
    first = browser.get(url_of(dispatch)).context["next"]
    return first.door.verb if first else None
