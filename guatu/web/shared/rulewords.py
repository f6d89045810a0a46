"""A rule pack in words: each rule as a sentence with its thresholds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from string import Formatter

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guatu.domain.lights import Dimension, ExcuseTerms, Light, PaceKind, Rule, RulePack, Terms
from guatu.domain.lights.measures import MEASURES, Measure
from guatu.domain.lights.packs import Comparison, Merge, Op, Origin
from guatu.domain.pace import plain
from guatu.org.choices import Role


@dataclass(frozen=True, slots=True)
class RuleLine:
    """``when`` is the condition, ``says`` what the reason will read like, with gaps as 〔…〕.

    ``id`` is empty for what applies when no rule does.
    """

    id: str
    light: Light
    when: str
    says: str
    wants: str
    notice: str
    is_default: bool
    mark: str = ""


@dataclass(frozen=True, slots=True)
class DimensionLines:
    code: str
    name: str
    merge: str
    excuse: str
    rules: list[RuleLine]


def dimensions_of(pack: RulePack) -> list[DimensionLines]:
    return [lines_of(dimension) for dimension in pack.dimensions]


def lines_of(dimension: Dimension) -> DimensionLines:
    return DimensionLines(
        dimension.code,
        _(dimension.name),
        _merge(dimension),
        excuse_words(dimension.excuse),
        list(_rules(dimension)),
    )


def excuse_words(terms: ExcuseTerms) -> str:
    """Whether an accepted reason suspends the colour, who accepts it, for how long at most."""
    if not terms.allowed:
        return _("不认可正当理由")
    said = [_("可以认可正当理由")]
    if terms.granted_by:
        roles = _("、").join(str(role.label) for role in Role if role in terms.granted_by)
        said.append(_("由%(roles)s认可") % {"roles": roles})
    if terms.most_days is not None:
        said.append(_("最多 %(days)s 天") % {"days": terms.most_days})
    return _("，").join(said)


def terms_of(terms: Terms) -> list[tuple[str, str]]:
    """How the pack counts, as label and words."""
    said = [(_("应完成的份额"), _("；没有时，").join(pace_words(kind) for kind in terms.pace))]
    if due := terms.report_due:
        words = _("次月 %(day)s 日") if due.next_month else _("当月 %(day)s 日")
        said.append((_("报进度的期限"), words % {"day": due.day} + _("，遇休息日顺延")))
    else:
        said.append((_("报进度的期限"), _("当月最后一天")))
    return said


def linked(text: str) -> SafeString:
    """Addresses as links; Django's own ``urlize`` takes the Chinese behind them for a part."""
    parts = _ADDRESS.split(text)
    marked = (
        format_html('<a href="{0}" rel="noreferrer">{0}</a>', part) if at % 2 else part
        for at, part in enumerate(parts)
    )
    return format_html_join("", "{}", ((part,) for part in marked))


_ADDRESS = re.compile(r"(https?://[A-Za-z0-9./?=&_%~-]+)")


def _rules(dimension: Dimension) -> Iterator[RuleLine]:
    for rule in dimension.rules:
        yield RuleLine(
            rule.id,
            rule.light,
            _when(rule),
            _gaps(dimension, rule.say),
            _gaps(dimension, rule.wants),
            _gaps(dimension, rule.notice),
            rule.origin is Origin.DEFAULT,
            _(rule.mark.word) if rule.mark else "",
        )
    if other := dimension.otherwise:
        yield RuleLine("", other.light, _("其他情形"), _gaps(dimension, other.say), "", "", False)


def _merge(dimension: Dimension) -> str:
    if dimension.merge is Merge.FIRST:
        return _("几条同时成立时，按排在前面的亮灯")
    return _("几条同时成立时，按最差的亮灯")


def _when(rule: Rule) -> str:
    """Comparisons of one measure share its name: 低于序时超过 0 个百分点、少于 10 个百分点."""
    groups = groupby(rule.comparisons, key=lambda comparison: comparison.measure)
    said = [_of_one(MEASURES[code], list(compared)) for code, compared in groups]
    return (_("，或") if rule.any_of else _("，且")).join(said)


def _of_one(measure: Measure, compared: list[Comparison]) -> str:
    if measure.yes_no:
        return _answer(measure, is_so=bool(compared[0].value))
    return _(measure.label) + _("、").join(_compared(measure, each) for each in compared)


def _answer(measure: Measure, *, is_so: bool) -> str:
    known = {
        "started": (_("已开工"), _("未开工")),
        "finished": (_("已完工"), _("未完工")),
        "registered": (_("已入库"), _("未入库")),
        "finish_overdue": (_("已逾期未完工"), _("要求完工时间未过")),
        "required_milestone_missed": (_("承诺节点已逾期"), _("承诺节点未逾期")),
        "report_missing": (_("上月月报未报"), _("上月月报已报")),
        "month_duty_done": (_("当月任务已完成"), _("当月任务未完成")),
    }
    if words := known.get(measure.code):
        return words[0] if is_so else words[1]
    answer = _("是") if is_so else _("否")
    return _("%(measure)s：%(answer)s") % {"measure": _(measure.label), "answer": answer}


def _compared(measure: Measure, comparison: Comparison) -> str:
    words = {
        Op.LT: _("少于 %(value)s"),
        Op.LE: _("不超过 %(value)s"),
        Op.GT: _("超过 %(value)s"),
        Op.GE: _("不少于 %(value)s"),
        Op.EQ: _("正好 %(value)s"),
        Op.BETWEEN: _("在 %(low)s 到 %(value)s之间（含两端）"),
    }[comparison.op]
    low = plain(Decimal(comparison.value))
    top = comparison.value if comparison.high is None else comparison.high
    return words % {"low": low, "value": _with_unit(measure, Decimal(top))}


def _with_unit(measure: Measure, value: Decimal) -> str:
    if measure.unit == "百分点":
        return _("%(points)s 个百分点") % {"points": plain(value)}
    unit = _(measure.unit) if measure.unit else ""
    return f"{plain(value)} {unit}".strip()


def _gaps(dimension: Dimension, template: str) -> str:
    """``计划 {planned_start} 开工`` → ``计划 〔计划开工〕 开工``; a number becomes ``…``."""
    if not template:
        return ""
    parts = []
    for words, name, _spec, _conversion in Formatter().parse(_(template)):
        parts.append(words)
        if name is not None:
            parts.append(_gap(dimension, name))
    return "".join(parts)


def _gap(dimension: Dimension, code: str) -> str:
    detail = dimension.details.get(code)
    return "…" if code in MEASURES or detail is None else f"〔{_(detail.label)}〕"


def pace_words(kind: PaceKind) -> str:
    return {
        PaceKind.MONTHS: _("按已过完的整月除以 12"),
        PaceKind.DAYS: _("按当年已过天数占全年天数"),
        PaceKind.CURVE: _("按项目自己的分月投资计划"),
        PaceKind.FROM_START: _("自计划开工起，按已过完的整月占当年剩余月数"),
    }[kind]
