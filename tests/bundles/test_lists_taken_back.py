"""Rows of lists that a bundle wrote, when their lists went on before it is taken back."""

from __future__ import annotations

from datetime import date

import pytest

from guatu.bundles.actions.undoing import undo
from guatu.bundles.models import Arrival
from guatu.domain.words import Sentence
from guatu.domain.worklists.rhythm import Period, Rhythm
from guatu.domain.worklists.rows import Cell
from guatu.kit.refusals import Refusal
from guatu.worklists.actions.amending import as_of_now
from guatu.worklists.actions.filing import file, take_back
from guatu.worklists.actions.filling import OwnRow, add, strike
from guatu.worklists.actions.rounds import prepare
from guatu.worklists.models import WorkItem
from tests.bundles.twin import Twin
from tests.bundles.weeks import LATER, Weeks, weeks_of
from tests.city import NOW
from tests.worklists.lists import at, item

EVENING = at(15, 21)
MEETING = "招商座谈会"


@pytest.fixture
def weeks(twin: Twin) -> Weeks:
    return weeks_of(twin)


def _undo(weeks: Weeks, arrival: Arrival) -> int:
    return undo(arrival, seen=None, reason="接错了包", by=weeks.twin.office, now=EVENING)


def _added(weeks: Weeks) -> Arrival:
    """Outside a meeting was added; the bundle with it is entered."""
    liaison = weeks.twin.city.liaison
    add(weeks.outer, OwnRow(MEETING, {Cell.PLAN: "周五召开"}), by=liaison, now=NOW)
    weeks.file()
    return weeks.enter(weeks.arrive())


def _left_out(weeks: Weeks) -> Arrival:
    strike(item(weeks.outer, "正负零"), reason="已并入主体", by=weeks.twin.city.liaison, now=NOW)
    weeks.file()
    return weeks.enter(weeks.arrive())


def test_a_row_left_out_of_a_list_that_was_frozen_since_names_the_list(weeks: Weeks) -> None:
    arrival = _left_out(weeks)
    weeks.freeze(weeks.inner)
    with pytest.raises(
        Refusal, match=r"示例工信局周清单（3月15日至3月21日）在接收以后已冻结"
    ) as no:
        _undo(weeks, arrival)
    assert "正负零”，不能整包撤销。请在清单上补列这个事项" in str(no.value.sentence)


def test_a_list_filed_since_is_named_and_can_be_sent_back_first(weeks: Weeks) -> None:
    arrival = _left_out(weeks)
    file(weeks.inner, by=weeks.liaison, now=LATER)
    with pytest.raises(Refusal, match=r"示例工信局周清单.*在接收以后已报送.*请先退回或收回"):
        _undo(weeks, arrival)
    assert weeks.row("正负零").struck
    take_back(weeks.inner, by=weeks.liaison, now=LATER)
    assert _undo(weeks, arrival)
    assert weeks.row("正负零").struck == ""


def test_a_row_that_was_done_by_the_bundle_is_open_again_after_the_freeze_too(
    weeks: Weeks,
) -> None:
    add(weeks.inner, OwnRow(MEETING, {Cell.PLAN: "周五召开"}), by=weeks.liaison, now=at(15, 8))
    own = OwnRow(MEETING, {Cell.DONE: "已召开"}, done_on=date(2021, 3, 15))
    add(weeks.outer, own, by=weeks.twin.city.liaison, now=NOW)
    weeks.file()
    arrival = weeks.enter(weeks.arrive())
    weeks.freeze(weeks.inner)
    _undo(weeks, arrival)
    kept = weeks.row(MEETING)
    assert (kept.standing, as_of_now(kept, "standing")) == ("done", "running")
    assert (as_of_now(kept, "done_on"), as_of_now(kept, "plan")) == ("", "周五召开")


def test_words_that_the_system_says_by_now_are_the_systems_again(weeks: Weeks) -> None:
    weeks.file()
    arrival = weeks.enter(weeks.arrive())
    piles = weeks.row("打桩")
    assert piles.hand["done"] == "3月11日完成"
    said = Sentence("{words}", {"words": "3月11日完成"}).as_json()
    WorkItem.objects.filter(pk=piles.pk).update(said={**piles.said, "done": said})
    _undo(weeks, arrival)
    piles = weeks.row("打桩")
    assert (piles.hand, piles.text(Cell.DONE)) == ({}, "3月11日完成")
    weeks.inner.refresh_from_db()
    assert weeks.inner.by_hand == 0


def test_a_row_that_was_carried_to_the_next_week_is_left_out_there_first(weeks: Weeks) -> None:
    arrival = _added(weeks)
    monday = at(22, 7)
    prepare(weeks.twin.inner, Period.of(Rhythm.WEEK, date(2021, 3, 22)), now=monday)
    with pytest.raises(Refusal, match=r"招商座谈会”已带到示例工信局周清单（3月22日至3月28日）"):
        _undo(weeks, arrival)
    assert weeks.row(MEETING).struck == ""

    carried = WorkItem.objects.get(source_id=weeks.row(MEETING).pk)
    strike(carried, reason="接错了包", by=weeks.liaison, now=monday)
    assert _undo(weeks, arrival)
    assert "撤销接收" in weeks.row(MEETING).struck
