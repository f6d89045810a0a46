"""Drafts on their pages: copying, the form, the text, holes, two at once, comparing."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from guatu.projects.actions.packs import adopt_pack, copy_pack, edit_pack
from guatu.projects.models import RulePack
from guatu.projects.packs import loaded, preset, preset_text, rules_in_force
from guatu.web.rules.comparing import dimension_differences, pack_differences
from guatu.web.rules.numberlines import number_lines
from tests.city import NOW, City
from tests.web.rules.adopting import adopting

FIRST_RULE = "d1-r0"
"""低于序时超过 30 个百分点: red."""


@pytest.fixture
def draft(city: City) -> RulePack:
    return copy_pack(city.tenant, preset_text("yinchuan"), by=city.office, now=NOW)


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def form_of(browser: Client, draft: RulePack) -> dict[str, Any]:
    """What a browser would send back."""
    form = browser.get(f"/rules/{draft.pk}/edit/").context["form"]
    sent = {bound.html_name: bound.value() for bound in form}
    return {name: "" if value is None else value for name, value in sent.items()}


def edit(browser: Client, draft: RulePack, sent: dict[str, Any], how: str = "") -> Any:
    return browser.post(f"/rules/{draft.pk}/edit/{how}", sent)


def without_green(draft: RulePack, city: City) -> RulePack:
    """Nothing said of 0 to 10 points behind, as Yinchuan published it."""
    text = json.loads(json.dumps(draft.rules))
    text["dimensions"][1]["rules"].pop(2)
    return edit_pack(draft, text, seen=1, by=city.office, now=NOW)


class TestCopying:
    def test_one_click_makes_a_draft_and_opens_it(self, city: City, office: Client) -> None:
        answer = office.post("/rules/yinchuan/copy/", follow=True)
        html = answer.content.decode()
        assert "已起草“银川红黄绿灯（本地）”，可以修改了" in html
        assert "第 1 版草稿，第 1 稿" in html
        assert rules_in_force(city.tenant).code == "default"

    def test_a_draft_is_there_for_those_who_may_edit_or_try_it(
        self, city: City, draft: RulePack
    ) -> None:
        for who, status in (("office", 200), ("inspector", 200), ("deputy", 200),
                            ("liaison", 404), ("reader", 404), ("outsider", 404)):  # fmt: skip
            browser = city.client(getattr(city, who))
            assert browser.get(f"/rules/{draft.pk}/").status_code == status, who
        assert draft.name not in page(city.client(city.reader), "/rules/")

    @pytest.mark.parametrize("who", ["inspector", "liaison", "system_admin"])
    def test_nobody_else_drafts(self, city: City, draft: RulePack, who: str) -> None:
        browser = city.client(getattr(city, who))
        assert browser.post("/rules/yinchuan/copy/").status_code == 403
        assert edit(browser, draft, {}).status_code in (403, 404)
        assert browser.post(f"/rules/{draft.pk}/removal/").status_code in (403, 404)
        assert RulePack.objects.count() == 1


class TestTheForm:
    def test_sent_back_as_it_is_it_changes_nothing(self, office: Client, draft: RulePack) -> None:
        assert edit(office, draft, form_of(office, draft)).status_code == 302
        before = draft.rules
        draft.refresh_from_db()
        assert (draft.rules, draft.revision) == (before, 1)

    def test_thresholds_lights_words_and_terms_are_changed(
        self, office: Client, draft: RulePack
    ) -> None:
        sent = form_of(office, draft)
        sent |= {f"{FIRST_RULE}-c0-value": "２０", f"{FIRST_RULE}-c0-op": "ge"}
        sent |= {"d1-r1-c0-high": "19.9", "d1-r2-light": "yellow", "d1-r2-wants": "再赶一赶"}
        sent |= {"name": "示例市规则", "pace": "days", "due_day": "5", "due_month": "next"}
        sent |= {"d1-allowed": "no", "d0-granted_by": ["sponsor"], "d0-most_days": "30"}
        assert edit(office, draft, sent).status_code == 302
        draft.refresh_from_db()
        start, progress = draft.rules["dimensions"][:2]
        assert progress["rules"][0]["when"]["all"][0]["op"] == "ge"
        assert progress["rules"][0]["when"]["all"][0]["value"] == "20"
        assert progress["rules"][1]["when"]["all"][0]["value"] == [10, "19.9"]
        assert (progress["rules"][2]["light"], progress["rules"][2]["wants"]) == (
            "yellow",
            "再赶一赶",
        )
        assert draft.rules["terms"] == {"pace": ["days"], "report_due": {"day": 5, "month": "next"}}
        assert start["excuse"] == {"granted_by": ["sponsor"], "most_days": 30}
        assert progress["excuse"] == {"allowed": False}
        html = page(office, f"/rules/{draft.pk}/")
        assert "低于序时不少于 20 个百分点" in html
        assert "可以认可正当理由，由包保领导认可，最多 30 天" in html
        assert "不认可正当理由" in html

    def test_what_is_no_number_stays_and_is_said_at_its_place(
        self, office: Client, draft: RulePack
    ) -> None:
        answer = edit(office, draft, form_of(office, draft) | {f"{FIRST_RULE}-c0-value": "三十"})
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "请只填数字，不带单位" in html
        assert 'value="三十"' in html

    def test_words_with_an_unknown_gap_are_refused_with_what_there_is(
        self, office: Client, draft: RulePack
    ) -> None:
        answer = edit(office, draft, form_of(office, draft) | {f"{FIRST_RULE}-say": "差 {nothing}"})
        html = unescape(answer.content.decode())
        assert answer.status_code == 422
        assert "有 1 处写得不对，没有保存" in html
        assert "“nothing”没有可填的内容，可用的有 progress_gap" in html

    def test_after_saving_the_hole_is_drawn(self, office: Client, draft: RulePack) -> None:
        sent = form_of(office, draft) | {"d1-r2-c0-value": "5"}
        html = unescape(office.post(f"/rules/{draft.pk}/edit/", sent, follow=True).content.decode())
        assert "下面是检查结果" in html
        assert "低于序时大于 0 且不大于 5 百分点 时没有规则给出颜色" in html
        assert "低于序时大于 0 且不大于 5 百分点：空档，没有颜色" in html

    def test_of_two_people_the_second_is_told(
        self, city: City, office: Client, draft: RulePack
    ) -> None:
        sent = form_of(office, draft) | {"name": "后改的"}
        edit_pack(draft, draft.rules | {"name": "先改的"}, seen=1, by=city.office, now=NOW)
        answer = edit(office, draft, sent)
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "改过草稿“先改的 1”" in html
        assert "后改的" in html  # what was typed stays

    def test_an_adopted_pack_has_no_form_but_a_next_version(
        self, city: City, office: Client, draft: RulePack
    ) -> None:
        adopt_pack(draft, seen=1, by=city.office, now=NOW)
        answer = office.get(f"/rules/{draft.pk}/edit/")
        assert answer.status_code == 400
        assert "采用过的规则不再改动" in answer.content.decode()
        made = office.post(f"/rules/{draft.pk}/revision/", follow=True)
        assert "第 2 版的草稿；采用之前不影响亮灯" in made.content.decode()


class TestTheText:
    def test_the_whole_text_can_be_edited(self, office: Client, draft: RulePack) -> None:
        text = json.loads(json.dumps(draft.rules))
        del text["dimensions"][2]
        sent = {"seen": 1, "text": json.dumps(text, ensure_ascii=False)}
        assert edit(office, draft, sent, "?as=text").status_code == 302
        draft.refresh_from_db()
        assert [one["code"] for one in draft.rules["dimensions"]] == [
            "start",
            "progress",
            "registration",
        ]

    def test_what_is_no_json_is_said_with_its_line(self, office: Client, draft: RulePack) -> None:
        answer = edit(office, draft, {"seen": 1, "text": '{\n"code": "x",\n}'}, "?as=text")
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "第 3 行附近不是 JSON" in html

    @pytest.mark.parametrize("typed", ["[]", "1", '"包"'])
    def test_what_is_no_object_is_no_pack(
        self, office: Client, draft: RulePack, typed: str
    ) -> None:
        answer = edit(office, draft, {"seen": 1, "text": typed}, "?as=text")
        assert "最外层应是一对花括号" in answer.content.decode()

    def test_every_fault_is_listed(self, office: Client, draft: RulePack) -> None:
        text = json.loads(json.dumps(draft.rules))
        text["dimensions"][0]["rules"][0]["light"] = "purple"
        text["dimensions"][1]["merge"] = "best"
        sent = {"seen": 1, "text": json.dumps(text, ensure_ascii=False)}
        html = unescape(edit(office, draft, sent, "?as=text").content.decode())
        assert "不能写作“purple”" in html
        assert "不能写作“best”" in html


class TestHoles:
    def test_a_pack_with_a_hole_is_adopted_with_a_reason_only(
        self, city: City, office: Client, draft: RulePack
    ) -> None:
        held = without_green(draft, city)
        refused = adopting(office, str(held.pk), seen=held.revision)
        assert refused.status_code == 422
        assert "请补全规则；仍要采用的，请写明理由" in refused.content.decode()
        assert rules_in_force(city.tenant).code == "default"
        done = adopting(office, str(held.pk), seen=held.revision, despite="与公布的表一致")
        assert "已采用“银川红黄绿灯（本地）”" in done.content.decode()
        assert rules_in_force(city.tenant).code == "yinchuan-1"
        assert "理由：与公布的表一致" in page(office, f"/rules/{held.pk}/")

    def test_a_draft_that_was_edited_after_the_look_is_not_adopted(
        self, city: City, office: Client, draft: RulePack
    ) -> None:
        html = page(office, f"/rules/{draft.pk}/trial/")
        token = re.search(r'name="token" value="([^"]+)"', html)
        edit_pack(draft, draft.rules | {"name": "改过的"}, seen=1, by=city.office, now=NOW)
        sent = {"token": token and token[1], "seen": 1}
        answer = office.post(f"/rules/{draft.pk}/adoption/", sent, follow=True)
        assert "采用前请先看这套规则的试算" in answer.content.decode()
        assert rules_in_force(city.tenant).code == "default"


class TestTheNumberLine:
    def test_yinchuan_as_published_leaves_a_hole_between_0_and_10(
        self, city: City, draft: RulePack
    ) -> None:
        without_green(draft, city)
        drawn = number_lines(_rules(draft).dimensions[1])
        assert drawn is not None
        assert [tick.label for tick in drawn.ticks] == ["0", "10", "30"]
        segments = drawn.lines[0].segments
        assert [segment.light for segment in segments] == ["green", None, "yellow", "red"]
        assert segments[1].title == "低于序时大于 0 且小于 10 百分点：空档，没有颜色"
        assert segments[0].x == 0
        assert sum(segment.width for segment in segments) == pytest.approx(100, abs=0.01)

    def test_another_answer_has_a_line_of_its_own(self) -> None:
        drawn = number_lines(preset("yinchuan").dimensions[0])
        assert drawn is not None
        assert [line.label for line in drawn.lines] == ["是否开工为否", "是否开工为是"]
        lights = [[segment.light for segment in line.segments] for line in drawn.lines]
        assert lights == [["green", "yellow", "red"], ["green"]]

    @pytest.mark.parametrize("code", ["default", "yinchuan", "suqian", "laixi", "tianjin"])
    def test_every_line_of_what_ships_is_whole(self, code: str) -> None:
        for dimension in preset(code).dimensions:
            drawn = number_lines(dimension)
            for line in drawn.lines if drawn else ():
                assert all(segment.light for segment in line.segments)
                assert not any(segment.torn for segment in line.segments)


class TestComparing:
    def test_what_differs_is_said_in_words(self, city: City, office: Client) -> None:
        draft = copy_pack(city.tenant, preset_text("yinchuan"), by=city.office, now=NOW)
        text = json.loads(json.dumps(draft.rules))
        text["dimensions"][1]["rules"][0]["when"]["all"][0]["value"] = 20
        held = edit_pack(draft, text, seen=1, by=city.office, now=NOW)
        found = dimension_differences(preset("yinchuan"), _rules(held))
        assert [(one.code, one.side) for one in found] == [("progress", "")]
        rule = found[0].rules[0]
        assert rule.before is not None
        assert rule.after is not None
        assert (rule.changed, rule.before.when, rule.after.when) == (
            ["条件"],
            "低于序时超过 30 个百分点",
            "低于序时超过 20 个百分点",
        )
        html = page(office, f"/rules/compare/?from=yinchuan&to={held.pk}")
        assert "低于序时超过 30 个百分点" in html
        assert "低于序时超过 20 个百分点" in html
        assert "应开工未开工" not in html

    def test_a_pack_differs_from_itself_in_nothing(self, city: City, office: Client) -> None:
        pack = preset("default")
        assert (pack_differences(pack, pack), dimension_differences(pack, pack)) == ([], [])
        assert "两套规则说的一样" in page(office, "/rules/compare/?from=default&to=default")

    def test_without_a_choice_the_pack_in_force_is_one_of_them(
        self, city: City, office: Client
    ) -> None:
        assert "通用红黄绿灯 第 2 版（在用）" in page(office, "/rules/compare/")

    def test_what_is_not_there_is_404(self, city: City, office: Client) -> None:
        assert office.get("/rules/compare/?from=nothing").status_code == 404


def _rules(draft: RulePack) -> Any:
    draft.refresh_from_db()
    return loaded(draft.rules)
