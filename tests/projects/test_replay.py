"""What is judged again of a past day is what was shown that day.

A story of weeks: a government reports, plans, waits for land, accepts reasons, withdraws and
changes its rules, and the patrol runs each night. What each project shows at the end of each day
is written down then, and judged again afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from guatu.journal.queries import events_of
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal
from guatu.projects.actions.excuses import grant_excuse
from guatu.projects.actions.listing import edit_project, restore_project, withdraw_project
from guatu.projects.actions.milestones import finish_milestone, forecast_milestone, start_project
from guatu.projects.actions.needs import Wanted, add_needs
from guatu.projects.actions.packs import adopt, adopt_pack, copy_pack, edit_pack
from guatu.projects.actions.planning import Draft, Step, Tie, accept_plan
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.actions.supplying import deliver_need, promise_need
from guatu.projects.jobs import patrol_everything
from guatu.projects.models import Project, SupportNeed
from guatu.projects.packs import preset_text
from guatu.projects.patrol import patrol
from guatu.projects.queries.detail import light_now
from guatu.projects.replay import shown_at
from tests.city import NOW, City, build_city
from tests.projects.granted import GRANTED

FIRST = NOW.date()
PLAN = Draft(
    (Step("base", "基础完工", 20), Step("frame", "主体封顶", 30), Step("done", "竣工验收", 5)),
    (Tie("base", "frame"), Tie("frame", "done")),
)
REQUIRED = date(2021, 6, 30)


@dataclass(frozen=True, slots=True)
class Seen:
    """A light with its whole reason and, by dimension, which rule decided; then the forecast, P80,
    which promise the finish keeps, and whether it is green only by another plan."""

    light: str
    rules: tuple[tuple[str, str, str], ...]
    headline: str
    pack: tuple[str, str]
    finish: tuple[date | None, date | None, str, bool]


Diary = dict[tuple[UUID, date], Seen]


@dataclass
class Story:
    city: City
    now: datetime

    @property
    def today(self) -> date:
        return self.now.date()

    def fresh(self, project: Project) -> Project:
        return Project.objects.select_related("tenant").get(pk=project.pk)

    def projects(self) -> list[Project]:
        return list(Project.objects.select_related("tenant").order_by("id"))


Act = Callable[[Story, Project], object]


def plans(story: Story, project: Project) -> object:
    reason = "供地推迟" if project.milestones.exists() else ""
    finish = REQUIRED + timedelta(days=(story.today - FIRST).days)
    return accept_plan(
        project, PLAN, finish, reason=reason, grant=GRANTED, by=story.city.office, now=story.now
    )


def starts(story: Story, project: Project) -> object:
    return start_project(project, on=story.today, by=story.city.office, now=story.now)


def reports(story: Story, project: Project) -> object:
    month = (story.today.replace(day=1) - timedelta(days=1)).replace(day=1)
    figures = MonthFigures(month, Decimal(300 * month.month), reason="更正")
    return report_progress(project, figures, by=story.city.office, now=story.now)


def finishes(story: Story, project: Project) -> object:
    step = project.milestones.filter(actual_finish=None).order_by("serial").first()
    return step and finish_milestone(step, on=story.today, by=story.city.office, now=story.now)


def foresees(story: Story, project: Project) -> object:
    step = project.milestones.filter(actual_finish=None).order_by("serial").first()
    day = story.today + timedelta(days=25)
    return step and forecast_milestone(step, finish=day, by=story.city.office, now=story.now)


def asks(story: Story, project: Project) -> object:
    serves = project.milestones.order_by("serial").first()
    if serves is None or project.needs.exists():
        return None
    wanted = Wanted(element="land", lead=3, supplier=story.city.housing, milestone=serves)
    return add_needs(project, [wanted], by=story.city.office, now=story.now)


def promises(story: Story, project: Project) -> object:
    need = _need(project)
    day = story.today + timedelta(days=12)
    return need and promise_need(need, on=day, reason="改期", by=story.city.office, now=story.now)


def delivers(story: Story, project: Project) -> object:
    need = _need(project)
    return need and deliver_need(need, on=story.today, by=story.city.office, now=story.now)


def excuses(story: Story, project: Project) -> object:
    until = story.today + timedelta(days=8)
    return grant_excuse(project, dimension="start", reason="选址重新论证", since=story.today,
                        until=until, by=story.city.office, now=story.now)  # fmt: skip


def withdraws(story: Story, project: Project) -> object:
    if project.is_listed:
        return withdraw_project(project, reason="并入", by=story.city.office, now=story.now)
    return restore_project(project, by=story.city.office, now=story.now)


def moves_the_start(story: Story, project: Project) -> object:
    values = {"planned_start": story.today + timedelta(days=5), "year_plan": Decimal(9000)}
    return edit_project(project, values, seen=project.version, by=story.city.office, now=story.now)


def takes_yinchuan(story: Story, project: Project) -> object:
    adopt(story.city.tenant, "yinchuan", by=story.city.office, now=story.now)
    return patrol_everything(story.city.tenant, now=story.now)


def takes_default(story: Story, project: Project) -> object:
    adopt(story.city.tenant, "default", by=story.city.office, now=story.now)
    return patrol_everything(story.city.tenant, now=story.now)


def takes_schedule(story: Story, project: Project) -> object:
    adopt(story.city.tenant, "schedule", by=story.city.office, now=story.now)
    return patrol_everything(story.city.tenant, now=story.now)


def takes_rules_of_its_own(story: Story, project: Project) -> object:
    office = story.city.office
    draft = copy_pack(story.city.tenant, preset_text("yinchuan"), by=office, now=story.now)
    text = draft.rules
    text["dimensions"][1]["rules"][0]["when"]["all"][0]["value"] = 12
    text["dimensions"][1]["rules"][1]["when"]["all"][0]["value"] = [10, 12]
    edit_pack(draft, text, seen=1, by=office, now=story.now)
    adopt_pack(draft, seen=2, by=office, now=story.now)
    return patrol_everything(story.city.tenant, now=story.now)


ACTS: tuple[Act, ...] = (
    plans,
    starts,
    reports,
    finishes,
    foresees,
    asks,
    promises,
    delivers,
    excuses,
    withdraws,
    moves_the_start,
    takes_yinchuan,
    takes_default,
    takes_schedule,
    takes_rules_of_its_own,
)

#: Day of the story → what is done, and to which of the three projects.
STORY: Mapping[int, list[tuple[Act, int]]] = {
    1: [(plans, 1), (asks, 1), (reports, 0)],
    4: [(promises, 1)],
    6: [(foresees, 0)],
    9: [(finishes, 0)],
    12: [(excuses, 2)],
    15: [(takes_yinchuan, 0)],
    18: [(starts, 1)],
    20: [(plans, 0)],
    22: [(delivers, 1)],
    25: [(takes_rules_of_its_own, 0)],
    28: [(moves_the_start, 2)],
    31: [(withdraws, 2)],
    34: [(withdraws, 2)],
    37: [(takes_schedule, 0)],
    40: [(takes_default, 0)],
    44: [(reports, 0), (reports, 1)],
}
HAPPENS = {
    "plan.replanned",
    "project.started",
    "progress.reported",
    "milestone.done",
    "milestone.forecast",
    "need.added",
    "need.promised",
    "need.delivered",
    "excuse.granted",
    "project.withdrawn",
    "project.changed",
    "pack.edited",
    "pack.adopted",
    "light.turned",
}
DAYS = 50
Deeds = Mapping[int, list[tuple[Act, int]]]
deeds = st.dictionaries(
    st.integers(1, DAYS - 1),
    st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 2)), min_size=1, max_size=3),
    max_size=20,
)


def live(city: City, done: Deeds) -> Iterator[tuple[UUID, date, Seen]]:
    """The weeks day by day: the patrol of the night, the acts of the day, what is then shown."""
    story = Story(city, NOW)
    started = city.project("示例在建项目")
    city.project("示例待开工项目", planned_start=date(2021, 4, 1), actual_start=None)
    city.project("示例未定项目", planned_start=None, actual_start=None, year_plan=None)
    plans(story, story.fresh(started))
    for n in range(DAYS):
        day = FIRST + timedelta(days=n)
        if n:
            patrol(city.tenant, now=datetime.combine(day, time(1, 30), CHINA))
        for place, (act, which) in enumerate(done.get(n, ())):
            story.now = datetime.combine(day, time(10, place), CHINA)
            _do(act, story, story.projects()[which])
        for project in story.projects():
            if project.is_listed:
                yield project.pk, day, _shown(project, _evening(day))


class ReplayTest(TestCase):
    @settings(max_examples=5, deadline=None)
    @given(done=deeds)
    def test_every_day_judged_again_is_what_was_shown(self, done: Deeds) -> None:
        city = build_city()
        diary: Diary = {(pk, day): seen for pk, day, seen in live(city, done)}
        for project in Project.objects.select_related("tenant"):
            for day in (FIRST + timedelta(days=n) for n in range(DAYS)):
                _assert_as_written(diary.get((project.pk, day)), project, day)

    def test_a_story_in_which_everything_happens(self) -> None:
        """Every kind of act, on days of its own, and rules that change three times."""
        city = build_city()
        diary: Diary = {(pk, day): seen for pk, day, seen in live(city, STORY)}
        told = set(events_of(city.tenant.pk).values_list("code", flat=True))
        assert told >= HAPPENS
        assert {"red", "yellow", "green"} <= {seen.light for seen in diary.values()}
        assert {seen.pack[0] for seen in diary.values()} == {
            "default", "yinchuan", "yinchuan-1", "schedule",
        }  # fmt: skip
        for project in Project.objects.select_related("tenant"):
            for day in (FIRST + timedelta(days=n) for n in range(DAYS)):
                _assert_as_written(diary.get((project.pk, day)), project, day)


def _assert_as_written(written: Seen | None, project: Project, day: date) -> None:
    again = shown_at(project, _evening(day))
    assert again is not None
    if written is None:
        assert not again.state.listed
        return
    verdict = again.verdict
    rules = tuple((r.dimension, r.rule_id, str(r.light)) for r in verdict.reasons)
    pack = verdict.pack, verdict.pack_version
    judged, state = again.judged, again.state
    finish = (
        judged.reach.finish,
        judged.p80,
        judged.expectation,
        judged.green_by_replanning,
    )
    assert Seen(str(verdict.light), rules, str(verdict.headline), pack, finish) == written
    kept = (state.light, state.expectation, state.green_by_replanning)
    assert kept == (written.light, *written.finish[2:])


def _shown(project: Project, moment: datetime) -> Seen:
    """What the list shows, and what the page of the project says of it."""
    verdict = light_now(project, moment)
    rules = tuple((r.dimension, r.rule_id, str(r.light)) for r in verdict.reasons)
    pack = (verdict.pack, verdict.pack_version)
    finish = (
        project.forecast_finish,
        project.p80_finish,
        project.expectation,
        project.green_by_replanning,
    )
    return Seen(project.light, rules, str(verdict.headline), pack, finish)


def _do(act: Act, story: Story, project: Project) -> None:
    """What cannot be done that day is not done."""
    try:
        act(story, project)
    except Refusal:
        return


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), CHINA)


def _need(project: Project) -> SupportNeed | None:
    rows = SupportNeed.objects.select_related("project__tenant", "milestone")
    return rows.filter(project=project, delivered_on=None).first()
