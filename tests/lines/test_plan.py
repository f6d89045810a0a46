"""Targets and tasks: what may be changed when, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from guatu.journal.queries import history_of, sentence_of
from guatu.kit.refusals import Refusal
from guatu.lines.actions import (
    add_target,
    add_task,
    change_target,
    change_task,
    remove_target,
    remove_task,
)
from guatu.lines.models import PlanTask, Target, WorkLine
from guatu.org.access import Forbidden
from guatu.org.models import Unit
from tests.city import NOW, TODAY, City

TARGET: dict[str, Any] = {"name": "新增规上企业", "value": Decimal(40), "unit": "家"}


@pytest.fixture
def draft(city: City) -> WorkLine:
    city.industry_line.status = "draft"
    city.industry_line.save(update_fields=["status"])
    return city.industry_line


def run(line: WorkLine) -> None:
    WorkLine.objects.filter(pk=line.pk).update(status="running")


def test_targets_and_tasks_line_up_behind_each_other(city: City, draft: WorkLine) -> None:
    for name in ("第一", "第二"):
        add_target(draft, TARGET | {"name": name}, by=city.head, now=NOW)
        add_task(draft, {"task": name}, by=city.head, now=NOW)

    assert [(t.serial, t.name) for t in draft.targets.all()] == [(1, "第一"), (2, "第二")]
    assert [(t.serial, t.task) for t in draft.tasks.all()] == [(1, "第一"), (2, "第二")]


def test_a_target_may_be_words_where_no_number_exists_yet(city: City, draft: WorkLine) -> None:
    target = add_target(
        draft, {"name": "单位能耗", "words": "与全省保持一致"}, by=city.head, now=NOW
    )

    assert target.value is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"value": None}, "value"),
        ({"unit": ""}, "unit"),
        ({"actual": Decimal(3)}, "actual_on"),
        ({"actual": Decimal(3), "actual_on": TODAY + timedelta(days=1)}, "actual_on"),
    ],
)
def test_a_target_that_cannot_be_is_refused(
    city: City, draft: WorkLine, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        add_target(draft, TARGET | values, by=city.head, now=NOW)

    assert set(refused.value.fields) == {field}
    assert not draft.targets.exists()


def test_once_approved_only_progress_is_reported(city: City, draft: WorkLine) -> None:
    target = add_target(draft, TARGET, by=city.head, now=NOW)
    task = add_task(draft, {"task": "示例任务"}, by=city.head, now=NOW)
    run(draft)

    change_target(target, {"actual": Decimal(9), "actual_on": TODAY}, by=city.liaison, now=NOW)
    change_task(task, {"status": "done", "progress": "已办结"}, by=city.liaison, now=NOW)

    assert Target.objects.get(pk=target.pk).actual == 9
    assert PlanTask.objects.get(pk=task.pk).status == "done"
    for act in (
        lambda: add_target(draft, TARGET, by=city.head, now=NOW),
        lambda: add_task(draft, {"task": "又一个"}, by=city.head, now=NOW),
        lambda: change_target(target, {"value": Decimal(10)}, by=city.head, now=NOW),
        lambda: change_task(task, {"due": date(2021, 12, 31)}, by=city.head, now=NOW),
        lambda: remove_target(target, by=city.head, now=NOW),
        lambda: remove_task(task, by=city.head, now=NOW),
    ):
        with pytest.raises(Refusal, match="先退回拟定"):
            act()


def test_removing_leaves_a_sentence_behind(city: City, draft: WorkLine) -> None:
    target = add_target(draft, TARGET, by=city.head, now=NOW)
    task = add_task(draft, {"task": "示例任务"}, by=city.head, now=NOW)

    remove_target(target, by=city.head, now=NOW)
    remove_task(task, by=city.head, now=NOW)

    assert not draft.targets.exists()
    assert not draft.tasks.exists()
    assert [str(sentence_of(e)) for e in history_of(draft.pk)[:2]] == [
        "删去“工业立市”工作方案的任务：示例任务",
        "删去“工业立市”的目标：新增规上企业",
    ]


def test_another_units_line_is_not_touched(city: City, draft: WorkLine) -> None:
    target = add_target(draft, TARGET, by=city.office, now=NOW)
    task = add_task(draft, {"task": "示例任务"}, by=city.office, now=NOW)

    for act in (
        lambda: add_target(draft, TARGET, by=city.other_liaison, now=NOW),
        lambda: change_target(target, {"unit": "个"}, by=city.other_liaison, now=NOW),
        lambda: remove_target(target, by=city.other_liaison, now=NOW),
        lambda: add_task(draft, {"task": "又一个"}, by=city.other_liaison, now=NOW),
        lambda: change_task(task, {"progress": "过半"}, by=city.other_liaison, now=NOW),
        lambda: remove_task(task, by=city.other_liaison, now=NOW),
    ):
        with pytest.raises(Forbidden):
            act()


@pytest.mark.parametrize("goals", [["只有一个"], ["一", "二", "三", 4]])
def test_quarter_goals_are_four_texts(city: City, draft: WorkLine, goals: list[Any]) -> None:
    with pytest.raises(Refusal, match="四个季度"):
        add_task(draft, {"task": "示例任务", "quarter_goals": goals}, by=city.head, now=NOW)


def test_a_unit_of_the_neighbour_leads_no_task(city: City, draft: WorkLine) -> None:
    theirs = Unit.objects.get(tenant=city.outsider.tenant)

    with pytest.raises(Refusal, match="不属于本地"):
        add_task(draft, {"task": "示例任务", "lead_unit": theirs}, by=city.head, now=NOW)
