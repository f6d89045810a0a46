"""The health of the installation: a word for machines, a small page for administrators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

import guatu
from guatu.domain.words import Sentence
from guatu.kit import clock
from guatu.ops.models import JobRun
from guatu.ops.timetable import TIMETABLE, Entry, due
from guatu.org.access import require
from guatu.org.models import User


@dataclass(frozen=True, slots=True)
class Line:
    """A job of the timetable with its latest run; ``behind``: it should have run and has not."""

    words: str
    schedule: Sentence
    run: JobRun | None
    behind: bool


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """``ok`` as long as the process answers; for load balancers, so without log-in and database."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@login_required
def health(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    require(request.user, "health.read")
    now = clock.now()
    latest = _latest_runs()
    behind = {entry.name for entry in due(now)}
    lines = [_line(entry, latest, behind) for entry in TIMETABLE]
    facts = {"lines": lines, "version": guatu.__version__, "database": connection.vendor}
    return render(request, "ops/health.html", facts)


urlpatterns = [
    path("", health, name="health"),
    path("live", live, name="health-live"),
]


def _latest_runs() -> Mapping[str, JobRun]:
    """The newest run of each job; there are at most a few hundred rows."""
    return {run.name: run for run in JobRun.objects.order_by("started_at", "id")}


def _line(entry: Entry, latest: Mapping[str, JobRun], behind: set[str]) -> Line:
    return Line(entry.words, entry.schedule.words, latest.get(entry.name), entry.name in behind)
