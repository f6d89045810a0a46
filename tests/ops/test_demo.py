"""The demonstration city, loaded act by act into an empty database."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from guatu.domain.views import Alone
from guatu.intake.models import Intake
from guatu.lines.models import Chain, Park, WorkLine
from guatu.ops.demo.loading import load
from guatu.ops.verifying import faults
from guatu.org.models import Tenant, Unit, User
from guatu.projects.models import ListVersion, Project, SupportNeed, Verdict
from guatu.projects.queries.chain import Gap, counts_of
from guatu.projects.queries.filters import ListFilter
from guatu.projects.queries.needs import NeedFilter, owed_to
from guatu.projects.queries.opinions import Show, rows_in_order, view_counts, views_at
from guatu.projects.queries.versions import comparison, drift

TODAY = date(2021, 3, 15)


@pytest.fixture
def demo(db: None) -> Tenant:
    stages: list[tuple[int, int, str]] = []
    load(tell=lambda *stage: stages.append(stage))
    assert [done for done, *_ in stages] == sorted(done for done, *_ in stages)
    return Tenant.objects.get()


def test_the_city_is_whole_and_holds_together(demo):
    """One load, for it takes a while: every promise of the demonstration in turn."""
    projects = Project.objects.filter(tenant=demo).counted()
    assert (demo.is_demo, demo.stopped_on) == (True, TODAY)
    assert (projects.count(), WorkLine.objects.count(), Intake.objects.count()) == (92, 10, 10)
    assert 38 <= Unit.objects.count() <= 48
    assert faults(demo) == []
    _expect_a_spread_of_lights(projects)
    _expect_plans(projects)
    _expect_needs(demo)
    _expect_opinions()
    _expect_versions_of_the_list(demo)
    _expect_a_chain_with_a_few_gaps(projects)
    _expect_chains_parks_and_townships(projects)
    _expect_fictional_people()
    _expect_news_of_the_morning()


def _expect_a_spread_of_lights(projects):
    lights = Counter(projects.values_list("light", flat=True))
    assert min(lights[one] for one in ("red", "yellow", "none")) >= 5
    assert lights["green"] >= 40
    assert lights["paused"] == 1


def _expect_plans(projects):
    """Whatever has dates has a plan, with steps that are done and steps that are not."""
    dated = projects.filter(planned_start__isnull=False, required_finish__isnull=False)
    assert dated.count() >= 80
    assert not dated.filter(milestones__isnull=True).exists()
    assert dated.filter(milestones__actual_finish__isnull=False).distinct().count() >= 40
    assert projects.get(name="天博扩建项目").required_finish == date(2021, 6, 30)


def _expect_needs(demo):
    """Most of what is asked for is promised or there in time; some is not, with a story."""
    owed = owed_to(User.objects.get(username="demo-office"), NeedFilter(2021), TODAY)
    assert owed.needs >= 80
    assert owed.delivered >= 30
    assert 5 <= owed.late + owed.unpromised + owed.too_late <= 15
    assert owed.blocked >= 3
    late = SupportNeed.objects.get(project__name="示例新能源电池壳体项目", element="land")
    assert (late.project.light, late.promised_on > late.needed_by) == ("red", True)


def _expect_opinions():
    """Six clear disagreements of every kind, one narrow that has grown old, many that agree."""
    office, wanted = User.objects.get(username="demo-office"), ListFilter(2021)
    counts = view_counts(office, wanted, TODAY)
    assert counts.given >= 35
    assert (counts.disputed, counts.old) == (7, 3)
    assert min(counts.light_review, counts.light_owner, counts.owner_review) >= 3
    ids = rows_in_order(office, wanted, TODAY, show=Show.DISPUTED)
    found = [row.found for row in views_at(ids, TODAY) if row.found]
    assert [(one.steps, one.old) for one in found] == [(4, False), *[(3, False)] * 5, (2, True)]
    assert {one.alone for one in found} == set(Alone)


def _expect_versions_of_the_list(demo):
    """One adjustment with each kind of change, and one change that is not approved yet."""
    newest, first = ListVersion.objects.filter(tenant=demo)
    held = comparison(first, newest)
    assert (held.before.items, held.after.items, held.after.split_items) == (91, 92, 94)
    assert all(sums.changes for sums in held.sums.values())
    assert held.after.reserve == 3
    assert [change.fields for change in drift(newest).changes] == [("total",)]


def _expect_a_chain_with_a_few_gaps(projects):
    """Gaps of every kind, so that each can be tried; and nearly everything else is tied."""
    office = User.objects.get(username="demo-office")
    counted = counts_of(office, WorkLine.objects.filter(year=2021)).values()
    gaps = {gap: sum(one.gaps[gap] for one in counted) for gap in Gap}
    assert min(gaps.values()) >= 1
    assert sum(gaps.values()) <= 20
    assert sum(one.projects for one in counted) == projects.count()
    assert sum(one.orphans == 0 for one in counted) >= 3


def _expect_chains_parks_and_townships(projects):
    assert (Chain.objects.count(), Park.objects.count()) == (6, 3)
    assert not projects.filter(township=None).exists()
    assert projects.filter(chain__isnull=False).count() >= 35
    assert projects.filter(park__isnull=False).count() >= 20


def _expect_fictional_people():
    names = User.objects.values_list("name", flat=True)
    assert all(name.startswith("示例") for name in names)
    assert User.objects.filter(username="demo-office").get().has_usable_password()


def _expect_news_of_the_morning():
    turned = Verdict.objects.filter(day=TODAY).exclude(before="")
    assert {"red", "yellow"} <= set(turned.values_list("light", flat=True))
