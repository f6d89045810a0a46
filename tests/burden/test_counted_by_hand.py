"""A week of the small city counted by hand, and the meter beside it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from guatu.boards.burden.reading import Meter, lines_of, meter_of_person, meter_of_units
from guatu.burden.queries.asked import Weeks
from guatu.command.actions.meetings import cancel
from guatu.dispatches.actions import doing, issuing, reviewing
from guatu.domain.burden.counting import Count
from guatu.domain.worklists.rows import Cell
from guatu.notices.actions import spread
from guatu.org.models import Unit
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.worklists.actions import filling
from guatu.worklists.actions.rounds import call_in
from tests.burden.asking import MONDAY, WEEK, counted, given
from tests.city import NOW, City
from tests.command.steering import called
from tests.worklists.lists import DUE, SEVEN, item, prepared, with_milestones

MINUTE = timedelta(minutes=1)


def test_a_dispatch_asks_the_lead_for_two_replies_and_evidence_the_helper_for_one(
    city: City,
) -> None:
    given(city, city.industry, city.housing, evidence=("document", "figures"))

    assert counted(city, city.industry) == Count(slips=1, forms=2, fields=1 + 3)
    assert counted(city, city.housing) == Count(slips=1, forms=1, fields=1)


def test_what_is_sent_back_is_not_asked_anew(city: City) -> None:
    dispatch = given(city, city.industry, evidence=())
    before = counted(city, city.industry)
    doing.receive(dispatch, seen=dispatch.version, by=city.liaison, now=NOW + MINUTE)
    dispatch.refresh_from_db()
    doing.reply(
        dispatch, words="已办", seen=dispatch.version, by=city.liaison, now=NOW + 2 * MINUTE
    )
    dispatch.refresh_from_db()
    reviewing.send_back(
        dispatch, reason="不全", seen=dispatch.version, by=city.office, now=NOW + 3 * MINUTE
    )

    assert counted(city, city.industry) == before


def test_whoever_gets_it_by_a_transfer_is_asked(city: City) -> None:
    dispatch = given(city, city.industry, evidence=())
    issuing.reassign(
        dispatch, city.housing, reason="职责", seen=dispatch.version, by=city.office, now=NOW
    )

    assert counted(city, city.housing) == Count(slips=1, forms=2, fields=2)


def test_a_meeting_counts_once_a_unit_and_by_head_in_minutes(city: City) -> None:
    posts = city.posts
    meeting = called(
        city, attendees=(posts["head"], posts["liaison"], posts["other_liaison"]), minutes=90
    )

    assert counted(city, city.industry) == Count(meetings=1, minutes=180)
    assert counted(city, city.housing) == Count(meetings=1, minutes=90)
    assert counted(city, city.root) == Count(meetings=1, minutes=90)

    cancel(meeting, reason="改为书面", by=city.office, now=NOW)
    assert counted(city, city.industry) == Count()


def test_a_meeting_belongs_to_the_week_in_which_it_is_held(city: City) -> None:
    called(city, at=NOW + timedelta(days=9))

    assert counted(city, city.industry) == Count()
    assert counted(city, city.industry, Weeks(date(2021, 3, 22))).meetings == 1


def test_a_list_counts_its_cells_and_of_them_what_was_typed(city: City) -> None:
    with_milestones(city)
    row = prepared(city)
    # 打桩: 事项、状态、时限、上周完成、责任领导、责任人
    # 基础: 事项、状态、时限、上周完成、本周计划、存在问题、责任领导、责任人
    # 正负零: 事项、状态、时限、本周计划、责任领导、责任人
    cells = 6 + 8 + 6
    assert counted(city, city.industry) == Count(
        forms=1,
        lists=1,
        fields=cells,
        prefilled=cells,
        list_fields=cells,
        list_prefilled=cells,
    )

    filling.correct(item(row, "正负零"), {Cell.HELP: "请协调供电"}, by=city.liaison, now=NOW)
    filling.correct(item(row, "基础"), {Cell.PLAN: "本周浇筑"}, by=city.liaison, now=NOW)

    typed = counted(city, city.industry)
    assert (typed.fields, typed.prefilled, typed.typed) == (cells + 1, cells - 1, 2)
    assert typed.prefilled_percent == 19 * 100 // 21


def test_a_months_progress_counts_the_cells_that_were_given(city: City) -> None:
    project = city.project()
    figures = MonthFigures(
        period=date(2021, 2, 1), invested=Decimal(900), physical_words="完成桩基"
    )
    report_progress(project, figures, by=city.owner, now=NOW)

    assert counted(city, city.root) == Count(forms=1, reports=1, fields=2)


@pytest.fixture
def running(city: City) -> City:
    """Lists were prepared on Monday, nobody filed; who is told has been told."""
    with_milestones(city)
    row = prepared(city)
    spread(SEVEN)
    call_in(row.round, now=DUE + MINUTE)
    spread(DUE + MINUTE)
    return city


def test_reminders_are_people_told_by_the_unit_of_their_post(running: City) -> None:
    week = meter_of_units(running.tenant.pk, WEEK).weeks[0]

    # the liaison of what was prepared; liaison and head of what was missed
    assert week.units[running.industry.pk].reminders == 3
    assert week.units[running.housing.pk].reminders == 2  # it has no head
    assert week.units[running.root.pk].reminders == 1  # the office, of all who are missing
    assert week.count.reminders == 6


def test_a_person_bears_what_is_asked_of_the_own_posts(running: City) -> None:
    given(running, running.industry, evidence=())
    posts = running.posts
    called(running, attendees=(posts["head"], posts["liaison"]), minutes=60)

    liaison = meter_of_person(running.liaison, WEEK).weeks[0].count
    head = meter_of_person(running.head, WEEK).weeks[0].count

    assert (liaison.slips, liaison.meetings, liaison.minutes, liaison.lists) == (1, 1, 60, 1)
    assert (head.slips, head.meetings, head.minutes, head.lists) == (0, 1, 60, 0)
    assert (liaison.reminders, head.reminders) == (2, 1)


def test_who_was_not_in_the_post_yet_bears_nothing_of_it(city: City) -> None:
    given(city, city.industry)
    holding = city.liaison.holdings.get()
    holding.since = date(2021, 3, 16)
    holding.save(update_fields=["since"])

    assert meter_of_person(city.liaison, WEEK).weeks[0].count == Count()


def test_weeks_are_apart_and_the_sum_is_that_of_the_units(city: City) -> None:
    given(city, city.industry, city.housing, at=NOW - timedelta(days=4))
    given(city, city.housing)

    meter: Meter = meter_of_units(city.tenant.pk, Weeks(date(2021, 3, 8), 2))

    assert [week.count.slips for week in meter.weeks] == [2, 1]
    for week in meter.weeks:
        assert sum(week.units.values(), Count()) == week.count


def test_units_stand_in_the_order_of_the_tree_whatever_they_bear(city: City) -> None:
    given(city, city.housing)
    units = list(Unit.objects.filter(tenant=city.tenant).order_by("path"))
    meter = meter_of_units(city.tenant.pk, WEEK)

    assert [one.unit for one in lines_of(meter, meter.week(MONDAY), units)] == units


def test_the_neighbour_counts_for_nothing(city: City) -> None:
    given(city, city.industry)

    week = meter_of_units(city.outsider.tenant_id, WEEK).weeks[0]
    assert week.count == Count()
