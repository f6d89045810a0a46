"""Shared capacity (可承接量): what is asked of a leader or a unit by all projects at once.

The rules and worked examples are in ``docs/algorithms/capacity.md``. ``optimum`` needs the extra
``levelling`` and is imported by whoever has asked ``can_optimise``.
"""

from importlib.util import find_spec

from guatu.domain.capacity.levelling import Demand, Levelled, level
from guatu.domain.capacity.loads import Booking, Counted, Resource, WeekLoad, weekly_loads

__all__ = [
    "Booking",
    "Counted",
    "Demand",
    "Levelled",
    "Resource",
    "WeekLoad",
    "can_optimise",
    "level",
    "weekly_loads",
]


def can_optimise() -> bool:
    """Whether the solver of the extra ``levelling`` is installed."""
    return find_spec("ortools") is not None
