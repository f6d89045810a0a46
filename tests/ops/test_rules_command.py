from __future__ import annotations

import json
from pathlib import Path

import pytest

from guatu.__main__ import main
from guatu.ops.commands.rules import PRESETS


def test_shipped_packs_are_whole(capsys: pytest.CaptureFixture[str]) -> None:
    for path in PRESETS.glob("*.json"):
        assert main(["rules", "check", path.stem]) == 0
    assert "每种取值都恰有一种颜色" in capsys.readouterr().out


def test_a_hole_is_named_and_the_code_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = json.loads((PRESETS / "default.json").read_text(encoding="utf-8"))
    progress = next(d for d in pack["dimensions"] if d["code"] == "progress")
    progress["rules"] = [r for r in progress["rules"] if r["id"] != "progress-under-10"]
    own = tmp_path / "own.json"
    own.write_text(json.dumps(pack, ensure_ascii=False), encoding="utf-8")
    assert main(["rules", "check", str(own)]) == 1
    assert "投资进度" in capsys.readouterr().out


def test_the_answer_can_be_read_by_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "check", "laixi", "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert whole == {"pack": "laixi", "version": "1", "name": "莱西作战图红黑旗", "problems": []}
    pack = json.loads((PRESETS / "laixi.json").read_text(encoding="utf-8"))
    del pack["dimensions"][0]["otherwise"]
    own = tmp_path / "own.json"
    own.write_text(json.dumps(pack, ensure_ascii=False), encoding="utf-8")
    assert main(["rules", "check", "--json", str(own)]) == 1
    (hole,) = json.loads(capsys.readouterr().out)["problems"]
    assert (hole["kind"], hole["dimension"], hole["rules"]) == ("hole", "flag", [])
    assert hole["values"] == "任务超期等于 0 天、任务是否完成为否"
    assert hole["values"] in hole["sentence"]


def test_a_pack_that_cannot_be_loaded_lists_its_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.json"
    own.write_text('{"code": "own"}', encoding="utf-8")
    assert main(["rules", "check", str(own)]) == 2
    assert "不能使用" in capsys.readouterr().out
    assert main(["rules", "check", str(own), "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert told["pack"] == str(own)
    assert {problem["kind"] for problem in told["problems"]} == {"invalid"}


@pytest.mark.parametrize(
    ("written", "sentence"),
    [(None, "没有规则包"), ("{", "不是 JSON 文件"), ("[]", "最外层应是一个 JSON 对象")],
)
def test_what_is_no_pack_is_refused(
    written: str | None, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.json"
    if written is not None:
        own.write_text(written, encoding="utf-8")
    assert main(["rules", "check", str(own)]) == 2
    assert sentence in capsys.readouterr().err
