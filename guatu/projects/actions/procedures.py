"""前期手续 in a draft: chosen from the library, linked among themselves and to the works."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from guatu.domain.procedures import Place, adjusted, links_among
from guatu.domain.procedures import Procedure as Rule
from guatu.domain.words import N_, say
from guatu.kit.refusals import Refusal
from guatu.procedures.models import Procedure
from guatu.projects.drafts import Draft, Step, Tie

OWN = "p-"
"""What the codes of steps that come from the library begin with."""


def with_procedures(
    draft: Draft, library: Sequence[Procedure], picked: Collection[str], *, promised: bool
) -> Draft:
    """The draft with the procedures that apply before, beside and behind its works.

    ``picked`` are the answers, as ``guatu.domain.procedures.adjusted`` reads them. What was there
    of the library is replaced; steps that are done stay with their facts. Raises ``Refusal`` when
    there is no library.
    """
    if not library:
        none = N_("手续库还是空的，请总指挥部办公室先在“前期手续”里启用。")
        raise Refusal(say(none))
    rules = [row.as_domain() for row in library]
    chosen = adjusted(rules, picked)
    works = without_procedures(draft)
    kept = {step.procedure: step for step in draft.steps if step.procedure}
    steps = {
        row.code: _step(row, kept.get(row.code), promised=promised)
        for row in library
        if row.code in chosen
    }
    return _Joined(works, steps, [rule for rule in rules if rule.code in chosen]).draft(
        links_among(rules, chosen)
    )


def without_procedures(draft: Draft) -> Draft:
    """The works alone, and of the procedures those that are done: those are history."""
    gone = {step.code for step in draft.steps if step.procedure and step.done_on is None}
    return Draft(
        tuple(step for step in draft.steps if step.code not in gone),
        tuple(tie for tie in draft.ties if tie.before not in gone and tie.after not in gone),
    )


@dataclass(frozen=True, slots=True)
class _Joined:
    """Works, possibly with procedures that are done, and the steps to be put around them."""

    works: Draft
    steps: Mapping[str, Step]
    rules: Sequence[Rule]

    def draft(self, links: Sequence[tuple[str, str]]) -> Draft:
        own = {step.code for step in self.steps.values()}
        rest = [step for step in self.works.steps if step.code not in own]
        building = [step.code for step in rest if not step.procedure]
        ahead = [self.steps[r.code] for r in self.rules if r.place is not Place.AFTER]
        behind = [self.steps[r.code] for r in self.rules if r.place is Place.AFTER]
        done = [step for step in rest if step.procedure]
        works = [step for step in rest if not step.procedure]
        among = [Tie(self._code(before), self._code(after)) for before, after in links]
        ties = [tie for tie in self.works.ties if not {tie.before, tie.after} & own]
        return Draft(
            (*done, *ahead, *works, *behind),
            (*among, *ties, *self._to_works(links, building)),
        )

    def _code(self, procedure: str) -> str:
        return self.steps[procedure].code

    def _to_works(self, links: Sequence[tuple[str, str]], building: Sequence[str]) -> Iterator[Tie]:
        first, last = _ends(building, self.works.ties)
        places = {rule.code: rule.place for rule in self.rules}
        leaving = {before for before, after in links if places[before] is places[after]}
        entered = {after for _, after in links}
        for rule in self.rules:
            code = self._code(rule.code)
            match rule.place:
                case Place.BEFORE if rule.code not in leaving:
                    yield from (Tie(code, one) for one in first)
                case Place.DURING:
                    if rule.code not in entered:
                        yield from (Tie(one, code, "SS") for one in first)
                    if rule.code not in leaving:
                        yield from (Tie(code, one, "FF") for one in last)
                case Place.AFTER if rule.code not in entered:
                    yield from (Tie(one, code) for one in last)


def _ends(codes: Sequence[str], ties: Sequence[Tie]) -> tuple[list[str], list[str]]:
    """The works that wait for none of the works, and those for which none of them waits."""
    inside = [tie for tie in ties if tie.before in codes and tie.after in codes]
    entered, left = {tie.after for tie in inside}, {tie.before for tie in inside}
    return [c for c in codes if c not in entered], [c for c in codes if c not in left]


def _step(row: Procedure, before: Step | None, *, promised: bool) -> Step:
    """A new step, or the one that was there, with the days that are chosen now."""
    if before is not None and before.done_on is not None:
        return before
    days = row.as_domain().shortest if promised else row.statutory_days
    step = before or Step(f"{OWN}{row.code}", row.name, days, committed=False)
    return replace(
        step,
        name=row.name,
        duration=days,
        counting=row.counting,
        procedure=row.code,
        unit=row.unit.name if row.unit else step.unit,
    )
