"""The demonstration's ten work lines: plans, targets, command posts and task forces."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from guatu.domain.zh import read_phrase
from guatu.kit.clock import CHINA
from guatu.lines.actions import (
    add_target,
    add_task,
    approve,
    change_target,
    change_task,
    create_headquarters,
    create_line,
    create_task_force,
    publish,
)
from guatu.lines.choices import TaskStatus
from guatu.lines.models import WorkLine
from guatu.ops.demo import tables
from guatu.ops.demo.organisation import LIAISON, YEAR, Cast
from guatu.ops.demo.tables import LineRow
from guatu.org.actions.founding import OFFICE_NAME
from guatu.org.models import User

SET_UP = datetime(2021, 1, 5, 9, 40, tzinfo=CHINA)
DRAFTED = datetime(2021, 1, 7, 15, 20, tzinfo=CHINA)
APPROVED = datetime(2021, 1, 11, 10, 0, tzinfo=CHINA)
PUBLISHED = datetime(2021, 1, 12, 9, 0, tzinfo=CHINA)
COUNTED_ON = date(2021, 2, 28)
COUNTED = datetime(2021, 3, 2, 16, 30, tzinfo=CHINA)
TOP = "重点项目挂图作战总指挥部"
LOCAL = "（本地设定）"

Lines = Mapping[int, WorkLine]


def set_up(cast: Cast) -> Lines:
    """The work lines by number, drafted by their lead units and running since 12 January."""
    lines = {row.number: _line(cast, row) for row in tables.lines()}
    _add_targets(cast, lines)
    _add_tasks(cast, lines)
    _add_forces(cast, lines)
    _add_headquarters(cast, lines)
    for line in lines.values():
        approve(line, seen=1, by=cast.office, now=APPROVED)
        publish(line, seen=2, by=cast.office, now=PUBLISHED)
    return lines


def report(cast: Cast, lines: Lines) -> None:
    """What the lead units had reached by the end of February."""
    for number, line in lines.items():
        by = _drafter(cast, line)
        for row in tables.targets():
            if row.line == number and row.actual is not None:
                reached = {"actual": row.actual, "actual_on": COUNTED_ON}
                change_target(line.targets.get(name=row.name), reached, by=by, now=COUNTED)
        for told in tables.tasks():
            if told.line == number:
                status = TaskStatus.DONE if told.done else TaskStatus.OPEN
                values = {"progress": told.progress, "status": status}
                change_task(line.tasks.get(task=told.task), values, by=by, now=COUNTED)


def _drafter(cast: Cast, line: WorkLine) -> User:
    """Whoever keeps the plan of a line: the liaison of its lead unit."""
    assert line.lead_unit is not None
    return cast.holder(line.lead_unit.name, LIAISON)


def _line(cast: Cast, row: LineRow) -> WorkLine:
    values = {
        "number": row.number,
        "title": row.title,
        "lead_unit": cast.units[row.lead],
        "assist_units": [cast.units[name] for name in row.assist],
        "sponsor": cast.leader(row.sponsor),
        "summary": row.summary,
        "plan": _plan_text(row),
    }
    return create_line(cast.tenant, values, year=YEAR, by=cast.office, now=SET_UP)


def _plan_text(row: LineRow) -> str:
    """What the plan says before its table of tasks."""
    return "\n".join(
        (
            f"一、总体要求：{row.summary.removeprefix(LOCAL)}",
            "二、推进办法：任务按季度分解到单位和岗位，项目逐个倒排工期，红黄绿灯每日按规则判定。",
            "三、调度办法：专班每周调度，总指挥部办公室每月汇总，完成一项销号一项。",
        )
    )


def _add_targets(cast: Cast, lines: Lines) -> None:
    for row in tables.targets():
        line = lines[row.line]
        values = {
            "name": row.name,
            "words": row.words,
            "value": row.value,
            "unit": row.unit,
            "at_most": row.at_most,
            "due": row.due,
        }
        add_target(line, values, by=_drafter(cast, line), now=DRAFTED)


def _add_tasks(cast: Cast, lines: Lines) -> None:
    for row in tables.tasks():
        line = lines[row.line]
        values = {
            "topic": row.topic,
            "task": row.task,
            "lead_unit": cast.units[row.lead],
            "assist_words": row.assist,
            "leader": line.sponsor,
            "due": read_phrase(row.due, DRAFTED.date()).end,
            "due_words": row.due,
            "quarter_goals": list(row.goals),
        }
        add_task(line, values, by=_drafter(cast, line), now=DRAFTED)


def _add_forces(cast: Cast, lines: Lines) -> None:
    for row in tables.forces():
        values = {
            "name": row.name,
            "line": lines[row.line],
            "head": cast.post(*row.head.split(" ")),
            "scope": row.scope,
            "rhythm": row.rhythm,
        }
        members = [cast.post(*member.split(" ")) for member in row.members]
        create_task_force(cast.tenant, values, members=members, by=cast.office, now=SET_UP)


def _add_headquarters(cast: Cast, lines: Lines) -> None:
    top = {
        "name": TOP,
        "commander": cast.leader("市委书记"),
        "office_unit": cast.units[OFFICE_NAME],
        "rhythm": "每月一次总调度，每季度一次观摩",
    }
    parent = create_headquarters(cast.tenant, top, lines=lines.values(), by=cast.office, now=SET_UP)
    for row in tables.lines():
        if row.headquarters:
            values = {
                "name": row.headquarters,
                "commander": cast.leader(row.sponsor),
                "parent": parent,
                "office_unit": cast.units[row.lead],
                "rhythm": "每周一次调度，重点问题现场办公",
            }
            own = [lines[row.number]]
            create_headquarters(cast.tenant, values, lines=own, by=cast.office, now=SET_UP)
