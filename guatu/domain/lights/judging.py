"""``judge``: a light is never typed in, it is what the rules say of the facts on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from guatu.domain.lights.changes import next_change
from guatu.domain.lights.colours import Light, worst
from guatu.domain.lights.deciding import Finding, excuse_for, find, standing
from guatu.domain.lights.facts import Excuse, ProjectFacts
from guatu.domain.lights.measures import Case, Value, value_text
from guatu.domain.lights.packs import Dimension, Origin, RulePack, fields_of
from guatu.domain.lights.verdicts import Evidence, Reason, Verdict
from guatu.domain.lights.workdays import MONDAY_TO_FRIDAY, Workdays
from guatu.domain.words import N_, Sentence, say

UNKNOWN = "—"


def judge(
    pack: RulePack, facts: ProjectFacts, day: date, workdays: Workdays = MONDAY_TO_FRIDAY
) -> Verdict:
    """The light of a project as at the end of ``day``, with a reason for every dimension.

    Total: for any facts there is exactly one light and at least one reason. The worst dimension
    decides; an accepted reason suspends the yellow or red of its dimension, the others still
    count. With 银川's rules, plan 10,000 and done 1,260 by 2021-03-31: yellow, “低于序时 12.4
    个百分点”.
    """
    case = Case.of(facts, pack.terms, workdays, day)
    findings = [find(dimension, case) for dimension in pack.dimensions]
    reasons = [_reason(*pair, case) for pair in zip(pack.dimensions, findings, strict=True)]
    lights = [reason.light for reason in reasons]
    whole = standing(case)
    reasons.sort(key=_weight)
    if whole is not None:
        reasons.insert(0, _standing_reason(whole, facts))
    light = worst(lights) if whole is None else whole
    turn = next_change(pack, case, lights, light)
    return Verdict(light, tuple(reasons), pack.code, pack.version, day, turn)


def _reason(dimension: Dimension, finding: Finding, case: Case) -> Reason:
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


def _standing_reason(light: Light, facts: ProjectFacts) -> Reason:
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


def _weight(reason: Reason) -> tuple[int, bool]:
    return reason.light.rank, reason.notice is None
