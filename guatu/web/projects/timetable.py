"""The progress chart of all projects as the browser reads it: rows as plain lists, small."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guatu.domain.lights.colours import Light
from guatu.projects.queries.timetable import WINDOW, BandBy, Bar, Outlines, StepBar
from guatu.projects.tallies import NOBODY
from guatu.web.shared.narrowing import Segment, changed
from guatu.web.shared.past import on_day, project_address

#: What lies further away is cut off at the edge: one wrong year must not make all bars points.
BEFORE, AFTER = timedelta(days=5 * 365), timedelta(days=6 * 365)


def band_by(values: QueryDict) -> BandBy:
    asked = values.get("by", "")
    return BandBy(asked) if asked in list(BandBy) else BandBy.LINE


def band_segments(values: QueryDict, by: BandBy) -> list[Segment]:
    words = {
        BandBy.LINE: _("按工作线"), BandBy.SPONSOR: _("按包保领导"), BandBy.UNIT: _("按单位"),
    }  # fmt: skip
    return [Segment(words[one], changed(values, by=one), one is by) for one in BandBy]


def page_data(
    found: Outlines,
    first_rows: Sequence[Bar],
    by: BandBy,
    query: str,
    today: date,
    moment: datetime | None = None,
) -> Any:
    """What the script needs to draw at once: bands, the axis, and the first window of rows.

    On a page of the past the line of today stands on the day of ``moment``.
    """
    today = moment.date() if moment else today
    first, last = _span(found, today)
    steps = on_day(reverse("timetable-steps"), moment)
    return {
        "today": today.isoformat(),
        "first": first.isoformat(),
        "last": last.isoformat(),
        "bands": [[band.title or _nobody(by), band.projects] for band in found.bands],
        "rows": found.shown,
        "window": WINDOW,
        "start": rows_of(first_rows),
        "rowsUrl": f"{reverse('timetable-rows')}?{query}{'&' if query else ''}start=",
        "stepsUrl": f"{steps}{'&' if moment else '?'}id=",
        "projectUrl": project_address(NOBODY, moment),
        "nobody": str(NOBODY),
        "locale": "en" if get_language() == "en" else "zh-CN",
        "lights": {light.value: _(light.word) for light in Light},
        "words": _words(),
    }


def rows_of(bars: Sequence[Bar]) -> list[list[Any]]:
    """The fields of ``Bar`` in their order."""
    return [[_plain(value) for value in bar] for bar in bars]


def steps_rows(steps: Sequence[StepBar]) -> list[list[Any]]:
    """The fields of ``StepBar`` in their order."""
    return [[_plain(value) for value in step] for step in steps]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [day.isoformat() for day in value]
    return value if isinstance(value, bool | int) or value is None else str(value)


def _span(found: Outlines, today: date) -> tuple[date, date]:
    first = max(min(found.first or today, today), today - BEFORE)
    last = min(max(found.last or today, today), today + AFTER)
    return first.replace(day=1), last


def _nobody(by: BandBy) -> str:
    kinds = {
        BandBy.LINE: _("未列入工作线"), BandBy.SPONSOR: _("包保领导未定"),
        BandBy.UNIT: _("牵头单位未定"),
    }  # fmt: skip
    return kinds[by]


def _words() -> Mapping[str, str]:
    return {
        "project": _("项目"),
        "today": _("今天"),
        "count": _("{n} 个项目"),
        "open": _("展开节点"),
        "close": _("收起节点"),
        "plan": _("计划"),
        "required": _("要求完成"),
        "original": _("原计划"),
        "forecast": _("预计"),
        "actual": _("实际完成"),
        "next": _("下一节点"),
        "done": _("已完成 {n}%"),
        "replanned": _("调整后绿"),
        "empty": _("没有排计划"),
        "undated": _("没有起止日期"),
        "loading": _("正在读取"),
        "lost": _("没有连上服务器，这些行没有读到；请再试一次。"),
        "quarter": _("{n}季"),
        "month": _("{n}月"),
        "year": _("{n}年"),
    }
