"""The health page: a word for machines, jobs with their runs for two of the administrators."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import escape

from guatu.kit import clock
from guatu.ops.models import JobRun
from guatu.ops.timetable import TIMETABLE, run_due
from guatu.projects.models import Project
from tests.city import TODAY, City


def test_machines_hear_that_the_process_answers(client: Client) -> None:
    """Without log-in and without a database, which this test does not have."""
    answer = client.get("/health/live")
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
def test_who_is_not_logged_in_is_asked_to(client: Client) -> None:
    answer = client.get("/health/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("who", ["system_admin", "audit_admin"])
def test_two_administrators_see_every_job(city: City, who: str) -> None:
    page = city.client(getattr(city, who)).get("/health/").content.decode()
    for entry in TIMETABLE:
        assert escape(entry.words) in page
        assert str(entry.schedule.words) in page


@pytest.mark.parametrize("who", ["security_admin", "office", "inspector", "liaison", "reader"])
def test_others_are_told_that_it_is_not_theirs(city: City, who: str) -> None:
    answer = city.client(getattr(city, who)).get("/health/")
    assert answer.status_code == 403
    assert "查看运行状况" in answer.content.decode()


def test_a_job_that_never_ran_is_behind(city: City) -> None:
    page = city.client(city.system_admin).get("/health/").content.decode()
    assert page.count("还没有运行过") == len(TIMETABLE)
    assert page.count("本期还没有运行") == len(TIMETABLE)


def test_a_job_that_ran_shows_what_it_did(city: City) -> None:
    project = city.project()
    Project.objects.filter(pk=project.pk).update(next_check=TODAY)
    run_due(clock.now())
    page = city.client(city.system_admin).get("/health/").content.decode()
    assert "判定 1 个项目" in page
    assert "各项合计与明细相符" in page
    assert "还没有运行" not in page


def test_a_job_that_failed_shows_why(city: City) -> None:
    run_due(clock.now())
    recount = JobRun.objects.filter(name="recount").latest("started_at")
    recount.failed, recount.outcome = True, "OSError: 磁盘已满"
    recount.save(update_fields=["failed", "outcome"])
    page = city.client(city.system_admin).get("/health/").content.decode()
    assert "磁盘已满" in page
    assert "未完成" in page


def test_the_latest_run_is_the_one_that_is_shown(city: City) -> None:
    now = clock.now()
    run_due(now - timedelta(days=2))
    run_due(now)
    JobRun.objects.filter(started_at__lt=now - timedelta(days=1)).update(outcome="前天的结果")
    page = city.client(city.system_admin).get("/health/").content.decode()
    assert "前天的结果" not in page
