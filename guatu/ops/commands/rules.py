"""``rules check``: is a rule pack without holes, overlaps and dead rules."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from guatu.domain.lights import PackError, check_pack, load_pack
from guatu.domain.words import say
from guatu.kit.refusals import Refusal

FAULTY = 1
PRESETS = Path(__file__).resolve().parents[2] / "projects" / "presets" / "packs"


def check(arguments: Namespace) -> int:
    """Print what is doubtful; code 1 when something is."""
    try:
        pack = load_pack(_stored(arguments.pack))
    except PackError as error:
        faults = [str(problem.sentence) for problem in error.problems]
        return _print(f"规则包“{arguments.pack}”不能使用", faults)
    doubts = [str(problem.sentence) for problem in check_pack(pack)]
    if doubts:
        return _print(f"规则包“{pack.name}”有疑问", doubts)
    print(f"规则包“{pack.name}”（{pack.code} 第 {pack.version} 版）：每种取值都恰有一种颜色。")
    return 0


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


def _print(title: str, sentences: list[str]) -> int:
    print(f"{title}（{len(sentences)} 处）：")
    for sentence in sentences:
        print(f"  {sentence}")
    return FAULTY
