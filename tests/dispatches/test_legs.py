"""The legs of clocks and of time limits are the same ones, by the same words."""

from __future__ import annotations

from guatu.dispatches.choices import Leg
from guatu.dispatches.terms import all_limits
from guatu.domain.limits import LEG_WORDS
from guatu.domain.limits import Leg as LimitedLeg


def test_every_leg_that_has_a_clock_can_be_limited() -> None:
    assert [(leg.value, str(leg.label)) for leg in Leg] == [
        (leg.value, LEG_WORDS[leg]) for leg in LimitedLeg
    ]


def test_the_limits_that_hold_where_nothing_is_set_are_shipped() -> None:
    assert {"default", "supervision", "hotline_hours", "hotline_workdays", "leads"} == set(
        all_limits()
    )
