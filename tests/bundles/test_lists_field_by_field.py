"""What goes over what stands on a list here, field by field: words that people typed or put right
later, never what only the system there had read over what people or a frozen list have here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pytest

from guatu.bundles.actions.undoing import undo
from guatu.bundles.models import Bundle
from guatu.bundles.queries.comparing_lists import ListLine
from guatu.bundles.queries.outgoing_lists import outgoing_lists
from guatu.domain.bundles.lists import Since
from guatu.domain.bundles.verdicts import ListVerdict
from guatu.domain.worklists.rhythm import Period, Rhythm
from guatu.domain.worklists.rows import Cell
from guatu.projects.models import Milestone
from guatu.worklists.actions.amending import add_late, amend, as_of_now
from guatu.worklists.actions.filing import file, take_back
from guatu.worklists.actions.filling import (
    OwnRow,
    add,
    correct,
    refresh,
    restore,
    settle_own,
    strike,
)
from guatu.worklists.actions.rounds import prepare
from guatu.worklists.models import WorkCorrection, WorkList
from tests.bundles.twin import Twin
from tests.bundles.weeks import LATER, Weeks, rows_of, weeks_of
from tests.city import NOW
from tests.worklists.lists import at, item

HELP = {Cell.HELP: "请住建局周三前答复"}
EVENING, NEXT = at(15, 21), at(16, 9)
SEMINAR = "招商座谈会"


@pytest.fixture
def weeks(twin: Twin) -> Weeks:
    return weeks_of(twin)


def _minutes(count: int) -> datetime:
    return NOW + timedelta(minutes=count)


def _here(weeks: Weeks, name: str, words: Mapping[Cell, str], minutes: int) -> None:
    correct(item(weeks.inner, name), words, by=weeks.liaison, now=_minutes(minutes))


def _again(weeks: Weeks, minutes: int) -> None:
    take_back(weeks.outer, by=weeks.twin.city.liaison, now=_minutes(minutes))


def _said(row: ListLine) -> str:
    return "".join(map(str, row.says))


def _own_here(weeks: Weeks, cells: Mapping[Cell, str], now: datetime) -> None:
    add(weeks.inner, OwnRow(SEMINAR, cells), by=weeks.liaison, now=now)


def _settle(weeks: Weeks, cells: Mapping[Cell, str], minutes: int) -> None:
    """The own row outside, written anew."""
    own = OwnRow(SEMINAR, cells)
    settle_own(item(weeks.outer, SEMINAR), own, by=weeks.twin.city.liaison, now=_minutes(minutes))


class TestFrozen:
    def test_a_normal_week_changes_nothing_after_the_freeze(self, weeks: Weeks) -> None:
        """Entered while open, filed and frozen on both sides: what is known of the sources on this
        side is no error to be put right."""
        weeks.file()
        weeks.enter(weeks.arrive(1))
        file(weeks.inner, by=weeks.liaison, now=LATER + timedelta(minutes=2))
        weeks.freeze(weeks.outer)
        weeks.freeze(weeks.inner)
        arrival = weeks.arrive(60 * 13)
        rows = rows_of(arrival, NEXT)
        assert {row.verdict for row in rows.values()} == {ListVerdict.SOURCE}
        assert "责任人以本网来源为准" in _said(rows["打桩"])
        weeks.enter(arrival, NEXT)
        assert not WorkCorrection.objects.exists()

    def test_a_matter_done_here_is_not_late_because_it_was_at_seven_there(
        self, weeks: Weeks
    ) -> None:
        inner = Milestone.objects.filter(project__tenant=weeks.twin.inner, name="基础")
        inner.update(actual_finish=date(2021, 3, 15))
        weeks.file()
        weeks.freeze(weeks.inner)
        arrival = weeks.arrive(1)
        row = rows_of(arrival, EVENING)["基础"]
        assert row.verdict is ListVerdict.SOURCE
        assert "状态以本网来源为准，没有写入：对端“逾期”，本网“已完成”" in _said(row)
        weeks.enter(arrival, EVENING)
        late = weeks.row("基础")
        assert (as_of_now(late, "standing"), as_of_now(late, "done_on")) == ("done", "2021-03-15")

    def test_a_day_that_people_there_put_right_comes_with_its_reason(self, weeks: Weeks) -> None:
        weeks.file()
        weeks.freeze(weeks.outer)
        weeks.freeze(weeks.inner)
        office = weeks.twin.city.office
        amend(item(weeks.outer, "打桩"), "done_on", "2021-03-12", reason="监理日志",
              by=office, now=EVENING)  # fmt: skip
        arrival = weeks.arrive(2)
        row = rows_of(arrival, NEXT)["打桩"]
        assert (row.verdict, dict(row.after)) == (ListVerdict.AMENDED, {"done_on": "2021-03-12"})
        weeks.enter(arrival, NEXT)
        assert as_of_now(weeks.row("打桩"), "done_on") == "2021-03-12"

    def test_a_row_added_late_with_a_day_to_come_is_told_and_the_others_are_entered(
        self, weeks: Weeks
    ) -> None:
        weeks.type("基础", HELP)
        weeks.file()
        weeks.freeze(weeks.outer)
        weeks.freeze(weeks.inner)
        office = weeks.twin.city.office
        own = OwnRow("防汛检查", {}, done_on=date(2021, 3, 15))
        late = add_late(weeks.outer, own, reason="漏列", by=office, now=EVENING)
        amend(late, "done_on", "2121-03-15", reason="笔误", by=office, now=EVENING)
        arrival = weeks.arrive(2)
        row = rows_of(arrival, NEXT)["防汛检查"]
        assert row.verdict is ListVerdict.FAULTY
        assert "办结日期 2121-03-15 在本网还没有到" in _said(row)
        weeks.enter(arrival, NEXT)
        assert as_of_now(weeks.row("基础"), "help") == "请住建局周三前答复"


class TestEachField:
    def test_the_plan_typed_here_stays_though_a_bundle_brought_the_help(self, weeks: Weeks) -> None:
        """Plan here at 9:30; the bundle of 9:00 with the help is entered; plan there at 9:10."""
        weeks.type("基础", HELP)
        weeks.file(1)
        _, first = weeks.twin.bundle(2)
        _again(weeks, 5)
        weeks.type("基础", {Cell.PLAN: "外网计划"}, 10)
        weeks.file(11)
        _, second = weeks.twin.bundle(12)
        _here(weeks, "基础", {Cell.PLAN: "内网计划"}, 30)
        weeks.enter(weeks.receive(first))
        arrival = weeks.receive(second)
        row = rows_of(arrival)["基础"]
        assert row.verdict is ListVerdict.OLDER
        assert "本期计划：本网有人填过" in _said(row)
        weeks.enter(arrival, LATER + timedelta(minutes=1))
        assert weeks.row("基础").text(Cell.PLAN) == "内网计划"

        file(weeks.inner, by=weeks.liaison, now=LATER + timedelta(minutes=2))
        (back,) = outgoing_lists(weeks.twin.inner, 0, 10**9)
        (late,) = [one for one in back.rows if one.label.endswith("基础")]
        assert late.typed["plan"] == Since.at(_minutes(30))
        assert late.typed["help"] == Since.at(NOW)

    def test_the_help_typed_later_here_stays_though_the_plan_there_is_later_still(
        self, weeks: Weeks
    ) -> None:
        """There help at 9:00 and plan at 9:40, here help at 9:20."""
        weeks.type("基础", HELP)
        weeks.type("基础", {Cell.PLAN: "外网计划"}, 40)
        weeks.file(41)
        _here(weeks, "基础", {Cell.HELP: "内网的话"}, 20)
        row = rows_of(weeks.arrive(42))["基础"]
        assert row.verdict is ListVerdict.CHANGED
        assert (row.after["plan"], "help" in row.after) == ("外网计划", False)
        assert "需协调：本网有人填过" in _said(row)

    def test_where_nobody_can_tell_which_is_later_nothing_is_written(self, weeks: Weeks) -> None:
        """An own row is written as a whole: there at 9:00 and 9:40, here at 9:20."""
        add(weeks.outer, OwnRow(SEMINAR, HELP), by=weeks.twin.city.liaison, now=NOW)
        _settle(weeks, {**HELP, Cell.PLAN: "周五召开"}, 40)
        weeks.file(41)
        _own_here(weeks, {Cell.HELP: "内网的话"}, _minutes(20))
        arrival = weeks.arrive(42)
        row = rows_of(arrival)[SEMINAR]
        assert row.verdict is ListVerdict.FAULTY
        assert "分不清哪边在后，没有写入" in _said(row)
        weeks.enter(arrival)
        assert weeks.row(SEMINAR).text(Cell.HELP) == "内网的话"

    def test_an_own_row_that_a_bundle_brought_follows_what_is_written_there(
        self, weeks: Weeks
    ) -> None:
        add(weeks.outer, OwnRow(SEMINAR, HELP), by=weeks.twin.city.liaison, now=NOW)
        weeks.file(1)
        weeks.enter(weeks.arrive(2))
        _again(weeks, 20)
        _settle(weeks, {Cell.HELP: "已答复"}, 21)
        weeks.file(22)
        weeks.enter(weeks.arrive(23), LATER + timedelta(minutes=1))
        assert weeks.row(SEMINAR).text(Cell.HELP) == "已答复"

    def _brought_and_written_on_here(self, weeks: Weeks) -> None:
        """The plan is the bundle's, the help was typed over it here."""
        cells = {Cell.HELP: "请财政局答复", Cell.PLAN: "周五召开"}
        add(weeks.outer, OwnRow(SEMINAR, cells), by=weeks.twin.city.liaison, now=NOW)
        weeks.file(1)
        weeks.enter(weeks.arrive(2))
        own = OwnRow(SEMINAR, {**cells, Cell.HELP: "内网的话"})
        settle_own(item(weeks.inner, SEMINAR), own, by=weeks.liaison, now=_minutes(70))
        _again(weeks, 80)

    def test_of_an_own_row_written_on_here_the_fields_of_the_bundle_follow_what_is_there(
        self, weeks: Weeks
    ) -> None:
        self._brought_and_written_on_here(weeks)
        _settle(weeks, {Cell.HELP: "请财政局答复", Cell.PLAN: "改到周四"}, 81)
        weeks.file(82)
        arrival = weeks.arrive(83)
        row = rows_of(arrival, _minutes(90))[SEMINAR]
        assert (row.verdict, dict(row.after)) == (ListVerdict.CHANGED, {"plan": "改到周四"})
        assert "需协调：本网有人填过" in _said(row)
        weeks.enter(arrival, _minutes(90))
        assert weeks.row(SEMINAR).text(Cell.HELP) == "内网的话"

    def test_of_a_field_written_anew_on_both_sides_nobody_can_tell(self, weeks: Weeks) -> None:
        self._brought_and_written_on_here(weeks)
        _settle(weeks, {Cell.HELP: "请审计局答复", Cell.PLAN: "周五召开"}, 81)
        weeks.file(82)
        row = rows_of(weeks.arrive(83), _minutes(90))[SEMINAR]
        assert row.verdict is ListVerdict.FAULTY
        assert "需协调：两边都有人改过" in _said(row)

    def test_a_row_carried_on_from_last_week_gives_way_to_what_was_written_there(
        self, weeks: Weeks
    ) -> None:
        add(weeks.outer, OwnRow(SEMINAR, HELP), by=weeks.twin.city.liaison, now=NOW)
        weeks.file(1)
        weeks.enter(weeks.arrive(2))
        following = Period.of(Rhythm.WEEK, date(2021, 3, 22))
        for tenant in (weeks.twin.city.tenant, weeks.twin.inner):
            assert prepare(tenant, following, now=at(22, 7)) is not None
        weeks.outer, weeks.inner = (
            WorkList.objects.select_related("unit", "round").get(
                unit_id=row.unit_id, round__first=following.first
            )
            for row in (weeks.outer, weeks.inner)
        )
        _settle(weeks, {Cell.HELP: "已答复"}, 7 * 24 * 60)
        weeks.file(7 * 24 * 60 + 1)
        weeks.enter(weeks.arrive(7 * 24 * 60 + 2), at(22, 12))
        assert weeks.row(SEMINAR).text(Cell.HELP) == "已答复"

    def test_what_the_system_there_said_does_not_come_back_as_typed_here(
        self, weeks: Weeks
    ) -> None:
        weeks.file()
        weeks.enter(weeks.arrive(1))
        assert weeks.row("打桩").hand["done"] == "3月11日完成"
        file(weeks.inner, by=weeks.liaison, now=LATER + timedelta(minutes=2))
        (back,) = outgoing_lists(weeks.twin.inner, 0, 10**9)
        (piles,) = [one for one in back.rows if one.label.endswith("打桩")]
        assert "done" not in piles.typed

    def test_a_list_read_here_after_the_unit_there_stood_by_its_own_keeps_its_words(
        self, weeks: Weeks
    ) -> None:
        weeks.file()
        refresh(weeks.inner, by=weeks.liaison, now=_minutes(30))
        row = rows_of(weeks.arrive(1))["打桩"]
        assert row.verdict is ListVerdict.SOURCE
        assert "上期完成以本网来源为准，没有写入：对端“3月11日完成”" in _said(row)


class TestTakenBackThere:
    def test_words_taken_back_there_go_here_too(self, weeks: Weeks) -> None:
        weeks.type("基础", HELP)
        weeks.file(1)
        weeks.enter(weeks.arrive(2))
        _again(weeks, 20)
        weeks.type("基础", {Cell.HELP: ""}, 21)
        weeks.file(22)
        arrival = weeks.arrive(23)
        row = rows_of(arrival)["基础"]
        assert (row.verdict, row.after["help"]) == (ListVerdict.CHANGED, "")
        weeks.enter(arrival, LATER + timedelta(minutes=1))
        assert weeks.row("基础").text(Cell.HELP) == ""

    def test_words_typed_here_since_stay(self, weeks: Weeks) -> None:
        weeks.type("基础", HELP)
        weeks.file(1)
        weeks.enter(weeks.arrive(2))
        _here(weeks, "基础", {Cell.HELP: "住建局已答复"}, 70)
        _again(weeks, 80)
        weeks.type("基础", {Cell.HELP: ""}, 81)
        weeks.file(82)
        weeks.enter(weeks.arrive(83), _minutes(90))
        assert weeks.row("基础").text(Cell.HELP) == "住建局已答复"


class TestLeftOut:
    def _left_out_and_listed_again(self, weeks: Weeks) -> None:
        liaison = weeks.twin.city.liaison
        strike(item(weeks.outer, "正负零"), reason="已并入主体", by=liaison, now=NOW)
        weeks.file(1)
        weeks.enter(weeks.arrive(2))
        assert weeks.row("正负零").struck
        _again(weeks, 20)
        restore(item(weeks.outer, "正负零"), by=liaison, now=_minutes(21))
        weeks.type("正负零", HELP, 22)
        weeks.file(23)

    def test_a_row_that_is_listed_there_again_is_listed_here_again(self, weeks: Weeks) -> None:
        self._left_out_and_listed_again(weeks)
        arrival = weeks.arrive(24)
        row = rows_of(arrival)["正负零"]
        assert row.verdict is ListVerdict.NEW
        assert "对端又列了这个事项" in _said(row)
        since = LATER + timedelta(minutes=1)
        arrival = weeks.enter(arrival, since)
        again = weeks.row("正负零")
        assert (again.struck, again.text(Cell.HELP)) == ("", "请住建局周三前答复")
        later = since + timedelta(minutes=1)
        undo(arrival, seen=None, reason="接错了包", by=weeks.twin.office, now=later)
        assert weeks.row("正负零").struck

    def test_a_row_that_people_here_left_out_stays_out(self, weeks: Weeks) -> None:
        self._left_out_and_listed_again(weeks)
        since = LATER + timedelta(minutes=1)
        strike(item(weeks.inner, "正负零"), reason="本期无任务", by=weeks.liaison, now=since)
        row = rows_of(weeks.arrive(24), since)["正负零"]
        assert row.verdict is ListVerdict.OLDER
        assert "本网本期不列这个事项：本期无任务" in _said(row)

    def test_a_row_struck_there_and_added_anew_is_one_row(self, weeks: Weeks) -> None:
        liaison = weeks.twin.city.liaison
        add(weeks.outer, OwnRow(SEMINAR, {Cell.PLAN: "上午"}), by=liaison, now=NOW)
        strike(item(weeks.outer, SEMINAR), reason="写错", by=liaison, now=_minutes(1))
        add(weeks.outer, OwnRow(SEMINAR, {Cell.PLAN: "下午"}), by=liaison, now=_minutes(2))
        weeks.file(3)
        weeks.enter(weeks.arrive(4))
        assert weeks.row(SEMINAR).text(Cell.PLAN) == "下午"


def test_what_waited_for_the_freeze_comes_when_its_bundle_is_received_once_more(
    weeks: Weeks,
) -> None:
    weeks.type("基础", HELP)
    weeks.file()
    file(weeks.inner, by=weeks.liaison, now=NOW)
    arrival = weeks.enter(weeks.arrive(1))
    weeks.freeze(weeks.inner)
    undo(arrival, seen=None, reason="等冻结", by=weeks.twin.office, now=EVENING)
    _, raw = weeks.twin.bundle_again(1)
    weeks.enter(weeks.receive(raw), EVENING + timedelta(minutes=1))
    assert as_of_now(weeks.row("基础"), "help") == "请住建局周三前答复"


def test_undone_on_a_frozen_list_a_field_is_as_old_as_before(weeks: Weeks) -> None:
    """Typed here at 9:20, there at 9:30; entered, undone, and entered once more all the same."""
    weeks.type("基础", HELP, 30)
    weeks.file(31)
    _here(weeks, "基础", {Cell.HELP: "内网的话"}, 20)
    weeks.freeze(weeks.inner)
    arrival = weeks.enter(weeks.arrive(32), EVENING)
    since = EVENING + timedelta(minutes=1)
    undo(arrival, seen=None, reason="接错了包", by=weeks.twin.office, now=since)
    assert as_of_now(weeks.row("基础"), "help") == "内网的话"
    _, raw = weeks.twin.bundle_again(1)
    weeks.enter(weeks.receive(raw), since + timedelta(minutes=1))
    assert as_of_now(weeks.row("基础"), "help") == "请住建局周三前答复"


def test_lists_from_before_the_upgrade_travel_with_the_first_bundle_after_it(weeks: Weeks) -> None:
    weeks.file()
    made, _ = weeks.twin.bundle(1)
    Bundle.objects.filter(pk=made.pk).update(head="", lists=0)  # as version 2 made it
    after, _ = weeks.twin.bundle(2)
    assert (after.since, after.lists) == (made.until, 1)
