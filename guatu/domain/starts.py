"""Concentrated starts (集中开工): the figures of an event, and whether its works really began.

Money is in 万元. A figure that nobody gave is not 0: a sum says of how many projects it knows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from guatu.domain import statetables
from guatu.domain.statetables import Course
from guatu.domain.words import N_, Sentence, say

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Project:
    """A project of an event with its figures as announced; None was not announced.

    ``kind`` is a class of the city (产业, 基础设施, 民生), ``industry`` in words.
    """

    total: Decimal | None
    year: Decimal | None = None
    kind: str = ""
    industry: str = ""
    sales: Decimal | None = None
    tax: Decimal | None = None
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """``value`` over the ``known`` of ``of`` projects."""

    value: Decimal
    known: int
    of: int

    @property
    def is_whole(self) -> bool:
        return self.known == self.of


@dataclass(frozen=True, slots=True)
class Slice:
    """What one class or industry has of the event."""

    name: str
    number: int
    total: Sum
    year: Sum


@dataclass(frozen=True, slots=True)
class Figures:
    """What a briefing says of an event; ``above`` counts from the size line upwards, itself
    included (4 个 5亿元以上). ``kinds`` and ``industries`` each divide it without rest."""

    number: int
    total: Sum
    year: Sum
    line: Decimal
    above: int
    sales: Sum
    tax: Sum
    jobs: Sum
    kinds: tuple[Slice, ...]
    industries: tuple[Slice, ...]


def figures_of(projects: Sequence[Project], line: Decimal, kinds: Sequence[str] = ()) -> Figures:
    """``line`` is the size line in 万元; ``kinds`` the order of the classes, others follow."""
    return Figures(
        number=len(projects),
        total=_sum(one.total for one in projects),
        year=_sum(one.year for one in projects),
        line=line,
        above=sum(one.total is not None and one.total >= line for one in projects),
        sales=_sum(one.sales for one in projects),
        tax=_sum(one.tax for one in projects),
        jobs=_sum(None if one.jobs is None else Decimal(one.jobs) for one in projects),
        kinds=_slices([(one.kind, one) for one in projects], kinds),
        industries=_slices([(one.industry, one) for one in projects], ()),
    )


class Proof(StrEnum):
    """What shows that works began, besides somebody saying so; cities differ in what counts."""

    PERMIT = "permit"
    REGISTERED = "registered"
    INVESTED = "invested"


class Reality(StrEnum):
    """Whether a project of an event really began, on a day."""

    STARTED = "started"
    WAITING = "waiting"
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The start as it was reported, and the days on which the proofs were there."""

    started_on: date | None = None
    proofs: Mapping[Proof, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rules:
    """Of a city: the size line in 万元, days after the event on which it looks again, the proofs
    of which one is enough, and the classes in their order."""

    line: Decimal
    days: tuple[int, ...]
    proofs: tuple[Proof, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A look at a project ``days`` after the event; ``said`` tells why it is judged so."""

    days: int
    on: date
    reality: Reality
    said: Sentence


def check(held_on: date, days: int, evidence: Evidence, rules: Rules, today: date) -> Check:
    """How a project stands at the look ``days`` after the event, with what was known that day.

    Held on 2021-02-26, 30 days: looked at on 2021-03-28. Started and registered by then: really
    started. Started on paper alone, or not at all: unproven. Before that day it waits.
    """
    on = held_on + timedelta(days)
    if today < on:
        return Check(days, on, Reality.WAITING, say(N_("{day} 检查"), day=on.isoformat()))
    reality, said = _judged(evidence, rules, on)
    return Check(days, on, reality, said)


def checks_of(held_on: date, evidence: Evidence, rules: Rules, today: date) -> tuple[Check, ...]:
    """All looks of the rules, the earliest first."""
    return tuple(check(held_on, days, evidence, rules, today) for days in sorted(rules.days))


def standing(held_on: date, evidence: Evidence, rules: Rules, today: date) -> Check:
    """How the project stands today: really started as soon as it is proven; unproven from the
    first look on; in between it waits for that look."""
    reality, said = _judged(evidence, rules, today)
    first = min(rules.days)
    passed = max((days for days in rules.days if held_on + timedelta(days) <= today), default=first)
    if reality is Reality.UNPROVEN and today < held_on + timedelta(first):
        reality = Reality.WAITING
    return Check(passed, today, reality, said)


def _judged(evidence: Evidence, rules: Rules, day: date) -> tuple[Reality, Sentence]:
    started = evidence.started_on
    if started is None or started > day:
        return Reality.UNPROVEN, say(N_("没有登记实际开工"))
    shown = [one for one in rules.proofs if one in evidence.proofs and evidence.proofs[one] <= day]
    if not rules.proofs:
        return Reality.STARTED, say(N_("{day} 开工"), day=started.isoformat())
    if not shown:
        missing = "、".join(PROOF_WORDS[one] for one in rules.proofs)
        template = N_("登记 {day} 开工，没有{missing}的记录")
        return Reality.UNPROVEN, say(template, day=started.isoformat(), missing=missing)
    first = min(shown, key=lambda one: (evidence.proofs[one], rules.proofs.index(one)))
    return Reality.STARTED, say(
        N_("{day} 开工，{proof} {proved}"),
        day=started.isoformat(),
        proved=evidence.proofs[first].isoformat(),
        proof=PROOF_WORDS[first],
    )


def rules_of(stored: Mapping[str, Any]) -> Rules:
    """Of a document as ``faults`` lets it through; money is a string in 万元."""
    return Rules(
        Decimal(stored["line"]),
        tuple(sorted(stored["days"])),
        tuple(Proof(one) for one in stored["proofs"]),
        tuple(stored["kinds"]),
    )


def faults(
    line: Decimal | None, days: Collection[int], kinds: Collection[str]
) -> dict[str, Sentence]:
    """What is wrong with rules that somebody typed, by field."""
    found: dict[str, Sentence] = {}
    if line is None or line <= 0:
        found["line"] = say(N_("请填写大于 0 的规模线，单位万元。"))
    if not days or any(not 1 <= one <= LONGEST for one in days):
        found["days"] = say(N_("请填写 1 到 {most} 之间的天数，用顿号或逗号分开。"), most=LONGEST)
    if not kinds:
        found["kinds"] = say(N_("请至少填写一个项目类别。"))
    elif any(len(one) > KIND_LENGTH for one in kinds):
        found["kinds"] = say(N_("类别名称最多 {most} 个字。"), most=KIND_LENGTH)
    return found


def _sum(values: Iterable[Decimal | None]) -> Sum:
    given = list(values)
    known = [value for value in given if value is not None]
    return Sum(sum(known, ZERO), len(known), len(given))


def _slices(named: Sequence[tuple[str, Project]], order: Sequence[str]) -> tuple[Slice, ...]:
    """In the order given, then as they come; those without a name last."""
    names = dict.fromkeys([*order, *(name for name, _ in named if name), ""])
    groups = {name: [one for other, one in named if other == name] for name in names}
    return tuple(
        Slice(name, len(group), _sum(one.total for one in group), _sum(one.year for one in group))
        for name, group in groups.items()
        if group
    )


class Status(StrEnum):
    """Where an event stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Verb(StrEnum):
    """What can be done with it."""

    CHANGE = "change"
    CORRECT = "correct"
    HOLD = "hold"
    CANCEL = "cancel"
    REOPEN = "reopen"


class Party(StrEnum):
    """How a person stands to it: of its host unit, or of the office."""

    HOST = "host"
    OFFICE = "office"


class Ask(StrEnum):
    """What a verb demands besides the click."""

    REASON = "reason"


Step = statetables.Step[Status, Verb, Party, Ask]
"""A row of the table."""

_row = statetables.row
_BOTH = (Party.HOST, Party.OFFICE)
TABLE: tuple[Step, ...] = (
    _row(Verb.CHANGE, {Status.PLANNED}, None, _BOTH),
    _row(Verb.CORRECT, {Status.HELD}, None, _BOTH, Ask.REASON),
    _row(Verb.HOLD, {Status.PLANNED}, Status.HELD, {Party.OFFICE}),
    _row(Verb.CANCEL, {Status.PLANNED}, Status.CANCELLED, {Party.OFFICE}, Ask.REASON),
    _row(Verb.REOPEN, {Status.HELD, Status.CANCELLED}, Status.PLANNED, {Party.OFFICE}, Ask.REASON),
)
STATUS_WORDS: dict[Status, str] = {
    Status.PLANNED: N_("筹备中"),
    Status.HELD: N_("已举行"),
    Status.CANCELLED: N_("已取消"),
}
VERB_WORDS: dict[Verb, str] = {
    Verb.CHANGE: N_("修改集中开工"),
    Verb.CORRECT: N_("更正集中开工"),
    Verb.HOLD: N_("登记已举行"),
    Verb.CANCEL: N_("取消集中开工"),
    Verb.REOPEN: N_("退回筹备"),
}
_COURSE = Course(
    TABLE,
    STATUS_WORDS,
    VERB_WORDS,
    N_("这次集中开工现在是“{status}”，不能“{verb}”。请刷新页面，看现在可以做什么。"),
)
step, open_to, parties_of = _COURSE.step, _COURSE.open_to, _COURSE.parties_of
PROOF_WORDS: dict[Proof, str] = {
    Proof.PERMIT: N_("施工许可"),
    Proof.REGISTERED: N_("入库"),
    Proof.INVESTED: N_("完成投资"),
}
REALITY_WORDS: dict[Reality, str] = {
    Reality.STARTED: N_("已实质开工"),
    Reality.WAITING: N_("未到检查日"),
    Reality.UNPROVEN: N_("未实质开工"),
}
#: Days after the event at which a look may be set at the latest; characters of a class.
LONGEST, KIND_LENGTH = 730, 20
