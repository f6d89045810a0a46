"""Time limits as data: what ships, and what faults in them are called."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import guatu.dispatches
from guatu.domain.clocks import Span, SpanUnit
from guatu.domain.limits import Leg, LimitsError, limits_as_json, load_limits

PRESETS = Path(guatu.dispatches.__file__).parent / "presets" / "limits.json"
SHIPPED: list[dict[str, Any]] = json.loads(PRESETS.read_text(encoding="utf-8"))
GOOD: dict[str, Any] = {
    "code": "local",
    "name": "示例县",
    "source": "示例县督查办法",
    "usual": "normal",
    "classes": [
        {
            "code": "urgent",
            "name": "急件",
            "applies_to": "须马上处理的事项",
            "published": {"finish": {"days": 5}},
            "ours": {"receive": {"hours": 2}},
            "least": {"days": 1},
        },
        {
            "code": "normal",
            "name": "一般件",
            "applies_to": "其他事项",
            "published": {"finish": {"days": 15}},
        },
    ],
}


def faults(stored: object) -> list[str]:
    with pytest.raises(LimitsError) as refused:
        load_limits(stored)
    return [str(problem) for problem in refused.value.problems]


def changed(**of_first_class: object) -> dict[str, Any]:
    """``GOOD`` with the first class changed; a value of None takes the key away."""
    stored = deepcopy(GOOD)
    first = stored["classes"][0] | of_first_class
    stored["classes"][0] = {key: value for key, value in first.items() if value is not None}
    return stored


@pytest.mark.parametrize("stored", SHIPPED, ids=lambda stored: stored["code"])
def test_what_ships_can_be_read_and_written_again(stored: dict[str, Any]) -> None:
    limits = load_limits(stored)
    assert limits_as_json(limits) == stored
    assert limits.of(limits.usual).code == limits.usual


@pytest.mark.parametrize("stored", SHIPPED, ids=lambda stored: stored["code"])
def test_every_leg_is_limited_and_what_is_published_names_its_place(
    stored: dict[str, Any],
) -> None:
    limits = load_limits(stored)
    for one in limits.classes:
        assert {Leg.RECEIVE, Leg.FINISH, Leg.REVIEW, Leg.WAIT} <= one.spans.keys()
    published = any(one.published for one in limits.classes)
    assert published is ("http" in limits.source)
    assert published or "默认" in limits.source


def test_codes_of_sets_are_distinct() -> None:
    codes = [stored["code"] for stored in SHIPPED]
    assert len(set(codes)) == len(codes)
    assert codes[0] == "default"


def test_a_published_range_is_the_issuers_to_choose_from() -> None:
    """急件 1—5 日."""
    supervision = next(stored for stored in SHIPPED if stored["code"] == "supervision")
    urgent = load_limits(supervision).of("urgent")
    assert urgent.least == Span(1, SpanUnit.DAYS)
    assert urgent.span_of("finish") == Span(5, SpanUnit.DAYS)
    assert urgent.published == {Leg.FINISH}


def test_a_class_of_another_set_counts_as_the_usual_one() -> None:
    limits = load_limits(GOOD)
    assert limits.codes == ("urgent", "normal")
    assert limits.of("urgent").name == "急件"
    assert limits.of("complaint").name == "一般件"
    assert limits.of("normal").span_of(Leg.REVIEW) is None


@pytest.mark.parametrize(
    ("stored", "found"),
    [
        (
            changed(published={"finish": {"weeks": 1}}),
            "时限方案“示例县”的类别“急件”：时限的单位不能写作“weeks”，"
            "应为 workdays、days、hours、office_hours 之一。",
        ),
        (
            changed(published={"finish": 5}),
            "时限方案“示例县”的类别“急件”：时限应写作一个单位和一个数，如 workdays 和 3。",
        ),
        (
            changed(least={"days": -1}),
            "时限方案“示例县”的类别“急件”：时限应为 0 至 3660 的整数，不能是“-1”。",
        ),
        (
            changed(published={"finish": {"days": 5}, "handle": {"days": 1}}),
            "时限方案“示例县”的类别“急件”：不认识“handle”，"
            "可用的有 receive、first_reply、finish、review、wait。",
        ),
        (
            changed(published=[{"days": 5}], ours={"finish": {"days": 5}}),
            "时限方案“示例县”的类别“急件”：这里应为一组键值，"
            "可用的有 receive、first_reply、finish、review、wait。",
        ),
        (
            changed(ours={"finish": {"days": 5}}),
            "时限方案“示例县”的类别“急件”：“办结”既写在 published 又写在 ours，请只留一处。",
        ),
        (
            changed(name=None),
            "时限方案“示例县”的第 1 个类别：“name”应填写文字。",
        ),
        (
            changed(published=None),
            "时限方案“示例县”的类别“急件”：没有“办结”时限（finish），请补充。",
        ),
        (
            changed(ours={"receive": {"workdays": 6}}),
            "时限方案“示例县”的类别“急件”：“签收”时限 6 个工作日，"
            "比“办结”时限 5 天还长，请改其中一个。",
        ),
        (
            changed(ours={"first_reply": {"hours": 200}}),
            "时限方案“示例县”的类别“急件”：“首次反馈”时限 200 小时，"
            "比“办结”时限 5 天还长，请改其中一个。",
        ),
        (
            changed(least={"days": 8}),
            "时限方案“示例县”的类别“急件”：“最短办结”时限 8 天，"
            "比“办结”时限 5 天还长，请改其中一个。",
        ),
        (
            changed(code="normal"),
            "时限方案“示例县”：有两个类别的代码都是“normal”，请改其中一个。",
        ),
        (
            GOOD | {"usual": "hard"},
            "时限方案“示例县”：“usual”写的是“hard”，应为其中一个类别的代码：urgent、normal。",
        ),
        (
            GOOD | {"source": " "},
            "时限方案“示例县”：“source”应填写文字。",
        ),
        (
            GOOD | {"place": "示例县"},
            "时限方案“示例县”：不认识“place”，可用的有 code、name、source、note、usual、classes。",
        ),
        (GOOD | {"classes": []}, "时限方案“示例县”：“classes”应至少有一个类别。"),
    ],
)
def test_each_fault_in_a_sentence(stored: dict[str, Any], found: str) -> None:
    assert faults(stored) == [found]


def test_all_faults_at_once() -> None:
    stored = changed(published={"finish": {"weeks": 1}}, name="")
    stored["classes"][1]["applies_to"] = ""
    assert len(faults(stored | {"code": ""})) == 4


@pytest.mark.parametrize("stored", [None, [], "default", 3])
def test_what_is_no_set_at_all(stored: object) -> None:
    assert faults(stored)[0] == (
        "时限方案：这里应为一组键值，可用的有 code、name、source、note、usual、classes。"
    )


def test_the_same_day_is_shorter_than_a_day_of_hours() -> None:
    """当日 ends at closing; 24 hours from the morning end on the next."""
    stored = changed(published={"finish": {"workdays": 0}}, ours={"receive": {"hours": 24}})
    del stored["classes"][0]["least"]
    assert len(faults(stored)) == 1
    stored["classes"][0]["ours"] = {"receive": {"hours": 2}}
    assert load_limits(stored).of("urgent").span_of("receive") == Span(2, SpanUnit.HOURS)
