"""Every plan anew: what moved is found from the blobs, saved, and judged by the patrol."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from guatu.projects import reschedule as rescheduling
from guatu.projects.actions.listing import withdraw_project
from guatu.projects.actions.milestones import finish_milestone
from guatu.projects.actions.planning import Draft, Step, accept_plan
from guatu.projects.actions.supplying import promise_need
from guatu.projects.blobs import NOTHING, packed
from guatu.projects.facts import rows_of
from guatu.projects.models import Project, ProjectNetwork
from guatu.projects.patrol import patrol
from guatu.projects.reschedule import Rescheduled, reschedule
from guatu.projects.standing import Standing
from tests.city import NOW, City
from tests.projects.needing import need_of, planned_project


@pytest.fixture
def project(city: City) -> Project:
    return planned_project(city)


def kept(project: Project) -> Project:
    return Project.objects.get(pk=project.pk)


def blob_now(project: Project) -> bytes:
    project = kept(project)
    return packed(Standing.of(project, rows_of([project])[project.pk]))


def blob_kept(project: Project) -> bytes:
    return bytes(ProjectNetwork.objects.get(project=project).blob)


@contextmanager
def once_plans_are_read(act: Callable[[], None]) -> Iterator[None]:
    """Somebody acts between the reading of the first plans and their writing."""
    waiting = [act]

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        found = execute(sql, *rest)
        if waiting and sql.startswith("SELECT") and '"blob"' in sql:
            waiting.pop()()
        return found

    with connection.execute_wrapper(watch):
        yield
    assert not waiting


class TestBlobs:
    def test_a_plan_brings_its_blob(self, project: Project) -> None:
        assert blob_kept(project) == blob_now(project) != NOTHING

    def test_facts_needs_and_new_plans_change_it(self, city: City, project: Project) -> None:
        seen = {blob_kept(project)}
        step = project.milestones.get(code="piling")
        finish_milestone(step, on=NOW.date(), by=city.office, now=NOW)
        seen.add(blob_kept(project))
        need = need_of(city, project, serves="frame")
        promise_need(need, on=date(2021, 8, 2), by=city.other_liaison, now=NOW, reason="征拆")
        seen.add(blob_kept(project))
        assert len(seen) == 3
        assert blob_kept(project) == blob_now(project)

    def test_without_a_plan_there_is_no_blob(self, city: City) -> None:
        city.project("示例无计划项目")
        assert not ProjectNetwork.objects.exists()


class TestReschedule:
    def test_nothing_has_moved_after_the_patrol(self, city: City, project: Project) -> None:
        assert reschedule([city.tenant.pk], now=NOW) == Rescheduled(1, 0)

    def test_days_that_pass_take_the_slack(self, city: City, project: Project) -> None:
        before = kept(project).min_slack
        later = NOW + timedelta(days=7)
        assert reschedule([city.tenant.pk], now=later) == Rescheduled(1, 1)
        assert before is not None
        assert kept(project).min_slack == before - 5
        assert kept(project).next_check == later.date()
        assert reschedule([city.tenant.pk], now=later) == Rescheduled(1, 0)
        patrol(city.tenant, now=later)
        assert kept(project).min_slack == before - 5

    def test_blobs_that_are_missing_are_made(self, city: City, project: Project) -> None:
        ProjectNetwork.objects.all().delete()
        Project.objects.filter(pk=project.pk).update(min_slack=999)
        assert reschedule([city.tenant.pk], now=NOW) == Rescheduled(1, 1)
        assert blob_kept(project) == blob_now(project)
        assert kept(project).min_slack != 999

    def test_the_neighbour_and_what_was_withdrawn_stay_untouched(
        self, city: City, project: Project
    ) -> None:
        assert reschedule([city.outsider.tenant_id], now=NOW) == Rescheduled(0, 0)
        Project.objects.filter(pk=project.pk).update(withdrawn_at=NOW)
        assert reschedule([city.tenant.pk], now=NOW) == Rescheduled(0, 0)

    def test_it_tells_how_far_it_is(self, city: City, project: Project) -> None:
        told: list[tuple[int, int]] = []
        reschedule([city.tenant.pk], now=NOW, tell=lambda done, whole: told.append((done, whole)))
        assert told == [(1, 1)]

    def test_it_goes_by_chunks(
        self, city: City, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rescheduling, "CHUNK", 1)
        both = [project, planned_project(city)]
        before = [kept(one).min_slack for one in both]
        told: list[tuple[int, int]] = []
        later = NOW + timedelta(days=7)
        done = reschedule([city.tenant.pk], now=later, tell=lambda *far: told.append(far))
        assert (done, told) == (Rescheduled(2, 2), [(1, 2), (2, 2)])
        assert [kept(one).min_slack for one in both] == [(slack or 0) - 5 for slack in before]


class TestMeanwhile:
    """Acts wait for the writing only, not for the reading and computing."""

    def test_an_act_is_not_lost(self, city: City, project: Project) -> None:
        later = NOW + timedelta(days=120)
        step = project.milestones.get(code="piling")

        def finish() -> None:
            finish_milestone(step, on=date(2021, 5, 28), by=city.office, now=later)
            acted.append(kept(project))

        acted: list[Project] = []
        with once_plans_are_read(finish):
            reschedule([city.tenant.pk], now=later)
        patrol(city.tenant, now=later)
        now = kept(project)
        assert (now.min_slack, now.forecast_finish) == (
            acted[0].min_slack,
            acted[0].forecast_finish,
        )
        assert reschedule([city.tenant.pk], now=later) == Rescheduled(1, 0)

    def test_what_has_left_the_list_stays_as_it_left(self, city: City, project: Project) -> None:
        later = NOW + timedelta(days=7)

        def withdraw() -> None:
            withdraw_project(project, reason="示例调出", by=city.office, now=later)
            left.append(kept(project))

        left: list[Project] = []
        with once_plans_are_read(withdraw):
            assert reschedule([city.tenant.pk], now=later) == Rescheduled(1, 0)
        now = kept(project)
        assert (now.min_slack, now.next_check) == (left[0].min_slack, left[0].next_check)


def test_a_step_counted_in_calendar_days_is_rescheduled_alike(city: City) -> None:
    project = city.project("示例日历日项目", actual_start=None, planned_start=date(2021, 3, 15))
    draft = Draft((Step("a", "公示", 30),), ())
    accept_plan(project, draft, date(2021, 12, 31), reason="", by=city.office, now=NOW)
    project.milestones.update(counting="days")
    Project.objects.filter(pk=project.pk).update(gist="")
    ProjectNetwork.objects.all().delete()
    reschedule([city.tenant.pk], now=NOW)
    assert kept(project).forecast_finish == date(2021, 4, 13)
