"""Rule packs from JSON: what is accepted, and what each refusal says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from guatu.domain.lights import PackError, RulePack, load_pack, pack_as_json
from tests.domain.lights.samples import PRESETS, PUBLISHED, pack, stored_pack
from tests.domain.lights.strategies import packs

Change = Callable[[Any], None]


def _progress(stored: Any) -> Any:
    (dimension,) = [d for d in stored["dimensions"] if d["code"] == "progress"]
    return dimension


def _red(stored: Any) -> Any:
    return _progress(stored)["rules"][-1]


def _compared(stored: Any) -> Any:
    return _red(stored)["when"]["all"][0]


@pytest.mark.parametrize("path", sorted(PRESETS.glob("*.json")), ids=lambda path: path.stem)
def test_every_preset_loads_under_its_own_code(path: Any) -> None:
    assert load_pack(json.loads(path.read_text(encoding="utf-8"))).code == path.stem


@pytest.mark.parametrize("code", [path.stem for path in (*PRESETS.glob("*.json"), *PUBLISHED)])
def test_a_pack_comes_back_the_same_from_json(code: str) -> None:
    assert load_pack(json.loads(json.dumps(pack_as_json(pack(code))))) == pack(code)


@given(packs())
def test_any_pack_comes_back_the_same_from_json(made: RulePack) -> None:
    assert load_pack(json.loads(json.dumps(pack_as_json(made)))) == made


@pytest.mark.parametrize(
    ("change", "rule", "words"),
    [
        (lambda s: _red(s).update(light="orange"), "red", "“orange”，应为 red、yellow"),
        (lambda s: _red(s).update(light="paused"), "red", "颜色应为 red、yellow 或 green"),
        (lambda s: _red(s).update(say=""), "red", "“say”应填写文字"),
        (lambda s: _red(s).update(colour="red"), "red", "不认识“colour”"),
        (lambda s: _red(s).update(when={}), "red", "只含 all（都满足）或 any"),
        (lambda s: _red(s).update(when={"all": []}), "red", "“all”应为不空的列表"),
        (lambda s: _red(s).update(say="低 {gap} 点"), "red", "“gap”没有可填的内容"),
        (lambda s: _red(s).update(say="低 {progress_gap"), "red", "花括号不成对"),
        (lambda s: _red(s).update(wants="{progress_gap.real}"), "red", "“progress_gap.real”"),
        (lambda s: _red(s).update(id="yellow"), "yellow", "编号重复"),
        (lambda s: _compared(s).update(measure="speed"), "red", "“speed”，但它不在该维度"),
        (lambda s: _compared(s).update(measure="slack"), "red", "“slack”，但它不在该维度"),
        (lambda s: _compared(s).update(op=">"), "red", "“>”，应为 lt、le、gt"),
        (lambda s: _compared(s).update(op="is", value=True), "red", "数值指标，不能用“is”"),
        (lambda s: _compared(s).update(value="三十"), "red", "“三十”不是可用的数"),
        (lambda s: _compared(s).update(value=True), "red", "“True”不是可用的数"),
        (lambda s: _compared(s).update(value="1E+30"), "red", "不是可用的数"),
        (lambda s: _compared(s).update(unit="%"), "red", "单位是“百分点”，不是“%”"),
        (lambda s: _compared(s).update(op="between", value=[30]), "red", "应为两个数"),
        (lambda s: _compared(s).update(op="between", value=[30, 10]), "red", "上限小于下限"),
        (lambda s: _progress(s).update(measures=["speed"]), "", "没有“speed”这一指标"),
        (lambda s: _progress(s).update(rules=[]), "", "“rules”应为不空的列表"),
        (lambda s: _progress(s).update(merge="mean"), "", "“mean”，应为 worst、first"),
        (lambda s: _progress(s).update(code="start"), "", "代码重复"),
        (lambda s: _red(s).update(mark="pink"), "red", "“pink”，应为 black_flag、orange"),
        (lambda s: _red(s).update(mark=None), "red", "“mark”不能写作“”"),
        (lambda s: s.update(subject="person"), "", "“person”，应为 project、slip"),
        (
            lambda s: _progress(s).update(measures=["progress_gap", "slip_gap"]),
            "",
            "“slip_gap”是交办单的指标，这套规则判的是项目，可用的有 started",
        ),
        (
            lambda s: _progress(s).update(otherwise={"light": "paused", "say": "无"}),
            "",
            "“otherwise”不能是暂停",
        ),
    ],
)
def test_a_fault_names_its_rule_and_says_what_is_wrong(
    change: Change, rule: str, words: str
) -> None:
    stored = stored_pack("yinchuan_published")
    change(stored)
    with pytest.raises(PackError) as refused:
        load_pack(stored)
    told = [problem for problem in refused.value.problems if words in str(problem.sentence)]
    assert told, str(refused.value)
    assert all(problem.rules == ((rule,) if rule else ()) for problem in told)
    place = f"规则“{rule}”" if rule else "维度“|规则包："
    assert all(re.search(place, str(problem.sentence)) for problem in told)


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ([], "应为一组键值"),
        ({}, "“dimensions”应为不空的列表"),
        ({"terms": {"pace": ["weeks"]}}, "“weeks”，应为 months"),
        ({"terms": {"report_due": {"day": 0, "month": "next"}}}, "“report_due”应写作"),
        ({"terms": {"report_due": {"day": 5}}}, "“report_due”应写作"),
        ({"dimensions": ["进度"]}, "“dimensions”应为一组键值"),
    ],
)
def test_what_is_no_pack_is_refused_in_words(stored: Any, words: str) -> None:
    with pytest.raises(PackError, match=words):
        load_pack(stored)


def test_all_faults_are_told_at_once() -> None:
    stored = stored_pack("yinchuan_published")
    _red(stored).update(light="orange")
    _progress(stored)["rules"][0].update(say="")
    stored["version"] = 1
    with pytest.raises(PackError) as refused:
        load_pack(stored)
    assert {problem.rules for problem in refused.value.problems} == {(), ("green",), ("red",)}


def test_the_measures_of_a_slip_are_no_measures_of_a_project() -> None:
    """Only the subject is changed, so every measure of the pack is one of something else."""
    stored = stored_pack("suqian")
    stored["subject"] = "project"
    with pytest.raises(PackError) as refused:
        load_pack(stored)
    assert len(refused.value.problems) == 6
    assert all("是交办单的指标" in str(p.sentence) for p in refused.value.problems)
