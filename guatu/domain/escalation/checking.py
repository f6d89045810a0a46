"""Whether a ladder that could be read makes sense: its codes, times, words and entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from string import Formatter

from guatu.domain.clocks import OfficeHours, Span, due
from guatu.domain.escalation.ladders import FIELDS, Entry, Ladder, Rung, When
from guatu.domain.escalation.moments import moment_of
from guatu.domain.escalation.problems import Problem, doubt, fault
from guatu.domain.words import N_
from guatu.domain.workcalendar import WorkCalendar

MOST_RUNGS = 20


def check(ladder: Ladder) -> list[Problem]:
    """Every fault and doubt of ``ladder``, in the order of its rungs.

    Times are compared on a plain calendar of Monday to Friday for what is due on each day of a
    week: rungs that are out of order on all of them are a fault, on some of them (workdays beside
    calendar days) a doubt.
    """
    problems = list(_of_ladder(ladder))
    for rung in ladder.rungs:
        problems += _of_rung(rung)
        problems += _of_trigger(rung, is_first=rung is ladder.rungs[0])
    for lower, upper in pairwise(ladder.rungs):
        problems += _of_pair(lower, upper)
    for lower, upper in pairwise([rung for rung in ladder.rungs if _week_of(rung)]):
        problems += _of_times(lower, upper)
    return problems + list(_of_entries(ladder))


def _of_ladder(ladder: Ladder) -> Iterator[Problem]:
    if not ladder.rungs:
        yield fault(N_("{place}：没有梯级，请至少写一级"))
    if len(ladder.rungs) > MOST_RUNGS:
        yield fault(N_("{place}：有 {n} 级，最多 {most} 级"), n=len(ladder.rungs), most=MOST_RUNGS)
    for code, times in Counter(rung.code for rung in ladder.rungs).items():
        if times > 1:
            yield fault(N_("{place}：代码重复，请改用不同的代码"), code)


def _of_rung(rung: Rung) -> Iterator[Problem]:
    if not rung.addressees:
        yield fault(N_("{place}：没有写发给谁"), rung.code)
    if not rung.words.strip():
        yield fault(N_("{place}：没有写发什么话"), rung.code)
    yield from _of_words(rung)
    if rung.deadline is not None and rung.deadline.amount == 0:
        yield fault(N_("{place}：期限为 0，收到时已经过期；请写明几天或几小时"), rung.code)
    if rung.trigger is None and not rung.causes:
        yield fault(N_("{place}：既没有触发时间，也没有触发情形，永远不会发出"), rung.code)


def _of_words(rung: Rung) -> Iterator[Problem]:
    try:
        fields = [name for _, name, _, _ in Formatter().parse(rung.words) if name is not None]
    except ValueError:
        yield fault(N_("{place}：句子“{text}”的花括号不成对"), rung.code, text=rung.words)
        return
    for field in fields:
        if field not in FIELDS:
            yield fault(
                N_("{place}：句子中的“{field}”没有可填的内容，可用的有 {known}"),
                rung.code,
                field=field,
                known="、".join(FIELDS),
            )
    if "deadline" in fields and rung.deadline is None:
        yield fault(N_("{place}：句子中写了期限，但这一级没有期限"), rung.code)


def _of_trigger(rung: Rung, *, is_first: bool) -> Iterator[Problem]:
    if rung.trigger is None:
        return
    when, span = rung.trigger.when, rung.trigger.span
    if when in (When.BEFORE, When.AFTER):
        if span is None or span.amount == 0:
            yield fault(
                N_("{place}：到期前或到期后触发的，应写明几天或几小时；到期当天写 on，到期时写 at"),
                rung.code,
            )
    elif span is not None:
        yield fault(N_("{place}：“{when}”不带天数，请去掉 span"), rung.code, when=when.value)
    if when is When.LAPSED and is_first:
        yield fault(N_("{place}：是第一级，前面没有可以超过的期限"), rung.code)


def _of_pair(lower: Rung, upper: Rung) -> Iterator[Problem]:
    if upper.trigger is not None and upper.trigger.when is When.LAPSED and lower.deadline is None:
        yield fault(
            N_("{place}：在上一级“{lower}”的期限过后触发，但那一级没有期限"),
            upper.code,
            lower=lower.code,
        )
    if lower.colour and upper.colour and upper.colour.rank < lower.colour.rank:
        yield doubt(
            N_("{place}：{colour}比上一级“{lower}”的{before}轻，请核对顺序"),
            upper.code,
            colour=upper.colour.word,
            lower=lower.code,
            before=lower.colour.word,
        )
    if lower.deadline is not None and _week_of(upper):
        yield from _of_deadline(lower, lower.deadline, upper)


def _of_deadline(lower: Rung, deadline: Span, upper: Rung) -> Iterator[Problem]:
    """Whoever was given until a day is not pressed further before it, nor forgotten after it."""
    sent = zip(_week_of(lower), _WEEK, strict=False)
    lapses = [max(at, due(moment, deadline, _PLAIN, _HOURS)) for moment, at in sent]
    gaps = [upper_at - lapse for upper_at, lapse in zip(_week_of(upper), lapses, strict=False)]
    params = {"lower": lower.code, "span": str(deadline.words)}
    if any(gap < timedelta(0) for gap in gaps):
        yield fault(
            N_("{place}：上一级“{lower}”给了 {span}，还没到就触发了这一级"), upper.code, **params
        )
    elif gaps and all(gap > _WEEKEND for gap in gaps):
        yield doubt(
            N_("{place}：上一级“{lower}”给了 {span}，过后要再等一段时间才到这一级"),
            upper.code,
            **params,
        )


def _of_times(lower: Rung, upper: Rung) -> Iterator[Problem]:
    times = zip(_week_of(lower), _week_of(upper), strict=True)
    wrong = [later < earlier for earlier, later in times]
    if all(wrong):
        yield fault(
            N_("{place}：时间在上一级“{lower}”之前，请调整顺序"), upper.code, lower=lower.code
        )
    elif any(wrong):
        yield doubt(
            N_("{place}：到期日在周几不同，有时会在上一级“{lower}”之前；那时等上一级先发"),
            upper.code,
            lower=lower.code,
        )


def _of_entries(ladder: Ladder) -> Iterator[Problem]:
    codes = [rung.code for rung in ladder.rungs]
    for weight, times in Counter(entry.weight for entry in ladder.entries).items():
        if times > 1:
            yield fault(N_("{place}：重要程度 {weight} 级写了多个直接进入的梯级"), weight=weight)
    for entry in ladder.entries:
        if entry.rung not in codes:
            yield fault(
                N_("{place}：重要程度 {weight} 级直接进入“{rung}”，但没有这一级"),
                weight=entry.weight,
                rung=entry.rung,
            )
    known = sorted((e for e in ladder.entries if e.rung in codes), key=_by_weight)
    for lighter, heavier in pairwise(known):
        if codes.index(heavier.rung) < codes.index(lighter.rung):
            yield fault(
                N_("{place}：重要程度 {weight} 级进入的梯级比 {lighter} 级的还低"),
                weight=heavier.weight,
                lighter=lighter.weight,
            )


def _by_weight(entry: Entry) -> int:
    return entry.weight


def _week_of(rung: Rung) -> list[datetime]:
    """When it comes for what is due on Monday to Friday; empty if the due date does not tell."""
    trigger = rung.trigger
    if trigger is None or trigger.when is When.LAPSED:
        return []
    return [moment_of(trigger, at, _PLAIN, _HOURS) for at in _WEEK]


_HOURS = OfficeHours()
_PLAIN = WorkCalendar("plain", date(2000, 1, 1), date(2060, 12, 31), {})
_WEEK = [_HOURS.closing(date(2030, 1, 7) + timedelta(days)) for days in range(5)]
_WEEKEND = timedelta(days=3)
"""from the closing of a Friday to the opening of a Monday is less"""
