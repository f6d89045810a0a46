"""A list from its preparing to the freeze, and what may still be said of it afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from guatu.domain.worklists.rhythm import Period, Rhythm
from guatu.domain.worklists.rows import Cell
from guatu.journal.models import Event, Outbox
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from guatu.projects.actions.milestones import finish_milestone
from guatu.worklists.actions import filing, filling
from guatu.worklists.actions.amending import add_late, amend
from guatu.worklists.actions.rounds import Kept, call_in, freeze, keep_rounds_of
from guatu.worklists.actions.terms import set_terms
from guatu.worklists.models import WorkItem, WorkList
from guatu.worklists.terms import preset
from tests.city import NOW, City
from tests.worklists.lists import (
    DUE,
    NOON,
    SEVEN,
    WEEK,
    at,
    item,
    list_of,
    prepared,
    running,
    with_milestones,
)


def test_the_list_is_there_before_anybody_asked(city: City) -> None:
    with_milestones(city)
    row = prepared(city)

    told = [
        (one.label.split("：")[1], str(one.standing), one.text(Cell.DONE), one.text(Cell.PLAN))
        for one in row.items.all()
    ]
    assert told == [
        ("基础", "overdue", "未办结（应于3月10日）", "抓紧完成（应于3月10日）"),
        ("正负零", "running", "", "3月19日前完成"),
        ("打桩", "done", "3月11日完成", ""),
    ]
    late = item(row, "基础")
    assert late.text(Cell.LEADER) == city.deputy.name
    assert late.text(Cell.OWNER) == city.owner.name
    assert late.text(Cell.TROUBLE) == "已逾期 3 个工作日"
    assert (late.line_id, late.source_id is None) == (city.industry_line.pk, False)
    assert row.share.row_percent == row.share.cell_percent == 100


def test_each_unit_with_somebody_in_it_has_one_and_only_one(city: City) -> None:
    prepared(city)
    units = set(WorkList.objects.values_list("unit__name", flat=True))
    assert units == {"示例工信局", "示例住建局"}


def test_a_correction_keeps_what_the_system_said_beside_it(city: City) -> None:
    with_milestones(city)
    row = prepared(city)
    late = item(row, "基础")
    words = {Cell.HELP: "请住建局周三前答复", Cell.PLAN: late.text(Cell.PLAN)}
    assert filling.correct(late, words, by=city.liaison, now=NOW) == [Cell.HELP]

    late.refresh_from_db()
    assert list(late.changes()) == [(Cell.HELP, "", "请住建局周三前答复")]
    filling.correct(late, {Cell.TROUBLE: "雨后停工"}, by=city.liaison, now=NOW)
    late.refresh_from_db()
    ((_cell, said, typed),) = [one for one in late.changes() if one[0] is Cell.TROUBLE]
    assert (said["params"], typed) == ({"n": 3}, "雨后停工")
    assert Event.objects.filter(code="work_list.corrected").count() == 2

    filling.correct(late, {Cell.TROUBLE: "已逾期 3 个工作日"}, by=city.liaison, now=NOW)
    late.refresh_from_db()
    assert Cell.TROUBLE.value not in late.hand


def test_who_does_it_is_changed_at_the_source_alone(city: City) -> None:
    with_milestones(city)
    late = item(prepared(city), "基础")
    with pytest.raises(Refusal, match="来源"):
        filling.correct(late, {Cell.OWNER: "示例某"}, by=city.liaison, now=NOW)


def test_read_once_more_it_knows_what_came_in_between(city: City) -> None:
    project = with_milestones(city)
    row = prepared(city)
    filling.correct(item(row, "基础"), {Cell.HELP: "请协调"}, by=city.liaison, now=NOW)
    filling.add(row, filling.OwnRow("示例走访", {}), by=city.liaison, now=NOW)
    finish_milestone(project.milestones.get(name="正负零"), on=NOW.date(), by=city.office, now=NOW)

    merged = filling.refresh(row, by=city.liaison, now=NOW)

    assert (merged.added, merged.changed, merged.gone) == (0, 1, 0)
    assert item(row, "正负零").standing == "done"
    assert item(row, "基础").hand == {"help": "请协调"}
    assert row.items.filter(label="示例走访").exists()
    assert not filling.refresh(row, by=city.liaison, now=NOW).any


def test_filed_approved_frozen(city: City) -> None:
    with_milestones(city)
    running(city)
    assert keep_rounds_of(city.tenant, NOW) == Kept(prepared=1)
    row = list_of(city)
    filing.file(row, seen=row.version, by=city.liaison, now=NOW)
    filing.approve(row, by=city.head, now=at(15, 10))
    assert keep_rounds_of(city.tenant, at(15, 17, 31)) == Kept(called=1)

    assert keep_rounds_of(city.tenant, NOON) == Kept(frozen=1)
    assert keep_rounds_of(city.tenant, NOON) == Kept()

    row = list_of(city)
    assert (row.status, row.is_late, row.locked_at) == ("locked", False, NOON)
    locked = Event.objects.get(code="work_round.locked")
    assert locked.details["filed"] == 1
    assert locked.details["missing"] == 1
    assert row.round.locked_seq == locked.seq - 1


def test_who_files_does_not_approve(city: City) -> None:
    row = prepared(city)
    filing.file(row, by=city.head, now=NOW)
    with pytest.raises(Forbidden, match="报送人"):
        filing.approve(list_of(city), by=city.head, now=NOW)
    with pytest.raises(Forbidden):
        filing.approve(list_of(city), by=city.liaison, now=NOW)
    filing.approve(list_of(city), by=city.office, now=NOW)
    assert list_of(city).approved_by == city.office


def test_a_unit_with_a_head_is_not_approved_by_the_office(city: City) -> None:
    row = prepared(city)
    filing.file(row, by=city.liaison, now=NOW)
    with pytest.raises(Forbidden):
        filing.approve(list_of(city), by=city.office, now=NOW)


def test_sent_back_it_is_corrected_and_filed_anew(city: City) -> None:
    row = prepared(city)
    filing.file(row, by=city.liaison, now=NOW)
    with pytest.raises(Refusal, match="哪里要改"):
        filing.send_back(list_of(city), reason=" ", by=city.head, now=NOW)
    filing.send_back(list_of(city), reason="缺节后复工", by=city.head, now=NOW)
    row = list_of(city)
    assert (row.status, row.filed_at, row.answer) == ("open", None, "缺节后复工")
    filling.add(row, filling.OwnRow("节后复工", {}), by=city.liaison, now=NOW)
    filing.file(row, by=city.liaison, now=NOW)
    filing.take_back(list_of(city), by=city.liaison, now=NOW)
    assert list_of(city).status == "open"


def test_late_is_marked_and_missing_is_named_never_barred(city: City) -> None:
    with_milestones(city)
    row = prepared(city)
    assert call_in(row.round, now=DUE + timedelta(minutes=1))
    assert not call_in(row.round, now=DUE + timedelta(minutes=2))
    called = Event.objects.get(code="work_round.called")
    assert called.details == {"n": 2, "units": "示例工信局、示例住建局"}
    assert Event.objects.filter(code="work_list.missed").count() == 2

    filing.file(row, by=city.liaison, now=at(15, 18))
    assert list_of(city).is_late
    freeze(row.round, now=NOON)
    other = WorkList.objects.get(unit=city.housing)
    assert other.is_missing(NOON)
    late = filing.file(other, by=city.other_liaison, now=at(17, 9))
    assert (late.status, late.is_late) == ("locked", True)
    with pytest.raises(StateChanged, match="报送"):
        filing.file(other, by=city.other_liaison, now=at(17, 10))
    filing.approve(late, by=city.office, now=at(17, 11))


def test_what_nobody_filed_is_frozen_as_the_system_has_it(city: City) -> None:
    project = with_milestones(city)
    row = prepared(city)
    step = project.milestones.get(name="基础")
    finish_milestone(step, on=date(2021, 3, 15), by=city.office, now=NOW)
    freeze(row.round, now=NOON)
    assert item(list_of(city), "基础").standing == "done"
    assert list_of(city).data_at == NOON


def test_what_was_filed_is_frozen_as_it_was_filed(city: City) -> None:
    project = with_milestones(city)
    row = prepared(city)
    filing.file(row, by=city.liaison, now=NOW)
    step = project.milestones.get(name="基础")
    finish_milestone(step, on=date(2021, 3, 15), by=city.office, now=NOW)
    freeze(row.round, now=NOON)
    assert item(list_of(city), "基础").standing == "overdue"
    assert list_of(city).data_at == SEVEN


def test_the_office_freezes_from_the_deadline_on(city: City) -> None:
    row = prepared(city)
    with pytest.raises(Refusal, match="17:30"):
        freeze(row.round, by=city.office, now=NOW)
    with pytest.raises(Forbidden):
        freeze(row.round, by=city.liaison, now=DUE)
    assert freeze(row.round, by=city.office, now=DUE)


def test_after_the_freeze_both_stay_with_the_reason(city: City) -> None:
    with_milestones(city)
    row = prepared(city)
    filing.file(row, by=city.liaison, now=NOW)
    freeze(row.round, now=NOON)
    late = item(list_of(city), "基础")
    with pytest.raises(Refusal, match="不能“更正清单”"):
        filling.correct(late, {Cell.PLAN: "改"}, by=city.liaison, now=at(17, 9))
    with pytest.raises(Refusal, match="原因"):
        amend(late, "plan", "3月25日前完成", reason="", by=city.liaison, now=at(17, 9))

    amend(late, "plan", "3月25日前完成", reason="笔误", by=city.liaison, now=at(17, 9))
    second = amend(late, "due_on", "2021-03-25", reason="已批改期", by=city.office, now=at(17, 10))

    late = item(list_of(city), "基础")
    assert late.text(Cell.PLAN) == "抓紧完成（应于3月10日）"
    assert late.due_on == date(2021, 3, 10)
    assert (second.before, second.after) == ("2021-03-10", "2021-03-25")
    assert [one.field for one in late.corrections.all()] == ["plan", "due_on"]
    with pytest.raises(Refusal, match="相同"):
        amend(late, "plan", "3月25日前完成", reason="再改", by=city.liaison, now=at(17, 11))
    with pytest.raises(Refusal, match="日期"):
        amend(late, "due_on", "下周", reason="笔误", by=city.liaison, now=at(17, 11))
    with pytest.raises(Forbidden):
        amend(late, "plan", "改", reason="笔误", by=city.other_liaison, now=at(17, 11))


def test_a_row_that_was_forgotten_is_no_part_of_what_was_frozen(city: City) -> None:
    with_milestones(city)
    row = prepared(city)
    freeze(row.round, now=NOON)
    before = list_of(city).share
    own = filling.OwnRow("漏报的事项", {Cell.PLAN: "补办"})
    added = add_late(list_of(city), own, reason="漏列", by=city.liaison, now=at(17, 9))
    assert added.added_late
    assert added.corrections.get().reason == "漏列"
    assert list_of(city).share == before


def test_an_own_row_is_asked_for_once_and_carries_on(city: City) -> None:
    row = prepared(city)
    own = filling.OwnRow("示例走访", {Cell.PLAN: "走访 5 家"}, date(2021, 3, 19))
    filling.add(row, own, by=city.liaison, now=NOW)
    freeze(row.round, now=NOON)

    following = prepared(city, WEEK.after, at(22, 7))

    carried = item(following, "示例走访")
    assert not carried.is_own
    assert carried.standing == "overdue"
    assert carried.text(Cell.DONE) == "未办结（应于3月19日）"
    done = filling.OwnRow("示例走访", {Cell.DONE: "走访 6 家"}, own.due_on, date(2021, 3, 22))
    filling.settle_own(carried, done, by=city.liaison, now=at(22, 9))
    freeze(following.round, now=at(23, 12))
    assert not prepared(city, WEEK.after.after, at(29, 7)).items.exists()


def test_what_is_left_out_stays_readable_and_is_not_counted(city: City) -> None:
    with_milestones(city)
    row = prepared(city)
    filling.strike(item(row, "打桩"), reason="上期已报", by=city.liaison, now=NOW)
    assert list_of(city).rows == 2
    assert item(row, "打桩").struck == "上期已报"
    filling.restore(item(row, "打桩"), by=city.liaison, now=NOW)
    assert list_of(city).rows == 3


@pytest.mark.parametrize("rhythm", [Rhythm.MONTH, Rhythm.QUARTER, Rhythm.YEAR])
def test_months_quarters_and_years_the_same_way(city: City, rhythm: Rhythm) -> None:
    with_milestones(city)
    period = Period.of(rhythm, date(2021, 3, 15))
    row = prepared(city, period, at(15, 7))
    names = {one.label.split("：")[1] for one in row.items.all()}
    assert {"打桩", "基础", "正负零"} <= names
    assert ("封顶" in names) is (rhythm is Rhythm.YEAR)


def test_rules_are_data_and_hold_from_the_next_round_on(city: City) -> None:
    week = {"on": True, "prepare": [2, "09:00"], "file": [2, "18:00"], "freeze": [3, "12:00"]}
    rules = {**preset(), "week": week}
    with pytest.raises(Forbidden):
        set_terms(city.tenant, rules, seen=0, by=city.liaison, now=NOW)
    assert set_terms(city.tenant, rules, seen=0, by=city.office, now=NOW) == [Rhythm.WEEK]
    with pytest.raises(StateChanged):
        set_terms(city.tenant, rules, seen=0, by=city.office, now=NOW)
    running(city)
    assert keep_rounds_of(city.tenant, NOW) == Kept()
    assert keep_rounds_of(city.tenant, at(16, 9)).prepared == 1


def test_the_second_of_two_people_is_told_who_was_first(city: City) -> None:
    with_milestones(city)
    row = prepared(city)
    late, seen = item(row, "基础"), row.version
    filling.correct(late, {Cell.HELP: "甲写的"}, seen=seen, by=city.liaison, now=NOW)
    with pytest.raises(StateChanged, match=city.liaison.name):
        filling.correct(late, {Cell.HELP: "乙写的"}, seen=seen, by=city.head, now=NOW)
    assert item(row, "基础").hand == {"help": "甲写的"}


def test_one_letter_each_and_nobody_is_told_twice(city: City) -> None:
    row = prepared(city)
    call_in(row.round, now=DUE + timedelta(minutes=1))
    told = Event.objects.filter(pk__in=Outbox.objects.values("event_id"))
    codes = sorted(told.filter(code__startswith="work_").values_list("code", flat=True))
    assert codes == ["work_list.missed"] * 2 + ["work_list.prepared"] * 2 + ["work_round.called"]
    assert WorkItem.objects.count() == 0
