"""The page on escalation: its clocks are run, its tables of presets are the data."""

from __future__ import annotations

from datetime import datetime

import pytest

from guatu.domain.escalation import Cause, Fire, Ladder, Rung, Trigger
from tests.domain.escalation.samples import CODES, Watched, ladder, moment, watched
from tests.domain.lights.documents import rows_of

NOTHING = "–"
PAGE = "escalation.md"


def _moments(words: list[str]) -> list[datetime]:
    days_and_hours = zip(words[::2], words[1::2], strict=True)
    return [moment(f"{day} {hour}") for day, hour in days_and_hours]


def _happens(clock: Watched, words: list[str]) -> None:
    """One thing that befalls a clock which has been scanned until then."""
    what, first, *others = [words[0], *_moments(words[1:])]
    assert isinstance(first, datetime)
    clock.run_until(first)
    match what, others:
        case "stop", []:
            clock.pause()
        case "down", [datetime() as until]:
            clock.scan(until)
        case "extend", [datetime() as due]:
            clock.extend(due, first)
        case "pause", [datetime() as until, datetime() as due]:
            clock.pause()
            clock.run_until(until)
            clock.resume(due, until)
        case cause, []:
            assert clock.judge(Cause(str(cause)), first)
        case _:
            raise AssertionError(words)


def _printed(fire: Fire, at: datetime) -> str:
    return f"{fire.rung.code}{'*' if fire.late else ''} {at:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize("row", rows_of(PAGE, "happens"), ids=lambda row: row["case"])
def test_the_worked_examples_are_right(row: dict[str, str]) -> None:
    clock = watched(row["ladder"], row["begun"], row["due"], int(row["weight"]))
    if row["happens"] != NOTHING:
        for happening in row["happens"].split("; "):
            _happens(clock, happening.split())
    clock.run_until(moment("2026-12-31 00:00"))
    times = [fired.at for fired in clock.watch.fired]
    assert ", ".join(map(_printed, clock.sent, times)) == row["sent"]


def test_every_preset_has_a_worked_example() -> None:
    assert sorted({row["ladder"] for row in rows_of(PAGE, "happens")}) == CODES


def _trigger(trigger: Trigger) -> str:
    return f"{trigger.when} {trigger.span.words}" if trigger.span else trigger.when


def _row(code: str, rung: Rung) -> dict[str, str]:
    comes = [_trigger(rung.trigger)] if rung.trigger else []
    return {
        "preset": code,
        "rung": rung.code,
        "名称": rung.name,
        "colour": rung.colour or NOTHING,
        "comes": ", ".join([*comes, *rung.causes]),
        "deadline": str(rung.deadline.words) if rung.deadline else NOTHING,
        "to": ", ".join(rung.addressees),
        "consequences": ", ".join(rung.consequences) or NOTHING,
        "origin": rung.origin,
    }


def test_the_table_of_rungs_is_the_data() -> None:
    rows = rows_of(PAGE, "origin")
    codes = list(dict.fromkeys(row["preset"] for row in rows))
    assert sorted(codes) == CODES
    assert rows == [_row(code, rung) for code in codes for rung in ladder(code).rungs]


def _entries(rules: Ladder) -> str:
    words = [
        f"{entry.weight} {entry.rung}" + (f" within {entry.within.words}" if entry.within else "")
        for entry in rules.entries
    ]
    return ", ".join(words) or NOTHING


@pytest.mark.parametrize("row", rows_of(PAGE, "enters at"), ids=lambda row: row["preset"])
def test_the_table_of_places_is_the_data(row: dict[str, str]) -> None:
    rules = ladder(row["preset"])
    slip = f"{rules.slip} ({rules.colour})" if rules.colour else rules.slip
    assert row == {
        "preset": rules.code,
        "place": rules.place,
        "交办单 is called": slip,
        "enters at": _entries(rules),
    }
