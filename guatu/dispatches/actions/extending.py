"""More time: asked for before it runs out, decided by the reviewer, capped by the terms."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from guatu.dispatches.access import parts_of
from guatu.dispatches.actions.holding import finish, hold, needs_words, record
from guatu.dispatches.actions.timing import Timing
from guatu.dispatches.choices import ClockStatus, ExtensionStatus, Leg
from guatu.dispatches.models import Clock, Dispatch, Extension, Part
from guatu.domain.clocks import CHINA, closing, is_late
from guatu.domain.lifecycle import Verb
from guatu.domain.words import N_, Sentence, say
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.models import User


@transaction.atomic
def ask_extension(
    dispatch: Dispatch, *, until: date, reason: str, seen: int, by: User, now: datetime
) -> Extension:
    """申请延期: for the own part, before it runs out, with a reason and the new day."""
    held = hold(dispatch, Verb.ASK_EXTENSION, seen=seen, by=by)
    words = needs_words(reason, say(N_("请写明延期理由和目前进度。")))
    part = sorted(parts_of(by.access, held.dispatch), key=lambda one: not one.is_lead)[0]
    clock, timing = _clock(held.dispatch, part), Timing(held.dispatch, now)
    _refuse_late(clock, now)
    _refuse_caps(timing, part, clock, until)
    before = clock.due_at.astimezone(CHINA).date()
    asked = Extension.objects.create(
        dispatch=held.dispatch, part=part, asked_at=now, asked_by_name=by.name,
        reason=words, before=before, until=until,
    )  # fmt: skip
    finish(held, by=by, now=now)
    record(
        "dispatch.extension_asked", held.dispatch, by=by, now=now,
        unit=part.unit.label, until=until, reason=words,
    )  # fmt: skip
    return asked


@transaction.atomic
def grant_extension(
    extension: Extension, *, answer: str = "", seen: int, by: User, now: datetime
) -> Extension:
    """同意延期: the clock moves to the day asked for, as the calendar then counts it."""
    held = hold(extension.dispatch, Verb.GRANT_EXTENSION, seen=seen, by=by)
    asked = _still_asked(extension)
    clock, timing = _clock(held.dispatch, asked.part), Timing(held.dispatch, now)
    if closing(asked.until, timing.calendar, timing.hours) <= now:
        raise Refusal(
            say(
                N_("申请延至的 {day} 已经过去，请不同意并让对方重新提出。"),
                day=asked.until.isoformat(),
            )
        )
    timing.move(clock, asked.until)
    _decide(asked, ExtensionStatus.GRANTED, answer, by, now)
    timing.settle(held)
    finish(held, by=by, now=now)
    record(
        "dispatch.extension_granted", held.dispatch, by=by, now=now,
        before=asked.before, until=asked.until,
    )  # fmt: skip
    return asked


@transaction.atomic
def refuse_extension(
    extension: Extension, *, reason: str, seen: int, by: User, now: datetime
) -> Extension:
    """不同意延期: the old day stands."""
    held = hold(extension.dispatch, Verb.REFUSE_EXTENSION, seen=seen, by=by)
    asked = _still_asked(extension)
    words = needs_words(reason, say(N_("请写明为什么不同意延期。")))
    _decide(asked, ExtensionStatus.REFUSED, words, by, now)
    finish(held, by=by, now=now)
    record("dispatch.extension_refused", held.dispatch, by=by, now=now, reason=words)
    return asked


def _clock(dispatch: Dispatch, part: Part) -> Clock:
    """The clock of finishing this part; there is one as long as the part is worked on."""
    rows = Clock.objects.filter(dispatch=dispatch, part=part, leg=Leg.FINISH)
    clock = rows.exclude(status=ClockStatus.STOPPED).first()
    if clock is None:
        raise Refusal(say(N_("这一部分没有在计时的办结时限，不用延期。")))
    return clock


def _refuse_late(clock: Clock, now: datetime) -> None:
    if clock.status == ClockStatus.RUNNING and is_late(now, clock.due_at):
        raise Refusal(
            say(
                N_("办结时限 {due} 已过，不能再申请延期。请尽快反馈，并在反馈中写明逾期原因。"),
                due=f"{clock.due_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
            )
        )


def _refuse_caps(timing: Timing, part: Part, clock: Clock, until: date) -> None:
    """How often, how long, and not in the last days: the terms of the government."""
    due_on, terms = clock.due_at.astimezone(CHINA).date(), timing.terms
    fault: Sentence | None = None
    granted = part.extensions.filter(status=ExtensionStatus.GRANTED)
    if until <= due_on:
        fault = say(N_("新时限应晚于现在的 {day}。"), day=due_on.isoformat())
    elif not timing.calendar.first <= until <= timing.calendar.last:
        fault = say(N_("新时限 {day} 太远，请核对年份。"), day=until.isoformat())
    elif granted.count() >= terms.most_extensions:
        fault = say(N_("已经延期 {times} 次，到了上限，不能再延。"), times=terms.most_extensions)
    elif (until - clock.first_due_at.astimezone(CHINA).date()).days > terms.most_extended_days:
        last = clock.first_due_at.astimezone(CHINA).date() + timedelta(terms.most_extended_days)
        fault = say(N_("累计最多延 {days} 天，最晚到 {last}。"), days=terms.most_extended_days,
                    last=last.isoformat())  # fmt: skip
    elif terms.lock_days and (due_on - timing.now.date()).days < terms.lock_days:
        fault = say(N_("到期前 {days} 天内不再受理延期申请。"), days=terms.lock_days)
    elif part.extensions.filter(status=ExtensionStatus.ASKED).exists():
        fault = say(N_("上一次延期申请还没有批复，请先等批复。"))
    if fault is not None:
        raise Refusal(fault, {"until": fault})


def _still_asked(extension: Extension) -> Extension:
    asked = Extension.objects.select_related("part__unit").get(pk=extension.pk)
    if asked.status != ExtensionStatus.ASKED:
        raise StateChanged(
            say(
                N_("{name} 在 {at} 已经批复过这次延期申请：{status}。"),
                name=asked.decided_by_name,
                at=f"{(asked.decided_at or asked.asked_at).astimezone(CHINA):%m月%d日 %H:%M}",
                status=str(asked.get_status_display()),
            )
        )
    return asked


def _decide(asked: Extension, status: str, answer: str, by: User, now: datetime) -> None:
    asked.status, asked.decided_at, asked.decided_by_name = status, now, by.name
    asked.answer = answer.strip()
    asked.save(update_fields=["status", "decided_at", "decided_by_name", "answer"])
