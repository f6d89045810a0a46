"""Holes, overlaps and rules that can never decide: exact for any measures at once.

The thresholds of a dimension cut the values of each number into points and open intervals, on
each of which every comparison has one answer; a yes-or-no measure has its two answers. Each
combination of such parts is a cell, and every cell is decided. Neighbouring cells with the same
trouble are told as one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import prod

from guatu.domain.lights.boxes import Box, Cell, boxes_over
from guatu.domain.lights.colours import Light
from guatu.domain.lights.cutting import Axis, cut
from guatu.domain.lights.measures import Value
from guatu.domain.lights.measures.dependence import NEVER, Never
from guatu.domain.lights.packs import Dimension, Merge, Rule, RulePack
from guatu.domain.lights.problems import PackProblem, ProblemKind, place_of
from guatu.domain.words import N_, Sentence, say

MOST_CELLS = 20_000


def check_pack(pack: RulePack) -> list[PackProblem]:
    """What is doubtful in each dimension; empty when every value has exactly one colour.

    Measures count as known: a missing one is no hole but 无数据. They count as independent of
    each other but for the pairs in ``NEVER``. A dimension that comes to more than ``MOST_CELLS``
    combinations is not checked and says so.
    """
    return [problem for dimension in pack.dimensions for problem in _checked(dimension)]


def grid_of(dimension: Dimension) -> Grid | None:
    """The grid that ``check_pack`` looks at; None for one with more than ``MOST_CELLS``."""
    axes = _axes(dimension)
    if prod(len(axis.parts) for axis in axes) > MOST_CELLS:
        return None
    return _grid(dimension, axes)


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a dimension that can occur, with the rules that hold in each."""

    dimension: Dimension
    axes: tuple[Axis, ...]
    rules: dict[Cell, tuple[Rule, ...]]
    never: frozenset[Cell]

    def light_at(self, cell: Cell) -> Light | None:
        """The colour of a cell that can occur; None in a hole."""
        if rules := self.rules[cell]:
            return _deciding(self.dimension, rules).light
        otherwise = self.dimension.otherwise
        return otherwise.light if otherwise else None

    def is_torn(self, cell: Cell) -> bool:
        """Whether rules of different colours or marks hold there."""
        return len({(rule.light, rule.mark) for rule in self.rules[cell]}) > 1

    def texts(self, cells: list[Cell]) -> Iterator[str]:
        """The values of ``cells``, in as few texts as can be."""
        sizes = [len(axis.parts) for axis in self.axes]
        for box in boxes_over(cells, self.never, sizes):
            yield self._text(box)

    def _text(self, box: Box) -> str:
        """“低于序时大于 0 且小于 10 百分点、是否开工为否”: numbers first."""
        sides = sorted(zip(self.axes, box, strict=True), key=lambda side: side[0].measure.yes_no)
        words = [axis.words(first, last) for axis, (first, last) in sides]
        return "、".join(word for word in words if word) or "任意取值"


def _checked(dimension: Dimension) -> Iterator[PackProblem]:
    axes = _axes(dimension)
    count = prod(len(axis.parts) for axis in axes)
    if count > MOST_CELLS:
        yield _not_checked(dimension, axes, count)
        return
    grid = _grid(dimension, axes)
    yield from _holes(grid)
    yield from _overlaps(grid)
    yield from _unreachable(grid)


def _axes(dimension: Dimension) -> tuple[Axis, ...]:
    compared = {c.measure for rule in dimension.rules for c in rule.comparisons}
    tied = {code for never in _ties(compared) for code in (never.measure, never.other)}
    axes = []
    for measure, levels in zip(dimension.used, dimension.levels, strict=True):
        if measure.code in compared:
            ends = {*levels.thresholds, Decimal(0)} if measure.code in tied else levels.thresholds
            axes.append(cut(measure, sorted(ends)))
    return tuple(axes)


def _ties(compared: set[str]) -> list[Never]:
    return [never for never in NEVER if {never.measure, never.other} <= compared]


def _not_checked(dimension: Dimension, axes: tuple[Axis, ...], count: int) -> PackProblem:
    sentence = say(
        N_("维度“{name}”的取值组合有 {count} 种（{measures}），太多，未检查；请拆成几个维度"),
        name=dimension.name,
        count=count,
        measures="、".join(axis.measure.label for axis in axes),
    )
    return PackProblem(ProblemKind.NOT_CHECKED, dimension.code, (), sentence)


def _grid(dimension: Dimension, axes: tuple[Axis, ...]) -> Grid:
    ties = _ties({axis.measure.code for axis in axes})
    rules: dict[Cell, tuple[Rule, ...]] = {}
    never = set()
    for cell in product(*(range(len(axis.parts)) for axis in axes)):
        known = {
            axis.measure.code: axis.parts[place].sample
            for axis, place in zip(axes, cell, strict=True)
        }
        if any(_excludes(tie, known) for tie in ties):
            never.add(cell)
        else:
            rules[cell] = tuple(rule for rule in dimension.rules if _holds(rule, known))
    return Grid(dimension, axes, rules, frozenset(never))


def _excludes(never: Never, known: dict[str, Value]) -> bool:
    answers = known[never.measure] > 0, known[never.other] > 0
    return answers == (never.answer, never.other_answer)


def _holds(rule: Rule, known: dict[str, Value]) -> bool:
    answers = [comparison.holds(known[comparison.measure]) for comparison in rule.comparisons]
    return any(answers) if rule.any_of else all(answers)


def _holes(grid: Grid) -> Iterator[PackProblem]:
    """None where ``otherwise`` answers, be it that there is no colour."""
    dimension = grid.dimension
    if dimension.otherwise is not None:
        return
    for values in grid.texts([cell for cell, rules in grid.rules.items() if not rules]):
        sentence = say(
            N_("维度“{name}”在 {values} 时没有规则给出颜色；请补一条规则或填写 otherwise"),
            name=dimension.name,
            values=values,
        )
        yield PackProblem(ProblemKind.HOLE, dimension.code, (), sentence, values)


def _overlaps(grid: Grid) -> Iterator[PackProblem]:
    torn = defaultdict(list)
    for cell, rules in grid.rules.items():
        if grid.is_torn(cell):
            torn[rules].append(cell)
    for rules, cells in torn.items():
        for values in grid.texts(cells):
            yield _overlap(grid.dimension, rules, values)


def _overlap(dimension: Dimension, rules: tuple[Rule, ...], values: str) -> PackProblem:
    names = tuple(rule.id for rule in rules)
    sentence = say(
        N_("维度“{name}”在 {values} 时规则 {rules} 同时成立而{sign}不同，{merge}；请划清界限"),
        name=dimension.name,
        values=values,
        rules="、".join(names),
        sign=N_("颜色") if len({rule.light for rule in rules}) > 1 else N_("标志"),
        merge=N_("现按最差的取") if dimension.merge is Merge.WORST else N_("现按最先的取"),
    )
    return PackProblem(ProblemKind.OVERLAP, dimension.code, names, sentence, values)


def _unreachable(grid: Grid) -> Iterator[PackProblem]:
    dimension, held = grid.dimension, set(grid.rules.values())
    deciding = {_deciding(dimension, rules).id for rules in held if rules}
    for rule in dimension.rules:
        if rule.id not in deciding:
            sentence = _unreachable_sentence(dimension, rule, held)
            yield PackProblem(ProblemKind.UNREACHABLE, dimension.code, (rule.id,), sentence)


def _unreachable_sentence(
    dimension: Dimension, rule: Rule, held: set[tuple[Rule, ...]]
) -> Sentence:
    place = str(place_of(dimension.code, rule.id))
    if any(rule in rules for rules in held):
        return say(N_("{place}从不起作用：它成立时总有别的规则先定颜色"), place=place)
    return say(N_("{place}从不成立：没有取值能满足它的条件"), place=place)


def _deciding(dimension: Dimension, rules: tuple[Rule, ...]) -> Rule:
    if dimension.merge is Merge.FIRST:
        return rules[0]
    return min(rules, key=lambda rule: rule.light.rank)
