"""What lies on whose desk: exactly what this person must do."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from guatu.boards.desk import badge_of, desk_of, must_today, receipt_of
from guatu.commitments.actions import approving, drafting
from guatu.commitments.actions.practising import report as report_promise
from guatu.dayclear.actions.closing import close_days
from guatu.dayclear.actions.opening import open_days
from guatu.dayclear.actions.settling import add, carry
from guatu.dispatches.actions import doing, extending, issuing, reviewing, waiting
from guatu.dispatches.actions.drafting import Matter, draft, submit
from guatu.dispatches.models import Dispatch
from guatu.org.actions.posts import hand_over
from guatu.org.choices import Role
from guatu.org.models import Holding, Post, PostRole, User
from guatu.projects.actions.supplying import promise_need
from guatu.projects.models import Milestone, Project
from tests.city import NOW, TODAY, City
from tests.commitments.promising import drafted
from tests.dayclear.days import (
    FRIDAY,
    MONDAY,
    TUESDAY,
    at,
    dispatch_to_industry,
    need_of_industry,
    running,
)


def desk(user: User, now: datetime = NOW) -> list[str]:
    """``["receive 〔2021〕1号 …"]``: kinds and titles in the order of the desk."""
    found = desk_of(_fresh(user).access, now)
    return [
        f"{line.row.duty.kind} {line.row.title}"
        for shelf in found.shelves
        for line in shelf.lines
        if line.row.duty.kind != "report"
    ]


def kinds(user: User, now: datetime = NOW) -> list[str]:
    return [line.split(" ")[0] for line in desk(user, now)]


def _fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def fresh(dispatch: Dispatch) -> Dispatch:
    return Dispatch.objects.get(pk=dispatch.pk)


@pytest.fixture
def dispatch(city: City) -> Dispatch:
    return dispatch_to_industry(city, due_on=FRIDAY)


class TestDoing:
    def test_a_part_lies_with_its_unit_and_nobody_else(
        self, city: City, dispatch: Dispatch
    ) -> None:
        for user in (city.head, city.liaison):
            assert desk(user) == [f"receive {dispatch}"]
        for user in (city.other_liaison, city.deputy, city.inspector, city.reader, city.owner):
            assert desk(user) == []
        assert desk(city.outsider) == []

    def test_with_a_post_named_it_lies_with_its_holder_alone(self, city: City) -> None:
        dispatch_to_industry(city, owner_post=city.posts["head"])
        assert kinds(city.head) == ["receive"]
        assert kinds(city.liaison) == []

    def test_of_a_unit_without_people_it_lies_with_the_unit_above(self, city: City) -> None:
        dispatch_to_industry(city, lead_unit=city.workshop)
        assert kinds(city.head) == ["receive"]

    def test_of_a_unit_with_people_it_does_not(self, city: City) -> None:
        user = User.objects.create(
            tenant=city.tenant, username="workshop", name="示例寅", created_at=NOW
        )
        post = Post.objects.create(tenant=city.tenant, unit=city.workshop, title="主任")
        PostRole.objects.create(post=post, role=Role.UNIT_HEAD)
        Holding.objects.create(tenant=city.tenant, post=post, user=user, since=TODAY)
        dispatch_to_industry(city, lead_unit=city.workshop)
        assert kinds(user) == ["receive"]
        assert kinds(city.head) == []

    def test_it_goes_on_from_leg_to_leg(self, city: City, dispatch: Dispatch) -> None:
        held = doing.receive(dispatch, seen=dispatch.version, by=city.liaison, now=NOW)
        assert kinds(city.head) == ["first_reply"]
        doing.report(held, words="已现场核实", seen=held.version, by=city.liaison, now=NOW)
        assert kinds(city.head) == ["finish"]
        held = fresh(dispatch)
        doing.reply(held, words="已办结", seen=held.version, by=city.liaison, now=NOW)
        assert kinds(city.head) == []
        assert kinds(city.office) == ["review"]
        held = fresh(dispatch)
        reviewing.send_back(held, reason="缺材料", seen=held.version, by=city.office, now=NOW)
        assert kinds(city.head) == ["redo"]
        assert kinds(city.office) == []

    def test_what_waits_for_others_lies_with_the_others(
        self, city: City, dispatch: Dispatch
    ) -> None:
        held = doing.receive(dispatch, seen=dispatch.version, by=city.liaison, now=NOW)
        waiting.pause(
            held, city.housing, reason="等规划意见", seen=held.version, by=city.head, now=NOW
        )
        assert kinds(city.head) == []
        assert kinds(city.other_liaison) == ["answer"]

    def test_a_unit_that_assists_has_its_own_row(self, city: City) -> None:
        dispatch_to_industry(city, due_on=FRIDAY, assisting=(city.housing,))
        assert kinds(city.other_liaison) == ["receive"]


class TestDeciding:
    def test_the_issuer_reviews_then_signs_off(self, city: City, dispatch: Dispatch) -> None:
        held = doing.receive(dispatch, seen=dispatch.version, by=city.liaison, now=NOW)
        doing.reply(held, words="已办结", seen=held.version, by=city.liaison, now=NOW)
        held = fresh(dispatch)
        held = reviewing.complete(held, seen=held.version, by=city.office, now=NOW)
        assert kinds(city.office) == ["sign_off"]
        assert kinds(city.inspector) == []
        reviewing.sign_off(held, seen=held.version, by=city.office, now=NOW)
        assert kinds(city.office) == []

    def test_a_declined_one_is_placed_by_the_issuer(self, city: City, dispatch: Dispatch) -> None:
        doing.decline(dispatch, reason="属住建局职责", seen=dispatch.version, by=city.head, now=NOW)
        assert kinds(city.office) == ["place"]
        assert kinds(city.head) == []
        held = fresh(dispatch)
        issuing.reassign(
            held, city.housing, reason="改由住建局", seen=held.version, by=city.office, now=NOW
        )
        assert kinds(city.office) == []
        assert kinds(city.other_liaison) == ["receive"]

    def test_more_time_is_decided_by_the_issuer(self, city: City, dispatch: Dispatch) -> None:
        held = doing.receive(dispatch, seen=dispatch.version, by=city.liaison, now=NOW)
        extending.ask_extension(
            held,
            until=date(2021, 3, 26),
            reason="等批复",
            seen=held.version,
            by=city.liaison,
            now=NOW,
        )
        assert kinds(city.office) == ["extension"]

    def test_a_draft_is_approved_by_the_head(self, city: City) -> None:
        matter = Matter(title="请住建局提供图纸", asked="三日内提供", lead_unit=city.housing)
        row = draft(city.tenant, matter, by=city.liaison, now=NOW)
        assert kinds(city.head) == []
        submit(row, seen=row.version, by=city.liaison, now=NOW)
        assert kinds(city.head) == ["approve"]
        assert kinds(city.liaison) == []
        assert kinds(city.office) == []

    def test_what_nobody_is_left_to_review_comes_to_the_office(self, city: City) -> None:
        row = dispatch_to_industry(city)
        Dispatch.objects.update(issuer_post=city.posts["deputy"])
        held = doing.receive(row, seen=row.version, by=city.liaison, now=NOW)
        doing.reply(held, words="已办结", seen=held.version, by=city.liaison, now=NOW)
        assert kinds(city.deputy) == ["review"]
        hand_over(city.posts["deputy"], None, on=TODAY, by=city.office, now=NOW)
        assert kinds(city.office) == ["review"]


class TestProjects:
    def test_needs_are_promised_then_delivered(self, city: City) -> None:
        need = need_of_industry(city, city.project(owner_post=None, lead_unit=city.housing))
        assert kinds(city.head) == ["promise"]
        promise_need(need, on=FRIDAY, by=city.liaison, now=NOW)
        assert desk(city.head) == [f"deliver {need.name}"]
        assert kinds(city.other_liaison) == []

    def test_a_promise_is_asked_for_at_once_and_what_is_promised_comes_when_it_is_near(
        self, city: City
    ) -> None:
        need = need_of_industry(city, city.project(), on=TODAY + timedelta(days=31))
        assert kinds(city.head) == ["promise"]
        promise_need(need, on=TODAY + timedelta(days=31), by=city.head, now=NOW)
        assert kinds(city.head) == []

    def test_milestones_lie_with_the_owner(self, city: City) -> None:
        _milestone(city.project(), MONDAY)
        assert kinds(city.owner) == ["milestone"]
        assert kinds(city.head) == []

    def test_without_an_owner_they_lie_with_the_unit_that_answers(self, city: City) -> None:
        _milestone(city.project(owner_post=None, responsible_unit=city.housing), MONDAY)
        assert kinds(city.other_liaison) == ["milestone"]
        assert kinds(city.head) == []

    def test_the_report_of_the_last_month(self, city: City) -> None:
        project = city.project(owner_post=None)
        assert desk_of(_fresh(city.head).access, NOW).count == 0  # listed in March
        Project.objects.update(listed_on=date(2021, 1, 8))
        rows = desk_of(_fresh(city.head).access, NOW)
        assert [line.row.title for shelf in rows.shelves for line in shelf.lines] == [project.name]
        Project.objects.update(last_period=date(2021, 2, 1))
        assert desk_of(_fresh(city.head).access, NOW).count == 0


class TestPromises:
    def test_to_confirm_then_to_show_then_to_keep(self, city: City) -> None:
        row = drafted(city)
        drafting.offer(row, by=city.office, now=NOW)
        assert (kinds(city.head), kinds(city.office)) == (["confirm"], [])
        approving.confirm(row, by=city.head, now=NOW)
        assert (kinds(city.head), kinds(city.office)) == ([], ["show"])
        approving.show(row, by=city.office, now=NOW)
        assert (kinds(city.head), kinds(city.office)) == (["keep"], [])
        report_promise(row, words="已交付", met_on=TODAY, by=city.head, now=NOW)
        assert (kinds(city.head), kinds(city.inspector)) == ([], ["judge"])

    def test_what_is_past_its_day_waits_for_a_judge_too(self, city: City) -> None:
        row = drafted(city)
        approving.confirm(row, by=city.head, now=NOW)
        approving.show(row, by=city.office, now=NOW)
        after = at(row.due_on + timedelta(days=1))
        assert kinds(city.inspector, at(row.due_on)) == []
        assert kinds(city.inspector, after) == kinds(city.office, after) == ["judge"]
        assert kinds(city.head, after) == ["keep"]


class TestDays:
    def test_own_items_lie_there_until_they_are_settled(self, city: City) -> None:
        running(city)
        own = add(city.industry, "走访示例企业", day=MONDAY, by=city.head, now=NOW)
        assert desk(city.head) == ["clear 走访示例企业"]
        carry(own, reason="改约", next_on=TUESDAY, by=city.head, now=NOW)
        (line,) = desk_of(_fresh(city.head).access, NOW).shelves[0].lines
        assert (line.late, line.row.carried, line.row.duty.left_over) == (False, 1, 0)

    def test_what_was_left_over_comes_first_the_next_day(self, city: City) -> None:
        running(city)
        add(city.industry, "走访示例企业", day=MONDAY, by=city.head, now=NOW)
        need_of_industry(city, city.project(owner_post=None, lead_unit=city.housing), on=TUESDAY)
        open_days(NOW)
        close_days(at(MONDAY, 22))
        assert kinds(city.head, at(TUESDAY)) == ["clear", "promise"]
        first = desk_of(_fresh(city.head).access, at(TUESDAY)).shelves[0].lines[0]
        assert (first.late, first.row.duty.left_over) == (True, 1)

    def test_a_source_that_was_left_over_is_marked(self, city: City, dispatch: Dispatch) -> None:
        running(city)
        dispatch_to_industry(city, title="今天要办的")
        open_days(NOW)
        close_days(at(MONDAY, 22))
        lines = desk_of(_fresh(city.head).access, at(TUESDAY)).shelves[0].lines
        assert "今天要办的" in lines[0].row.title
        assert lines[0].row.duty.left_over == 1


def busy(city: City) -> None:
    """Something of every sort for the industry department and the office."""
    running(city)
    for title, due in (("一", MONDAY), ("二", FRIDAY)):
        dispatch_to_industry(city, title=title, due_on=due, assisting=(city.housing,))
    replied = dispatch_to_industry(city, title="三", due_on=FRIDAY)
    held = doing.receive(replied, seen=replied.version, by=city.liaison, now=NOW)
    doing.reply(held, words="已办结", seen=held.version, by=city.liaison, now=NOW)
    project = city.project(owner_post=None)
    need_of_industry(city, project)
    _milestone(project, MONDAY)
    row = drafted(city, due_on=TUESDAY)
    drafting.offer(row, by=city.office, now=NOW)
    add(city.industry, "走访示例企业", day=MONDAY, by=city.head, now=NOW)
    add(city.industry, "明天再看", day=TUESDAY, by=city.head, now=NOW)


@pytest.mark.parametrize("hours", [0, 9, 24, 24 * 4, 24 * 9])
def test_the_badge_counts_what_the_desk_shows(city: City, hours: int) -> None:
    busy(city)
    now = NOW + timedelta(hours=hours)
    close_days(now)
    people = (city.head, city.liaison, city.office, city.other_liaison, city.owner, city.reader)
    counts = [
        (must_today(_fresh(u).access, now), desk_of(_fresh(u).access, now).must) for u in people
    ]
    assert [badge for badge, _ in counts] == [must for _, must in counts]
    assert counts[0][0] > 0


def test_the_kept_count_is_renewed_by_the_next_act_and_the_next_minute(
    city: City, settings: object, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    settings.CACHES = {**settings.CACHES, "counts": memory}
    dispatch_to_industry(city)
    access = _fresh(city.head).access
    assert badge_of(access, NOW) == 1
    with django_assert_num_queries(1):
        assert badge_of(access, NOW) == 1
    add(city.industry, "走访示例企业", day=MONDAY, by=city.head, now=NOW)
    assert badge_of(access, NOW) == 2
    assert badge_of(access, NOW + timedelta(minutes=1)) == 2


def test_it_takes_few_queries_however_much_there_is(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    busy(city)
    access = _fresh(city.head).access
    with django_assert_num_queries(20):
        desk_of(access, NOW)
    with django_assert_num_queries(6):
        must_today(access, NOW)


class TestHandingOver:
    def test_the_receipt_names_what_is_open_and_the_successor_finds_it(self, city: City) -> None:
        dispatch_to_industry(city, title="负责人的事", owner_post=city.posts["head"])
        promise = drafted(city)
        drafting.offer(promise, by=city.office, now=NOW)
        receipt = receipt_of(_post(city.posts["head"]), NOW)
        assert receipt.count == len(desk_of(_fresh(city.head).access, NOW).shelves[0].lines) + 1
        successor = User.objects.create(
            tenant=city.tenant, username="next", name="示例卯", created_at=NOW
        )
        assert kinds(successor) == []
        hand_over(city.posts["head"], successor, on=TODAY, by=city.office, now=NOW)
        assert sorted(kinds(successor)) == ["confirm", "receive"]
        assert kinds(city.head) == []
        assert receipt_of(_post(city.posts["head"]), NOW).count == receipt.count

    def test_a_vacant_post_shows_what_the_next_will_find(self, city: City) -> None:
        dispatch_to_industry(city, owner_post=city.posts["head"])
        hand_over(city.posts["head"], None, on=TODAY, by=city.office, now=NOW)
        assert receipt_of(_post(city.posts["head"]), NOW).count == 1
        assert kinds(city.liaison) == ["receive"]


def _post(post: Post) -> Post:
    return Post.objects.select_related("unit").get(pk=post.pk)


def _milestone(project: Project, planned: date) -> Milestone:
    return Milestone.objects.create(
        project=project, serial=1, code="m1", name="基础完工", duration=10, planned_finish=planned
    )
