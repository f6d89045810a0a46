"""倒排工期: early and late dates, slack, the driving chain and what to compress.

The rules and worked examples are in ``docs/algorithms/schedule.md``.
"""

from guatu.domain.schedule.build import Activity, Link, ProjectPlan, build_network
from guatu.domain.schedule.compress import Compression
from guatu.domain.schedule.engine import schedule
from guatu.domain.schedule.explain import ChainStep, driving_chain, explain, explain_early
from guatu.domain.schedule.network import Network, ScheduleError
from guatu.domain.schedule.plan import BackPlan, backplan
from guatu.domain.schedule.result import ActivityDates, ProjectDates, Schedule

__all__ = [
    "Activity",
    "ActivityDates",
    "BackPlan",
    "ChainStep",
    "Compression",
    "Link",
    "Network",
    "ProjectDates",
    "ProjectPlan",
    "Schedule",
    "ScheduleError",
    "backplan",
    "build_network",
    "driving_chain",
    "explain",
    "explain_early",
    "schedule",
]
