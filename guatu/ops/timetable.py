"""The one timetable of periodic jobs.

huey is only the clock: once a minute it asks which entries are due. What is due is what has no
run of its period yet, so a job that fell into a stop of the server is made up for, a job that
failed is tried again after ``PATIENCE``, one that was cut off after ``LONGEST_RUN``, and two
servers do not do the same thing twice.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from huey import Huey

from guatu.domain.words import N_, Sentence, say
from guatu.journal import answers
from guatu.kit import clock
from guatu.notices.actions import deliver, spread
from guatu.ops.loop import (
    close_all,
    end_pauses,
    keep_lists,
    list_all,
    look_at_starts,
    press_all,
    recount_dues,
    remind_all,
)
from guatu.ops.models import JobRun
from guatu.ops.rounds import moment_of, patrol_all
from guatu.org.models import Tenant
from guatu.projects import tallies
from guatu.projects.actions.packs import remember_default

PATIENCE = timedelta(minutes=30)
LONGEST_RUN = timedelta(hours=3)
KEPT_RUNS = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every day at ``hour:minute`` in China, every hour at ``minute`` when ``hour`` is None, every
    minute when both are."""

    minute: int | None = None
    hour: int | None = None

    def last_due(self, now: datetime) -> datetime:
        """The latest moment up to ``now`` at which the job was due; at 00:09 yesterday's 00:10."""
        local = now.astimezone(clock.CHINA)
        if self.minute is None:
            return local.replace(second=0, microsecond=0)
        at = local.replace(minute=self.minute, second=0, microsecond=0)
        if self.hour is not None:
            at = at.replace(hour=self.hour)
        step = timedelta(hours=1) if self.hour is None else timedelta(days=1)
        return at if at <= local else at - step

    @property
    def words(self) -> Sentence:
        if self.minute is None:
            return say(N_("每分钟"))
        if self.hour is None:
            return say(N_("每小时第 {minute} 分"), minute=self.minute)
        return say(N_("每天 {time}"), time=f"{self.hour:02d}:{self.minute:02d}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A job: ``action`` is called with ``now`` and says in a sentence what it did."""

    name: str
    words: str
    schedule: Schedule
    action: Callable[[datetime], Sentence]

    def period_key(self, now: datetime) -> str:
        return f"{self.name} {self.schedule.last_due(now):%Y-%m-%dT%H:%M}"


def run_due(now: datetime) -> list[JobRun]:
    """Run every entry whose latest period has not been run, in the order of the timetable."""
    runs = [run_entry(entry, now) for entry in due(now)]
    return [run for run in runs if run is not None]


def due(now: datetime) -> list[Entry]:
    keys = {entry.period_key(now): entry for entry in TIMETABLE}
    taken = JobRun.objects.filter(period_key__in=keys).exclude(_to_be_tried_again(now))
    settled = set(taken.values_list("period_key", flat=True))
    return [entry for key, entry in keys.items() if key not in settled]


def run_entry(entry: Entry, now: datetime) -> JobRun | None:
    """Run ``entry`` for the period of ``now``; None when that period has been taken already.

    A failure is written down and logged; the other jobs are not its victims.
    """
    run = _take(entry, now)
    if run is None:
        return None
    began = time.monotonic()
    try:
        run.outcome = str(entry.action(now))[:300]
    except Exception as error:
        logging.getLogger(__name__).exception("job %s failed", entry.name)
        run.outcome, run.failed = f"{type(error).__name__}: {error}"[:300], True
    run.finished_at = now + timedelta(seconds=time.monotonic() - began)
    run.save(update_fields=["outcome", "failed", "finished_at"])
    if entry.schedule.minute is None:
        _forget_minutes(run)
    return run


def install(huey: Huey) -> None:
    """Let ``huey`` ask once a minute what is due; the first time at once."""

    @huey.periodic_task(lambda _at: True, name="guatu-timetable")  # type: ignore[untyped-decorator]
    def tick() -> None:
        run_due(clock.now())


def rewrite_tallies(tenant: Tenant) -> int:
    """Replace the totals by a recount in one transaction; returns how many were wrong.

    Counted without a lock first, so that nobody waits for the seconds this takes. What people do
    meanwhile may look like a fault; the second count, when nobody writes, decides.
    """
    if not any(tallies.differences(tenant.pk, tallies.recount(tenant.pk))):
        return 0
    with transaction.atomic():
        return tallies.rewrite(tenant.pk)


def _patrol(now: datetime) -> Sentence:
    """Only what can have changed by itself: every project knows its next day."""
    taken = patrol_all(now)
    return say(
        N_("判定 {judged} 个项目，{turned} 个变灯"), judged=taken.judged, turned=taken.turned
    )


def _remember_rules(now: datetime) -> Sentence:
    """Before a new edition of our default says anything, the one that did is kept."""
    fresh = sum(
        remember_default([tenant], now=moment_of(tenant, now))
        for tenant in Tenant.objects.order_by("id")
    )
    return say(N_("{fresh} 级政府改用新版默认规则"), fresh=fresh)


def _recount(now: datetime) -> Sentence:
    wrong = sum(rewrite_tallies(tenant) for tenant in Tenant.objects.order_by("id"))
    if wrong:
        return say(N_("{wrong} 项合计与明细不符，已按明细重写"), wrong=wrong)
    return say(N_("各项合计与明细相符"))


def _press(now: datetime) -> Sentence:
    """Rungs that have come due, each once; then who is told, then what leaves the house."""
    pressed = press_all(now)
    told, sent = spread(now), deliver(now)
    return say(
        N_("催办 {rungs} 次，通知 {notices} 人次，发出 {sent} 封"),
        rungs=pressed.rungs,
        notices=told.notices,
        sent=sent.sent,
    )


def _recount_dues(now: datetime) -> Sentence:
    return say(N_("按现行工作日历重算时限 {count} 项"), count=recount_dues(now))


def _remind(now: datetime) -> Sentence:
    return say(N_("承诺到期提醒 {count} 次"), count=remind_all(now))


def _end_pauses(now: datetime) -> Sentence:
    return say(N_("等到落实，结束暂停 {count} 个"), count=end_pauses(now))


def _clear_days(now: datetime) -> Sentence:
    closed, listed = close_all(now), list_all(now)
    return say(N_("截止 {closed} 个单位的日清，列入 {listed} 项"), closed=closed, listed=listed)


def _keep_lists(now: datetime) -> Sentence:
    kept = keep_lists(now)
    return say(
        N_("生成 {prepared} 期工作清单，到时限催报 {called} 期，冻结 {frozen} 期"),
        prepared=kept.prepared,
        called=kept.called,
        frozen=kept.frozen,
    )


def _look_at_starts(now: datetime) -> Sentence:
    return say(N_("集中开工到检查日，未实质开工 {count} 个"), count=look_at_starts(now))


def _clean_up(now: datetime) -> Sentence:
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    runs, _ = JobRun.objects.filter(started_at__lt=now - KEPT_RUNS).delete()
    kept = answers.forget(now)
    return say(
        N_("清理过期登录 {sessions} 条、运行记录 {runs} 条、旧的提交答复 {kept} 条"),
        sessions=sessions,
        runs=runs,
        kept=kept,
    )


def _refresh_statistics(now: datetime) -> Sentence:
    """Without statistics a planner takes the wrong index once a list has grown."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return say(N_("已更新数据库统计"))


TIMETABLE = (
    Entry("loop", N_("催办梯级、通知和投递"), Schedule(), _press),
    Entry("pauses", N_("等的要素落实了，结束暂停"), Schedule(), _end_pauses),
    Entry("dues", N_("工作日历变动后重算时限"), Schedule(4), _recount_dues),
    Entry("promises", N_("承诺到期提醒"), Schedule(10, hour=8), _remind),
    Entry("day-clear", N_("日清：列出当天须办，到截止时间结账"), Schedule(2), _clear_days),
    Entry("work-lists", N_("工作清单：生成、催报、冻结"), Schedule(), _keep_lists),
    Entry("starts", N_("集中开工：到检查日看是否实质开工"), Schedule(15, hour=8), _look_at_starts),
    Entry("rules", N_("留存默认亮灯规则的版本"), Schedule(1, hour=0), _remember_rules),
    Entry("patrol", N_("巡检：只判可能变灯的项目"), Schedule(5), _patrol),
    Entry("recount", N_("合计与明细核对"), Schedule(30, hour=1), _recount),
    Entry("clean-up", N_("清理过期登录和运行记录"), Schedule(0, hour=3), _clean_up),
    Entry("statistics", N_("更新数据库统计"), Schedule(20, hour=3), _refresh_statistics),
)


def _forget_minutes(run: JobRun) -> None:
    """Of a job of every minute the last run is enough, and what failed."""
    done = JobRun.objects.filter(name=run.name, failed=False, finished_at__isnull=False)
    done.filter(started_at__lt=run.started_at).delete()


def _take(entry: Entry, now: datetime) -> JobRun | None:
    """Claim the period: by the unique key when nobody has, else by a conditional update."""
    run = JobRun(name=entry.name, period_key=entry.period_key(now), started_at=now)
    try:
        with transaction.atomic():
            run.save(force_insert=True)
        return run
    except IntegrityError:
        return _take_over(run, now)


def _take_over(run: JobRun, now: datetime) -> JobRun | None:
    left = JobRun.objects.filter(period_key=run.period_key).filter(_to_be_tried_again(now))
    if not left.update(started_at=now, finished_at=None, failed=False, outcome=""):
        return None
    return JobRun.objects.get(period_key=run.period_key)


def _to_be_tried_again(now: datetime) -> Q:
    return Q(failed=True, started_at__lte=now - PATIENCE) | Q(
        finished_at__isnull=True, started_at__lte=now - LONGEST_RUN
    )
