"""``guatu schedule`` for files of P6 and Microsoft Project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from guatu.__main__ import main
from tests.domain.schedule.file_plans import xer

PLAN = xer(
    ["1 A 基础 TT_Task 40 40 2026-03-06T17:00", "2 B 主体 TT_Task 20 20 2026-03-11T17:00"],
    ["1 2 PR_FS 8"],
    fields="early_end_date",
).replace("%E", "")


@pytest.fixture
def told(capsys, tmp_path):
    def run(text: str, *options: str, name: str = "plan.xer") -> tuple[int, str, str]:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        code = main(["schedule", str(path), *options])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_the_answer_for_a_file_is_that_for_json_with_notes(told):
    code, out, err = told(PLAN, "--json")
    found: dict[str, Any] = json.loads(out)
    assert (code, err) == (0, "")
    assert found["activities"][1] == {
        "id": "B",
        "early_start": "2026-03-10",
        "early_finish": "2026-03-12",
        "late_start": "2026-03-10",
        "late_finish": "2026-03-12",
        "total_slack": 0,
        "free_slack": 0,
        "critical": True,
        "driver": "A",
        "uid": "2",
        "name": "主体",
    }
    assert (found["finish"], found["required_finish"], found["short_by"]) == ("2026-03-12", None, 0)
    assert found["notes"] == [
        {
            "code": "cut-off",
            "line": None,
            "text": "文件没有结束标记（%E），可能没有导完；已读到的照排。",
        }
    ]


def test_in_words_the_notes_go_beside_the_answer(told):
    code, out, err = told(PLAN, "--compare")
    assert code == 0
    assert err == "文件没有结束标记（%E），可能没有导完；已读到的照排。\n"
    assert "最早完成：相同 1，不同 1" in out
    assert "“B 主体（第 14 行）”的最早完成：这里 2026-03-12 12:00，文件 2026-03-11 17:00" in out


def test_what_is_written_schedules_to_the_same_dates(told, tmp_path):
    xml, plain = tmp_path / "out.xml", tmp_path / "out.json"
    code, out, _ = told(PLAN, "--json", "--out", str(xml), "--as-json", str(plain))
    before = json.loads(out)["activities"]
    assert code == 0
    assert "rounded" in {one["code"] for one in json.loads(out)["notes"]}
    for path in (xml, plain):
        code, out, _ = told(path.read_text(encoding="utf-8"), "--json", name=path.name)
        after = json.loads(out)["activities"]
        assert code == 0
        assert [dates(one) for one in after] == [dates(one) for one in before]


def dates(one: dict[str, Any]) -> tuple[str, ...]:
    return tuple(one[name] for name in ("early_start", "early_finish", "late_start", "late_finish"))


def test_a_file_that_cannot_be_is_refused_and_nothing_is_written(told, tmp_path):
    out = tmp_path / "out.xml"
    code, printed, err = told(PLAN.replace("1\t2\tPR_FS", "2\t2\tPR_FS"), "--out", str(out))
    assert (code, printed) == (2, "")
    assert "第 17 行 “B→B”的搭接关系：工序不能以自己为紧前工序" in err
    assert not out.exists()


@pytest.mark.parametrize("text", ["", "计划", "{}"])
def test_a_file_that_is_named_so_and_is_none(told, text):
    code, _, err = told(text, name="plan.XER")
    assert code == 2
    assert "既不像 XER" in err


def test_options_of_files_are_not_for_json(told):
    code, _, err = told('{"start": "2026-03-02", "activities": []}', "--compare", name="plan.json")
    assert code == 2
    assert "用于 XER 或 MS Project 的 XML 文件" in err


@pytest.mark.parametrize("where", ["none/out.xml"])
def test_where_nothing_can_be_written_it_says_so(told, tmp_path, where):
    code, _, err = told(PLAN, "--out", str(Path(tmp_path) / where))
    assert code == 2
    assert "写不了这个文件" in err
