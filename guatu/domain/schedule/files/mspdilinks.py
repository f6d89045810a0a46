"""The links of an MSPDI file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guatu.domain.schedule.build import LinkType
from guatu.domain.schedule.files.elements import Element
from guatu.domain.schedule.files.model import FileActivity, FileLink, LagTime
from guatu.domain.schedule.files.mspdirows import place_of
from guatu.domain.schedule.files.noting import MOST_LINKS, MOST_MINUTES, Notes, refuse, whole
from guatu.domain.words import N_

LINK_TYPES: tuple[LinkType, ...] = ("FF", "FS", "SF", "SS")
#: Formats of a duration or lag that count by the clock, and those that are a percentage.
ELAPSED = {4, 6, 8, 10, 12, 36, 38, 40, 42, 44}
PERCENT, ELAPSED_PERCENT = {19, 51}, {20, 52}


class Links:
    """Links between ``known`` activities and ``headings``; those of ``outside`` are left out."""

    def __init__(
        self, known: Mapping[str, FileActivity], headings: set[str], outside: set[str], notes: Notes
    ) -> None:
        self.known, self.headings, self.outside, self.notes = known, headings, outside, notes

    def read(self, rows: list[Element]) -> Iterator[FileLink]:
        """The links of ``rows`` in their order."""
        count = 0
        for one in rows:
            after = one.get("UID")
            for link in one.all("PredecessorLink"):
                count += 1
                if count > MOST_LINKS:
                    refuse(N_("搭接超过 {most} 条，不像是一个计划；请分开导出。"), most=MOST_LINKS)
                before = link.get("PredecessorUID")
                if not {before, after} & self.outside and after != "0":
                    found = self._link(link, before, after, place_of(one))
                    if found:
                        yield found

    def _link(self, link: Element, before: str, after: str, place: str) -> FileLink | None:
        if link.get("CrossProject") == "1" and before not in self.known:
            sentence = N_("{place} 的紧前任务在别的项目里（{name}），这条搭接未采用。")
            self.notes.add(
                "external-link", sentence, link.line, place=place, name=link.get("CrossProjectName")
            )
            return None
        if before not in self.known and before not in self.headings:
            refuse(
                N_("{place} 的紧前任务 {id} 不在文件里；请重新导出。"),
                place=place,
                id=before or "—",
            )
        if before == after:
            refuse(N_("{place} 不能以自己为紧前任务；请在 MS Project 中去掉。"), place=place)
        kind = whole(link.get("Type") or "1", place)
        if not 0 <= kind < len(LINK_TYPES):
            refuse(N_("{place} 的搭接类型“{type}”无法识别；应是 0 至 3。"), place=place, type=kind)
        lag, time = self._lag(link, self.known.get(before), place)
        return FileLink(before, after, LINK_TYPES[kind], lag, time, link.line)

    def _lag(self, link: Element, before: FileActivity | None, place: str) -> tuple[int, LagTime]:
        tenths = whole(link.get("LinkLag") or "0", place)
        form = whole(link.get("LagFormat") or "7", place)
        if tenths and form in PERCENT | ELAPSED_PERCENT:
            minutes = tenths * (before.duration if before else 0) // 100
            sentence = N_(
                "{place} 的延隔时间是紧前任务工期的 {percent}%，换算为 {hours} 小时，不再随工期变。"
            )
            self.notes.add(
                "percent-lag",
                sentence,
                link.line,
                place=place,
                percent=tenths,
                hours=f"{minutes / 60:g}",
            )
        else:
            minutes = round(tenths / 10)
        if abs(minutes) > MOST_MINUTES:
            refuse(N_("{place} 的延隔时间超过一百年；请核对。"), place=place)
        elapsed = form in ELAPSED | ELAPSED_PERCENT
        return minutes, LagTime.DAY_AND_NIGHT if elapsed else LagTime.SUCCESSOR
