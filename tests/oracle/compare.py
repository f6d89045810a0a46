"""Our schedule beside MPXJ's, activity by activity, in workdays of its calendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from guatu.domain.schedule import Activity, ProjectPlan
from tests.oracle.families import PLANNED, Family
from tests.oracle.generate import scheduled
from tests.oracle.mpxj import Found, Mpxj


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of one activity that is not the same on both sides."""

    seed: str
    activity: str
    field: str
    ours: float
    theirs: float

    def __str__(self) -> str:
        return (
            f"plan {self.seed}, activity {self.activity}: {self.field} {self.ours:g}, "
            f"MPXJ {self.theirs:g}"
        )


@dataclass(slots=True)
class Report:
    """What the plans of one family came to."""

    family: Family
    projects: int = 0
    equal_projects: int = 0
    activities: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def differing(self) -> int:
        return len({(one.seed, one.activity) for one in self.differences})

    def kinds(self) -> str:
        """The figures that differ, with how often: “late_start 3, total_slack 3”."""
        counted = Counter(one.field for one in self.differences)
        return ", ".join(f"{name} {n}" for name, n in counted.items())


def run(family: Family, mpxj: Mpxj, projects: int) -> Report:
    """``projects`` random plans of ``family`` on both sides."""
    report = Report(family)
    for n in range(projects):
        seed = f"{family.name}/{n}"
        plan = family.make(Random(seed))
        found = list(differences(seed, plan, family, mpxj))
        report.projects += 1
        report.equal_projects += not found
        report.activities += len(plan.activities)
        report.differences += found
    return report


def differences(seed: str, plan: ProjectPlan, family: Family, mpxj: Mpxj) -> Iterator[Difference]:
    """Every figure of ``plan`` that the two sides give differently."""
    ours, theirs = our_answer(plan), mpxj.answer(plan, family.oracle)
    for one in plan.activities:
        for name in fields_of(one, family):
            a, b = getattr(ours[one.id], name), getattr(theirs[one.id], name)
            if abs(a - b) > 1e-6:
                yield Difference(seed, one.id, name, a, b)


def fields_of(one: Activity, family: Family) -> tuple[str, ...]:
    """What is compared of ``one``: P6 counts early and late dates of begun work from what remains,
    and for work that is done they have no meaning."""
    if family.oracle == "P6" and one.actual_finish:
        return PLANNED
    if family.oracle == "P6" and one.actual_start:
        return (*PLANNED, "early_finish", "late_finish", "total_slack")
    return family.fields


def our_answer(plan: ProjectPlan) -> dict[str, Found]:
    """Our schedule in the figures that MPXJ gives."""
    result = scheduled(plan)
    net = result.net
    found = {}
    for i, one in enumerate(net.ids):
        line = result.lines[net.cal[i]]
        dates = (result.es, result.ef, result.ls, result.lf)
        early_late = [line.before(int(x[i]) - result.origin) for x in dates]
        planned = [line.before(int(x[i]) - result.origin) for x in (result.start, result.finish)]
        found[one] = Found(*early_late, int(result.tf[i]), int(result.ff[i]), *planned)
    return found
