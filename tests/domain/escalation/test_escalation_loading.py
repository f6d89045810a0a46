"""Ladders from JSON: what is accepted, and what each refusal and each doubt says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from guatu.domain.escalation import LadderError, Problem, ProblemKind, check, load_ladder
from tests.domain.escalation.samples import CODES, ladder, stored_ladder

Change = Callable[[Any], None]


def _urge(stored: Any) -> Any:
    return stored["rungs"][1]


def _last(stored: Any) -> Any:
    return stored["rungs"][2]


def _problems(change: Change, code: str = "dengzhou") -> list[Problem]:
    stored = stored_ladder(code)
    change(stored)
    with pytest.raises(LadderError) as caught:
        load_ladder(stored)
    return list(caught.value.problems)


@pytest.mark.parametrize("code", CODES)
def test_every_preset_loads_under_its_own_code_and_raises_no_doubt(code: str) -> None:
    assert ladder(code).code == code
    assert check(ladder(code)) == []


@pytest.mark.parametrize("code", CODES)
def test_every_preset_says_what_of_it_is_ours(code: str) -> None:
    rules = ladder(code)
    assert rules.source
    if code != "default":
        assert "http" in rules.source
        assert any(rung.origin == "published" for rung in rules.rungs)
        assert all(rung.notice for rung in rules.rungs if rung.origin == "default")


@pytest.mark.parametrize(
    ("change", "rung", "words"),
    [
        (lambda s: _urge(s).update(colour="pink"), "urge", "“pink”，应为 white、blue、yellow"),
        (lambda s: _urge(s).update(colour="green"), "urge", "“colour”不能写作“green”"),
        (lambda s: _urge(s).update(manner="shout"), "urge", "“shout”，应为 remind、urge"),
        (lambda s: _urge(s).update(to=["mayor"]), "urge", "“mayor”，应为 doer、lead"),
        (lambda s: _urge(s).update(to=[]), "urge", "“to”应为不空的列表"),
        (lambda s: _urge(s).pop("to"), "urge", "“to”应为不空的列表"),
        (lambda s: _urge(s).update(to=["doer", "doer"]), "urge", "“to”中有重复"),
        (lambda s: _urge(s).update(words=" "), "urge", "“words”应填写文字"),
        (lambda s: _urge(s).update(words="{name}逾期"), "urge", "“name”没有可填的内容"),
        (lambda s: _urge(s).update(words="{due.year}"), "urge", "“due.year”没有可填的内容"),
        (lambda s: _urge(s).update(words="{due"), "urge", "花括号不成对"),
        (lambda s: _last(s).update(words="{deadline}"), "supervise", "这一级没有期限"),
        (lambda s: _urge(s).update(causes=["weather"]), "urge", "“weather”，应为 poor"),
        (lambda s: _urge(s).update(consequences=["prison"]), "urge", "“prison”，应为 filed"),
        (lambda s: _urge(s).update(origin="rumour"), "urge", "“rumour”，应为 published"),
        (lambda s: _urge(s).update(trigger="late"), "urge", "“trigger”应为一组键值"),
        (lambda s: _urge(s).update(trigger={"when": "soon"}), "urge", "“soon”，应为 before"),
        (lambda s: _urge(s).update(trigger={"when": "after"}), "urge", "应写明几天或几小时"),
        (lambda s: _urge(s)["trigger"].update(span={"workdays": 0}), "urge", "应写明几天或几小时"),
        (lambda s: _urge(s)["trigger"].update(span={"weeks": 1}), "urge", "“weeks”，应为 workdays"),
        (lambda s: _urge(s)["trigger"].update(span={"workdays": -1}), "urge", "不能是“-1”"),
        (lambda s: _urge(s)["trigger"].update(span=3), "urge", "“span”：时限应写作"),
        (lambda s: _urge(s)["trigger"].update(when="at"), "urge", "“at”不带天数"),
        (lambda s: _urge(s).pop("trigger"), "urge", "永远不会发出"),
        (lambda s: _urge(s).update(deadline={"workdays": 0}), "urge", "收到时已经过期"),
        (lambda s: _urge(s).update(fine=100), "urge", "不认识“fine”"),
        (lambda s: _last(s).update(code="urge"), "urge", "代码重复"),
        (lambda s: _urge(s).pop("code"), "", "“code”应填写文字"),
        (lambda s: s["rungs"].append("通报"), "", "“rungs”应为一组键值"),
        (lambda s: s.update(rungs=[]), "", "“rungs”应为不空的列表"),
        (
            lambda s: s.update(rungs=[{**_urge(s), "code": f"r{n}"} for n in range(21)]),
            "",
            "最多 20",
        ),
        (lambda s: s.pop("place"), "", "“place”应填写文字"),
        (lambda s: s.update(city="邓州"), "", "不认识“city”"),
        (lambda s: s.update(colour="black"), "", "“black”，应为 white"),
        (lambda s: s.update(entries=[{"weight": 0, "rung": "urge"}]), "", "应为 1 至 3 的整数"),
        (lambda s: s.update(entries=[{"weight": True, "rung": "urge"}]), "", "不能是“True”"),
        (lambda s: s.update(entries=[{"weight": 2, "rung": "black"}]), "", "但没有这一级"),
        (
            lambda s: s.update(entries=[{"weight": 2, "rung": r} for r in ("urge", "remind")]),
            "",
            "写了多个直接进入的梯级",
        ),
        (
            lambda s: s.update(
                entries=[{"weight": 2, "rung": "supervise"}, {"weight": 3, "rung": "urge"}]
            ),
            "",
            "3 级进入的梯级比 2 级的还低",
        ),
        (lambda s: s["rungs"].pop(0) and s["rungs"].pop(0), "supervise", "是第一级"),
        (lambda s: s["rungs"].pop(1), "supervise", "但那一级没有期限"),
        (lambda s: s["rungs"].reverse(), "remind", "时间在上一级“urge”之前"),
        (
            lambda s: _last(s).update(trigger={"when": "after", "span": {"workdays": 3}}),
            "supervise",
            "给了 5 个工作日，还没到就触发了这一级",
        ),
    ],
)
def test_every_fault_is_told_with_its_place(change: Change, rung: str, words: str) -> None:
    told = [(problem.rung, str(problem.sentence)) for problem in _problems(change)]
    place = f"梯级“{rung}”：" if rung else "催办方案："
    assert any(r == rung and s.startswith(place) and words in s for r, s in told), told


@pytest.mark.parametrize("stored", [None, [], "邓州", 3, {"rungs": {}}])
def test_what_is_no_ladder_at_all_is_told_too(stored: Any) -> None:
    with pytest.raises(LadderError) as caught:
        load_ladder(stored)
    assert all("{" not in str(problem.sentence) for problem in caught.value.problems)


def test_all_faults_are_told_at_once() -> None:
    def change(stored: Any) -> None:
        _urge(stored).update(colour="pink", words="", to=[])
        _last(stored).update(manner="shout")

    assert len(_problems(change)) == 4


@pytest.mark.parametrize(
    ("change", "rung", "words"),
    [
        (lambda s: _last(s).update(colour="blue"), "supervise", "蓝单比上一级“urge”的黄单轻"),
        (
            lambda s: _last(s).update(trigger={"when": "after", "span": {"workdays": 12}}),
            "supervise",
            "过后要再等一段时间才到这一级",
        ),
    ],
)
def test_a_doubt_does_not_hinder(change: Change, rung: str, words: str) -> None:
    stored = stored_ladder("dengzhou")
    change(stored)
    (problem,) = check(load_ladder(stored))
    assert problem.kind is ProblemKind.DOUBT
    assert problem.rung == rung
    assert words in str(problem.sentence)


def test_a_rung_may_come_on_the_morning_after_a_deadline() -> None:
    stored = stored_ladder("dengzhou")
    _last(stored).update(trigger={"when": "after", "span": {"workdays": 7}})
    assert check(load_ladder(stored)) == []


def test_a_rung_may_come_at_the_moment_of_a_deadline() -> None:
    stored = stored_ladder("dengzhou")
    stored["rungs"][0]["deadline"] = {"workdays": 1}
    _urge(stored)["trigger"] = {"when": "at"}
    assert check(load_ladder(stored)) == []


def test_workdays_beside_calendar_days_are_a_doubt() -> None:
    stored = stored_ladder("yichang")
    stored["rungs"][0]["trigger"]["span"] = {"workdays": 5}
    (problem,) = check(load_ladder(stored))
    assert problem.kind is ProblemKind.DOUBT
    assert "有时会在上一级“urge”之前" in str(problem.sentence)
