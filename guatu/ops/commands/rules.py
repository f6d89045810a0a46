"""``rules check``: is a rule pack without holes, overlaps and dead rules."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from guatu.domain.lights import PackError, PackProblem, RulePack, check_pack, load_pack
from guatu.domain.words import say
from guatu.kit.refusals import Refusal

DOUBTFUL, UNREADABLE = 1, 2
PRESETS = Path(__file__).resolve().parents[2] / "projects" / "presets" / "packs"


def check(arguments: Namespace) -> int:
    """Say what is doubtful: code 0 when nothing is, 1 when something is, 2 for what is no pack."""
    try:
        pack = load_pack(_stored(arguments.pack))
    except PackError as error:
        return _tell_unreadable(arguments, error.problems)
    problems = check_pack(pack)
    if arguments.json:
        _print_json({"pack": pack.code, "version": pack.version, "name": pack.name}, problems)
    else:
        _print_check(pack, problems)
    return DOUBTFUL if problems else 0


def _tell_unreadable(arguments: Namespace, problems: Sequence[PackProblem]) -> int:
    if arguments.json:
        _print_json({"pack": arguments.pack}, problems)
    else:
        _print(f"规则包“{arguments.pack}”不能使用", problems)
    return UNREADABLE


def _stored(named: str) -> Mapping[str, Any]:
    path = _path(named)
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refusal(
            say("读不到规则包“{named}”：{fault}。", named=named, fault=error.strerror or "")
        ) from error
    except ValueError as error:
        raise Refusal(
            say("“{named}”不是 JSON 文件：{fault}。", named=named, fault=str(error))
        ) from error
    if not isinstance(stored, dict):
        raise Refusal(say("“{named}”不是规则包：最外层应是一个 JSON 对象。", named=named))
    return stored


def _path(named: str) -> Path:
    """A code of a shipped pack, else a file."""
    shipped = sorted(path.stem for path in PRESETS.glob("*.json"))
    if named in shipped:
        return PRESETS / f"{named}.json"
    path = Path(named)
    if not path.exists():
        raise Refusal(
            say(
                "没有规则包“{named}”。请写文件名，或随产品提供的代码：{codes}。",
                named=named,
                codes="、".join(shipped),
            )
        )
    return path


def _print_check(pack: RulePack, problems: Sequence[PackProblem]) -> None:
    if problems:
        _print(f"规则包“{pack.name}”有疑问", problems)
    else:
        print(f"规则包“{pack.name}”（{pack.code} 第 {pack.version} 版）：每种取值都恰有一种颜色。")


def _print(title: str, problems: Sequence[PackProblem]) -> None:
    print(f"{title}（{len(problems)} 处）：")
    for problem in problems:
        print(f"  {problem.sentence}")


def _print_json(head: Mapping[str, str], problems: Sequence[PackProblem]) -> None:
    told = [
        {
            "kind": problem.kind.value,
            "dimension": problem.dimension,
            "rules": list(problem.rules),
            "values": problem.values,
            "sentence": str(problem.sentence),
        }
        for problem in problems
    ]
    print(json.dumps({**head, "problems": told}, ensure_ascii=False, indent=2))
