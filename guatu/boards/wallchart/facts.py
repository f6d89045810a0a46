"""What stands on the wall chart, and the words on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from guatu.domain.lights.colours import Light
from guatu.kit.qr import QrCode

MilestoneState = Literal["planned", "done", "overdue"]


@dataclass(frozen=True, slots=True)
class ChartMilestone:
    """A milestone (节点); drawn on its actual day when it has one, else on the planned day.

    ``original`` is the day of the original plan where that is another than the planned one.
    """

    name: str
    planned: date
    actual: date | None = None
    state: MilestoneState = "planned"
    critical: bool = False
    original: date | None = None

    @property
    def day(self) -> date:
        return self.actual or self.planned


@dataclass(frozen=True, slots=True)
class ChartNeed:
    """A need (要素) not met; ``short`` is the one character that stands in its box: 地, 电."""

    name: str
    short: str
    needed_by: date


@dataclass(frozen=True, slots=True)
class ChartBreak:
    """What late needs, named in ``by``, do: what was to end on ``day`` ends ``until``, ``days``
    workdays later; ``name`` is that of a milestone, "" for the whole project."""

    name: str
    day: date
    until: date
    days: int
    by: str


@dataclass(frozen=True, slots=True)
class Band:
    """A heading over the rows that follow: a line, a unit, a sponsor."""

    title: str
    count: int


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A project. ``start`` to ``finish`` is the plan; ``done_until`` is how far the work is.

    ``original`` and ``forecast`` are the finish as first promised and as now expected;
    ``replanned``: green by the plan in force, and not by the original one; ``number`` is that of
    the ledger, and ``code`` leads from paper to the project.
    """

    id: str
    href: str
    name: str
    light: Light
    reason: str = ""
    unit: str = ""
    sponsor: str = ""
    total_wan: Decimal | None = None
    start: date | None = None
    finish: date | None = None
    done_until: date | None = None
    milestones: tuple[ChartMilestone, ...] = ()
    needs: tuple[ChartNeed, ...] = ()
    breaks: tuple[ChartBreak, ...] = ()
    original: date | None = None
    forecast: date | None = None
    replanned: bool = False
    number: int | None = None
    code: QrCode | None = None

    @property
    def was_moved(self) -> bool:
        return self.original is not None and self.original != self.finish


@dataclass(frozen=True, slots=True)
class WallChart:
    """What is on the sheet: days from ``first_day`` to ``last_day``, both included."""

    year: int
    first_day: date
    last_day: date
    today: date
    rows: tuple[Band | ChartRow, ...]


@dataclass(frozen=True, slots=True)
class ChartWords:
    """Words on the sheet; a page gives them in the reader's language, ``{}`` is filled here."""

    project: str = "项目"
    unit: str = "牵头单位"
    sponsor: str = "包保领导"
    total: str = "总投资"
    yi: str = "{} 亿"
    count: str = "{} 个项目"
    month: str = "{}月"
    months: tuple[str, ...] = ()
    quarters: tuple[str, ...] = ("一季度", "二季度", "三季度", "四季度")
    today: str = "{month}月{day}日"
    planned: str = "计划"
    done: str = "已完成"
    overdue: str = "已逾期"
    need: str = "要素未落实"
    finish: str = "竣工"
    finish_original: str = "原计划 {}"
    finish_required: str = "要求 {}"
    finish_forecast: str = "预计 {}"
    was: str = "原计划"
    replanned: str = "调整后绿"
    broken: str = "因{by}推后 {days} 个工作日"
    empty: str = "还没有项目。导入台账后，这里就是作战图。"
    label: str = "{name}，{light}，节点 {all} 个，已完成 {done} 个，逾期 {overdue} 个"
    lights: tuple[tuple[str, str], ...] = tuple((light.value, light.word) for light in Light)
