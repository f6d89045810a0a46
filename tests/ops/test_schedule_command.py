"""``guatu schedule``: a plan in JSON to dates; every refusal names the place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from guatu.__main__ import main

PLAN: dict[str, Any] = {
    "start": "2026-02-09",
    "required_finish": "2026-03-13",
    "activities": [
        {"id": "A", "name": "桩基", "duration": 5},
        {"id": "B", "name": "主体", "duration": 10},
        {"id": "M", "name": "封顶", "duration": 0},
    ],
    "links": [{"from": "A", "to": "B", "lag": 2}, {"from": "B", "to": "M"}],
}


def run(capsys: Any, tmp_path: Path, plan: object, *options: str) -> tuple[int, str, str]:
    path = tmp_path / "plan.json"
    path.write_text(plan if isinstance(plan, str) else json.dumps(plan), encoding="utf-8")
    code = main(["schedule", str(path), *options])
    told = capsys.readouterr()
    return code, told.out, told.err


def dates(capsys: Any, tmp_path: Path, **changes: Any) -> dict[str, Any]:
    code, out, err = run(capsys, tmp_path, {**PLAN, **changes}, "--json")
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


def test_over_the_spring_festival_with_its_make_up_days(capsys, tmp_path):
    """15 to 23 February are off; the Saturdays 14 and 28 February are worked."""
    found = dates(capsys, tmp_path)
    by_id = {one["id"]: one for one in found["activities"]}
    assert list(by_id) == ["A", "B", "M"]
    assert by_id["A"] == {
        "id": "A",
        "early_start": "2026-02-09",
        "early_finish": "2026-02-13",
        "late_start": "2026-02-13",
        "late_finish": "2026-02-26",
        "total_slack": 4,
        "free_slack": 0,
        "critical": True,
        "driver": None,
    }
    assert by_id["B"]["early_start"] == "2026-02-25"
    assert by_id["M"]["early_start"] == by_id["M"]["early_finish"] == "2026-03-09"
    assert (found["finish"], found["required_finish"]) == ("2026-03-09", "2026-03-13")
    assert found["short_by"] == 0


def test_how_much_is_short(capsys, tmp_path):
    found = dates(capsys, tmp_path, required_finish="2026-03-06")
    assert found["short_by"] == -min(one["total_slack"] for one in found["activities"]) > 0


@pytest.mark.parametrize(
    ("kind", "step", "expected"),
    [
        ("snet", "2026-03-05", {"early_start": "2026-03-05"}),
        ("fnet", "2026-03-20", {"early_finish": "2026-03-20"}),
        ("snlt", "2026-03-02", {"late_start": "2026-03-02"}),
        ("fnlt", "2026-03-11", {"late_finish": "2026-03-11"}),
        ("must_start_on", "2026-03-05", {"early_start": "2026-03-05", "late_start": "2026-03-05"}),
        ("mfo", "2026-03-20", {"early_finish": "2026-03-20", "late_finish": "2026-03-20"}),
    ],
)
def test_constraints_move_the_dates_that_they_name(capsys, tmp_path, kind, step, expected):
    constrained = {**PLAN["activities"][1], "constraint": {"kind": kind, "date": step}}
    plan = {"activities": [PLAN["activities"][0], constrained], "links": PLAN["links"][:1]}
    found = dates(capsys, tmp_path, required_finish="2026-04-30", **plan)
    assert {name: found["activities"][1][name] for name in expected} == expected


def test_a_calendar_of_the_file_with_its_own_week(capsys, tmp_path):
    site = {"week": [1] * 7, "exceptions": {"2026-02-17": 0}}
    steps = [{"id": 1, "duration": 10, "calendar": "site"}]
    found = dates(capsys, tmp_path, calendars={"site": site}, activities=steps, links=[])
    assert found["finish"] == "2026-02-19"
    by_list = [{"id": "site", **site}]
    assert found == dates(capsys, tmp_path, calendars=by_list, activities=steps, links=[])


def test_progress_counts_from_the_data_date(capsys, tmp_path):
    begun = {"id": "A", "duration": 5, "actual_start": "2026-02-09", "remaining": 4}
    steps = [begun, *PLAN["activities"][1:]]
    found = dates(capsys, tmp_path, activities=steps, data_date="2026-02-12")
    assert found["activities"][0]["early_finish"] == "2026-02-24"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"start": None}, "缺少“start”"),
        ({"start": "3月2日"}, "start 写作“3月2日”，不是日期"),
        ({"start": "2060-03-02"}, "2060-03-02"),
        ({"activities": None}, "activities 应是一个 JSON 数组"),
        ({"activities": [{"id": "A"}]}, "activities[0]（“A”） 缺少“duration”"),
        ({"activities": [{"id": "A", "duration": "五天"}]}, "duration 写作“五天”"),
        ({"activities": [{"id": "A", "duration": 1, "calendar": "x"}]}, "日历“x”没有定义"),
        ({"start": 20260302}, "start 写作“20260302”，不是日期"),
        ({"start": "2026-03-02 或更早"}, "不是日期"),
        ({"activities": [{"id": "A", "duration": 2, "remaining": -1}]}, "剩余工期写作 -1"),
        (
            {"calendars": {"c": {"exceptions": {"2026-03-02": "0"}}}, "default_calendar": "c"},
            "2026-03-02 应是 0（休息）或 1（上班）",
        ),
        ({"links": [{"from": "A", "to": "Z"}]}, "“Z”不在本项目内"),
        ({"links": [{"from": "A", "to": "A"}]}, "不能以自己为紧前工序"),
        ({"links": [{"from": "A", "to": "B"}, {"from": "B", "to": "A"}]}, "“桩基”→“主体”→“桩基”"),
        ({"links": [{"from": "A", "to": "B", "type": "XX"}]}, "links[0] 的类型“XX”"),
        ({"calendars": {"c": {"week": [0] * 7}}, "default_calendar": "c"}, "没有一个工作日"),
        ({"calendars": {"c": {"week": [1, 1]}}, "default_calendar": "c"}, "7 个 0 或 1"),
        (
            {
                "activities": [
                    {
                        "id": "A",
                        "duration": 2,
                        "actual_start": "2026-02-09",
                        "constraint": {"kind": "snet", "date": "2026-02-11"},
                    }
                ],
                "links": [],
            },
            "早于约束的日期 2026-02-11",
        ),
        (
            {"activities": [{"id": "A", "duration": 1, "constraint": {"kind": "xx"}}]},
            "约束“xx”无法识别",
        ),
    ],
)
def test_what_cannot_be_scheduled_is_said_with_its_place(capsys, tmp_path, changes, said):
    code, out, err = run(capsys, tmp_path, {**PLAN, **changes}, "--json")
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize(
    ("text", "said"),
    [("{\n  'start': 1}", "第 2 行"), ("[1]", "文件 应是一个 JSON 对象"), ("[" * 100_000, "太深")],
)
def test_what_is_no_plan_at_all(capsys, tmp_path, text, said):
    code, _, err = run(capsys, tmp_path, text)
    assert code == 2
    assert said in err


def test_in_words_without_json(capsys, tmp_path):
    code, out, _ = run(capsys, tmp_path, {**PLAN, "required_finish": "2026-03-06"})
    assert code == 0
    assert "要求完成：2026-03-06" in out
    assert "个工作日，须压缩" in out


def test_a_forecast_is_drawn_from_three_points(capsys, tmp_path):
    steps = [
        {"id": "A", "duration": 10, "optimistic": 8, "most_likely": 10, "pessimistic": 20},
        {"id": "B", "duration": 5, "optimistic": 5, "pessimistic": 5},
        {"id": "M", "duration": 0},
    ]
    plan = {**PLAN, "activities": steps, "required_finish": "2026-03-18"}
    code, out, err = run(capsys, tmp_path, plan, "--json", "--risk", "--draws", "2000")
    assert (code, err) == (0, "")
    told = json.loads(out)
    found = told["risk"]
    assert (found["draws"], found["seed"], found["assumed"]) == (2000, 0, [])
    assert "2026-03-05" <= found["p50"] <= found["p80"] <= found["p90"]
    assert 0 < found["probability"] < 1
    assert sum(one["draws"] for one in found["finishes"]) == 2000
    assert found["criticality"] == {"A": 1, "B": 1, "M": 1}
    again = json.loads(run(capsys, tmp_path, plan, "--json", "--risk", "--draws", "2000")[1])
    assert again == told


def test_the_forecast_in_words_says_what_was_assumed(capsys, tmp_path):
    _, out, _ = run(capsys, tmp_path, PLAN, "--risk", "--seed", "4")
    assert "抽样 10240 次（种子 4）" in out
    assert "按期完成的可能" in out
    assert "按 90% 和 150% 计：A、B" in out


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"optimistic": 9}, "9、5、8"),
        ({"pessimistic": -1}, "-1"),
        ({"most_likely": "x"}, "most_likely"),
    ],
)
def test_three_points_that_cannot_be_are_refused(capsys, tmp_path, changes, said):
    plan = {**PLAN, "activities": [{"id": "A", "duration": 5, **changes}], "links": []}
    code, out, err = run(capsys, tmp_path, plan, "--risk")
    assert (code, out) == (2, "")
    assert said in err


def test_a_date_is_explained_by_the_chain_that_fixes_it(capsys, tmp_path):
    code, out, _ = run(capsys, tmp_path, PLAN, "--explain", "B")
    assert code == 0
    assert "“主体”最早 2026-02-25 开工，前面依次为“桩基”（5）" in out
    assert "项目从 2026-02-09 起算。" in out
    assert "“主体”最迟" in out
    assert "因为“封顶”须在 2026-03-13 完成" in out


def test_an_activity_that_is_not_there_cannot_be_explained(capsys, tmp_path):
    code, _, err = run(capsys, tmp_path, PLAN, "--explain", "X")
    assert code != 0
    assert "没有编号为“X”的工序" in err


def test_a_reader_that_has_gone_is_no_fault(tmp_path):
    """``guatu schedule … | head``: the end of the pipe may be closed before all is told."""
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(PLAN), encoding="utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    told = subprocess.run(
        [sys.executable, "-m", "guatu", "schedule", str(path)],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writing)
    assert (told.returncode, told.stderr) == (0, "")
