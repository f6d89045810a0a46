"""What suppliers owed on days of the past."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from guatu.kit.refusals import Refusal
from guatu.org.models import User
from guatu.projects.actions.listing import edit_project, withdraw_project
from guatu.projects.actions.milestones import finish_milestone
from guatu.projects.actions.needs import Wanted, add_needs, drop_need
from guatu.projects.actions.planning import accept_plan
from guatu.projects.actions.supplying import (
    block_need,
    clear_need,
    deliver_need,
    promise_need,
    reopen_need,
)
from guatu.projects.choices import NeedStatus
from guatu.projects.models import Project, SupportNeed
from guatu.projects.queries.needs import (
    NeedFilter,
    NeedRow,
    NeedState,
    Show,
    in_order,
    owed_to,
    rows_on,
    suppliers_of,
)
from guatu.projects.queries.past_needs import PastNeeds, needs_at, rows_at
from guatu.workdays.queries import calendar_in_force
from tests.city import City
from tests.projects.chance import project_at
from tests.projects.days import FIRST, evening, morning
from tests.projects.needing import DRAFT, REQUIRED

DAY = timedelta(days=1)
LAST = date(2021, 3, 12)
ELEMENTS = ("land", "power", "funds", "building_permit")


def told(row: NeedRow) -> tuple[Any, ...]:
    """What a page says of a need, but for what is not kept."""
    need = row.need
    return (
        need.name, need.element, need.project_id, need.project.name, str(need.project.line or ""),
        str(need.milestone or ""), need.supplier, row.state, row.days_left, row.days_short,
        need.needed_by, need.promised_on, need.delivered_on, need.expires_on, need.blocker,
    )  # fmt: skip


def now_told(user: User, wanted: NeedFilter, day: date) -> tuple[Any, ...]:
    rows = rows_on(in_order(user, wanted, day), day, calendar_in_force())
    owed, suppliers = owed_to(user, wanted, day), suppliers_of(user, wanted, day)
    return owed, suppliers, [told(row) for row in rows]


def then_told(found: PastNeeds, moment: datetime) -> tuple[Any, ...]:
    return found.owed, found.suppliers, [told(row) for row in rows_at(found.shown, moment)]


def filters(city: City) -> list[NeedFilter]:
    every = [NeedFilter(2021, show) for show in Show]
    narrowed: tuple[dict[str, Any], ...] = (
        {"supplier": city.housing.pk},
        {"element": "power"},
        {"line": city.industry_line.pk},
        {"words": "示例2"},
    )
    return every + [NeedFilter(2021, Show.ALL, **one) for one in narrowed]


class Dealings:
    """Random acts on needs of three projects, two of them with a plan."""

    def __init__(self, city: City, seed: int) -> None:
        self.city, self.random, self.now = city, Random(seed), morning(FIRST)
        self.projects = [
            project_at(city, self.now, f"示例{n}项目", planned_start=FIRST, line=line)
            for n, line in enumerate((city.industry_line, city.housing_line, None), start=1)
        ]
        for project in self.projects[:2]:
            accept_plan(project, DRAFT, REQUIRED, reason="", by=city.office, now=self.now)

    def need(self) -> SupportNeed:
        rows = SupportNeed.objects.select_related("project").order_by("project__number", "serial")
        return self.random.choice(list(rows) or [self.add()])

    def someday(self, first: int, last: int) -> date:
        return self.now.date() + timedelta(days=self.random.randint(first, last))

    def add(self) -> SupportNeed:
        project = self.random.choice(self.projects)
        step = self.random.choice([None, *project.milestones.all()])
        own: dict[str, Any] = {"milestone": step} if step else {"needed_by": self.someday(-2, 12)}
        wanted = Wanted(
            element=self.random.choice(ELEMENTS),
            name=f"示例需求{self.random.randint(0, 10**6)}",
            supplier=self.random.choice([None, self.city.housing, self.city.root]),
            reason="" if step else "不对应节点",
            **own,
        )
        return add_needs(project, [wanted], by=self.city.office, now=self.now)[0]

    def act(self) -> None:
        by: dict[str, Any] = {"by": self.city.office, "now": self.now}
        expires = self.random.choice([None, self.someday(0, 6)])
        acts: list[Callable[[], object]] = [
            self.add,
            lambda: promise_need(self.need(), on=self.someday(0, 15), reason="补件", **by),
            lambda: deliver_need(self.need(), on=self.someday(-6, 0), expires=expires, **by),
            lambda: block_need(self.need(), words="2 户未签", **by),
            lambda: clear_need(self.need(), **by),
            lambda: reopen_need(self.need(), reason="并未落实", **by),
            lambda: drop_need(self.need(), reason="改用自有场地", **by),
            self.finish,
        ]
        with suppress(Refusal):
            self.random.choice(acts)()

    def finish(self) -> None:
        step = self.projects[0].milestones.filter(actual_finish=None).first()
        if step:
            finish_milestone(step, on=self.now.date(), by=self.city.office, now=self.now)


@pytest.mark.parametrize("seed", range(2))
def test_the_needs_of_each_day_are_what_was_shown_in_the_evening(city: City, seed: int) -> None:
    """Every kind and filter, whatever was said of needs on four weeks."""
    dealings, kept, day = Dealings(city, seed), {}, FIRST
    while day <= LAST:
        for hour in range(6):
            dealings.now = morning(day) + timedelta(hours=hour)
            dealings.act()
        for wanted in filters(city):
            kept[day, wanted] = now_told(city.office, wanted, day)
        day += DAY
    states = {row[7] for rows in kept.values() for row in rows[2]}
    assert states == set(NeedState) - {NeedState.NOT_NEEDED}
    for (day, wanted), before in kept.items():
        moment = evening(day)
        then = then_told(needs_at(city.office, wanted, moment), moment)
        assert then == before, (day, wanted)


@pytest.fixture
def factory(city: City) -> Project:
    """Of the industry department, with a plan since 15 February."""
    project = project_at(city, morning(FIRST), "示例轴承项目", planned_start=date(2021, 3, 15))
    accept_plan(project, DRAFT, REQUIRED, reason="", by=city.office, now=morning(FIRST))
    return project


def asked(city: City, project: Project, name: str, day: date = FIRST, **values: Any) -> SupportNeed:
    given: dict[str, Any] = {
        "element": "land", "name": name, "supplier": city.housing,
        "milestone": project.milestones.get(code="piling"), **values,
    }  # fmt: skip
    return add_needs(project, [Wanted(**given)], by=city.office, now=morning(day))[0]


def names(user: User, day: date, show: Show = Show.ALL) -> list[str]:
    return [n.name for n in needs_at(user, NeedFilter(2021, show), evening(day)).shown]


def test_a_need_stands_as_it_did_before_it_was_promised_and_delivered(
    city: City, factory: Project
) -> None:
    need = asked(city, factory, "供地")
    promise_need(need, on=date(2021, 3, 10), by=city.office, now=morning(date(2021, 2, 20)))
    deliver_need(need, on=date(2021, 3, 5), by=city.office, now=morning(date(2021, 3, 5)))
    for day, state in (
        (date(2021, 2, 19), NeedState.WAITING),
        (date(2021, 2, 20), NeedState.PROMISED),
        (date(2021, 3, 4), NeedState.PROMISED),
        (date(2021, 3, 5), NeedState.DELIVERED),
    ):
        moment = evening(day)
        rows = rows_at(needs_at(city.office, NeedFilter(2021, Show.ALL), moment).shown, moment)
        assert [row.state for row in rows] == [state], day


def test_a_supplier_sees_only_what_it_was_to_supply(city: City, factory: Project) -> None:
    asked(city, factory, "供地")
    asked(city, factory, "供电", supplier=city.root)
    assert sorted(names(city.liaison, FIRST)) == ["供地", "供电"]
    assert names(city.other_liaison, FIRST) == ["供地"]
    assert names(city.outsider, FIRST) == []
    (only,) = needs_at(city.other_liaison, NeedFilter(2021), evening(FIRST)).suppliers
    assert (only.pk, only.owed.needs) == (city.housing.pk, 1)


def test_nobody_sees_more_of_the_past_than_of_today(city: City, factory: Project) -> None:
    """It was led by industry until 1 March, and its only need supplied by housing until then."""
    need = asked(city, factory, "供地")
    assert names(city.other_liaison, FIRST) == ["供地"]
    SupportNeed.objects.filter(pk=need.pk).update(supplier=city.root)
    assert names(city.other_liaison, FIRST) == []
    factory.refresh_from_db()
    moved, now = {"lead_unit": city.root}, morning(date(2021, 3, 1))
    edit_project(factory, moved, seen=factory.version, by=city.office, now=now)
    assert names(city.liaison, FIRST) == []
    assert names(city.office, FIRST) == ["供地"]


def test_who_left_the_list_owes_nothing_from_that_day(city: City, factory: Project) -> None:
    asked(city, factory, "供地")
    withdraw_project(factory, reason="停建", by=city.office, now=morning(date(2021, 3, 2)))
    assert names(city.office, date(2021, 3, 1)) == ["供地"]
    assert names(city.office, date(2021, 3, 2)) == []


def test_what_was_dropped_is_not_kept(city: City, factory: Project) -> None:
    need = asked(city, factory, "供地")
    drop_need(need, reason="自有场地", by=city.office, now=morning(date(2021, 3, 1)))
    assert SupportNeed.objects.get().status == NeedStatus.NOT_NEEDED
    assert names(city.office, date(2021, 2, 28)) == ["供地"]
    assert names(city.office, date(2021, 3, 1)) == []


def test_the_past_costs_the_same_queries_however_many_needs(
    city: City, factory: Project, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """States, lines, units; the person's rights were read before."""
    wanted = replace(NeedFilter(2021), show=Show.ALL)
    for n in range(3):
        asked(city, factory, f"第{n}批供地")
        office = User.objects.get(pk=city.office.pk)
        assert office.access.sees_all
        with django_assert_num_queries(2):
            needs_at(office, wanted, evening(FIRST))
