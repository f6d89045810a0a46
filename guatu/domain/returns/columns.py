"""What stands on the sheets that go out: which columns are read back and which are only shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from guatu.domain.words import N_
from guatu.domain.worklists.rows import Cell


class Part(StrEnum):
    """The sheets of a workbook that are read back."""

    PROGRESS = "progress"
    WORK = "work"


class Kind(StrEnum):
    """How the cells of a column are read; a code is text that must come back as it went out."""

    TEXT = "text"
    CODE = "code"
    MONEY = "money"
    PERCENT = "percent"
    DAY = "day"
    CHOICE = "choice"


class Codes(StrEnum):
    """The lists of which a cell offers one entry."""

    PROBLEMS = "problems"
    UNITS = "units"


@dataclass(frozen=True, slots=True)
class Column:
    """``title`` heads it and finds it again wherever it was moved; ``width`` in characters.

    ``shown`` columns tell what is known and are never read; ``most`` is how long a text may be.
    """

    key: str
    title: str
    kind: Kind
    width: int
    shown: bool = False
    codes: Codes | None = None
    most: int = 300


PART_WORDS: Mapping[Part, str] = MappingProxyType(
    {Part.PROGRESS: N_("项目进度"), Part.WORK: N_("周清单")}
)
#: What stands above the row ids, and so says which sheet this is, whatever it is called.
MARKS: Mapping[Part, str] = MappingProxyType(
    {Part.PROGRESS: "guatu:progress", Part.WORK: "guatu:work"}
)
#: The sums and words of a month's report.
FIGURES = ("invested", "registered", "paid", "physical_percent", "physical_words", "reason")
#: Together they make one problem of a project.
PROBLEM = ("problem_kind", "problem", "help_unit", "help")
DAYS = ("due_on", "done_on")


def _shown(key: str, title: str, kind: Kind, width: int) -> Column:
    return Column(key, title, kind, width, shown=True)


PROGRESS: tuple[Column, ...] = (
    _shown("number", N_("序号"), Kind.CODE, 6),
    _shown("code", N_("项目代码"), Kind.CODE, 26),
    _shown("name", N_("项目名称"), Kind.TEXT, 34),
    _shown("year_plan", N_("年度计划投资（万元）"), Kind.MONEY, 12),
    _shown("before", N_("上次报累计完成（万元）"), Kind.MONEY, 12),
    Column("invested", N_("年初累计完成投资（万元）"), Kind.MONEY, 14),
    Column("registered", N_("年初累计入库投资（万元）"), Kind.MONEY, 14),
    Column("paid", N_("年初累计支付（万元）"), Kind.MONEY, 14),
    Column("physical_percent", N_("形象进度（%）"), Kind.PERCENT, 10),
    Column("physical_words", N_("形象进度"), Kind.TEXT, 34),
    Column("reason", N_("更正或异常说明"), Kind.TEXT, 22),
    _shown("raised", N_("已提出的堵点"), Kind.TEXT, 26),
    Column("problem_kind", N_("问题类别"), Kind.CHOICE, 11, codes=Codes.PROBLEMS),
    Column("problem", N_("新增问题"), Kind.TEXT, 30, most=120),
    Column("help_unit", N_("需协调单位"), Kind.CHOICE, 16, codes=Codes.UNITS),
    Column("help", N_("需要做什么"), Kind.TEXT, 30, most=120),
)
WORK: tuple[Column, ...] = (
    _shown("serial", N_("序号"), Kind.CODE, 6),
    _shown("kind", N_("来源"), Kind.TEXT, 10),
    Column("label", N_("事项"), Kind.TEXT, 34),
    Column(Cell.DONE.value, N_("上周完成"), Kind.TEXT, 30),
    Column(Cell.PLAN.value, N_("本周计划"), Kind.TEXT, 30),
    Column(Cell.LEADER.value, N_("责任领导"), Kind.TEXT, 11),
    Column(Cell.OWNER.value, N_("责任人"), Kind.TEXT, 11),
    Column("due_on", N_("时限"), Kind.DAY, 12),
    _shown("standing", N_("状态"), Kind.TEXT, 9),
    Column(Cell.TROUBLE.value, N_("存在问题"), Kind.TEXT, 28),
    Column(Cell.HELP.value, N_("需协调"), Kind.TEXT, 26),
    Column("done_on", N_("办结日期"), Kind.DAY, 12),
)
COLUMNS: Mapping[Part, tuple[Column, ...]] = MappingProxyType(
    {Part.PROGRESS: PROGRESS, Part.WORK: WORK}
)


def column(part: Part, key: str) -> Column:
    """Raises ``KeyError`` for a column that the sheet does not have."""
    found = next((one for one in COLUMNS[part] if one.key == key), None)
    if found is None:
        raise KeyError(key)
    return found
