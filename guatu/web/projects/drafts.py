"""A draft plan as it stands in a form: text that may still be wrong, row by row."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import cast

from django.http import QueryDict

from guatu.domain.words import N_, Sentence, say
from guatu.kit.refusals import Refusal
from guatu.projects.actions.planning import Draft, Step, Tie
from guatu.projects.choices import Counting, LinkType
from guatu.projects.networks import WORKDAYS, LinkCode
from guatu.projects.queries.detail import Plan
from guatu.web.projects.forms.controls import plain_figure
from guatu.web.shared.fields import day_of

LONGEST_STEP = 2000
LONGEST_CODE = 40
_MORE = ("counting", "optimistic", "pessimistic", "procedure", "unit", "unheld", "expected")


@dataclass(frozen=True, slots=True)
class StepText:
    code: str
    name: str = ""
    duration: str = ""
    weight: str = ""
    committed: bool = True
    done_on: str = ""
    counting: str = WORKDAYS
    optimistic: str = ""
    pessimistic: str = ""
    procedure: str = ""
    unit: str = ""
    unheld: str = ""
    expected: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether there is something in the fields that are folded."""
        return bool(self.optimistic or self.pessimistic or self.unit or self.expected)


@dataclass(frozen=True, slots=True)
class TieText:
    before: str = ""
    after: str = ""
    type: str = "FS"
    lag: str = "0"


@dataclass(frozen=True, slots=True)
class DraftText:
    """Steps in their order and the ties between them, as typed."""

    steps: tuple[StepText, ...] = ()
    ties: tuple[TieText, ...] = ()
    required: str = ""

    @classmethod
    def from_post(cls, typed: QueryDict) -> DraftText:
        """Equal names stand in the order of the rows; a ticked box sends the code of its step."""
        promised = set(typed.getlist("committed"))
        rows = _rows(typed, "step", "code", "name", "duration", "weight", "done_on", *_MORE)
        ties = _rows(typed, "tie", "before", "after", "type", "lag")
        return cls(
            tuple(
                StepText(
                    code,
                    name,
                    duration,
                    weight,
                    code in promised,
                    done_on,
                    counts or WORKDAYS,
                    *more,
                )
                for code, name, duration, weight, done_on, counts, *more in rows
            ),
            tuple(TieText(*row) for row in ties),
            typed.get("required_finish", ""),
        )

    @classmethod
    def from_draft(cls, draft: Draft, required: str) -> DraftText:
        return cls(
            tuple(map(_step_text, draft.steps)),
            tuple(TieText(t.before, t.after, t.type, str(t.lag)) for t in draft.ties),
            required,
        )

    @property
    def digest(self) -> str:
        """The same for the same content: what was looked at is what is adopted."""
        return hashlib.sha256(repr((self.steps, self.ties, self.required)).encode()).hexdigest()

    @property
    def procedures(self) -> frozenset[str]:
        """The codes of the library that the steps have."""
        return frozenset(step.procedure for step in self.steps if step.procedure)

    def draft(self) -> Draft:
        """Raises ``Refusal`` with a sentence for each row that cannot be read."""
        faults: list[Sentence] = []
        steps = [_step(n, row, faults) for n, row in enumerate(self.steps, start=1)]
        ties = [_tie(n, row, faults) for n, row in enumerate(self.ties, start=1)]
        if not self.steps:
            faults.append(say(N_("计划里还没有工序，请先选模板或增加工序。")))
        if faults:
            raise Refusal(faults[0], {str(n): fault for n, fault in enumerate(faults)})
        return Draft(tuple(s for s in steps if s), tuple(t for t in ties if t))

    def required_finish(self) -> date:
        required = day_of(self.required)
        if required is None:
            raise Refusal(say(N_("请填写要求完成日期，如 2021-12-31。")))
        return required

    def with_step(self) -> DraftText:
        """A new last row, tied to the row before it."""
        code = _new_code({step.code for step in self.steps})
        ties = self.ties
        if self.steps:
            ties = (*ties, TieText(self.steps[-1].code, code))
        return replace(self, steps=(*self.steps, StepText(code)), ties=ties)

    def without_step(self, at: int) -> DraftText:
        """Without a row; what came before it is tied to what came after it."""
        if not 0 <= at < len(self.steps):
            return self
        gone = self.steps[at].code
        before = [t.before for t in self.ties if t.after == gone]
        after = [t.after for t in self.ties if t.before == gone]
        kept = [t for t in self.ties if gone not in (t.before, t.after)]
        known = {(t.before, t.after) for t in kept}
        bridges = [TieText(b, a) for b in before for a in after if (b, a) not in known]
        steps = self.steps[:at] + self.steps[at + 1 :]
        return replace(self, steps=steps, ties=(*kept, *bridges))

    def moved(self, at: int, by: int) -> DraftText:
        if not (0 <= at < len(self.steps) and 0 <= at + by < len(self.steps)):
            return self
        steps = list(self.steps)
        steps[at], steps[at + by] = steps[at + by], steps[at]
        return replace(self, steps=tuple(steps))

    def with_tie(self) -> DraftText:
        return replace(self, ties=(*self.ties, TieText()))

    def without_tie(self, at: int) -> DraftText:
        return replace(self, ties=self.ties[:at] + self.ties[at + 1 :] if at >= 0 else self.ties)


def draft_of(plan: Plan) -> Draft:
    """The plan in force of a project as a draft, with the days on which steps were done."""
    codes = {row.pk: row.code for row in plan.milestones}
    return Draft(
        tuple(
            Step(
                row.code,
                row.name,
                row.duration,
                row.weight,
                row.committed,
                row.actual_finish,
                row.counting,
                row.optimistic,
                row.pessimistic,
                row.procedure,
                row.unit,
            )
            for row in plan.milestones
        ),
        tuple(
            Tie(codes[link.before], codes[link.after], cast(LinkCode, link.type), link.lag)
            for link in plan.links
        ),
    )


def without_facts(draft: Draft) -> Draft:
    """The same steps, none of them done: for a plan that is copied to other works."""
    return replace(draft, steps=tuple(replace(step, done_on=None) for step in draft.steps))


def _step_text(step: Step) -> StepText:
    return StepText(
        step.code,
        step.name,
        str(step.duration),
        plain_figure(step.weight),
        step.committed,
        step.done_on.isoformat() if step.done_on else "",
        step.counting,
        str(step.optimistic or ""),
        str(step.pessimistic or ""),
        step.procedure,
        step.unit,
        "1" if step.unheld else "",
        step.expected.isoformat() if step.expected else "",
    )


def _rows(typed: QueryDict, kind: str, *names: str) -> list[tuple[str, ...]]:
    """Row by row, without what no database takes; a column that was not sent is empty."""
    columns = [
        [text.replace("\0", "") for text in typed.getlist(f"{kind}_{name}")] for name in names
    ]
    sent = [column for column in columns if column]
    count = min(map(len, sent), default=0)
    return list(zip(*(column[:count] or [""] * count for column in columns), strict=True))


def _step(n: int, row: StepText, faults: list[Sentence]) -> Step | None:
    duration, weight, done_on = _whole(row.duration), _share(row.weight), day_of(row.done_on)
    wrong = list(_step_faults(n, row))
    faults += wrong
    if wrong or duration is None or weight is None:
        return None
    return Step(
        row.code,
        row.name.strip()[:80],
        duration,
        weight,
        row.committed,
        done_on,
        row.counting or WORKDAYS,
        _whole(row.optimistic),
        _whole(row.pessimistic),
        row.procedure[:LONGEST_CODE],
        row.unit.strip(),
        bool(row.unheld and not row.expected),
        day_of(row.expected),
    )


def _step_faults(n: int, row: StepText) -> Iterator[Sentence]:
    if not row.name.strip() and not row.duration.strip():
        yield say(N_("第 {row} 行工序还没有填：请填名称和工期，或删去这一行。"), row=n)
        return
    duration = _whole(row.duration)
    if not 0 < len(row.code) <= LONGEST_CODE:
        yield say(N_("第 {row} 行工序没有收全，请重新打开本页再填。"), row=n)
    if not row.name.strip():
        yield say(N_("第 {row} 行工序没有名称。"), row=n)
    if duration is None or not 0 <= duration <= LONGEST_STEP:
        yield say(
            N_("第 {row} 行“{name}”的天数写作“{text}”，应为 0 到 {most} 的整数。"),
            row=n,
            name=row.name,
            text=row.duration,
            most=LONGEST_STEP,
        )
    if _share(row.weight) is None:
        yield say(
            N_("第 {row} 行“{name}”的权重写作“{text}”，应为 0 到 100 的数。"),
            row=n,
            name=row.name,
            text=row.weight,
        )
    if row.done_on and day_of(row.done_on) is None:
        yield say(
            N_("第 {row} 行“{name}”的完成日期写作“{text}”，应如 2021-03-15。"),
            row=n,
            name=row.name,
            text=row.done_on,
        )
    if row.expected and day_of(row.expected) is None:
        yield say(
            N_("第 {row} 行“{name}”的预计完成日期写作“{text}”，应如 2021-03-15。"),
            row=n,
            name=row.name,
            text=row.expected,
        )
    yield from _spread_faults(n, row, duration)


def _spread_faults(n: int, row: StepText, duration: int | None) -> Iterator[Sentence]:
    """Of the way of counting and of the shortest and longest days."""
    if row.counting and row.counting not in Counting.values:
        yield say(N_("第 {row} 行“{name}”的计日方式请选工作日或日历日。"), row=n, name=row.name)
    least, most = _whole(row.optimistic), _whole(row.pessimistic)
    for text, days in ((row.optimistic, least), (row.pessimistic, most)):
        if text.strip() and (days is None or not 1 <= days <= LONGEST_STEP):
            yield say(
                N_("第 {row} 行“{name}”的最快或最慢天数写作“{text}”，应为 1 到 {most} 的整数。"),
                row=n,
                name=row.name,
                text=text,
                most=LONGEST_STEP,
            )
            return
    if duration is not None and not (least or duration) <= duration <= (most or duration):
        yield say(
            N_("第 {row} 行“{name}”的天数 {days} 应在最快和最慢天数之间。"),
            row=n,
            name=row.name,
            days=duration,
        )


def _tie(n: int, row: TieText, faults: list[Sentence]) -> Tie | None:
    """A row in which nothing was chosen yet counts for nothing."""
    if not row.before and not row.after:
        return None
    lag = _whole(row.lag or "0")
    if not row.before or not row.after or row.type not in LinkType.values:
        faults.append(say(N_("第 {row} 条搭接没有选全紧前和紧后工序。"), row=n))
        return None
    if lag is None or abs(lag) > LONGEST_STEP:
        wrong = N_("第 {row} 条搭接的间隔写作“{text}”，应为整数，压茬写负数。")
        faults.append(say(wrong, row=n, text=row.lag))
        return None
    return Tie(row.before, row.after, cast(LinkCode, row.type), lag)


def _whole(text: str) -> int | None:
    try:
        return int(unicodedata.normalize("NFKC", text).replace("−", "-").strip())
    except ValueError:
        return None


def _share(text: str) -> Decimal | None:
    try:
        share = Decimal(unicodedata.normalize("NFKC", text).strip() or "0")
    except InvalidOperation:
        return None
    return share.quantize(Decimal("0.01")) if share.is_finite() and 0 <= share <= 100 else None


def _new_code(taken: Iterable[str]) -> str:
    known = set(taken)
    return next(code for n in range(1, len(known) + 2) if (code := f"s{n}") not in known)
