"""``schedule`` for files of Primavera P6 (XER) and Microsoft Project (XML)."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from guatu.domain.schedule import ScheduleError
from guatu.domain.schedule.files import (
    FileSchedule,
    Note,
    answer,
    as_json,
    compare,
    place,
    read_file,
    to_days,
    write_mspdi,
)
from guatu.domain.schedule.files.comparing import FIELDS
from guatu.domain.words import say
from guatu.kit.refusals import Refusal


def schedule_plan_file(raw: bytes, arguments: Namespace) -> dict[str, Any]:
    """The answer for a file; writes the files that were asked for once all is known."""
    if arguments.risk or arguments.explain:
        raise Refusal(say("--risk 和 --explain 用于 JSON 文件；请先用 --as-json 把计划写成 JSON。"))
    try:
        found = place(read_file(raw))
        told = answer(found)
        files, notes = _files(found, arguments)
    except ScheduleError as fault:
        raise Refusal(fault.sentence) from fault
    told["notes"] += [_note(one) for one in notes]
    if arguments.compare:
        told["compare"] = compare(found).as_json()
    for path, content in files:
        _write(path, content)
    if not arguments.json:
        for note in told["notes"]:
            print(note["text"], file=sys.stderr)
    return told


def _files(
    found: FileSchedule, arguments: Namespace
) -> tuple[list[tuple[Path, bytes]], list[Note]]:
    files: list[tuple[Path, bytes]] = []
    notes: list[Note] = []
    if arguments.out:
        xml, lost = write_mspdi(found.plan, found)
        files.append((arguments.out, xml))
        notes += lost
    if arguments.as_json:
        read, rounded = to_days(found.plan)
        told, lost = as_json(read)
        text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
        files.append((arguments.as_json, text.encode()))
        notes += [*rounded, *lost]
    return files, notes


def _note(one: Note) -> dict[str, Any]:
    return {"code": one.code, "line": one.line, "text": str(one.sentence)}


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError:
        raise Refusal(say("写不了这个文件：{path}", path=str(path))) from None


def comparison_in_words(told: dict[str, Any]) -> Iterator[str]:
    """Counts by field, then the first differences."""
    equal, different = told["equal"], told["different"]
    if not equal and not different:
        yield "文件里没有存日期，无从比较。"
    for name, words in FIELDS.items():
        if name in equal or name in different:
            yield f"{words}：相同 {equal.get(name, 0)}，不同 {different.get(name, 0)}"
    yield from (one["text"] for one in told["first"])
