"""A better levelling by constraint programming (CP-SAT, extra ``levelling``).

The solver works in workdays of the first calendar, so what it finds is an order only: the serial
plan by that order is what is proposed, and only if it slips less than the one to begin with. Where
all steps follow that calendar and are tied finish to start, both are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from guatu.domain.capacity.levelling import Demand, Levelled, finish_allowed, level
from guatu.domain.capacity.loads import Counted, Resource
from guatu.domain.schedule.engine import schedule
from guatu.domain.schedule.network import FF, NONE, SF, SS, Network
from guatu.domain.schedule.result import Schedule
from guatu.domain.workcalendar import WorkCalendar

FIVE = 5
#: Seconds since the search began, the total slip of the best order so far.
Tell = Callable[[float, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Optimised:
    """The better of heuristic and search; ``proven``: no plan can slip less.

    ``bound`` is the least total slip that the search could not exclude.
    """

    levelled: Levelled
    proven: bool
    bound: int


def optimise(
    net: Network,
    calendars: Sequence[WorkCalendar],
    resources: Sequence[Resource],
    demands: Sequence[Demand],
    *,
    seconds: float,
    workers: int = 2,
    tell: Tell | None = None,
) -> Optimised:
    """Search for at most ``seconds`` from the heuristic's plan on. Raises as ``level``."""
    result = schedule(net, calendars)
    first = level(net, calendars, resources, demands)
    if first.total_slip == 0:
        return Optimised(first, proven=True, bound=0)
    model = _Model(result, first, resources, demands)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_search_workers = workers
    status = solver.solve(model.model, _Watch(tell) if tell else None)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Optimised(first, proven=False, bound=0)
    order = np.array([solver.value(one) for one in model.starts], dtype=np.int64)
    found = level(net, calendars, resources, demands, order=order)
    best = min((found, first), key=lambda one: one.total_slip)
    bound = max(0, round(solver.best_objective_bound))
    exact = bool((net.cal == 0).all()) and all(
        one.counted is Counted.UNDER_WAY for one in resources
    )
    return Optimised(best, proven=exact and best.total_slip <= bound, bound=bound)


class _Model:
    """Starts and ends in workdays, the plan to begin with as a hint."""

    def __init__(
        self,
        result: Schedule,
        first: Levelled,
        resources: Sequence[Resource],
        demands: Sequence[Demand],
    ) -> None:
        self.model = cp_model.CpModel()
        self.result, self.first = result, first
        self.line = result.lines[0]
        self.horizon = self._at(int(first.finish.max())) + 1
        self.monday = self._at(int(result.es.min()) // 7 * 7 + 1) % FIVE
        self.starts: list[cp_model.IntVar] = []
        self.ends: list[cp_model.LinearExprT] = []
        self.days: list[int] = []
        self.hints: list[int] = []
        self.spans: list[cp_model.IntervalVar] = []
        for i in range(len(result.net.ids)):
            self._add_step(i)
        self._add_links()
        for r, resource in enumerate(resources):
            self._add_resource(resource, [one for one in demands if one.resource == r])
        self._minimise_slip()

    def _at(self, ordinal: int) -> int:
        return self.line.before(ordinal - self.result.origin)

    def _add_step(self, i: int) -> None:
        net, result = self.result.net, self.result
        early, planned = self._at(int(result.es[i])), self._at(int(self.first.start[i]))
        moves = net.act_s[i] == NONE and net.act_f[i] == NONE
        days = self._at(int(result.ef[i])) - early
        latest = self.horizon - days if moves else early
        start = self.model.new_int_var(early, max(early, latest), f"s{i}")
        self._hint(start, max(early, planned))
        self.hints.append(max(early, planned))
        self.days.append(days)
        self.starts.append(start)
        self.ends.append(start + days)
        self.spans.append(self.model.new_fixed_size_interval_var(start, days, f"i{i}"))

    def _add_links(self) -> None:
        net = self.result.net
        for e, (i, j) in enumerate(zip(net.src.tolist(), net.dst.tolist(), strict=True)):
            if net.act_f[i] != NONE or net.act_s[j] != NONE or net.act_f[j] != NONE:
                continue  # facts, or a start that they fix
            kind, lag = int(net.ty[e]), int(net.lag[e])
            x = self.starts[i] if kind in (SS, SF) else self.ends[i]
            y = self.ends[j] if kind in (FF, SF) else self.starts[j]
            self.model.add(y >= x + lag)

    def _add_resource(self, resource: Resource, demands: Sequence[Demand]) -> None:
        asked = [one for one in demands if 0 < one.amount <= resource.at_most]
        if not asked:
            return
        spans = [
            self.spans[one.activity]
            if resource.counted is Counted.UNDER_WAY
            else self._week_of(one.activity, begun=resource.counted is Counted.BEGUN)
            for one in asked
        ]
        self.model.add_cumulative(spans, [one.amount for one in asked], resource.at_most)

    def _week_of(self, i: int, *, begun: bool) -> cp_model.IntervalVar:
        """The week in which a step begins or ends, as an interval of length 1.

        Here every week has five workdays. Which weeks have others is known, but a look-up for each
        day costs the search more than it gains: the serial plan counts true weeks afterwards.
        """
        back = 0 if begun else 1 - self.days[i]  # a moment is reached when the day before is over
        week = self.model.new_int_var(-1, self.horizon // FIVE + 1, f"w{i}")
        rest = self.model.new_int_var(0, FIVE - 1, f"r{i}")
        self.model.add(self.starts[i] - back == FIVE * week + rest + self.monday)
        at = self.hints[i] - back - self.monday
        self._hint(week, at // FIVE)
        self._hint(rest, at % FIVE)
        return self.model.new_fixed_size_interval_var(week, 1, f"v{i}")

    def _minimise_slip(self) -> None:
        net, slips = self.result.net, []
        for p, allowed in enumerate(finish_allowed(self.result).tolist()):
            slip = self.model.new_int_var(0, self.horizon, f"p{p}")
            for i in range(*net.span(p)):
                self.model.add(slip >= self.ends[i] - self._at(allowed))
            self._hint(slip, int(self.first.slip[p]))
            slips.append(slip)
        self.model.minimize(sum(slips))

    def _hint(self, variable: cp_model.IntVar, value: int) -> None:
        self.model.add_hint(variable, value)


class _Watch(cp_model.CpSolverSolutionCallback):
    def __init__(self, tell: Tell) -> None:
        super().__init__()
        self._tell = tell

    def on_solution_callback(self) -> None:
        self._tell(self.wall_time, round(self.objective_value))
