"""What the pages call fields, kinds of rows, units and problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guatu.intake.choices import ListNotice
from guatu.intake.reading import Field, RowKind
from guatu.intake.reading.model import MONEY
from guatu.web.templatetags.guatu import wan

Words = str | Promise

FIELDS: Mapping[Field, Words] = {
    Field.SERIAL: _("序号"),
    Field.NAME: _("项目名称"),
    Field.CODE: _("项目代码"),
    Field.CONTENT: _("建设规模及内容"),
    Field.NATURE: _("建设性质"),
    Field.CATEGORY: _("项目类别"),
    Field.LINE: _("工作线"),
    Field.TOTAL: _("总投资"),
    Field.YEAR_PLAN: _("年度计划投资"),
    Field.DONE_BEFORE: _("至上年底完成投资"),
    Field.DONE_MONTH: _("本月完成投资"),
    Field.DONE_YEAR: _("年初累计完成投资"),
    Field.DONE_TOTAL: _("开工以来累计完成投资"),
    Field.PERIOD: _("建设起止年限"),
    Field.START: _("计划开工"),
    Field.FINISH: _("计划完工"),
    Field.ACTUAL_START: _("实际开工"),
    Field.ACTUAL_FINISH: _("实际完工"),
    Field.REGISTERED: _("入库日期"),
    Field.LEAD_UNIT: _("牵头单位"),
    Field.RESPONSIBLE_UNIT: _("责任单位"),
    Field.SPONSOR: _("包保领导"),
    Field.OWNER: _("项目单位"),
    Field.CREDIT_CODE: _("统一社会信用代码"),
    Field.LOCATION: _("建设地点"),
    Field.YEAR_GOAL: _("年度形象进度目标"),
    Field.PHYSICAL: _("形象进度"),
    Field.PHYSICAL_PERCENT: _("形象进度（%）"),
    Field.SALES: _("新增销售收入"),
    Field.TAX: _("新增税收"),
    Field.JOBS: _("新增就业"),
    Field.FLOOR_AREA: _("建筑面积"),
    Field.REMARK: _("备注"),
}

_GROUPS: tuple[tuple[Words, tuple[Field, ...]], ...] = (
    (
        _("项目"),
        (
            Field.SERIAL, Field.NAME, Field.CODE, Field.CONTENT, Field.NATURE, Field.CATEGORY,
            Field.LINE, Field.LOCATION, Field.REMARK,
        ),
    ),
    (
        _("投资"),
        (
            Field.TOTAL, Field.YEAR_PLAN, Field.DONE_BEFORE, Field.DONE_MONTH, Field.DONE_YEAR,
            Field.DONE_TOTAL,
        ),
    ),
    (
        _("时间"),
        (
            Field.PERIOD, Field.START, Field.FINISH, Field.ACTUAL_START, Field.ACTUAL_FINISH,
            Field.REGISTERED,
        ),
    ),
    (
        _("单位和人"),
        (
            Field.LEAD_UNIT, Field.RESPONSIBLE_UNIT, Field.SPONSOR, Field.OWNER,
            Field.CREDIT_CODE,
        ),
    ),
    (_("进度"), (Field.YEAR_GOAL, Field.PHYSICAL, Field.PHYSICAL_PERCENT)),
    (_("效益"), (Field.SALES, Field.TAX, Field.JOBS, Field.FLOOR_AREA)),
)  # fmt: skip

KINDS: Mapping[RowKind, Words] = {
    RowKind.PROJECT: _("项目"),
    RowKind.PART: _("其中"),
    RowKind.HEADING: _("分类"),
    RowKind.TOTAL: _("合计"),
    RowKind.NOTE: _("说明"),
}

#: Worth in 万元 of one unit of a bare number, as a form sends it.
UNITS: tuple[tuple[str, Words], ...] = (
    ("1", _("万元")),
    ("10000", _("亿元")),
    ("0.0001", _("元")),
    ("0.1", _("千元")),
)

_UNIT_FROM: Mapping[str, Words] = {
    "header": _("表头写明"),
    "title": _("标题写明"),
    "corner": _("表角写明"),
    "notes": _("说明写明"),
    "person": _("由人指定"),
    "default": _("未写明，按缺省"),
}

_PROBLEMS: Mapping[str, Words] = {
    "total_mismatch": _("合计不符"),
    "count_mismatch": _("个数不符"),
    "unit_suspect": _("单位可疑"),
    "unreadable_date": _("日期读不出"),
    "unreadable_amount": _("金额读不出"),
    "run_together_numbers": _("数字连写"),
    "duplicate_name": _("名称重复"),
    "missing_name": _("缺项目名称"),
    **{notice.value: notice.label for notice in ListNotice},
}


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Options of the select of a column, under one heading."""

    label: Words
    fields: tuple[tuple[str, Words], ...]


def field_groups() -> Iterator[FieldGroup]:
    for label, fields in _GROUPS:
        yield FieldGroup(label, tuple((one.value, FIELDS[one]) for one in fields))


def unit_words(worth: Decimal | None) -> Words:
    """10000 → 亿元; a worth that has no name is said in 万元."""
    if worth is None:
        return ""
    named = {Decimal(value): label for value, label in UNITS}
    return named.get(worth.normalize(), f"{worth.normalize():f} 万元")


def unit_value(worth: Decimal | None) -> str:
    """The worth as the form sends it: ``10000``, ``0.0001``; empty for none."""
    return "" if worth is None else f"{worth.normalize():f}"


def unit_origin(code: str) -> Words:
    return _UNIT_FROM.get(code, "")


def figure_words(field: str, text: str) -> str:
    """A figure of ``field`` with thousands set apart: ``89700`` → ``89,700``; other text as is."""
    if field not in _FIGURES:
        return text
    try:
        return wan(Decimal(text))
    except InvalidOperation:
        return text


_FIGURES = frozenset({*(field.value for field in MONEY), "invested", Field.FLOOR_AREA.value})


def problem_words(code: str) -> Words:
    return _PROBLEMS.get(code, pgettext_lazy("台账问题", "其他"))
