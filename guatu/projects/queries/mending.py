"""The likely answer for each gap in a line's chain, so that one click can mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from guatu.domain.likeness import likeness
from guatu.lines.models import ScoreItem, Target, WorkLine
from guatu.org.choices import Role
from guatu.org.models import Post
from guatu.org.queries import with_holders
from guatu.projects.models import Project
from guatu.projects.queries.chain import Gap, LineChain

#: Less in common than this is chance.
ALIKE = 0.3
#: Where a line has no score items yet.
POINTS = Decimal(5)
T = TypeVar("T")
_RANK = {Role.PROJECT_OWNER: 0, Role.UNIT_HEAD: 1, Role.TASK_FORCE: 2, Role.LIAISON: 3}


@dataclass(frozen=True, slots=True)
class Choice:
    pk: UUID
    label: str


@dataclass(frozen=True, slots=True)
class Orphan:
    """A loose row. ``choices`` are what it may be tied to, ``likely`` the one to begin with.

    For a post without score item: the ``name`` and ``points`` that a new item would have, and
    the target (``likely``) that it would be for. A loose item lacks a target, a post or both:
    ``posts`` are the choices for the second, ``likely_post`` the one to begin with, ``owner`` the
    post that it has.
    """

    gap: Gap
    row: Target | Project | Post | ScoreItem
    choices: tuple[Choice, ...] = ()
    likely: UUID | None = None
    posts: tuple[Choice, ...] = ()
    likely_post: UUID | None = None
    owner: Post | None = None
    name: str = ""
    points: Decimal | None = None


def orphans_of(chain: LineChain) -> dict[Gap, list[Orphan]]:
    """The orphans of a chain, each with its likely answer."""
    mending = _Mending(chain)
    return {
        gap: [mending.of(gap, row) for row in rows] for gap, rows in chain.orphans.items() if rows
    }


class _Mending:
    """What is needed for the suggestions, read once for all orphans of a line."""

    def __init__(self, chain: LineChain) -> None:
        self.chain, self.line = chain, chain.line
        self.targets = [row.target for row in chain.targets]
        self.own = [c.project for c in chain.cells if c.project.parent_id is None]
        self.by_unit = _posts_by_unit(_units(chain)) if _asks_for_posts(chain) else {}
        self.habits = _habits(chain)

    def of(self, gap: Gap, row: Target | Project | Post | ScoreItem) -> Orphan:
        if isinstance(row, Target):
            wants_project = gap is Gap.TARGET_WITHOUT_PROJECT
            return self._project_for(row) if wants_project else self._post_for_target(row)
        if isinstance(row, Project):
            wants_target = gap is Gap.PROJECT_WITHOUT_TARGET
            return self._target_for(row) if wants_target else self._post_for_project(row)
        return self._item_for(row) if isinstance(row, Post) else self._ties_for(row)

    def _project_for(self, target: Target) -> Orphan:
        likely = _most_like(target.name, self.own, _words)
        choices = tuple(Choice(p.pk, p.name) for p in self.own)
        return Orphan(Gap.TARGET_WITHOUT_PROJECT, target, choices, likely.pk if likely else None)

    def _target_for(self, project: Project) -> Orphan:
        """By words; else what most projects of the same category serve already."""
        alike = _best(self.targets, lambda t: likeness(t.name, _words(project)))
        likely = alike.pk if alike else self.habits.get(project.category)
        return Orphan(Gap.PROJECT_WITHOUT_TARGET, project, self._target_choices(), likely)

    def _post_for_target(self, target: Target) -> Orphan:
        units = [self.line.lead_unit_id, *_assisting(self.line)]
        return self._post_of(Gap.TARGET_WITHOUT_POST, target, units)

    def _post_for_project(self, project: Project) -> Orphan:
        units = [project.responsible_unit_id, project.lead_unit_id, self.line.lead_unit_id]
        return self._post_of(Gap.PROJECT_WITHOUT_POST, project, units)

    def _post_of(self, gap: Gap, row: Target | Project, units: Iterable[UUID | None]) -> Orphan:
        named = dict.fromkeys(unit for unit in units if unit)
        choices = _post_choices(post for unit in named for post in self.by_unit.get(unit, ()))
        return Orphan(gap, row, choices, choices[0].pk if choices else None)

    def _item_for(self, post: Post) -> Orphan:
        """Named after the target that the post answers for, or that its first project serves."""
        target = next(self._targets_of(post), None)
        project = next((p for p in self.own if p.owner_post_id == post.pk), None)
        name = target.name if target else project.name if project else ""
        return Orphan(
            Gap.POST_WITHOUT_ITEM,
            post,
            self._target_choices(),
            target.pk if target else None,
            name=name[: _longest_name()],
            points=self._usual_points(),
        )

    def _targets_of(self, post: Post) -> Iterator[Target]:
        yield from (t for t in self.targets if t.post_id == post.pk)
        served = {
            pk for c in self.chain.cells if c.project.owner_post_id == post.pk for pk in c.targets
        }
        yield from (t for t in self.targets if t.pk in served)

    def _ties_for(self, item: ScoreItem) -> Orphan:
        owned = next((t for t in self.targets if t.post_id and t.post_id == item.post_id), None)
        alike = _most_like(item.name, self.targets, str) or owned
        target = next((t for t in self.targets if t.pk == item.target_id), alike)
        return Orphan(
            Gap.LOOSE_ITEM,
            item,
            self._target_choices() if item.target_id is None else (),
            target.pk if target else None,
            _post_choices(self.chain.posts.values()) if item.post_id is None else (),
            item.post_id or (target.post_id if target else None),
            self.chain.posts.get(item.post_id) if item.post_id else None,
        )

    def _target_choices(self) -> tuple[Choice, ...]:
        return tuple(Choice(target.pk, target.name) for target in self.targets)

    def _usual_points(self) -> Decimal:
        """What most score items of the line have."""
        usual = Counter(item.points for item in self.chain.items).most_common(1)
        return usual[0][0] if usual else POINTS


def _asks_for_posts(chain: LineChain) -> bool:
    gaps = chain.counts.gaps
    return bool(gaps[Gap.TARGET_WITHOUT_POST] or gaps[Gap.PROJECT_WITHOUT_POST])


def _units(chain: LineChain) -> set[UUID]:
    named = {chain.line.lead_unit_id, *_assisting(chain.line)}
    for cell in chain.cells:
        named |= {cell.project.responsible_unit_id, cell.project.lead_unit_id}
    return {unit for unit in named if unit}


def _assisting(line: WorkLine) -> list[UUID]:
    return [unit.pk for unit in line.assist_units.all()]


def _posts_by_unit(units: Iterable[UUID]) -> dict[UUID, list[Post]]:
    """The open posts of these units that can answer for something, the likeliest first."""
    roles = Q(post_roles__role__in=[str(role) for role in _RANK])
    rows = Post.objects.filter(roles, unit__in=units, closed_on__isnull=True).distinct()
    found: dict[UUID, list[Post]] = {}
    for post in sorted(with_holders(rows), key=_standing):
        found.setdefault(post.unit_id, []).append(post)
    return found


def _standing(post: Post) -> tuple[int, int, UUID]:
    ranks = [_RANK[Role(row.role)] for row in post.post_roles.all() if row.role in _RANK]
    return min(ranks, default=9), post.rank, post.pk


def _post_choices(posts: Iterable[Post]) -> tuple[Choice, ...]:
    return tuple(Choice(post.pk, f"{post.unit.label}　{post.holder_label}") for post in posts)


def _habits(chain: LineChain) -> dict[str, UUID]:
    """By category: the target of this line that most of its projects serve."""
    own = {row.target.pk for row in chain.targets}
    served: dict[str, Counter[UUID]] = {}
    for cell in chain.cells:
        for target in cell.targets & own:
            served.setdefault(cell.project.category, Counter())[target] += 1
    return {category: counts.most_common(1)[0][0] for category, counts in served.items()}


def _most_like(wanted: str, rows: Sequence[T], words: Callable[[T], str]) -> T | None:
    return _best(rows, lambda row: likeness(wanted, words(row)))


def _best(rows: Sequence[T], score: Callable[[T], float]) -> T | None:
    """The first of the best; None when nothing is alike."""
    best = max(rows, key=score, default=None)
    return best if best is not None and score(best) >= ALIKE else None


def _words(project: Project) -> str:
    return f"{project.name} {project.category}"


def _longest_name() -> int:
    return ScoreItem._meta.get_field("name").max_length or 0
