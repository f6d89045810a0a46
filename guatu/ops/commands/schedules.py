"""``schedule``: the dates, slack and drivers of a plan in a file."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from guatu.domain.schedule import (
    ScheduleError,
    build_network,
    explain,
    explain_early,
    schedule,
)
from guatu.domain.schedule.exchange import answer, read_plan
from guatu.domain.schedule.files import is_plan_file
from guatu.domain.words import N_, say
from guatu.domain.workcalendar import CalendarOutOfRange
from guatu.kit.refusals import Refusal
from guatu.ops.commands.forecasts import forecast, forecast_in_words
from guatu.ops.commands.planfiles import comparison_in_words, schedule_plan_file
from guatu.workdays.shipped import shipped_calendar

MOST_BYTES = 64 * 1024 * 1024


def schedule_file(arguments: Namespace) -> int:
    raw = _bytes_of(arguments.file)
    if is_plan_file(raw) or arguments.file.suffix.lower() in (".xer", ".xml"):
        found = schedule_plan_file(raw, arguments)
    elif arguments.compare or arguments.out or arguments.as_json:
        raise Refusal(say("--compare、--out 和 --as-json 用于 XER 或 MS Project 的 XML 文件。"))
    else:
        found = _scheduled(_json_of(raw), arguments)
    print(json.dumps(found, ensure_ascii=False) if arguments.json else in_words(found))
    return 0


def _scheduled(raw: object, arguments: Namespace) -> dict[str, Any]:
    try:
        read = read_plan(raw, shipped_calendar())
        net = build_network([read.plan])
        result = schedule(net, read.calendars)
        found = answer(result, [one.id for one in read.plan.activities])
        if arguments.explain:
            why = [*explain_early(result, arguments.explain), explain(result, arguments.explain)]
            found["why"] = [str(one) for one in why]
        if arguments.risk:
            found["risk"] = forecast(net, read.calendars, read.spreads, arguments)
        return found
    except (ScheduleError, CalendarOutOfRange) as fault:
        raise Refusal(fault.sentence) from fault


def in_words(found: dict[str, Any]) -> str:
    lines = ["\t".join(_columns(one)) for one in found["activities"]]
    lines.append(f"最早完成：{found['finish'] or '—'}")
    if found["required_finish"]:
        lines.append(f"要求完成：{found['required_finish']}")
    if found["short_by"]:
        lines.append(f"差 {found['short_by']} 个工作日，须压缩。")
    lines += found.get("why", [])
    if "risk" in found:
        lines += forecast_in_words(found["risk"])
    lines += comparison_in_words(found["compare"]) if "compare" in found else []
    return "\n".join(lines)


def _columns(one: dict[str, Any]) -> Iterator[str]:
    yield one["id"]
    yield f"{one['early_start']} – {one['early_finish']}"
    yield f"最迟 {one['late_start']} – {one['late_finish']}"
    yield f"总时差 {one['total_slack']}"
    if one["critical"]:
        yield "关键"


def _bytes_of(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise Refusal(say("没有这个文件：{path}", path=str(path))) from None
    except OSError:
        raise Refusal(say("打不开这个文件：{path}", path=str(path))) from None
    if len(raw) > MOST_BYTES:
        raise Refusal(say("文件超过 64 MB，不像是一个计划；请核对。"))
    return raw


def _json_of(raw: bytes) -> object:
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refusal(say("文件不是 UTF-8 编码的 JSON；请另存为 UTF-8。")) from None
    except json.JSONDecodeError as fault:
        words = N_("第 {line} 行第 {column} 个字符处不合 JSON 的写法；请检查引号、逗号和括号。")
        raise Refusal(say(words, line=fault.lineno, column=fault.colno)) from None
    except RecursionError:
        raise Refusal(say("括号套得太深，不像是一个计划；请核对。")) from None
