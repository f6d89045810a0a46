from __future__ import annotations

import pytest
from django.test import Client

from guatu.projects.models import Project, SupportNeed
from tests.city import City
from tests.projects.needing import need_of, planned_project


@pytest.fixture
def project(city: City) -> Project:
    """Of the industry department, with a plan: 桩基 begins on 27 May at the latest."""
    return planned_project(city)


@pytest.fixture
def land(city: City, project: Project) -> SupportNeed:
    """Supplied by the housing department, which sees no project of the industry department."""
    return need_of(city, project)


@pytest.fixture
def supplier(city: City) -> Client:
    """The liaison of the housing department."""
    return city.client(city.other_liaison)


@pytest.fixture
def asker(city: City) -> Client:
    """The liaison of the department that leads the project."""
    return city.client(city.liaison)
