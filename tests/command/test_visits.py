"""Visits: planned, made, what they decided, and what a month of them came to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from guatu.command.actions import clearing
from guatu.command.actions.deciding import decide_nothing_on_site, decide_on_site
from guatu.command.actions.handing import Order
from guatu.command.actions.visiting import Seen, log_visit, make_visit, plan_visit
from guatu.command.choices import BlockerStatus, VisitStage
from guatu.command.models import Visit
from guatu.command.queries.visits import (
    Month,
    decisions_of_month,
    in_month,
    sponsored_in,
    stage_of,
    visits_of,
)
from guatu.dispatches.actions import issuing
from guatu.dispatches.choices import Source
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from guatu.projects.models import Project
from tests.city import NOW, TODAY, City
from tests.command.steering import LATER, LINE, raised

MARCH = Month(date(2021, 3, 1))
SEEN = Seen(TODAY, "设备已到，图审未出", "下周看图审")


@pytest.fixture
def project(city: City) -> Project:
    return city.project()


def made(city: City, project: Project) -> Visit:
    return log_visit(project, city.posts["deputy"], SEEN, by=city.deputy, now=NOW)


def stage(visit: Visit, city: City) -> VisitStage:
    return stage_of(visits_of(city.office).get(pk=visit.pk))


def test_its_stages_follow_from_what_was_done(city: City, project: Project) -> None:
    tomorrow = TODAY + timedelta(days=1)
    visit = plan_visit(project, city.posts["deputy"], tomorrow, by=city.deputy, now=NOW)
    assert stage(visit, city) is VisitStage.PLANNED
    after = NOW + timedelta(days=1)
    seen = Seen(tomorrow, "图审未出")
    make_visit(visit, seen, version=1, by=city.deputy, now=after)
    assert stage(visit, city) is VisitStage.MADE
    decision = decide_on_site(visit, Order(LINE), by=city.deputy, now=after)
    assert stage(visit, city) is VisitStage.DECIDED
    dispatch = decision.dispatch
    assert dispatch is not None
    issuing.withdraw(dispatch, reason="并办", seen=dispatch.version, by=city.deputy, now=after)
    assert stage(visit, city) is VisitStage.CLEARED


def test_a_decision_becomes_a_dispatch_of_the_leader(city: City, project: Project) -> None:
    decision = decide_on_site(made(city, project), Order(LINE), by=city.deputy, now=LATER)
    dispatch = decision.dispatch
    assert dispatch is not None
    assert (dispatch.source, dispatch.source_words) == (Source.VISIT, "副市长 2021-03-15 走访")
    assert (dispatch.issuer_post, dispatch.project) == (city.posts["deputy"], project)
    assert dispatch.origin_id == decision.pk


def test_a_decision_moves_a_blocker_on(city: City, project: Project) -> None:
    blocker = raised(city, project)
    decide_on_site(made(city, project), Order(LINE), blocker=blocker, by=city.deputy, now=LATER)
    blocker.refresh_from_db()
    assert (blocker.status, blocker.doing_unit) == (BlockerStatus.SOLVING, city.housing)


def test_nothing_to_do_needs_a_reason(city: City, project: Project) -> None:
    visit = made(city, project)
    with pytest.raises(Refusal, match="为什么无需交办"):
        decide_nothing_on_site(visit, words="", reason="", by=city.deputy, now=LATER)
    decide_nothing_on_site(visit, words="", reason="进度正常", by=city.deputy, now=LATER)
    assert stage(visit, city) is VisitStage.CLEARED


def test_before_it_was_made_nothing_is_decided(city: City, project: Project) -> None:
    visit = plan_visit(project, city.posts["deputy"], TODAY, by=city.deputy, now=NOW)
    with pytest.raises(Refusal, match="还没有登记"):
        decide_on_site(visit, Order(LINE), by=city.deputy, now=LATER)


@pytest.mark.parametrize(
    ("seen", "field"),
    [
        (Seen(TODAY + timedelta(days=1), "明天的事"), "made_on"),
        (Seen(date(2019, 3, 15), "年份写错"), "made_on"),
        (Seen(TODAY, " "), "found"),
    ],
)
def test_what_cannot_be_is_refused(city: City, project: Project, seen: Seen, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        log_visit(project, city.posts["deputy"], seen, by=city.deputy, now=NOW)
    assert field in refused.value.fields


def test_a_visit_in_the_past_is_not_planned(city: City, project: Project) -> None:
    with pytest.raises(Refusal, match="今天以后"):
        plan_visit(
            project, city.posts["deputy"], TODAY - timedelta(days=1), by=city.deputy, now=NOW
        )


def test_leaders_log_their_own(city: City, project: Project) -> None:
    for user in (city.head, city.inspector, city.reader, city.outsider):
        with pytest.raises(Forbidden):
            log_visit(project, city.posts["deputy"], SEEN, by=user, now=NOW)
    with pytest.raises(Forbidden):
        log_visit(project, city.posts["office"], SEEN, by=city.deputy, now=NOW)
    log_visit(project, city.posts["deputy"], SEEN, by=city.office, now=NOW)


def test_who_comes_second_is_told(city: City, project: Project) -> None:
    visit = made(city, project)
    make_visit(visit, SEEN, version=1, by=city.office, now=LATER)
    with pytest.raises(StateChanged, match="示例甲"):
        make_visit(visit, SEEN, version=1, by=city.deputy, now=LATER)


class TestMonth:
    def test_the_month_before_and_after(self) -> None:
        assert (str(MARCH.before), str(MARCH.following)) == ("2021-02", "2021-04")
        assert Month.of(date(2021, 12, 31)).following.first == date(2022, 1, 1)
        assert Month.of(date(2020, 2, 3)).last == date(2020, 2, 29)

    def test_planned_ones_count_for_their_month_until_they_are_made(
        self, city: City, project: Project
    ) -> None:
        visit = plan_visit(project, city.posts["deputy"], date(2021, 4, 6), by=city.deputy, now=NOW)
        rows = visits_of(city.office)
        assert list(in_month(rows, MARCH.following)) == [visit]
        assert list(in_month(rows, MARCH)) == []

    def test_planned_ones_stand_before_those_made(self, city: City, project: Project) -> None:
        before = made(city, project)
        late, soon = (
            plan_visit(project, city.posts["deputy"], day, by=city.deputy, now=NOW)
            for day in (date(2021, 3, 30), date(2021, 3, 18))
        )
        assert list(in_month(visits_of(city.office), MARCH)) == [soon, late, before]

    def test_decisions_are_gathered_in_the_order_of_the_projects(
        self, city: City, project: Project
    ) -> None:
        second = city.project("示例二号项目")
        for one in (second, project):
            decide_on_site(made(city, one), Order(LINE), by=city.deputy, now=LATER)
        found = decisions_of_month(city.office, MARCH)
        assert [row.visit.project for row in found if row.visit] == [project, second]
        assert not decisions_of_month(city.office, MARCH.before).exists()
        assert not decisions_of_month(city.outsider, MARCH).exists()

    def test_visits_stand_against_blockers_and_are_never_ranked(
        self, city: City, project: Project
    ) -> None:
        cleared, left = raised(city, project), raised(city, project)
        clearing.confirm(cleared, words="已通", seen=1, by=city.owner, now=LATER)
        decide_on_site(made(city, project), Order(LINE), blocker=left, by=city.deputy, now=LATER)
        busy = city.project("示例二号项目", sponsor=city.posts["office"])
        for _ in range(3):
            log_visit(busy, city.posts["office"], SEEN, by=city.office, now=NOW)
        rows = sponsored_in(city.office, MARCH, 2021)
        told = {row.leader.title: row for row in rows}
        deputy = told["副市长"]
        assert (deputy.projects, deputy.visits, deputy.last_on) == (1, 1, TODAY)
        assert (deputy.left, deputy.cleared, deputy.decided, deputy.done) == (1, 1, 1, 0)
        posts = [row.leader for row in rows]
        assert posts == sorted(posts, key=lambda post: (post.rank, post.pk))
