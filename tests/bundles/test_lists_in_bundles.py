"""Weekly lists in a bundle: what a unit filed outside stands on its list inside, by the rules of
lists, told row by row before, and taken back like the rest."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from guatu.bundles.actions.receiving import accept, comparison_of
from guatu.bundles.actions.undoing import undo
from guatu.bundles.models import Arrival
from guatu.domain.bundles.verdicts import ListVerdict
from guatu.domain.worklists.rows import Cell
from guatu.journal.models import Event
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.models import Unit
from guatu.projects.models import Project
from guatu.worklists.actions.amending import add_late, amend, as_of_now
from guatu.worklists.actions.filing import approve, file, take_back
from guatu.worklists.actions.filling import OwnRow, add, correct, refresh, strike
from guatu.worklists.models import WorkCorrection, WorkItem
from tests.bundles.twin import FEBRUARY, Twin
from tests.bundles.weeks import LATER, Weeks, rows_of, weeks_of
from tests.city import NOW
from tests.worklists.lists import at, item

HELP = {Cell.HELP: "请住建局周三前答复"}
EVENING = at(15, 21)


@pytest.fixture
def weeks(twin: Twin) -> Weeks:
    return weeks_of(twin)


def _undo(weeks: Weeks, arrival: Arrival, minutes: int = 5) -> int:
    at_ = LATER + timedelta(minutes=minutes)
    return undo(arrival, seen=None, reason="接错了包", by=weeks.twin.office, now=at_)


def _filled(weeks: Weeks) -> None:
    """Outside: words typed, a row left out, one added; then filed."""
    liaison = weeks.twin.city.liaison
    weeks.type("基础", HELP)
    strike(item(weeks.outer, "正负零"), reason="已并入主体", by=liaison, now=NOW)
    own = OwnRow("招商座谈会", {Cell.PLAN: "周五召开"}, due_on=date(2021, 3, 19))
    add(weeks.outer, own, by=liaison, now=NOW)
    weeks.file()


def test_what_a_unit_filed_outside_stands_on_its_list_inside(weeks: Weeks) -> None:
    _filled(weeks)
    arrival = weeks.arrive()
    rows = rows_of(arrival)
    assert {name: row.verdict for name, row in rows.items()} == {
        "基础": ListVerdict.CHANGED,
        "打桩": ListVerdict.CHANGED,
        "正负零": ListVerdict.LEFT_OUT,
        "招商座谈会": ListVerdict.NEW,
    }
    late = rows["基础"]
    assert (late.before["help"], late.after["help"]) == ("", "请住建局周三前答复")
    assert "已并入主体" in str(rows["正负零"].says[0])
    assert weeks.row("基础").hand == {}

    arrival = weeks.enter(arrival)
    assert weeks.row("基础").text(Cell.HELP) == "请住建局周三前答复"
    assert weeks.row("打桩").text(Cell.DONE) == "3月11日完成"
    assert "已并入主体（示例市外网第 1 号数据包" in weeks.row("正负零").struck
    own = weeks.row("招商座谈会")
    assert (own.kind, own.text(Cell.PLAN), own.due_on) == ("own", "周五召开", date(2021, 3, 19))
    told = Event.objects.filter(object_id=weeks.inner.pk).values_list("code", flat=True)
    assert {"work_list.corrected", "work_list.struck", "work_list.added"} <= set(told)
    imported = Event.objects.get(code="bundle.imported")
    assert (imported.details["new"], imported.details["changed"]) == (1, 3)


def test_the_same_list_once_more_changes_nothing(weeks: Weeks) -> None:
    """It is told again because it was approved."""
    _filled(weeks)
    weeks.enter(weeks.arrive())
    approve(weeks.outer, by=weeks.twin.city.head, now=NOW + timedelta(minutes=20))
    found = comparison_of(weeks.arrive(21), LATER)
    assert found.rows_entered == []
    assert {row.verdict for row in found.rows} == {ListVerdict.SAME, ListVerdict.SOURCE}
    assert found.rows[0].of.approved is not None


def test_what_follows_from_its_source_is_told_and_not_written(weeks: Weeks) -> None:
    weeks.file()
    row = rows_of(weeks.arrive())["打桩"]
    told = "".join(str(sentence) for sentence in row.says)
    assert "状态以本网来源为准" in told
    assert "“已完成”" in told
    assert "standing" not in row.after


def test_all_of_it_can_be_taken_back_and_entered_again(weeks: Weeks) -> None:
    _filled(weeks)
    arrival = weeks.enter(weeks.arrive())
    said = weeks.row("打桩").said
    assert _undo(weeks, arrival) == 4
    assert weeks.row("基础").hand == weeks.row("打桩").hand == {}
    assert weeks.row("打桩").said == said
    assert weeks.row("正负零").struck == ""
    assert "撤销接收" in weeks.row("招商座谈会").struck

    _, raw = weeks.twin.bundle_again(1)
    weeks.enter(weeks.receive(raw), LATER + timedelta(minutes=10))
    assert weeks.row("基础").text(Cell.HELP) == "请住建局周三前答复"
    assert weeks.row("招商座谈会").struck == ""
    assert WorkItem.objects.filter(work_list=weeks.inner).count() == 4


def test_it_is_not_taken_back_over_what_was_typed_since(weeks: Weeks) -> None:
    _filled(weeks)
    arrival = weeks.enter(weeks.arrive())
    since = LATER + timedelta(minutes=3)
    correct(item(weeks.inner, "基础"), {Cell.HELP: "住建局已答复"}, by=weeks.liaison, now=since)
    with pytest.raises(Refusal, match=r"“.*基础”在接收以后又改过"):
        _undo(weeks, arrival)
    assert weeks.row("正负零").struck
    assert weeks.row("基础").text(Cell.HELP) == "住建局已答复"


def test_a_frozen_list_keeps_what_was_frozen_beside_what_arrived(weeks: Weeks) -> None:
    _filled(weeks)
    weeks.freeze(weeks.inner)
    arrival = weeks.arrive()
    rows = rows_of(arrival, EVENING)
    assert rows["基础"].verdict is ListVerdict.AMENDED
    assert rows["正负零"].verdict is ListVerdict.FAULTY
    assert rows["打桩"].verdict is ListVerdict.SOURCE
    assert "状态以本网来源为准" in "".join(map(str, rows["打桩"].says))
    arrival = weeks.enter(arrival, EVENING)

    late = weeks.row("基础")
    assert (late.text(Cell.HELP), as_of_now(late, "help")) == ("", "请住建局周三前答复")
    assert "示例市外网第 1 号数据包" in late.corrections.get(field="help").reason
    assert weeks.row("招商座谈会").added_late
    assert weeks.row("正负零").struck == ""

    at_ = EVENING + timedelta(minutes=5)
    undo(arrival, seen=None, reason="接错了包", by=weeks.twin.office, now=at_)
    assert as_of_now(late, "help") == ""
    assert late.corrections.filter(field="help").last().reason.startswith("撤销接收")
    assert WorkCorrection.objects.filter(item=weeks.row("招商座谈会"), after="").exists()

    _, raw = weeks.twin.bundle_again(1)
    weeks.enter(weeks.receive(raw), EVENING + timedelta(minutes=10))
    assert as_of_now(late, "help") == "请住建局周三前答复"


def test_a_correction_after_the_freeze_outside_goes_out_with_its_reason(weeks: Weeks) -> None:
    weeks.file()
    weeks.freeze(weeks.outer)
    weeks.enter(weeks.arrive(1))
    weeks.freeze(weeks.inner)
    reason = "周报误写"
    amend(item(weeks.outer, "打桩"), "done", "3月12日完成", reason=reason,
          by=weeks.twin.city.office, now=EVENING)  # fmt: skip
    add_late(weeks.outer, OwnRow("防汛检查", {}), reason="漏列",
             by=weeks.twin.city.office, now=EVENING)  # fmt: skip
    arrival = weeks.arrive(2)
    rows = rows_of(arrival, at(16, 9))
    assert "由“3月11日完成”更正为“3月12日完成”，原因：周报误写" in str(rows["打桩"].says[-1])
    weeks.enter(arrival, at(16, 9))
    piles = weeks.row("打桩")
    assert as_of_now(piles, "done") == "3月12日完成"
    assert "周报误写（示例市外网第 2 号数据包" in piles.corrections.get(field="done").reason
    assert weeks.row("防汛检查").added_late


def test_a_list_that_was_filed_inside_is_left_as_it_was_signed(weeks: Weeks) -> None:
    _filled(weeks)
    file(weeks.inner, by=weeks.liaison, now=NOW)
    arrival = weeks.arrive()
    rows = rows_of(arrival)
    assert {row.verdict for row in rows.values()} == {ListVerdict.CLOSED}
    assert "这份清单现在是“待审定”" in str(rows["基础"].says[0])
    weeks.enter(arrival)
    assert weeks.row("基础").hand == {}
    assert arrival.items.filter(item_id__isnull=False).count() == 0


def test_a_list_that_is_not_there_inside_is_told_in_one_row(weeks: Weeks) -> None:
    _filled(weeks)
    Unit.objects.filter(pk=weeks.inner.unit_id).update(name="示例工业局")
    arrival = weeks.arrive()
    (row,) = comparison_of(arrival, LATER).rows
    assert row.verdict is ListVerdict.UNKNOWN
    assert "本网没有“示例工信局”3月15日至3月21日的清单" in str(row.says[0])
    weeks.enter(arrival)
    assert not WorkItem.objects.filter(label="招商座谈会", work_list=weeks.inner).exists()


def test_what_was_typed_later_inside_is_kept_and_said(weeks: Weeks) -> None:
    weeks.type("基础", HELP)
    weeks.file()
    own, since = {Cell.HELP: "已答复"}, NOW + timedelta(minutes=30)
    correct(item(weeks.inner, "基础"), own, by=weeks.liaison, now=since)
    arrival = weeks.arrive()
    row = rows_of(arrival)["基础"]
    assert "help" not in row.after
    assert "需协调：本网有人填过，对端的不比本网的新，保留本网的" in str(row.says[-1])
    weeks.enter(arrival)
    assert weeks.row("基础").text(Cell.HELP) == "已答复"


def test_what_the_system_there_read_anew_comes_though_words_were_typed_before(
    weeks: Weeks,
) -> None:
    """Help was typed there on Monday; on Wednesday works had come on, and it was filed again."""
    weeks.type("基础", HELP)
    weeks.file()
    weeks.enter(weeks.arrive(1))
    liaison, city = weeks.twin.city.liaison, weeks.twin.city
    take_back(weeks.outer, by=liaison, now=at(17, 9))
    project = Project.objects.get(tenant=city.tenant)
    weeks.twin.report(project, FEBRUARY, 1900, physical_words="垫层浇筑", minutes=48 * 60)
    refresh(weeks.outer, by=liaison, now=at(17, 10))
    file(weeks.outer, by=liaison, now=at(17, 11))
    row = rows_of(weeks.arrive(52 * 60), at(17, 14))["基础"]
    assert (row.verdict, row.after["done"]) == (ListVerdict.CHANGED, "垫层浇筑")
    assert "help" not in row.after


def test_words_corrected_outside_before_the_first_bundle_arrived_are_later_all_the_same(
    weeks: Weeks,
) -> None:
    """Typed there at 9:00, entered here at 10:00, typed anew there at 9:30: 9:30 holds."""
    weeks.type("基础", HELP)
    weeks.file()
    _, first = weeks.twin.bundle(1)
    take_back(weeks.outer, by=weeks.twin.city.liaison, now=NOW + timedelta(minutes=29))
    weeks.type("基础", {Cell.HELP: "住建局已答复"}, minutes=30)
    weeks.file(31)
    _, second = weeks.twin.bundle(32)
    weeks.enter(weeks.receive(first))
    arrival = weeks.receive(second)
    assert rows_of(arrival)["基础"].verdict is ListVerdict.CHANGED
    weeks.enter(arrival, LATER + timedelta(minutes=1))
    assert weeks.row("基础").text(Cell.HELP) == "住建局已答复"


def test_two_rows_of_one_name_are_told_and_neither_is_written(weeks: Weeks) -> None:
    liaison = weeks.twin.city.liaison
    for plan in ("上午", "下午"):
        add(weeks.outer, OwnRow("走访企业", {Cell.PLAN: plan}), by=liaison, now=NOW)
    weeks.file()
    arrival = weeks.arrive()
    twice = [row for row in comparison_of(arrival, LATER).rows if row.label == "走访企业"]
    assert [row.verdict for row in twice] == [ListVerdict.AMBIGUOUS] * 2
    weeks.enter(arrival)
    assert not WorkItem.objects.filter(work_list=weeks.inner, label="走访企业").exists()


def test_a_list_changed_since_it_was_looked_at_is_looked_at_again(weeks: Weeks) -> None:
    _filled(weeks)
    arrival = weeks.arrive()
    gist = comparison_of(arrival, LATER).gist
    correct(item(weeks.inner, "基础"), {Cell.HELP: "已答复"}, by=weeks.liaison, now=LATER)
    with pytest.raises(StateChanged):
        accept(arrival, seen=None, gist=gist, by=weeks.twin.office, now=LATER)
    assert weeks.row("打桩").hand == {}


def test_an_open_list_does_not_travel_and_an_old_one_does_not_travel_again(weeks: Weeks) -> None:
    weeks.type("基础", HELP)
    with pytest.raises(Refusal, match="没有新的进度和清单"):
        weeks.twin.bundle()
    weeks.file()
    made, _ = weeks.twin.bundle()
    assert (made.reports, made.lists) == (0, 1)
    with pytest.raises(Refusal, match="没有新的进度和清单"):
        weeks.twin.bundle(1)


def test_a_done_row_of_the_unit_is_settled_and_comes_back_open_when_undone(weeks: Weeks) -> None:
    liaison, label = weeks.twin.city.liaison, "招商座谈会"
    add(weeks.inner, OwnRow(label, {Cell.PLAN: "周五召开"}), by=weeks.liaison, now=at(15, 8))
    add(weeks.outer, OwnRow(label, {Cell.DONE: "已召开"}, done_on=date(2021, 3, 15)),
        by=liaison, now=NOW)  # fmt: skip
    weeks.file()
    arrival = weeks.enter(weeks.arrive())
    own = weeks.row(label)
    assert (own.done_on, own.standing, own.text(Cell.DONE)) == (
        date(2021, 3, 15), "done", "已召开",
    )  # fmt: skip
    assert _undo(weeks, arrival)
    own.refresh_from_db()
    assert (own.done_on, own.text(Cell.PLAN), own.text(Cell.DONE)) == (None, "周五召开", "")
