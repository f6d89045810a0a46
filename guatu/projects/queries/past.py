"""The list as it stood at a moment of the past, read from what was kept then.

Who may see a project is asked of today: a right that a person has lost gives no view of the past.
Rows are narrowed and put in order here and not by the database: what is kept of a moment is one
row of each project, and its plan lies in its document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Min, Q
from django.utils.timezone import localtime

from guatu.domain import pace
from guatu.kit.clock import CHINA
from guatu.org.models import Holding, User
from guatu.projects.choices import Expectation, Nature
from guatu.projects.models import Project, ProjectState, Verdict
from guatu.projects.queries.filters import CUT_COLUMNS, ListFilter, Scope, Timing
from guatu.projects.queries.listing import PER_PAGE, Finish, ListPage, ListRow, NextMilestone
from guatu.projects.queries.totals import LIGHTS, ZERO, ListTotals, sums_reserve
from guatu.projects.reasons import AsOf
from guatu.projects.replay import judged_states, standard_at
from guatu.projects.standing import Standing, Step
from guatu.projects.tallies import NOBODY


class ToldThen(NamedTuple):
    """The headline of the light, and when the works were expected to be done."""

    reason: Mapping[str, Any]
    forecast: date | None


@dataclass(frozen=True, slots=True)
class PastProject:
    """A project as it stood; its line, its unit, its post and its code are told as of today."""

    state: ProjectState
    standing: Standing
    line: str
    line_number: int
    unit: str
    sponsor: str
    sponsor_rank: int
    code: str
    pinyin: str

    @property
    def physical_percent(self) -> Decimal | None:
        months = self.standing.facts.physical_by_month
        return months[-1][1] if months else None

    @property
    def next_step(self) -> Step | None:
        """The earliest open step with a planned day."""
        ahead = [s for s in self.standing.steps if s.planned_finish and not s.actual_finish]
        return min(ahead, key=lambda step: step.planned_finish or date.max, default=None)


def past_projects(user: User, wanted: ListFilter, moment: datetime) -> list[PastProject]:
    """What ``wanted`` would have shown at ``moment``, by number."""
    rows = _states(user, wanted, moment)
    named = rows.values_list(
        "pk",
        "line__title",
        "line__number",
        "lead_unit__short_name",
        "lead_unit__name",
        "sponsor_id",
        "sponsor__title",
        "sponsor__rank",
        "project__code",
        "project__pinyin",
    )
    labels = {pk: label for pk, *label in named}
    holders = holders_on({label[4] for label in labels.values() if label[4]}, moment.date())
    found = [_past(state, labels[state.pk], holders) for state in rows.order_by("number", "id")]
    return [past for past in found if _matches(past, wanted)]


def list_page_at(
    user: User,
    wanted: ListFilter,
    moment: datetime,
    *,
    order: str = "number",
    descending: bool = False,
    number: int = 1,
) -> ListPage:
    """As ``list_page``, of ``moment``."""
    found = past_projects(user, wanted, moment)
    expected = pace.expected_by_months(moment.date(), wanted.year)
    totals = totals_at(found, wanted, expected)
    order = order if order in _KEYS else "number"
    pages = max(1, -(-len(found) // PER_PAGE))
    number = min(max(number, 1), pages)
    chosen = _in_order(found, order, descending=descending)
    shown = rows_at(user, chosen[(number - 1) * PER_PAGE : number * PER_PAGE], moment)
    return ListPage(shown, totals, number, pages, order, descending)


def iterate_at(
    user: User, wanted: ListFilter, moment: datetime, *, order: str, descending: bool, limit: int
) -> list[ListRow]:
    """All that matched up to ``limit``, for a file."""
    found = _in_order(past_projects(user, wanted, moment), order, descending=descending)
    return rows_at(user, found[:limit], moment)


def totals_at(found: Sequence[PastProject], wanted: ListFilter, expected: pace.Share) -> ListTotals:
    whole = [past.state for past in found if _is_summed(past.state, wanted)]
    figures: dict[str, Any] = {
        name: sum((getattr(state, name) or ZERO for state in whole), ZERO)
        for name in ("total_investment", "year_plan", "year_done")
    }
    lights: dict[str, Any] = {
        light: sum(state.light == light for state in whole) for light in LIGHTS
    }
    kept: dict[str, Any] = {
        value: sum(state.expectation == value for state in whole) for value in Expectation.values
    }
    plan, done = figures["year_plan"], figures["year_done"]
    return ListTotals(
        len(found),
        projects=len(whole),
        **lights,
        **kept,
        green_by_replanning=sum(state.green_by_replanning for state in whole),
        **figures,
        share=pace.rate(done, plan),
        gap=pace.gap(done, plan, expected),
    )


def rows_at(user: User, found: Sequence[PastProject], moment: datetime) -> list[ListRow]:
    """Rows of a list, each with the reason and the forecast that were shown then."""
    told = told_at(user, found, moment)
    expected = pace.expected_by_months(moment.date(), found[0].state.year) if found else None
    return [_row(past, told[past.state.project_id], expected, moment.date()) for past in found]


def told_at(user: User, found: Sequence[PastProject], moment: datetime) -> Mapping[UUID, ToldThen]:
    """By project what its plan and the rules said then.

    A night without patrol left the light of the last judgement hanging: then its reason is told.
    """
    if not found:
        return {}
    shown = judged_states([past.state for past in found], standard_at(user.tenant, moment))
    stale = [pk for pk, one in shown.items() if str(one.verdict.light) != one.state.light]
    last = _last_said(stale, moment)
    return {
        pk: ToldThen(last.get(pk) or one.verdict.headline.as_json(), one.judged.reach.finish)
        for pk, one in shown.items()
    }


def _last_said(ids: Sequence[UUID], moment: datetime) -> dict[UUID, Mapping[str, Any]]:
    if not ids:
        return {}
    rows = Verdict.objects.filter(project_id__in=ids, at__lte=moment).order_by("at", "pk")
    bodies = dict(rows.values_list("project_id", "body"))
    as_of = AsOf(moment.date())
    return {pk: as_of.told(body["reasons"][0]["sentence"]) for pk, body in bodies.items()}


def first_day(user: User, year: int) -> date | None:
    """From which day on anything is kept of the projects of ``year`` that ``user`` may see."""
    rows = _seen(user, ProjectState.objects.filter(tenant=user.tenant_id, year=year))
    since = rows.aggregate(first=Min("since"))["first"]
    return localtime(since, CHINA).date() if since else None


def holders_on(post_ids: Iterable[UUID], day: date) -> dict[UUID, str]:
    """Names of the people who held these posts on ``day``."""
    held = Holding.objects.on(day).filter(post_id__in=list(post_ids)).order_by("since")
    return dict(held.values_list("post_id", "user__name"))


def _states(user: User, wanted: ListFilter, moment: datetime) -> Any:
    rows = ProjectState.objects.at(moment).filter(tenant=user.tenant_id, year=wanted.year)
    rows = _scoped(_seen(user, rows), wanted)
    for name in ("nature", "category", "light"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    for name, column in CUT_COLUMNS.items():
        if (key := getattr(wanted, name)) is not None:
            rows = rows.filter(**{column: None if key == NOBODY else key})
    return rows.filter(_spelt(wanted.words)) if wanted.words else rows


def _seen(user: User, rows: Any) -> Any:
    if user.access.sees_all:
        return rows
    return rows.filter(project__in=Project.objects.visible_to(user).order_by().values("pk"))


def _scoped(rows: Any, wanted: ListFilter) -> Any:
    if wanted.scope is Scope.WITHDRAWN:
        return rows.filter(listed=False)
    if wanted.scope is Scope.RESERVE or wanted.nature == Nature.RESERVE:
        return rows.filter(listed=True, parent__isnull=True, nature=Nature.RESERVE)
    if wanted.scope is Scope.PARTS or wanted.words:
        return rows.filter(listed=True)
    return rows.counted()


def _spelt(words: str) -> Q:
    """By the name and number of then, or the spelling and code of today."""
    said = words.strip()
    latin = said.lower().replace(" ", "")
    found = Q(name__icontains=said) | Q(project__code__icontains=said)
    if latin.isascii() and latin.isalnum():
        found |= Q(project__pinyin__contains=latin) | Q(project__initials__contains=latin)
    if said.isascii() and said.isdigit() and len(said) < 8:
        found |= Q(number=int(said))
    return found


def _past(state: ProjectState, label: Sequence[Any], holders: Mapping[UUID, str]) -> PastProject:
    line, line_number, short, unit, sponsor_id, title, rank, code, pinyin = label
    return PastProject(
        state,
        Standing.from_json(state.facts),
        line or "",
        line_number or 0,
        short or unit or "",
        holders.get(sponsor_id) or title or "",
        rank or 0,
        code,
        pinyin,
    )


def _matches(past: PastProject, wanted: ListFilter) -> bool:
    return (
        _in_line(past.state, wanted.line)
        and _in_month(past, wanted.month)
        and _is_timed(past, wanted.timing)
    )


def _is_timed(past: PastProject, timing: str) -> bool:
    """As the list of today is narrowed."""
    state, facts = past.state, past.standing.facts
    match timing:
        case "":
            return True
        case Timing.GREEN:
            return state.green_by_replanning
        case Timing.BEHIND:
            promised, first = facts.required_finish, facts.original_finish
            moved = promised is not None and first is not None and promised >= first
            late = state.expectation == Expectation.LATE and moved
            return late or state.expectation == Expectation.REPLANNED
    return state.expectation == timing


def _in_line(state: ProjectState, line: UUID | None) -> bool:
    if line is None:
        return True
    if line == NOBODY:
        return state.line_id is None
    return state.line_id == line or line.hex in state.also_lines


def _in_month(past: PastProject, month: date | None) -> bool:
    """Whether an open step was planned for it."""
    if month is None:
        return True
    return any(
        step.planned_finish is not None
        and step.actual_finish is None
        and (step.planned_finish.year, step.planned_finish.month) == (month.year, month.month)
        for step in past.standing.steps
    )


def _is_summed(state: ProjectState, wanted: ListFilter) -> bool:
    """As the sums of the list of today: never parts, the reserve only in a list of it."""
    return state.parent_id is None and (sums_reserve(wanted) or state.nature != Nature.RESERVE)


def _row(past: PastProject, told: ToldThen, expected: pace.Share | None, day: date) -> ListRow:
    state, facts = past.state, past.standing.facts
    reported = facts.last_report_period is not None and expected is not None
    return ListRow(
        pk=state.project_id,
        number=state.number,
        name=state.name,
        code=past.code,
        nature=state.nature,
        category=state.category,
        light=state.light,
        light_reason=told.reason,
        line=past.line,
        unit=past.unit,
        sponsor=past.sponsor,
        total_investment=state.total_investment,
        year_plan=state.year_plan,
        year_done=state.year_done,
        share=pace.rate(state.year_done, state.year_plan) if reported else None,
        gap=pace.gap(state.year_done, state.year_plan, expected) if reported and expected else None,
        physical_percent=past.physical_percent,
        physical_words="",
        finish=Finish(
            facts.required_finish,
            facts.original_finish,
            told.forecast if state.listed else None,
            facts.actual_finish if facts.actual_finish and facts.actual_finish <= day else None,
            state.expectation,
        ),
        green_by_replanning=state.green_by_replanning,
        next=_next(past.next_step, day),
    )


def _next(step: Step | None, day: date) -> NextMilestone | None:
    if step is None or step.planned_finish is None:
        return None
    return NextMilestone(step.name, step.planned_finish, (step.planned_finish - day).days)


def _share(past: PastProject) -> Decimal | None:
    return pace.rate(past.state.year_done, past.state.year_plan)


_KEYS: Mapping[str, Callable[[PastProject], Any]] = {
    "number": lambda past: past.state.number,
    "name": lambda past: past.pinyin,
    "light": lambda past: (past.state.light_rank, past.state.number),
    "total": lambda past: past.state.total_investment,
    "plan": lambda past: past.state.year_plan,
    "done": lambda past: past.state.year_done,
    "share": _share,
    "physical": lambda past: past.physical_percent,
    "finish": lambda past: past.standing.facts.required_finish,
    "original": lambda past: past.standing.facts.original_finish,
}


def _in_order(found: Sequence[PastProject], order: str, *, descending: bool) -> list[PastProject]:
    """Unknown values come last either way."""
    key = _KEYS.get(order, _KEYS["number"])
    known = [past for past in found if key(past) is not None]
    unknown = [past for past in found if key(past) is None]
    return [*sorted(known, key=key, reverse=descending), *unknown]
