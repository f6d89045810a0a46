"""Periodic jobs: due by period, once per period, made up for, tried again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.domain.words import Sentence, say
from guatu.kit.clock import CHINA
from guatu.ops import timetable
from guatu.ops.models import JobRun
from guatu.ops.timetable import LONGEST_RUN, PATIENCE, Entry, Schedule, due, run_due, run_entry
from guatu.projects.models import Project, Tally
from tests.city import TODAY, City

NIGHT = datetime(2026, 3, 2, 0, 10, tzinfo=CHINA)


class Counting:
    """An action that counts its calls and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.calls: list[datetime] = []
        self.failures = failures

    def __call__(self, now: datetime) -> Sentence:
        self.calls.append(now)
        if len(self.calls) <= self.failures:
            raise RuntimeError("磁盘已满")
        return say("做了第 {n} 次", n=len(self.calls))


def nightly(action: Counting) -> Entry:
    return Entry("patrol", "夜间巡检", Schedule(10, hour=0), action)


@pytest.mark.parametrize(
    ("schedule", "now", "last"),
    [
        (Schedule(10, hour=0), NIGHT, NIGHT),
        (Schedule(10, hour=0), NIGHT - timedelta(minutes=1), NIGHT - timedelta(days=1)),
        (Schedule(10, hour=0), NIGHT.replace(hour=23, minute=59), NIGHT),
        (Schedule(5), NIGHT, NIGHT.replace(minute=5)),
        (Schedule(15), NIGHT, NIGHT.replace(day=1, hour=23, minute=15, month=3)),
    ],
)
def test_last_due(schedule: Schedule, now: datetime, last: datetime) -> None:
    assert schedule.last_due(now) == last


def test_the_clock_is_that_of_china() -> None:
    utc = datetime.fromisoformat("2026-03-01T16:10:00+00:00")
    assert Schedule(10, hour=0).last_due(utc) == NIGHT


@pytest.mark.django_db
def test_twice_is_once() -> None:
    action = Counting()
    first = run_entry(nightly(action), NIGHT)
    again = run_entry(nightly(action), NIGHT + timedelta(hours=5))
    assert first is not None
    assert again is None
    assert action.calls == [NIGHT]
    assert JobRun.objects.get().outcome == "做了第 1 次"


@pytest.mark.django_db
def test_the_next_night_is_another_time() -> None:
    action = Counting()
    run_entry(nightly(action), NIGHT)
    run_entry(nightly(action), NIGHT + timedelta(days=1))
    assert len(action.calls) == 2


@pytest.mark.django_db
def test_a_failure_is_written_down_and_tried_again_later() -> None:
    action = Counting(failures=1)
    failed = run_entry(nightly(action), NIGHT)
    assert failed is not None
    assert failed.failed
    assert "磁盘已满" in failed.outcome
    assert run_entry(nightly(action), NIGHT + PATIENCE - timedelta(minutes=1)) is None
    later = run_entry(nightly(action), NIGHT + PATIENCE)
    assert later is not None
    assert not later.failed
    assert len(action.calls) == 2
    assert JobRun.objects.count() == 1


@pytest.mark.django_db
def test_a_run_that_was_cut_off_is_taken_over() -> None:
    JobRun.objects.create(name="patrol", period_key="patrol 2026-03-02T00:10", started_at=NIGHT)
    action = Counting()
    assert run_entry(nightly(action), NIGHT + LONGEST_RUN - timedelta(minutes=1)) is None
    assert run_entry(nightly(action), NIGHT + LONGEST_RUN) is not None


@pytest.mark.django_db
def test_the_whole_timetable_runs_once_and_says_what_it_did(city: City) -> None:
    project = city.project()
    Project.objects.filter(pk=project.pk).update(next_check=TODAY)
    first = run_due(NIGHT)
    assert [run.name for run in first] == [entry.name for entry in timetable.TIMETABLE]
    assert not any(run.failed for run in first)
    told = {run.name: run.outcome for run in first}
    assert told["patrol"] == "判定 1 个项目，0 个变灯"
    assert told["rules"] == "2 级政府改用新版默认规则"
    assert run_due(NIGHT) == [] == due(NIGHT)


@pytest.mark.django_db
def test_what_fell_into_a_stop_is_made_up_for_once(city: City) -> None:
    run_due(NIGHT)
    names = [run.name for run in run_due(NIGHT + timedelta(days=3, hours=8))]
    assert sorted(names) == sorted(entry.name for entry in timetable.TIMETABLE)


@pytest.mark.django_db
def test_the_patrol_keeps_to_the_clock_of_a_demonstration(city: City) -> None:
    """示例市 stands on 15 March 2021; in 2026 its project is years late, on its day it is not."""
    project = city.project()
    run_due(NIGHT)
    assert Project.objects.get(pk=project.pk).light == project.light
    city.tenant.stopped_on = None
    city.tenant.save(update_fields=["stopped_on"])
    run_due(NIGHT + timedelta(days=1))
    assert Project.objects.get(pk=project.pk).light == "red"


@pytest.mark.django_db
def test_totals_that_went_wrong_are_set_right_and_reported(city: City) -> None:
    city.project()
    Tally.objects.filter(by="city").update(projects=7)
    recount = next(entry for entry in timetable.TIMETABLE if entry.name == "recount")
    run = run_entry(recount, NIGHT)
    assert run is not None
    assert run.outcome == "1 项合计与明细不符，已按明细重写"
    assert Tally.objects.get(by="city").projects == 1


@pytest.mark.django_db
def test_while_right_totals_are_counted_nobody_waits(city: City) -> None:
    """The count takes seconds in a large city; a lock would hold up everybody who reports."""
    city.project()
    with CaptureQueriesContext(connection) as queries:
        assert timetable.rewrite_tallies(city.tenant) == 0
    asked = [query["sql"] for query in queries.captured_queries]
    assert asked
    assert [sql for sql in asked if not sql.startswith(("SELECT", "DECLARE"))] == []
    assert [sql for sql in asked if "FOR UPDATE" in sql] == []


@pytest.mark.django_db
def test_stale_sessions_and_old_runs_go(city: City) -> None:
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, expire_date=NIGHT + timedelta(days=days))
    JobRun.objects.create(name="x", period_key="x 1", started_at=NIGHT - timedelta(days=91))
    clean = next(entry for entry in timetable.TIMETABLE if entry.name == "clean-up")
    run_entry(replace(clean), NIGHT)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert list(JobRun.objects.values_list("name", flat=True)) == ["clean-up"]
