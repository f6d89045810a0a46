"""The tables of docs/algorithms/clocks.md, read from the page and run."""

from __future__ import annotations

import json
from datetime import UTC, time
from pathlib import Path

import pytest

import guatu.dispatches
from guatu.domain.clocks import SpanUnit, after, before, due, is_late, left, out_of_quiet, pause
from guatu.domain.limits import Leg, Limits, load_limits
from tests.domain.clocks.reading import CALENDAR, HOURS, WITH_BREAK, moment, shown, span
from tests.domain.lights.documents import rows_of

PRESETS = Path(guatu.dispatches.__file__).parent / "presets" / "limits.json"
PAGE = "clocks.md"


def shipped_limits() -> dict[str, Limits]:
    stored = json.loads(PRESETS.read_text(encoding="utf-8"))
    return {limits.code: limits for limits in map(load_limits, stored)}


@pytest.mark.parametrize("row", rows_of(PAGE, "break"), ids=lambda row: row["case"])
def test_due_moments_of_the_page(row: dict[str, str]) -> None:
    hours = WITH_BREAK if row["break"] else HOURS
    start = moment(row["start"])
    found = due(start, span(row["span"]), CALENDAR, hours)
    assert shown(found) == row["due"]
    assert due(start.astimezone(UTC), span(row["span"]), CALENDAR, hours) == found
    assert not is_late(found.astimezone(UTC), found)


@pytest.mark.parametrize("row", rows_of(PAGE, "left"), ids=lambda row: f"{row['at']} {row['unit']}")
def test_what_is_left_on_the_page(row: dict[str, str]) -> None:
    found = left(moment(row["at"]), moment(row["due"]), span(f"3 {row['unit']}"), CALENDAR, HOURS)
    assert str(found.sentence) == row["left"]
    assert found.late is row["left"].startswith("已逾期")
    assert found.amount <= 0 if found.late else found.amount >= 0


@pytest.mark.parametrize("row", rows_of(PAGE, "wait"), ids=lambda row: row["wait"])
def test_pauses_of_the_page(row: dict[str, str]) -> None:
    found = pause(
        moment(row["due"]),
        moment(row["since"]),
        moment(row["until"]),
        span(f"3 {row['unit']}"),
        CALENDAR,
        HOURS,
    )
    assert shown(found) == row["new due"]


@pytest.mark.parametrize("row", rows_of(PAGE, "step"), ids=lambda row: row["step"])
def test_steps_of_the_page(row: dict[str, str]) -> None:
    shift = before if row["side"] == "before" else after
    assert shown(shift(moment(row["due"]), span(row["span"]), CALENDAR, HOURS)) == row["moment"]


@pytest.mark.parametrize("row", rows_of(PAGE, "quiet"), ids=lambda row: row["message"])
def test_quiet_hours_of_the_page(row: dict[str, str]) -> None:
    quiet_from, quiet_until = (time.fromisoformat(row[key]) for key in ("quiet", "until"))
    assert shown(out_of_quiet(moment(row["message"]), quiet_from, quiet_until)) == row["sent"]


def test_limits_of_the_page_are_those_that_ship() -> None:
    shipped = [
        {
            "set": limits.code,
            "usual class": limits.usual,
            "class": one.code,
            "published": " ".join(leg for leg in Leg if leg in one.published),
            "办结": str(one.spans[Leg.FINISH].words),
        }
        for limits in shipped_limits().values()
        for one in limits.classes
    ]
    assert shipped == rows_of(PAGE, "usual class")


def test_hours_of_every_unit_are_on_the_page() -> None:
    units = {row["span"].split()[1] for row in rows_of(PAGE, "break")}
    assert units == {unit.value for unit in SpanUnit}
