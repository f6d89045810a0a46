"""Which committed dates another plan would move: those that need a grant (改期)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from guatu.domain.datechanges import FINISH, Moved
from guatu.domain.words import N_, Sentence, say
from guatu.projects.models import Milestone, Project

FINISH_WORDS = N_("要求完成")
SHOWN = 3


class Planned(Protocol):
    """A step of another plan with the day on which it would be planned to end."""

    @property
    def code(self) -> str: ...
    @property
    def finish(self) -> date: ...


def promised(milestones: Iterable[Milestone]) -> Iterator[Milestone]:
    """Those whose planned finish is a promise that is still open."""
    for row in milestones:
        if row.committed and row.actual_finish is None and row.planned_finish is not None:
            yield row


def moved_later(
    project: Project,
    there: Sequence[Milestone],
    planned: Iterable[Planned],
    kept: Iterable[str],
    required: date,
) -> list[Moved]:
    """What of the plan in force would be promised for later, or no more.

    ``kept`` are the codes of the steps that stay promised. To promise an earlier day takes no
    grant.
    """
    days: Mapping[str, date] = {row.code: row.finish for row in planned}
    still = set(kept)
    found = []
    for row in promised(there):
        after = days.get(row.code) if row.code in still else None
        if row.planned_finish and (after is None or after > row.planned_finish):
            found.append(Moved(row.code, row.name, row.planned_finish, after))
    if project.required_finish and required > project.required_finish:
        found.append(Moved(FINISH, FINISH_WORDS, project.required_finish, required))
    return found


def ungranted(moved: Sequence[Moved]) -> Sentence:
    """What is said to whoever would move them without a grant."""
    named = "、".join(f"“{one.name}”" for one in moved[:SHOWN])
    return say(
        N_("这次调整会推迟 {n} 个承诺日期（{named}等），请按改期填写原因和依据后再批准。"),
        n=len(moved),
        named=named,
    )
