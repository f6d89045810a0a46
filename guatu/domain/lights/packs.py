"""A rule pack (规则包): the table by which a place gives its lights, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from string import Formatter

from guatu.domain.lights.colours import Light, Mark
from guatu.domain.lights.facts import Excuse
from guatu.domain.lights.measures import MEASURES, Detail, Levels, Measure, Value
from guatu.domain.lights.measures.kinds import later
from guatu.domain.lights.subjects import Subject
from guatu.domain.lights.terms import Terms

Test = Callable[[Value, Decimal | bool, Decimal | None], bool]


class Op(StrEnum):
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    EQ = "eq"
    BETWEEN = "between"
    """both ends included"""
    IS = "is"
    """for a yes or no"""


class Origin(StrEnum):
    """Whose rule it is; a default of ours is shown as one."""

    PUBLISHED = "published"
    DEFAULT = "default"


class Merge(StrEnum):
    """Which rule of a dimension decides when several hold."""

    WORST = "worst"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure against a value; ``high`` is the upper end of ``between``."""

    measure: str
    op: Op
    value: Decimal | bool
    high: Decimal | None = None
    test: Test = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "test", _TESTS[self.op])

    def holds(self, value: Value | None) -> bool:
        """False for a missing value, whatever the comparison."""
        return value is not None and self.test(value, self.value, self.high)

    @property
    def thresholds(self) -> tuple[Decimal, ...]:
        if isinstance(self.value, bool):
            return ()
        return (self.value,) if self.high is None else (self.value, self.high)


@dataclass(frozen=True, slots=True)
class Rule:
    """When ``comparisons`` hold (all of them, or any), ``light`` applies.

    ``say`` and ``wants`` are Chinese templates: what was found, and what would turn it green.
    ``notice`` is an extra remark, such as that the published table left a hole here. ``mark`` is
    the sign that the place puts up with it.
    """

    id: str
    light: Light
    comparisons: tuple[Comparison, ...]
    say: str
    wants: str = ""
    notice: str = ""
    any_of: bool = False
    origin: Origin = Origin.PUBLISHED
    mark: Mark | None = None
    rank: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rank", self.light.rank)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What applies when the measures are known but no rule holds."""

    light: Light
    say: str


@dataclass(frozen=True, slots=True)
class ExcuseTerms:
    """Whether an accepted reason (正当理由) can suspend a dimension.

    ``granted_by`` are codes of roles, empty when the pack leaves it to the general rules;
    ``most_days`` are calendar days, the first and the last included.
    """

    allowed: bool = True
    granted_by: tuple[str, ...] = ()
    most_days: int | None = None

    def heeded(self, excuse: Excuse) -> Excuse | None:
        """``excuse`` as far as these terms let it stand: granted for 60 days of at most 30, it
        ends after 30; None when none is allowed."""
        if not self.allowed:
            return None
        if self.most_days is None:
            return excuse
        last = later(excuse.since, self.most_days - 1)
        ends_in_time = excuse.until is not None and excuse.until <= last
        return excuse if ends_in_time else replace(excuse, until=last)


ANY_EXCUSE = ExcuseTerms()


@dataclass(frozen=True, slots=True)
class Dimension:
    """One aspect (维度) of a project and its ordered rules.

    The fields after ``excuse`` follow from the others: the measures and details that its
    codes name (unknown codes are left out; loading refuses them) and the levels per measure.
    """

    code: str
    name: str
    measures: tuple[str, ...]
    rules: tuple[Rule, ...]
    merge: Merge = Merge.WORST
    otherwise: Otherwise | None = None
    excuse: ExcuseTerms = ANY_EXCUSE
    used: tuple[Measure, ...] = field(init=False, compare=False, repr=False)
    levels: tuple[Levels, ...] = field(init=False, compare=False, repr=False)
    details: dict[str, Detail] = field(init=False, compare=False, repr=False)
    named: dict[str, tuple[Measure | Detail, ...]] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        used = tuple(MEASURES[code] for code in self.measures if code in MEASURES)
        object.__setattr__(self, "used", used)
        object.__setattr__(self, "levels", tuple(self._levels_of(m.code) for m in used))
        object.__setattr__(self, "details", {d.code: d for m in used for d in m.details})
        object.__setattr__(self, "named", {})

    def named_in(self, template: str) -> tuple[Measure | Detail, ...]:
        """What fills the placeholders of one of its templates."""
        known = self.named.get(template)
        if known is None:
            codes = fields_of(template)
            known = tuple([MEASURES[c] if c in self.measures else self.details[c] for c in codes])
            self.named[template] = known
        return known

    def _levels_of(self, measure: str) -> Levels:
        thresholds = {
            threshold
            for rule in self.rules
            for comparison in rule.comparisons
            if comparison.measure == measure
            for threshold in comparison.thresholds
        }
        return Levels(tuple(sorted(thresholds)))


@dataclass(frozen=True, slots=True)
class RulePack:
    """``source`` is where the rules were published, or that they are our default.

    Only packs about projects can be put in force for the wall chart.
    """

    code: str
    version: str
    name: str
    source: str
    dimensions: tuple[Dimension, ...]
    terms: Terms = field(default_factory=Terms)
    subject: Subject = Subject.PROJECT


@lru_cache(maxsize=1024)
def fields_of(template: str) -> tuple[str, ...]:
    """The placeholders of a template; ValueError when its braces do not pair."""
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name is not None)


_TESTS: dict[Op, Test] = {
    Op.LT: lambda value, limit, _: value < limit,
    Op.LE: lambda value, limit, _: value <= limit,
    Op.GT: lambda value, limit, _: value > limit,
    Op.GE: lambda value, limit, _: value >= limit,
    Op.EQ: lambda value, limit, _: value == limit,
    Op.BETWEEN: lambda value, limit, high: high is not None and limit <= value <= high,
    Op.IS: lambda value, limit, _: value is limit,
}
