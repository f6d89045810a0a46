"""Many rows of one list in a bundle: written list by list, each told with its own reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.bundles.actions.undoing import undo
from guatu.bundles.models import Arrival
from guatu.domain.worklists.rows import Cell
from guatu.journal.models import Event
from guatu.worklists.actions.amending import add_late, amend
from guatu.worklists.actions.filing import take_back
from guatu.worklists.actions.filling import OwnRow, add, settle_own
from guatu.worklists.models import WorkCorrection, WorkItem
from tests.bundles.twin import Twin
from tests.bundles.weeks import LATER, Weeks, weeks_of
from tests.city import NOW
from tests.worklists.lists import at, item

EVENING = at(15, 21)


@pytest.fixture
def weeks(twin: Twin) -> Weeks:
    return weeks_of(twin)


def test_each_correction_keeps_the_reason_of_its_own_field(weeks: Weeks) -> None:
    weeks.file()
    weeks.freeze(weeks.outer)
    weeks.freeze(weeks.inner)
    office, piles = weeks.twin.city.office, item(weeks.outer, "打桩")
    amend(piles, "done", "3月12日完成", reason="周报误写", by=office, now=EVENING)
    amend(piles, "help", "请水利局配合", reason="漏写需协调", by=office, now=EVENING)
    add_late(weeks.outer, OwnRow("防汛检查", {}), reason="漏列", by=office, now=EVENING)
    late = item(weeks.outer, "防汛检查")
    amend(late, "plan", "周五检查", reason="漏写计划", by=office, now=EVENING)
    weeks.enter(weeks.arrive(), at(16, 9))

    rows = weeks.row("打桩").corrections
    assert rows.get(field="done").reason.startswith("周报误写（")
    assert rows.get(field="help").reason.startswith("漏写需协调（")
    assert weeks.row("防汛检查").corrections.get(field="row").reason.startswith("漏列（")


def test_a_frozen_list_takes_all_its_corrections_at_once(weeks: Weeks) -> None:
    """Ten rows more cost no statement more, and each correction is told."""

    def entered(names: list[str], now: timedelta) -> int:
        for name in names:
            words = {"plan": "周五召开", "help": "请答复", "done": "已办"}
            for field, to in words.items():
                amend(item(weeks.outer, name), field, to, reason="漏写", by=office, now=NOW + now)
        arrival = weeks.arrive()
        with CaptureQueriesContext(connection) as asked:
            weeks.enter(arrival, EVENING + now)
        return len(asked)

    office = weeks.twin.city.office
    names = [f"事项{n:02}" for n in range(11)]
    for name in names:
        for row, by in ((weeks.outer, weeks.twin.city.liaison), (weeks.inner, weeks.liaison)):
            add(row, OwnRow(name, {}), by=by, now=at(15, 7, 30))
    weeks.file()
    weeks.freeze(weeks.outer)
    weeks.freeze(weeks.inner)
    weeks.enter(weeks.arrive(), EVENING)
    one = entered(names[:1], timedelta(minutes=1))
    before = WorkCorrection.objects.filter(item__work_list=weeks.inner).count()
    assert entered(names[1:], timedelta(minutes=2)) <= one + 5
    rows = WorkCorrection.objects.filter(item__work_list=weeks.inner)
    assert rows.count() == before + 30
    told = Event.objects.filter(object_id=weeks.inner.pk, code="work_list.amended")
    assert told.count() == rows.count()


def test_own_rows_of_an_open_list_are_added_and_settled_together(weeks: Weeks) -> None:
    """Twenty at once cost no statement more than one; all are there, in order, and told."""

    def entered(minutes: int) -> tuple[Arrival, int]:
        weeks.file(minutes)
        arrival = weeks.arrive(minutes)
        with CaptureQueriesContext(connection) as asked:
            arrival = weeks.enter(arrival, LATER + timedelta(minutes=minutes))
        take_back(weeks.outer, by=liaison, now=NOW + timedelta(minutes=minutes))
        return arrival, len(asked)

    liaison = weeks.twin.city.liaison
    names = [f"事项{n:02}" for n in range(21)]
    add(weeks.outer, OwnRow(names[0], {Cell.PLAN: "周五召开"}), by=liaison, now=NOW)
    _, one = entered(1)
    for name in names[1:]:
        add(weeks.outer, OwnRow(name, {Cell.PLAN: "周五召开"}), by=liaison, now=NOW)
    assert entered(2)[1] <= one + 5
    own = WorkItem.objects.filter(work_list=weeks.inner, kind="own").order_by("serial")
    assert list(own.values_list("label", flat=True)) == names
    told = Event.objects.filter(object_id=weeks.inner.pk)
    assert told.filter(code="work_list.added").count() == len(names)

    for name in names:
        row = OwnRow(name, {Cell.DONE: "已召开"}, done_on=date(2021, 3, 15))
        settle_own(item(weeks.outer, name), row, by=liaison, now=NOW + timedelta(minutes=3))
    last, count = entered(4)
    assert count <= one + 5
    assert set(own.values_list("standing", flat=True)) == {"done"}

    undo(last, seen=None, reason="接错了包", by=weeks.twin.office, now=EVENING)
    assert set(own.values_list("standing", "done_on")) == {("running", None)}
