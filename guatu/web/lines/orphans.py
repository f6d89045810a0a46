"""The loose rows of a chain with the form that mends each, and what a person may mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guatu.org.acts import Access
from guatu.projects.models import Project
from guatu.projects.queries.chain import ChainCounts, Gap, LineChain
from guatu.projects.queries.mending import Choice, Orphan, orphans_of

TITLES: dict[Gap, str | Promise] = {
    Gap.TARGET_WITHOUT_PROJECT: _("没有项目支撑的目标"),
    Gap.PROJECT_WITHOUT_TARGET: _("没有挂到目标的项目"),
    Gap.TARGET_WITHOUT_POST: _("没有责任岗位的目标"),
    Gap.PROJECT_WITHOUT_POST: _("没有责任岗位的项目"),
    Gap.POST_WITHOUT_ITEM: _("没有考核事项的岗位"),
    Gap.LOOSE_ITEM: _("没有目标或岗位的考核事项"),
}
#: Who mends what, for people who may not.
BY_WHOM: dict[Gap, str | Promise] = {
    Gap.TARGET_WITHOUT_PROJECT: _("由项目的牵头、责任单位或总指挥部办公室挂接"),
    Gap.PROJECT_WITHOUT_TARGET: _("由项目的牵头、责任单位或总指挥部办公室挂接"),
    Gap.TARGET_WITHOUT_POST: _("由本线牵头单位或总指挥部办公室指定"),
    Gap.PROJECT_WITHOUT_POST: _("由项目的牵头、责任单位或总指挥部办公室指定"),
    Gap.POST_WITHOUT_ITEM: _("由考核专员或总指挥部办公室设定"),
    Gap.LOOSE_ITEM: _("由考核专员或总指挥部办公室补齐"),
}


@dataclass(frozen=True, slots=True)
class Mend:
    """An orphan, and whether the reader may mend it."""

    orphan: Orphan
    may: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The orphans of one kind."""

    gap: Gap
    title: str | Promise
    by_whom: str | Promise
    mends: list[Mend]

    @property
    def may(self) -> bool:
        return any(mend.may for mend in self.mends)


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of one kind; in the order of the chain."""

    gap: Gap
    title: str | Promise
    number: int


def groups_of(chain: LineChain, access: Access, *, closed: bool) -> list[Group]:
    """What is loose, in the order of the chain, without kinds of which there is nothing."""
    return [
        Group(gap, TITLES[gap], BY_WHOM[gap], [_mend(o, chain, access, closed) for o in orphans])
        for gap, orphans in orphans_of(chain).items()
    ]


def writable_projects(chain: LineChain, access: Access) -> set[UUID]:
    """Projects of the chain that the reader may write, and so take away from a target."""
    return {c.project.pk for c in chain.cells if access.can("project.edit", c.project)}


def gap_counts(counts: ChainCounts) -> list[Count]:
    return [Count(gap, title, counts.gaps.get(gap, 0)) for gap, title in TITLES.items()]


def _mend(orphan: Orphan, chain: LineChain, access: Access, closed: bool) -> Mend:
    if orphan.gap is Gap.TARGET_WITHOUT_PROJECT:
        within = _within_reach(orphan, chain, access)
        return Mend(within, bool(within.choices))
    if orphan.gap in (Gap.POST_WITHOUT_ITEM, Gap.LOOSE_ITEM):
        return Mend(orphan, not closed and access.can("score_item.edit", chain.line))
    if isinstance(orphan.row, Project):
        return Mend(orphan, access.can("project.edit", orphan.row))
    return Mend(orphan, not closed and access.can("line.edit", chain.line))


def _within_reach(orphan: Orphan, chain: LineChain, access: Access) -> Orphan:
    """Of the projects to choose from only those that the person may write."""
    open_ = writable_projects(chain, access)
    choices = tuple(_those(orphan.choices, open_))
    return replace(
        orphan, choices=choices, likely=orphan.likely if orphan.likely in open_ else None
    )


def _those(choices: Iterable[Choice], ids: set[UUID]) -> Iterable[Choice]:
    return (choice for choice in choices if choice.pk in ids)
