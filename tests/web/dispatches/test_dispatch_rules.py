"""派单规则 and 回头看: who may set and draw, what follows from it."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from guatu.dispatches.models import Clock, Dispatch, Sample, Terms
from guatu.dispatches.terms import terms_of
from tests.city import City
from tests.web.dispatches.dispatching import done, fresh, issued, photo

TERMS = "/dispatches/terms/"
EDIT = f"{TERMS}edit/"
SAMPLES = "/dispatches/samples/"


def typed(city: City, **more: Any) -> dict[str, Any]:
    terms = terms_of(city.tenant.pk)
    return {
        "key": uuid4().hex,
        "seen": terms.version,
        "limits": "default",
        "ladder": "default",
        "opens": "08:30",
        "closes": "17:30",
        "cut_off": "22:00",
        "quiet_from": "22:00",
        "quiet_until": "07:00",
        "most_bounces": "2",
        "most_extensions": "2",
        "most_extended_days": "60",
        "lock_days": "0",
        **more,
    }


class TestTerms:
    def test_everybody_reads_the_rules_that_he_must_keep(self, city: City, doer: Client) -> None:
        page = doer.get(TERMS).content.decode()
        for said in ("急件", "10 个工作日", "提请包保领导督办", "最多 2 次，累计不超过 60 天"):
            assert said in page
        assert EDIT not in page

    def test_the_office_sets_them(self, city: City, office: Client) -> None:
        sent = typed(city, limits="supervision", closes="18:00", default_post=city.posts["head"].pk)
        page = office.post(EDIT, sent, follow=True).content.decode()
        assert "已保存派单规则。" in page
        assert "督查件（急件、非急件、难件）" in page
        terms = Terms.objects.get(tenant=city.tenant)
        assert (terms.closes, terms.default_post) == (time(18), city.posts["head"])

    def test_a_new_ladder_holds_for_clocks_that_run(self, city: City, office: Client) -> None:
        clock = issued(city).clocks.get(leg="finish")
        office.post(EDIT, typed(city, ladder="sanming"))
        after = Clock.objects.get(pk=clock.pk)
        assert after.due_at == clock.due_at
        assert after.next_at == clock.due_at  # the blue slip comes when the time has run out

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"closes": "08:00"}, "下班时间须晚于上班时间"),
            ({"most_bounces": "0"}, "至少允许退回 1 次"),
            ({"ladder": "gold"}, "催办梯级"),
            ({"quiet_from": "25:00"}, "免打扰起"),
        ],
    )
    def test_faults_stand_at_their_fields(
        self, city: City, office: Client, wrong: dict[str, str], said: str
    ) -> None:
        response = office.post(EDIT, typed(city, **wrong))
        assert response.status_code == 422
        assert said in response.content.decode()

    def test_a_vacant_post_takes_nothing_over(self, city: City, office: Client) -> None:
        post = city.posts["head"]
        post.holdings.all().delete()
        response = office.post(EDIT, typed(city, default_post=post.pk))
        assert response.status_code == 422
        assert "兜底的事项会没有人办" in response.content.decode()

    def test_two_who_change_them_at_once(self, city: City, office: Client) -> None:
        first, second = typed(city, lock_days="3"), typed(city, lock_days="5")
        office.post(EDIT, first)
        response = office.post(EDIT, second)
        assert response.status_code == 409
        page = response.content.decode()
        assert "派单规则刚刚被别人改过" in page
        assert 'value="5"' in page
        assert terms_of(city.tenant.pk).lock_days == 3

    def test_others_are_turned_away(self, city: City, doer: Client, client: Client) -> None:
        assert doer.get(EDIT).status_code == 403
        assert doer.post(EDIT, typed(city)).status_code == 403
        assert client.get(TERMS).status_code == 302
        assert doer.post(TERMS).status_code == 405
        assert not Terms.objects.exists()


class TestLookBack:
    def test_drawn_found_false_and_opened_again(
        self, city: City, doer: Client, office: Client, dispatch: Dispatch
    ) -> None:
        signed_off(doer, office, dispatch)
        inspector = city.client(city.inspector)
        sample = drawn(inspector)
        assert dispatch.title in inspector.get(f"{SAMPLES}{sample.pk}/").content.decode()
        sent = {"key": uuid4().hex, "finding": "false", "words": "现场没有公告", "colour": "red"}
        url = finding_url(sample)
        page = inspector.post(url, sent, follow=True).content.decode()
        assert "不属实 1 件" in page
        now = fresh(dispatch)
        assert (now.status, now.reopened, now.colour) == ("sent_back", 1, "red")
        assert now.number == "〔2021〕1号"

    def test_what_holds_stays_signed_off(
        self, city: City, doer: Client, office: Client, dispatch: Dispatch
    ) -> None:
        signed_off(doer, office, dispatch)
        inspector = city.client(city.inspector)
        inspector.post(finding_url(drawn(inspector)), {"finding": "holds", "words": "现场属实"})
        assert fresh(dispatch).status == "signed_off"

    def test_noted_twice_the_second_is_told_and_keeps_his_words(
        self, city: City, doer: Client, office: Client, dispatch: Dispatch
    ) -> None:
        signed_off(doer, office, dispatch)
        inspector = city.client(city.inspector)
        url = finding_url(drawn(inspector))
        inspector.post(url, {"finding": "holds", "words": "现场属实"})
        response = office.post(url, {"finding": "false", "words": "电话核实不属实"})
        page = response.content.decode()
        assert response.status_code == 409
        assert "示例己 已经登记过这件的回头看结果：属实" in page
        assert "电话核实不属实" in page

    def test_words_are_asked_for(
        self, city: City, doer: Client, office: Client, dispatch: Dispatch
    ) -> None:
        signed_off(doer, office, dispatch)
        response = office.post(finding_url(drawn(office)), {"finding": "false", "words": " "})
        assert response.status_code == 422

    def test_a_month_without_sign_offs_is_said(self, office: Client) -> None:
        sent = {"first": "2021-02-01", "last": "2021-02-28", "count": "5"}
        response = office.post(f"{SAMPLES}new/", sent)
        assert response.status_code == 422
        assert "这段时间没有销号的交办单" in response.content.decode()

    def test_nothing_drawn_yet_offers_the_next_step(self, office: Client) -> None:
        assert "还没有抽过" in office.get(SAMPLES).content.decode()

    def test_others_are_turned_away(
        self, city: City, doer: Client, office: Client, dispatch: Dispatch
    ) -> None:
        signed_off(doer, office, dispatch)
        sample = drawn(office)
        for url in (SAMPLES, f"{SAMPLES}new/", f"{SAMPLES}{sample.pk}/", finding_url(sample)):
            assert doer.get(url).status_code == 403
        outsider = city.client(city.outsider)
        assert outsider.get(f"{SAMPLES}{sample.pk}/").status_code == 404
        assert outsider.post(finding_url(sample), {}).status_code == 404


def drawn(browser: Client) -> Sample:
    sent = {"first": "2021-03-01", "last": "2021-03-31", "count": "5", "seed": "示例"}
    assert browser.post(f"{SAMPLES}new/", sent).status_code == 302
    return Sample.objects.get()


def finding_url(sample: Sample) -> str:
    return f"{SAMPLES}{sample.pk}/rechecks/{sample.rechecks.get().pk}/finding/"


def signed_off(doer: Client, office: Client, dispatch: Dispatch) -> None:
    done(doer, dispatch, "receipt")
    done(doer, dispatch, "reply", words="已公告", **{"evidence-photo": photo()})
    done(office, dispatch, "completion")
    done(office, dispatch, "sign-off")
