"""Headings above activities: those that hold work, at a bearable depth, without loops."""

from __future__ import annotations

from collections.abc import Iterable

from guatu.domain.schedule.files.model import FileActivity, Heading
from guatu.domain.schedule.files.noting import refuse
from guatu.domain.words import N_

MOST_DEEP = 100


def above_work(headings: Iterable[Heading], activities: Iterable[FileActivity]) -> list[Heading]:
    """The headings that have work below them; refused where they stand above themselves."""
    by_uid = {one.uid: one for one in headings}
    wanted: set[str] = set()
    for uid in {one.heading for one in activities}:
        for one in _way_up(uid, by_uid):
            wanted.add(one.uid)
    return [one for uid, one in by_uid.items() if uid in wanted]


def _way_up(uid: str, by_uid: dict[str, Heading]) -> list[Heading]:
    way: list[Heading] = []
    while uid in by_uid:
        way.append(by_uid[uid])
        if len(way) > MOST_DEEP:
            sentence = N_("第 {line} 行的“{name}”上下级套得太深或首尾相接；请在原软件中核对。")
            refuse(sentence, line=way[0].line or 0, name=way[0].name)
        uid = by_uid[uid].above
    return way
