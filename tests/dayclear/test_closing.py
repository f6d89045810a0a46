"""A day from its list to its evening: asked once, nothing lost, nothing twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guatu.dayclear.actions.closing import close_days, close_days_of, confirm
from guatu.dayclear.actions.correcting import correct
from guatu.dayclear.actions.opening import open_day_of, open_days
from guatu.dayclear.actions.settling import add, carry, finish
from guatu.dayclear.choices import ItemState
from guatu.dayclear.models import DayClosing, DayItem
from guatu.dayclear.proofs import faults
from guatu.dispatches.actions.doing import receive, reply
from guatu.domain.dayclear import State
from guatu.journal.queries import history_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from guatu.projects.actions.supplying import deliver_need, promise_need
from tests.city import NOW, City
from tests.dayclear.days import (
    FRIDAY,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    at,
    dispatch_to_industry,
    items,
    need_of_industry,
    running,
    states,
)

CLOSE = at(MONDAY, 22, 0)


class TestListing:
    def test_what_is_due_comes_onto_the_list_once(self, city: City) -> None:
        running(city)
        dispatch_to_industry(city)
        assert open_days(NOW) > 0
        assert states(MONDAY)["dispatch finish"] == "open"
        before = DayItem.objects.count()
        open_days(NOW + timedelta(hours=1))
        assert DayItem.objects.count() == before

    def test_a_need_a_milestone_of_another_day_does_not(self, city: City) -> None:
        running(city)
        need_of_industry(city, city.project(), on=FRIDAY)
        open_days(NOW)
        assert items(MONDAY, kind="need") == []

    def test_a_day_off_has_no_list(self, city: City) -> None:
        tenant = running(city)
        need_of_industry(city, city.project(), on=MONDAY - timedelta(days=1))
        assert open_day_of(tenant, at(MONDAY - timedelta(days=1))) == 0
        assert open_day_of(tenant, NOW) == 1

    def test_after_the_cut_off_nothing_is_added(self, city: City) -> None:
        tenant = running(city)
        need_of_industry(city, city.project())
        assert open_day_of(tenant, CLOSE) == 0


class TestEvening:
    def test_no_news_is_not_done(self, city: City) -> None:
        running(city)
        dispatch_to_industry(city)
        own = add(city.industry, "走访示例企业", day=MONDAY, by=city.head, now=NOW)
        close_days(CLOSE)
        assert states(MONDAY)["dispatch finish"] == "uncleared"
        assert states(MONDAY)["own 走访示例企业"] == "uncleared"
        again = DayItem.objects.get(before=own)
        assert (again.day, again.carried, again.first_on, again.state) == (
            TUESDAY, 1, MONDAY, "open",
        )  # fmt: skip

    def test_done_follows_from_the_dispatch_itself(self, city: City) -> None:
        running(city)
        dispatch = dispatch_to_industry(city)
        open_days(NOW)
        received = receive(dispatch, seen=dispatch.version, by=city.liaison, now=at(MONDAY, 10))
        reply(received, words="已查清", seen=received.version, by=city.liaison, now=at(MONDAY, 16))
        close_days(CLOSE)
        assert states(MONDAY)["dispatch finish"] == "done"
        assert not items(TUESDAY)

    def test_done_on_the_next_day_was_not_done_on_this_one(self, city: City) -> None:
        tenant = running(city)
        need = need_of_industry(city, city.project())
        open_days(NOW)
        close_days(CLOSE)
        deliver_need(need, on=TUESDAY, by=city.liaison, now=at(TUESDAY, 10))
        close_days_of(tenant, at(TUESDAY, 22))
        assert [row.state for row in DayItem.objects.order_by("day")] == ["uncleared", "done"]

    def test_a_promise_that_moved_carries_it_to_the_new_day(self, city: City) -> None:
        running(city)
        need = need_of_industry(city, city.project())
        open_days(NOW)
        promise_need(need, on=FRIDAY, by=city.liaison, now=at(MONDAY, 15))
        close_days(CLOSE)
        moved = DayItem.objects.get(day=MONDAY)
        assert (moved.state, moved.next_on) == ("carried", FRIDAY)
        assert DayItem.objects.get(day=FRIDAY).due_on == FRIDAY
        open_days(at(TUESDAY))
        assert not items(TUESDAY)

    def test_the_unit_is_told_in_figures(self, city: City) -> None:
        running(city)
        dispatch_to_industry(city)
        own = add(city.industry, "走访示例企业", day=MONDAY, by=city.head, now=NOW)
        finish(own, words="走访两家", by=city.head, now=at(MONDAY, 17))
        close_days(CLOSE)
        closing = DayClosing.objects.get(unit=city.industry, day=MONDAY)
        assert (closing.done, closing.carried) == (1, 0)
        assert closing.uncleared == len(states(MONDAY)) - 1
        assert closing.longest == 1
        told = [e for e in history_of(closing.pk) if e.code == "dayclear.summed"]
        assert len(told) == 1

    def test_twice_is_once(self, city: City) -> None:
        running(city)
        dispatch_to_industry(city)
        assert close_days(CLOSE) > 0
        before = list(DayItem.objects.order_by("pk").values())
        assert close_days(CLOSE + timedelta(hours=1)) == 0
        assert list(DayItem.objects.order_by("pk").values()) == before

    def test_after_a_stop_each_day_is_closed_by_itself(self, city: City) -> None:
        running(city)
        own = add(city.industry, "走访示例企业", day=MONDAY, by=city.head, now=NOW)
        close_days(CLOSE)
        close_days(at(FRIDAY, 8))
        chain = list(DayItem.objects.filter(label=own.label).order_by("day"))
        assert [(row.day, row.state, row.carried) for row in chain] == [
            (MONDAY, "uncleared", 0),
            (TUESDAY, "uncleared", 1),
            (WEDNESDAY, "uncleared", 2),
            (WEDNESDAY + timedelta(days=1), "uncleared", 3),
            (FRIDAY, "open", 4),
        ]

    def test_a_clock_that_stands_still_ends_no_day(self, city: City) -> None:
        add(city.industry, "走访示例企业", day=MONDAY, by=city.head, now=NOW)
        assert close_days(CLOSE) == 0

    def test_own_items_wait_for_their_day(self, city: City) -> None:
        running(city)
        add(city.industry, "周五再看", day=FRIDAY, by=city.head, now=NOW)
        close_days(CLOSE)
        assert states(FRIDAY) == {"own 周五再看": "open"}


class TestCarrying:
    def test_it_takes_a_reason_and_comes_again(self, city: City) -> None:
        running(city)
        own = add(city.industry, "走访示例企业", day=MONDAY, by=city.head, now=NOW)
        with pytest.raises(Refusal) as refused:
            carry(own, reason=" ", next_on=TUESDAY, by=city.head, now=NOW)
        assert "请写明为什么" in str(refused.value.sentence)
        carry(own, reason="企业改约", next_on=WEDNESDAY, by=city.liaison, now=NOW)
        again = DayItem.objects.get(day=WEDNESDAY)
        assert (again.carried, again.label) == (1, "走访示例企业")

    def test_whoever_is_second_is_told(self, city: City) -> None:
        running(city)
        own = add(city.industry, "走访示例企业", day=MONDAY, by=city.head, now=NOW)
        finish(own, words="已走访", by=city.head, now=NOW)
        with pytest.raises(StateChanged) as told:
            carry(own, reason="改约", next_on=TUESDAY, by=city.liaison, now=NOW)
        assert "示例丁" in str(told.value.sentence)
        assert not items(TUESDAY)

    def test_what_the_system_knows_is_not_ticked(self, city: City) -> None:
        running(city)
        dispatch_to_industry(city)
        open_days(NOW)
        item = DayItem.objects.get(aspect="finish")
        with pytest.raises(Refusal) as refused:
            finish(item, words="办好了", by=city.head, now=NOW)
        assert "由系统记载" in str(refused.value.sentence)

    def test_after_the_cut_off_it_is_too_late(self, city: City) -> None:
        running(city)
        own = add(city.industry, "走访示例企业", day=MONDAY, by=city.head, now=NOW)
        with pytest.raises(Refusal) as refused:
            finish(own, words="已走访", by=city.head, now=CLOSE)
        assert "截止" in str(refused.value.sentence)

    def test_others_may_not(self, city: City) -> None:
        running(city)
        own = add(city.industry, "走访示例企业", day=MONDAY, by=city.head, now=NOW)
        for user in (city.other_liaison, city.reader, city.owner, city.outsider):
            with pytest.raises(Forbidden):
                finish(own, words="已走访", by=user, now=NOW)
        with pytest.raises(Forbidden):
            add(city.industry, "替别人列", day=MONDAY, by=city.other_liaison, now=NOW)


class TestAfterwards:
    def test_a_closed_day_is_corrected_by_what_is_added(self, city: City) -> None:
        running(city)
        own = add(city.industry, "走访示例企业", day=MONDAY, by=city.head, now=NOW)
        close_days(CLOSE)
        correct(own, ItemState.DONE, words="当晚已走访，忘记登记", by=city.head, now=at(TUESDAY))
        kept = DayItem.objects.get(pk=own.pk)
        assert kept.state == "uncleared"
        assert kept.corrections.get().standing == State.DONE
        assert DayItem.objects.get(day=TUESDAY).state == "released"
        assert DayClosing.objects.get(day=MONDAY).uncleared == 1

    def test_an_open_day_is_not_corrected(self, city: City) -> None:
        running(city)
        own = add(city.industry, "走访示例企业", day=MONDAY, by=city.head, now=NOW)
        with pytest.raises(Refusal):
            correct(own, ItemState.DONE, words="已走访", by=city.head, now=NOW)

    def test_the_system_is_not_overruled(self, city: City) -> None:
        running(city)
        dispatch_to_industry(city)
        close_days(CLOSE)
        item = DayItem.objects.get(day=MONDAY, aspect="finish")
        with pytest.raises(Refusal) as refused:
            correct(item, ItemState.DONE, words="其实办好了", by=city.head, now=at(TUESDAY))
        assert "系统记载当天没有办结" in str(refused.value.sentence)

    def test_the_head_confirms_once(self, city: City) -> None:
        running(city)
        add(city.industry, "走访示例企业", day=MONDAY, by=city.head, now=NOW)
        close_days(CLOSE)
        closing = DayClosing.objects.get(day=MONDAY)
        with pytest.raises(Forbidden):
            confirm(closing, words="", by=city.liaison, now=at(TUESDAY))
        confirm(closing, words="属实", by=city.head, now=at(TUESDAY))
        with pytest.raises(StateChanged):
            confirm(closing, words="再来", by=city.head, now=at(TUESDAY))
        assert DayClosing.objects.get().confirmed_by_name == "示例丁"


class TestProofs:
    def test_whatever_was_done_the_days_hold_together(self, city: City) -> None:
        tenant = running(city)
        dispatch_to_industry(city)
        need_of_industry(city, city.project())
        own = add(city.industry, "走访示例企业", day=MONDAY, by=city.head, now=NOW)
        carry(own, reason="企业改约", next_on=WEDNESDAY, by=city.liaison, now=NOW)
        close_days(CLOSE)
        close_days(at(FRIDAY, 8))
        assert faults(tenant) == []

    def test_what_was_tampered_with_is_found(self, city: City) -> None:
        tenant = running(city)
        add(city.industry, "走访示例企业", day=MONDAY, by=city.head, now=NOW)
        close_days(CLOSE)
        DayItem.objects.filter(day=TUESDAY).delete()
        DayItem.objects.filter(day=MONDAY).update(state="carried")
        words = "；".join(str(fault) for fault in faults(tenant))
        assert "没有再列出来" in words
        assert "合计与事项不符" in words
        DayItem.objects.filter(day=MONDAY).update(state="open")
        assert "已经结账，却还没有说法" in "".join(map(str, faults(tenant)))
