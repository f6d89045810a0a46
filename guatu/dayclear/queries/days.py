"""Reading days: the items of each unit, and how its evening stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from guatu.dayclear.choices import ItemState
from guatu.dayclear.models import DayClosing, DayItem
from guatu.dayclear.queries.owed import known_of
from guatu.domain.dayclear import State, Sums, Verdict, sum_up, verdict_of
from guatu.domain.workcalendar import WorkCalendar
from guatu.lines.models import TaskForce
from guatu.org.models import Holding, Post, Unit, User

#: So many days of a chain are told.
MOST_BEFORE = 60


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as it stands; of an open one what the system would say of it now, if it knows."""

    item: DayItem
    verdict: Verdict | None
    corrections: Sequence[DayItem] = ()

    @property
    def state(self) -> State:
        """The last correction stands; an open item is done as soon as the system knows it."""
        if self.corrections:
            return self.corrections[-1].standing
        return self.verdict.state if self._is_known and self.verdict else self.item.standing

    @property
    def words(self) -> str:
        if self._is_known and self.verdict and not self.corrections:
            return str(self.verdict.words)
        return self.item.words

    @property
    def is_asked(self) -> bool:
        """Whether somebody still has to say something."""
        return self.state == State.OPEN

    @property
    def _is_known(self) -> bool:
        found = self.verdict is not None and self.verdict.state != State.UNCLEARED
        return self.item.is_open and found


@dataclass(frozen=True, slots=True)
class Whose:
    """A unit, or a task force that keeps a list of its own."""

    unit_id: UUID
    force_id: UUID | None


@dataclass(frozen=True, slots=True, eq=False)
class Evening:
    """One of them on one day; ``closing`` once the day is over."""

    unit: Unit
    force: TaskForce | None
    closing: DayClosing | None
    sums: Sums

    @property
    def name(self) -> str:
        return self.force.name if self.force else str(self.unit.name)

    @property
    def whose(self) -> Whose:
        return Whose(self.unit.pk, self.force.pk if self.force else None)


Read = Mapping[Evening, Sequence[ItemRow]]


def day_of(user: User, day: date, calendar: WorkCalendar) -> Read:
    """What ``user`` may see of a day, by unit in the order of the tree; five queries or so."""
    closings = DayClosing.objects.visible_to(user).filter(day=day)
    closed = {Whose(one.unit_id, one.force_id): one for one in closings}
    rows = _with_names(DayItem.objects.visible_to(user).filter(day=day))
    grouped: dict[Whose, list[ItemRow]] = {}
    for row in _shown(list(rows), day, calendar):
        grouped.setdefault(Whose(row.item.unit_id, row.item.force_id), []).append(row)
    found = {_evening(own, closed.get(whose)): own for whose, own in grouped.items()}
    return dict(sorted(found.items(), key=lambda pair: _place(pair[0])))


def row_of(item: DayItem, calendar: WorkCalendar) -> ItemRow:
    """One item with what was added to it."""
    return _shown([item, *item.corrections.all()], item.day, calendar)[0]


def item_seen(user: User, pk: UUID) -> DayItem | None:
    rows = DayItem.objects.visible_to(user).entered().filter(pk=pk)
    return _with_names(rows).first()


def chain_of(item: DayItem) -> list[DayItem]:
    """The days that this thing went through before, oldest first."""
    found: list[DayItem] = []
    before = item.before
    while before is not None and len(found) < MOST_BEFORE:
        found.append(before)
        before = before.before
    return found[::-1]


def carried_longest(user: User, *, limit: int = 10) -> list[DayItem]:
    """Open items by the number of days that ended without them."""
    rows = DayItem.objects.visible_to(user).filter(state=ItemState.OPEN, carried__gt=0)
    return list(_with_names(rows).order_by("-carried", "first_on", "id")[:limit])


def posts_to_choose(user: User) -> list[Post]:
    """The posts that ``user`` holds, for what is added by hand."""
    held = user.holdings.current().with_roles().order_by("post__rank", "post_id")
    return [holding.post for holding in held]


def forces_to_choose(user: User) -> list[TaskForce]:
    """The task forces that ``user`` heads or belongs to."""
    posts = user.access.post_ids
    rows = TaskForce.objects.filter(Q(head_id__in=posts) | Q(members__in=posts))
    return list(rows.filter(tenant_id=user.access.tenant_id).distinct())


def total(rows: Iterable[Evening]) -> Sums:
    """Of several units together."""
    listed = [row.sums for row in rows]
    names = ("done", "carried", "blocked", "uncleared", "released", "open")
    added = {name: sum(getattr(sums, name) for sums in listed) for name in names}
    return Sums(**added, longest=max((sums.longest for sums in listed), default=0))


def _with_names(rows: QuerySet[DayItem]) -> QuerySet[DayItem]:
    held = Prefetch("post__holdings", Holding.objects.current().select_related("user"))
    named = rows.select_related("unit", "force", "post", "need__project", "before")
    return named.prefetch_related(held)


def _shown(items: Sequence[DayItem], day: date, calendar: WorkCalendar) -> list[ItemRow]:
    own = [item for item in items if item.corrects_id is None]
    added: dict[UUID, list[DayItem]] = {}
    for item in sorted(items, key=lambda one: one.entered_at):
        if item.corrects_id is not None:
            added.setdefault(item.corrects_id, []).append(item)
    known = known_of(item for item in own if item.is_open)
    return [
        ItemRow(
            item,
            verdict_of(known[item.pk], day, calendar) if item.pk in known else None,
            added.get(item.pk, ()),
        )
        for item in own
    ]


def _evening(rows: Sequence[ItemRow], closing: DayClosing | None) -> Evening:
    first = rows[0].item
    sums = closing.sums if closing else sum_up((row.state, row.item.carried) for row in rows)
    return Evening(first.unit, first.force, closing, sums)


def _place(row: Evening) -> tuple[str, bool, str]:
    return str(row.unit.path), row.force is not None, row.name
