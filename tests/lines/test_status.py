"""The life of a line: every step of the table, and every step that is not in it."""

from __future__ import annotations

from itertools import product

import pytest

from guatu.journal.queries import history_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.lines.actions import (
    STEPS,
    add_task,
    approve,
    change_line,
    change_task,
    close,
    publish,
    reopen,
    take,
)
from guatu.lines.choices import LineStatus
from guatu.lines.models import PlanTask, WorkLine
from guatu.org.access import Forbidden
from guatu.org.models import User
from tests.city import NOW, City

ALLOWED = {
    ("draft", "approve"): "approved",
    ("approved", "publish"): "running",
    ("approved", "reopen"): "draft",
    ("running", "close"): "closed",
    ("running", "reopen"): "draft",
    ("closed", "reopen"): "draft",
}
VERBS = ("approve", "publish", "close", "reopen")


def put_in(city: City, status: str) -> WorkLine:
    WorkLine.objects.filter(pk=city.industry_line.pk).update(status=status, plan="示例方案")
    return WorkLine.objects.get(pk=city.industry_line.pk)


def now_of(line: WorkLine) -> WorkLine:
    return WorkLine.objects.get(pk=line.pk)


def step(line: WorkLine, verb: str, by: User) -> None:
    take(now_of(line), verb, seen=now_of(line).version, by=by, now=NOW)


def test_the_table_is_what_this_test_says() -> None:
    assert {(s.source, s.verb): s.target for s in STEPS} == ALLOWED


@pytest.mark.parametrize(("status", "verb"), list(product(LineStatus.values, VERBS)))
def test_every_state_with_every_verb(city: City, status: str, verb: str) -> None:
    line = put_in(city, status)

    if target := ALLOWED.get((status, verb)):
        take(line, verb, seen=1, by=city.office, now=NOW)
        assert (now_of(line).status, now_of(line).version) == (target, 2)
        assert history_of(line.pk).count() == 1
    else:
        with pytest.raises(StateChanged):
            take(line, verb, seen=1, by=city.office, now=NOW)
        assert (now_of(line).status, now_of(line).version) == (status, 1)
        assert not history_of(line.pk).exists()


@pytest.mark.parametrize("who", ["head", "liaison", "inspector", "system_admin", "outsider"])
def test_only_the_office_moves_a_line(city: City, who: str) -> None:
    line = put_in(city, "draft")

    with pytest.raises(Forbidden):
        approve(line, seen=1, by=getattr(city, who), now=NOW)

    approve(line, seen=1, by=city.office, now=NOW)


def test_a_step_taken_twice_says_who_was_first(city: City) -> None:
    line = put_in(city, "draft")
    approve(line, seen=1, by=city.office, now=NOW)

    with pytest.raises(StateChanged, match="示例甲 在 03-15 09:00 改动，现为“已批准”"):
        approve(line, seen=1, by=city.office, now=NOW)


def test_what_changed_after_it_was_read_is_not_approved_unread(city: City) -> None:
    line = put_in(city, "draft")
    change_line(line, {"plan": "改过的方案"}, seen=1, by=city.head, now=NOW)

    with pytest.raises(StateChanged, match="示例丁"):
        approve(line, seen=1, by=city.office, now=NOW)


def test_an_empty_plan_and_a_line_without_a_lead_are_not_approved(city: City) -> None:
    line = put_in(city, "draft")
    WorkLine.objects.filter(pk=line.pk).update(plan="")
    with pytest.raises(Refusal, match="还没有工作方案"):
        approve(line, seen=1, by=city.office, now=NOW)

    WorkLine.objects.filter(pk=line.pk).update(plan="示例方案", lead_unit=None)
    with pytest.raises(Refusal, match="还没有牵头单位"):
        approve(line, seen=1, by=city.office, now=NOW)


def test_a_changed_plan_gets_the_next_version_when_it_is_approved(city: City) -> None:
    line = put_in(city, "draft")
    task = add_task(line, {"task": "完成规上企业培育"}, by=city.head, now=NOW)
    step(line, "approve", city.office)
    assert now_of(line).plan_version == 1

    step(line, "reopen", city.office)
    change_task(task, {"task": "完成 20 家规上企业培育"}, by=city.head, now=NOW)
    assert now_of(line).plan_version == 1
    step(line, "approve", city.office)
    assert now_of(line).plan_version == 2

    for verb in ("publish", "close", "reopen"):
        step(line, verb, city.office)
    change_line(now_of(line), {"plan": "修订稿"}, seen=now_of(line).version, by=city.head, now=NOW)
    step(line, "approve", city.office)
    assert now_of(line).plan_version == 3


def test_an_unchanged_plan_keeps_its_version(city: City) -> None:
    line = put_in(city, "draft")
    step(line, "approve", city.office)
    step(line, "reopen", city.office)
    seen = now_of(line).version
    change_line(now_of(line), {"sponsor": None}, seen=seen, by=city.office, now=NOW)
    step(line, "approve", city.office)

    assert now_of(line).plan_version == 1


def test_the_whole_life_reads_as_sentences(city: City) -> None:
    line = put_in(city, "draft")
    approve(line, seen=1, by=city.office, now=NOW)
    publish(line, seen=2, by=city.office, now=NOW)
    close(line, seen=3, by=city.office, now=NOW)
    reopen(line, seen=4, by=city.office, now=NOW)

    codes = [e.code for e in history_of(line.pk)]
    assert codes == ["line.reopened", "line.closed", "line.published", "line.approved"]


def test_a_closed_line_takes_no_more_reports(city: City) -> None:
    line = put_in(city, "draft")
    task = PlanTask.objects.create(line=line, serial=1, task="示例任务")
    put_in(city, "closed")

    with pytest.raises(Refusal, match="已收官"):
        change_task(task, {"progress": "过半"}, by=city.head, now=NOW)
