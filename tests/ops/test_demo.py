"""The demonstration city, loaded act by act into an empty database."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest

from guatu.boards.quarters import read_quarter
from guatu.boards.starts import latest_reading
from guatu.command.models import Blocker, BlockerBatch, Meeting, Visit
from guatu.commitments.choices import CommitmentStatus
from guatu.commitments.models import Commitment, YearlyReview
from guatu.dayclear.models import DayClosing, DayItem
from guatu.dispatches.choices import DispatchStatus
from guatu.dispatches.models import Dispatch, Fire
from guatu.domain.lights.colours import Light
from guatu.domain.periods import Quarter
from guatu.domain.views import Alone
from guatu.domain.votes import Mark, result
from guatu.domain.worklists.rows import Share
from guatu.intake.models import Intake
from guatu.kit.clock import CHINA
from guatu.lines.models import Chain, Park, WorkLine
from guatu.ops.demo.loading import load
from guatu.ops.verifying import faults
from guatu.org.models import Tenant, Unit, User
from guatu.projects.models import ListVersion, Project, SupportNeed, Verdict
from guatu.projects.queries.chain import Gap, counts_of
from guatu.projects.queries.filters import ListFilter
from guatu.projects.queries.needs import NeedFilter, owed_to
from guatu.projects.queries.opinions import Show, rows_in_order, view_counts, views_at
from guatu.projects.queries.versions import comparison, drift
from guatu.worklists.models import WorkCorrection, WorkRound

TODAY = date(2021, 3, 15)


@pytest.fixture
def demo(db: None) -> Tenant:
    stages: list[tuple[int, int, str]] = []
    load(tell=lambda *stage: stages.append(stage))
    assert [done for done, *_ in stages] == sorted(done for done, *_ in stages)
    return Tenant.objects.get()


def test_the_city_is_whole_and_holds_together(demo):
    """One load, for it takes a while: every promise of the demonstration in turn."""
    projects = Project.objects.filter(tenant=demo).counted()
    assert (demo.is_demo, demo.stopped_on) == (True, TODAY)
    assert (projects.count(), WorkLine.objects.count(), Intake.objects.count()) == (92, 10, 10)
    assert 38 <= Unit.objects.count() <= 48
    assert faults(demo) == []
    _expect_a_spread_of_lights(projects)
    _expect_plans(projects)
    _expect_needs(demo)
    _expect_opinions()
    _expect_versions_of_the_list(demo)
    _expect_a_chain_with_a_few_gaps(projects)
    _expect_chains_parks_and_townships(projects)
    _expect_dispatches(demo)
    _expect_promises(demo)
    _expect_cleared_days()
    _expect_lists_of_work()
    _expect_the_published_start()
    _expect_first_quarter()
    _expect_command(demo)
    _expect_fictional_people()
    _expect_news_of_the_morning()


def _expect_a_spread_of_lights(projects):
    lights = Counter(projects.values_list("light", flat=True))
    assert min(lights[one] for one in ("red", "yellow", "none")) >= 5
    assert lights["green"] >= 40
    assert lights["paused"] == 2


def _expect_plans(projects):
    """Whatever has dates has a plan, with steps that are done and steps that are not."""
    dated = projects.filter(planned_start__isnull=False, required_finish__isnull=False)
    assert dated.count() >= 80
    assert not dated.filter(milestones__isnull=True).exists()
    assert dated.filter(milestones__actual_finish__isnull=False).distinct().count() >= 40
    assert projects.get(name="天博扩建项目").required_finish == date(2021, 6, 30)


def _expect_needs(demo):
    """Most of what is asked for is promised or there in time; some is not, with a story."""
    owed = owed_to(User.objects.get(username="demo-office"), NeedFilter(2021), TODAY)
    assert owed.needs >= 80
    assert owed.delivered >= 30
    assert 5 <= owed.late + owed.unpromised + owed.too_late <= 15
    assert owed.blocked >= 3
    late = SupportNeed.objects.get(project__name="示例新能源电池壳体项目", element="land")
    assert (late.project.light, late.promised_on > late.needed_by) == ("red", True)


def _expect_opinions():
    """Six clear disagreements of every kind, one narrow that has grown old, many that agree."""
    office, wanted = User.objects.get(username="demo-office"), ListFilter(2021)
    counts = view_counts(office, wanted, TODAY)
    assert counts.given >= 35
    assert (counts.disputed, counts.old) == (7, 3)
    assert min(counts.light_review, counts.light_owner, counts.owner_review) >= 3
    ids = rows_in_order(office, wanted, TODAY, show=Show.DISPUTED)
    found = [row.found for row in views_at(ids, TODAY) if row.found]
    assert [(one.steps, one.old) for one in found] == [(4, False), *[(3, False)] * 5, (2, True)]
    assert {one.alone for one in found} == set(Alone)


def _expect_versions_of_the_list(demo):
    """One adjustment with each kind of change, and one change that is not approved yet."""
    newest, first = ListVersion.objects.filter(tenant=demo)
    held = comparison(first, newest)
    assert (held.before.items, held.after.items, held.after.split_items) == (91, 92, 94)
    assert all(sums.changes for sums in held.sums.values())
    assert held.after.reserve == 3
    assert [change.fields for change in drift(newest).changes] == [("total",)]


def _expect_a_chain_with_a_few_gaps(projects):
    """Gaps of every kind, so that each can be tried; and nearly everything else is tied."""
    office = User.objects.get(username="demo-office")
    counted = counts_of(office, WorkLine.objects.filter(year=2021)).values()
    gaps = {gap: sum(one.gaps[gap] for one in counted) for gap in Gap}
    assert min(gaps.values()) >= 1
    assert sum(gaps.values()) <= 20
    assert sum(one.projects for one in counted) == projects.count()
    assert sum(one.orphans == 0 for one in counted) >= 3


def _expect_chains_parks_and_townships(projects):
    assert (Chain.objects.count(), Park.objects.count()) == (6, 3)
    assert not projects.filter(township=None).exists()
    assert projects.filter(chain__isnull=False).count() >= 35
    assert projects.filter(park__isnull=False).count() >= 20


def _expect_dispatches(demo):
    """One at least in every state, some opened again, some pressed, by how long they are late."""
    rows = Dispatch.objects.filter(tenant=demo)
    assert set(rows.values_list("status", flat=True)) == set(DispatchStatus.values)
    assert rows.filter(round__gt=1, reopened=0).exists()
    assert rows.filter(reopened__gt=0).exists()
    assert Fire.objects.filter(clock__dispatch__tenant=demo).exists()
    assert len(set(rows.values_list("colour", flat=True)) - {""}) >= 2


def _expect_promises(demo):
    """Kept, kept late, partly, broken, renegotiated, open and a letter; a year voted on by 29."""
    states = set(Commitment.objects.filter(tenant=demo).values_list("status", flat=True))
    assert states == set(CommitmentStatus.values) - {"withdrawn"}
    assert Commitment.objects.filter(letter=True, kind="star").count() == 2
    marks = [result(review.votes) for review in YearlyReview.objects.filter(members=29)]
    assert set(marks) == set(Mark)


def _expect_cleared_days():
    """A week of evenings, the last one still open; done, carried, stuck and left undone."""
    days = set(DayClosing.objects.values_list("day", flat=True))
    assert len(days) >= 5
    assert TODAY not in days
    assert {"done", "carried", "blocked", "uncleared", "open"} <= set(
        DayItem.objects.values_list("state", flat=True)
    )


def _expect_lists_of_work():
    """Three weeks and a month: prefilled by four fifths and more, some late, some missing."""
    weeks = WorkRound.objects.filter(rhythm="week").order_by("first")
    assert [row.locked_at is not None for row in weeks] == [True, True, False]
    for row in WorkRound.objects.all():
        share = sum((one.share for one in row.lists.all()), Share())
        assert share.rows >= 50
        assert share.row_percent >= 80
        assert share.cell_percent >= 80
        if row.locked_at:
            assert any(one.is_late for one in row.lists.select_related("round"))
            assert row.lists.missing().exists()
    assert WorkCorrection.objects.count() == 1


def _expect_the_published_start():
    """7 projects, 38.7亿元, 4 of 5亿元 and more, 65.2亿元 of sales, 9.8亿元 of tax."""
    read = latest_reading(User.objects.get(username="demo-office"), TODAY)
    told = read.figures
    assert (read.event.day, told.number, told.above) == (date(2021, 2, 26), 7, 4)
    assert (told.total.value, told.sales.value, told.tax.value) == (387000, 652000, 98000)
    assert told.jobs.is_whole
    assert (read.started, read.unproven) == (7, ())


def _expect_first_quarter():
    """All ten lines have targets; some are reached, some in time, some behind."""
    moment = datetime(2021, 3, 15, 18, tzinfo=CHINA)
    read = read_quarter(User.objects.get(username="demo-office"), Quarter(2021, 1), TODAY, moment)
    assert len([line for line in read.lines if any(cell.target for cell in line.cells)]) == 10
    assert min(read.done, read.in_time, len(read.behind)) >= 2
    assert {line.light for line in read.lines} == {Light.RED, Light.YELLOW, Light.GREEN}
    assert any(cell.taken_over for cell in read.cells)
    assert all(cell.done is not None for cell in read.city)


def _expect_command(demo):
    """A meeting with its minutes and one to come, two batches of blockers, a month of visits."""
    states = set(Meeting.objects.filter(tenant=demo).values_list("status", flat=True))
    assert "called" in states
    assert states & {"minuted", "closed"}
    assert BlockerBatch.objects.filter(tenant=demo).count() == 2
    cleared = set(Blocker.objects.filter(tenant=demo).values_list("status", flat=True))
    assert {"open", "solving", "confirmed"} <= cleared
    assert Visit.objects.filter(tenant=demo, decisions__dispatch__isnull=False).exists()


def _expect_fictional_people():
    names = User.objects.values_list("name", flat=True)
    assert all(name.startswith("示例") for name in names)
    assert User.objects.filter(username="demo-office").get().has_usable_password()


def _expect_news_of_the_morning():
    turned = Verdict.objects.filter(day=TODAY).exclude(before="")
    assert {"red", "yellow"} <= set(turned.values_list("light", flat=True))
