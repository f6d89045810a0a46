"""Single turns of a ladder that a table of examples cannot show."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guatu.domain.escalation import (
    Addressee,
    Cause,
    Colour,
    Pressed,
    last_told,
    next_rung,
    standing,
    tellings,
    words_of,
)
from guatu.domain.lights import Light
from guatu.domain.workcalendar import CalendarOutOfRange
from tests.domain.escalation.samples import (
    CALENDAR,
    CODES,
    HOURS,
    Watched,
    ladder,
    moment,
    watched,
)

BEGUN, DUE = "2021-03-08 10:00", "2021-03-19 17:30"


def _standing(clock: Watched) -> str | None:
    rung = standing(clock.ladder, clock.watch, CALENDAR, HOURS)
    return rung.code if rung else None


def test_colours_press_harder_from_white_to_red() -> None:
    assert [colour.rank for colour in Colour] == [1, 2, 3, 4, 5]
    assert len({colour.shape for colour in Colour}) == len(Colour)


def test_no_colour_of_a_slip_has_the_shape_of_a_light() -> None:
    assert not {colour.shape for colour in Colour} & {light.symbol for light in Light}


def test_after_downtime_everybody_gets_one_letter() -> None:
    clock = watched("default", BEGUN, DUE)
    letters = tellings(clock.scan(moment("2021-03-29 09:00")))
    assert [(letter.addressee, letter.headline.rung.code) for letter in letters] == [
        (Addressee.DOER, "sponsor"),
        (Addressee.LEAD, "due"),
        (Addressee.UNIT_HEAD, "sponsor"),
        (Addressee.SPONSOR, "sponsor"),
    ]
    assert [len(letter.fires) for letter in letters] == [5, 1, 2, 1]


def test_of_rungs_that_came_at_once_the_last_that_names_somebody_tells_them() -> None:
    clock = watched("default", BEGUN, DUE)
    told = last_told(clock.scan(moment("2021-03-29 09:00")))
    assert {fire.rung.code: addressees for fire, addressees in told if addressees} == {
        "due": (Addressee.LEAD,),
        "sponsor": (Addressee.DOER, Addressee.UNIT_HEAD, Addressee.SPONSOR),
    }


def test_a_scan_a_minute_later_is_not_made_up() -> None:
    clock = watched("default", BEGUN, DUE)
    (fire,) = clock.scan(moment("2021-03-16 08:45"))
    assert not fire.late
    assert fire.planned_at == moment("2021-03-16 08:30")


def test_the_words_name_the_dates() -> None:
    clock = watched("dengzhou", BEGUN, DUE)
    clock.run_until(moment("2021-03-22 08:30"))
    pressed = Pressed("〔2021〕15号", "示例事项", "示例甲局", "办结", moment(DUE))
    assert str(words_of(clock.sent[-1], pressed)) == (
        "催办单：交办单〔2021〕15号“示例事项”应于 2021-03-19 17:30 前办结，"
        "示例甲局未按时完成，请于 2021-03-29 17:30 前办结"
    )


@pytest.mark.parametrize("code", CODES)
def test_every_rung_of_every_preset_has_words_that_can_be_filled(code: str) -> None:
    pressed = Pressed("〔2021〕15号", "示例事项", "示例甲局", "签收", moment(DUE))
    clock = watched(code, BEGUN, DUE)
    clock.run_until(moment("2021-12-31 00:00"))
    for cause in Cause:
        clock.judge(cause, moment("2021-12-31 00:00"))
    assert clock.sent
    for fire in clock.sent:
        words = str(words_of(fire, pressed))
        assert "示例事项" in words
        assert "{" not in words


def test_the_next_rung_is_told_with_its_time() -> None:
    clock = watched("dengzhou", BEGUN, DUE)
    clock.run_until(moment("2021-03-19 17:30"))
    coming = next_rung(clock.ladder, clock.watch, CALENDAR, HOURS)
    assert coming is not None
    assert (coming.rung.name, coming.at) == ("催办单", moment("2021-03-22 08:30"))


def test_a_clock_stands_at_the_last_slip_until_an_extension() -> None:
    clock = watched("suqian", BEGUN, DUE)
    assert _standing(clock) is None
    clock.run_until(moment("2021-03-17 09:00"))
    assert _standing(clock) == "blue"
    clock.extend(moment("2021-03-31 17:30"), moment("2021-03-17 10:00"))
    assert _standing(clock) is None
    clock.run_until(moment("2021-03-26 09:00"))
    assert _standing(clock) == "blue"


def test_a_stopped_clock_still_stands_where_it_stood() -> None:
    clock = watched("suqian", BEGUN, DUE)
    clock.run_until(moment("2021-03-23 09:00"))
    clock.pause()
    assert _standing(clock) == "red"


def test_what_stood_before_a_pause_stands_after_it() -> None:
    clock = watched("sanming", BEGUN, DUE)
    clock.judge(Cause.POOR, moment("2021-03-10 15:00"))
    clock.judge(Cause.POOR, moment("2021-03-12 15:00"))
    clock.pause()
    clock.resume(moment("2021-03-24 17:30"), moment("2021-03-17 09:00"))
    assert _standing(clock) == "orange"
    assert clock.next_at() == moment("2021-03-24 17:30")


def test_what_is_poor_climbs_only_where_a_rung_says_so() -> None:
    clock = watched("sanming", BEGUN, DUE)
    raised = [clock.judge(Cause.POOR, moment(f"2021-03-{day} 15:00")) for day in (10, 11, 12)]
    assert [fire.rung.code if fire else None for fire in raised] == ["blue", "orange", None]
    assert clock.judge(Cause.SUPERVISED, moment("2021-03-12 15:00")) is None


def test_what_is_poor_again_climbs_on_under_a_new_date() -> None:
    clock = watched("sanming", BEGUN, DUE)
    clock.judge(Cause.POOR, moment("2021-03-10 15:00"))
    clock.extend(moment("2021-03-31 17:30"), moment("2021-03-11 09:00"))
    clock.judge(Cause.POOR, moment("2021-03-12 15:00"))
    clock.extend(moment("2021-04-02 17:30"), moment("2021-03-15 09:00"))
    clock.judge(Cause.POOR, moment("2021-03-16 15:00"))
    assert clock.codes == ["blue", "orange", "orange"]


def test_a_rung_that_was_missed_before_an_extension_is_owed() -> None:
    clock = watched("default", BEGUN, DUE)
    clock.extend(moment("2021-03-22 17:30"), moment("2021-03-18 07:00"))
    (fire,) = clock.scan(moment("2021-03-18 09:00"))
    assert (fire.rung.code, fire.late) == ("remind-3", True)


def test_a_rung_that_a_short_time_passed_over_is_not_owed_after_an_extension() -> None:
    clock = watched("default", "2021-03-17 10:00", DUE)
    clock.extend(moment("2021-03-22 17:30"), moment("2021-03-17 18:00"))
    assert clock.scan(moment("2021-03-17 18:00")) == []


def test_what_entered_high_is_not_sent_again_under_a_new_date() -> None:
    clock = watched("sanming", BEGUN, DUE, weight=2)
    clock.run_until(moment("2021-03-18 09:00"))
    clock.extend(moment("2021-03-31 17:30"), moment("2021-03-18 09:00"))
    clock.run_until(moment("2021-12-31 00:00"))
    assert clock.codes == ["orange", "red"]
    assert clock.sent[-1].planned_at == moment("2021-03-31 17:30")


def test_a_rung_of_the_very_moment_of_the_beginning_is_passed_over() -> None:
    clock = watched("default", "2021-03-16 08:30", DUE)
    assert clock.scan(moment("2021-03-16 08:30")) == []


def test_a_rung_of_the_very_moment_of_an_extension_is_not_sent_again() -> None:
    clock = watched("default", BEGUN, "2021-03-17 17:30")
    clock.run_until(moment("2021-03-12 08:30"))
    clock.extend(moment(DUE), moment("2021-03-16 08:30"))
    assert clock.codes == ["remind-3"]
    assert clock.scan(moment("2021-03-16 08:30")) == []


def test_what_is_due_before_the_office_opens_is_told_no_later() -> None:
    clock = watched("default", "2021-03-18 22:00", "2021-03-19 02:00")
    (fire,) = clock.scan(moment("2021-03-19 02:00"))
    assert (fire.rung.code, fire.planned_at) == ("due", moment("2021-03-19 02:00"))


def test_a_matter_made_urgent_later_enters_then() -> None:
    clock = watched("sanming", BEGUN, DUE)
    assert clock.scan(moment("2021-03-10 09:00")) == []
    clock.watch = replace(clock.watch, weight=2)
    (fire,) = clock.scan(moment("2021-03-10 10:00"))
    assert fire.rung.code == "orange"


def test_a_moment_beyond_the_calendar_says_so() -> None:
    clock = watched("default", "2028-12-01 10:00", "2028-12-28 17:30")
    clock.scan(moment("2028-12-25 08:30"))
    assert [fire.rung.code for fire in clock.scan(moment("2028-12-28 09:00"))] == [
        "remind-1",
        "due",
    ]
    with pytest.raises(CalendarOutOfRange, match="2028-12-31"):
        clock.next_at()


def test_a_code_that_is_no_rung_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        ladder("default").rung("black")
