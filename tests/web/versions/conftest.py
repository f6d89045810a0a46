from __future__ import annotations

import pytest

from guatu.projects.models import ListVersion, Project
from tests.city import City
from tests.projects.listing_years import found


@pytest.fixture
def project(city: City) -> Project:
    return city.project()


@pytest.fixture
def version(city: City, project: Project) -> ListVersion:
    """Version 1: the project and another one."""
    city.project("示例另一项目")
    return found(city)
