"""The demonstration city, loaded act by act into an empty database."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from guatu.intake.models import Intake
from guatu.lines.models import WorkLine
from guatu.ops.demo.loading import load
from guatu.ops.verifying import faults
from guatu.org.models import Tenant, Unit, User
from guatu.projects.models import Project, Verdict

TODAY = date(2021, 3, 15)


@pytest.fixture
def demo(db: None) -> Tenant:
    stages: list[tuple[int, int, str]] = []
    load(tell=lambda *stage: stages.append(stage))
    assert [done for done, *_ in stages] == sorted(done for done, *_ in stages)
    return Tenant.objects.get()


def test_the_city_is_whole_and_holds_together(demo):
    """One load, for it takes a while: every promise of the demonstration in turn."""
    projects = Project.objects.filter(tenant=demo).listed()
    assert (demo.is_demo, demo.stopped_on) == (True, TODAY)
    assert (projects.count(), WorkLine.objects.count(), Intake.objects.count()) == (92, 10, 10)
    assert 38 <= Unit.objects.count() <= 48
    assert faults(demo) == []
    _expect_a_spread_of_lights(projects)
    _expect_plans(projects)
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


def _expect_fictional_people():
    names = User.objects.values_list("name", flat=True)
    assert all(name.startswith("示例") for name in names)
    assert User.objects.filter(username="demo-office").get().has_usable_password()


def _expect_news_of_the_morning():
    turned = Verdict.objects.filter(day=TODAY).exclude(before="")
    assert {"red", "yellow"} <= set(turned.values_list("light", flat=True))
