"""What speaks against the moves of an adjustment, a sentence for each, before any is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from guatu.domain.annuallist import RESERVE
from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.projects.actions.fields import faults_in
from guatu.projects.actions.moves import LONGEST_REASON, Move, Situation
from guatu.projects.actions.splitting import split_faults
from guatu.projects.choices import ListChangeKind, Nature
from guatu.projects.models import Project


def faults_of(moves: Sequence[Move], now_is: Situation) -> dict[int, Sentence]:
    """What speaks against each move, by its place; empty when all can be done."""
    faults: dict[int, Sentence] = {}
    given: set[UUID] = set()
    names = _listed_names(moves, now_is)
    for place, move in enumerate(moves):
        fault = next(_faults(move, now_is, given, names), None)
        if fault is not None:
            faults[place] = fault
        if move.project:
            given.add(move.project.pk)
    return faults | _told_twice(moves, now_is, faults)


def _faults(
    move: Move, now_is: Situation, given: set[UUID], names: Iterable[str]
) -> Iterator[Sentence]:
    if len(move.reason.strip()) > LONGEST_REASON:
        yield say("理由请写在 200 字以内。")
    if move.project is None:
        yield from _faults_of_new(move, now_is, names)
        return
    project = now_is.row(move)
    if project is None or project.year != now_is.year:
        yield say("“{name}”不是本地这一年度的项目，不能列入这次调整。", name=move.project.name)
    elif project.pk in given:
        yield say("“{name}”在这次调整里出现了两次，请只留一项。", name=project.name)
    elif not now_is.is_done(move):
        yield from _SPEAK_AGAINST[move.kind](move, project, now_is)


def _faults_of_new(move: Move, now_is: Situation, names: Iterable[str]) -> Iterator[Sentence]:
    if move.kind != ListChangeKind.ADDED:
        yield say("请选择项目。")
        return
    yield from faults_in(move.values, now_is.tenant.pk).values()
    name = str(move.values.get("name") or "").strip()
    if name in names and not move.reason.strip():
        yield say("清单里已有“{name}”。如确是另一个项目，请写明理由。", name=name)


def _against_adding(move: Move, project: Project, now_is: Situation) -> Iterator[Sentence]:
    if project.is_listed:
        yield say("“{name}”已在清单上，不用增补。", name=project.name)
    package = project.parent
    if package is not None and not package.is_listed:
        yield say(
            "“{name}”是“{package}”的子项，打包项目已退出台账，请增补“{package}”。",
            name=project.name,
            package=package.name,
        )


def _against_leaving(move: Move, project: Project, now_is: Situation) -> Iterator[Sentence]:
    if not project.is_listed:
        yield say("“{name}”不在清单上，不用退出。", name=project.name)
        return
    parts = now_is.listed_parts(project)
    if parts and move.parts_stay is None:
        yield say(
            "“{name}”还有 {n} 个子项在册。请选择子项一并退出，还是留下作单独的项目。",
            name=project.name,
            n=len(parts),
        )
    elif parts and move.parts_stay and not move.reason.strip():
        yield say("打包项目“{name}”退出而子项留下，请写明理由。", name=project.name)


def _against_reserve(move: Move, project: Project, now_is: Situation) -> Iterator[Sentence]:
    yield from _against_turning(project, reserve=False)
    done = project.year_done + sum(part.year_done for part in now_is.listed_parts(project))
    if done > 0 and not move.reason.strip():
        yield say(
            "“{name}”今年已完成投资 {done} 万元。如确需转为储备，请写明理由。",
            name=project.name,
            done=journal.plain(done),
        )


def _against_start(move: Move, project: Project, now_is: Situation) -> Iterator[Sentence]:
    yield from _against_turning(project, reserve=True)
    if move.nature == RESERVE or (move.nature and move.nature not in Nature.values):
        yield say("请选择“{name}”转为实施后的建设性质。", name=project.name)


def _against_turning(project: Project, *, reserve: bool) -> Iterator[Sentence]:
    if not project.is_listed:
        yield say("“{name}”不在清单上，请先增补。", name=project.name)
    elif project.parent is not None:
        yield say(
            "“{name}”是“{package}”的子项，随打包项目变动，请对打包项目办理。",
            name=project.name,
            package=project.parent.name,
        )
    elif reserve and project.nature != Nature.RESERVE:
        yield say("“{name}”不是储备项目。", name=project.name)
    elif not reserve and project.nature == Nature.RESERVE:
        yield say("“{name}”已是储备项目。", name=project.name)


def _against_splitting(move: Move, project: Project, now_is: Situation) -> Iterator[Sentence]:
    if not project.is_listed:
        yield say("“{name}”不在清单上，不能拆分。", name=project.name)
        return
    yield from split_faults(project, move.parts, move.reason)


def _against_change(move: Move, project: Project, now_is: Situation) -> Iterator[Sentence]:
    yield say("“{name}”的内容与上一版没有差别。", name=project.name)


_SPEAK_AGAINST: Mapping[
    ListChangeKind, Callable[[Move, Project, Situation], Iterator[Sentence]]
] = {
    ListChangeKind.ADDED: _against_adding,
    ListChangeKind.STARTED: _against_start,
    ListChangeKind.RESERVED: _against_reserve,
    ListChangeKind.WITHDRAWN: _against_leaving,
    ListChangeKind.SPLIT: _against_splitting,
    ListChangeKind.CHANGED: _against_change,
}


def _told_twice(
    moves: Sequence[Move], now_is: Situation, faults: Mapping[int, Sentence]
) -> dict[int, Sentence]:
    """Parts with a move of their own while their package takes them along."""
    taking = {
        move.project.pk: move.project
        for move in moves
        if move.project and move.kind in _WITH_PARTS and not move.parts_stay
    }
    found: dict[int, Sentence] = {}
    for place, move in enumerate(moves):
        part = now_is.row(move)
        if place not in faults and part is not None and part.parent_id in taking:
            found[place] = say(
                "“{name}”随打包项目“{package}”一并变动，不用另列。",
                name=part.name,
                package=taking[part.parent_id].name,
            )
    return found


_WITH_PARTS = (ListChangeKind.WITHDRAWN, ListChangeKind.STARTED, ListChangeKind.RESERVED)


def _listed_names(moves: Sequence[Move], now_is: Situation) -> set[str]:
    """Of the names that new projects bring those that stand on the list already."""
    wanted = [str(move.values.get("name") or "").strip() for move in moves if not move.project]
    if not wanted:
        return set()
    rows = Project.objects.filter(tenant=now_is.tenant, year=now_is.year, name__in=wanted)
    return set(rows.listed().values_list("name", flat=True))
