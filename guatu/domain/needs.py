"""Support needs (要素保障): by when each must be there, and what a late one breaks.

Land, permits, power and funds are needed by steps of a plan. A step cannot start before its need
is there, so the expected delivery is a bound on its start, and the schedule engine tells what
that moves. Only what goes beyond the plan counts as a delay: a step may use up its own slack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from guatu.domain.schedule import ProjectPlan, Schedule, build_network, schedule
from guatu.domain.words import N_, Sentence, say
from guatu.domain.workcalendar import WorkCalendar

# The plan in which steps, by id, wait until the days given.
PlanWaiting = Callable[[Mapping[str, date]], ProjectPlan]


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """A need that is not delivered yet; ``step`` is the id of the step that cannot do without."""

    name: str
    step: str
    needed_by: date
    promised: date | None = None

    def expected(self, today: date) -> date:
        """When it may come: as promised, without a promise when needed, and never in the past."""
        return max(self.promised or self.needed_by, today)

    def is_assured(self, today: date) -> bool:
        """Whether there is a promise that can still be kept."""
        return self.promised is not None and self.promised >= today


@dataclass(frozen=True, slots=True)
class Break:
    """What one need does to the plan by itself; ``step`` is the name of the step it serves.

    ``days_short`` workdays lie between the day it is needed by and ``expected``. By ``step_days``
    and ``finish_days`` workdays the step and the project end later than they would without the
    need and later than the plan allows. ``assured``: the promise can still be kept.
    """

    need: OpenNeed
    step: str
    expected: date
    assured: bool
    days_short: int
    step_days: int
    finish_days: int

    @property
    def sentence(self) -> Sentence:
        shown = self.need.needed_by if self._template == _UNPROMISED else self.expected
        return say(
            self._template,
            need=self.need.name,
            step=self.step,
            month=shown.month,
            day=shown.day,
            short=self.days_short,
            step_days=self.step_days,
            finish_days=self.finish_days,
        )

    @property
    def _template(self) -> str:
        effect = (self.step_days > 0, self.finish_days > 0)
        if self.days_short:
            return (_LATE if self.assured else _STILL_OPEN)[effect]
        if any(effect):
            return _IF_THEN[effect]
        return _IN_TIME if self.assured else _UNPROMISED


@dataclass(frozen=True, slots=True)
class Breaks:
    """Each need alone, in the order given, and by how many workdays all of them move the finish."""

    each: tuple[Break, ...]
    finish_days: int

    @property
    def sentence(self) -> Sentence:
        if not self.finish_days:
            return say(N_("各项要素落实的时间不影响竣工。"))
        worst = max(self.each, key=lambda found: found.finish_days)
        return say(
            N_("各项要素合计将使竣工推迟 {days} 个工作日，影响最大的是“{need}”。"),
            days=self.finish_days,
            need=worst.need.name,
        )


def needed_by(latest_start: date, lead: int, calendar: WorkCalendar) -> date:
    """The day by which a need must be there: ``lead`` workdays before the latest start.

    Lead 0 is the latest start itself. needed_by(2026-05-11, 3) is 2026-05-07: the 8th, the
    make-up Saturday the 9th and the 7th lie before that Monday. Raises CalendarOutOfRange.
    """
    return calendar.add_workdays(latest_start, -lead) if lead else latest_start


def waiting(plan: ProjectPlan) -> PlanWaiting:
    """``plan`` with starts held back; what has begun waits no more."""

    def held(until: Mapping[str, date]) -> ProjectPlan:
        return replace(
            plan,
            activities=[
                replace(one, snet=max(until[one.id], one.snet or until[one.id]))
                if one.id in until and one.actual_start is None and one.actual_finish is None
                else one
                for one in plan.activities
            ],
        )

    return held


def breaks(
    plan: PlanWaiting,
    needs: Sequence[OpenNeed],
    today: date,
    calendar: WorkCalendar,
    *further: WorkCalendar,
) -> Breaks:
    """What each need breaks alone, and all together.

    ``calendar`` is the first of the calendars of the plan, in which everything is told;
    ``further`` are the others.

    Raises ScheduleError for a plan that cannot be computed or a step that it does not have, and
    CalendarOutOfRange when dates leave the calendar. Worked example: 桩基 20 workdays has its
    latest start on Monday 2026-03-09; land needed by then and promised for the 12th comes 3
    workdays late and moves 桩基 and, when nothing else has slack, the finish by 3.
    """
    if not needs:
        return Breaks((), 0)
    calendars = (calendar, *further)
    delays = _Delays(_run(plan({}), calendars), calendars)
    together = _run(plan(_latest(needs, today)), calendars)
    each = tuple(_break(plan, need, today, delays) for need in needs)
    return Breaks(each, delays.of_finish(together))


def _run(plan: ProjectPlan, calendars: Sequence[WorkCalendar]) -> Schedule:
    return schedule(build_network([plan]), calendars)


def _latest(needs: Iterable[OpenNeed], today: date) -> dict[str, date]:
    """Until when each step waits for the last of its needs."""
    until: dict[str, date] = {}
    for need in needs:
        expected = need.expected(today)
        until[need.step] = max(expected, until.get(need.step, expected))
    return until


def _break(plan: PlanWaiting, need: OpenNeed, today: date, delays: _Delays) -> Break:
    expected = need.expected(today)
    with_need = _run(plan({need.step: expected}), delays.calendars)
    return Break(
        need=need,
        step=delays.without.net.names[delays.without.net.activity_index(need.step)],
        expected=expected,
        assured=need.is_assured(today),
        days_short=max(0, delays.calendar.workdays_between(need.needed_by, expected)),
        step_days=delays.of_step(with_need, need.step),
        finish_days=delays.of_finish(with_need),
    )


@dataclass(frozen=True, slots=True)
class _Delays:
    """Finishes of other runs against the later of the early and the allowed finish of this one."""

    without: Schedule
    calendars: Sequence[WorkCalendar]

    @property
    def calendar(self) -> WorkCalendar:
        return self.calendars[0]

    def of_step(self, run: Schedule, step: str) -> int:
        i = self.without.net.activity_index(step)
        allowed = max(int(self.without.ef[i]), int(self.without.lf[i]))
        return self._beyond(allowed, int(run.ef[run.net.activity_index(step)]))

    def of_finish(self, run: Schedule) -> int:
        allowed = max(int(self.without.ef.max()), int(self.without.ends[0]))
        return self._beyond(allowed, int(run.ef.max()))

    def _beyond(self, allowed: int, end: int) -> int:
        # Ends are half-open: an end after the last day of the calendar still counts.
        first, cum = self.calendar.first.toordinal(), self.calendar.cum_list
        return max(0, cum[end - first] - cum[allowed - first])


_IN_TIME = N_("“{need}”预计 {month}月{day}日 落实，不晚于需要，不影响“{step}”和竣工。")
_UNPROMISED = N_("“{need}”最迟须在 {month}月{day}日 落实，尚无有效的承诺日期。")
_LATE = {
    (False, False): N_(
        "“{need}”预计 {month}月{day}日 落实，晚于需要 {short} 个工作日，不影响“{step}”和竣工。"
    ),
    (True, False): N_(
        "“{need}”预计 {month}月{day}日 落实，晚于需要 {short} 个工作日，"
        "将使“{step}”推迟 {step_days} 个工作日，不影响竣工。"
    ),
    (False, True): N_(
        "“{need}”预计 {month}月{day}日 落实，晚于需要 {short} 个工作日，"
        "将使竣工推迟 {finish_days} 个工作日。"
    ),
    (True, True): N_(
        "“{need}”预计 {month}月{day}日 落实，晚于需要 {short} 个工作日，"
        "将使“{step}”推迟 {step_days} 个工作日、竣工推迟 {finish_days} 个工作日。"
    ),
}
_STILL_OPEN = {
    (False, False): N_(
        "“{need}”至今没有落实，已晚于需要 {short} 个工作日；如今天落实，不影响“{step}”和竣工。"
    ),
    (True, False): N_(
        "“{need}”至今没有落实，已晚于需要 {short} 个工作日；"
        "即使今天落实，也将使“{step}”推迟 {step_days} 个工作日，不影响竣工。"
    ),
    (False, True): N_(
        "“{need}”至今没有落实，已晚于需要 {short} 个工作日；"
        "即使今天落实，也将使竣工推迟 {finish_days} 个工作日。"
    ),
    (True, True): N_(
        "“{need}”至今没有落实，已晚于需要 {short} 个工作日；即使今天落实，"
        "也将使“{step}”推迟 {step_days} 个工作日、竣工推迟 {finish_days} 个工作日。"
    ),
}
_IF_THEN = {
    (True, False): N_(
        "“{need}”如在 {month}月{day}日 落实，将使“{step}”推迟 {step_days} 个工作日，不影响竣工。"
    ),
    (False, True): N_("“{need}”如在 {month}月{day}日 落实，将使竣工推迟 {finish_days} 个工作日。"),
    (True, True): N_(
        "“{need}”如在 {month}月{day}日 落实，"
        "将使“{step}”推迟 {step_days} 个工作日、竣工推迟 {finish_days} 个工作日。"
    ),
}
