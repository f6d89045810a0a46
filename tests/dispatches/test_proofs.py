"""The check of dispatches against the journal finds what was done behind its back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from guatu.dispatches.actions.pressing import press_due
from guatu.dispatches.models import Clock, Dispatch, Fire, Part, Pause
from guatu.dispatches.proofs import VERBS, faults
from guatu.domain.lifecycle import TABLE, Status, Verb
from guatu.journal.models import Event, Outbox
from tests.city import NOW, City
from tests.dispatches.cast import Course, at, build_cast
from tests.journal_unlocked import journal_unlocked

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(city: City) -> Course:
    """Received, pressed, and waiting for somebody: a bit of everything."""
    course = at(build_cast(city), Status.RECEIVED).do(Verb.PAUSE)
    press_due(NOW + timedelta(days=30))
    return course


def said(course: Course) -> list[str]:
    return [str(fault) for fault in faults(course.cast.city.tenant)]


def test_every_verb_that_changes_something_leaves_an_event() -> None:
    by_events = {*VERBS.values(), Verb.RECEIVE_PART, Verb.APPROVE}
    assert by_events == {row.verb for row in TABLE}


def test_what_the_acts_left_is_without_fault(course: Course) -> None:
    assert Fire.objects.exists()
    assert said(course) == []


LABEL = "〔2021〕1号 示例项目供地手续"
Slip = Callable[[Course], object]


def _drop_event(course: Course) -> None:
    with journal_unlocked():
        Outbox.objects.filter(event__code="dispatch.issued").delete()
        Event.objects.filter(code="dispatch.issued").delete()


def _repeat_act(course: Course) -> None:
    with journal_unlocked():
        event = Event.objects.get(code="dispatch.submitted")
        later = Event.objects.get(code="dispatch.issued")
        later.details["version"] = event.details["version"]
        later.save()


@pytest.mark.parametrize(
    ("slip", "found"),
    [
        (
            lambda course: Dispatch.objects.update(status="replied"),
            f"1 件交办单的状态与日志推算的不符：{LABEL}",
        ),
        (
            lambda course: Dispatch.objects.update(version=9),
            f"1 件交办单的同一版本有不止一次办理，或缺少办理记录：{LABEL}",
        ),
        (_repeat_act, f"1 件交办单的同一版本有不止一次办理，或缺少办理记录：{LABEL}"),
        (_drop_event, f"1 件交办单的日志里有规则不允许的办理：{LABEL}"),
        (lambda course: Fire.objects.latest("planned_at").delete(), "1 次催办的记录与日志对不上"),
        (
            lambda course: Outbox.objects.latest("event__seq").delete(),
            "条，两者应当相等",
        ),
        (
            lambda course: Clock.objects.filter(leg="receive", part__is_lead=True).update(
                late=True
            ),
            f"1 件交办单的逾期与否不是按收到的时间定的：{LABEL}",
        ),
        (
            lambda course: Clock.objects.filter(status="paused").update(next_at=NOW),
            f"1 件已了结的交办单还在计时：{LABEL}",
        ),
        (
            lambda course: Clock.objects.filter(status="running").delete(),
            f"1 件未了结的交办单没有任何计时，可能无人过问：{LABEL}",
        ),
        (
            lambda course: Dispatch.objects.update(next_due=NOW),
            f"1 件交办单的下一到期时间与各项计时不符：{LABEL}",
        ),
        (
            lambda course: Pause.objects.update(until=NOW),
            f"1 件交办单的挂起与等待记录不符：{LABEL}",
        ),
        (
            lambda course: Part.objects.filter(is_lead=True).update(status="released"),
            f"1 件交办单不是恰有一个主办单位：{LABEL}",
        ),
        (
            lambda course: Dispatch.objects.update(serial=2),
            "2021 年的交办单编号不连续：最大 2 号，实有 1 件",
        ),
    ],
)
def test_what_was_done_behind_its_back_is_found(course: Course, slip: Slip, found: str) -> None:
    slip(course)
    assert any(found in sentence for sentence in said(course)), said(course)


def test_a_dispatch_without_any_event_is_found(course: Course) -> None:
    lone = Dispatch.objects.get()
    lone.pk, lone.serial, lone.title = None, None, "示例无来历"
    lone.save(force_insert=True)
    assert "1 件交办单的状态与日志推算的不符：示例无来历" in said(course)
