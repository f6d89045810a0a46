"""A week of 日清 in the demonstration: lists, evenings, what was carried and what was left over.

Own items come from a table; what the system lists is carried by the liaisons with a reason, left
over here and there, and confirmed by the heads on the next morning.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from guatu.dayclear.actions.closing import close_day, confirm
from guatu.dayclear.actions.correcting import correct
from guatu.dayclear.actions.opening import list_day
from guatu.dayclear.actions.settling import add, block, carry, finish
from guatu.dayclear.choices import ItemKind, ItemState
from guatu.dayclear.models import DayClosing, DayItem
from guatu.dayclear.queries.owed import known_of
from guatu.kit.clock import CHINA
from guatu.ops.demo.organisation import HEAD, LIAISON, Cast
from guatu.ops.demo.tables import FOLDER
from guatu.org.models import User
from guatu.workdays.queries import calendar_in_force

Deed = tuple[datetime, Callable[[datetime], object]]
FIRST, TODAY = date(2021, 3, 8), date(2021, 3, 15)
LISTED, NOTED, EVENING = time(8, 5), time(8, 10), time(17, 35)
CLOSED, CONFIRMED, CORRECTED = time(22, 0), time(8, 35), time(9, 20)
#: Why what was due did not get done that day, and for how many workdays it was put off.
OF_UNITS = (
    ("会办单位的意见还没有返回，已电话催办", 1),
    ("材料缺一份盖章件，明天上午补齐", 1),
    ("现场已看过，处理意见等分管领导审定", 2),
    ("已约企业面谈，对方改到后天", 2),
)
OF_PROJECTS = (
    ("雨后场地泥泞，机械进不了场，顺延", 3),
    ("材料晚到两天，已与供货单位约定时间", 4),
    ("图纸会审意见还没有书面回复", 5),
    ("施工班组节后返岗不足，本周补齐", 5),
)
#: One item in so many is left without a word, as it happens.
SILENT = 6


@dataclass(frozen=True, slots=True)
class OwnItem:
    """A line of the table; without ``act`` nothing was said by the evening."""

    day: date
    unit: str
    label: str
    at: str
    act: str
    words: str
    to: str


def day_deeds(cast: Cast) -> Iterator[Deed]:
    """By day: the list, own items and what became of them, the evening, the next morning."""
    calendar = calendar_in_force()
    day = FIRST
    while day <= TODAY:
        yield _at(day, LISTED), _listing(cast, day)
        for n, row in enumerate(_own(day)):
            yield from _story(cast, row, n)
        if day < TODAY:
            yield _at(day, EVENING), _carrying(cast, day)
            yield _at(day, CLOSED), _closing(cast, day)
            following = calendar.add_workdays(day, 1)
            yield _at(following, CONFIRMED) - timedelta(minutes=20), _confirming(cast, day)
        day = calendar.add_workdays(day, 1)
    yield _at(date(2021, 3, 9), CORRECTED), _correcting(cast)


def _own(day: date) -> list[OwnItem]:
    with (FOLDER / "day_items.csv").open(encoding="utf-8", newline="") as file:
        rows = [OwnItem(date.fromisoformat(row.pop("day")), **row) for row in csv.DictReader(file)]
    return [row for row in rows if row.day == day]


def _story(cast: Cast, row: OwnItem, n: int) -> Iterator[Deed]:
    yield _at(row.day, NOTED) + timedelta(minutes=n), lambda at: _added(cast, row, at)
    if row.act:
        moment = _at(row.day, time.fromisoformat(row.at))
        yield moment, lambda at: _settled(cast, row, at)


def _added(cast: Cast, row: OwnItem, at: datetime) -> DayItem:
    post = cast.post(row.unit, LIAISON)
    by = cast.holder(row.unit, LIAISON)
    return add(cast.units[row.unit], row.label, day=row.day, post=post, by=by, now=at)


def _settled(cast: Cast, row: OwnItem, at: datetime) -> None:
    by = cast.holder(row.unit, LIAISON)
    item = DayItem.objects.get(tenant=cast.tenant, label=row.label, day=row.day)
    if row.act == "done":
        finish(item, words=row.words, by=by, now=at)
    else:
        act = carry if row.act == "carry" else block
        act(item, reason=row.words, next_on=date.fromisoformat(row.to), by=by, now=at)


def _listing(cast: Cast, day: date) -> Callable[[datetime], object]:
    return lambda at: list_day(cast.tenant.pk, day, now=at)


def _closing(cast: Cast, day: date) -> Callable[[datetime], object]:
    return lambda at: close_day(cast.tenant.pk, day, calendar_in_force(), now=at)


def _carrying(cast: Cast, day: date) -> Callable[[datetime], object]:
    """Liaisons say why what is not done has to wait; here and there nobody says anything."""

    def act(at: datetime) -> None:
        rows = DayItem.objects.filter(tenant=cast.tenant, day=day, state=ItemState.OPEN)
        listed = list(rows.exclude(kind=ItemKind.OWN).order_by("id"))
        known = known_of(listed)
        for n, item in enumerate(listed):
            by = _liaison(cast, item)
            if by is None or known[item.pk].done_on or n % SILENT == SILENT - 1:
                continue
            reasons = OF_UNITS if item.kind == ItemKind.DISPATCH else OF_PROJECTS
            reason, days = reasons[n % len(reasons)]
            later = calendar_in_force().add_workdays(day, days)
            carry(item, reason=reason, next_on=later, by=by, now=at)

    return act


def _confirming(cast: Cast, day: date) -> Callable[[datetime], object]:
    """Most heads confirm on the next morning."""

    def act(at: datetime) -> None:
        rows = DayClosing.objects.filter(tenant=cast.tenant, day=day).select_related("unit")
        for n, closing in enumerate(rows.order_by("unit__path")):
            head = cast.holders.get(f"{closing.unit.name} {HEAD}")
            if head is not None and n % 4 != 3:
                words = "属实" if not closing.uncleared else "属实，未清的今天上午办"
                confirm(closing, words=words, by=head, now=at)

    return act


def _correcting(cast: Cast) -> Callable[[datetime], object]:
    """Somebody forgot to write down what was done on Monday."""

    def act(at: datetime) -> None:
        item = DayItem.objects.get(
            tenant=cast.tenant, day=FIRST, label="整理境外客商来曲行程", corrects=None
        )
        by = cast.holder("市投资促进中心", LIAISON)
        correct(item, ItemState.DONE, words="当晚已报商务局，忘记登记", by=by, now=at)

    return act


def _liaison(cast: Cast, item: DayItem) -> User | None:
    return cast.holders.get(f"{item.unit.name} {LIAISON}")


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, CHINA)
