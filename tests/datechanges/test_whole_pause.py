"""A project that is paused as a whole: its light while the pause holds, and the day it is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from guatu.datechanges.actions.pausing import approve_pause, end_delivered, end_pause
from guatu.datechanges.models import PlanPause
from guatu.datechanges.proofs import faults
from guatu.domain.pace import expected_by_months
from guatu.journal.models import Event
from guatu.projects.actions.needs import Wanted, add_needs
from guatu.projects.actions.supplying import deliver_need
from guatu.projects.backtest import back_test
from guatu.projects.models import Project
from guatu.projects.packs import rules_in_force
from guatu.projects.patrol import patrol, recheck
from guatu.projects.queries.filters import ListFilter
from guatu.projects.queries.totals import totals_of
from guatu.projects.replay import shown_at
from guatu.projects.states import astray
from tests.city import NOW, City
from tests.datechanges.moving import fresh, paused, planned

migration = import_module("guatu.datechanges.migrations.0002_paused_projects")
pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = NOW.date()
LAST = date(2021, 3, 31)
GREEN = {"registered_on": date(2021, 2, 1)}


@pytest.fixture
def project(city: City) -> Project:
    """Green in all that it has a colour for."""
    return planned(city, **GREEN)


def rest(city: City, project: Project, **values: object) -> PlanPause:
    row = paused(city, project, **{"milestone": None, "expected": LAST, **values})
    approve_pause(row, by=city.office, now=NOW)
    return row


def day(on: date) -> datetime:
    return NOW + (on - TODAY)


def light_on(city: City, project: Project, on: date) -> str:
    """After the nightly round, which judges only what is due."""
    patrol(city.tenant, now=day(on))
    return str(fresh(project).light)


def said(project: Project) -> str:
    shown = shown_at(project, NOW + DAY)
    assert shown is not None
    return str(shown.verdict.headline)


class TestTheLight:
    def test_a_green_project_is_paused(self, city: City, project: Project) -> None:
        assert project.light == "green"
        rest(city, project)
        assert fresh(project).light == "paused"
        assert said(project) == (
            "项目自 2021-03-10 起暂停，等示例住建局施工许可，预计到 2021-03-31，暂不计色"
        )
        totals = totals_of(city.office, ListFilter(2021), expected_by_months(TODAY, 2021))
        assert (totals.green, totals.paused) == (0, 1)
        assert Event.objects.filter(code="project.paused", object_id=project.pk).count() == 1
        turned = Event.objects.filter(code="light.turned", object_id=project.pk)
        assert [event.details["after"] for event in turned] == ["暂停"]

    def test_not_while_it_is_only_asked_for(self, city: City, project: Project) -> None:
        paused(city, project, milestone=None)
        assert fresh(project).light == "green"

    def test_not_when_a_milestone_rests(self, city: City, project: Project) -> None:
        approve_pause(paused(city, project), by=city.office, now=NOW)
        assert fresh(project).light == "green"
        assert fresh(project).paused_on is None

    def test_what_the_pause_does_not_excuse_goes_on_counting(
        self, city: City, project: Project
    ) -> None:
        rest(city, project, expected=date(2021, 6, 30))
        assert light_on(city, project, date(2021, 4, 5)) == "paused"
        assert light_on(city, project, date(2021, 4, 30)) in ("yellow", "red")  # no report of March
        shown = shown_at(fresh(project), day(date(2021, 4, 30)))
        assert shown is not None
        assert [reason.dimension for reason in shown.verdict.reasons][:2] == ["report", ""]

    def test_a_red_that_is_excused_turns_to_paused_at_once(self, city: City) -> None:
        project = planned(city, **GREEN)
        project.milestones.filter(code="piles").update(planned_finish=date(2021, 3, 1))
        patrol(city.tenant, now=NOW, everything=True)
        project.milestones.filter(code="piles").update(planned_finish=date(2021, 3, 2))
        rest(city, project)
        assert fresh(project).light == "paused"
        assert astray([fresh(project)]) == []


class TestTheEnd:
    def test_by_its_day_without_anybody(self, city: City, project: Project) -> None:
        rest(city, project)
        assert fresh(project).next_check == LAST + DAY
        assert light_on(city, project, LAST) == "paused"
        assert light_on(city, project, LAST + DAY) == "yellow"  # what was waited for is late now
        shown = shown_at(fresh(project), day(LAST + DAY))
        assert shown is not None
        assert shown.verdict.reasons[0].dimension == "support"
        assert "paused" not in [str(reason.light) for reason in shown.verdict.reasons]

    def test_what_was_waited_for_is_there(self, city: City, project: Project) -> None:
        row = rest(city, project)
        later = NOW + 3 * DAY
        deliver_need(row.need, on=date(2021, 3, 18), by=city.other_liaison, now=later)
        assert fresh(project).light == "paused"
        assert end_delivered(city.tenant, now=later) == 1
        assert fresh(project).light == "green"
        assert fresh(project).paused_until == date(2021, 3, 17)
        assert faults(city.tenant) == []
        assert astray([fresh(project)]) == []

    def test_by_hand(self, city: City, project: Project) -> None:
        row = rest(city, project)
        end_pause(row, on=TODAY, by=city.liaison, now=NOW)
        assert fresh(project).light == "green"
        assert Event.objects.filter(code="project.resumed", object_id=project.pk).count() == 1
        assert faults(city.tenant) == []

    def test_on_the_day_on_which_it_began(self, city: City, project: Project) -> None:
        row = rest(city, project)
        end_pause(row, on=row.since, by=city.liaison, now=NOW)
        assert (fresh(project).paused_on, fresh(project).paused_for) == (None, "")
        assert faults(city.tenant) == []

    def test_two_pauses_that_wait_for_one_need_end_together(
        self, city: City, project: Project
    ) -> None:
        wanted = Wanted(
            "other", name="电力迁改", needed_by=LAST, reason="示例", supplier=city.housing
        )
        need = add_needs(project, [wanted], by=city.liaison, now=NOW)[0]
        rest(city, project, need=need)
        step = paused(city, project, need=need)
        approve_pause(step, by=city.office, now=NOW)
        deliver_need(need, on=TODAY, by=city.other_liaison, now=NOW)
        assert end_delivered(city.tenant, now=NOW) == 2
        assert fresh(project).light == "green"
        turned = Event.objects.filter(code="light.turned", object_id=project.pk).order_by("seq")
        assert [event.details["after"] for event in turned] == ["暂停", "绿"]
        assert astray([fresh(project)]) == []

    def test_a_second_pause_takes_its_place(self, city: City, project: Project) -> None:
        end_pause(rest(city, project), on=TODAY, by=city.liaison, now=NOW)
        rest(city, project, since=TODAY, what="电力迁改")
        assert fresh(project).light == "paused"
        assert fresh(project).paused_for == "等示例住建局电力迁改"
        assert faults(city.tenant) == []


def test_pauses_from_before_are_found_by_the_next_round(city: City, project: Project) -> None:
    row = rest(city, project)
    Project.objects.filter(pk=project.pk).update(
        paused_on=None, paused_until=None, paused_for="", next_check=None
    )
    recheck([fresh(project)], now=NOW + DAY)
    assert fresh(project).light == "green"
    migration.fill(apps, None)
    patrol(city.tenant, now=NOW + DAY)
    assert fresh(project).light == "paused"
    assert fresh(project).paused_for == row.waits_for
    assert astray([fresh(project)]) == []


class TestThePast:
    def test_each_day_shows_what_was_shown(self, city: City, project: Project) -> None:
        row = rest(city, project)
        later = NOW + 3 * DAY
        end_pause(row, on=later.date(), by=city.liaison, now=later)
        shown = [shown_at(project, NOW + n * DAY) for n in (0, 2, 4)]
        assert [str(one.verdict.light) for one in shown if one] == ["paused", "paused", "green"]
        assert [one.state.light for one in shown if one] == ["paused", "paused", "green"]

    def test_rules_that_are_tried_out_know_the_pause(self, city: City, project: Project) -> None:
        rest(city, project)
        patrol(city.tenant, now=day(LAST + DAY))
        tried = back_test(city.tenant, rules_in_force(city.tenant), [TODAY, LAST, LAST + DAY])
        [row] = [one for one in tried.rows if one.project_id == project.pk]
        assert [cell.light for cell in row.cells if cell] == ["paused", "paused", "yellow"]
        assert not any(cell.differs for cell in row.cells if cell)

    def test_it_is_proved(self, city: City, project: Project) -> None:
        rest(city, project)
        Project.objects.filter(pk=project.pk).update(paused_until=LAST + DAY)
        assert any("整体暂停" in str(fault) for fault in faults(city.tenant))
