"""What stands on a list: rows composed from what is known, and what was changed by hand.

A row says what was done in the period before, what is planned in this one, who leads and who
does it, by when, how it stands, what is in the way and who has to help. Who, when and how it
stands come from the source of the row and are changed there, never on the list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from guatu.domain.words import N_, Sentence, say
from guatu.domain.workcalendar import WorkCalendar
from guatu.domain.worklists.rhythm import DAY, Period


class Kind(StrEnum):
    """Where a row comes from; own ones are written by the liaison."""

    MILESTONE = "milestone"
    DISPATCH = "dispatch"
    DECISION = "decision"
    COMMITMENT = "commitment"
    NEED = "need"
    BLOCKER = "blocker"
    DATE_CHANGE = "date_change"
    OWN = "own"


class Standing(StrEnum):
    """How a matter stands (状态)."""

    OVERDUE = "overdue"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"


class Cell(StrEnum):
    """The columns that words stand in; the first four may be corrected on any row."""

    DONE = "done"
    PLAN = "plan"
    TROUBLE = "trouble"
    HELP = "help"
    LEADER = "leader"
    OWNER = "owner"


#: What the liaison may correct on a row of the system; who does it is added where nobody knows.
CORRECTED = (Cell.DONE, Cell.PLAN, Cell.TROUBLE, Cell.HELP)
#: Kinds that are on the list while they are under way, due or not.
UNDER_WAY = frozenset({Kind.DISPATCH, Kind.DECISION, Kind.BLOCKER, Kind.DATE_CHANGE})
Said = Mapping[Cell, Sentence]


@dataclass(frozen=True, slots=True)
class Matter:
    """A thing that the system knows of a unit.

    ``progress`` are the latest words about it, ``trouble`` what is in the way, ``help`` who has
    to clear it. ``note`` stands for done and plan where they have words of their own.
    ``released``: nobody asks for it any more.
    """

    kind: Kind
    source_id: UUID
    page_id: UUID
    unit_id: UUID
    label: str
    due: date | None
    done_on: date | None = None
    leader: str = ""
    owner: str = ""
    progress: str = ""
    waits: str = ""
    trouble: str = ""
    help: str = ""
    note: Sentence | None = None
    line_id: UUID | None = None
    project_id: UUID | None = None
    released: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A matter as it stands on a list; ``promised_on`` is the day by which this period has to
    see it done, None when it is not due."""

    matter: Matter
    standing: Standing
    said: Said
    promised_on: date | None


def is_listed(matter: Matter, period: Period) -> bool:
    """What was done in the period before or in this one, what is due or late, what is under way.

    A milestone due on Friday 2021-03-19 is on the list of that week and, done on the 18th, on
    the next one; due on the 22nd it is not on the list of that week yet.
    """
    if matter.released:
        return False
    if matter.done_on is not None:
        return period.before.first <= matter.done_on <= period.last
    if matter.kind in UNDER_WAY:
        return True
    return matter.due is not None and matter.due <= period.last


def compose(matter: Matter, period: Period, day: date, calendar: WorkCalendar) -> Row:
    """The row of ``matter`` by what is known on ``day``.

    Raises CalendarOutOfRange beyond the years of the calendar.
    """
    late = _late_by(matter, day, calendar)
    said = {
        Cell.DONE: _done(matter, period, calendar),
        Cell.PLAN: _plan(matter, period, late),
        Cell.TROUBLE: _trouble(matter, late),
        Cell.HELP: _named(N_("请{who}协调解决"), matter.help),
        Cell.LEADER: _plain(matter.leader),
        Cell.OWNER: _plain(matter.owner),
    }
    known = {cell: words for cell, words in said.items() if words is not None}
    return Row(matter, standing_of(matter, day), known, promised_on(matter, period))


def standing_of(matter: Matter, day: date) -> Standing:
    if matter.done_on is not None and matter.done_on <= day:
        return Standing.DONE
    if matter.waits:
        return Standing.WAITING
    if matter.due is not None and matter.due < day:
        return Standing.OVERDUE
    return Standing.RUNNING


def promised_on(matter: Matter, period: Period) -> date | None:
    """The day by which the period has to see it done.

    What falls due in it on that day, what was late before by its end; what waits for others, or
    is due later, by no day.
    """
    if matter.done_on is not None and matter.done_on < period.first:
        return None
    if matter.due is None or matter.due > period.last or matter.waits:
        return None
    return matter.due if matter.due >= period.first else period.last


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Late first, then what falls due, then what was done; the same rows in the same order."""
    return sorted(rows, key=_place)


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a list the system filled: rows, and cells with words in them.

    A cell that was corrected by hand is no longer the system's.
    """

    rows: int = 0
    own_rows: int = 0
    cells: int = 0
    by_hand: int = 0

    @property
    def row_percent(self) -> int | None:
        return _percent(self.rows - self.own_rows, self.rows)

    @property
    def cell_percent(self) -> int | None:
        return _percent(self.cells - self.by_hand, self.cells)

    def __add__(self, other: Share) -> Share:
        return Share(
            self.rows + other.rows,
            self.own_rows + other.own_rows,
            self.cells + other.cells,
            self.by_hand + other.by_hand,
        )


def share_of(said: Collection[str], hand: Mapping[str, str], *, own: bool, dated: bool) -> Share:
    """Of one row: its subject, its standing, its day and the words in its cells.

    ``said`` are the cells that the system filled, ``hand`` what was typed; an ``own`` row was
    written by the liaison. A milestone with done and plan by the system, the plan corrected:
    subject, standing, day, done, plan make 5 cells, 1 by hand.
    """
    typed = sum(1 for words in hand.values() if words)
    kept = sum(1 for cell in said if cell not in hand)
    fixed = 2 + dated
    return Share(
        rows=1,
        own_rows=int(own),
        cells=fixed + kept + typed,
        by_hand=typed + (fixed if own else 0),
    )


def _done(matter: Matter, period: Period, calendar: WorkCalendar) -> Sentence | None:
    done, due = matter.done_on, matter.due
    if done is not None and done < period.first:
        if matter.note is not None:
            return matter.note
        late = calendar.workdays_between(due + DAY, done + DAY) if due and done > due else 0
        template = _DONE_LATE[matter.kind] if late > 0 else _DONE[matter.kind]
        return say(template, month=done.month, day=done.day, n=late)
    if matter.progress:
        return _plain(matter.progress)
    if due is not None and due < period.first:
        return say(N_("未办结（应于{month}月{day}日）"), month=due.month, day=due.day)
    return None


def _plan(matter: Matter, period: Period, late: int) -> Sentence | None:
    if matter.done_on is not None and matter.done_on < period.first:
        return None
    if matter.note is not None:
        return matter.note
    if matter.waits:
        return _named(N_("等待：{who}，条件具备后继续"), matter.waits)
    due = matter.due
    if due is None:
        return say(_GOES_ON[matter.kind])
    if due < period.first:
        return say(_OVERDUE[matter.kind], month=due.month, day=due.day)
    template = _BY_THEN[matter.kind] if due > period.last else _DUE[matter.kind]
    return say(template, month=due.month, day=due.day)


def _trouble(matter: Matter, late: int) -> Sentence | None:
    if matter.trouble and late:
        return say(N_("{words}（已逾期 {n} 个工作日）"), words=matter.trouble, n=late)
    if matter.trouble:
        return _plain(matter.trouble)
    return say(N_("已逾期 {n} 个工作日"), n=late) if late else None


def _late_by(matter: Matter, day: date, calendar: WorkCalendar) -> int:
    """Workdays since it was due; 0 when it is done or not due."""
    if matter.done_on is not None or matter.due is None or matter.due >= day:
        return 0
    return calendar.workdays_between(matter.due + DAY, day + DAY)


def _plain(words: str) -> Sentence | None:
    """Words of people, in their language: nothing to translate, braces and all."""
    return Sentence("{words}", {"words": words}) if words else None


def _named(template: str, who: str) -> Sentence | None:
    return Sentence(template, {"who": who}) if who else None


def _place(row: Row) -> tuple[int, date, int, str, str]:
    matter = row.matter
    kinds = list(Kind)
    return (
        list(Standing).index(row.standing),
        matter.due or matter.done_on or date.max,
        kinds.index(matter.kind),
        matter.label,
        matter.source_id.hex,
    )


def _percent(part: int, whole: int) -> int | None:
    """Cut, not rounded: what is not quite 80 is 79."""
    return part * 100 // whole if whole else None


KIND_WORDS: dict[Kind, str] = {
    Kind.MILESTONE: N_("项目节点"),
    Kind.DISPATCH: N_("交办单"),
    Kind.DECISION: N_("会议议定"),
    Kind.COMMITMENT: N_("承诺"),
    Kind.NEED: N_("要素保障"),
    Kind.BLOCKER: N_("堵点"),
    Kind.DATE_CHANGE: N_("改期"),
    Kind.OWN: N_("自列"),
}
STANDING_WORDS: dict[Standing, str] = {
    Standing.OVERDUE: N_("逾期"),
    Standing.WAITING: N_("等待"),
    Standing.RUNNING: N_("推进中"),
    Standing.DONE: N_("已完成"),
}
CELL_WORDS: dict[Cell, str] = {
    Cell.DONE: N_("上期完成"),
    Cell.PLAN: N_("本期计划"),
    Cell.TROUBLE: N_("存在问题"),
    Cell.HELP: N_("需协调"),
    Cell.LEADER: N_("责任领导"),
    Cell.OWNER: N_("责任人"),
}


def _by_kind(settle: str, reach: str, deliver: str, keep: str, clear: str) -> dict[Kind, str]:
    return {
        Kind.DISPATCH: settle,
        Kind.DECISION: settle,
        Kind.DATE_CHANGE: settle,
        Kind.OWN: settle,
        Kind.MILESTONE: reach,
        Kind.NEED: deliver,
        Kind.COMMITMENT: keep,
        Kind.BLOCKER: clear,
    }


_DONE = _by_kind(
    N_("{month}月{day}日办结"), N_("{month}月{day}日完成"), N_("{month}月{day}日落实"),
    N_("{month}月{day}日兑现"), N_("{month}月{day}日解决"),
)  # fmt: skip
_DONE_LATE = _by_kind(
    N_("{month}月{day}日办结，逾期 {n} 个工作日"), N_("{month}月{day}日完成，逾期 {n} 个工作日"),
    N_("{month}月{day}日落实，逾期 {n} 个工作日"), N_("{month}月{day}日兑现，逾期 {n} 个工作日"),
    N_("{month}月{day}日解决，逾期 {n} 个工作日"),
)  # fmt: skip
_DUE = _by_kind(
    N_("{month}月{day}日前办结"), N_("{month}月{day}日前完成"), N_("{month}月{day}日前落实"),
    N_("{month}月{day}日前兑现"), N_("{month}月{day}日前解决"),
)  # fmt: skip
_BY_THEN = _by_kind(
    N_("推进，{month}月{day}日前办结"), N_("推进，{month}月{day}日前完成"),
    N_("推进，{month}月{day}日前落实"), N_("推进，{month}月{day}日前兑现"),
    N_("推进，{month}月{day}日前解决"),
)  # fmt: skip
_OVERDUE = _by_kind(
    N_("抓紧办结（应于{month}月{day}日）"), N_("抓紧完成（应于{month}月{day}日）"),
    N_("抓紧落实（应于{month}月{day}日）"), N_("抓紧兑现（应于{month}月{day}日）"),
    N_("抓紧解决（应于{month}月{day}日）"),
)  # fmt: skip
_GOES_ON = _by_kind(N_("继续办理"), N_("继续推进"), N_("继续落实"), N_("继续践诺"), N_("继续解决"))
