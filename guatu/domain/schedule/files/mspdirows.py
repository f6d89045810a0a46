"""Rows of an MSPDI file: their outline, moments and durations."""

from __future__ import annotations

import re
from datetime import datetime

from guatu.domain.schedule.files.elements import Element
from guatu.domain.schedule.files.model import DAY, Stored
from guatu.domain.schedule.files.noting import MOST_MINUTES, moment, refuse, whole
from guatu.domain.words import N_

_DURATION = re.compile(
    r"(-?)P(?:(\d{1,7})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.\d+)?S)?)?$"
)


def outline(rows: list[Element]) -> tuple[list[Element], dict[str, str]]:
    """The rows that have others below them, and for each row the uid of the one above it."""
    levels = [max(0, whole(one.get("OutlineLevel") or "1", place_of(one))) for one in rows]
    headings: list[Element] = []
    above: dict[str, str] = {}
    open_rows: list[tuple[int, str]] = []
    for n, (one, level) in enumerate(zip(rows, levels, strict=True)):
        while open_rows and open_rows[-1][0] >= level:
            open_rows.pop()
        above[one.get("UID")] = open_rows[-1][1] if open_rows else ""
        if level > 0 and one.get("UID") != "0" and n + 1 < len(rows) and levels[n + 1] > level:
            headings.append(one)
            open_rows.append((level, one.get("UID")))
    return headings, above


def place_of(one: Element) -> str:
    return f"第 {one.line} 行 任务“{one.get('UID')} {one.get('Name')[:80]}”"


def moment_of(one: Element, name: str, place: str) -> datetime | None:
    text = one.get(name)
    return moment(text, f"{place} {name}") if text and text != "NA" else None


def minutes_of(one: Element, name: str, place: str) -> int | None:
    text = one.get(name)
    if not text:
        return None
    found = _DURATION.match(text)
    if not found:
        sentence = N_("{place} 的 {name} 写作“{text}”，应像 PT40H0M0S；请重新导出。")
        refuse(sentence, place=place, name=name, text=text[:40])
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    total = days * DAY + hours * 60 + minutes + round(seconds / 60)
    if (found[1] and total) or total > MOST_MINUTES:
        sentence = N_("{place} 的 {name} 写作“{text}”，为负或超过一百年；请核对。")
        refuse(sentence, place=place, name=name, text=text[:40])
    return total


def stored_of(one: Element, place: str) -> Stored:
    """What Project had found. Of begun work the early dates and the late start tell nothing new."""

    def at(name: str, wanted: bool = True) -> datetime | None:
        return moment_of(one, name, place) if wanted else None

    def slack(name: str) -> int | None:
        return None if done or not one.get(name) else round(whole(one.get(name), place) / 10)

    done, begun = bool(one.get("ActualFinish")), bool(one.get("ActualStart"))
    is_early = not begun and not done
    return Stored(
        start=at("Start"),
        finish=at("Finish"),
        early_start=at("EarlyStart", is_early),
        early_finish=at("EarlyFinish", is_early),
        late_start=at("LateStart", not begun and not done),
        late_finish=at("LateFinish", not done),
        total_slack=slack("TotalSlack"),
        free_slack=slack("FreeSlack"),
    )
