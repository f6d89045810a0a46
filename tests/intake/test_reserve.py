"""What a ledger says of a project that stands in reserve on the annual list."""

from __future__ import annotations

import pytest

from guatu.projects.models import Project
from tests.city import City
from tests.intake.ledgers import BEARINGS, HEADERS, entered

pytestmark = pytest.mark.django_db
STATED = (*HEADERS, "建设性质")


@pytest.mark.parametrize(
    ("written", "nature"), [("储备", "reserve"), ("前期", "reserve"), ("续建", "ongoing")]
)
def test_only_a_clear_word_takes_it_out_of_the_reserve(city: City, written, nature) -> None:
    entered(city, (*BEARINGS, "预备"), headers=STATED)
    Project.objects.update(nature="reserve")
    entered(city, (*BEARINGS[:4], 7777, *BEARINGS[5:], written), headers=STATED)
    project = Project.objects.get()
    assert (project.nature, project.year_plan) == (nature, 7777)
