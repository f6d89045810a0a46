"""The responsibility chain of the demonstration, and the chains, parks and townships of projects.

A few links are left open on purpose, so that there is something to mend: targets without post or
project in the first table, the projects and posts named in ``chain_open.csv``.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from guatu.kit.clock import CHINA
from guatu.lines.actions import add_score_item, create_chain, create_park, entrust_target
from guatu.lines.models import Chain, Park, Target, WorkLine
from guatu.ops.demo.organisation import HEAD, YEAR, Cast
from guatu.ops.demo.tables import FOLDER
from guatu.org.actions.founding import OFFICE_NAME
from guatu.org.choices import UnitKind
from guatu.org.models import Post, Unit, User
from guatu.projects.actions.listing import edit_project
from guatu.projects.models import Project

ENTRUSTED = datetime(2021, 1, 13, 16, 0, tzinfo=CHINA)
NAMED = datetime(2021, 1, 14, 8, 40, tzinfo=CHINA)
TIED = datetime(2021, 1, 14, 14, 0, tzinfo=CHINA)
SCORED = datetime(2021, 1, 18, 9, 30, tzinfo=CHINA)
Deed = tuple[datetime, Callable[[datetime], object]]
PUSHED = "所负责重点项目推进"
HOW_PUSHED = "按所负责项目的灯和年度投资完成率计分，红灯每次扣 0.5 分"
PUSHED_POINTS = Decimal(5)


@dataclass(frozen=True, slots=True)
class Row:
    """A target: its post, what of a project's name or category serves it, its score item."""

    line: int
    target: str
    post: str
    words: tuple[str, ...]
    item: str
    points: Decimal | None
    method: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a project stands: the park, if it is one, and the township."""

    park: str
    township: str


def chain_deeds(cast: Cast) -> Iterator[Deed]:
    """Posts for targets, then chains and parks, then projects tied to both, then score items."""
    rows = _rows()
    yield ENTRUSTED, lambda at: _entrust(cast, rows, at)
    yield NAMED, lambda at: _name_chains_and_parks(cast, at)
    yield TIED, lambda at: _tie(cast, rows, at)
    yield SCORED, lambda at: _score(cast, rows, at)


def _entrust(cast: Cast, rows: list[Row], at: datetime) -> None:
    targets = _targets(cast)
    for row in rows:
        if row.post:
            post = cast.post(*row.post.split(" "))
            entrust_target(targets[row.target], post, by=cast.office, now=at)


def _name_chains_and_parks(cast: Cast, at: datetime) -> None:
    for one in _table("chains"):
        head, lead = cast.leader(one["head"]), cast.units[one["lead"]]
        values = {"name": one["name"], "head": head, "lead_unit": lead}
        create_chain(cast.tenant, values, by=cast.office, now=at)
    for one in _table("places"):
        if one["park"]:
            park = {"name": one["park"], "unit": cast.units[one["manager"]]}
            create_park(cast.tenant, park, by=cast.office, now=at)


def _tie(cast: Cast, rows: list[Row], at: datetime) -> None:
    """Each project to its targets, the post that answers for it, its chain and its place."""
    tying = _Tying(cast, rows)
    projects = Project.objects.filter(tenant=cast.tenant).listed()
    for project in projects.select_related("tenant", "line", "responsible_unit"):
        values = tying.values_for(project)
        edit_project(project, values, seen=project.version, by=cast.office, now=at)


class _Tying:
    """What the tables say of each project."""

    def __init__(self, cast: Cast, rows: list[Row]) -> None:
        self.cast, self.rows, self.open = cast, rows, _left_open()
        self.targets = _targets(cast)
        self.chains = _chains(cast)
        self.parks = {park.name: park for park in Park.objects.filter(tenant=cast.tenant)}
        self.places = _places(cast)

    def values_for(self, project: Project) -> dict[str, object]:
        place = self.places.get(project.location, Place("", ""))
        return {
            "targets": list(self._served_by(project)),
            "owner_post": self._owner(project),
            "chain": self.chains.get(project.category),
            "park": self.parks.get(place.park),
            "township": self.cast.units.get(place.township),
        }

    def _served_by(self, project: Project) -> Iterator[Target]:
        if project.name in self.open["project"] or project.line is None:
            return
        for row in self.rows:
            named = any(word == project.category or word in project.name for word in row.words)
            if row.line == project.line.number and named:
                yield self.targets[row.target]

    def _owner(self, project: Project) -> Post | None:
        """The owner's own post; else the head of the unit that answers for the works."""
        if project.name in self.open["owner"] or project.owner_post is not None:
            return project.owner_post
        unit = project.responsible_unit
        return self.cast.posts.get(f"{unit.name} {HEAD}") if unit else None


def _score(cast: Cast, rows: list[Row], at: datetime) -> None:
    by = cast.holder(OFFICE_NAME, "考核专员")
    targets = _targets(cast)
    for row in rows:
        if row.item:
            target = targets[row.target]
            values = {"name": row.item, "points": row.points, "words": row.method}
            tied = {"target": target, "post": target.post}
            add_score_item(target.line, {**values, **tied}, by=by, now=at)
    for line in WorkLine.objects.filter(tenant=cast.tenant):
        _score_owners(line, by, at)


def _score_owners(line: WorkLine, by: User, at: datetime) -> None:
    """Posts that answer for projects of the line and for no target: one item each."""
    left_open = _left_open()["post"]
    appraised = set(line.score_items.values_list("post", flat=True))
    owned = line.projects.listed().filter(owner_post__isnull=False)
    for post in Post.objects.filter(pk__in=owned.values("owner_post")).select_related("unit"):
        if post.pk in appraised or f"{post.unit.name} {post.title}" in left_open:
            continue
        served = Counter(t for p in owned.filter(owner_post=post) for t in p.targets.all())
        values = {
            "name": PUSHED,
            "points": PUSHED_POINTS,
            "words": HOW_PUSHED,
            "post": post,
            "target": served.most_common(1)[0][0] if served else None,
        }
        add_score_item(line, values, by=by, now=at)


def _targets(cast: Cast) -> Mapping[str, Target]:
    """By name: no two targets of the demonstration have the same."""
    rows = Target.objects.filter(line__tenant=cast.tenant, line__year=YEAR)
    return {target.name: target for target in rows.select_related("line", "post")}


def _chains(cast: Cast) -> Mapping[str, Chain]:
    """By category of project."""
    named = {chain.name: chain for chain in Chain.objects.filter(tenant=cast.tenant)}
    return {
        category: named[one["name"]]
        for one in _table("chains")
        for category in one["categories"].split()
    }


def _places(cast: Cast) -> Mapping[str, Place]:
    """By the words of a location; the name of a township is one."""
    units: set[Unit] = set(cast.units.values())
    townships = {str(u.name): Place("", str(u.name)) for u in units if u.kind == UnitKind.TOWNSHIP}
    listed = {one["place"]: Place(one["park"], one["township"]) for one in _table("places")}
    return townships | listed


def _left_open() -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {"project": set(), "owner": set(), "post": set()}
    for one in _table("chain_open"):
        found[one["kind"]].add(one["name"])
    return found


def _rows() -> list[Row]:
    return [
        Row(
            int(one["line"]),
            one["target"],
            one["post"],
            tuple(filter(None, one["projects"].split(";"))),
            one["item"],
            Decimal(one["points"]) if one["points"] else None,
            one["method"],
        )
        for one in _table("chain_targets")
    ]


def _table(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))
