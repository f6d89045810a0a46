"""Columns of the list beyond the standard ones, read only for somebody who has chosen them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Count

from guatu.org.models import Holding
from guatu.projects.models import Project, SupportNeed

Gather = Callable[[Sequence[UUID]], Mapping[UUID, Any]]


@dataclass(frozen=True, slots=True)
class Extra:
    """``reads`` are columns by their path from the project, ``value`` makes one of their row;
    ``gather`` reads for all rows of a page at once what lies in other tables."""

    reads: tuple[str, ...] = ()
    value: Callable[[Any], Any] | None = None
    gather: Gather | None = None
    missing: Any = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What was gathered for the rows of a page."""

    codes: tuple[str, ...]
    gathered: Mapping[str, Mapping[UUID, Any]]

    @classmethod
    def of(cls, codes: Sequence[str], ids: Sequence[UUID]) -> Beside:
        found = {code: gather(ids) for code in codes if (gather := EXTRAS[code].gather) is not None}
        return cls(tuple(codes), found)

    def values(self, row: Any) -> dict[str, Any]:
        """The columns of one row by code."""
        return {code: self._value(code, row) for code in self.codes}

    def _value(self, code: str, row: Any) -> Any:
        extra = EXTRAS[code]
        if extra.value is not None:
            return extra.value(row)
        return self.gathered[code].get(row.id, extra.missing)


def reads(codes: Iterable[str], known: Iterable[str]) -> list[str]:
    """The columns to be read for ``codes`` that are not among those ``known`` already."""
    wanted = dict.fromkeys(path for code in codes for path in EXTRAS[code].reads)
    return [path for path in wanted if path not in set(known)]


def _own(path: str) -> Extra:
    return Extra((path,), attrgetter(path))


def _named(path: str, name: str = "name") -> Extra:
    column = f"{path}__{name}"
    return Extra((column,), lambda row: getattr(row, column) or "")


def _unit(path: str) -> Extra:
    short, whole = f"{path}__short_name", f"{path}__name"
    return Extra((short, whole), lambda row: getattr(row, short) or getattr(row, whole) or "")


def _joined(name: str, *columns: str) -> Extra:
    """The names of the rows that a project has many of, 、 between them."""

    def gather(ids: Sequence[UUID]) -> Mapping[UUID, str]:
        through = getattr(Project, name).through._default_manager
        listed: dict[UUID, list[str]] = defaultdict(list)
        for project_id, *words in (
            through.filter(project_id__in=ids).order_by("pk").values_list("project_id", *columns)
        ):
            listed[project_id].append(next(filter(None, words), ""))
        return {project_id: "、".join(names) for project_id, names in listed.items()}

    return Extra(gather=gather)


def _owners(ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """Who holds the post of the owner now, or the title of a vacant one."""
    rows = Project.objects.filter(id__in=ids, owner_post__isnull=False).order_by()
    posts = list(rows.values_list("id", "owner_post_id", "owner_post__title"))
    held = Holding.objects.current().filter(post_id__in=[post for _, post, _ in posts])
    names = dict(held.values_list("post_id", "user__name"))
    return {pk: names.get(post) or title for pk, post, title in posts}


def _open_needs(ids: Sequence[UUID]) -> Mapping[UUID, int]:
    rows = SupportNeed.objects.open().filter(project_id__in=ids).order_by()
    return dict(rows.values_list("project_id").annotate(Count("id")))


def _so_far(row: Any) -> Any:
    return (row.done_before_year or 0) + row.year_done


_OWN = (
    "content", "location", "year_goal", "owner_name", "owner_credit_code", "remark",
    "done_before_year", "planned_paid", "year_registered", "year_paid", "sales", "tax", "jobs",
    "floor_area", "planned_start", "actual_start", "actual_finish", "registered_on", "listed_on",
    "light_since", "last_period", "min_slack", "p80_finish", "replans", "owner_view", "confidence",
)  # fmt: skip

EXTRAS: Mapping[str, Extra] = {
    **{name: _own(name) for name in _OWN},
    "tags": Extra(("tags",), lambda row: "、".join(map(str, row.tags))),
    "responsible_unit": _unit("responsible_unit"),
    "township": _unit("township"),
    "chain": _named("chain"),
    "park": _named("park"),
    "task_force": _named("task_force"),
    "parent": _named("parent"),
    "owner_post": Extra(gather=_owners),
    "assist_units": _joined("assist_units", "unit__short_name", "unit__name"),
    "also_lines": _joined("also_lines", "workline__title"),
    "targets": _joined("targets", "target__name"),
    "so_far": Extra(("done_before_year", "year_done"), _so_far),
    "needs_open": Extra(gather=_open_needs, missing=0),
}
