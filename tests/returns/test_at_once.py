"""Two people enter the same file, or the same sheet saved twice, at once: one effect."""

from __future__ import annotations

import pytest
from django.db import connection

from guatu.kit.refusals import StateChanged
from guatu.returns.actions.entering import enter
from guatu.returns.models import ReturnFile
from tests.city import NOW, build_city
from tests.journal.test_recording import in_threads
from tests.returns.sheets import (
    FIRST,
    INVESTED,
    PROGRESS,
    WORK,
    brought,
    edited,
    fill,
    out,
    put,
    sent,
    sheet_of,
)
from tests.worklists.lists import list_of, prepared, with_milestones


@pytest.mark.django_db(transaction=True)
def test_the_same_sheet_entered_at_once_adds_its_rows_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    city = build_city()
    project = with_milestones(city)
    prepared(city)
    raw = out(sheet_of(sent(city), city.industry))
    once = edited(raw, lambda book: put(book[WORK], FIRST + 3, 事项="走访企业"))
    filled = edited(once, lambda book: fill(book[PROGRESS], FIRST, {INVESTED: 100}))
    again = edited(filled, lambda book: book.create_sheet("备注"))
    files = [brought(city, filled), brought(city, again), brought(city, filled)]
    told: list[StateChanged] = []

    def act(worker: int) -> None:
        try:
            enter(files[worker % 3], by=city.office, now=NOW)
        except StateChanged as refusal:
            told.append(refusal)

    assert in_threads(6, act) == []
    assert ReturnFile.objects.filter(status="entered").count() == 2
    assert len(told) == 4
    assert list_of(city).items.filter(label="走访企业").count() == 1
    assert project.reports.count() == 1
