"""What the engine does not know, told in what it knows: further nodes between activities.

A lag by the clock, or in the calendar of the project, becomes a node of that length in that
calendar. A link to a heading becomes links to all work below it, through one node that lies where
the heading ends, or where its predecessors let it begin. Finished work that came out of turn has a
node behind it, which hands on what its predecessors still ask.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from guatu.domain.schedule.build import LinkType
from guatu.domain.schedule.files.model import (
    ALL_DAY,
    FileActivity,
    FileLink,
    FilePlan,
    Heading,
    Kind,
    LagTime,
    ShiftCalendar,
    label,
)
from guatu.domain.schedule.files.noting import MOST_LINKS, Notes, refuse
from guatu.domain.words import N_

ROUND_THE_CLOCK = ShiftCalendar("\0", "24 小时", (ALL_DAY,) * 7, day=24 * 60)


@dataclass(frozen=True, slots=True)
class Between:
    """A node that stands for a lag or a heading; its uid is that of no activity."""

    uid: str
    name: str
    minutes: int
    calendar: str


@dataclass(slots=True)
class Expanded:
    """Links between ``activities`` and ``between`` alone, all lags in the calendar of one end."""

    activities: list[FileActivity]
    lag_of_successor: bool
    between: list[Between] = field(default_factory=list)
    links: list[FileLink] = field(default_factory=list)


def expand(plan: FilePlan, notes: Notes) -> Expanded:
    """The work that is scheduled and its links; what cannot be told this way goes to ``notes``."""
    return _Expanding(plan, notes).found


class _Expanding:
    def __init__(self, plan: FilePlan, notes: Notes) -> None:
        self.notes = notes
        work = [one for one in plan.activities if one.kind not in (Kind.SPANNING, Kind.SUMMARY)]
        self.main = _main_lag_time(plan.links)
        self.found = Expanded(work, self.main is LagTime.SUCCESSOR)
        self.work = {one.uid: one for one in work}
        self.names = {one.uid: label(one) for one in plan.activities}
        self.names |= {one.uid: one.name for one in plan.headings}
        self.projects = {one.id: one.calendar for one in plan.projects}
        self.below = _below(plan, self.work)
        self._into: dict[tuple[str, str], str] = {}
        self._out: dict[str, str] = {}
        for link in plan.links:
            self._add(link)
        if plan.options.done_hands_on:
            self._hand_on(plan.links)

    def _add(self, link: FileLink) -> None:
        if link.before in self.below or link.after in self.below:
            self._headed(link)
        elif link.before in self.work and link.after in self.work:
            self._timed(link)

    def _headed(self, link: FileLink) -> None:
        """FS and FF from a heading wait for all its work, FS and SS into one hold all of it."""
        from_heading, to_heading = link.before in self.below, link.after in self.below
        ends_known = not from_heading or link.type in ("FS", "FF")
        if not ends_known or (to_heading and link.type in ("FF", "SF")):
            sentence = N_("摘要“{before}”与“{after}”之间的 {type} 搭接不能拆到下级工序，未采用。")
            self._note("summary-link", sentence, link)
            return
        source = self._out_of(link.before) if from_heading else link.before
        targets = self.below.get(link.after, [link.after])
        if link.before in targets or {*self.below.get(link.before, ())} & {*targets}:
            sentence = N_("“{before}”与“{after}”互为上下级，其间的 {type} 搭接未采用。")
            self._note("summary-link", sentence, link)
            return
        for uid in targets:
            if uid in self.work and source in self.names:
                self._timed(_ends(link, source, uid))

    def _out_of(self, heading: str) -> str:
        """The node at which all work below ``heading`` is done."""
        if heading not in self._out:
            node = self._node(self.names[heading], 0, ROUND_THE_CLOCK.id)
            self._out[heading] = node
            for uid in self.below[heading]:
                self._keep(FileLink(uid, node))
        return self._out[heading]

    def _hand_on(self, links: Iterable[FileLink]) -> None:
        """What follows work that was finished before its predecessors waits for them all the same.

        The lag from the finished work has run since then and is not counted once more.
        """
        known = [one for one in links if one.before in self.work and one.after in self.work]
        done = {uid for uid, one in self.work.items() if one.actual_finish}
        behind = {
            uid: self._node(self.names[uid], 0, self._calendar_behind(uid))
            for uid in _out_of_turn(known, done)
        }
        for link in known:
            if link.before in behind and (link.after in behind or link.after not in done):
                kind: LinkType = "FF" if link.type in ("FF", "SF") else "FS"
                after = behind.get(link.after, link.after)
                self._keep(FileLink(behind[link.before], after, kind, line=link.line))
            elif link.after in behind and link.before not in done:
                self._timed(link, behind[link.after])

    def _calendar_behind(self, uid: str) -> str:
        """Day and night: the node waits for no shift. Its own only where lags into it count so."""
        counts = self.main is LagTime.SUCCESSOR
        return self.work[uid].calendar if counts else ROUND_THE_CLOCK.id

    def _timed(self, link: FileLink, node_after: str = "") -> None:
        """Keep ``link``, into a node in place of its end where one is given."""
        calendar = self._lag_calendar(link)
        if node_after:
            link = _ends(link, link.before, node_after)
        if calendar is None:
            self._keep(link)
        elif link.lag < 0:
            sentence = N_("“{before}→{after}”的提前量按另一个日历计，改按工序的日历计。")
            self._note("lag-calendar", sentence, link)
            self._keep(link)
        else:
            node = self._node(self.names[link.before], link.lag, calendar)
            first: LinkType = "SS" if link.type in ("SS", "SF") else "FS"
            second: LinkType = "FF" if link.type in ("FF", "SF") else "FS"
            self._keep(FileLink(link.before, node, first, line=link.line))
            self._keep(FileLink(node, link.after, second, line=link.line))

    def _lag_calendar(self, link: FileLink) -> str | None:
        """The calendar of a lag that the engine would not count in it by itself."""
        if not link.lag or link.lag_time is self.main:
            return None
        match link.lag_time:
            case LagTime.DAY_AND_NIGHT:
                return ROUND_THE_CLOCK.id
            case LagTime.PROJECT:
                return self.projects[self.work[link.after].project] or None
            case LagTime.PREDECESSOR:
                return self.work[link.before].calendar if link.before in self.work else None
            case LagTime.SUCCESSOR:
                return self.work[link.after].calendar

    def _node(self, name: str, minutes: int, calendar: str) -> str:
        uid = f"\0{len(self.found.between)}"
        self.found.between.append(Between(uid, name, minutes, calendar))
        self.names[uid] = name
        return uid

    def _keep(self, link: FileLink) -> None:
        if len(self.found.links) >= MOST_LINKS:
            refuse(
                N_("摘要之间的搭接拆开后超过 {most} 条；请改为工序之间的搭接。"), most=MOST_LINKS
            )
        self.found.links.append(link)

    def _note(self, code: str, sentence: str, link: FileLink) -> None:
        before, after = self.names[link.before], self.names[link.after]
        self.notes.add(code, sentence, link.line, before=before, after=after, type=link.type)


def _ends(link: FileLink, before: str, after: str) -> FileLink:
    return FileLink(before, after, link.type, link.lag, link.lag_time, link.line)


def _out_of_turn(links: Iterable[FileLink], done: set[str]) -> list[str]:
    """Finished work that follows work not finished, through finished work too; each once."""
    after: dict[str, list[str]] = {}
    waiting: list[str] = []
    for link in links:
        if link.after in done:
            after.setdefault(link.before, []).append(link.after)
            if link.before not in done:
                waiting.append(link.after)
    found: dict[str, None] = {}
    while waiting:
        uid = waiting.pop()
        if uid not in found:
            found[uid] = None
            waiting += after.get(uid, [])
    return list(found)


def _main_lag_time(links: Iterable[FileLink]) -> LagTime:
    """What most lags are counted in, of the two that the engine knows."""
    counts = Counter(link.lag_time for link in links if link.lag)
    more = counts[LagTime.SUCCESSOR] > counts[LagTime.PREDECESSOR]
    return LagTime.SUCCESSOR if more else LagTime.PREDECESSOR


def _below(plan: FilePlan, work: Mapping[str, FileActivity]) -> dict[str, list[str]]:
    return {
        uid: [one.uid for one in activities if one.uid in work]
        for uid, activities in plan.under().items()
    }


def chain_of(headings: Mapping[str, Heading], uid: str) -> Iterator[Heading]:
    """The heading ``uid`` and all above it."""
    seen: set[str] = set()
    while uid in headings and uid not in seen:
        seen.add(uid)
        yield headings[uid]
        uid = headings[uid].above
