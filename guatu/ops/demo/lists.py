"""The annual list of the demonstration: the first version, one adjustment, and what came after.

92 projects are counted in the end. Two of them were left out of the first version and one began
in reserve; in their places stood two that are off the list or in reserve by now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from guatu.kit.clock import CHINA
from guatu.lines.models import WorkLine
from guatu.ops.demo.organisation import YEAR, Cast
from guatu.projects.actions.listing import create_project, edit_project, withdraw_project
from guatu.projects.actions.moves import Move
from guatu.projects.actions.versions import Approval, adjust_list, found_list
from guatu.projects.choices import ListChangeKind, Nature
from guatu.projects.models import Project

Deed = tuple[datetime, Callable[[datetime], object]]

ENTERED = datetime(2021, 1, 14, 15, 0, tzinfo=CHINA)
SORTED_OUT = datetime(2021, 1, 14, 16, 0, tzinfo=CHINA)
FOUNDED = datetime(2021, 1, 14, 17, 30, tzinfo=CHINA)
DEARER = datetime(2021, 2, 22, 10, 20, tzinfo=CHINA)
ADJUSTED = datetime(2021, 3, 1, 16, 0, tzinfo=CHINA)
DEARER_STILL = datetime(2021, 3, 11, 9, 30, tzinfo=CHINA)

LEFT_OUT = ("示例沉浸式演艺剧场项目", "示例企业服务中心项目")
WAITING = "示例总部经济大厦项目"
PACKAGE = "示例农村人居环境整治项目"
GIVEN_UP = "示例旧货市场改造项目"
PUT_OFF = "示例会展中心配套酒店项目"
FIRST_RISE = ("示例印刷包装产业园一期项目", Decimal(17_600))
SECOND_RISE = ("示例研学实践营地项目", Decimal(13_100))
PARTS = (("东部片区", 3400, 1700), ("西部片区", 3200, 1600), ("南部片区", 2900, 1450))
FIRST = Approval(
    "2021年重点项目清单", date(2021, 1, 14), "市政府常务会议（示例）", "示政发〔2021〕3号"
)
SECOND = Approval(
    "2021年重点项目清单（第一次调整）",
    date(2021, 3, 1),
    "重点项目挂图作战总指挥部（示例）",
    "示指办〔2021〕2号",
    "按前两个月手续办理和要素落实情况调整",
)


@dataclass(frozen=True, slots=True)
class Extra:
    """A project beside the ledgers; money in 万元."""

    name: str
    line: str
    unit: str
    category: str
    nature: Nature
    total: int


EXTRAS = (
    Extra(GIVEN_UP, "城建交通", "市住建局", "城市更新", Nature.PREPARING, 6800),
    Extra(PUT_OFF, "文旅强市", "市文化和旅游局", "精品旅游", Nature.PREPARING, 32_000),
    Extra("示例低空物流起降场项目", "双招双引", "市投资促进中心", "现代物流",
          Nature.RESERVE, 8600),
    Extra("示例粮食储备库扩建项目", "乡村振兴", "市农业农村局", "粮食安全",
          Nature.RESERVE, 7400),
)  # fmt: skip


def list_deeds(cast: Cast) -> Iterator[Deed]:
    """After the ledgers, at the adjustment, and a change that nobody has approved yet."""
    yield ENTERED, lambda at: _enter_extras(cast, at)
    yield SORTED_OUT, lambda at: _sort_out(cast, at)
    yield FOUNDED, lambda at: found_list(cast.tenant, YEAR, FIRST, by=cast.office, now=at)
    yield DEARER, lambda at: _raise(cast, *FIRST_RISE, at)
    yield ADJUSTED, lambda at: _adjust(cast, at)
    yield DEARER_STILL, lambda at: _raise(cast, *SECOND_RISE, at)


def _enter_extras(cast: Cast, at: datetime) -> None:
    lines = {line.title: line for line in WorkLine.objects.filter(tenant=cast.tenant, year=YEAR)}
    for extra in EXTRAS:
        values = {
            "name": extra.name,
            "line": lines[extra.line],
            "lead_unit": cast.units[extra.unit],
            "category": extra.category,
            "nature": extra.nature,
            "total_investment": Decimal(extra.total),
        }
        create_project(cast.tenant, values, year=YEAR, by=cast.office, now=at)


def _sort_out(cast: Cast, at: datetime) -> None:
    """What the meeting left out, and what it put in reserve."""
    for name in LEFT_OUT:
        reason = "选址未定，首批暂不列入"
        withdraw_project(_project(cast, name), reason=reason, by=cast.office, now=at)
    _edit(cast, WAITING, {"nature": Nature.RESERVE}, at)


def _raise(cast: Cast, name: str, total: Decimal, at: datetime) -> None:
    _edit(cast, name, {"total_investment": total}, at)


def _edit(cast: Cast, name: str, values: dict[str, Any], at: datetime) -> None:
    project = _project(cast, name)
    edit_project(project, values, seen=project.version, by=cast.office, now=at)


def _adjust(cast: Cast, at: datetime) -> None:
    kind, parts = ListChangeKind, [_part(*part) for part in PARTS]
    moves = [
        Move(kind.ADDED, _project(cast, LEFT_OUT[0]), "选址论证通过，列入前期"),
        Move(kind.ADDED, _project(cast, LEFT_OUT[1]), "功能方案已选定"),
        Move(
            kind.STARTED, _project(cast, WAITING), "已签框架协议，转入前期",
            nature=str(Nature.PREPARING),
        ),
        Move(kind.RESERVED, _project(cast, PUT_OFF), "投资方重组，暂缓实施"),
        Move(kind.WITHDRAWN, _project(cast, GIVEN_UP), "业主放弃投资，土地另作安排"),
        Move(kind.SPLIT, _project(cast, PACKAGE), "按片区分头实施", parts=parts),
        Move(kind.CHANGED, _project(cast, FIRST_RISE[0]), "初设概算批复调增"),
    ]  # fmt: skip
    adjust_list(cast.tenant, YEAR, moves, SECOND, seen=1, by=cast.office, now=at)


def _part(name: str, total: int, plan: int) -> dict[str, Any]:
    return {
        "name": f"{PACKAGE.removesuffix('项目')}（{name}）",
        "total_investment": Decimal(total),
        "year_plan": Decimal(plan),
    }


def _project(cast: Cast, name: str) -> Project:
    return Project.objects.select_related("tenant").get(tenant=cast.tenant, name=name)
