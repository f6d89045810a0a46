"""Bad input and odd turns: a sentence and a way on; nothing is left without an owner."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from guatu.dispatches.actions.drafting import draft, give
from guatu.dispatches.models import Clock, Terms
from guatu.domain.lifecycle import Status, Verb
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal
from guatu.org.access import Forbidden
from guatu.org.models import Holding
from tests.city import NOW, TODAY, _post, _unit
from tests.dispatches.cast import HOUR, PDF, Cast, Course, at

pytestmark = pytest.mark.django_db
EVENING = datetime.combine(TODAY, time(18), CHINA)


def running(course: Course, *legs: str) -> set[tuple[str, str]]:
    """Leg and unit of the clocks that run; the issuer's and the awaited have no unit."""
    rows = Clock.objects.filter(dispatch=course.dispatch, status="running")
    found = rows.select_related("part__unit")
    return {(c.leg, c.part.unit.name if c.part else "") for c in found if c.leg in legs}


def test_today_after_closing_is_no_day_to_finish(cast: Cast) -> None:
    with pytest.raises(Refusal, match="今天已经下班") as refused:
        Course(cast, EVENING).draft(due_on=TODAY)
    assert set(refused.value.fields) == {"due_on"}
    assert Course(cast).draft(due_on=TODAY).dispatch.due_on == TODAY


def test_a_draft_that_was_left_lying_is_not_issued_late(cast: Cast) -> None:
    course = Course(cast).draft(due_on=TODAY)
    course.now = EVENING
    with pytest.raises(Refusal, match="2021-03-15 已经过去，请先改期再下发"):
        course.do(Verb.ISSUE)


@pytest.mark.parametrize("verb", [Verb.SEND_BACK, Verb.REOPEN])
def test_a_new_round_is_not_due_today_after_closing(cast: Cast, verb: Verb) -> None:
    course = at(cast, Status.REPLIED if verb is Verb.SEND_BACK else Status.SIGNED_OFF)
    course.now = EVENING
    with pytest.raises(Refusal, match="今天已经下班"):
        course.do(verb, until=TODAY)
    course.do(verb, until=TODAY + timedelta(days=1))
    assert course.dispatch.stage is Status.SENT_BACK


def test_a_post_that_fell_vacant_before_the_issue_is_noticed(cast: Cast) -> None:
    post = cast.city.posts["head"]
    course = Course(cast).draft(owner_post=post)
    Holding.objects.filter(post=post).update(until=TODAY)
    with pytest.raises(Refusal, match="“局长”现在空缺，没有人能签收"):
        course.do(Verb.ISSUE)


@pytest.mark.parametrize("verb", [Verb.REASSIGN, Verb.CO_HANDLE, Verb.PAUSE])
def test_nothing_is_given_to_a_unit_where_nobody_can_receive_it(cast: Cast, verb: Verb) -> None:
    empty = _unit(cast.city.root, "示例空编局")
    course = at(cast, Status.RECEIVED)
    with pytest.raises(Refusal, match="“示例空编局”还没有能签收的人"):
        course.do(verb, unit=empty)
    _post(empty, "联络员", "liaison", cast.city.other_liaison)
    course.do(verb, unit=empty)


@pytest.mark.parametrize("verb", [Verb.REASSIGN, Verb.CO_HANDLE, Verb.PAUSE])
def test_nothing_is_given_to_a_unit_that_is_closed(cast: Cast, verb: Verb) -> None:
    cast.woods.closed_on = TODAY
    cast.woods.save(update_fields=["closed_on"])
    with pytest.raises(Refusal, match="“示例林业局”已撤销"):
        at(cast, Status.RECEIVED).do(verb, unit=cast.woods)


def test_a_reader_s_post_cannot_answer_for_it(cast: Cast) -> None:
    """Nobody of 示例市政府 itself receives, so a post that may not either leaves it lying."""
    city = cast.city
    values = {"lead_unit": city.root, "assisting": ()}
    with pytest.raises(Refusal, match="还没有能签收的人"):
        Course(cast).draft(owner_post=city.posts["reader"], **values)
    Course(cast).draft(owner_post=city.posts["owner"], **values)


@pytest.mark.parametrize("verb", [Verb.REASSIGN, Verb.REPLY, Verb.WITHDRAW])
def test_a_wait_ends_with_what_it_waited_for(cast: Cast, verb: Verb) -> None:
    course = at(cast, Status.RECEIVED).do(Verb.PAUSE).do(verb)
    assert not course.dispatch.waiting
    assert not course.dispatch.pauses.filter(until=None).exists()
    assert running(course, "wait") == set()


def test_who_was_handed_it_while_it_waited_can_wait_again(cast: Cast) -> None:
    course = at(cast, Status.RECEIVED).do(Verb.PAUSE).do(Verb.REASSIGN)
    course.do(Verb.RECEIVE, cast.stranger).do(Verb.PAUSE, cast.stranger)
    assert course.dispatch.pauses.count() == 2


@pytest.mark.parametrize(
    ("verb", "status"), [(Verb.REPLY, "lapsed"), (Verb.WITHDRAW, "lapsed"), (Verb.PAUSE, "asked")]
)
def test_a_request_for_more_time_goes_with_what_it_was_for(
    cast: Cast, verb: Verb, status: str
) -> None:
    course = at(cast, Status.RECEIVED).do(Verb.ASK_EXTENSION).do(verb)
    assert course.asked().status == status


def test_a_helper_s_time_runs_on_when_the_lead_has_to_do_it_again(cast: Cast) -> None:
    course = at(cast, Status.SENT_BACK)
    both = {("finish", "示例工信局"), ("finish", "示例住建局")}
    assert running(course, "finish", "review") == both


def test_the_issuer_s_time_ends_when_it_is_handed_on(cast: Cast) -> None:
    course = at(cast, Status.DECLINED)
    assert ("review", "") in running(course, "review")
    course.do(Verb.REASSIGN)
    assert running(course, "review") == set()


def test_who_gets_it_after_its_day_has_the_time_of_its_class(cast: Cast) -> None:
    """Due on 26 March, handed on 1 April: ten workdays, of which 5 April is a day off."""
    course = at(cast, Status.RECEIVED)
    course.now = datetime(2021, 4, 1, 10, 0, tzinfo=CHINA)
    course.do(Verb.REASSIGN)
    clock = Clock.objects.get(part=course.dispatch.lead, leg="finish")
    assert clock.due_at == datetime(2021, 4, 16, 17, 30, tzinfo=CHINA)


def test_receiving_twice_changes_nothing(cast: Cast) -> None:
    course = at(cast, Status.RECEIVED).do(Verb.RECEIVE_PART)
    before = course.dispatch.version
    assert course.do(Verb.RECEIVE_PART).dispatch.version == before


def test_a_matter_that_nobody_wants_ends_with_the_default_post(cast: Cast) -> None:
    Terms.objects.create(tenant=cast.city.tenant, default_post=cast.city.posts["stranger"])
    course = at(cast, Status.DECLINED).do(Verb.REASSIGN, unit=cast.water)
    course.do(Verb.DECLINE, cast.awaited)
    assert course.dispatch.stage is Status.ISSUED
    assert course.dispatch.lead.unit == cast.woods
    with pytest.raises(Refusal, match="这件事已经退回 2 次，不能再退"):
        course.do(Verb.DECLINE, cast.stranger)


def test_a_circle_of_reassignments_ends(cast: Cast) -> None:
    course = at(cast, Status.DECLINED)
    with pytest.raises(Refusal, match="“示例工信局”在 2021-03-15 退回过这件事"):
        course.do(Verb.REASSIGN, unit=cast.city.industry)


@pytest.mark.parametrize("act", [draft, give])
def test_nobody_drafts_for_another_government(cast: Cast, act: object) -> None:
    matter = Course(cast).matter()
    with pytest.raises(Forbidden):
        act(cast.city.tenant, matter, by=cast.city.outsider, now=NOW)


def test_nobody_is_asked_for_help_in_another_government(cast: Cast) -> None:
    foreign = cast.city.outsider.holdings.get().post.unit
    with pytest.raises(Refusal) as refused:
        Course(cast).draft(assisting=(foreign,))
    assert set(refused.value.fields) == {"assisting"}


def test_an_extension_after_the_end_is_refused_and_before_it_holds(cast: Cast) -> None:
    course = at(cast, Status.RECEIVED)
    course.now = datetime(2021, 3, 26, 17, 30, tzinfo=CHINA) - HOUR
    course.do(Verb.ASK_EXTENSION)
    other = at(cast, Status.RECEIVED)
    other.now = course.now
    with pytest.raises(Refusal, match="办结时限 2021-03-26 17:30 已过，不能再申请延期"):
        other.do(Verb.ASK_EXTENSION)
    course.do(Verb.GRANT_EXTENSION)
    clock = Clock.objects.get(part=course.dispatch.lead, leg="finish")
    assert (clock.due_at.astimezone(CHINA).date(), clock.edition) == (date(2021, 4, 2), 2)


def test_nobody_gives_out_in_the_name_of_a_post_of_others(cast: Cast) -> None:
    deputy = cast.city.posts["deputy"]
    with pytest.raises(Refusal, match="不能以它的名义交办"):
        Course(cast).draft(issuer_post=deputy)
    matter = Course(cast).matter(issuer_post=deputy)
    written = draft(cast.city.tenant, matter, by=cast.city.office, now=NOW)
    assert written.issuer_post == deputy


def test_too_many_files_at_once_are_not_taken_in_part(cast: Cast) -> None:
    course = at(cast, Status.RECEIVED)
    with pytest.raises(Refusal, match="一次最多附 10 个文件"):
        course.do(Verb.REPLY, uploads=[PDF] * 11)
    assert course.read().stage is Status.RECEIVED
    assert not course.dispatch.entries.exists()
