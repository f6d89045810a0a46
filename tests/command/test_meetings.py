"""Meetings from the call to the end, and what is decided in the room."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from guatu.command.actions import meetings as acts
from guatu.command.actions.deciding import decide, decide_nothing
from guatu.command.actions.handing import Order
from guatu.command.choices import BlockerStatus, ItemStatus, MeetingKind, MeetingStatus
from guatu.command.models import AgendaItem, Decision, Meeting
from guatu.command.queries.meetings import meetings_of, minutes_of
from guatu.dispatches.actions import issuing
from guatu.dispatches.choices import DispatchStatus, Source
from guatu.dispatches.models import Dispatch
from guatu.domain.meetings import STATUS_WORDS, Status, Verb, open_in, step
from guatu.journal.queries import history_of, sentence_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.lines.models import TaskForce
from guatu.org.access import Forbidden
from guatu.org.choices import Role
from guatu.org.models import PostRole
from guatu.projects.models import Project
from tests.city import NOW, City
from tests.command.steering import DUE, LATER, LINE, accepted, called, held, item_of, red


@pytest.fixture
def project(city: City) -> Project:
    return red(city.project())


@pytest.fixture
def item(city: City, project: Project) -> AgendaItem:
    return item_of(held(city), project)


def said(meeting: Meeting) -> list[str]:
    return [str(sentence_of(event)) for event in history_of(meeting.pk)]


def test_choices_and_states_are_the_same() -> None:
    assert MeetingStatus.choices == [(one.value, words) for one, words in STATUS_WORDS.items()]


def test_each_verb_ends_in_a_known_state_or_stays() -> None:
    for status in Status:
        for verb in open_in(status):
            assert step(status, verb).target in (None, *Status)


class TestCalling:
    def test_meetings_are_numbered_within_the_year(self, city: City) -> None:
        first, second = called(city), called(city)
        assert (first.label, second.label) == ("〔2021〕1次", "〔2021〕2次")
        assert said(first) == ["通知开会“重点项目调度会”，2021-03-16 15:00，示例会议室"]

    @pytest.mark.parametrize(
        ("wrong", "field", "sentence"),
        [
            ({"title": " "}, "title", "请写明会议名称"),
            ({"place": ""}, "place", "请写明地点"),
            ({"at": NOW - timedelta(days=1)}, "starts_at", "已经过去"),
            ({"kind": MeetingKind.JOINT}, "month", "会办哪个月"),
        ],
    )
    def test_a_call_that_leaves_something_open_is_refused_in_a_sentence(
        self, city: City, wrong: dict[str, object], field: str, sentence: str
    ) -> None:
        with pytest.raises(Refusal) as refused:
            called(city, **wrong)
        assert sentence in str(refused.value.fields[field])

    def test_who_calls_whose_meeting(self, city: City) -> None:
        assert called(city, by=city.deputy).chair == city.posts["deputy"]
        for user in (city.head, city.liaison, city.inspector, city.reader, city.outsider):
            with pytest.raises(Forbidden):
                called(city, by=user)

    def test_the_head_of_a_task_force_calls_that_of_the_own_force_only(self, city: City) -> None:
        PostRole.objects.create(post=city.posts["liaison"], role=Role.TASK_FORCE)
        post = city.posts["liaison"]
        own = TaskForce.objects.create(tenant=city.tenant, name="示例专班", head=post)
        other = TaskForce.objects.create(tenant=city.tenant, name="示例他班")
        assert called(city, by=city.liaison, task_force=own).task_force == own
        with pytest.raises(Forbidden):
            called(city, by=city.liaison, task_force=other)

    def test_those_who_attend_see_it(self, city: City) -> None:
        meeting = called(city)
        for user in (city.office, city.deputy, city.head, city.inspector):
            assert meeting in Meeting.objects.visible_to(user)
        for user in (city.liaison, city.other_liaison, city.outsider):
            assert meeting not in Meeting.objects.visible_to(user)

    def test_a_change_names_what_changed(self, city: City) -> None:
        meeting = called(city)
        wanted = acts.Call(
            title=meeting.title, starts_at=meeting.starts_at, place="示例二号会议室",
            chair=meeting.chair, attendees=[city.posts["owner"]],
        )  # fmt: skip
        acts.edit(meeting, wanted, seen=1, by=city.office, now=LATER)
        assert said(meeting)[0] == "修改会议“重点项目调度会”：地点、参加"
        with pytest.raises(StateChanged, match="示例甲"):
            acts.edit(meeting, wanted, seen=1, by=city.deputy, now=LATER)

    def test_a_cancelled_one_is_not_held(self, city: City) -> None:
        meeting = called(city)
        with pytest.raises(Refusal, match="为什么取消"):
            acts.cancel(meeting, reason="", by=city.office, now=LATER)
        acts.cancel(meeting, reason="改为现场办公", by=city.office, now=LATER)
        with pytest.raises(Refusal, match="已取消"):
            acts.hold(meeting, by=city.office, now=LATER)


class TestDeciding:
    def test_one_line_becomes_a_dispatch_at_once(self, city: City, item: AgendaItem) -> None:
        decision = decide(item, Order(LINE), by=city.office, now=LATER)
        dispatch = decision.dispatch
        assert dispatch is not None
        assert (dispatch.number, dispatch.status) == ("〔2021〕1号", DispatchStatus.ISSUED)
        assert (dispatch.lead.unit, dispatch.due_on) == (city.housing, DUE)
        assert (dispatch.source, dispatch.source_words) == (Source.MEETING, "重点项目调度会")
        assert (dispatch.origin_kind, dispatch.origin_id) == ("command.Decision", decision.pk)
        assert dispatch.project == item.project
        assert dispatch.issuer_post == city.posts["deputy"]
        item.refresh_from_db()
        assert item.status == ItemStatus.DECIDED
        assert said(item.meeting)[0].endswith(
            "议定：示例住建局3月25日前完成图审（示例住建局，2021-03-25 前），交办 〔2021〕1号"
        )

    def test_what_is_chosen_stands_above_what_the_line_says(
        self, city: City, item: AgendaItem
    ) -> None:
        order = Order("示例住建局3月25日前完成，示例工信局配合", city.workshop, date(2021, 4, 2))
        decision = decide(item, order, by=city.office, now=LATER)
        assert decision.dispatch is not None
        units = [part.unit for part in decision.dispatch.parts.all()]
        assert (decision.unit, decision.due_on) == (city.workshop, date(2021, 4, 2))
        assert units == [city.workshop, city.industry]

    @pytest.mark.parametrize(
        ("line", "field", "sentence"),
        [
            ("3月25日前完成图审", "unit", "没有写明由哪个单位办"),
            ("示例住建局尽快完成图审", "due_on", "没有写明哪天以前办完"),
            ("示例住建局2021年3月1日前完成图审", "due_on", "已经过去"),
            ("", "words", "请写明议定什么"),
        ],
    )
    def test_without_unit_or_day_it_is_refused_in_a_sentence(
        self, city: City, item: AgendaItem, line: str, field: str, sentence: str
    ) -> None:
        with pytest.raises(Refusal) as refused:
            decide(item, Order(line), by=city.office, now=LATER)
        assert sentence in str(refused.value.fields[field])
        assert not Decision.objects.exists()
        assert not Dispatch.objects.exists()

    def test_a_unit_that_nobody_receives_for_is_refused_at_the_unit(
        self, city: City, item: AgendaItem
    ) -> None:
        order = Order("3月25日前完成图审", city.root)
        with pytest.raises(Refusal) as refused:
            decide(item, order, by=city.office, now=LATER)
        assert "没有能签收的人" in str(refused.value.fields["unit"])
        assert not Decision.objects.exists()

    def test_no_action_needs_a_reason(self, city: City, item: AgendaItem) -> None:
        with pytest.raises(Refusal, match="为什么无需交办"):
            decide_nothing(item, words="按计划推进", reason="", by=city.office, now=LATER)
        decision = decide_nothing(
            item, words="", reason="图审已于昨日通过", by=city.office, now=LATER
        )
        item.refresh_from_db()
        assert (decision.dispatch, item.status) == (None, ItemStatus.NO_ACTION)

    def test_a_decision_can_clear_a_blocker(self, city: City, project: Project) -> None:
        blocker = accepted(city, project)
        item = item_of(held(city), project)
        decision = decide(item, Order(LINE), blocker=blocker, by=city.office, now=LATER)
        blocker.refresh_from_db()
        assert (blocker.status, blocker.dispatch) == (BlockerStatus.SOLVING, decision.dispatch)
        stranger = accepted(city, city.project("示例他项目"))
        with pytest.raises(Refusal, match="不是这个项目的堵点"):
            decide(item, Order(LINE), blocker=stranger, by=city.office, now=LATER)

    def test_after_the_minutes_nothing_is_decided(self, city: City, item: AgendaItem) -> None:
        decide(item, Order(LINE), by=city.office, now=LATER)
        acts.minute(item.meeting, by=city.office, now=LATER)
        with pytest.raises(Refusal, match="已出纪要"):
            decide(item, Order(LINE), by=city.office, now=LATER)

    def test_only_those_who_run_it_write(self, city: City, item: AgendaItem) -> None:
        for user in (city.head, city.liaison, city.inspector, city.reader, city.outsider):
            with pytest.raises(Forbidden):
                decide(item, Order(LINE), by=user, now=LATER)
        assert decide(item, Order(LINE), by=city.deputy, now=LATER).dispatch is not None

    def test_who_may_not_issue_sends_it_for_approval(self, city: City) -> None:
        PostRole.objects.create(post=city.posts["owner"], role=Role.TASK_FORCE)
        force = TaskForce.objects.create(
            tenant=city.tenant, name="示例专班", head=city.posts["owner"]
        )
        project = red(city.project())
        Project.objects.update(task_force=force)
        item = item_of(held(city, task_force=force), project)
        decision = decide(item, Order(LINE), by=city.owner, now=LATER)
        assert decision.dispatch is not None
        assert decision.dispatch.status == DispatchStatus.APPROVING
        assert decision.dispatch.issuer_post == city.posts["owner"]


class TestMinutes:
    def test_each_matter_must_have_come_to_something(self, city: City, item: AgendaItem) -> None:
        with pytest.raises(Refusal, match="还有 1 个议题没有结果，第一个是“示例轴承生产线项目”"):
            acts.minute(item.meeting, by=city.office, now=LATER)
        decide(item, Order(LINE), by=city.office, now=LATER)
        meeting = acts.minute(item.meeting, opening="逐项研究", by=city.office, now=LATER)
        minutes = minutes_of(meeting)
        assert meeting.status == MeetingStatus.MINUTED
        assert [point.item.title for point in minutes.points] == ["示例轴承生产线项目"]
        assert (minutes.given, minutes.done) == (1, 0)

    def test_minutes_are_put_right_with_a_reason(self, city: City, item: AgendaItem) -> None:
        decide(item, Order(LINE), by=city.office, now=LATER)
        acts.minute(item.meeting, by=city.office, now=LATER)
        acts.take_back(item.meeting, reason="漏记一项", by=city.office, now=LATER)
        decide(item, Order("示例工信局3月底前报方案"), by=city.office, now=LATER)
        acts.minute(item.meeting, by=city.office, now=LATER)
        assert minutes_of(item.meeting).given == 2

    def test_it_is_closed_once_nothing_is_open(self, city: City, item: AgendaItem) -> None:
        decision = decide(item, Order(LINE), by=city.office, now=LATER)
        meeting = acts.minute(item.meeting, by=city.office, now=LATER)
        with pytest.raises(Refusal, match="还有 1 件交办没有办结"):
            acts.close(meeting, by=city.office, now=LATER)
        dispatch = decision.dispatch
        assert dispatch is not None
        issuing.withdraw(
            dispatch, reason="并入另一件", seen=dispatch.version, by=city.office, now=LATER
        )
        acts.close(meeting, by=city.office, now=LATER)
        [listed] = meetings_of(city.office)
        assert (listed.given, listed.closed, listed.status) == (1, 1, MeetingStatus.CLOSED)

    def test_a_verb_out_of_its_state_says_what_is_now(self, city: City) -> None:
        meeting = called(city)
        for act in (acts.minute, acts.close):
            with pytest.raises(Refusal, match="待召开"):
                act(meeting, by=city.office, now=LATER)
        assert Verb.HOLD in open_in(meeting.stage)
