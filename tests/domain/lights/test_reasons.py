"""What a verdict shows: accepted reasons, halted projects, evidence, sentences, storage."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from guatu.domain.lights import Excuse, Light, ProjectFacts, Verdict, judge, load_pack
from tests.domain.lights.samples import investing, one_rule_pack, pack, reason_of, stored_pack

YINCHUAN = pack("yinchuan")
MARCH_END = date(2021, 3, 31)
LAND = Excuse("start", date(2021, 3, 10), date(2021, 6, 15), "供地未落实", "示例甲")


def test_an_accepted_reason_suspends_the_colour_and_is_shown() -> None:
    facts = ProjectFacts(year=2021, planned_start=date(2021, 1, 10), excuses=(LAND,))
    verdict = judge(YINCHUAN, facts, MARCH_END)
    start = verdict.reasons[0]
    assert verdict.light is Light.PAUSED
    assert (start.light, start.suspended) == (Light.PAUSED, Light.RED)
    assert str(start.sentence) == (
        "开工：正当理由“供地未落实”（示例甲认可，2021-03-10 至 2021-06-15），暂停计色"
    )
    assert "已连续 3 个月应开工未开工" in str(start.notice)
    assert verdict.paused_reasons == (start,)


def test_an_accepted_reason_ends_by_itself() -> None:
    facts = ProjectFacts(year=2021, planned_start=date(2021, 1, 10), excuses=(LAND,))
    lights = [
        judge(YINCHUAN, facts, day).light
        for day in (date(2021, 3, 9), date(2021, 3, 10), date(2021, 6, 15), date(2021, 6, 16))
    ]
    assert lights == [Light.YELLOW, Light.PAUSED, Light.PAUSED, Light.RED]
    assert judge(YINCHUAN, facts, date(2021, 3, 10)).next_change == date(2021, 6, 16)


def test_a_reason_granted_for_later_is_foretold() -> None:
    facts = ProjectFacts(year=2021, planned_start=date(2020, 9, 10), excuses=(LAND,))
    verdict = judge(YINCHUAN, facts, date(2021, 2, 10))
    assert (verdict.light, verdict.next_change) == (Light.RED, date(2021, 3, 10))


def test_an_open_reason_has_no_end() -> None:
    open_end = Excuse("start", date(2021, 3, 10), None, "不可抗力", "示例甲")
    facts = ProjectFacts(year=2021, planned_start=date(2021, 1, 10), excuses=(open_end,))
    verdict = judge(YINCHUAN, facts, date(2022, 3, 10))
    assert verdict.light is Light.PAUSED
    assert verdict.next_change is None
    assert "自 2021-03-10 起" in str(verdict.headline)


def test_a_reason_leaves_green_green_and_other_dimensions_alone() -> None:
    started = ProjectFacts(
        year=2021, planned_start=date(2021, 1, 10), actual_start=date(2021, 1, 9), excuses=(LAND,)
    )
    assert reason_of(judge(YINCHUAN, started, MARCH_END), "start").light is Light.GREEN
    behind = investing("100", 3, planned_start=date(2021, 1, 10), excuses=(LAND,))
    verdict = judge(YINCHUAN, behind, MARCH_END)
    assert verdict.light is Light.YELLOW
    assert [reason.light for reason in verdict.reasons[:2]] == [Light.YELLOW, Light.PAUSED]


def test_a_halted_project_is_paused_instead_of_green() -> None:
    facts = investing("10000", 6, paused_on=date(2021, 6, 20), paused_until=date(2021, 6, 25))
    verdict = judge(YINCHUAN, facts, date(2021, 6, 22))
    assert verdict.light is Light.PAUSED
    assert str(verdict.headline) == "项目自 2021-06-20 至 2021-06-25 暂停，暂不计色"
    assert verdict.next_change == date(2021, 6, 26)
    assert reason_of(verdict, "progress").light is Light.GREEN
    assert judge(YINCHUAN, facts, date(2021, 6, 26)).light is Light.GREEN
    later = replace(facts, paused_on=date(2021, 6, 24))
    assert judge(YINCHUAN, later, date(2021, 6, 22)).next_change == date(2021, 6, 24)


def test_a_halted_project_says_for_whom_it_waits() -> None:
    day, waits = date(2021, 6, 20), "等示例住建局施工许可"
    facts = ProjectFacts(2021, paused_on=day, paused_until=date(2021, 8, 31), paused_for=waits)
    verdict = judge(YINCHUAN, facts, date(2021, 6, 30))
    assert verdict.light is Light.PAUSED
    said = "项目自 2021-06-20 起暂停，等示例住建局施工许可，预计到 2021-08-31，暂不计色"
    assert str(verdict.headline) == said
    endless = judge(YINCHUAN, replace(facts, paused_until=None), date(2021, 6, 30))
    assert str(endless.headline) == "项目自 2021-06-20 起暂停，暂不计色"


def test_a_halt_hides_no_red() -> None:
    facts = investing("0", 6, paused_on=date(2021, 6, 20), paused_until=date(2021, 8, 31))
    verdict = judge(YINCHUAN, facts, date(2021, 6, 30))
    assert verdict.light is Light.RED
    assert [r.dimension for r in verdict.reasons[:2]] == ["progress", ""]
    assert verdict.reasons[1].light is Light.PAUSED
    excused = replace(
        facts, excuses=(Excuse("progress", date(2021, 6, 20), date(2021, 8, 31), "等地", "示例甲"),)
    )
    verdict = judge(YINCHUAN, excused, date(2021, 6, 30))
    assert verdict.light is Light.PAUSED
    assert verdict.next_change == date(2021, 9, 1)
    assert judge(YINCHUAN, excused, date(2021, 9, 1)).light is Light.RED


def test_a_withdrawn_project_has_no_colour_any_more() -> None:
    facts = investing("0", 6, withdrawn_on=date(2021, 7, 1), paused_on=date(2021, 6, 20))
    assert judge(YINCHUAN, facts, date(2021, 6, 30)).next_change == date(2021, 7, 1)
    verdict = judge(YINCHUAN, facts, date(2021, 7, 1))
    assert verdict.light is Light.NONE
    assert verdict.next_change is None
    assert str(verdict.headline) == "项目已于 2021-07-01 退出，不再计色"


def test_without_facts_there_is_no_colour_and_it_says_what_is_missing() -> None:
    verdict = judge(YINCHUAN, ProjectFacts(year=2021), MARCH_END)
    assert verdict.light is Light.NONE
    assert len(verdict.reasons) == 4
    start = reason_of(verdict, "start")
    assert str(start.sentence) == "开工：缺少计划开工时间或实际开工时间，未计色"
    assert str(start.wants) == "请补填计划开工时间或实际开工时间"


def test_a_hole_met_in_practice_is_told_from_missing_data() -> None:
    verdict = judge(pack("yinchuan_published"), investing("2000", 3), MARCH_END)
    progress = reason_of(verdict, "progress")
    assert progress.light is Light.NONE
    assert "没有给这一情形定颜色" in str(progress.sentence)


def test_evidence_carries_the_date_of_its_data() -> None:
    verdict = judge(YINCHUAN, investing("1260", 2), date(2021, 4, 10))
    facts = {fact.label: fact for fact in reason_of(verdict, "progress").facts}
    assert facts["年初累计完成投资"][1:] == ("1,260", "万元", date(2021, 2, 28))
    assert facts["序时进度"][1:] == ("25", "%", date(2021, 3, 31))
    assert facts["低于序时"][1:] == ("12.4", "百分点", date(2021, 4, 10))


def test_facts_of_the_future_are_not_yet_known() -> None:
    facts = ProjectFacts(
        year=2021,
        year_plan=Decimal(1200),
        done_year_by_month=((date(2021, 1, 1), Decimal(100)), (date(2021, 6, 1), Decimal(600))),
    )
    assert judge(YINCHUAN, facts, date(2021, 5, 31)).light is Light.RED
    assert judge(YINCHUAN, facts, date(2021, 6, 1)).light is Light.GREEN
    assert judge(YINCHUAN, facts, date(2021, 5, 31)).next_change == date(2021, 6, 1)


def test_a_stored_verdict_comes_back_the_same() -> None:
    facts = investing("1260", 3, planned_start=date(2021, 1, 10), excuses=(LAND,))
    verdict = judge(YINCHUAN, facts, MARCH_END)
    assert Verdict.from_json(json.loads(json.dumps(verdict.as_json()))) == verdict
    assert (verdict.pack, verdict.pack_version) == ("yinchuan", "2")


def test_sentences_can_be_put_in_other_words_after_storage() -> None:
    verdict = judge(YINCHUAN, investing("1260", 3), MARCH_END)
    again = Verdict.from_json(verdict.as_json())
    words = "{progress_gap} points behind: {actual_share} % of {expected_share} %"
    assert again.headline.in_words_of(lambda _: words) == "12.4 points behind: 12.6 % of 25 %"


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1E+20", "1E-12"])
def test_amounts_that_are_none_are_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        ProjectFacts(year=2021, year_plan=Decimal(amount))


def test_the_first_rule_can_decide_instead_of_the_worst() -> None:
    stored = stored_pack("yinchuan_published")
    (progress,) = [d for d in stored["dimensions"] if d["code"] == "progress"]
    stored["dimensions"] = [progress]
    progress["rules"][0]["when"] = {
        "any": [
            {"measure": "progress_gap", "op": "le", "value": 0},
            {"measure": "progress_gap", "op": "ge", "value": 20},
        ]
    }
    facts = investing("500", 3)
    assert judge(load_pack(stored), facts, MARCH_END).light is Light.YELLOW
    progress["merge"] = "first"
    assert judge(load_pack(stored), facts, MARCH_END).light is Light.GREEN


def test_of_equally_bad_rules_the_first_is_named() -> None:
    stored = stored_pack("yinchuan_published")
    rules = stored["dimensions"][0]["rules"]
    rules.append({**rules[2], "id": "red-again", "say": "再说一遍"})
    reason = reason_of(judge(load_pack(stored), investing("0", 6), date(2021, 6, 30)), "progress")
    assert reason.rule_id == "red"


def test_otherwise_gives_the_colour_of_what_no_rule_names() -> None:
    funds = one_rule_pack("funds_gap", {"op": "gt", "value": 5})
    short, met = (
        ProjectFacts(year=2021, planned_paid=Decimal(100), paid=Decimal(paid)) for paid in (90, 99)
    )
    assert judge(funds, short, MARCH_END).light is Light.RED
    assert judge(funds, met, MARCH_END).light is Light.GREEN
    assert str(judge(funds, met, MARCH_END).headline) == "没有问题"
    assert judge(funds, ProjectFacts(year=2021), MARCH_END).light is Light.NONE
