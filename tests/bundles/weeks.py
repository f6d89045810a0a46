"""The week of 15 March 2021 of the industry department on both sides: filled outside, and inside
prepared from what is known there, where nobody told that the piles are done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from guatu.bundles.actions.receiving import accept, comparison_of, receive
from guatu.bundles.models import Arrival
from guatu.bundles.queries.comparing_lists import ListLine
from guatu.domain.worklists.rows import Cell
from guatu.org.choices import Role, UnitKind
from guatu.org.models import Holding, Post, PostRole, Unit, User
from guatu.projects.models import Milestone
from guatu.worklists.actions.filing import file
from guatu.worklists.actions.filling import correct
from guatu.worklists.actions.rounds import freeze, prepare
from guatu.worklists.models import WorkItem, WorkList
from tests.bundles.twin import CODE, Twin
from tests.city import NOW
from tests.worklists.lists import SEVEN, WEEK, at, item, prepared, with_milestones

NAME = "示例轴承生产线项目"
LATER = NOW + timedelta(hours=1)


@dataclass
class Weeks:
    """``outer`` is the list of the unit outside, ``inner`` the one inside."""

    twin: Twin
    outer: WorkList
    inner: WorkList
    liaison: User

    def type(self, name: str, words: Mapping[Cell, str], minutes: int = 0) -> None:
        """Outside, by its liaison."""
        at_ = NOW + timedelta(minutes=minutes)
        correct(item(self.outer, name), words, by=self.twin.city.liaison, now=at_)

    def file(self, minutes: int = 0) -> None:
        file(self.outer, by=self.twin.city.liaison, now=NOW + timedelta(minutes=minutes))

    def freeze(self, row: WorkList) -> None:
        assert freeze(row.round, now=at(15, 20))

    def arrive(self, minutes: int = 0) -> Arrival:
        _, raw = self.twin.bundle(minutes)
        return self.receive(raw)

    def receive(self, raw: bytes) -> Arrival:
        return receive(self.twin.inner, "guatu.zip", raw, by=self.twin.office, now=LATER)

    def enter(self, arrival: Arrival, now: datetime = LATER) -> Arrival:
        gist = comparison_of(arrival, now).gist
        accept(arrival, seen=arrival.version, gist=gist, by=self.twin.office, now=now)
        return Arrival.objects.get(pk=arrival.pk)

    def row(self, name: str) -> WorkItem:
        """Inside."""
        found: WorkItem = WorkItem.objects.get(work_list=self.inner, label__contains=name)
        return found


def rows_of(arrival: Arrival, now: datetime = LATER) -> dict[str, ListLine]:
    """What it would change, by the name of the row after the project."""
    rows = comparison_of(arrival, now).rows
    return {row.label.rpartition("：")[2]: row for row in rows}


def weeks_of(twin: Twin) -> Weeks:
    project = with_milestones(twin.city)
    project.code = CODE
    project.save(update_fields=["code"])
    unit, liaison = _staffed(twin)
    inner = twin.project(NAME, lead_unit=unit)
    for one in Milestone.objects.filter(project=project):
        one.pk, one.project, one.actual_finish = Milestone().pk, inner, None
        one.save(force_insert=True)
    outer = prepared(twin.city)
    assert prepare(twin.inner, WEEK, now=SEVEN) is not None
    row = WorkList.objects.select_related("unit", "round").get(tenant=twin.inner, unit=unit)
    twin.sender()
    return Weeks(twin, outer, row, liaison)


def _staffed(twin: Twin) -> tuple[Unit, User]:
    """The same department inside, with a liaison of its own."""
    unit = Unit(tenant=twin.inner, name=twin.city.industry.name, kind=UnitKind.DEPARTMENT)
    unit.spell()
    root = Unit.objects.get(tenant=twin.inner)
    added = Unit.objects.add_child(root, instance=unit)
    user = User(tenant=twin.inner, username="inner-liaison", name="示例辰", created_at=NOW)
    user.set_unusable_password()
    user.save()
    post = Post.objects.create(tenant=twin.inner, unit=added, title="联络员")
    PostRole.objects.create(post=post, role=Role.LIAISON)
    Holding.objects.create(tenant=twin.inner, post=post, user=user, since=date(2020, 1, 1))
    return added, user
