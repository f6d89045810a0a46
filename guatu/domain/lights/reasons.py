"""The words of a reason: what was found, what would turn it green, the facts behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from guatu.domain.counts import Since
from guatu.domain.lights.colours import Light
from guatu.domain.lights.deciding import Finding, excuse_for, excuses_of, missing, withdrawn
from guatu.domain.lights.facts import Excuse, ProjectFacts
from guatu.domain.lights.measures import Case, Value, value_text
from guatu.domain.lights.measures.kinds import later
from guatu.domain.lights.packs import Dimension, Origin
from guatu.domain.lights.verdicts import Evidence, Reason
from guatu.domain.words import N_, Sentence, say

UNKNOWN = "—"
Texts = dict[str, str | None]


def reason_of(dimension: Dimension, finding: Finding, case: Case) -> Reason:
    """Why ``dimension`` has the light that was found, with accepted reasons heeded."""
    excuse = excuse_for(dimension, finding.light, case)
    texts = _texts(dimension, finding.values, case)
    sentence = _sentence(dimension, finding, texts, case)
    return Reason(
        dimension.code,
        dimension.name,
        Light.PAUSED if excuse else finding.light,
        finding.rule.id if finding.rule else "",
        _suspension(dimension.name, excuse) if excuse else sentence,
        _wants(dimension, finding, texts, case),
        sentence if excuse else _notice(dimension, finding, texts, case),
        finding.light if excuse else None,
        finding.rule is not None and finding.rule.origin is Origin.DEFAULT,
        _evidence(dimension, texts, case),
        None if excuse or finding.rule is None else finding.rule.mark,
        _stale_on(dimension, finding, case),
    )


def _sentence(dimension: Dimension, finding: Finding, texts: Texts, case: Case) -> Sentence:
    if finding.rule is not None:
        return _filled(finding.rule.say, dimension, texts, case)
    lacking = missing(dimension, finding.values)
    if lacking is not None and lacking.absent:
        return say(lacking.absent)
    if lacking is not None:
        return say(N_("{name}：缺少{needs}，未计色"), name=dimension.name, needs=lacking.needs)
    if dimension.otherwise is not None:
        return _filled(dimension.otherwise.say, dimension, texts, case)
    return say(N_("{name}：规则表没有给这一情形定颜色，未计色"), name=dimension.name)


def _wants(dimension: Dimension, finding: Finding, texts: Texts, case: Case) -> Sentence | None:
    if finding.rule is not None:
        wants = finding.rule.wants
        return _filled(wants, dimension, texts, case) if wants else None
    lacking = missing(dimension, finding.values)
    if lacking is None or lacking.absent:
        return None
    return say(N_("请补填{needs}"), needs=lacking.needs)


def _notice(dimension: Dimension, finding: Finding, texts: Texts, case: Case) -> Sentence | None:
    if finding.rule is None or not finding.rule.notice:
        return None
    return _filled(finding.rule.notice, dimension, texts, case)


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


def _texts(dimension: Dimension, values: Sequence[Value | None], case: Case) -> Texts:
    """What each measure and detail prints, None for what is not known."""
    texts = {m.code: value_text(value) for m, value in zip(dimension.used, values, strict=True)}
    for detail in dimension.details.values():
        texts[detail.code] = detail.text(case)
    return texts


def _filled(template: str, dimension: Dimension, texts: Texts, case: Case) -> Sentence:
    """The template with the measures and details it names; what is not known prints as —."""
    params: dict[str, str | int] = {}
    moving: dict[str, Since] = {}
    for source in dimension.named_in(template):
        text = texts[source.code]
        params[source.code] = UNKNOWN if text is None else text
        since = source.since(case)
        if since is not None and text is not None:
            moving[source.code] = since
    return Sentence(template, params, moving)


def _stale_on(dimension: Dimension, finding: Finding, case: Case) -> date | None:
    """From when the sentences of a reason may read differently, its moving figures aside, though
    the same rule decides."""
    return min((day for day in _ageing(dimension, finding, case) if day > case.day), default=None)


def _ageing(dimension: Dimension, finding: Finding, case: Case) -> Iterator[date]:
    rule = finding.rule
    if rule is None:
        for measure, levels in zip(dimension.used, dimension.levels, strict=True):
            yield from measure.ages(case)
            yield from measure.turns(case, levels)
    else:
        templates = (rule.say, rule.wants, rule.notice)
        for ages in {named.ages for said in templates for named in dimension.named_in(said)}:
            yield from ages(case)
    for excuse in excuses_of(dimension, case):
        yield excuse.since
        if excuse.until is not None:
            yield later(excuse.until, 1)


def _evidence(dimension: Dimension, texts: Texts, case: Case) -> tuple[Evidence, ...]:
    shown = []
    for measure in dimension.used:
        text = texts[measure.code]
        if text is not None:
            shown.append(Evidence(measure.label, text, measure.unit, case.day))
    for detail in dimension.details.values():
        text = texts[detail.code]
        if text is not None:
            as_of = detail.as_of(case) if detail.as_of else case.day
            shown.append(Evidence(detail.label, text, detail.unit, as_of))
    return tuple(shown)


def standing_reason(facts: ProjectFacts, day: date) -> Reason:
    """Why a withdrawn, reserve or halted project has no colour."""
    if withdrawn(facts, day):
        sentence = say(N_("项目已于 {day} 退出，不再计色"), day=str(facts.withdrawn_on))
        return Reason("", N_("项目"), Light.NONE, "withdrawn", sentence)
    if facts.is_reserve:
        sentence = say(N_("储备项目不计灯"))
        return Reason("", N_("项目"), Light.NONE, "reserve", sentence, stale_on=facts.withdrawn_on)
    wants = say(N_("等的事项落实后暂停自动结束；提前恢复的请登记恢复日期"))
    return Reason("", N_("项目"), Light.PAUSED, "paused", _halt(facts), wants)


def _halt(facts: ProjectFacts) -> Sentence:
    day, until, waits = str(facts.paused_on), facts.paused_until, facts.paused_for
    if until is None:
        return say(N_("项目自 {day} 起暂停，暂不计色"), day=day)
    if not waits:
        return say(N_("项目自 {day} 至 {until} 暂停，暂不计色"), day=day, until=str(until))
    words = N_("项目自 {day} 起暂停，{waits}，预计到 {until}，暂不计色")
    return say(words, day=day, waits=waits, until=str(until))
