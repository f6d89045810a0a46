from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from guatu.intake import actions, queries
from guatu.intake.choices import IntakeStatus
from guatu.ops.verifying import faults
from guatu.projects.models import Project
from tests.city import NOW, City

pytestmark = pytest.mark.django_db
LEDGERS = Path(__file__).parent.parent / "data" / "ledgers"
FILES = sorted(path for path in LEDGERS.iterdir() if path.suffix in (".xlsx", ".xls", ".et"))


def expected_of(path: Path) -> dict[str, Any]:
    held = path.with_suffix("").with_suffix(".expected.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(held)
    return loaded


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_goes_in_whole_and_comes_out_again(city: City, path: Path) -> None:
    expected = expected_of(path)
    intake = actions.upload(
        city.tenant,
        path.name,
        path.read_bytes(),
        as_of=date.fromisoformat(expected["layout"]["as_of"]),
        line=city.industry_line,
        by=city.office,
        now=NOW,
    )
    fates = queries.header(intake).fates
    assert fates["new"] + fates["skipped"] >= len(expected["projects"])
    actions.enter(intake, seen=intake.version, new_units=True, by=city.office, now=NOW)
    listed = {project.name: project for project in Project.objects.all()}
    assert len(listed) == fates["new"]
    for one in expected["projects"]:
        if one["total_investment_wan"] is not None and one["name"] in listed:
            assert listed[one["name"]].total_investment is not None
    assert faults(city.tenant) == []
    again = actions.upload(
        city.tenant, path.name, path.read_bytes(), as_of=intake.as_of, line=city.industry_line,
        by=city.office, now=NOW,
    )  # fmt: skip
    assert queries.header(again).missing is not None
    actions.undo(intake, by=city.office, now=NOW)
    assert intake.status == IntakeStatus.UNDONE
    assert not Project.objects.all().listed().exists()
    assert faults(city.tenant) == []
