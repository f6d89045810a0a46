"""The words of a reason: what was found, what would turn it green, the facts behind it."""

from __future__ import annotations

from collections.abc import Sequence

from guatu.domain.lights.colours import Light
from guatu.domain.lights.deciding import Finding, excuse_for
from guatu.domain.lights.facts import Excuse, ProjectFacts
from guatu.domain.lights.measures import Case, Value, value_text
from guatu.domain.lights.packs import Dimension, Origin, fields_of
from guatu.domain.lights.verdicts import Evidence, Reason
from guatu.domain.words import N_, Sentence, say

UNKNOWN = "—"


def reason_of(dimension: Dimension, finding: Finding, case: Case) -> Reason:
    """Why ``dimension`` has the light that was found, with accepted reasons heeded."""
    excuse = excuse_for(dimension.code, finding.light, case)
    sentence = _sentence(dimension, finding, case)
    return Reason(
        dimension.code,
        dimension.name,
        Light.PAUSED if excuse else finding.light,
        finding.rule.id if finding.rule else "",
        _suspension(dimension.name, excuse) if excuse else sentence,
        _wants(dimension, finding, case),
        sentence if excuse else _notice(dimension, finding, case),
        finding.light if excuse else None,
        finding.rule is not None and finding.rule.origin is Origin.DEFAULT,
        _evidence(dimension, finding.values, case),
    )


def _sentence(dimension: Dimension, finding: Finding, case: Case) -> Sentence:
    if finding.rule is not None:
        return _filled(finding.rule.say, dimension, finding.values, case)
    missing = _missing(dimension, finding.values)
    if missing is not None:
        return say(N_("{name}：缺少{needs}，未计色"), name=dimension.name, needs=missing)
    if dimension.otherwise is not None:
        return _filled(dimension.otherwise.say, dimension, finding.values, case)
    return say(N_("{name}：规则表没有给这一情形定颜色，未计色"), name=dimension.name)


def _wants(dimension: Dimension, finding: Finding, case: Case) -> Sentence | None:
    if finding.rule is not None:
        wants = finding.rule.wants
        return _filled(wants, dimension, finding.values, case) if wants else None
    missing = _missing(dimension, finding.values)
    return None if missing is None else say(N_("请补填{needs}"), needs=missing)


def _notice(dimension: Dimension, finding: Finding, case: Case) -> Sentence | None:
    if finding.rule is None or not finding.rule.notice:
        return None
    return _filled(finding.rule.notice, dimension, finding.values, case)


def _missing(dimension: Dimension, values: Sequence[Value | None]) -> str | None:
    """What the first measure without a value needs."""
    for measure, value in zip(dimension.used, values, strict=True):
        if value is None:
            return measure.needs
    return None


def _suspension(name: str, excuse: Excuse) -> Sentence:
    if excuse.until is None:
        return say(
            N_("{name}：正当理由“{reason}”（{granted_by}认可，自 {since} 起），暂停计色"),
            name=name,
            reason=excuse.reason,
            granted_by=excuse.granted_by,
            since=excuse.since.isoformat(),
        )
    return say(
        N_("{name}：正当理由“{reason}”（{granted_by}认可，{since} 至 {until}），暂停计色"),
        name=name,
        reason=excuse.reason,
        granted_by=excuse.granted_by,
        since=excuse.since.isoformat(),
        until=excuse.until.isoformat(),
    )


def _filled(
    template: str, dimension: Dimension, values: Sequence[Value | None], case: Case
) -> Sentence:
    """The template with the measures and details it names; what is not known prints as —."""
    known = dict(zip(dimension.measures, values, strict=False))
    params: dict[str, str | int] = {}
    for code in fields_of(template):
        if code in known:
            text = value_text(known[code])
        else:
            detail = dimension.details.get(code)
            text = detail.text(case) if detail else None
        params[code] = UNKNOWN if text is None else text
    return Sentence(template, params)


def _evidence(
    dimension: Dimension, values: Sequence[Value | None], case: Case
) -> tuple[Evidence, ...]:
    shown = []
    for measure, value in zip(dimension.used, values, strict=True):
        text = value_text(value)
        if text is not None:
            shown.append(Evidence(measure.label, text, measure.unit, case.day))
    for detail in dimension.details.values():
        if (text := detail.text(case)) is not None:
            as_of = detail.as_of(case) if detail.as_of else case.day
            shown.append(Evidence(detail.label, text, detail.unit, as_of))
    return tuple(shown)


def standing_reason(light: Light, facts: ProjectFacts) -> Reason:
    """Why a withdrawn or halted project has no colour."""
    if light is Light.NONE:
        sentence = say(N_("项目已于 {day} 退出，不再计色"), day=str(facts.withdrawn_on))
        return Reason("", N_("项目"), light, "withdrawn", sentence)
    if facts.paused_until is None:
        sentence = say(N_("项目自 {day} 起暂停，暂不计色"), day=str(facts.paused_on))
    else:
        sentence = say(
            N_("项目自 {day} 至 {until} 暂停，暂不计色"),
            day=str(facts.paused_on),
            until=str(facts.paused_until),
        )
    wants = say(N_("恢复建设后请撤销暂停，灯色即按规则重新计算"))
    return Reason("", N_("项目"), light, "paused", sentence, wants)
