"""Two packs held against each other, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guatu.domain.lights import RulePack
from guatu.web.shared.rulewords import DimensionLines, RuleLine, dimensions_of, terms_of


@dataclass(frozen=True, slots=True)
class Difference:
    """``what`` of a rule or of the pack reads differently; empty words: it is not there."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RuleDifference:
    """A side is None where the rule is not there; both are there when it reads differently."""

    before: RuleLine | None
    after: RuleLine | None
    changed: Sequence[str]


@dataclass(frozen=True, slots=True)
class DimensionDifference:
    """``side`` is “before” or “after” when only that pack has the dimension."""

    code: str
    name: str
    side: str
    told: Sequence[Difference]
    rules: Sequence[RuleDifference]


def pack_differences(before: RulePack, after: RulePack) -> list[Difference]:
    """What the packs as a whole say otherwise: name, source, terms."""
    pairs = [
        (_("名称"), _(before.name), _(after.name)),
        (_("来源"), _(before.source), _(after.source)),
        *(
            (label, words, dict(terms_of(after.terms))[label])
            for label, words in terms_of(before.terms)
        ),
    ]
    return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]


def dimension_differences(before: RulePack, after: RulePack) -> list[DimensionDifference]:
    """Only what differs, in the order of ``after``, what it no longer has at the end."""
    old = {lines.code: lines for lines in dimensions_of(before)}
    new = {lines.code: lines for lines in dimensions_of(after)}
    return [
        found
        for code in dict.fromkeys([*new, *old])
        if (found := _compared(old.get(code), new.get(code))) is not None
    ]


def _compared(
    before: DimensionLines | None, after: DimensionLines | None
) -> DimensionDifference | None:
    lines = after or before
    if lines is None:
        return None
    if before is None or after is None:
        side = "after" if after else "before"
        whole = [_only(rule, is_new=after is not None) for rule in lines.rules]
        return DimensionDifference(lines.code, lines.name, side, (), whole)
    told = list(_told(before, after))
    rules = list(_rules(before.rules, after.rules))
    if not (told or rules):
        return None
    return DimensionDifference(lines.code, lines.name, "", told, rules)


def _told(before: DimensionLines, after: DimensionLines) -> Iterator[Difference]:
    pairs = (
        (_("名称"), before.name, after.name),
        (_("合并"), before.merge, after.merge),
        (_("正当理由"), before.excuse, after.excuse),
    )
    yield from (Difference(*pair) for pair in pairs if pair[1] != pair[2])


def _rules(before: Sequence[RuleLine], after: Sequence[RuleLine]) -> Iterator[RuleDifference]:
    old, new = {rule.id: rule for rule in before}, {rule.id: rule for rule in after}
    for code in dict.fromkeys([*new, *old]):
        was, now = old.get(code), new.get(code)
        if was is None or now is None:
            yield RuleDifference(was, now, ())
        elif changed := _changed(was, now):
            yield RuleDifference(was, now, changed)


def _changed(before: RuleLine, after: RuleLine) -> list[str]:
    pairs = (
        (_("灯"), before.light, after.light),
        (_("标志"), before.mark, after.mark),
        (_("条件"), before.when, after.when),
        (_("原因写成"), before.says, after.says),
        (_("怎样转绿"), before.wants, after.wants),
        (_("提示"), before.notice, after.notice),
    )
    return [label for label, was, now in pairs if was != now]


def _only(rule: RuleLine, *, is_new: bool) -> RuleDifference:
    return RuleDifference(None, rule, ()) if is_new else RuleDifference(rule, None, ())
