"""Caps of the demonstration, one that was lifted, and what people complain of and propose."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from guatu.burden.actions import complaints as acts
from guatu.burden.actions.caps import Waiving, set_terms, waive
from guatu.burden.actions.complaints import Written
from guatu.burden.choices import CappedMeasure, ComplaintKind
from guatu.burden.models import Complaint
from guatu.burden.terms import preset
from guatu.kit.clock import CHINA
from guatu.ops.demo.organisation import LIAISON, Cast
from guatu.org.actions.founding import OFFICE_NAME
from guatu.org.models import User

Deed = tuple[datetime, Callable[[datetime], object]]
ADOPTED = date(2021, 2, 22)
SOURCE = "示例市为基层减负若干措施（示例）第 6 条"
#: Above so many slips a week a unit gets no more; the rest of the caps is only said.
MOST_SLIPS = 12
INSPECTOR = "督查专员"


@dataclass(frozen=True, slots=True)
class Told:
    """``unit``: whose liaison writes it; without one nobody's name stands by it."""

    day: date
    kind: str
    words: str
    page: str
    unit: str = ""
    about: str = ""
    answer: str = ""
    by_inspector: bool = False
    again: str = ""
    settled: bool = False


TOLD = (
    Told(
        date(2021, 3, 1),
        ComplaintKind.COMPLAINT,
        "月调度和周清单里同一个节点的进展要看两遍，希望只核对一次。",
        "/worklists/",
        unit="市住房和城乡建设局",
        answer="两张清单都由系统预填，同一节点改一处两处都变；月调度从下月起只列本月到期的。",
        settled=True,
    ),
    Told(
        date(2021, 3, 3),
        ComplaintKind.COMPLAINT,
        "一周被通知参加三个会，内容差不多，人手排不开。",
        "/command/",
        about=OFFICE_NAME,
        answer="已核：三个会有两个可以合并。从本周起同一周内对同一单位的会合并召开，已请办公室改正。",
        by_inspector=True,
    ),
    Told(
        date(2021, 3, 5),
        ComplaintKind.SUGGESTION,
        "交办单要求附现场照片的，希望写明为什么要照片，没有必要的不要。",
        "/dispatches/",
        unit="市自然资源和规划局",
        answer="同意。派单时不再默认勾选照片，确需照片的在工作要求里写明理由。",
        again="昨天收到的单子仍要照片，没有写理由。",
    ),
    Told(
        date(2021, 3, 9),
        ComplaintKind.SUGGESTION,
        "手机上签收后能直接看到要交什么材料就更好了。",
        "/desk/",
        answer="已列入改进清单，下次升级时一并处理。",
    ),
    Told(
        date(2021, 3, 12),
        ComplaintKind.COMPLAINT,
        "晚上八点还收到一般事项的提醒，能不能第二天早上合并成一封。",
        "/notices/",
    ),
)


def burden_deeds(cast: Cast) -> Iterator[Deed]:
    """Adopted before the weeks that are shown; one cap lifted for a flood drill."""
    yield _at(ADOPTED, time(9, 30)), _adopting(cast)
    yield _at(date(2021, 3, 8), time(8, 40)), _waiving(cast)
    for n, told in enumerate(TOLD):
        yield from _course(cast, told, f"DEMO{'ABCDEFGH'[n] * 12}")


def _course(cast: Cast, told: Told, code: str) -> Iterator[Deed]:
    by = cast.holder(told.unit, LIAISON) if told.unit else None
    yield _at(told.day, time(16, 10)), _filing(cast, told, by, code)
    if told.answer:
        answerer = _inspector(cast) if told.by_inspector else cast.office
        after = told.day + timedelta(days=1)
        yield _at(after, time(10, 5)), _answering(told, code, answerer)
    if told.again:
        yield _at(told.day + timedelta(days=5), time(9, 0)), _asking_again(told, by, code)
    if told.settled:
        yield _at(told.day + timedelta(days=2), time(8, 50)), _settling(by, code)


def _adopting(cast: Cast) -> Callable[[datetime], object]:
    def act(at: datetime) -> None:
        rules: dict[str, Any] = copy.deepcopy(preset())
        for row in rules["caps"]:
            if row["limit"] is not None:
                row["source"] = SOURCE
            if row["measure"] == "slips" and row["scope"] == "unit":
                row["limit"], row["hard"] = MOST_SLIPS, True
        set_terms(cast.tenant, rules, seen=0, by=cast.office, now=at)

    return act


def _waiving(cast: Cast) -> Callable[[datetime], object]:
    wanted = Waiving(
        measure=CappedMeasure.SLIPS,
        day=date(2021, 3, 8),
        reason="防汛应急演练一周，需要连续派单",
        unit=cast.units["市住房和城乡建设局"],
    )
    return lambda at: waive(cast.tenant, wanted, by=cast.office, now=at)


def _filing(cast: Cast, told: Told, by: User | None, code: str) -> Callable[[datetime], object]:
    about = cast.units[told.about] if told.about else None
    written = Written(told.kind, told.words, told.page, about)
    return lambda at: acts.file(cast.tenant, written, by=by, code=code, now=at)


def _answering(told: Told, code: str, by: User) -> Callable[[datetime], object]:
    def act(at: datetime) -> None:
        row = _row(code)
        acts.answer(row, words=told.answer, seen=row.version, by=by, now=at)

    return act


def _asking_again(told: Told, by: User | None, code: str) -> Callable[[datetime], object]:
    return lambda at: acts.ask_again(_row(code), words=told.again, by=by, code=code, now=at)


def _settling(by: User | None, code: str) -> Callable[[datetime], object]:
    return lambda at: acts.settle(_row(code), by=by, code=code, now=at)


def _row(code: str) -> Complaint:
    return Complaint.objects.get(digest=acts.digest_of(code))


def _inspector(cast: Cast) -> User:
    return cast.holder(OFFICE_NAME, INSPECTOR)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, CHINA)
