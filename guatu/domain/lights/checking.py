"""Holes, overlaps and rules that can never decide: exact for one number and any yes-or-no.

The thresholds of a dimension cut the values of its number into points and open intervals, on
each of which every comparison has one answer; with each combination of the yes-or-no measures
that makes finitely many cells, and every cell is decided. Values lie on the grid of the measure:
between 0 and 1 month there is nothing, between 0 and 10 points there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, product

from guatu.domain.lights.measures import MEASURES, Measure, Value
from guatu.domain.lights.packs import Dimension, Merge, Rule, RulePack
from guatu.domain.lights.problems import PackProblem, ProblemKind, place_of
from guatu.domain.pace import plain
from guatu.domain.words import N_, Sentence, say


def check_pack(pack: RulePack) -> list[PackProblem]:
    """What is doubtful in each dimension; empty when every value has exactly one colour.

    A dimension that compares two or more numbers is not checked and says so. Measures count as
    independent of each other and as known: a missing one is no hole but 无数据.
    """
    return [problem for dimension in pack.dimensions for problem in _checked(dimension)]


@dataclass(frozen=True, slots=True)
class _Span:
    """A point, or an open interval with None for no end; ``sample`` lies in it."""

    low: Decimal | None
    high: Decimal | None
    sample: Decimal

    @property
    def is_point(self) -> bool:
        return self.low is not None and self.low == self.high


@dataclass(frozen=True, slots=True)
class _Cell:
    """One combination of answers, the span of the number in it, and the rules that hold."""

    answers: tuple[tuple[Measure, bool], ...]
    span: _Span | None
    rules: tuple[Rule, ...]


def _checked(dimension: Dimension) -> list[PackProblem]:
    compared = {c.measure for rule in dimension.rules for c in rule.comparisons}
    measures = [MEASURES[code] for code in dimension.measures if code in compared]
    numbers = [measure for measure in measures if not measure.yes_no]
    if len(numbers) > 1:
        return [_not_checked(dimension, numbers)]
    questions = [measure for measure in measures if measure.yes_no]
    number = numbers[0] if numbers else None
    cells = list(_cells(dimension, questions, number))
    return [
        *_holes(dimension, number, cells),
        *_overlaps(dimension, number, cells),
        *_unreachable(dimension, cells),
    ]


def _not_checked(dimension: Dimension, numbers: list[Measure]) -> PackProblem:
    sentence = say(
        N_("维度“{name}”同时比较 {count} 个数值（{measures}），未检查有无空档和重叠；请人工核对"),
        name=dimension.name,
        count=len(numbers),
        measures="、".join(measure.label for measure in numbers),
    )
    return PackProblem(ProblemKind.NOT_CHECKED, dimension.code, (), sentence)


def _cells(
    dimension: Dimension, questions: list[Measure], number: Measure | None
) -> Iterator[_Cell]:
    spans: list[_Span | None] = list(_spans(dimension, number)) if number else [None]
    for answers in product((False, True), repeat=len(questions)):
        known: dict[str, Value] = {q.code: a for q, a in zip(questions, answers, strict=True)}
        for span in spans:
            if number is not None and span is not None:
                known[number.code] = span.sample
            rules = tuple(rule for rule in dimension.rules if _holds(rule, known))
            yield _Cell(tuple(zip(questions, answers, strict=True)), span, rules)


def _holds(rule: Rule, known: dict[str, Value]) -> bool:
    answers = [comparison.holds(known[comparison.measure]) for comparison in rule.comparisons]
    return any(answers) if rule.any_of else all(answers)


def _spans(dimension: Dimension, number: Measure) -> Iterator[_Span]:
    """The points and open intervals that hold at least one value of the measure, in order."""
    levels = dimension.levels[dimension.used.index(number)].thresholds
    ends: list[Decimal | None] = [None, *levels, None]
    for low, high in pairwise(ends):
        sample = _between(number, low, high)
        if sample is not None:
            yield _Span(low, high, sample)
        if high is not None and _possible(number, high):
            yield _Span(high, high, high)


def _between(number: Measure, low: Decimal | None, high: Decimal | None) -> Decimal | None:
    """The least value strictly between, or the greatest when there is no lower end."""
    step = number.step or Decimal(1)
    if low is None:
        if high is None:
            return Decimal(0)
        below = (high / step).to_integral_value("ROUND_CEILING") * step - step
        return below if number.least is None or below >= number.least else None
    above = (low / step).to_integral_value("ROUND_FLOOR") * step + step
    if number.least is not None:
        above = max(above, number.least)
    return above if high is None or above < high else None


def _possible(number: Measure, value: Decimal) -> bool:
    on_grid = number.step is None or not value % number.step
    return on_grid and (number.least is None or value >= number.least)


def _holes(
    dimension: Dimension, number: Measure | None, cells: list[_Cell]
) -> Iterator[PackProblem]:
    if dimension.otherwise is not None and dimension.otherwise.light.rank < 3:
        return
    for group in _joined(cell for cell in cells if not cell.rules):
        values = _values_text(number, group)
        sentence = say(
            N_("维度“{name}”在 {values} 时没有规则给出颜色；请补一条规则或填写 otherwise"),
            name=dimension.name,
            values=values,
        )
        yield PackProblem(ProblemKind.HOLE, dimension.code, (), sentence, values)


def _overlaps(
    dimension: Dimension, number: Measure | None, cells: list[_Cell]
) -> Iterator[PackProblem]:
    torn = [cell for cell in cells if len({rule.light for rule in cell.rules}) > 1]
    for group in _joined(torn):
        rules = tuple(rule.id for rule in group[0].rules)
        values = _values_text(number, group)
        sentence = say(
            N_("维度“{name}”在 {values} 时规则 {rules} 同时成立而颜色不同，{merge}；请划清界限"),
            name=dimension.name,
            values=values,
            rules="、".join(rules),
            merge=N_("现按最差的取") if dimension.merge is Merge.WORST else N_("现按最先的取"),
        )
        yield PackProblem(ProblemKind.OVERLAP, dimension.code, rules, sentence, values)


def _unreachable(dimension: Dimension, cells: list[_Cell]) -> Iterator[PackProblem]:
    deciding = {_deciding(dimension, cell.rules).id for cell in cells if cell.rules}
    for rule in dimension.rules:
        if rule.id not in deciding:
            sentence = _unreachable_sentence(dimension, rule, cells)
            yield PackProblem(ProblemKind.UNREACHABLE, dimension.code, (rule.id,), sentence)


def _unreachable_sentence(dimension: Dimension, rule: Rule, cells: list[_Cell]) -> Sentence:
    place = str(place_of(dimension.code, rule.id))
    if any(rule in cell.rules for cell in cells):
        return say(N_("{place}从不起作用：它成立时总有别的规则先定颜色"), place=place)
    return say(N_("{place}从不成立：没有取值能满足它的条件"), place=place)


def _deciding(dimension: Dimension, rules: tuple[Rule, ...]) -> Rule:
    if dimension.merge is Merge.FIRST:
        return rules[0]
    return min(rules, key=lambda rule: rule.light.rank)


def _joined(cells: Iterable[_Cell]) -> list[list[_Cell]]:
    """Neighbouring cells with the same answers and the same rules, together."""
    groups: list[list[_Cell]] = []
    for cell in cells:
        if groups and _continues(groups[-1][-1], cell):
            groups[-1].append(cell)
        else:
            groups.append([cell])
    return groups


def _continues(before: _Cell, cell: _Cell) -> bool:
    if before.answers != cell.answers or before.rules != cell.rules:
        return False
    if before.span is None or cell.span is None:
        return False
    return before.span.high == cell.span.low


def _values_text(number: Measure | None, group: list[_Cell]) -> str:
    """“低于序时 大于 0 且小于 10 百分点，是否开工为否”."""
    parts = []
    first, last = group[0].span, group[-1].span
    if number is not None and first is not None and last is not None:
        parts.append(f"{number.label}{_range_text(number, first, last)}{number.unit}")
    parts += [f"{m.label}为{'是' if answer else '否'}" for m, answer in group[0].answers]
    return "、".join(parts)


def _range_text(number: Measure, first: _Span, last: _Span) -> str:
    if first == last and _is_one_value(number, first):
        return f"等于 {plain(first.sample)} "
    words = []
    if first.low is not None:
        words.append(f"{'不小于' if first.is_point else '大于'} {plain(first.low)} ")
    if last.high is not None:
        words.append(f"{'不大于' if last.is_point else '小于'} {plain(last.high)} ")
    return "且".join(words) or "任意"


def _is_one_value(number: Measure, span: _Span) -> bool:
    if span.is_point:
        return True
    if span.high is None or (span.low is None and span.sample != number.least):
        return False
    return span.sample + (number.step or 1) >= span.high
