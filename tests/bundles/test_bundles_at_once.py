"""Two people at the same moment: a bundle is entered once, and a number is given once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from guatu.bundles.actions.exporting import export
from guatu.bundles.actions.receiving import accept, receive
from guatu.bundles.models import Arrival, Bundle
from guatu.journal.queries import events_of
from guatu.kit.refusals import Refusal
from guatu.projects.models import ProgressReport
from tests.bundles.twin import CODE, FEBRUARY, JANUARY, twin_of
from tests.city import NOW, build_city
from tests.journal.test_recording import in_threads

LATER = NOW + timedelta(hours=1)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_enter_the_same_bundle_one_wins(tmp_path: Path, settings: object) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    settings.DATA_DIR = tmp_path / "inner"
    twin = twin_of(build_city(), tmp_path)
    twin.project("示例轴承生产线项目")
    outer = twin.city.project(code=CODE)
    twin.report(outer, JANUARY, 800)
    twin.report(outer, FEBRUARY, 1900)
    twin.sender()
    _, raw = twin.bundle()
    arrival = receive(twin.inner, "guatu.zip", raw, by=twin.office, now=LATER)
    told: list[Refusal] = []

    def enter(worker: int) -> None:
        own = Arrival.objects.get(pk=arrival.pk)
        try:
            accept(own, seen=own.version, gist=None, by=twin.office, now=LATER)
        except Refusal as refusal:
            told.append(refusal)

    assert in_threads(2, enter) == []
    assert len(told) == 1
    assert ProgressReport.objects.filter(project__tenant=twin.inner).count() == 2
    assert events_of(twin.inner.pk).filter(code="bundle.imported").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_export_one_finds_nothing_new(tmp_path: Path, settings: object) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    settings.DATA_DIR = tmp_path / "outer"
    twin = twin_of(build_city(), tmp_path)
    twin.report(twin.city.project(code=CODE), JANUARY, 800)
    twin.key()
    told: list[Refusal] = []

    def send(worker: int) -> None:
        try:
            export(twin.city.tenant, by=twin.city.office, now=NOW)
        except Refusal as refusal:
            told.append(refusal)

    assert in_threads(2, send) == []
    assert (len(told), Bundle.objects.count()) == (1, 1)
