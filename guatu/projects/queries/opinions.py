"""The three views of projects as pages show them, and where they disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from guatu.domain.lights.colours import Light
from guatu.domain.views import (
    FRESH_DAYS,
    LIGHT_APART,
    OPINIONS_APART,
    PLACES,
    Disagreement,
    Pair,
    View,
    disagreement,
)
from guatu.kit.clock import CHINA
from guatu.org.models import User
from guatu.projects.choices import OpinionKind
from guatu.projects.models import Opinion, Project
from guatu.projects.queries.filters import ListFilter, matching


class Show(StrEnum):
    """What the page of opinions lists; the first ones are disagreements."""

    DISPUTED = ""
    LIGHT_REVIEW = "light_review"
    LIGHT_OWNER = "light_owner"
    OWNER_REVIEW = "owner_review"
    OLD = "old"
    UNRATED = "unrated"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Given:
    """An opinion as pages show it; ``earlier`` ones of its kind follow the latest, newest first."""

    step: int
    reason: str
    on: date
    who: str
    posts: str
    old: bool
    earlier: tuple[Given, ...] = ()

    @property
    def before(self) -> int | None:
        """The step that it followed, None if it is the first."""
        return self.earlier[0].step if self.earlier else None


@dataclass(frozen=True, slots=True)
class Views:
    """What people think of a project, None where nobody has said it yet."""

    owner: Given | None = None
    review: Given | None = None


@dataclass(frozen=True, slots=True)
class ViewsRow:
    project: Project
    views: Views
    found: Disagreement | None


@dataclass(frozen=True, slots=True)
class ViewCounts:
    """Of the projects of a filter: how many have which views, and how many disagree."""

    projects: int
    owner: int
    review: int
    disputed: int
    light_review: int
    light_owner: int
    owner_review: int
    old: int
    unrated: int
    given: int

    def of(self, show: Show) -> int:
        count: int = getattr(self, show.value or "disputed")
        return count


def views_of(project: Project, today: date) -> Views:
    return views_by_project([project.pk], today).get(project.pk, Views())


def row_of(project: Project, today: date) -> ViewsRow:
    """The views of one project and what parts them."""
    return views_row(project, views_of(project, today), today)


def rows_in_order(user: User, wanted: ListFilter, today: date, *, show: Show) -> list[UUID]:
    """Disagreements with the widest first, anything else with the worst lights first."""
    rows = matching(user, wanted).filter(_where(show, today))
    if show in PAIRS:
        return _widest_first(rows, today)
    return list(rows.order_by("light_rank", "number", "id").values_list("pk", flat=True))


def views_at(ids: Sequence[UUID], today: date) -> list[ViewsRow]:
    """The rows of these projects, in this order."""
    found = Project.objects.filter(pk__in=ids).prefetch_related("task_force__members")
    projects = {p.pk: p for p in found.select_related("tenant", "line", "lead_unit")}
    views = views_by_project(ids, today)
    return [views_row(projects[pk], views.get(pk, Views()), today) for pk in ids if pk in projects]


def view_counts(user: User, wanted: ListFilter, today: date) -> ViewCounts:
    shown = {show.value or "disputed": Count("pk", filter=_where(show, today)) for show in Show}
    # each once, though a scope may find a project by several of its units
    found = Project.objects.filter(pk__in=matching(user, wanted).order_by().values("pk"))
    return ViewCounts(
        **found.order_by().aggregate(
            projects=Count("pk"),
            owner=Count("owner_view"),
            review=Count("confidence"),
            **shown,
        )
    )


def _where(show: Show, today: date) -> Q:
    match show:
        case Show.OLD:
            return _old(today)
        case Show.UNRATED:
            return Q(confidence__isnull=True)
        case Show.GIVEN:
            return Q(owner_view__isnull=False) | Q(confidence__isnull=False)
    return _apart_in(PAIRS[show])


#: The shows that are disagreements, each with what parts there.
PAIRS: Mapping[Show, Sequence[Pair]] = {
    Show.DISPUTED: tuple(Pair),
    Show.LIGHT_REVIEW: (Pair.LIGHT_REVIEW,),
    Show.LIGHT_OWNER: (Pair.LIGHT_OWNER,),
    Show.OWNER_REVIEW: (Pair.OWNER_REVIEW,),
}
_COLUMNS = {Pair.LIGHT_REVIEW: "confidence", Pair.LIGHT_OWNER: "owner_view"}


def _apart_in(pairs: Iterable[Pair]) -> Q:
    """The rule of ``guatu.domain.views`` over the columns of projects."""
    found = Q(pk__in=())
    for pair in pairs:
        if pair is Pair.OWNER_REVIEW:
            found |= Q(owner_view__gte=F("confidence") + OPINIONS_APART)
            found |= Q(owner_view__lte=F("confidence") - OPINIONS_APART)
            continue
        column = _COLUMNS[pair]
        for light, place in PLACES.items():
            far = Q(**{f"{column}__gte": place + LIGHT_APART})
            far |= Q(**{f"{column}__lte": place - LIGHT_APART})
            found |= Q(light=light) & far
    return found


def _old(today: date) -> Q:
    """Somebody's latest opinion is older than what is taken as fresh."""
    since = datetime.combine(today - timedelta(FRESH_DAYS), time(), CHINA)
    fresh = Opinion.objects.filter(project=OuterRef("pk"), given_at__gte=since).order_by()
    return (Q(owner_view__isnull=False) & ~Exists(fresh.filter(kind=OpinionKind.OWNER))) | (
        Q(confidence__isnull=False) & ~Exists(fresh.filter(kind=OpinionKind.REVIEW))
    )


def _widest_first(rows: QuerySet[Project], today: date) -> list[UUID]:
    """Wide before narrow, fresh before old, red before green."""
    listed = list(rows.order_by().values_list("pk", "light", "light_rank", "number"))
    views = views_by_project([pk for pk, *_ in listed], today)
    ranked = []
    for pk, light, rank, number in listed:
        if (found := _found(light, views.get(pk, Views()), today)) is not None:
            ranked.append(((-found.steps, found.old, rank, number, pk), pk))
    return [pk for _, pk in sorted(ranked)]


def views_row(project: Project, views: Views, today: date) -> ViewsRow:
    return ViewsRow(project, views, _found(project.light, views, today))


def _found(light: str, views: Views, today: date) -> Disagreement | None:
    return disagreement(Light(light), _view(views.owner), _view(views.review), today)


def _view(given: Given | None) -> View | None:
    return None if given is None else View(given.step, given.on)


def views_by_project(
    ids: Sequence[UUID], today: date, until: datetime | None = None
) -> dict[UUID, Views]:
    """The latest opinions of projects, with those before each; as they stood at ``until``."""
    given = Opinion.objects.filter(given_at__lte=until) if until else Opinion.objects.all()
    told: dict[tuple[UUID, str], list[Opinion]] = {}
    for start in range(0, len(ids), _AT_A_TIME):
        part = given.filter(project_id__in=ids[start : start + _AT_A_TIME])
        for row in part.select_related("given_by").order_by("-given_at", "-id"):
            told.setdefault((row.project_id, row.kind), []).append(row)
    found = {}
    for pk in {project_id for project_id, _ in told}:
        owner, review = (told.get((pk, kind)) for kind in (OpinionKind.OWNER, OpinionKind.REVIEW))
        found[pk] = Views(_given(owner, today), _given(review, today))
    return found


_AT_A_TIME = 500


def _given(rows: Sequence[Opinion] | None, today: date) -> Given | None:
    """``rows`` are the opinions of one kind, newest first."""
    if not rows:
        return None
    latest, *earlier = (_told(row, today) for row in rows)
    return replace(latest, earlier=tuple(earlier))


def _told(row: Opinion, today: date) -> Given:
    on = row.given_at.astimezone(CHINA).date()
    return Given(
        step=row.step,
        reason=row.reason,
        on=on,
        who=row.given_by.name,
        posts=row.post_words,
        old=View(row.step, on).is_old(today),
    )
