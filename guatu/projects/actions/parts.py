"""Parts and their packages: a package is no part itself, and parts are on the list only with it.

Whoever puts a project in a package, or brings a part back, has the package locked: nobody can
take it off the list or put it in another package meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from guatu.domain.words import N_, Sentence, say
from guatu.kit.refusals import Refusal
from guatu.projects.actions.holding import hold_many, rows_as_they_are
from guatu.projects.models import Project

Values = Mapping[str, Any]
Wanted = Sequence[tuple[Project, Values]]


def packages_in(given: Iterable[Values]) -> set[UUID]:
    """The packages that these fields of projects name."""
    return {values["parent"].pk for values in given if values.get("parent") is not None}


def hold_with_packages(ids: Iterable[UUID], packages: Iterable[UUID]) -> None:
    """Lock projects and the packages they are put in, in one order of ids, before either is held
    by itself."""
    if within := set(packages):
        hold_many([*ids, *within])


def with_packages(given: Sequence[Values]) -> list[Values]:
    """The same fields, each package locked and as it is now, not as the asker has read it."""
    now = rows_as_they_are(packages_in(given))
    return [_with_package(values, now) for values in given] if now else list(given)


def refuse_misplaced(wanted: Wanted) -> None:
    """For fields that ``with_packages`` has read: a package has left the list, or is or becomes a
    part itself."""
    placed = [(p, values) for p, values in wanted if values.get("parent") is not None]
    becoming = {project.pk for project, _ in placed}
    for project, values in placed:
        package = values["parent"]
        fault = why_no_package(project, package)
        if fault is None and package.pk in becoming:
            fault = part_itself(package)
        if fault is not None:
            raise Refusal(fault, {"parent": fault})


def why_no_package(project: Project, package: Project) -> Sentence | None:
    """Why a project cannot be put in a package as the package is now; None when it can.

    A project off the list may keep a package that is off the list: they come back together.
    """
    if package.parent_id is not None or package.pk == project.pk:
        return part_itself(package)
    if project.is_listed and not package.is_listed:
        return say(N_("打包项目“{name}”已退出台账，不能再有子项。"), name=package.name)
    return None


def part_itself(package: Project) -> Sentence:
    return say(N_("“{name}”不能作打包项目：它自己就是子项。"), name=package.name)


def refuse_nested(projects: Sequence[Project]) -> None:
    """A package that has parts cannot become a part itself."""
    holding = with_parts_listed(project.pk for project in projects)
    for project in projects:
        if project.pk in holding:
            raise Refusal(nested(project), {"parent": nested(project)})


def nested(project: Project) -> Sentence:
    return say(N_("“{name}”下面有子项，不能再作别的项目的子项。"), name=project.name)


def with_parts_listed(ids: Iterable[UUID]) -> set[UUID]:
    """Those of these projects that have parts on the list."""
    if not (wanted := list(ids)):
        return set()
    rows = Project.objects.filter(parent__in=wanted).listed().order_by()
    return {pk for pk in rows.values_list("parent_id", flat=True) if pk}


def refuse_without_package(back: Sequence[Project]) -> None:
    """A part is counted with its package, so it comes back to one that is there or comes too."""
    together = {project.pk for project in back}
    packages = rows_as_they_are({p.parent_id for p in back if p.parent_id})
    for part in back:
        if part.parent_id is None:
            continue
        package = packages[part.parent_id]
        names = {"name": part.name, "package": package.name}
        if not package.is_listed and package.pk not in together:
            raise Refusal(say(_PACKAGE_LEFT, **names))
        if package.parent_id is not None:
            raise Refusal(say(_PACKAGE_NESTED, **names))


_PACKAGE_LEFT = N_("“{name}”是“{package}”的子项，打包项目已退出台账，请先恢复列入“{package}”。")
_PACKAGE_NESTED = N_(
    "“{name}”是“{package}”的子项，而“{package}”现在是别的项目的子项，请先把它移出。"
)


def _with_package(values: Values, now: Mapping[UUID, Project]) -> Values:
    package = values.get("parent")
    return values if package is None else {**values, "parent": now.get(package.pk, package)}
