"""What tests of the annual list share: a paper, a first version, a move."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from guatu.projects.actions.moves import Move
from guatu.projects.actions.versions import Approval, adjust_list, found_list
from guatu.projects.choices import ListChangeKind
from guatu.projects.models import ListVersion, Project
from tests.city import NOW, TODAY, City

ADDED, STARTED, RESERVED, WITHDRAWN, SPLIT, CHANGED = ListChangeKind
FIRST = Approval("2021年重点项目清单", date(2021, 1, 14), "示例市政府常务会议", "示政字〔2021〕3号")
SECOND = Approval("2021年清单年中调整", TODAY, "示例市政府常务会议", "", "年中调整")


def found(city: City, approval: Approval = FIRST, *, now: datetime = NOW) -> ListVersion:
    return found_list(city.tenant, 2021, approval, by=city.office, now=now)


def adjust(
    city: City, *moves: Move, approval: Approval = SECOND, seen: int = 1, now: datetime = NOW
) -> ListVersion:
    return adjust_list(city.tenant, 2021, moves, approval, seen=seen, by=city.office, now=now)


def move(kind: ListChangeKind, project: Project | None = None, **more: Any) -> Move:
    return Move(kind, project, **more)


def parts(*totals: int) -> Sequence[dict[str, Any]]:
    return [
        {"name": f"示例子项{n}", "total_investment": Decimal(total)}
        for n, total in enumerate(totals)
    ]
