"""Needs as pages show them: of a project, of a supplier, of everyone."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet

from guatu.domain.words import Sentence, say
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.org.models import Holding, Unit, User
from guatu.projects.choices import NeedStatus
from guatu.projects.elements import Element, element_of
from guatu.projects.facts import Rows, rows_of
from guatu.projects.models import Project, SupportNeed
from guatu.projects.outlook import NOTHING, Outlook, comes_late, outlook_of

DAY = timedelta(days=1)


class NeedState(StrEnum):
    """What a day makes of a need; late ones first."""

    LATE = "late"
    EXPIRED = "expired"
    BROKEN = "broken"
    TOO_LATE = "too_late"
    WAITING = "waiting"
    PROMISED = "promised"
    DELIVERED = "delivered"
    NOT_NEEDED = "not_needed"


class Show(StrEnum):
    """What a list of needs is narrowed to."""

    OPEN = ""
    LATE = "late"
    UNPROMISED = "unpromised"
    TOO_LATE = "too_late"
    MONTH = "month"
    BLOCKED = "blocked"
    DELIVERED = "delivered"
    ALL = "all"


#: States that the wall chart marks: it is not there and nobody has said that it will be in time.
MISSING = frozenset(
    {
        NeedState.LATE,
        NeedState.EXPIRED,
        NeedState.BROKEN,
        NeedState.TOO_LATE,
        NeedState.WAITING,
    }
)


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need on a day. ``days_left`` are workdays to its day, below zero when it has passed;
    ``step_days`` and ``finish_days`` are what it costs; ``says`` is that in words."""

    need: SupportNeed
    state: NeedState
    days_left: int | None = None
    days_short: int = 0
    step_days: int = 0
    finish_days: int = 0
    says: Sentence | None = None

    @property
    def element(self) -> Element:
        return element_of(self.need.element)


@dataclass(frozen=True, slots=True)
class NeedFilter:
    """Empty values do not narrow."""

    year: int
    show: Show = Show.OPEN
    supplier: UUID | None = None
    element: str = ""
    line: UUID | None = None
    words: str = ""

    @property
    def chosen(self) -> tuple[str, ...]:
        names = [f.name for f in fields(self) if f.name != "year"]
        return tuple(name for name in names if getattr(self, name))


@dataclass(frozen=True, slots=True)
class Owed:
    """How many needs: all that are not dropped, open ones, and what is wrong with those.

    ``on_time`` of ``delivered`` were there by their day.
    """

    needs: int = 0
    open: int = 0
    late: int = 0
    unpromised: int = 0
    too_late: int = 0
    month: int = 0
    blocked: int = 0
    delivered: int = 0
    on_time: int = 0


@dataclass(frozen=True, slots=True)
class Supplier:
    """A unit and what it owes; None for needs that nobody has been named for."""

    pk: UUID | None
    label: str
    owed: Owed


def state_on(need: SupportNeed, today: date) -> NeedState:
    if need.status == NeedStatus.NOT_NEEDED:
        return NeedState.NOT_NEEDED
    if need.status == NeedStatus.DELIVERED:
        gone = need.expires_on is not None and need.expires_on < today and not _served(need)
        return NeedState.EXPIRED if gone else NeedState.DELIVERED
    if need.is_late(today):
        return NeedState.LATE
    if need.promised_on is None:
        return NeedState.WAITING
    if need.promised_on < today:
        return NeedState.BROKEN
    late = need.needed_by is not None and need.promised_on > need.needed_by
    return NeedState.TOO_LATE if late else NeedState.PROMISED


def grid_of(
    project: Project, today: date, calendar: WorkCalendar, rows: Rows | None = None
) -> tuple[list[NeedRow], Outlook]:
    """The needs of a project in their order, and what the late ones do to its plan; ``rows`` if
    the caller has read them already."""
    needs = list(with_people(SupportNeed.objects.filter(project=project)))
    outlook = NOTHING
    if any(comes_late(need, today) for need in needs):
        rows = rows or rows_of([project])[project.pk]
        outlook = outlook_of(project, rows, today, calendar)
    return [_row(need, today, calendar, outlook) for need in needs], outlook


def rows_on(found: Iterable[SupportNeed], today: date, calendar: WorkCalendar) -> list[NeedRow]:
    """Needs of any projects; the plans of those that wait for late ones are computed."""
    needs = list(found)
    outlooks = _outlooks(needs, today, calendar)
    return [_row(n, today, calendar, outlooks.get(n.project_id, NOTHING)) for n in needs]


def row_alone(need: SupportNeed, today: date, calendar: WorkCalendar) -> NeedRow:
    """Without what it costs."""
    return _row(need, today, calendar, NOTHING)


def in_order(user: User, wanted: NeedFilter, today: date) -> QuerySet[SupportNeed]:
    """All that matches with the people who supply it, the most pressing first."""
    return _in_order(matching(user, wanted, today))


def matching(user: User, wanted: NeedFilter, today: date) -> QuerySet[SupportNeed]:
    """The needs of ``wanted`` that ``user`` may see, in no order."""
    rows = _of_year(user, wanted.year).filter(SHOWN[wanted.show](today))
    if wanted.supplier is not None:
        rows = rows.filter(supplier_id=wanted.supplier)
    if wanted.element:
        rows = rows.filter(element=wanted.element)
    if wanted.line is not None:
        rows = rows.filter(project__line_id=wanted.line)
    if wanted.words:
        named = Q(name__icontains=wanted.words) | Q(project__name__icontains=wanted.words)
        rows = rows.filter(named)
    return rows


def owed_to(user: User, wanted: NeedFilter, today: date) -> Owed:
    """The counts of everything but ``wanted.show``."""
    rows = matching(user, NeedFilter(wanted.year, Show.ALL, *_narrow(wanted)), today)
    return Owed(**rows.order_by().aggregate(**_counts(today)))


def suppliers_of(user: User, wanted: NeedFilter, today: date) -> list[Supplier]:
    """What each supplier owes, the most late first."""
    rows = matching(user, NeedFilter(wanted.year, Show.ALL, *_narrow(wanted)), today)
    columns = ("supplier_id", "supplier__short_name", "supplier__name")
    counted = rows.order_by().values(*columns).annotate(**_counts(today))
    found = [
        Supplier(
            row["supplier_id"],
            row["supplier__short_name"] or row["supplier__name"] or "",
            Owed(**{f.name: row[f.name] for f in fields(Owed)}),
        )
        for row in counted
    ]
    return sorted(found, key=by_urgency)


def suppliers_named(user: User, year: int) -> QuerySet[Unit]:
    """Units that supply something, to choose from."""
    own = _of_year(user, year).order_by().values("supplier_id")
    return Unit.objects.visible_to(user).filter(pk__in=own).order_by("path")  # type: ignore[no-any-return]


_OPEN = Q(status__in=(NeedStatus.NEEDED, NeedStatus.PROMISED))
SHOWN: Mapping[Show, Callable[[date], Q]] = {
    Show.OPEN: lambda today: _OPEN | _expired(today),
    Show.LATE: lambda today: (_OPEN & Q(needed_by__lt=today)) | _expired(today),
    Show.UNPROMISED: lambda today: Q(status=NeedStatus.NEEDED),
    Show.TOO_LATE: lambda today: _OPEN & Q(promised_on__gt=F("needed_by")),
    Show.MONTH: lambda today: _OPEN & Q(needed_by__range=month_of(today)),
    Show.BLOCKED: lambda today: _OPEN & ~Q(blocker=""),
    Show.DELIVERED: lambda today: Q(status=NeedStatus.DELIVERED) & ~_expired(today),
    Show.ALL: lambda today: ~Q(status=NeedStatus.NOT_NEEDED),
}
#: Counts of ``Owed`` and what a list shows of each.
COUNTED: Mapping[str, Show] = {
    "needs": Show.ALL, "open": Show.OPEN, "late": Show.LATE, "unpromised": Show.UNPROMISED,
    "too_late": Show.TOO_LATE, "month": Show.MONTH, "blocked": Show.BLOCKED,
    "delivered": Show.DELIVERED,
}  # fmt: skip


def _expired(today: date) -> Q:
    unused = Q(milestone__isnull=True) | Q(milestone__actual_finish__isnull=True)
    return Q(status=NeedStatus.DELIVERED, expires_on__lt=today) & unused


def month_of(today: date) -> tuple[date, date]:
    """Its first and its last day."""
    return today.replace(day=1), today.replace(day=monthrange(today.year, today.month)[1])


def _counts(today: date) -> dict[str, Count]:
    on_time = SHOWN[Show.DELIVERED](today) & Q(delivered_on__lte=F("needed_by"))
    named = {name: SHOWN[show](today) for name, show in COUNTED.items()} | {"on_time": on_time}
    return {name: Count("pk", filter=which) for name, which in named.items()}


def _narrow(wanted: NeedFilter) -> tuple[UUID | None, str, UUID | None, str]:
    return wanted.supplier, wanted.element, wanted.line, wanted.words


def by_urgency(one: Supplier) -> tuple[int, int, int, str]:
    """The most late first."""
    return -one.owed.late, -one.owed.open, -one.owed.needs, one.label


def _of_year(user: User, year: int) -> QuerySet[SupportNeed]:
    rows = SupportNeed.objects.visible_to(user)
    return rows.filter(project__year=year, project__withdrawn_at__isnull=True)


def _in_order(rows: QuerySet[SupportNeed]) -> QuerySet[SupportNeed]:
    pressing = F("needed_by").asc(nulls_last=True)
    return with_people(rows).order_by(pressing, "project__number", "serial", "id")


def with_people(rows: QuerySet[SupportNeed]) -> QuerySet[SupportNeed]:
    now = Holding.objects.current().select_related("user")
    return rows.select_related(
        "project__tenant",
        "project__line",
        "project__lead_unit",
        "milestone",
        "supplier",
        "post__unit",
    ).prefetch_related(Prefetch("post__holdings", queryset=now))


def _outlooks(
    needs: Sequence[SupportNeed], today: date, calendar: WorkCalendar
) -> Mapping[UUID, Outlook]:
    waiting = {n.project_id: n.project for n in needs if comes_late(n, today)}
    if not waiting:
        return {}
    rows = rows_of(list(waiting.values()))
    return {pk: outlook_of(project, rows[pk], today, calendar) for pk, project in waiting.items()}


def _row(need: SupportNeed, today: date, calendar: WorkCalendar, outlook: Outlook) -> NeedRow:
    state, left = state_on(need, today), _days_left(need, today, calendar)
    if found := outlook.breaks.get(need.pk):
        return NeedRow(
            need, state, left, found.days_short, found.step_days, found.finish_days, found.sentence
        )
    short = _days_short(need, today, calendar)
    return NeedRow(need, state, left, short, says=_loose_words(need, state, short))


def _loose_words(need: SupportNeed, state: NeedState, short: int) -> Sentence | None:
    """What can be said of a need that no plan waits for."""
    if state is NeedState.EXPIRED and need.expires_on:
        day = need.expires_on.isoformat()
        return say("“{need}”的有效期已于 {day} 届满，须重新办理。", need=need.name, day=day)
    if short:
        return say("“{need}”晚于需要 {days} 个工作日。", need=need.name, days=short)
    return None


def _days_left(need: SupportNeed, today: date, calendar: WorkCalendar) -> int | None:
    if need.needed_by is None or not need.is_open:
        return None
    return _between(today + DAY, need.needed_by + DAY, calendar)


def _days_short(need: SupportNeed, today: date, calendar: WorkCalendar) -> int:
    if not comes_late(need, today) or need.needed_by is None:
        return 0
    expected = max(need.promised_on or need.needed_by, today)
    return _between(need.needed_by, expected, calendar) or 0


def _between(start: date, end: date, calendar: WorkCalendar) -> int | None:
    try:
        return calendar.workdays_between(start, end)
    except CalendarOutOfRange:
        return None


def _served(need: SupportNeed) -> bool:
    return need.milestone is not None and need.milestone.actual_finish is not None
