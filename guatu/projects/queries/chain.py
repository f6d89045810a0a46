"""The responsibility chain (任务目标化→目标项目化→项目责任化→责任考核化) of a line, as data.

Target → projects that serve it → posts that answer → score items. What hangs loose at any level
is an orphan; ``counts_of`` counts them for many lines at once, ``chain_of`` lists them for one,
and both mean the same by each. Reserve projects and parts of a package are not asked for a place
in the chain; a part that serves a target is shown with it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable, NegatedExpression

from guatu.domain.grades import Graded, Works, grade_project
from guatu.lines.models import ScoreItem, Target, WorkLine
from guatu.lines.queries import Standing, TargetRow, target_row
from guatu.org.models import Post, User
from guatu.org.queries import with_holders
from guatu.projects.choices import Nature
from guatu.projects.models import Project

COLUMNS = (
    "id", "tenant_id", "year", "number", "name", "category", "nature", "light", "line_id",
    "parent_id", "year_plan", "year_done", "last_period", "planned_start", "actual_start",
    "actual_finish", "owner_post_id", "lead_unit_id", "responsible_unit_id",
)  # fmt: skip


class Gap(StrEnum):
    """Where the chain of a line is broken, in the order of the chain."""

    TARGET_WITHOUT_PROJECT = "target_without_project"
    PROJECT_WITHOUT_TARGET = "project_without_target"
    TARGET_WITHOUT_POST = "target_without_post"
    PROJECT_WITHOUT_POST = "project_without_post"
    POST_WITHOUT_ITEM = "post_without_item"
    LOOSE_ITEM = "loose_item"


@dataclass(frozen=True, slots=True)
class ChainCounts:
    """Of one line: distinct rows of each column, and how many hang loose where.

    The ``posts`` themselves, for one may answer in several lines.
    """

    targets: int = 0
    projects: int = 0
    items: int = 0
    posts: frozenset[UUID] = frozenset()
    gaps: Mapping[Gap, int] = field(default_factory=dict)

    @property
    def orphans(self) -> int:
        return sum(self.gaps.values())


@dataclass(frozen=True, slots=True)
class ProjectCell:
    """A project in the chain; ``targets`` are all that it serves, in other lines too."""

    project: Project
    standing: Standing
    graded: Graded
    targets: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Strand:
    """What runs through one post of a band; ``post`` is None where none is named.

    ``answers``: the post answers for the target itself. ``elsewhere``: the post has score items
    in this line, though none for this target.
    """

    post: Post | None
    projects: tuple[ProjectCell, ...] = ()
    items: tuple[ScoreItem, ...] = ()
    answers: bool = False
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A target and all that hangs on it; without a target, what hangs on none.

    ``unseen``: projects that serve it and that the reader may not see.
    """

    target: TargetRow | None
    strands: tuple[Strand, ...]
    unseen: int = 0

    @property
    def projects(self) -> int:
        return sum(len(strand.projects) for strand in self.strands)


@dataclass(frozen=True, slots=True)
class LineChain:
    """The chain of a line as ``user`` sees it. ``orphans`` are rows, in the order of the chain."""

    line: WorkLine
    bands: tuple[Band, ...]
    loose: Band | None
    counts: ChainCounts
    orphans: Mapping[Gap, Sequence[Target | Project | Post | ScoreItem]]
    cells: tuple[ProjectCell, ...]
    targets: tuple[TargetRow, ...]
    items: tuple[ScoreItem, ...]
    posts: Mapping[UUID, Post]


def chain_of(user: User, line: WorkLine, today: date) -> LineChain:
    """The whole chain of one line, from the rows of its four columns."""
    return _Loading(user, line, today).chain()


def counts_of(user: User, lines: Sequence[WorkLine]) -> dict[UUID, ChainCounts]:
    """By line, counted in the database: the cost does not grow with the number of projects."""
    ids = [line.pk for line in lines]
    targets = _by_line(_targets(ids), projectless=~_served(), postless=Q(post__isnull=True))
    projects = _by_line(
        _own_projects(user, ids),
        targetless=~Exists(_links().filter(project=OuterRef("pk"))),
        postless=Q(owner_post__isnull=True),
    )
    items = _by_line(
        ScoreItem.objects.filter(line__in=ids),
        loose=Q(target__isnull=True) | Q(post__isnull=True),
    )
    posts, appraised = _posts_by_line(user, ids), _appraised_by_line(ids)
    return {
        pk: ChainCounts(
            targets=targets[pk]["rows"],
            projects=projects[pk]["rows"],
            posts=frozenset(posts[pk]),
            items=items[pk]["rows"],
            gaps={
                Gap.TARGET_WITHOUT_PROJECT: targets[pk]["projectless"],
                Gap.PROJECT_WITHOUT_TARGET: projects[pk]["targetless"],
                Gap.TARGET_WITHOUT_POST: targets[pk]["postless"],
                Gap.PROJECT_WITHOUT_POST: projects[pk]["postless"],
                Gap.POST_WITHOUT_ITEM: len(posts[pk] - appraised[pk]),
                Gap.LOOSE_ITEM: items[pk]["loose"],
            },
        )
        for pk in ids
    }


def grade_of(project: Project, today: date) -> Graded:
    works = Works(
        year_plan=project.year_plan,
        year_done=project.year_done,
        reported=project.last_period is not None,
        planned_start=project.planned_start,
        actual_start=project.actual_start,
        actual_finish=project.actual_finish,
    )
    return grade_project(works, today, project.year)


class _Loading:
    """The rows of one line, read once, and the chain that they make."""

    def __init__(self, user: User, line: WorkLine, today: date) -> None:
        self.line, self.today = line, today
        self.targets = tuple(target_row(t, today, line.year) for t in line.targets.all())
        self.items = tuple(line.score_items.all())
        self.cells = tuple(_cells(user, line, today))
        self.serving = _serving(line)
        self.posts = _posts(self._post_ids())
        self.appraised = {item.post_id for item in self.items if item.post_id}

    def chain(self) -> LineChain:
        orphans = self._orphans()
        return LineChain(
            line=self.line,
            bands=tuple(self._band(row) for row in self.targets),
            loose=self._loose(),
            counts=self._counts(orphans),
            orphans=orphans,
            cells=self.cells,
            targets=self.targets,
            items=self.items,
            posts=self.posts,
        )

    def _band(self, row: TargetRow) -> Band:
        target = row.target
        cells = [cell for cell in self.cells if target.pk in cell.targets]
        items = [item for item in self.items if item.target_id == target.pk]
        unseen = self.serving[target.pk] - len(cells)
        return Band(row, self._strands(cells, items, target.post_id), unseen)

    def _loose(self) -> Band | None:
        cells = [cell for cell in self._own() if not cell.targets]
        items = [item for item in self.items if item.target_id is None]
        return Band(None, self._strands(cells, items, None)) if cells or items else None

    def _strands(
        self, cells: Sequence[ProjectCell], items: Sequence[ScoreItem], answering: UUID | None
    ) -> tuple[Strand, ...]:
        """One for each post: that of the target, those of projects, those of items, none."""
        named: list[UUID | None] = [answering] if answering else []
        named += [cell.project.owner_post_id for cell in cells] + [item.post_id for item in items]
        ids = sorted(
            dict.fromkeys(named or [None]), key=lambda pk: pk is None
        )  # stable: None goes last
        return tuple(
            Strand(
                post=self.posts.get(pk) if pk else None,
                projects=tuple(c for c in cells if c.project.owner_post_id == pk),
                items=tuple(item for item in items if item.post_id == pk),
                answers=pk is not None and pk == answering,
                elsewhere=pk in self.appraised,
            )
            for pk in ids
        )

    def _orphans(self) -> dict[Gap, Sequence[Target | Project | Post | ScoreItem]]:
        targets = [row.target for row in self.targets]
        own = self._own()
        answering = [self.posts[pk] for pk in self._answering() if pk in self.posts]
        return {
            Gap.TARGET_WITHOUT_PROJECT: [t for t in targets if not self.serving[t.pk]],
            Gap.PROJECT_WITHOUT_TARGET: [c.project for c in own if not c.targets],
            Gap.TARGET_WITHOUT_POST: [t for t in targets if t.post_id is None],
            Gap.PROJECT_WITHOUT_POST: [c.project for c in own if c.project.owner_post_id is None],
            Gap.POST_WITHOUT_ITEM: [p for p in answering if p.pk not in self.appraised],
            Gap.LOOSE_ITEM: [i for i in self.items if i.target_id is None or i.post_id is None],
        }

    def _counts(self, orphans: Mapping[Gap, Sequence[object]]) -> ChainCounts:
        return ChainCounts(
            targets=len(self.targets),
            projects=len(self._own()),
            posts=frozenset(self._answering()),
            items=len(self.items),
            gaps={gap: len(rows) for gap, rows in orphans.items()},
        )

    def _own(self) -> list[ProjectCell]:
        """Without those of other lines and parts of packages, which only serve a target here."""
        own = [c for c in self.cells if c.project.line_id == self.line.pk]
        return [c for c in own if c.project.parent_id is None]

    def _answering(self) -> list[UUID]:
        """Posts that answer for a target or a project of the line, in the order of the chain."""
        named = [row.target.post_id for row in self.targets]
        named += [cell.project.owner_post_id for cell in self._own()]
        return list(dict.fromkeys(pk for pk in named if pk))

    def _post_ids(self) -> set[UUID]:
        named = [row.target.post_id for row in self.targets]
        named += [cell.project.owner_post_id for cell in self.cells]
        named += [item.post_id for item in self.items]
        return {pk for pk in named if pk}


def _cells(user: User, line: WorkLine, today: date) -> Iterable[ProjectCell]:
    served = _links().filter(target__line=line).values("project_id")
    own = Q(line=line, parent__isnull=True)
    seen = _standing(Project.objects.visible_to(user)).filter(own | Q(pk__in=served))
    projects = list(seen.only(*COLUMNS).order_by("number", "id"))
    targets: dict[UUID, set[UUID]] = defaultdict(set)
    for link in _links().filter(project__in=projects):
        targets[link.project_id].add(link.target_id)
    for project in projects:
        graded = grade_of(project, today)
        standing = Standing(graded.grade)
        yield ProjectCell(project, standing, graded, frozenset(targets[project.pk]))


def _serving(line: WorkLine) -> Counter[UUID]:
    """How many projects serve each target, seen or not."""
    links = _live_links().filter(target__line=line)
    return Counter(links.values_list("target_id", flat=True))


def _posts(ids: Iterable[UUID]) -> dict[UUID, Post]:
    return {post.pk: post for post in with_holders(Post.objects.filter(pk__in=ids))}


def _standing(projects: QuerySet[Project]) -> QuerySet[Project]:
    return projects.filter(withdrawn_at__isnull=True).exclude(nature=Nature.RESERVE)


def _own_projects(user: User, lines: Sequence[UUID]) -> QuerySet[Project]:
    seen = Project.objects.visible_to(user).counted().filter(line__in=lines)
    return Project.objects.filter(pk__in=seen.order_by().values("pk"))


def _links() -> QuerySet[Any]:
    """Pairs of project and target."""
    return Project.targets.through._default_manager.all()


def _live_links() -> QuerySet[Any]:
    return _links().filter(project__in=_standing(Project.objects.all()).order_by().values("pk"))


def _served() -> Exists:
    return Exists(_live_links().filter(target=OuterRef("pk")))


def _targets(lines: Sequence[UUID]) -> QuerySet[Target]:
    return Target.objects.filter(line__in=lines)


def _by_line(
    rows: QuerySet[Any], **gaps: Q | NegatedExpression[Combinable]
) -> Mapping[UUID, Mapping[str, int]]:
    """By line: ``rows`` and how many of them lack something; zeros where there is nothing."""
    counted = {name: Count("pk", filter=lacking) for name, lacking in gaps.items()}
    found = rows.order_by().values("line_id").annotate(rows=Count("pk"), **counted)
    nothing = dict.fromkeys(["rows", *gaps], 0)
    return defaultdict(lambda: nothing, {row["line_id"]: row for row in found})


def _posts_by_line(user: User, lines: Sequence[UUID]) -> Mapping[UUID, set[UUID]]:
    """The posts that answer for a target or a project of each line."""
    of_targets = _targets(lines).filter(post__isnull=False).order_by()
    of_projects = _own_projects(user, lines).filter(owner_post__isnull=False).order_by()
    pairs = {*of_targets.values_list("line_id", "post_id")}
    return _grouped(pairs | {*of_projects.values_list("line_id", "owner_post_id").distinct()})


def _appraised_by_line(lines: Sequence[UUID]) -> Mapping[UUID, set[UUID]]:
    rows = ScoreItem.objects.filter(line__in=lines, post__isnull=False).order_by()
    return _grouped(rows.values_list("line_id", "post_id"))


def _grouped(pairs: Iterable[tuple[UUID, UUID]]) -> Mapping[UUID, set[UUID]]:
    groups: dict[UUID, set[UUID]] = defaultdict(set)
    for line, post in pairs:
        groups[line].add(post)
    return groups
