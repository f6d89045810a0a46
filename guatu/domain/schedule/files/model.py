"""A plan as another planner's file tells it: durations in minutes of work, moments to the minute.

Nothing is rounded here and nothing is decided; ``placing`` schedules it as it is. Lists keep the
order of the file. Line numbers and stored dates tell where something stood and what the other
program had found; they do not take part in equality.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from guatu.domain.schedule.build import LinkType
from guatu.domain.words import Sentence

DAY = 24 * 60
#: Shifts of one day: half-open spans of minutes after midnight, in order, not touching.
Shifts = tuple[tuple[int, int], ...]
OFFICE: Shifts = ((480, 720), (780, 1020))
ALL_DAY: Shifts = ((0, DAY),)


class Kind(StrEnum):
    """What a row of a plan is."""

    TASK = "task"
    START_MILESTONE = "start_milestone"
    FINISH_MILESTONE = "finish_milestone"
    SPANNING = "spanning"  # level of effort: lasts from and to what it is linked with
    SUMMARY = "summary"  # lasts as long as the work under its heading


class Limit(StrEnum):
    """A date that an activity is held to; the engine's rules, see docs/algorithms/schedule.md."""

    SNET = "snet"
    SNLT = "snlt"
    FNET = "fnet"
    FNLT = "fnlt"
    START_ON = "start_on"
    FINISH_ON = "finish_on"
    MUST_START = "must_start"  # whatever its predecessors ask
    MUST_FINISH = "must_finish"
    DEADLINE = "deadline"
    ALAP = "alap"


class LagTime(StrEnum):
    """The calendar in which a lag is counted."""

    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"
    PROJECT = "project"
    DAY_AND_NIGHT = "day_and_night"


@dataclass(frozen=True, slots=True)
class Note:
    """Something of the file that is not kept as it was, and what is done instead.

    ``code`` groups notes of one kind; ``line`` is the line of the file, None for the whole.
    """

    code: str
    sentence: Sentence
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ShiftCalendar:
    """Working times of a week, Monday first, and of the days that depart from it.

    ``day`` is how many minutes count as one workday.
    """

    id: str
    name: str
    week: tuple[Shifts, ...]
    exceptions: Mapping[date, Shifts] = field(default_factory=dict, hash=False)
    day: int = 480

    def works(self) -> bool:
        """Whether the week, without its exceptions, has any work."""
        return any(self.week)


@dataclass(frozen=True, slots=True)
class Held:
    """A limit and its moment, None where the limit needs none."""

    limit: Limit
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """What the other program found; ``slack`` in minutes, None where the file does not say."""

    start: datetime | None = None
    finish: datetime | None = None
    early_start: datetime | None = None
    early_finish: datetime | None = None
    late_start: datetime | None = None
    late_finish: datetime | None = None
    total_slack: int | None = None
    free_slack: int | None = None


@dataclass(frozen=True, slots=True)
class FileActivity:
    """One activity. ``id`` is what people know it by, ``uid`` the file's own key.

    ``duration`` and ``remaining`` are minutes of its calendar. ``resume`` is the moment before
    which the rest of started work does not go on. ``fixed`` is the start of work placed by hand:
    it begins there whatever its links say. ``heading`` is the uid of what it stands under.
    """

    id: str
    uid: str
    name: str
    project: str
    kind: Kind
    calendar: str
    duration: int
    held: tuple[Held, ...] = ()
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    remaining: int | None = None
    resume: datetime | None = None
    fixed: datetime | None = None
    heading: str = ""
    line: int | None = field(default=None, compare=False)
    stored: Stored = field(default=Stored(), compare=False)


@dataclass(frozen=True, slots=True)
class Heading:
    """A summary task or WBS element; ``above`` is the uid of the one above it, or empty."""

    uid: str
    name: str
    above: str = ""
    held: tuple[Held, ...] = ()
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class FileLink:
    """``after`` depends on ``before``, both uids of activities or headings; ``lag`` in minutes."""

    before: str
    after: str
    type: LinkType = "FS"
    lag: int = 0
    lag_time: LagTime = LagTime.PREDECESSOR
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class FileProject:
    """One project; ``required`` is the moment by which all must be done."""

    id: str
    name: str
    start: datetime
    calendar: str
    data_date: datetime | None = None
    required: datetime | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How the other program counts.

    ``start_holds_linked``: work with predecessors does not begin before its project, even where a
    lead would let it. ``open_after_data_date``: work not begun waits for the data date.
    ``links_hold_started``: what is left of begun work waits for its predecessors (retained
    logic). ``limits_pull``: work starts or finishes no later than its limit says, even before its
    predecessors let it. ``slack_of``: whether total slack is told from finishes, from starts, or
    the less of both. ``one_end``: all projects of the file end together. ``free_of_limits``: only
    successors and the early end of the project bound free slack, so it may exceed the total.
    ``done_hands_on``: work that was finished out of turn hands on what its predecessors ask.
    ``limits_meet_work``: to start no later than a moment without work is to start with the work
    that follows it.
    """

    start_holds_linked: bool = True
    open_after_data_date: bool = True
    links_hold_started: bool = True
    limits_pull: bool = False
    slack_of: str = "finish"
    one_end: bool = False
    free_of_limits: bool = False
    done_hands_on: bool = False
    limits_meet_work: bool = False


@dataclass(frozen=True, slots=True)
class FilePlan:
    """All that was kept of a file, and in ``notes`` all that was not."""

    source: str
    projects: tuple[FileProject, ...]
    calendars: tuple[ShiftCalendar, ...]
    activities: tuple[FileActivity, ...]
    links: tuple[FileLink, ...] = ()
    headings: tuple[Heading, ...] = ()
    options: Options = Options()
    notes: tuple[Note, ...] = field(default=(), compare=False)

    def calendar(self, id: str) -> ShiftCalendar:
        return next(one for one in self.calendars if one.id == id)

    def under(self) -> dict[str, list[FileActivity]]:
        """The activities below each heading, at any depth, by its uid."""
        above = {one.uid: one.above for one in self.headings}
        found: dict[str, list[FileActivity]] = {one: [] for one in above}
        for activity in self.activities:
            for uid in _way_up(activity.heading, above):
                found[uid].append(activity)
        return found


def _way_up(uid: str, above: Mapping[str, str]) -> Iterator[str]:
    seen: set[str] = set()
    while uid in above and uid not in seen:
        seen.add(uid)
        yield uid
        uid = above[uid]


def label(activity: FileActivity) -> str:
    """An activity for a sentence: its id, its name, and where it stood in the file."""
    named = activity.id if activity.name == activity.id else f"{activity.id} {activity.name}"
    return named if activity.line is None else f"{named}（第 {activity.line} 行）"


def in_order(shifts: list[tuple[int, int]]) -> Shifts:
    """Spans sorted, joined where they touch or overlap, cut to one day, empty ones left out."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((max(0, a), min(DAY, b)) for a, b in shifts):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def worked(shifts: Shifts) -> int:
    return sum(end - start for start, end in shifts)
