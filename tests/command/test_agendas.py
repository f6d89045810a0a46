"""The agenda of a meeting: computed until it begins, fixed then."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from guatu.command.actions import arranging
from guatu.command.actions.deciding import decide, decide_on_site
from guatu.command.actions.handing import Order
from guatu.command.actions.meetings import hold, minute
from guatu.command.actions.visiting import Seen, log_visit
from guatu.command.choices import ItemStatus, MeetingKind
from guatu.command.models import Meeting
from guatu.command.queries.agenda import Entry, agenda_of
from guatu.dispatches.actions.drafting import Matter, give
from guatu.domain.agenda import Cause
from guatu.kit.refusals import Refusal
from guatu.lines.models import HeadQuarters, TaskForce
from guatu.org.access import Forbidden
from guatu.projects.actions.opinions import give_owner_view
from guatu.projects.models import Project, SupportNeed
from tests.city import NOW, TODAY, City
from tests.command.steering import LATER, LINE, called, calm, held, item_of, raised, red


def entries(meeting: Meeting) -> list[Entry]:
    return agenda_of(meeting, LATER)


def told(entry: Entry) -> list[str]:
    return [str(reason) for reason in entry.reasons]


@pytest.fixture
def bearing(city: City) -> Project:
    return red(city.project())


class TestOrder:
    def test_what_needs_a_decision_first_stands_first(self, city: City, bearing: Project) -> None:
        blocked, late, apart, fine = (calm(city, f"示例{name}项目") for name in "堵迟疑好")
        raised(city, blocked)
        SupportNeed.objects.create(
            project=late, serial=1, element="land", name="供地", needed_by=date(2021, 3, 1)
        )
        Project.objects.filter(pk=apart.pk).update(light="green", owner_view=5)
        found = entries(called(city))
        assert [entry.project_id for entry in found] == [
            bearing.pk, apart.pk, late.pk, blocked.pk,
        ]  # fmt: skip
        assert [told(entry)[0] for entry in found] == [
            "亮红灯已 12 天，须定下由谁、用什么办法、哪天转好。",
            "灯与业主判断相差 4 档，须当面核实以哪个为准。",
            "“供地”迟了 14 天还没有落实，须定下哪天到位。",
            "堵点“图审意见未出”今天提出，还没有解决。",
        ]
        assert fine.pk not in {entry.project_id for entry in found}

    def test_a_project_is_discussed_once_with_all_that_is_wrong(
        self, city: City, bearing: Project
    ) -> None:
        give_owner_view(bearing, step=1, reason="设备已到", by=city.owner, now=NOW)
        red(bearing)
        raised(city, bearing)
        [entry] = entries(called(city))
        assert entry.cause is Cause.RED
        assert len(entry.reasons) == 3

    def test_overdue_dispatches_stand_with_their_project_or_alone(
        self, city: City, bearing: Project
    ) -> None:
        early = NOW - timedelta(days=20)
        for project, title in ((bearing, "补办图审"), (None, "报送方案")):
            matter = Matter(
                title=title, asked=title, lead_unit=city.housing, project=project,
                due_on=TODAY - timedelta(days=6),
            )  # fmt: skip
            give(city.tenant, matter, by=city.office, now=early)
        found = entries(called(city))
        assert [entry.cause for entry in found] == [Cause.RED, Cause.DISPATCH]
        assert "补办图审" in told(found[0])[1]
        assert "报送方案" in found[1].title

    def test_withdrawn_projects_and_solved_blockers_are_no_matter(
        self, city: City, bearing: Project
    ) -> None:
        Project.objects.filter(pk=bearing.pk).update(withdrawn_at=NOW, withdrawn_reason="停建")
        assert entries(called(city)) == []

    def test_the_queries_do_not_grow_with_the_projects(
        self,
        city: City,
        bearing: Project,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for n in range(4):
            project = red(city.project(f"示例项目{n}"))
            raised(city, project)
        before = held(city)
        meeting = called(city, at=before.starts_at + timedelta(days=7))
        with django_assert_num_queries(7):
            assert len(entries(meeting)) == 5


class TestScope:
    def test_a_task_force_has_its_own_projects(self, city: City, bearing: Project) -> None:
        force = TaskForce.objects.create(tenant=city.tenant, name="示例专班")
        assert entries(called(city, task_force=force)) == []
        Project.objects.filter(pk=bearing.pk).update(task_force=force)
        assert len(entries(called(city, task_force=force))) == 1

    def test_a_headquarters_has_those_of_its_lines(self, city: City, bearing: Project) -> None:
        body = HeadQuarters.objects.create(tenant=city.tenant, name="示例指挥部")
        body.lines.add(city.housing_line)
        assert entries(called(city, headquarters=body)) == []
        body.lines.add(city.industry_line)
        assert len(entries(called(city, headquarters=body))) == 1

    def test_the_neighbour_sees_nothing(self, city: City, bearing: Project) -> None:
        assert not Meeting.objects.visible_to(city.outsider).filter(pk=called(city).pk).exists()


class TestArranging:
    def test_struck_and_put_off_stand_last_with_the_reason(
        self, city: City, bearing: Project
    ) -> None:
        second = red(city.project("示例二号项目"), 3)
        meeting = called(city)
        key = f"project:{bearing.pk}"
        arranging.strike(meeting, key, reason="已由专班处理", by=city.office, now=NOW)
        found = entries(meeting)
        assert [entry.project_id for entry in found] == [second.pk, bearing.pk]
        assert (found[1].status, found[1].words) == (ItemStatus.STRUCK, "已由专班处理")
        arranging.restore(meeting, key, by=city.office, now=NOW)
        assert entries(meeting)[0].project_id == bearing.pk

    def test_without_a_reason_it_stays(self, city: City, bearing: Project) -> None:
        meeting = called(city)
        with pytest.raises(Refusal, match="为什么缓议"):
            arranging.put_off(meeting, f"project:{bearing.pk}", reason=" ", by=city.office, now=NOW)
        assert entries(meeting)[0].is_open

    def test_what_was_added_comes_last(self, city: City, bearing: Project) -> None:
        meeting = called(city)
        arranging.add(meeting, "听取征拆情况", by=city.office, now=NOW)
        assert [entry.title for entry in entries(meeting)] == [bearing.name, "听取征拆情况"]
        with pytest.raises(Refusal, match="请写明议什么"):
            arranging.add(meeting, "", by=city.office, now=NOW)

    def test_a_matter_put_off_comes_up_at_the_next_meeting_of_the_body(
        self, city: City, bearing: Project
    ) -> None:
        first = held(city)
        key = f"project:{bearing.pk}"
        arranging.put_off(first, key, reason="等省里批复", by=city.office, now=LATER)
        extra = arranging.add(first, "听取征拆情况", by=city.office, now=LATER)
        arranging.put_off(first, extra.key, reason="材料未齐", by=city.office, now=LATER)
        Project.objects.update(light="green")
        later = called(city, at=first.starts_at + timedelta(days=7))
        assert {entry.title: told(entry) for entry in entries(later)} == {
            bearing.name: ["前几次会议缓议 1 次，这次应当议定。"],
            "听取征拆情况": ["前几次会议缓议 1 次，这次应当议定。"],
        }
        force = TaskForce.objects.create(tenant=city.tenant, name="示例专班")
        assert entries(called(city, task_force=force, at=later.starts_at)) == []

    def test_others_do_not_arrange(self, city: City, bearing: Project) -> None:
        meeting = called(city)
        for user in (city.head, city.inspector, city.reader, city.outsider):
            with pytest.raises(Forbidden):
                arranging.add(meeting, "示例议题", by=user, now=NOW)


class TestHeld:
    def test_order_and_reasons_are_fixed_when_it_begins(
        self, city: City, bearing: Project, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        meeting = hold(called(city), by=city.office, now=LATER)
        Project.objects.update(light="green")
        red(city.project("示例后来项目"))
        with django_assert_num_queries(1):
            [entry] = entries(meeting)
        assert entry.project_id == bearing.pk
        assert told(entry) == ["亮红灯已 12 天，须定下由谁、用什么办法、哪天转好。"]

    def test_a_joint_meeting_takes_up_what_visits_left_open(
        self, city: City, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        project = city.project()
        Project.objects.update(light="green")
        seen = Seen(date(2021, 2, 20), "图审未出")
        visit = log_visit(project, city.posts["deputy"], seen, by=city.deputy, now=NOW)
        decide_on_site(visit, Order(LINE), by=city.deputy, now=NOW)
        month = date(2021, 2, 1)
        meeting = called(city, kind=MeetingKind.JOINT, month=month)
        with django_assert_num_queries(7):  # no meeting before it: one less
            [entry] = entries(meeting)
        assert entry.cause is Cause.FOLLOW_UP
        assert "接着会办" in told(entry)[0]
        other = called(city, kind=MeetingKind.JOINT, month=date(2021, 1, 1))
        assert entries(other) == []

    def test_a_decided_matter_is_not_put_off(self, city: City, bearing: Project) -> None:
        meeting = held(city)
        item = item_of(meeting, bearing)
        decide(item, Order(LINE), by=city.office, now=LATER)
        with pytest.raises(Refusal, match="已议定"):
            arranging.put_off(meeting, item.key, reason="再议", by=city.office, now=LATER)
        minute(meeting, by=city.office, now=LATER)
