"""Which values of two measures never go together, so that the check asks for no rule there."""

from __future__ import annotations

from typing import NamedTuple


class Never(NamedTuple):
    """Two answers that exclude each other; for a number yes is “above zero”, no is not."""

    measure: str
    answer: bool
    other: str
    other_answer: bool


NEVER = (
    Never("started", True, "start_months_late", True),
    Never("registered", True, "registered_months_late", True),
    Never("finished", True, "finish_overdue", True),
    Never("finished", True, "finish_days_overdue", True),
    Never("finish_overdue", True, "finish_days_overdue", False),
    Never("finish_overdue", False, "finish_days_overdue", True),
    Never("slack", True, "forecast_late", True),
    Never("slack_share", True, "forecast_late", True),
    Never("required_milestone_missed", True, "milestones_overdue", False),
    Never("required_milestone_missed", True, "milestone_days_overdue", False),
    Never("milestones_overdue", True, "milestone_days_overdue", False),
    Never("milestones_overdue", False, "milestone_days_overdue", True),
    Never("need_promised", True, "need_days_short", False),
    Never("slip_closed", True, "slip_days_overdue", True),
    Never("slip_closed", True, "slip_gap", True),
    Never("slip_closed", True, "slip_rung_lapsed", True),
    Never("slip_days_left", True, "slip_days_overdue", True),
    Never("indicator_leading", True, "indicator_trailing", True),
)
