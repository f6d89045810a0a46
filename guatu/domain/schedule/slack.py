"""Slack of plans whose steps are counted in several ways, on the one scale of the office."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from guatu.domain.schedule.network import NONE
from guatu.domain.schedule.result import Schedule


def slack_in_office(result: Schedule, i: int) -> int:
    """The slack of an activity in workdays of the first calendar, in whatever it is counted.

    What is late over days off alone is late by one all the same.
    """
    line, own = result.lines[0], int(result.tf[i])
    if int(result.net.cal[i]) == 0:
        return own
    late, early = int(result.lf[i]) - result.origin, int(result.ef[i]) - result.origin
    days = line.before(late) - line.before(early)
    return min(days, -1) if own < 0 else max(days, 0)


def held_by_promise(result: Schedule) -> NDArray[np.intp]:
    """The open activities whose latest end no successor fixes, or one that keeps its own date.

    Such a successor is never late itself: what is missing shows in those before it.
    """
    net, follower = result.net, result.follower
    last = follower == NONE
    if len(last):
        last |= net.must[follower] & (net.act_s[follower] == NONE)
    return np.flatnonzero((net.act_f == NONE) & last)


def least_slack(result: Schedule) -> int | None:
    """Of a network of one project, by the office; None when all is done."""
    held = held_by_promise(result).tolist()
    return min((slack_in_office(result, i) for i in held), default=None)
