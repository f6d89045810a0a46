"""docs/algorithms/dispatch.md says what the table says, and its example comes out."""

from __future__ import annotations

from datetime import date, datetime

from guatu.domain.clocks import CHINA, OfficeHours, Span, SpanUnit, closing, due, is_late, pause
from guatu.workdays.shipped import shipped_calendar
from tools.dispatchdoc import PAGE, renewed

HOURS, CALENDAR = OfficeHours(), shipped_calendar()


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2021, month, day, hour, minute, tzinfo=CHINA)


def test_diagram_and_table_are_those_of_the_code() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert renewed(text) == text, "run python -m tools.dispatchdoc"


def test_the_example_comes_out() -> None:
    workdays = [Span(n, SpanUnit.WORKDAYS) for n in (1, 3, 10)]
    found = [due(at(3, 15), span, CALENDAR, HOURS) for span in workdays]
    assert found == [at(3, 16, 17, 30), at(3, 18, 17, 30), at(3, 29, 17, 30)]
    extended = closing(date(2021, 4, 2), CALENDAR, HOURS)
    moved = pause(extended, at(3, 17), at(3, 22), workdays[-1], CALENDAR, HOURS)
    assert moved == at(4, 8, 17, 30)
    assert is_late(at(4, 9), moved)
