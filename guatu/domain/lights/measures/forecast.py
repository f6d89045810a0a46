"""Measures of what the plan leads to: later than promised, later than likely, slower than time.

``p80_finish`` and ``spi_t`` are worked out for the day of judging, so the rules that ask for them
are asked every day.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from guatu.domain.lights.measures.finish import REQUIRED, SLACK_AS_OF, next_week, no_turns
from guatu.domain.lights.measures.kinds import ONE, ZERO, Case, Measure, day_detail
from guatu.domain.words import N_


def _forecast_late(case: Case) -> int | None:
    """Workdays by which the plan, as it stands, ends after the required finish."""
    slack = case.facts.min_slack
    return None if slack is None else max(0, -slack)


def _original_late(case: Case) -> int | None:
    """The same after the finish of the original plan, whatever was promised since."""
    facts = case.facts
    slack, required, original = facts.min_slack, facts.required_finish, facts.original_finish
    if slack is None or required is None or original is None:
        return None
    later = case.workdays.count(original, required) - case.workdays.count(required, original)
    return max(0, later - slack)


def _p80_late(case: Case) -> int | None:
    """Workdays by which the finish that eight of ten draws keep lies after the required one."""
    p80, required = case.facts.p80_finish, case.facts.required_finish
    return None if p80 is None or required is None else case.workdays.count(required, p80)


def _spi_t(case: Case) -> Decimal | None:
    return case.facts.spi_t


_ORIGINAL = day_detail("original_finish", N_("原计划完工"), lambda facts: facts.original_finish)
_P80 = day_detail("p80_finish", N_("八成把握完工（P80）"), lambda facts: facts.p80_finish)

_late = partial(Measure, turns=no_turns, unit=N_("个工作日"), step=ONE, least=ZERO)

MEASURES = (
    _late(
        "forecast_late",
        N_("预计晚于要求完工"),
        N_("倒排计划"),
        _forecast_late,
        looks_at=("min_slack", "required_finish"),
        details=(REQUIRED, SLACK_AS_OF),
        ages=next_week,
    ),
    _late(
        "original_late",
        N_("预计晚于原计划完工"),
        N_("倒排计划"),
        _original_late,
        looks_at=("min_slack", "required_finish", "original_finish"),
        details=(_ORIGINAL, REQUIRED, SLACK_AS_OF),
        ages=next_week,
    ),
    _late(
        "p80_late",
        N_("八成把握（P80）晚于要求完工"),
        N_("倒排计划"),
        _p80_late,
        looks_at=("p80_finish", "required_finish"),
        details=(_P80, REQUIRED),
    ),
    Measure(
        "spi_t",
        N_("工期绩效 SPI(t)"),
        N_("倒排计划或开工以来的时间"),
        _spi_t,
        no_turns,
        ("spi_t",),
        step=Decimal("0.001"),
        least=ZERO,
    ),
)
