"""Whatever a pause looks like, each page and act answers in words: no click is a server error.

The test client raises what the server did not turn into an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import chain
from random import Random
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from guatu.datechanges.actions.pausing import approve_pause, end_delivered
from guatu.datechanges.models import DateChange, PlanPause
from guatu.projects.actions.listing import withdraw_project
from guatu.projects.actions.needs import Wanted, add_needs, drop_need
from guatu.projects.actions.supplying import deliver_need
from guatu.projects.models import Project, SupportNeed
from guatu.projects.patrol import patrol
from guatu.web.shared.once import fresh_key
from tests.city import NOW, City
from tests.datechanges.moving import fresh, paused, planned

pytestmark = pytest.mark.django_db
ANSWERS = {200, 302, 400, 403, 404, 409, 422}
DAY = timedelta(days=1)
TODAY = NOW.date()
LONG = "许可未办结" * 60  # 300 characters
#: By field what is sent; the first is the usual one.
SHAPES: Mapping[str, tuple[str, ...]] = {
    "milestone": ("", "piles", "green", "gone"),
    "need": ("", "long", "delivered", "theirs", "gone"),
    "unit": ("housing", "industry", "root", "", "gone"),
    "what": ("施工许可", "", "电" * 60, "电" * 61, "已落实", "{day} %s %(n)s"),
    "words": ("许可未办结", "", LONG, LONG + "多", "{name} %d “”<b>", "\x00"),
    "since": (
        "2021-03-10", "2021-03-15", "2021-03-16", "2004-01-01", "2003-12-31", "1900-01-01",
        "1899-12-31", "0001-01-01", "2199-12-31", "", "三月十日",
    ),
    "expected": (
        "2021-04-09", "2021-03-16", "2021-03-15", "2040-12-31", "2041-01-01", "2199-12-31",
        "9999-12-31", "", "x",
    ),
}  # fmt: skip
USUAL = {name: values[0] for name, values in SHAPES.items()}


def one_by_one() -> Iterator[dict[str, str]]:
    """The usual one, and those that differ from it in one field."""
    yield USUAL
    for name, values in SHAPES.items():
        yield from ({**USUAL, name: value} for value in values[1:])


def at_random(n: int) -> Iterator[dict[str, str]]:
    draw = Random(5)
    for _ in range(n):
        yield {
            name: draw.choice((values[0], *values)) if draw.random() < 0.5 else values[0]
            for name, values in SHAPES.items()
        }


class Walk:
    """Somebody clicks through all that a pause has; answers are held to ``ANSWERS``."""

    def __init__(self, city: City, project: Project) -> None:
        self.city, self.project = city, project
        self.liaison, self.office = city.client(city.liaison), city.client(city.office)
        self.awaited = city.client(city.other_liaison)
        self.ids = self._ids()

    def _ids(self) -> dict[str, str]:
        steps = {row.code: str(row.pk) for row in self.project.milestones.all()}
        needs = {row.name[0]: str(row.pk) for row in SupportNeed.objects.all()}
        units = {name: str(getattr(self.city, name).pk) for name in ("housing", "industry", "root")}
        return {
            **steps,
            **units,
            "long": needs["长"],
            "delivered": needs["已"],
            "theirs": needs["别"],
            "gone": str(uuid4()),
        }

    def click(self, browser: Client, name: str, pk: object, **sent: str) -> HttpResponse:
        address = reverse(name, args=[pk] if pk else [])
        sent |= {"key": fresh_key()} if sent else {}
        answer = browser.post(address, sent) if sent else browser.get(address)
        assert answer.status_code in ANSWERS, (address, answer.status_code)
        return answer

    def ask(self, shape: Mapping[str, str]) -> PlanPause | None:
        sent = {
            name: self.ids.get(value, value) if name in ("milestone", "need", "unit") else value
            for name, value in shape.items()
        }
        known = set(PlanPause.objects.values_list("pk", flat=True))
        answer = self.click(self.liaison, "pause-new", self.project.pk, **sent)
        row = PlanPause.objects.exclude(pk__in=known).first()
        assert (row is not None) == (answer.status_code == 302), answer.status_code
        return row

    def look(self, row: PlanPause) -> None:
        for browser in (self.liaison, self.office, self.awaited):
            self.click(browser, "pause-detail", row.pk)
        for name in ("pause-list", "project-list", "desk"):
            self.click(self.office, name, None)
        for name in ("project-detail", "project-light"):
            self.click(self.office, name, self.project.pk)

    def decide(self, row: PlanPause) -> HttpResponse:
        seen = str(PlanPause.objects.get(pk=row.pk).version)
        return self.click(self.office, "pause-approval", row.pk, seen=seen, answer="同意")

    def end(self, row: PlanPause) -> None:
        self.click(self.liaison, "pause-ending", row.pk, on="2021-03-14")
        self.click(self.liaison, "pause-detail", row.pk)
        self.click(self.liaison, "pause-giving-back", row.pk, agreed="")
        for change in DateChange.objects.filter(pause=row):
            self.click(self.office, "date-change-approval", change.pk, seen=str(change.version))
        self.look(row)


@contextmanager
def undone() -> Iterator[None]:
    """Each shape begins where the others did."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def project(city: City) -> Project:
    """With needs that are open, delivered, and somebody else's."""
    project = planned(city, registered_on=date(2021, 2, 1))
    other = city.project("示例别的项目", responsible_unit=city.industry)
    for owner, name in ((project, "长" * 80), (project, "已落实"), (other, "别的")):
        wanted = Wanted(
            "other", name=name, needed_by=date(2021, 6, 1), reason="示例", supplier=city.housing
        )
        add_needs(owner, [wanted], by=city.office, now=NOW)
    deliver_need(SupportNeed.objects.get(name="已落实"), on=TODAY, by=city.other_liaison, now=NOW)
    return fresh(project)


def test_every_shape_is_asked_for_and_answered(city: City, project: Project) -> None:
    walk, taken = Walk(city, project), 0
    for shape in chain(one_by_one(), at_random(12)):
        with undone():
            if row := walk.ask(shape):
                taken += 1
                walk.click(walk.liaison, "pause-detail", row.pk)
                assert walk.decide(row).status_code == 302, shape
                walk.click(walk.office, "pause-detail", row.pk)
                patrol(city.tenant, now=NOW + 40 * DAY)
                assert end_delivered(city.tenant, now=NOW) == 0
    assert taken > 15


@pytest.mark.parametrize(
    ("since", "milestone", "need"), [("2004-01-01", "", "long"), ("2021-03-10", "piles", "")]
)
def test_a_pause_is_walked_from_end_to_end(
    city: City, project: Project, since: str, milestone: str, need: str
) -> None:
    walk = Walk(city, project)
    row = walk.ask({**USUAL, "since": since, "milestone": milestone, "need": need})
    assert row is not None
    for name in ("pause-approval", "pause-refusal", "pause-ending", "pause-giving-back"):
        for browser in (walk.liaison, walk.office, walk.awaited):
            walk.click(browser, name, row.pk)
    for sent in ({"seen": "x"}, {"seen": "9" * 30}, {"seen": "0"}, {"answer": "同意" * 200}):
        assert walk.click(walk.office, "pause-approval", row.pk, **sent).status_code != 302
    assert walk.click(walk.awaited, "pause-approval", row.pk, seen="1").status_code == 403
    assert walk.decide(row).status_code == 302
    assert walk.decide(row).status_code == 422  # again: it says who was first
    walk.look(row)
    assert walk.ask({**USUAL, "milestone": milestone}) is None  # one at a time
    for on in ("", "x", "1900-01-01", "2199-12-31"):
        assert walk.click(walk.liaison, "pause-ending", row.pk, on=on).status_code == 422
    walk.end(row)
    assert not PlanPause.objects.get(pk=row.pk).is_running


class TestBetweenAskingAndDeciding:
    """What may have happened meanwhile."""

    def test_the_project_has_left_the_list(self, city: City, project: Project) -> None:
        walk, row = Walk(city, project), paused(city, project, milestone=None)
        withdraw_project(project, reason="示例", by=city.office, now=NOW)
        assert walk.decide(row).status_code == 422
        walk.end(row)

    def test_it_left_while_it_was_paused(self, city: City, project: Project) -> None:
        walk, row = Walk(city, project), paused(city, project, milestone=None)
        approve_pause(row, by=city.office, now=NOW)
        withdraw_project(project, reason="示例", by=city.office, now=NOW)
        SupportNeed.objects.filter(pk=row.need_id).update(status="delivered", delivered_on=TODAY)
        walk.end(row)
        assert end_delivered(city.tenant, now=NOW) == 1
        walk.look(row)

    def test_the_milestone_has_left_the_plan(self, city: City, project: Project) -> None:
        walk, row = Walk(city, project), paused(city, project)
        project.milestones.filter(code="piles").delete()
        assert walk.decide(row).status_code == 302
        assert fresh(project).paused_on is None  # a milestone rested, not the project
        walk.end(row)

    def test_the_milestone_is_done(self, city: City, project: Project) -> None:
        walk, row = Walk(city, project), paused(city, project)
        project.milestones.filter(code="piles").update(actual_finish=TODAY)
        assert walk.decide(row).status_code == 302
        walk.end(row)

    def test_the_need_was_dropped(self, city: City, project: Project) -> None:
        walk, row = Walk(city, project), paused(city, project, milestone=None)
        drop_need(row.need, reason="示例", by=city.office, now=NOW)
        assert walk.decide(row).status_code == 302
        assert end_delivered(city.tenant, now=NOW) == 1
        walk.end(row)

    def test_the_day_expected_has_passed(self, city: City, project: Project) -> None:
        walk, row = Walk(city, project), paused(city, project, milestone=None)
        PlanPause.objects.update(since=date(2021, 2, 1), expected=date(2021, 2, 20))
        assert walk.decide(row).status_code == 302
        assert fresh(project).light == "green"
        walk.end(row)

    def test_the_finish_is_no_more(self, city: City, project: Project) -> None:
        walk, row = Walk(city, project), paused(city, project, milestone=None)
        Project.objects.filter(pk=project.pk).update(required_finish=None)
        assert walk.decide(row).status_code == 302
        walk.end(row)

    @pytest.mark.parametrize("day", [date(1999, 1, 1), date(2040, 12, 31), date(2199, 12, 31)])
    def test_the_finish_lies_outside_the_calendar(
        self, city: City, project: Project, day: date
    ) -> None:
        walk, row = Walk(city, project), paused(city, project, milestone=None)
        Project.objects.filter(pk=project.pk).update(required_finish=day)
        assert walk.decide(row).status_code == 302
        walk.end(row)


def test_what_cannot_be_paused_says_why(city: City, project: Project) -> None:
    unplanned = city.project("示例没有计划的项目", responsible_unit=city.industry)
    withdrawn = planned(city, name="示例退出的项目")
    withdraw_project(withdrawn, reason="示例", by=city.office, now=NOW)
    for one in (unplanned, withdrawn):
        walk = Walk(city, project)
        walk.project = one
        assert walk.ask(USUAL) is None


def test_a_need_of_the_same_name_is_not_taken_for_it(city: City, project: Project) -> None:
    """Delivered, it would end the pause at once; of others, it would wait for the wrong unit."""
    walk = Walk(city, project)
    assert walk.ask({**USUAL, "what": "已落实"}) is None
    assert walk.ask({**USUAL, "what": "长" * 60}) is not None
    again = {**USUAL, "what": "长" * 60, "unit": "industry", "milestone": "piles"}
    assert walk.ask(again) is None
