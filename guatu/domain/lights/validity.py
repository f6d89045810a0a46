"""Whether a pack that could be read makes sense: its codes, values, units and placeholders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from guatu.domain.lights.colours import Light
from guatu.domain.lights.measures import MEASURES, measures_of
from guatu.domain.lights.packs import Comparison, Dimension, Op, Rule, RulePack, fields_of
from guatu.domain.lights.problems import PackProblem, ProblemKind, place_of
from guatu.domain.lights.subjects import Subject
from guatu.domain.words import N_, Sentence

GRANTERS = ("office", "commander", "sponsor", "inspector")
"""Codes of the roles that may accept a reason: none of those that do the work themselves."""


def faults_of(pack: RulePack) -> list[PackProblem]:
    """Everything in ``pack`` that would keep it from being applied."""
    faults = list(_repeated(pack))
    for dimension in pack.dimensions:
        faults += _measure_faults(dimension, pack.subject)
        faults += _excuse_faults(dimension)
        faults += _otherwise_faults(dimension)
        for rule in dimension.rules:
            faults += _rule_faults(dimension, rule)
    return faults


def _repeated(pack: RulePack) -> Iterator[PackProblem]:
    dimensions = Counter(dimension.code for dimension in pack.dimensions)
    rules = Counter(rule.id for dimension in pack.dimensions for rule in dimension.rules)
    for dimension in pack.dimensions:
        if dimensions[dimension.code] > 1:
            yield _fault(N_("{place}：代码重复，请改用不同的代码"), dimension.code)
        for rule in dimension.rules:
            if rules[rule.id] > 1:
                yield _fault(N_("{place}：编号重复，请改用不同的编号"), dimension.code, rule.id)


def _measure_faults(dimension: Dimension, subject: Subject) -> Iterator[PackProblem]:
    for code in dimension.measures:
        measure = MEASURES.get(code)
        if measure is None:
            yield _fault(
                N_("{place}：没有“{measure}”这一指标，可用的有 {known}"),
                dimension.code,
                measure=code,
                known="、".join(measures_of(subject)),
            )
        elif measure.subject is not subject:
            yield _fault(
                N_("{place}：“{measure}”是{its}的指标，这套规则判的是{subject}，可用的有 {known}"),
                dimension.code,
                measure=code,
                its=measure.subject.word,
                subject=subject.word,
                known="、".join(measures_of(subject)),
            )


def _excuse_faults(dimension: Dimension) -> Iterator[PackProblem]:
    terms = dimension.excuse
    for role in terms.granted_by:
        if role not in GRANTERS:
            yield _fault(
                N_("{place}：“excuse”中“{role}”不能认可正当理由，可写 {known}"),
                dimension.code,
                role=role,
                known="、".join(GRANTERS),
            )
    if not terms.allowed and (terms.granted_by or terms.most_days is not None):
        yield _fault(
            N_("{place}：“excuse”已写明不认可正当理由，请去掉 granted_by 和 most_days"),
            dimension.code,
        )


def _otherwise_faults(dimension: Dimension) -> Iterator[PackProblem]:
    otherwise = dimension.otherwise
    if otherwise is not None:
        if otherwise.light is Light.PAUSED:
            yield _fault(N_("{place}：“otherwise”不能是暂停"), dimension.code)
        yield from _template_faults(dimension, "", otherwise.say)


def _rule_faults(dimension: Dimension, rule: Rule) -> Iterator[PackProblem]:
    if rule.light in (Light.NONE, Light.PAUSED):
        yield _fault(
            N_("{place}：规则的颜色应为 red、yellow 或 green，不能是“{light}”"),
            dimension.code,
            rule.id,
            light=rule.light.value,
        )
    for comparison in rule.comparisons:
        yield from _comparison_faults(dimension, rule, comparison)
    for template in (rule.say, rule.wants, rule.notice):
        yield from _template_faults(dimension, rule.id, template)


def _comparison_faults(
    dimension: Dimension, rule: Rule, comparison: Comparison
) -> Iterator[PackProblem]:
    measure = MEASURES.get(comparison.measure)
    if measure is None or comparison.measure not in dimension.measures:
        yield _fault(
            N_("{place}：比较了“{measure}”，但它不在该维度的 measures 中"),
            dimension.code,
            rule.id,
            measure=comparison.measure,
        )
    elif measure.yes_no is not (comparison.op is Op.IS):
        yield _fault(
            N_("{place}：“{measure}”是{kind}，不能用“{op}”比较"),
            dimension.code,
            rule.id,
            measure=comparison.measure,
            kind=N_("是非指标") if measure.yes_no else N_("数值指标"),
            op=comparison.op.value,
        )
    if comparison.high is not None and comparison.high < comparison.value:
        yield _fault(
            N_("{place}：“{measure}”的 between 上限小于下限"),
            dimension.code,
            rule.id,
            measure=comparison.measure,
        )


def _template_faults(dimension: Dimension, rule: str, template: str) -> Iterator[PackProblem]:
    try:
        fields = fields_of(template)
    except ValueError:
        yield _fault(N_("{place}：句子“{text}”的花括号不成对"), dimension.code, rule, text=template)
        return
    known = [*dimension.measures, *dimension.details]
    for field in fields:
        if field not in known:
            yield _fault(
                N_("{place}：句子中的“{field}”没有可填的内容，可用的有 {known}"),
                dimension.code,
                rule,
                field=field,
                known="、".join(known),
            )


def _fault(template: str, dimension: str, rule: str = "", **params: str) -> PackProblem:
    sentence = Sentence(template, {"place": str(place_of(dimension, rule)), **params})
    return PackProblem(ProblemKind.INVALID, dimension, (rule,) if rule else (), sentence)
