"""A project of the industry department, and who may or may not touch it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from guatu.projects.actions.planning import Draft, Step, Tie, accept_plan
from guatu.projects.models import Project
from tests.city import NOW, City


@pytest.fixture
def project(city: City) -> Project:
    return city.project()


@pytest.fixture
def planned(city: City, project: Project) -> Project:
    """With a plan in force: 基础 60, 主体 80, 验收 12 workdays, one after the other."""
    draft = Draft(
        (Step("base", "基础", 60), Step("frame", "主体", 80), Step("check", "验收", 12)),
        (Tie("base", "frame"), Tie("frame", "check")),
    )
    accept_plan(project, draft, date(2021, 12, 31), reason="", by=city.office, now=NOW)
    project.refresh_from_db()
    return project


@pytest.fixture
def liaison(city: City) -> Client:
    """A browser of the department that leads the project."""
    return city.client(city.liaison)


@pytest.fixture
def stranger(city: City) -> Client:
    """The liaison of another department of the same city."""
    return city.client(city.other_liaison)


@pytest.fixture
def reader(city: City) -> Client:
    return city.client(city.reader)


@pytest.fixture
def outsider(city: City) -> Client:
    """The office of another city."""
    return city.client(city.outsider)
