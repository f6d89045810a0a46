"""What an act would cost before it is done, and which caps it would reach; the one reckoning behind
the line on a form and behind the refusal of the act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from guatu.burden.models import BurdenWaiver
from guatu.burden.queries.asked import Weeks, by_unit, demands_in, of_posts
from guatu.burden.terms import caps_of
from guatu.domain.burden.caps import Cap, Scope, Strain, refused, strains
from guatu.domain.burden.counting import NOTHING, Count, Demand, total
from guatu.org.models import Holding, Unit


@dataclass(frozen=True, slots=True)
class Whose:
    """A unit, or a person of it: whose week is strained. People are called by their unit."""

    unit: UUID
    user: UUID | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """``asked`` by unit; ``strained`` the caps that are reached, ``barred`` those of them that
    stand in the way; ``names`` of the units."""

    asked: Mapping[UUID, Count]
    strained: Sequence[Strain[Whose]]
    barred: Sequence[Strain[Whose]]
    names: Mapping[UUID, str]

    @property
    def whole(self) -> Count:
        return sum(self.asked.values(), NOTHING)

    @property
    def crowded(self) -> int:
        """Units that come to a cap by it."""
        return len({one.who.unit for one in self.strained})

    def name(self, whose: Whose) -> str:
        return self.names.get(whose.unit, "")


def cost_of(tenant_id: UUID, demands: Sequence[Demand], *, hard_only: bool = False) -> Cost:
    """``hard_only``: what could only be said is not looked for."""
    asked = by_unit(demands)
    caps = [cap for cap in caps_of(tenant_id) if cap.hard or not hard_only]
    strained: list[Strain[Whose]] = []
    barred: list[Strain[Whose]] = []
    for week, made in _by_week(demands).items():
        found = _strains(tenant_id, caps, week, made)
        strained += found
        barred += _barred(tenant_id, week, found)
    names = {u.pk: u.label for u in Unit.objects.filter(pk__in=asked)} if strained else {}
    return Cost(asked, strained, barred, names)


def _by_week(demands: Iterable[Demand]) -> dict[date, list[Demand]]:
    weeks: dict[date, list[Demand]] = defaultdict(list)
    for one in demands:
        weeks[one.week].append(one)
    return weeks


def _strains(
    tenant_id: UUID, caps: Sequence[Cap], week: date, made: Sequence[Demand]
) -> list[Strain[Whose]]:
    scopes = {cap.scope for cap in caps}
    if not scopes:
        return []
    every = Scope.PERSON in scopes
    units, measures = None if every else list(by_unit(made)), {cap.measure for cap in caps}
    there = demands_in(tenant_id, Weeks(week), units, measures)
    before = {Whose(unit): count for unit, count in by_unit(there).items()}
    asked = {Whose(unit): count for unit, count in by_unit(made).items()}
    found = strains(caps, Scope.UNIT, before, asked)
    if every:
        people = _people(tenant_id, made)
        before = {one: total(of_posts(there, posts)) for one, posts in people.items()}
        asked = {one: total(of_posts(made, posts)) for one, posts in people.items()}
        found += strains(caps, Scope.PERSON, before, asked)
    return found


def _people(tenant_id: UUID, made: Sequence[Demand]) -> dict[Whose, frozenset[UUID]]:
    """Who holds the posts that are asked, with all posts of each."""
    unit_of = {post: one.unit for one in made for post in one.posts if one.unit is not None}
    held = Holding.objects.current().filter(tenant_id=tenant_id)
    posts_of: dict[UUID, set[UUID]] = defaultdict(set)
    for user, post in held.values_list("user_id", "post_id"):
        posts_of[user].add(post)
    return {
        Whose(unit_of[touched[0]], user): frozenset(posts)
        for user, posts in posts_of.items()
        if (touched := sorted(posts & unit_of.keys()))
    }


def _barred(tenant_id: UUID, week: date, found: Sequence[Strain[Whose]]) -> list[Strain[Whose]]:
    rows = BurdenWaiver.objects.filter(tenant_id=tenant_id, week=week)
    through = set(rows.values_list("unit_id", "measure"))
    lifted = {
        (one.who, one.cap.measure)
        for one in found
        if {(one.who.unit, str(one.cap.measure)), (None, str(one.cap.measure))} & through
    }
    return refused(found, lifted)
