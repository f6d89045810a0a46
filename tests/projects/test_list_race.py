"""Two who approve an adjustment at the same time: one does, the other is told."""

from __future__ import annotations

import pytest
from django.db import connection

from guatu.kit.refusals import StateChanged
from guatu.projects.models import ListChange, ListVersion
from tests.city import build_city
from tests.journal.test_recording import in_threads
from tests.projects.listing_years import RESERVED, WITHDRAWN, adjust, found, move
from tests.projects.looking import assert_totals_are_true


@pytest.mark.django_db(transaction=True)
def test_one_version_is_approved_and_the_other_changes_nothing() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    city = build_city()
    projects = [city.project(f"示例{n}") for n in range(6)]
    found(city)
    moves = [
        [move(WITHDRAWN, project, reason="停建") for project in projects[:4]],
        [move(RESERVED, project) for project in reversed(projects[2:])],
    ]
    told: list[StateChanged] = []

    def approve(worker: int) -> None:
        try:
            adjust(city, *moves[worker])
        except StateChanged as refusal:
            told.append(refusal)

    assert in_threads(2, approve) == []
    assert ListVersion.objects.count() == 2
    assert len(told) == 1
    assert len(set(ListChange.objects.values_list("kind", flat=True))) == 1
    assert_totals_are_true(city.tenant)
