"""Every periodic job: it has words, its own name, and done twice it leaves what once left."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session

from guatu.kit.clock import CHINA
from guatu.ops.models import JobRun
from guatu.ops.timetable import TIMETABLE, Entry
from guatu.projects.models import Tally
from tests.city import City

NIGHT = datetime(2026, 3, 2, 3, 0, tzinfo=CHINA)


def test_every_job_has_a_name_of_its_own_and_words() -> None:
    assert len({entry.name for entry in TIMETABLE}) == len(TIMETABLE)
    assert len({entry.words for entry in TIMETABLE}) == len(TIMETABLE)
    assert all(entry.words and str(entry.schedule.words) for entry in TIMETABLE)


@pytest.mark.parametrize("entry", TIMETABLE, ids=lambda entry: entry.name)
def test_every_job_done_twice_leaves_what_it_left_once(city: City, entry: Entry) -> None:
    """Called directly, so that not only the timetable's register of periods prevents harm."""
    give_it_something_to_do(city)
    assert str(entry.action(NIGHT))
    once = everything()
    assert str(entry.action(NIGHT))
    assert everything() == once


def give_it_something_to_do(city: City) -> None:
    city.project()
    city.project("示例迟到的项目", required_finish=NIGHT.date() - timedelta(days=400))
    city.tenant.stopped_on = None
    city.tenant.save(update_fields=["stopped_on"])
    Tally.objects.filter(by="city").update(projects=7)
    Session.objects.create(session_key="old", expire_date=NIGHT - timedelta(days=1))
    JobRun.objects.create(name="x", period_key="x 1", started_at=NIGHT - timedelta(days=400))


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, without the ids that a rewrite gives anew."""
    rows = {}
    for model in apps.get_models(include_auto_created=True):
        names = [field.attname for field in model._meta.concrete_fields if field.name != "id"]
        rows[model._meta.label] = sorted(model._default_manager.values(*names), key=repr)
    return rows
