"""A package (打包项目) split into parts, and put together again while nothing was reported of them.

Totals count the package, never its parts, so splitting moves no total. The parts have reports,
plans and lights of their own from then on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.journal.actions import Note
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import User
from guatu.projects.actions.fields import faults_in
from guatu.projects.actions.holding import refuse_withdrawn, rows_by_id
from guatu.projects.actions.listing import create_projects, withdraw_projects
from guatu.projects.models import ProgressReport, Project

#: What a part has from its package where nothing else is said of it.
INHERITED = (
    "nature",
    "category",
    "line",
    "chain",
    "park",
    "township",
    "task_force",
    "owner_name",
    "owner_post",
    "lead_unit",
    "responsible_unit",
    "sponsor",
    "location",
)
FEWEST = 2
UNSPLIT = "撤销拆分"
Part = Mapping[str, Any]


@transaction.atomic
def split_package(
    project: Project, parts: Sequence[Part], *, reason: str = "", by: User, now: datetime
) -> list[Project]:
    """Enter ``parts`` (fields of projects) below a project, which is the package from now on.

    What a part does not say it has from the package. A reason is asked for where the parts
    together cost more than the package.
    """
    require(by, "project.split", project)
    package = _held(project)
    if faults := list(split_faults(package, parts, reason)):
        raise Refusal(faults[0], {f"part-{n}": fault for n, fault in enumerate(faults)})
    return split_packages([(package, parts, reason.strip())], by=by, now=now)


def split_packages(
    wanted: Sequence[tuple[Project, Sequence[Part], str]], *, by: User, now: datetime
) -> list[Project]:
    """Split packages of one government, held and checked by the caller, each with a reason."""
    made: list[Project] = []
    for year in sorted({package.year for package, _, _ in wanted}):
        own = [one for one in wanted if one[0].year == year]
        listed = [whole_part(package, part) for package, parts, _ in own for part in parts]
        made += create_projects(own[0][0].tenant, listed, year=year, by=by, now=now)
    notes = [
        Note("project.split", package, {"count": len(parts), "reason": reason or "按清单拆分"})
        for package, parts, reason in wanted
    ]
    journal.record_many(notes, by=by, at=now)
    return made


@transaction.atomic
def unsplit_package(project: Project, *, by: User, now: datetime) -> None:
    """Take the parts of a package back off the list, while nothing was reported of any.

    Once something was, the history is real: parts then leave one by one, each with its reason.
    """
    require(by, "project.split", project)
    package = _held(project)
    parts = list(package.parts.listed())
    if not parts:
        raise Refusal(say("“{name}”下面没有子项。", name=package.name))
    if reported := ProgressReport.objects.filter(project__in=parts).first():
        told = next(part for part in parts if part.pk == reported.project_id)
        raise Refusal(
            say("子项“{name}”已报过进度，不能撤销拆分；可以逐个退出子项。", name=told.name)
        )
    held = rows_by_id(package.tenant, [part.pk for part in parts])
    journal.record("project.unsplit", package, by=by, at=now, count=len(held))
    withdraw_projects(held.values(), reason=UNSPLIT, by=by, now=now)


def split_faults(package: Project, parts: Sequence[Part], reason: str) -> Iterator[Sentence]:
    """Why a project cannot be split like this, before anything is written."""
    if package.parent_id is not None:
        yield say("“{name}”自己是子项，不能再拆分。", name=package.name)
        return
    own = list(package.parts.listed().values_list("name", "total_investment"))
    if len(parts) + len(own) < FEWEST:
        yield say("“{name}”至少要拆成 2 个子项。", name=package.name)
    names = [name for name, _ in own]
    for part in parts:
        name = str(part.get("name") or "").strip()
        yield from _part_faults(package, part)
        if name and name in names:
            yield say("“{name}”有两个子项都叫“{part}”。", name=package.name, part=name)
        names.append(name)
    over = excess(package.total_investment, [total for _, total in own], parts)
    if over > 0 and not reason.strip():
        yield say(
            "“{name}”的子项总投资之和比打包项目的总投资多 {over} 万元。请核对；如确实如此，"
            "请写明理由。",
            name=package.name,
            over=journal.plain(over),
        )


def excess(whole: Decimal | None, own: Sequence[Decimal | None], parts: Sequence[Part]) -> Decimal:
    """How much the parts cost more than the package, in 万元; below zero what they leave open."""
    if whole is None:
        return Decimal(0)
    given = [part.get("total_investment") for part in parts]
    return sum((one for one in (*own, *given) if one is not None), Decimal(0)) - whole


def whole_part(package: Project, part: Part) -> dict[str, Any]:
    """The part with what it has from its package."""
    inherited = {name: getattr(package, name) for name in INHERITED}
    return {**inherited, **part, "parent": package}


def _part_faults(package: Project, part: Part) -> Iterator[Sentence]:
    for fault in faults_in({**part, "parent": package}, package.tenant_id).values():
        name = str(part.get("name") or "").strip()
        yield say("子项“{name}”：{fault}", name=name or "未命名", fault=str(fault))


def _held(project: Project) -> Project:
    held = rows_by_id(project.tenant, [project.pk, *_parts(project)])[project.pk]
    refuse_withdrawn(held)
    return held


def _parts(project: Project) -> list[Any]:
    return list(project.parts.listed().values_list("pk", flat=True))
