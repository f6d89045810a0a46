"""Holes, overlaps and dead rules are found exactly; what is not checked is said."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given

from guatu.domain.lights import ProblemKind, RulePack, check_pack, load_pack
from guatu.domain.lights.measures import MEASURES
from guatu.domain.lights.packs import Rule
from tests.domain.lights.samples import PRESETS, one_rule_pack, pack, stored_pack
from tests.domain.lights.strategies import many_measure_packs, one_number_packs


def _progress_pack(*rules: tuple[str, str, dict[str, Any]], merge: str = "worst") -> RulePack:
    stored = stored_pack("yinchuan_published")
    (dimension,) = [d for d in stored["dimensions"] if d["code"] == "progress"]
    dimension["merge"] = merge
    dimension["rules"] = [
        {
            "id": code,
            "light": light,
            "when": {"all": [{"measure": "progress_gap", **comparison}]},
            "say": "…",
        }
        for code, light, comparison in rules
    ]
    stored["dimensions"] = [dimension]
    return load_pack(stored)


def _rule(code: str, light: str, *comparisons: tuple[str, str, object]) -> dict[str, Any]:
    compared = [{"measure": m, "op": op, "value": value} for m, op, value in comparisons]
    return {"id": code, "light": light, "when": {"all": compared}, "say": "…"}


def _dimension_of(measures: list[str], *rules: dict[str, Any]) -> RulePack:
    stored = stored_pack("yinchuan_published")
    only = {"code": "only", "name": "唯一", "measures": measures, "rules": list(rules)}
    stored["dimensions"] = [only]
    return load_pack(stored)


def _told(checked: RulePack) -> list[tuple[ProblemKind, tuple[str, ...], str]]:
    return [(problem.kind, problem.rules, problem.values) for problem in check_pack(checked)]


@pytest.mark.parametrize("path", sorted(PRESETS.glob("*.json")), ids=lambda path: path.stem)
def test_the_presets_have_no_hole_and_no_overlap(path: Path) -> None:
    assert check_pack(pack(path.stem)) == []


def test_the_published_table_of_yinchuan_leaves_nought_to_ten_without_colour() -> None:
    problems = {problem.dimension: problem for problem in check_pack(pack("yinchuan_published"))}
    assert problems["progress"].kind is ProblemKind.HOLE
    assert problems["progress"].values == "低于序时大于 0 且小于 10 百分点"
    assert "“进度”" in str(problems["progress"].sentence)


def test_between_whole_months_there_is_no_hole_but_a_missing_month_is_one() -> None:
    """Published: yellow when missed, red at three months running; two months are not named."""
    problems = {problem.dimension: problem for problem in check_pack(pack("yinchuan_published"))}
    assert problems["start"].values == "应开工未开工等于 2 个月"


def test_touching_ends_overlap_in_one_point() -> None:
    torn = _progress_pack(
        ("g", "green", {"op": "le", "value": 10}),
        ("y", "yellow", {"op": "between", "value": [10, 30]}),
        ("r", "red", {"op": "ge", "value": 30}),
    )
    assert _told(torn) == [
        (ProblemKind.OVERLAP, ("g", "y"), "低于序时等于 10 百分点"),
        (ProblemKind.OVERLAP, ("y", "r"), "低于序时等于 30 百分点"),
    ]


def test_open_ends_leave_holes_outside_and_at_a_point() -> None:
    torn = _progress_pack(
        ("g", "green", {"op": "lt", "value": 10}), ("y", "yellow", {"op": "gt", "value": 10})
    )
    assert _told(torn) == [(ProblemKind.HOLE, (), "低于序时等于 10 百分点")]
    alone = _progress_pack(("y", "yellow", {"op": "between", "value": ["-5", 30]}))
    assert [values for _, _, values in _told(alone)] == [
        "低于序时小于 -5 百分点",
        "低于序时大于 30 百分点",
    ]


def test_values_finer_than_the_measure_leave_no_hole() -> None:
    """The gap has two digits, so nothing lies between 9.99 and 10."""
    whole = _progress_pack(
        ("g", "green", {"op": "le", "value": "9.99"}), ("r", "red", {"op": "ge", "value": 10})
    )
    assert _told(whole) == []


def test_a_worse_rule_hides_a_better_one() -> None:
    hidden = _progress_pack(
        ("r", "red", {"op": "gt", "value": 5}),
        ("y", "yellow", {"op": "gt", "value": 10}),
        ("g", "green", {"op": "le", "value": 5}),
    )
    assert (ProblemKind.UNREACHABLE, ("y",), "") in _told(hidden)


def test_a_rule_that_no_value_meets_is_unreachable() -> None:
    stored = stored_pack("yinchuan_published")
    start = stored["dimensions"][1]
    start["rules"][1]["when"]["all"][0].update(op="lt", value=0)
    problems = check_pack(load_pack(stored))
    (dead,) = [p for p in problems if p.kind is ProblemKind.UNREACHABLE]
    assert dead.rules == ("missed",)
    assert "没有取值能满足" in str(dead.sentence)


def test_with_the_first_rule_deciding_a_later_one_can_be_dead() -> None:
    ordered = _progress_pack(
        ("g", "green", {"op": "le", "value": 100}),
        ("r", "red", {"op": "between", "value": [30, 100]}),
        ("y", "yellow", {"op": "gt", "value": 100}),
        merge="first",
    )
    kinds = [(kind, rules) for kind, rules, _ in _told(ordered)]
    assert kinds == [(ProblemKind.OVERLAP, ("g", "r")), (ProblemKind.UNREACHABLE, ("r",))]


def test_yes_or_no_measures_are_checked_in_every_combination() -> None:
    stored = stored_pack("yinchuan")
    start = stored["dimensions"][0]
    start["rules"] = [rule for rule in start["rules"] if rule["id"] != "start-done"]
    stored["dimensions"] = [start]
    (hole,) = check_pack(load_pack(stored))
    assert hole.kind is ProblemKind.HOLE
    assert "是否开工为是" in hole.values
    start["rules"][0]["when"]["all"].pop(0)
    kinds = [problem.kind for problem in check_pack(load_pack(stored))]
    assert kinds == [ProblemKind.HOLE]


def test_only_yes_or_no_measures_can_be_checked_too() -> None:
    stored = stored_pack("yinchuan_published")
    stored["dimensions"] = [
        {
            "code": "report",
            "name": "月报",
            "measures": ["report_missing"],
            "rules": [
                {
                    "id": "missing",
                    "light": "yellow",
                    "when": {"all": [{"measure": "report_missing", "op": "is", "value": True}]},
                    "say": "未报",
                }
            ],
        }
    ]
    (hole,) = check_pack(load_pack(stored))
    assert (hole.kind, hole.values) == (ProblemKind.HOLE, "上月月报是否未报为否")


def test_two_numbers_at_once_are_checked_too() -> None:
    """Progress is red over 30 points, but only where payments fall short by more than 5."""
    stored = stored_pack("yinchuan_published")
    progress = stored["dimensions"][0]
    progress["measures"].append("funds_gap")
    progress["rules"][2]["when"]["all"].append({"measure": "funds_gap", "op": "gt", "value": 5})
    stored["dimensions"] = [progress]
    assert _told(load_pack(stored)) == [
        (ProblemKind.HOLE, (), "低于序时大于 0 且小于 10 百分点"),
        (ProblemKind.HOLE, (), "低于序时大于 30 百分点、低于支付要求不大于 5 百分点"),
    ]


def test_a_hole_around_a_corner_is_told_in_two_sentences() -> None:
    """Green only where both are met: neither alone, nor both together, may be forgotten."""
    torn = _dimension_of(
        ["progress_gap", "funds_gap"],
        _rule("g", "green", ("progress_gap", "le", 0), ("funds_gap", "le", 0)),
    )
    assert [values for _, _, values in _told(torn)] == [
        "低于支付要求大于 0 百分点",
        "低于序时大于 0 百分点",
    ]


def test_what_cannot_be_is_no_hole() -> None:
    """A finished project is not overdue: no rule is missing for one that is both."""
    whole = _dimension_of(
        ["finished", "finish_overdue"],
        _rule("done", "green", ("finished", "is", True), ("finish_overdue", "is", False)),
        _rule("late", "red", ("finished", "is", False), ("finish_overdue", "is", True)),
        _rule("open", "green", ("finished", "is", False), ("finish_overdue", "is", False)),
    )
    assert _told(whole) == []


def test_a_rule_for_what_cannot_be_is_dead() -> None:
    whole = _dimension_of(
        ["started", "start_months_late"],
        _rule("begun", "green", ("started", "is", True)),
        _rule("waiting", "green", ("started", "is", False)),
        _rule("both", "red", ("started", "is", True), ("start_months_late", "ge", 5)),
    )
    assert _told(whole) == [(ProblemKind.UNREACHABLE, ("both",), "")]


def test_one_light_with_two_signs_is_an_overlap() -> None:
    """A slip cannot be blue and orange at once, though both are a yellow light."""
    stored = stored_pack("suqian")
    deadline = stored["dimensions"][0]
    deadline["rules"].append(
        {
            **deadline["rules"][1],
            "id": "orange",
            "mark": "orange",
            "when": {
                "all": [
                    {"measure": "slip_closed", "op": "is", "value": False},
                    {"measure": "slip_days_left", "op": "eq", "value": 2},
                ]
            },
        }
    )
    stored["dimensions"] = [deadline]
    torn, dead = check_pack(load_pack(stored))
    assert (torn.kind, torn.rules) == (ProblemKind.OVERLAP, ("deadline-near", "orange"))
    assert "标志不同" in str(torn.sentence)
    assert (dead.kind, dead.rules) == (ProblemKind.UNREACHABLE, ("orange",))


def test_too_many_combinations_are_honestly_not_checked() -> None:
    codes = ["progress_gap", "funds_gap", "slack", "finish_days_overdue"]
    rules = [
        _rule(f"r{number}", "red", *((code, "ge", number) for code in codes))
        for number in range(1, 10)
    ]
    (problem,) = check_pack(_dimension_of(codes, *rules))
    assert problem.kind is ProblemKind.NOT_CHECKED
    assert "太多，未检查" in str(problem.sentence)


def test_an_otherwise_fills_the_holes_even_without_a_colour() -> None:
    assert check_pack(one_rule_pack("slack", {"op": "lt", "value": 0})) == []
    stored = stored_pack("laixi")
    assert stored["dimensions"][0]["otherwise"]["light"] == "none"
    del stored["dimensions"][0]["otherwise"]
    assert [problem.kind for problem in check_pack(load_pack(stored))] == [ProblemKind.HOLE]


@given(one_number_packs())
def test_the_check_agrees_with_trying_every_value(made: RulePack) -> None:
    """On a small grid: a value without a rule is in a hole, one with two colours in an overlap."""
    (dimension,) = made.dimensions
    measure = MEASURES[dimension.measures[0]]
    assume(dimension.otherwise is None)
    lights_at = {
        value: {r.light for r in dimension.rules if r.comparisons[0].holds(value)}
        for value in (Decimal(n) for n in range(-8, 9))
        if measure.least is None or value >= measure.least
    }
    kinds = {problem.kind for problem in check_pack(made)}
    assert (ProblemKind.HOLE in kinds) is any(not lights for lights in lights_at.values())
    assert (ProblemKind.OVERLAP in kinds) is any(len(one) > 1 for one in lights_at.values())


@given(many_measure_packs())
def test_the_check_agrees_with_trying_every_combination(made: RulePack) -> None:
    (dimension,) = made.dimensions
    holes, torn, deciding = False, False, set()
    for values in _combinations():
        holding = [rule for rule in dimension.rules if _holds(rule, values)]
        holes |= not holding
        torn |= len({(rule.light, rule.mark) for rule in holding}) > 1
        if holding:
            deciding.add(min(holding, key=lambda rule: rule.light.rank).id)
    problems = check_pack(made)
    kinds = {problem.kind for problem in problems}
    dead = {p.rules[0] for p in problems if p.kind is ProblemKind.UNREACHABLE}
    assert (ProblemKind.HOLE in kinds) is holes
    assert (ProblemKind.OVERLAP in kinds) is torn
    assert dead == {rule.id for rule in dimension.rules} - deciding


def _combinations() -> Iterator[dict[str, Any]]:
    """Every value that four measures can have together, a little beyond all thresholds."""
    for slack, late in product(range(-4, 5), range(5)):
        for started, finished in product((False, True), repeat=2):
            if not (started and late):
                yield {
                    "slack": Decimal(slack),
                    "start_months_late": Decimal(late),
                    "started": started,
                    "finished": finished,
                }


def _holds(rule: Rule, values: dict[str, Any]) -> bool:
    answers = [each.holds(values[each.measure]) for each in rule.comparisons]
    return any(answers) if rule.any_of else all(answers)
