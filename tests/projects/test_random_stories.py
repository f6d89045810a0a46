"""Whatever is done on whatever day: lights that only due rounds look at are never out of date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from guatu.domain.words import Sentence, say
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal
from guatu.projects.actions.bulk import Asked, change_many, undo_bulk
from guatu.projects.actions.excuses import grant_excuse
from guatu.projects.actions.milestones import (
    finish_milestone,
    forecast_milestone,
    reopen_milestone,
)
from guatu.projects.actions.moves import Move
from guatu.projects.actions.needs import Wanted, add_needs, change_need, drop_need
from guatu.projects.actions.packs import adopt
from guatu.projects.actions.planning import Draft, Step, Tie, accept_plan
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.actions.splitting import unsplit_package
from guatu.projects.actions.supplying import (
    block_need,
    clear_need,
    deliver_need,
    promise_need,
    reopen_need,
)
from guatu.projects.actions.versions import Approval, adjust_list, found_list
from guatu.projects.choices import BulkKind, ListChangeKind
from guatu.projects.facts import rows_of
from guatu.projects.models import BulkEdit, Milestone, Project, SupportNeed
from guatu.projects.patrol import patrol
from guatu.projects.queries.versions import latest_version
from guatu.projects.reasons import AsOf
from guatu.projects.replay import shown_many
from guatu.projects.standards import Standard
from guatu.projects.standing import Standing
from tests.city import City
from tests.projects.chance import Chance
from tests.projects.days import evening, morning
from tests.projects.granted import GRANTED
from tests.projects.looking import assert_totals_are_true

DAYS = 28
ELEMENTS = ("land", "planning", "power")
BY_CHOICE = (
    "line", "lead_unit", "chain", "park", "township", "sponsor", "nature", "year_plan",
    "total_investment", "actual_start",
)  # fmt: skip
PACKS = ("default", "yinchuan", "ouhai", "sanming", "laixi")


class Story(Chance):
    """All kinds of acts that change what a project is judged from."""

    def act_now(self) -> None:
        acts: tuple[Callable[[], None], ...] = (
            self.enter, self.edit, self.edit, self.report, self.withdraw, self.restore,
            self.start, self.plan, self.plan, self.ledger, self.unledger, self.split,
            self.unsplit, self.four, self.finish, self.finish, self.reopen, self.forecast,
            self.need, self.need, self.need, self.promise, self.promise, self.deliver, self.drop,
            self.block, self.clear, self.want_again, self.ask_otherwise, self.excuse, self.bulk,
            self.undo, self.adjust, self.adopt,
        )  # fmt: skip
        try:
            with transaction.atomic():
                self.random.choice(acts)()
        except Refusal:
            pass

    def near(self, first: int, last: int) -> date:
        return self.now.date() + timedelta(days=self.random.randint(first, last))

    def fields(self) -> dict[str, object]:
        choice = self.random.choice
        return {
            **super().fields(),
            "planned_start": choice([None, self.near(-60, 40)]),
            "actual_start": choice([None, None, self.near(-60, 0)]),
            "actual_finish": choice([None, None, None, self.near(-10, 0)]),
            "registered_on": choice([None, self.near(-60, 0)]),
            "required_finish": choice([None, self.near(-10, 90)]),
            "planned_paid": self.amount(),
        }

    def four(self) -> None:
        choice = self.random.choice
        figures = MonthFigures(
            date(self.now.year, self.random.randint(1, self.now.month), 1),
            self.amount(),
            physical_percent=choice([None, Decimal(self.random.randint(0, 100))]),
            registered=self.amount(),
            paid=self.amount(),
            reason=choice(["", "审计核减"]),
        )
        report_progress(self.any(), figures, by=self.city.office, now=self.now)

    def plan(self) -> None:
        draw = self.random
        codes = draw.sample("abcdef", draw.randint(1, 4))
        steps = tuple(
            Step(code, f"节点{code}", draw.choice([0, 3, 8, 20]), committed=draw.random() < 0.5)
            for code in codes
        )
        ties = tuple(
            Tie(before, after, draw.choice(["FS", "FS", "SS", "FF", "SF"]), draw.choice([0, 0, 2]))
            for before, after in pairwise(codes)
        )
        project, due = self.any(), self.near(5, 90)
        accept_plan(project, Draft(steps, ties), due, reason="调整", grant=GRANTED,
                    by=self.city.office, now=self.now)  # fmt: skip

    def milestone(self, **wanted: object) -> Milestone:
        rows = Milestone.objects.filter(project__withdrawn_at=None, **wanted)
        return self.one(rows.select_related("project__tenant").order_by("project__number", "id"))

    def one(self, rows: Any) -> Any:
        if not rows:
            raise Refusal(say("没有这样的。"))
        return self.random.choice(list(rows))

    def finish(self) -> None:
        milestone = self.milestone(actual_finish=None)
        finish_milestone(milestone, on=self.near(-20, 0), by=self.city.office, now=self.now)

    def reopen(self) -> None:
        milestone = self.milestone(actual_finish__isnull=False)
        reopen_milestone(milestone, reason="误报", by=self.city.office, now=self.now)

    def forecast(self) -> None:
        finish = self.random.choice([None, self.near(0, 60)])
        milestone = self.milestone(actual_finish=None)
        forecast_milestone(milestone, finish=finish, by=self.city.office, now=self.now)

    def wanted(self, project: Project) -> Wanted:
        milestones = list(project.milestones.order_by("serial"))
        serves = self.random.choice([None, *milestones, *milestones])
        element = self.random.choice(ELEMENTS)
        lead = self.random.choice([0, 0, 5])
        day = self.near(-5, 40)
        return Wanted(element, f"要素{self.random.randint(0, 99)}", serves, lead, day, "另行商定")

    def need(self) -> None:
        project = self.any()
        add_needs(project, [self.wanted(project)], by=self.city.office, now=self.now)

    def some_need(self) -> SupportNeed:
        rows = SupportNeed.objects.filter(project__withdrawn_at=None).order_by(
            "project__number", "serial"
        )
        found: SupportNeed = self.one(
            rows.select_related("project__tenant", "milestone").order_by(
                "project__number", "serial"
            )
        )
        return found

    def promise(self) -> None:
        promise_need(self.some_need(), on=self.near(0, 30), reason="征拆未完",
                     by=self.city.office, now=self.now)  # fmt: skip

    def deliver(self) -> None:
        expires = self.random.choice([None, self.near(0, 40)])
        deliver_need(self.some_need(), on=self.near(-10, 0), expires=expires,
                     by=self.city.office, now=self.now)  # fmt: skip

    def drop(self) -> None:
        drop_need(self.some_need(), reason="不用了", by=self.city.office, now=self.now)

    def block(self) -> None:
        block_need(self.some_need(), words="等上级批复", by=self.city.office, now=self.now)

    def clear(self) -> None:
        clear_need(self.some_need(), by=self.city.office, now=self.now)

    def want_again(self) -> None:
        reopen_need(self.some_need(), reason="误报", by=self.city.office, now=self.now)

    def ask_otherwise(self) -> None:
        need = self.some_need()
        change_need(need, self.wanted(need.project), seen=need.version, by=self.city.office,
                    now=self.now)  # fmt: skip

    def excuse(self) -> None:
        standard = Standard.of(self.city.tenant, self.now)
        dimension = self.random.choice(standard.judge.pack.dimensions).code
        since = self.near(-5, 10)
        until = since + timedelta(days=self.random.randint(0, 20))
        grant_excuse(self.any(), dimension=dimension, reason="依法停工", since=since, until=until,
                     by=self.city.inspector, now=self.now)  # fmt: skip

    def bulk(self) -> None:
        fields = self.fields()
        name = self.random.choice(BY_CHOICE)
        chosen = dict.fromkeys(self.any() for _ in range(3))
        asked = [Asked(p.pk, p.version, {name: fields[name]}) for p in chosen]
        change_many(self.city.tenant, asked, kind=BulkKind.CHOSEN, by=self.city.office,
                    now=self.now)  # fmt: skip

    def undo(self) -> None:
        undo_bulk(self.one(BulkEdit.objects.order_by("at", "id")), by=self.city.office,
                  now=self.now)  # fmt: skip

    def unsplit(self) -> None:
        unsplit_package(self.any(parts__isnull=False), by=self.city.office, now=self.now)

    def adjust(self) -> None:
        office, tenant, year = self.city.office, self.city.tenant, 2021
        version = latest_version(tenant.pk, year)
        paper = Approval("示例清单", self.now.date(), reason="年中调整")
        if version is None:
            found_list(tenant, year, paper, by=office, now=self.now)
            return
        kind = self.random.choice(
            [ListChangeKind.WITHDRAWN, ListChangeKind.STARTED, ListChangeKind.RESERVED,
             ListChangeKind.ADDED, ListChangeKind.SPLIT]
        )  # fmt: skip
        wanted = {} if kind != ListChangeKind.ADDED else {"withdrawn_at__isnull": False}
        parts = [{"name": f"示例标段{n}"} for n in (1, 2)] if kind == ListChangeKind.SPLIT else []
        move = Move(kind, self.any(**wanted), "会议纪要", parts=parts,
                    parts_stay=self.random.choice([True, False]))  # fmt: skip
        adjust_list(tenant, year, [move], paper, seen=version.number, by=office, now=self.now)

    def adopt(self) -> None:
        if self.random.random() < 0.3:
            adopt(self.city.tenant, self.random.choice(PACKS), by=self.city.office, now=self.now,
                  despite="试行")  # fmt: skip
            patrol(self.city.tenant, now=self.now, everything=True)


@dataclass(frozen=True)
class Seen:
    """What a project shows: ``reason`` in words, empty for a light that needs none; ``finish`` is
    the forecast, which promise it keeps, and whether it is green only by another plan."""

    light: str
    reason: str
    start_due: bool
    finish: tuple[date | None, str, bool]


def shown(day: date) -> dict[UUID, Seen]:
    told = AsOf(day).told
    return {
        p.pk: Seen(
            p.light,
            _words(p.light, told(p.light_reason)),
            p.start_due,
            (p.forecast_finish, p.expectation, p.green_by_replanning),
        )
        for p in Project.objects.listed()
    }


def judged(city: City, now: datetime) -> Mapping[UUID, tuple[Seen, ...]]:
    """What the rules say of every listed project by its rows, once for each reason for it."""
    projects, standard = list(Project.objects.listed()), Standard.of(city.tenant, now)
    rows = rows_of(projects)
    return {p.pk: tuple(_judged(p.pk, Standing.of(p, rows[p.pk]), standard)) for p in projects}


def _judged(pk: UUID, standing: Standing, standard: Standard) -> Iterator[Seen]:
    judged, facts = standard.judged(standing, pk), standing.facts
    verdict = judged.glance.verdict
    finish = (judged.reach.finish, judged.expectation, judged.green_by_replanning)
    due = facts.actual_start is not None or (
        facts.planned_start is not None and facts.planned_start <= standard.today
    )
    light = str(verdict.light)
    for reason in verdict.reasons:
        if reason.light == verdict.light:
            yield Seen(light, _words(light, reason.sentence.as_json()), due, finish)


def _words(light: str, sentence: Mapping[str, Any]) -> str:
    """Of what is in order any of its good reasons may come first; slack is told as of its day."""
    said = Sentence.from_json(sentence)
    if light not in ("red", "yellow"):
        return ""
    return said.template if "测算" in said.template else str(said)


@pytest.mark.parametrize(("seed", "first"), [(7, date(2021, 2, 1)), (8, date(2021, 9, 24))])
def test_lights_are_never_out_of_date_and_a_replay_says_what_was_shown(
    city: City, seed: int, first: date
) -> None:
    """Four weeks with only due rounds at night; National Day lies in those of the second."""
    past: dict[date, dict[UUID, Seen]] = {}
    for day in lived(city, seed, first):
        past[day] = seen = shown(day)
        rules = judged(city, evening(day))
        assert [(day, seen[pk], said) for pk, said in rules.items() if seen[pk] not in said] == []
    assert_totals_are_true(city.tenant)
    ids = list(Project.objects.values_list("pk", flat=True))
    for day, seen in past.items():
        replayed = shown_many(city.tenant, ids, evening(day))
        listed = {pk: str(one.verdict.light) for pk, one in replayed.items() if one.state.listed}
        assert listed == {pk: one.light for pk, one in seen.items()}, day


def lived(city: City, seed: int, first: date) -> Iterator[date]:
    """Each day when it is over; most are busy."""
    story = Story(city, seed, morning(first))
    for n in range(4):
        story.list_one(
            f"示例{n}项目",
            line=city.industry_line,
            year_plan=Decimal(1_200),
            planned_start=story.near(-20, 20),
            required_finish=story.near(30, 90),
        )
    for day in (first + timedelta(days=n) for n in range(DAYS)):
        patrol(city.tenant, now=datetime.combine(day, time(1), CHINA))
        story.now = morning(day)
        busy = story.random.random() < 0.7
        for _ in range(story.random.randint(1, 6) if busy else 0):
            story.now += timedelta(hours=1)
            story.act_now()
        yield day
