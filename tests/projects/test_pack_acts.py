"""Drafts of rule packs, their adoption, and who may accept a reason by them."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from guatu.domain.lights import Light
from guatu.journal.queries import events_of, history_of, sentence_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from guatu.projects import patrol as patrols
from guatu.projects.actions.excuses import grant_excuse
from guatu.projects.actions.packs import (
    UnreadablePack,
    adopt,
    adopt_pack,
    copy_pack,
    drop_pack,
    edit_pack,
    remember_default,
    revise_pack,
)
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.jobs import patrol_everything
from guatu.projects.models import PackAdoption, Project, RulePack
from guatu.projects.packs import preset, preset_text, rules_at, rules_in_force
from guatu.projects.patrol import patrol
from tests.city import NOW, City, build_city
from tests.journal.test_recording import in_threads
from tests.projects.looking import (
    assert_forbidden,
    assert_totals_are_true,
    last_verdict,
    reasons,
    strangers,
)

LATER = NOW + timedelta(hours=1)


def copied(city: City, code: str = "yinchuan") -> RulePack:
    return copy_pack(city.tenant, preset_text(code), by=city.office, now=NOW)


def edited(city: City, draft: RulePack, text: dict[str, Any]) -> RulePack:
    return edit_pack(draft, text, seen=draft.revision, by=city.office, now=NOW)


def text_of(draft: RulePack) -> dict[str, Any]:
    text: dict[str, Any] = deepcopy(draft.rules)
    return text


def with_hole(draft: RulePack) -> dict[str, Any]:
    """As Yinchuan's table was published: nothing is said of 0 to 10 points behind."""
    text = text_of(draft)
    progress = text["dimensions"][1]
    progress["rules"] = [one for one in progress["rules"] if one["id"] != "progress-under-10"]
    return text


class TestDrafts:
    def test_a_copy_is_the_citys_own_and_changes_nothing(self, city):
        draft = copied(city)
        assert (draft.code, draft.version, draft.name) == (
            "yinchuan-1",
            "1",
            "银川红黄绿灯（本地）",
        )
        assert draft.rules["dimensions"] == preset_text("yinchuan")["dimensions"]
        assert "m.qlbk.net" in draft.rules["source"]
        assert (draft.adopted_at, draft.in_force) == (None, False)
        assert rules_in_force(city.tenant).code == "default"
        assert str(sentence_of(history_of(draft.pk)[0])) == (
            "起草亮灯规则“银川红黄绿灯（本地） 1”，照“银川红黄绿灯”"
        )

    def test_copies_of_one_pack_have_codes_of_their_own(self, city):
        first = copied(city)
        again = copy_pack(city.tenant, first.rules, by=city.office, now=NOW)
        assert [first.code, again.code, copied(city).code] == [
            "yinchuan-1",
            "yinchuan-2",
            "yinchuan-3",
        ]
        assert again.name == first.name

    def test_an_edit_keeps_code_and_version(self, city):
        text = text_of(draft := copied(city))
        text |= {"code": "other", "version": "9", "name": "示例市红黄绿灯"}
        text["dimensions"][1]["rules"][0]["when"]["all"][0]["value"] = 25
        held = edited(city, draft, text)
        assert (held.code, held.version, held.name) == ("yinchuan-1", "1", "示例市红黄绿灯")
        assert (held.rules["code"], held.rules["version"]) == ("yinchuan-1", "1")
        assert (held.revision, held.edited_by) == (2, city.office)

    def test_saving_what_is_there_is_no_edit(self, city):
        draft = copied(city)
        assert edited(city, draft, text_of(draft)).revision == 1
        assert not events_of(city.tenant.pk).filter(code="pack.edited").exists()

    def test_what_is_no_pack_is_refused_with_every_fault(self, city):
        text = text_of(draft := copied(city))
        text["dimensions"][0]["rules"][0]["light"] = "purple"
        text["dimensions"][1]["name"] = ""
        text["dimensions"][2]["rules"][0]["when"]["all"][0]["value"] = "许多"
        with pytest.raises(UnreadablePack, match="有 3 处写得不对") as caught:
            edited(city, draft, text)
        told = [str(fault) for fault in caught.value.faults]
        assert "不能写作“purple”" in told[0]
        assert "“name”应填写文字" in told[1]
        assert "“许多”不是可用的数" in told[2]
        draft.refresh_from_db()
        assert draft.revision == 1

    def test_of_two_who_edit_the_second_is_told_of_the_first(self, city):
        draft, text = copied(city), {}
        text = text_of(draft) | {"name": "先改的"}
        edit_pack(draft, text, seen=1, by=city.office, now=LATER)
        with pytest.raises(StateChanged, match="示例甲 在 03-15 10:00 改过草稿“先改的 1”"):
            edit_pack(draft, text | {"name": "后改的"}, seen=1, by=city.office, now=LATER)
        draft.refresh_from_db()
        assert draft.name == "先改的"

    def test_a_draft_can_be_thrown_away_and_an_adopted_pack_cannot(self, city):
        draft = copied(city)
        drop_pack(draft, seen=1, by=city.office, now=NOW)
        assert not RulePack.objects.exists()
        assert "删除亮灯规则草稿“银川红黄绿灯（本地） 1”" in str(
            sentence_of(history_of(draft.pk)[0])
        )
        with pytest.raises(StateChanged, match="已经删除"):
            edited(city, draft, text_of(draft))
        kept = copied(city)
        adopt_pack(kept, seen=1, by=city.office, now=NOW)
        with pytest.raises(StateChanged, match="采用过的规则不再改动"):
            drop_pack(kept, seen=1, by=city.office, now=NOW)

    def test_a_name_that_is_too_long_is_said_at_the_field(self, city):
        draft = copied(city)
        with pytest.raises(Refusal, match="60 字以内") as caught:
            edited(city, draft, text_of(draft) | {"name": "很长的名称" * 13})
        assert list(caught.value.fields) == ["name"]

    def test_only_the_office_drafts(self, city):
        draft = copied(city)
        people = (city.head, city.inspector, city.deputy, city.system_admin, *strangers(city))
        for act in (
            lambda person: copy_pack(city.tenant, preset_text("default"), by=person, now=NOW),
            lambda person: edit_pack(draft, draft.rules, seen=1, by=person, now=NOW),
            lambda person: drop_pack(draft, seen=1, by=person, now=NOW),
            lambda person: revise_pack(draft, by=person, now=NOW),
            lambda person: adopt_pack(draft, seen=1, by=person, now=NOW),
        ):
            assert_forbidden(act, *people)
        assert RulePack.objects.count() == 1


class TestVersions:
    def test_an_adopted_pack_is_frozen_and_its_edit_is_the_next_version(self, city):
        first = adopt_pack(copied(city), seen=1, by=city.office, now=NOW)
        with pytest.raises(StateChanged, match="另起一版"):
            edited(city, first, text_of(first) | {"name": "改了"})
        draft = revise_pack(first, by=city.office, now=NOW)
        assert (draft.code, draft.version, draft.adopted_at) == ("yinchuan-1", "2", None)
        assert revise_pack(first, by=city.office, now=NOW) == draft  # one draft of a version
        adopt_pack(draft, seen=1, by=city.office, now=LATER)
        assert revise_pack(draft, by=city.office, now=LATER).version == "3"
        assert [rules_at(city.tenant, at).version for at in (NOW, LATER)] == ["1", "2"]

    def test_the_next_version_of_what_ships_is_a_copy(self, city):
        shipped = adopt(city.tenant, "yinchuan", by=city.office, now=NOW)
        draft = revise_pack(shipped, by=city.office, now=NOW)
        assert (draft.code, draft.version) == ("yinchuan-1", "1")

    def test_a_former_version_can_be_put_back_in_force(self, city):
        first = adopt_pack(copied(city), seen=1, by=city.office, now=NOW)
        adopt(city.tenant, "default", by=city.office, now=LATER)
        adopt_pack(first, seen=1, by=city.office, now=LATER)
        assert rules_in_force(city.tenant).code == "yinchuan-1"
        assert PackAdoption.objects.count() == 3


class TestAdopting:
    def test_what_is_in_force_is_not_adopted_twice(self, city):
        for _time in range(2):
            adopt(city.tenant, "yinchuan", by=city.office, now=NOW)
        assert PackAdoption.objects.count() == 1
        assert events_of(city.tenant.pk).filter(code="pack.adopted").count() == 1

    def test_a_pack_with_a_hole_needs_a_reason_that_is_kept(self, city):
        draft = edited(city, draft := copied(city), with_hole(draft))
        with pytest.raises(Refusal, match=r"有 1 处空档.*大于 0 且小于 10 百分点") as caught:
            adopt_pack(draft, seen=2, by=city.office, now=NOW)
        assert list(caught.value.fields) == ["despite"]
        assert rules_in_force(city.tenant).code == "default"
        adopt_pack(draft, seen=2, by=city.office, now=NOW, despite="与公布的表一致")
        event = history_of(draft.pk)[0]
        assert event.code == "pack.adopted_despite"
        assert str(sentence_of(event)) == (
            "采用有空档的亮灯规则“银川红黄绿灯（本地） 1”"
            "（低于序时大于 0 且小于 10 百分点），理由：与公布的表一致"
        )

    def test_a_project_in_the_hole_has_no_colour_there(self, city):
        """1,400 of 12,000 by the end of February: 5 points behind, which the table leaves out."""
        project = city.project()
        figures = MonthFigures(date(2021, 2, 1), Decimal(1400))
        report_progress(project, figures, by=city.liaison, now=NOW)
        draft = edited(city, draft := copied(city), with_hole(draft))
        adopt_pack(draft, seen=2, by=city.office, now=NOW, despite="试行")
        patrol_everything(city.tenant, now=NOW)
        assert reasons(project)["progress"] == Light.NONE

    def test_a_draft_that_was_edited_since_is_not_adopted(self, city):
        draft = copied(city)
        edited(city, draft, text_of(draft) | {"name": "改过的"})
        with pytest.raises(StateChanged, match="改过草稿"):
            adopt_pack(draft, seen=1, by=city.office, now=NOW)
        assert not PackAdoption.objects.exists()

    def test_a_draft_about_slips_says_what_it_is_for(self, city):
        with pytest.raises(Refusal, match="判的是交办单，不是项目"):
            adopt_pack(copied(city, "suqian"), seen=1, by=city.office, now=NOW)

    def test_our_default_is_kept_once_for_whoever_lives_by_it(self, city):
        other = city.outsider.tenant
        adopt(other, "yinchuan", by=city.outsider, now=NOW)
        assert remember_default([city.tenant, other], now=NOW) == 1
        assert remember_default([city.tenant, other], now=LATER) == 0
        assert rules_at(city.tenant, LATER) == preset("default")


class TestWhileAPatrolRuns:
    def test_what_is_left_of_a_round_goes_by_the_new_rules_and_then_all_does(
        self, city, monkeypatch
    ):
        """Each chunk is judged by the rules that it reads, and after the adoption everything."""
        monkeypatch.setattr(patrols, "CHUNK", 1)
        projects = [city.project(f"示例{n}项目") for n in range(3)]

        def adopts_after_the_first(done: int, total: int) -> None:
            if done == 1:
                adopt(city.tenant, "yinchuan", by=city.office, now=NOW)

        patrol(city.tenant, now=NOW, everything=True, tell=adopts_after_the_first)
        packs = [last_verdict(project).body["pack"] for project in projects]
        assert packs == ["default", "yinchuan", "yinchuan"]
        patrol_everything(city.tenant, now=NOW)
        assert {last_verdict(project).body["pack"] for project in projects} == {"yinchuan"}
        assert_totals_are_true(city.tenant)


@pytest.mark.django_db(transaction=True)
def test_nobody_stays_with_the_old_rules_when_patrols_and_adoptions_meet() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    city = build_city()
    for n in range(6):
        city.project(f"示例{n}项目")

    def watches(n: int) -> None:
        patrol(city.tenant, now=NOW, everything=True)

    def adopts(n: int) -> None:
        adopt(city.tenant, ("yinchuan", "default")[n % 2], by=city.office, now=NOW)
        patrol(city.tenant, now=NOW, everything=True)

    acts = [watches, adopts, watches]
    errors = in_threads(len(acts), lambda worker: [acts[worker](n) for n in range(5)])

    assert errors == []
    rules = rules_in_force(city.tenant).code
    assert {last_verdict(p).body["pack"] for p in Project.objects.all()} == {rules}
    assert_totals_are_true(city.tenant)


class TestExcuseTerms:
    def grant(self, city: City, project: Project, **changed: Any) -> Any:
        given = {
            "dimension": "start",
            "reason": "征地批复未下达",
            "since": date(2021, 3, 15),
            "until": date(2021, 3, 31),
            "by": city.office,
        }
        return grant_excuse(project, now=NOW, **{**given, **changed})

    def adopted(self, city: City, **excuse: Any) -> None:
        text = text_of(draft := copied(city))
        text["dimensions"][0]["excuse"] = excuse
        adopt_pack(edited(city, draft, text), seen=2, by=city.office, now=NOW)

    def test_the_rules_say_who_accepts(self, city):
        project = city.project()
        self.adopted(city, granted_by=["inspector", "sponsor"])
        with pytest.raises(Refusal, match="由包保领导、督查专员认可，您的岗位不能认可"):
            self.grant(city, project)
        self.grant(city, project, by=city.deputy)
        # where the rules leave it open it is office and inspector as ever
        with pytest.raises(Refusal, match="由总指挥部办公室、督查专员认可"):
            self.grant(city, project, dimension="progress", by=city.deputy)
        self.grant(city, project, dimension="progress")

    def test_a_sponsor_has_no_say_while_no_rule_names_him(self, city):
        with pytest.raises(Forbidden):
            self.grant(city, city.project(), by=city.deputy)

    def test_the_rules_say_for_how_long(self, city):
        project = city.project()
        self.adopted(city, most_days=10)
        with pytest.raises(Refusal, match="最多 10 天，截止日期最晚写 2021-03-24") as caught:
            self.grant(city, project, until=date(2021, 3, 25))
        assert list(caught.value.fields) == ["until"]
        self.grant(city, project, until=date(2021, 3, 24))

    def test_where_no_reason_is_accepted_none_is(self, city):
        project = city.project()
        self.adopted(city, allowed=False)
        with pytest.raises(Refusal, match="“开工”这一方面不认可正当理由"):
            self.grant(city, project)
