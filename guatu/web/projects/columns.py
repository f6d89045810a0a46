"""The columns of the list, one register for the page, the files, copying and pasting.

Serial number and name always come first; the others are chosen by their codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from operator import attrgetter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guatu.projects.choices import LightColour, Nature, OpinionStep
from guatu.projects.queries.columns import EXTRAS
from guatu.projects.queries.listing import ListRow
from guatu.web.shared.finishes import expectation_words, finish_words
from guatu.web.shared.spreadsheets import Cell
from guatu.web.templatetags.guatu import sentence
from guatu.web.templatetags.projects import month_name

Words = str | Promise


class Kind(Enum):
    """How a column is drawn and, where it is a field, how a pasted cell of it is read."""

    WORDS = "words"
    LONG = "long"
    WAN = "wan"
    FIGURE = "figure"
    COUNT = "count"
    PERCENT = "percent"
    POINTS = "points"
    DAY = "day"
    NATURE = "nature"
    UNIT = "unit"
    POST = "post"
    LINE = "line"
    NAMED = "named"
    TAGS = "tags"
    CODE = "code"


FIGURES = frozenset({Kind.WAN, Kind.FIGURE, Kind.COUNT, Kind.PERCENT, Kind.POINTS})


@dataclass(frozen=True, slots=True)
class Column:
    """``title`` stands above the list, ``full`` in files and where columns are chosen.

    ``value`` is the cell for a file. ``sort`` is a key of ``ORDERS``, ``total`` a figure of the
    totals, ``field`` the field of a project that is set by it. ``css`` applies in the standard
    arrangement only: who has chosen a column wants to see it.
    """

    code: str
    title: Words
    value: Callable[[ListRow], Cell]
    kind: Kind = Kind.WORDS
    full: Words = ""
    unit: Words = ""
    sort: str = ""
    total: str = ""
    field: str = ""
    css: str = ""
    past: bool = False

    @property
    def is_extra(self) -> bool:
        return self.code in EXTRAS

    @property
    def whole_title(self) -> str:
        """总投资（万元）: with the unit, as it stands above a column of a file."""
        words = str(self.full or self.title)
        return f"{words}（{self.unit}）" if self.unit else words

    @property
    def is_figure(self) -> bool:
        return self.kind in FIGURES


@dataclass(frozen=True, slots=True)
class Group:
    title: Words
    columns: tuple[Column, ...]


_WAN = _("万元")
_PERCENT = "%"


def _std(code: str, title: Words, attribute: str, **more: Any) -> Column:
    """A column that every page of the list reads; it is known of the past, too."""
    return Column(code, title, attrgetter(attribute), **{"past": True, **more})


def _more(code: str, title: Words, kind: Kind = Kind.WORDS, **more: Any) -> Column:
    return Column(code, title, lambda row: row.extra[code], kind, **more)


def _set(code: str, title: Words, kind: Kind = Kind.WORDS, **more: Any) -> Column:
    """A further column that is a field of a project by the same name."""
    return _more(code, title, kind, field=code, **more)


def _nature(row: ListRow) -> str:
    return str(Nature(row.nature).label) if row.nature else ""


def _light(row: ListRow) -> str:
    return str(LightColour(row.light).label)


def _reason(row: ListRow) -> str:
    return sentence(row.light_reason) if row.light_reason else ""


def _next_name(row: ListRow) -> str:
    return row.next.name if row.next else ""


def _next_day(row: ListRow) -> date | None:
    return row.next.day if row.next else None


def _step(code: str) -> Callable[[ListRow], Cell]:
    return lambda row: str(OpinionStep(row.extra[code]).label) if row.extra[code] else ""


def _period(row: ListRow) -> str:
    period = row.extra["last_period"]
    return month_name(period) if period else ""


def _finishes(row: ListRow) -> str:
    return finish_words(row.finish)


def _keeps(row: ListRow) -> str:
    return expectation_words(row.finish.keeps)


def _mark(row: ListRow) -> str:
    return str(_("调整后绿")) if row.green_by_replanning else ""


NUMBER = _std("number", _("序号"), "number", kind=Kind.COUNT, sort="number")
NAME = _std("name", _("项目名称"), "name", sort="name", field="name")

GROUPS: tuple[Group, ...] = (
    Group(
        _("基本情况"),
        (
            _std("code", _("项目代码"), "code", kind=Kind.CODE, field="code", past=False),
            Column("nature", _("建设性质"), _nature, Kind.NATURE, field="nature", past=True),
            _std("category", _("项目类别"), "category", field="category"),
            _set("tags", _("标签"), Kind.TAGS),
            _set("content", _("建设规模及内容"), Kind.LONG),
            _set("location", _("建设地点")),
            _set("floor_area", _("建筑面积"), Kind.FIGURE, unit=_("平方米")),
            _more("parent", _("所属打包项目")),
            _set("remark", _("备注"), Kind.LONG),
        ),
    ),
    Group(
        _("亮灯与判断"),
        (
            Column("light", _("灯"), _light, sort="light", past=True),
            Column("reason", _("原因"), _reason, Kind.LONG, past=True),
            _more("light_since", _("亮灯自"), Kind.DAY, sort="since"),
            Column("owner_view", _("业主判断"), _step("owner_view")),
            Column("confidence", _("独立评估"), _step("confidence"), sort="confidence"),
            _more("needs_open", _("未落实要素"), Kind.COUNT, unit=_("项")),
            Column("replanned", _("调整后绿"), _mark, past=True),
            Column("keeps", _("守住计划"), _keeps, past=True),
            _more("min_slack", _("最小时差"), Kind.COUNT, unit=_("工作日")),
            _more("replans", _("调整计划次数"), Kind.COUNT, unit=_("次")),
        ),
    ),
    Group(
        _("责任"),
        (
            _std("line", _("工作线"), "line", kind=Kind.LINE, field="line", css="only-wide"),
            _std("unit", _("牵头单位"), "unit", kind=Kind.UNIT, field="lead_unit"),
            _set("responsible_unit", _("责任单位"), Kind.UNIT),
            _more("assist_units", _("配合单位")),
            _std("sponsor", _("包保领导"), "sponsor", kind=Kind.POST, field="sponsor"),
            _set("task_force", _("工作专班"), Kind.NAMED),
            _set("owner_name", _("项目单位")),
            _set("owner_credit_code", _("统一社会信用代码"), Kind.CODE),
            _set("owner_post", _("项目负责人"), Kind.POST),
            _more("also_lines", _("同时列入")),
            _more("targets", _("支撑的目标"), Kind.LONG),
            _set("chain", _("产业链"), Kind.NAMED),
            _set("park", _("园区"), Kind.NAMED),
            _set("township", _("所在乡镇"), Kind.UNIT),
        ),
    ),
    Group(
        _("投资与进度"),
        (
            _std(
                "total", _("总投资"), "total_investment", kind=Kind.WAN, unit=_WAN, sort="total",
                total="total_investment", field="total_investment",
            ),
            _std(
                "plan", _("年度计划"), "year_plan", kind=Kind.WAN, unit=_WAN, sort="plan",
                full=_("年度计划投资"), total="year_plan", field="year_plan", css="only-roomy",
            ),
            _std(
                "done", _("已完成"), "year_done", kind=Kind.WAN, unit=_WAN, sort="done",
                full=_("年初累计完成"), total="year_done",
            ),
            _std("share", _("完成率"), "share", kind=Kind.PERCENT, unit=_PERCENT, sort="share",
                 total="share"),
            _std("gap", _("差"), "gap", kind=Kind.POINTS, unit=_("百分点"), total="gap"),
            _std("physical", _("形象进度"), "physical_percent", kind=Kind.PERCENT, unit=_PERCENT,
                 sort="physical", css="only-wide"),
            _std("physical_words", _("形象进度"), "physical_words", kind=Kind.LONG,
                 full=_("形象进度描述"), past=False),
            _more("year_registered", _("累计入库"), Kind.WAN, unit=_WAN, sort="registered",
                  full=_("年初累计入库")),
            _more("year_paid", _("累计支付"), Kind.WAN, unit=_WAN, sort="paid",
                  full=_("年初累计支付")),
            _set("planned_paid", _("应支付"), Kind.WAN, unit=_WAN, full=_("应支付资金")),
            _set("done_before_year", _("至上年底完成"), Kind.WAN, unit=_WAN),
            _more("so_far", _("开工以来累计"), Kind.WAN, unit=_WAN),
            Column("last_period", _("最近一期"), _period, full=_("最近一期报告")),
            _set("year_goal", _("年度目标"), Kind.LONG, full=_("年度形象进度目标")),
            _set("sales", _("新增销售收入"), Kind.WAN, unit=_WAN),
            _set("tax", _("新增税收"), Kind.WAN, unit=_WAN),
            _set("jobs", _("新增就业"), Kind.COUNT, unit=_("人")),
        ),
    ),
    Group(
        _("时间"),
        (
            Column("next", _("下一节点"), _next_name, Kind.LONG, past=True),
            Column("next_day", _("日期"), _next_day, Kind.DAY, full=_("节点日期"), past=True),
            _set("planned_start", _("计划开工"), Kind.DAY, sort="start"),
            Column("finishes", _("完成时间"), _finishes, Kind.LONG, sort="finish", past=True,
                   full=_("要求、原计划和预计完成")),
            _std("finish", _("要求完成"), "finish.required", kind=Kind.DAY, sort="finish",
                 field="required_finish"),
            _std("original", _("原计划完成"), "finish.original", kind=Kind.DAY, sort="original"),
            _std("forecast", _("预计完成"), "finish.forecast", kind=Kind.DAY, sort="forecast"),
            _more("p80_finish", _("八成把握完成"), Kind.DAY, full=_("八成把握完成（P80）"),
                  sort="p80"),
            _set("actual_start", _("实际开工"), Kind.DAY),
            _set("actual_finish", _("实际竣工"), Kind.DAY),
            _set("registered_on", _("入库日期"), Kind.DAY),
            _more("listed_on", _("列入日期"), Kind.DAY),
        ),
    ),
)  # fmt: skip
COLUMNS: Mapping[str, Column] = {
    column.code: column for group in GROUPS for column in group.columns
}
EVERY: tuple[Column, ...] = (NUMBER, NAME, *COLUMNS.values())
STANDARD = (
    "light", "line", "unit", "sponsor", "total", "plan", "done", "share", "gap", "physical",
    "next", "next_day", "finishes",
)  # fmt: skip
#: A file has room: while nobody has chosen, it says more than the page.
STANDARD_OF_FILES = (
    "code", "nature", "category", "line", "unit", "sponsor", "light", "reason", "total", "plan",
    "done", "share", "gap", "physical", "physical_words", "next", "next_day", "finish", "original",
    "forecast", "keeps", "replanned", "replans",
)  # fmt: skip


def known(codes: Iterable[Any]) -> tuple[str, ...]:
    """Codes of columns that there are, each once, in their order."""
    return tuple(dict.fromkeys(code for code in codes if code in COLUMNS))


def columns_of(codes: Iterable[str]) -> list[Column]:
    return [COLUMNS[code] for code in codes]


def extras_of(columns: Sequence[Column]) -> list[str]:
    """What the query has to read besides the standard columns."""
    return [column.code for column in columns if column.is_extra]
