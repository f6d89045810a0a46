"""Reading a pack: of a meeting its agenda, of a line or of everything each project of the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from guatu.boards.overview import CutTable, turns_since
from guatu.boards.overview.reading import curve_of, cut_table, table_of
from guatu.boards.overview.totals import added_up, months_added_up, months_of
from guatu.boards.packs.cards import cards_of
from guatu.boards.packs.decided import promises_of
from guatu.boards.packs.facts import Card, Curve, Group, Pack, Promise, Topic, Weekly
from guatu.command.choices import ItemStatus
from guatu.command.models import Meeting
from guatu.command.queries.agenda import Entry, agenda_of, held_before, is_of_all, projects_of
from guatu.domain import pace
from guatu.domain.worklists.promises import Outcome, score_of
from guatu.domain.worklists.rhythm import Rhythm
from guatu.kit.clock import CHINA
from guatu.lines.models import WorkLine
from guatu.org.models import User
from guatu.projects.choices import TallyBy
from guatu.projects.models import Project
from guatu.projects.models.projects import ProjectQuerySet
from guatu.projects.queries.filters import ListFilter, matching
from guatu.worklists.models import WorkRound
from guatu.worklists.queries.listing import Together, round_of, rounds_beside, together
from guatu.worklists.queries.promises import promises_of as list_promises_of

#: A file of more cards is no reading for a meeting; the worst lights are in it then.
MOST_CARDS = 300
MOST_TURNS = 12
MOST_BROKEN = 20


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a pack is about; without ``rows`` all that the maker sees."""

    user: User
    year: int
    now: datetime
    rows: ProjectQuerySet | None = None
    line: UUID | None = None

    @property
    def today(self) -> date:
        return self.now.astimezone(CHINA).date()

    def shows(self, line: UUID) -> bool:
        """What a line lists of other lines is not their sum."""
        return self.line is None or self.line == line

    @property
    def ids(self) -> frozenset[UUID] | None:
        """None for everything."""
        if self.rows is None:
            return None
        return frozenset(self.rows.order_by().values_list("pk", flat=True))


def of_meeting(user: User, meeting: Meeting, now: datetime) -> Pack:
    """The agenda as it stands now, or as it was fixed; a card for each project on it."""
    entries = [entry for entry in agenda_of(meeting, now) if entry.status != ItemStatus.STRUCK]
    seen = Project.objects.visible_to(user).filter(
        pk__in=projects_of(meeting).order_by().values("pk")
    )
    rows = None if is_of_all(meeting) else _again(seen)
    scope = _Scope(user, meeting.year, now, rows)
    last = held_before(meeting).filter(pk__in=Meeting.objects.visible_to(user).values("pk"))
    last_held = last.first()
    promises = promises_of(user, last_held, scope.today)
    projects = _projects_on(user, entries)
    cards = {card.project.pk: card for card in cards_of(user, projects[:MOST_CARDS], promises, now)}
    topics = [Topic(entry, _card(entry, cards)) for entry in entries]
    pack = _pack(scope, meeting.title, [Group("", list(cards.values()))], last_held, promises)
    left = max(0, len(projects) - MOST_CARDS)
    return replace(pack, meeting=meeting, topics=topics, left_out=left)


def of_line(user: User, line: WorkLine, now: datetime) -> Pack:
    """Every project of the line, its own and those that it lists as well."""
    found = matching(user, ListFilter(line.year, line=line.pk))
    scope = _Scope(user, line.year, now, _again(found), line.pk)
    return replace(_of_list(scope, line.title), line=line)


def of_everything(user: User, now: datetime) -> Pack:
    return _of_list(_Scope(user, user.tenant.year, now), "")


def _of_list(scope: _Scope, title: str) -> Pack:
    found = scope.rows
    if found is None:
        found = _again(matching(scope.user, ListFilter(scope.year)))
    worst = found.order_by("light_rank", "number", "id").values_list("pk", flat=True)
    projects = _with_names(Project.objects.filter(pk__in=list(worst[:MOST_CARDS])))
    last = _last_about(scope.user, found, scope.now)
    promises = promises_of(scope.user, last, scope.today, among=found)
    cards = cards_of(scope.user, projects, promises, scope.now)
    groups = [Group(title, [card for _, card in of]) for title, of in groupby(
        sorted(((_line_of(card), card) for card in cards), key=lambda one: one[0][:2]),
        key=lambda one: one[0][2],
    )]  # fmt: skip
    pack = _pack(scope, title, groups, last, promises)
    return replace(pack, left_out=found.count() - len(projects))


def _pack(
    scope: _Scope,
    title: str,
    groups: Sequence[Group],
    last: Meeting | None,
    promises: Sequence[Promise],
) -> Pack:
    table, curve = _figures(scope)
    since = scope.today - timedelta(days=1)
    turned = None
    if scope.rows is None:
        turned = turns_since(scope.user, since, year=scope.year, limit=MOST_TURNS)
    return Pack(
        title=title,
        totals=table.whole,
        cuts=[cut for cut in table.cuts if cut.totals.projects and scope.shows(cut.key)],
        curve=curve,
        turned=turned,
        topics=(),
        groups=groups,
        last=last,
        promises=promises,
        weekly=_weekly(scope),
        only=scope.ids,
    )


def _figures(scope: _Scope) -> tuple[CutTable, Curve]:
    user, year, today = scope.user, scope.year, scope.today
    through = pace.months_elapsed(today, year)
    if scope.rows is None:
        table = cut_table(user, TallyBy.LINE, year=year, today=today)
        done = months_of(user, year)
    else:
        counted = scope.rows.counted()
        figures = added_up(counted, TallyBy.LINE)
        table = table_of(user, TallyBy.LINE, figures, {}, year=year, day=today)
        done = months_added_up(counted, year)
    drawn = curve_of(table.whole.year_plan, done, through)
    return table, Curve(plan=(), pace=drawn.pace, done=drawn.done)


def _weekly(scope: _Scope) -> Weekly | None:
    """Of the week in which the day lies; None where no lists are filed."""
    row = round_of(scope.user, Rhythm.WEEK, scope.today)
    if row is None:
        return None
    before, _ = rounds_beside(row)
    judged = list_promises_of(scope.user, before, scope.today) if before else []
    if (ids := scope.ids) is not None:
        judged = [one for one in judged if one.item.project_id in ids]
    broken = [one for one in judged if one.outcome in (Outcome.BROKEN, Outcome.LATE)]
    score = score_of(one.outcome for one in judged)
    return Weekly(
        row, _together(scope, row), before, score, broken[:MOST_BROKEN],
        max(0, len(broken) - MOST_BROKEN),
    )  # fmt: skip


def _together(scope: _Scope, row: WorkRound) -> Together:
    """Of a line only its own rows stand in the table of lines."""
    read = together(scope.user, row, scope.now)
    if scope.line is None:
        return read
    return replace(read, lines=[one for one in read.lines if one.line_id == scope.line])


def _projects_on(user: User, entries: Sequence[Entry]) -> list[Project]:
    """Those on the agenda that ``user`` may see, in its order."""
    wanted = [entry.project_id for entry in entries if entry.project_id is not None]
    seen = Project.objects.visible_to(user).filter(pk__in=wanted)
    rows = {row.pk: row for row in _with_names(_again(seen))}
    return [rows[pk] for pk in dict.fromkeys(wanted) if pk in rows]


def _last_about(user: User, projects: QuerySet[Project], now: datetime) -> Meeting | None:
    """The last meeting that decided something about these projects."""
    rows = Meeting.objects.visible_to(user).filter(held_at__isnull=False, starts_at__lte=now)
    about = rows.filter(items__decisions__isnull=False, items__project__in=_keys(projects))
    return about.order_by("-starts_at", "-id").first()


def _card(entry: Entry, cards: Mapping[UUID, Card]) -> Card | None:
    return cards.get(entry.project_id) if entry.project_id else None


def _line_of(card: Card) -> tuple[bool, int, str]:
    """Those without a line come last."""
    line = card.project.line
    return (line is None, line.number if line else 0, line.title if line else "")


def _keys(projects: QuerySet[Project]) -> QuerySet[Project, Any]:
    return projects.order_by().values("pk")


def _again(rows: QuerySet[Project]) -> ProjectQuerySet:
    """``distinct`` of the scope and an aggregate do not mix: the ids are taken first."""
    return Project.objects.filter(pk__in=rows.order_by().values("pk"))


def _with_names(rows: QuerySet[Project]) -> list[Project]:
    named = rows.select_related("line", "lead_unit", "responsible_unit", "sponsor__unit")
    return list(named.order_by("number", "id"))
