"""Three weeks and a month of lists of work in the demonstration.

The system prepares them; liaisons correct a word here and there and add what no system knows,
heads approve, a few units are late or missing, and one figure is put right after the freeze.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from guatu.domain.worklists.rhythm import Period, Rhythm
from guatu.domain.worklists.rows import Cell
from guatu.kit.clock import CHINA
from guatu.ops.demo.organisation import HEAD, LIAISON, Cast
from guatu.org.models import User
from guatu.worklists.actions import filing, filling
from guatu.worklists.actions.amending import amend
from guatu.worklists.actions.rounds import call_in, freeze, prepare
from guatu.worklists.choices import RowKind, RowStanding
from guatu.worklists.models import WorkItem, WorkList, WorkRound

Deed = tuple[datetime, Callable[[datetime], object]]
TODAY = date(2021, 3, 15)
WEEKS = (date(2021, 3, 1), date(2021, 3, 8), TODAY)
MONTH = date(2021, 3, 1)
#: Of so many units one files after the deadline, one not at all.
LATE, MISSING = 11, 17
#: Of so many units one adds a matter of its own, one corrects what it has to ask of others.
ADDS, CORRECTS = 6, 4
OWN = (
    ("全市项目观摩点位踏勘", "选定 3 个观摩点位，报总指挥部办公室"),
    ("节后企业复工复产走访", "走访规上企业 5 家，问题现场登记"),
    ("项目档案规范化整理", "完成一季度项目档案归集"),
    ("安全生产隐患排查", "对在建工地排查一遍，隐患当日交办"),
)
ASKED = (
    "材料进场慢，请协调供货单位",
    "已电话催办两次，请分管领导出面协调",
    "会办单位意见未返回，请帮助催办",
)
READ = "完成情况清楚；逾期事项请在本周内拿出具体措施。"


def worklist_deeds(cast: Cast) -> Iterator[Deed]:
    """By round: prepared, filled and filed, approved, called in, frozen."""
    for first in WEEKS:
        period = Period.of(Rhythm.WEEK, first)
        yield _at(first, time(7, 0)), _preparing(cast, period)
        over = first < TODAY
        yield _at(first, time(15, 0) if over else time(8, 20)), _filing(cast, period, whole=over)
        if over:
            yield from _closing(cast, period, first, first + timedelta(days=1))
    month = Period.of(Rhythm.MONTH, MONTH)
    yield _at(MONTH, time(7, 5)), _preparing(cast, month)
    yield _at(date(2021, 3, 2), time(15, 0)), _filing(cast, month, whole=True)
    yield from _closing(cast, month, date(2021, 3, 3), date(2021, 3, 5))
    yield _at(date(2021, 3, 11), time(10, 10)), _amending(cast, Period.of(Rhythm.WEEK, WEEKS[1]))
    yield _at(date(2021, 3, 11), time(10, 30)), _reviewing(cast, Period.of(Rhythm.WEEK, WEEKS[1]))


def _closing(cast: Cast, period: Period, due: date, end: date) -> Iterator[Deed]:
    yield _at(due, time(17, 31)), lambda at: call_in(_round(cast, period), now=at)
    yield _at(due, time(18, 20)), _filing_late(cast, period)
    yield _at(end, time(12, 0)), lambda at: freeze(_round(cast, period), now=at)


def _preparing(cast: Cast, period: Period) -> Callable[[datetime], object]:
    return lambda at: prepare(cast.tenant, period, now=at)


def _filing(cast: Cast, period: Period, *, whole: bool) -> Callable[[datetime], object]:
    """Of a week that has just begun a third has filed by nine, half of those are approved."""

    def act(at: datetime) -> None:
        for n, row in enumerate(_lists(cast, period)):
            slow = n % LATE == LATE - 1 or n % MISSING == MISSING - 1
            if slow or (not whole and n % 3):
                continue
            moment = at + timedelta(minutes=n % 30)
            _fill(cast, row, n, moment)
            if whole or n % 2 == 0:
                _approve(cast, row, moment + timedelta(minutes=8))

    return act


def _filing_late(cast: Cast, period: Period) -> Callable[[datetime], object]:
    def act(at: datetime) -> None:
        for n, row in enumerate(_lists(cast, period)):
            if n % LATE == LATE - 1 and n % MISSING != MISSING - 1:
                _fill(cast, row, n, at + timedelta(minutes=n % 30))

    return act


def _fill(cast: Cast, row: WorkList, n: int, at: datetime) -> None:
    by = _person(cast, row, LIAISON) or _person(cast, row, HEAD)
    if by is None:
        return
    late = row.items.filter(standing=RowStanding.OVERDUE)
    overdue = late.exclude(kind=RowKind.OWN).first()
    if n % CORRECTS == 0 and overdue is not None:
        words = {Cell.HELP: ASKED[n % len(ASKED)]}
        filling.correct(overdue, words, by=by, now=at)
    for item in row.items.filter(kind=RowKind.OWN):
        done = {**_cells(item), Cell.DONE: "已办结"}
        own = filling.OwnRow(item.label, done, item.due_on, at.date() - timedelta(days=3))
        filling.settle_own(item, own, by=by, now=at)
    if n % ADDS == 0:
        label, plan = OWN[n // ADDS % len(OWN)]
        own = filling.OwnRow(label, {Cell.PLAN: plan}, row.round.last - timedelta(days=2))
        filling.add(row, own, by=by, now=at)
    filing.file(row, by=by, now=at)


def _cells(item: WorkItem) -> dict[Cell, str]:
    return {cell: item.text(cell) for cell in Cell}


def _approve(cast: Cast, row: WorkList, at: datetime) -> None:
    head = _person(cast, row, HEAD)
    filed = WorkList.objects.get(pk=row.pk)
    if head is not None and filed.filed_at is not None and filed.filed_by_id != head.pk:
        filing.approve(row, answer="同意报送", by=head, now=at)


def _amending(cast: Cast, period: Period) -> Callable[[datetime], object]:
    """A liaison finds on Thursday that a plan was written down wrongly."""

    def act(at: datetime) -> None:
        rows = WorkItem.objects.filter(work_list__in=_lists(cast, period), struck="")
        for item in rows.exclude(work_list__filed_by=None).order_by("work_list__unit__path", "id"):
            by = _person(cast, item.work_list, LIAISON)
            if by is not None and "plan" in item.said:
                after = f"{item.text(Cell.PLAN)}，另报一份书面说明"
                reason = "漏写会议要求，依据 3月9日 调度会记录"
                amend(item, Cell.PLAN, after, reason=reason, by=by, now=at)
                return

    return act


def _reviewing(cast: Cast, period: Period) -> Callable[[datetime], object]:
    def act(at: datetime) -> None:
        overdue = [row for row in _lists(cast, period) if row.items.filter(standing="overdue")]
        for row in overdue[:3]:
            filing.review(row, words=READ, by=cast.office, now=at)

    return act


def _round(cast: Cast, period: Period) -> WorkRound:
    return WorkRound.objects.get(tenant=cast.tenant, rhythm=period.rhythm.value, first=period.first)


def _lists(cast: Cast, period: Period) -> list[WorkList]:
    rows = WorkList.objects.filter(round=_round(cast, period))
    return list(rows.select_related("unit", "round").order_by("unit__path"))


def _person(cast: Cast, row: WorkList, title: str) -> User | None:
    return cast.holders.get(f"{row.unit.name} {title}")


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, CHINA)
