"""The worked example of docs/algorithms/progresses.md."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from guatu.domain.progresses import progresses
from tests.domain.lights.documents import rows_of
from tests.domain.test_progresses import DAY, FACTS, STEPS


@pytest.mark.parametrize("row", rows_of("progresses.md", "gap"), ids=lambda row: row["progress"])
def test_the_example_comes_out_as_printed(row: dict[str, str]) -> None:
    found = {one.kind.word: one for one in progresses(replace(FACTS, milestones=STEPS), DAY)}
    one = found[row["progress"]]
    printed = tuple(Decimal(row[name]) for name in ("actual", "expected", "gap"))
    assert (one.actual, one.expected, one.gap) == printed
