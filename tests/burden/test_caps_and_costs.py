"""What an act would cost is what is counted after it; over a hard cap it is not done."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from guatu.burden.actions.caps import Waiving, set_terms, waive
from guatu.burden.models import BurdenWaiver
from guatu.burden.queries.asked import by_unit
from guatu.burden.queries.costs import Cost, cost_of
from guatu.burden.terms import caps_of, preset
from guatu.command.actions.deciding import decide
from guatu.command.actions.handing import Order
from guatu.command.actions.meetings import Call, edit
from guatu.command.models import Decision, Meeting
from guatu.command.queries.demands import demands_of as meeting_demands
from guatu.dispatches.actions import issuing
from guatu.dispatches.actions.drafting import draft
from guatu.dispatches.models import Dispatch
from guatu.dispatches.queries.demands import Share, demands_of
from guatu.dispatches.terms import all_limits
from guatu.domain.burden.counting import Count
from guatu.journal.models import Event
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from guatu.org.models import Unit
from guatu.worklists.actions.rounds import prepare
from guatu.worklists.queries.demands import demands_of as list_demands
from tests.burden.asking import MONDAY, WEEK, capped, counted, given, matter
from tests.city import NOW, TODAY, City
from tests.command.steering import LATER, LINE, called, held, item_of, red
from tests.worklists.lists import SEVEN, with_milestones
from tests.worklists.lists import WEEK as LIST_WEEK


def told(city: City, lead: Unit, *helpers: Unit, **more: Any) -> Cost:
    """As the form asks it: of a dispatch that is not saved."""
    wanted = matter(lead, helpers, **more)
    dispatch = Dispatch(
        tenant=city.tenant,
        urgency=wanted.urgency or "normal",
        due_on=wanted.due_on,
        evidence=list(wanted.evidence),
    )
    shares = [Share(lead.pk, lead=True), *(Share(unit.pk) for unit in helpers)]
    return cost_of(city.tenant.pk, demands_of(dispatch, shares, TODAY))


@pytest.mark.parametrize("seed", range(6))
def test_a_dispatch_costs_what_is_counted_afterwards(city: City, seed: int) -> None:
    """Whatever is asked, however urgent, with or without a day, of whomever."""
    chance = Random(seed)
    units = chance.sample([city.industry, city.housing, city.root], chance.randint(1, 3))
    receiving = [unit for unit in units if unit != city.root] or [city.industry]
    lead, *helpers = receiving
    kinds = chance.sample(["document", "photo", "figures"], chance.randint(0, 3))
    urgencies = [one.code for one in all_limits()["default"].classes]
    more = {
        "evidence": kinds,
        "urgency": chance.choice(urgencies),
        "due_on": chance.choice([None, date(2021, 3, 26)]),
    }
    before = {unit: counted(city, unit) for unit in receiving}

    cost = told(city, lead, *helpers, **more)
    given(city, lead, *helpers, **more)

    assert set(cost.asked) == {unit.pk for unit in receiving}
    for unit in receiving:
        assert counted(city, unit) - before[unit] == cost.asked[unit.pk]


@pytest.mark.parametrize("minutes", [5, 45, 480])
def test_a_meeting_costs_what_is_counted_afterwards(city: City, minutes: int) -> None:
    seats = [city.posts[key] for key in ("deputy", "head", "liaison", "other_liaison", "deputy")]
    at = NOW + timedelta(days=1)
    places = [(post.pk, post.unit_id) for post in seats]
    cost = cost_of(city.tenant.pk, meeting_demands(at, minutes, places))

    called(city, at=at, chair=seats[0], attendees=seats[1:], minutes=minutes)

    for unit in (city.root, city.industry, city.housing):
        assert counted(city, unit) == cost.asked[unit.pk]


def test_lists_cost_what_is_counted_when_they_are_prepared(city: City) -> None:
    with_milestones(city)
    told_before = by_unit(list_demands(city.tenant.pk, LIST_WEEK, SEVEN.date()))

    prepare(city.tenant, LIST_WEEK, now=SEVEN)

    assert told_before[city.industry.pk].fields > 0
    for unit in (city.industry, city.housing):
        assert counted(city, unit) == told_before[unit.pk]


def test_over_a_hard_cap_nothing_is_sent(city: City) -> None:
    capped(city, "slips", 2)
    given(city, city.industry)
    given(city, city.industry)
    assert told(city, city.industry, city.housing).barred

    with pytest.raises(Refusal, match=r"示例工信局当周派单 3，上限 2（示例文件）"):
        given(city, city.industry, city.housing)

    assert counted(city, city.industry).slips == 2
    assert counted(city, city.housing) == Count()
    assert Dispatch.objects.filter(serial__isnull=False).count() == 2


def test_the_next_week_begins_anew(city: City) -> None:
    capped(city, "slips", 1)
    given(city, city.industry)

    given(city, city.industry, at=NOW + timedelta(days=7))


def test_a_draft_asks_nothing_and_is_weighed_when_it_is_issued(city: City) -> None:
    capped(city, "slips", 1)
    given(city, city.industry)
    kept = draft(city.tenant, matter(city.industry), by=city.office, now=NOW)

    with pytest.raises(Refusal, match="超过负担限额"):
        issuing.issue(kept, seen=kept.version, by=city.office, now=NOW)


def test_transfers_and_helpers_are_weighed_too(city: City) -> None:
    capped(city, "slips", 1)
    given(city, city.housing)
    dispatch = given(city, city.industry)
    asked = {"reason": "职责", "seen": dispatch.version, "by": city.office, "now": NOW}

    with pytest.raises(Refusal, match="示例住建局当周派单 2"):
        issuing.reassign(dispatch, city.housing, **asked)
    with pytest.raises(Refusal, match="示例住建局当周派单 2"):
        issuing.co_handle(dispatch, [city.housing], **asked)


def test_what_is_decided_in_the_room_goes_through_the_same_door(city: City) -> None:
    project = red(city.project())
    meeting = held(city)
    capped(city, "slips", 1)
    given(city, city.housing)

    with pytest.raises(Refusal, match="示例住建局当周派单 2"):
        decide(item_of(meeting, project), Order(LINE), by=city.office, now=LATER)

    assert not Decision.objects.exists()


def test_a_soft_cap_is_told_and_bars_nothing(city: City) -> None:
    capped(city, "slips", 1, hard=False)
    given(city, city.industry)

    cost = told(city, city.industry)

    assert [(one.cap.limit, one.after) for one in cost.strained] == [(1, 2)]
    assert cost.crowded == 1
    assert not cost.barred
    given(city, city.industry)


def test_a_person_has_a_cap_across_the_own_posts(city: City) -> None:
    capped(city, "meetings", 1, scope="person")
    called(city, attendees=(city.posts["head"],))

    with pytest.raises(Refusal, match="会议 2，上限 1"):
        called(city, attendees=(city.posts["head"],), chair=city.posts["office"])
    called(city, attendees=(city.posts["liaison"],), chair=city.posts["office"])


def test_a_meeting_that_is_changed_is_weighed_by_what_comes_on_top(city: City) -> None:
    capped(city, "minutes", 120)
    meeting = called(city, attendees=(city.posts["head"],), minutes=60)

    longer = _again(meeting, minutes=100)
    edit(meeting, longer, seen=meeting.version, by=city.office, now=NOW)
    meeting.refresh_from_db()
    both = _again(meeting, attendees=(city.posts["head"], city.posts["liaison"]))
    with pytest.raises(Refusal, match="参会人分钟 200，上限 120"):
        edit(meeting, both, seen=meeting.version, by=city.office, now=NOW)


def test_a_meeting_moved_into_a_full_week_is_refused(city: City) -> None:
    capped(city, "meetings", 1)
    called(city, at=NOW + timedelta(days=8))
    meeting = called(city)

    with pytest.raises(Refusal, match="会议 2，上限 1"):
        edit(
            meeting,
            _again(meeting, starts_at=NOW + timedelta(days=9)),
            seen=meeting.version,
            by=city.office,
            now=NOW,
        )


def test_what_the_office_lets_through_goes_through_this_week_alone(city: City) -> None:
    capped(city, "slips", 1)
    given(city, city.industry)
    given(city, city.housing)
    wanted = Waiving("slips", TODAY, "防汛应急", city.industry)

    row = waive(city.tenant, wanted, by=city.office, now=NOW)

    assert (row.week, row.by_name, row.reason) == (MONDAY, city.office.name, "防汛应急")
    given(city, city.industry)
    with pytest.raises(Refusal):
        given(city, city.housing)
    later = NOW + timedelta(days=7)
    given(city, city.industry, at=later)
    with pytest.raises(Refusal):
        given(city, city.industry, at=later)


def test_letting_through_needs_a_reason_and_the_office(city: City) -> None:
    with pytest.raises(Refusal, match="必须超限"):
        waive(city.tenant, Waiving("slips", TODAY, "  "), by=city.office, now=NOW)
    for stranger in (city.liaison, city.inspector, city.outsider):
        with pytest.raises(Forbidden):
            waive(city.tenant, Waiving("slips", TODAY, "防汛"), by=stranger, now=NOW)
    assert not BurdenWaiver.objects.exists()


def test_nothing_is_capped_before_caps_are_adopted(city: City) -> None:
    assert caps_of(city.tenant.pk) == []
    for _ in range(12):
        given(city, city.industry)
    assert counted(city, city.industry, WEEK).slips == 12


def test_caps_are_adopted_once_and_changed_with_a_trace(city: City) -> None:
    rules = preset()
    assert set_terms(city.tenant, rules, seen=0, by=city.office, now=NOW)
    assert not set_terms(city.tenant, rules, seen=1, by=city.office, now=NOW)
    fewer = [row | {"limit": 8} if _is_slips(row) else row for row in rules["caps"]]
    assert set_terms(city.tenant, {**rules, "caps": fewer}, seen=1, by=city.office, now=NOW)

    codes = list(
        Event.objects.filter(code__startswith="burden_terms").values_list("code", flat=True)
    )
    assert codes == ["burden_terms.changed", "burden_terms.adopted"]
    changes = Event.objects.get(code="burden_terms.changed").details["changes"]
    assert changes == "每个单位派单由 6（超限提示） 改为 8（超限提示）"
    with pytest.raises(StateChanged):
        set_terms(city.tenant, rules, seen=1, by=city.office, now=NOW)


def test_a_cap_without_a_document_is_refused_at_its_field(city: City) -> None:
    rules = preset()
    wrong = [row | {"source": ""} if _is_slips(row) else row for row in rules["caps"]]

    with pytest.raises(Refusal) as error:
        set_terms(city.tenant, {**rules, "caps": wrong}, seen=0, by=city.office, now=NOW)

    assert set(error.value.fields) == {"unit_slips_source"}
    with pytest.raises(Forbidden):
        set_terms(city.tenant, rules, seen=0, by=city.head, now=NOW)


def _is_slips(row: dict[str, object]) -> bool:
    return (row["scope"], row["measure"]) == ("unit", "slips")


def _again(meeting: Meeting, **more: Any) -> Call:
    known: dict[str, Any] = {
        "title": meeting.title,
        "starts_at": meeting.starts_at,
        "place": meeting.place,
        "chair": meeting.chair,
        "attendees": tuple(meeting.attendees.all()),
        "minutes": meeting.minutes,
    }
    return Call(**{**known, **more})
