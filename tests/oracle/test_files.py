"""Files that MPXJ writes, with the dates of its schedulers in them, and ours that MPXJ reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any

import pytest

from guatu.domain.schedule import ProjectPlan
from guatu.domain.schedule.files import FilePlan, compare, place, read_file, write_mspdi
from tests.oracle.families import FAMILIES, PLANNED, Family
from tests.oracle.generate import Mix, held, plan
from tests.oracle.mpxj import Mpxj, Scheduler, missing

WHY_NOT = missing()
PLANS = 6

pytestmark = [
    pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT),
    pytest.mark.xdist_group("mpxj"),
]

P6 = [one for one in FAMILIES if one.oracle == "P6"]
MS = [one for one in FAMILIES if one.oracle == "MS"]


class Files(Mpxj):
    """MPXJ with the file that it scheduled last."""

    told: Any

    def _run(self, told: Any, plan: ProjectPlan, scheduler: Scheduler) -> None:
        super()._run(told, plan, scheduler)
        self.told = told

    def written(self, scheduler: Scheduler) -> bytes:
        writer = "primavera.PrimaveraXERFileWriter" if scheduler == "P6" else "mspdi.MSPDIWriter"
        self.told.getProjectProperties().setHonorConstraints(True)
        out = self.java("java.io.ByteArrayOutputStream")()
        self.java(f"org.mpxj.{writer}")().write(self.told, out)
        return bytes(out.toByteArray())

    def read(self, raw: bytes) -> Any:
        return self.java("org.mpxj.mspdi.MSPDIReader")().read(
            self.java("java.io.ByteArrayInputStream")(raw)
        )

    def java(self, name: str) -> Any:
        import jpype

        return jpype.JClass(name)


@pytest.fixture(scope="module")
def mpxj() -> Files:
    return Files()


def differences(family: Family, mpxj: Files, n: int) -> list[str]:
    mpxj.answer(family.make(Random(f"{family.name}/{n}")), family.oracle)
    found = compare(place(read_file(mpxj.written(family.oracle))))
    assert sum(found.equal.values()) > 100
    late = family.fields == PLANNED
    wanted = ("start", "finish") if late else tuple(found.equal)
    loose = () if "free_slack" in family.fields else ("free_slack",)
    return [
        str(one.sentence) for one in found.first if one.field in wanted and one.field not in loose
    ]


@pytest.mark.parametrize("family", P6, ids=lambda one: one.name)
def test_our_dates_are_those_that_an_xer_file_holds(family, mpxj):
    assert [one for n in range(PLANS) for one in differences(family, mpxj, n)] == []


@pytest.mark.parametrize("family", MS, ids=lambda one: one.name)
def test_our_dates_are_those_that_a_project_file_holds(family, mpxj):
    assert [one for n in range(PLANS) for one in differences(family, mpxj, n)] == []


@pytest.mark.parametrize("seed", range(PLANS))
def test_work_of_hours_in_shifts_of_its_own(seed, mpxj):
    """Days of 8 and of 10 hours and work round the clock, durations and lags to the half hour."""
    told = shifts(mpxj, Random(f"shifts/{seed}"))
    mpxj.told = told
    found = compare(place(read_file(mpxj.written("P6"))))
    assert [str(one.sentence) for one in found.first if one.field != "free_slack"] == []
    assert found.equal["late_finish"] == 30


@pytest.mark.parametrize("seed", range(PLANS))
def test_limits_pull_work_before_its_predecessors(seed, mpxj):
    """A start no later than a day, which Project honours by default."""
    rng = Random(f"pulled/{seed}")
    made = held(rng, MS[0].make(rng), 0.1, lambda one, day: replace(one, snlt=day), finish=False)
    mpxj.answer(made, "MS")
    assert told(mpxj.written("MS")) == []


@pytest.mark.parametrize("seed", range(PLANS))
def test_summaries_and_lags_by_the_clock(seed, mpxj):
    mpxj.told = outline(mpxj, Random(f"outline/{seed}"))
    assert told(mpxj.written("MS")) == []


def told(raw: bytes) -> list[str]:
    found = compare(place(read_file(raw)))
    assert sum(found.equal.values()) > 50
    return [str(one.sentence) for one in found.first if one.field != "free_slack"]


def outline(mpxj: Files, rng: Random) -> Any:
    """Eight summaries of three tasks; each waits for one before it, with lags by the clock."""
    file = mpxj.project.ProjectFile()
    calendar = week(mpxj, file, *SHIFTS[0])
    file.setDefaultCalendar(calendar)
    heads = []
    for n in range(8):
        heads.append(file.addTask())
        heads[n].setName(f"S{n}")
        tasks = [task(mpxj, heads[n], 10 * n + k, rng, [calendar]) for k in range(3)]
        link(mpxj, tasks[0], tasks[1], elapsed(mpxj, rng.choice([0, 20, 60])))
        if n:
            before = rng.choice([heads[n - 1], heads[n - 1].getChildTasks().get(2)])
            after = rng.choice([heads[n], tasks[2]])
            link(mpxj, before, after, elapsed(mpxj, rng.choice([0, 10, 100])))
    start = mpxj.time.LocalDateTime.of(2026, 3, 2, 8, 0)
    file.getProjectProperties().setStartDate(start)
    mpxj.project.cpm.MicrosoftScheduler().schedule(file, start)
    return file


def elapsed(mpxj: Files, n: float) -> Any:
    return mpxj.project.Duration.getInstance(float(n), mpxj.project.TimeUnit.ELAPSED_HOURS)


def shifts(mpxj: Files, rng: Random) -> Any:
    told = mpxj.project.ProjectFile()
    calendars = [week(mpxj, told, *one) for one in SHIFTS]
    told.setDefaultCalendar(calendars[0])
    tasks = [task(mpxj, told, n, rng, calendars) for n in range(30)]
    for n in range(1, 30):
        for before in {rng.randrange(max(0, n - 6), n) for _ in range(rng.randint(0, 2))}:
            lag = rng.choice([0, 0, 0, 0.5, 8, 30])
            link(mpxj, tasks[before], tasks[n], hours(mpxj, lag))
    start = mpxj.time.LocalDateTime.of(2026, 3, 2, 8, 0)
    told.getProjectProperties().setStartDate(start)
    told.getProjectProperties().setMustFinishBy(mpxj.time.LocalDateTime.of(2027, 3, 2, 17, 0))
    mpxj.project.cpm.PrimaveraScheduler().schedule(told, start)
    return told


SHIFTS = (
    ("eight", 5, ((8, 12), (13, 17))),
    ("ten", 6, ((7, 12), (13, 18))),
    ("clock", 7, ((0, 24),)),
)


def week(mpxj: Files, told: Any, name: str, days: int, spans: tuple[tuple[int, int], ...]) -> Any:
    made = told.addCalendar()
    made.setName(name)
    kinds, midnight = mpxj.project.DayType, mpxj.time.LocalTime.MIDNIGHT
    for n, day in enumerate(mpxj.time.DayOfWeek.values()):
        made.setCalendarDayType(day, kinds.WORKING if n < days else kinds.NON_WORKING)
        shifts = made.addCalendarHours(day)
        for start, end in spans if n < days else ():
            last = midnight if end == 24 else mpxj.time.LocalTime.of(end, 0)
            shifts.add(mpxj.project.LocalTimeRange(mpxj.time.LocalTime.of(start, 0), last))
    made.setCalendarMinutesPerDay(mpxj.java("java.lang.Integer")(sum(b - a for a, b in spans) * 60))
    return made


def task(mpxj: Files, told: Any, n: int, rng: Random, calendars: list[Any]) -> Any:
    made = told.addTask()
    made.setName(str(n))
    made.setActivityID(f"A{n}")
    made.setCalendar(rng.choice(calendars))
    length = hours(mpxj, rng.choice([0.5, 4, 8, 13.5, 24, 40, 100]))
    made.setActivityType(mpxj.project.ActivityType.TASK_DEPENDENT)
    for put in (made.setDuration, made.setPlannedDuration, made.setRemainingDuration):
        put(length)
    made.setActualDuration(hours(mpxj, 0))
    return made


def link(mpxj: Files, before: Any, after: Any, lag: Any) -> None:
    relation = mpxj.project.Relation.Builder().predecessorTask(before)
    after.addPredecessor(relation.type(mpxj.project.RelationType.FINISH_START).lag(lag))


def hours(mpxj: Files, n: float) -> Any:
    return mpxj.project.Duration.getInstance(float(n), mpxj.project.TimeUnit.HOURS)


@pytest.mark.parametrize("seed", range(PLANS))
def test_mpxj_reads_what_we_write_and_comes_to_the_same_dates(seed, mpxj):
    mpxj.answer(MS[0].make(Random(f"written/{seed}")), "MS")
    found = place(read_file(mpxj.written("MS")))
    again = mpxj.read(write_mspdi(found.plan, found)[0])
    start = again.getProjectProperties().getStartDate()
    assert told_by(again) == ours(found)
    mpxj.project.cpm.MicrosoftScheduler().schedule(again, start)
    assert told_by(again) == ours(found)


def told_by(file: Any) -> dict[str, tuple[str, datetime, datetime, int]]:
    return {
        str(one.getUniqueID()): (
            str(one.getName()),
            at(one.getStart()),
            at(one.getFinish()),
            one.getPredecessors().size(),
        )
        for one in file.getTasks()
        if one.getUniqueID().intValue() > 0
    }


def ours(found: Any) -> dict[str, tuple[str, datetime, datetime, int]]:
    links = [one.after for one in found.plan.links]
    return {
        one.activity.uid: (
            one.activity.name,
            one.start,
            one.finish,
            links.count(one.activity.uid),
        )
        for one in found.activities
    }


def at(moment: Any) -> datetime:
    return datetime.fromisoformat(str(moment))


def test_a_plan_of_p6_goes_to_project_with_its_outline_and_limits(mpxj):
    mpxj.answer(plan(Random("p6"), Mix()), "P6")
    found = place(read_file(mpxj.written("P6")))
    xml, notes = write_mspdi(found.plan, found)
    again: FilePlan = read_file(xml)
    assert [one.code for one in notes] == []
    assert [one.duration for one in again.activities] == [
        one.duration for one in found.plan.activities
    ]
    assert mpxj.read(xml).getTasks().size() >= len(found.activities)
