"""Column heads of the list, the chips above it and the pager below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guatu.projects.choices import LightColour, Nature
from guatu.projects.queries.filters import ORDERS, ListFilter, Scope, Timing
from guatu.projects.queries.listing import PER_PAGE, ListPage, Options
from guatu.projects.queries.totals import COUNT_LIMIT
from guatu.projects.tallies import NOBODY
from guatu.web.projects.arranging import WHOLE
from guatu.web.projects.columns import NAME, NUMBER, STANDARD, Column, Kind, Words
from guatu.web.shared.narrowing import Chip


@dataclass(frozen=True, slots=True)
class Head:
    """``url`` is empty where nothing can be sorted by it; ``state`` is the value of aria-sort."""

    label: Words
    unit: Words
    css: str
    url: str
    state: str


@dataclass(frozen=True, slots=True)
class Pager:
    """What the shared pager asks of a page."""

    number: int
    num_pages: int
    count: str
    shown: int

    @property
    def paginator(self) -> Pager:
        return self

    @property
    def start_index(self) -> int:
        return (self.number - 1) * PER_PAGE + 1

    @property
    def end_index(self) -> int:
        return (self.number - 1) * PER_PAGE + self.shown

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.num_pages

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


def heads(asked: QueryDict, page: ListPage, columns: Sequence[Column]) -> list[list[Head]]:
    """The heads in order; the first cell holds two of them, number and name."""
    standard = tuple(column.code for column in columns) == STANDARD
    first = [_head(asked, page, column, "") for column in (NUMBER, NAME)]
    return [first, *([_head(asked, page, c, _css(c, standard))] for c in columns)]


def chips(asked: QueryDict, wanted: ListFilter, options: Options | None) -> list[Chip]:
    """One removable chip for all that narrows the list."""
    return [
        Chip(_chip_words(name, wanted, options), _without(asked, _PARAMETER.get(name, name)))
        for name in wanted.chosen
    ]


def print_words(page: ListPage, columns: Sequence[Column], chips: Sequence[Chip]) -> str:
    """For the printed page, where nothing can be clicked: what it shows of what, in what order."""
    return _("%(narrowed)s；%(order)s；共 %(count)s 个，本页 %(shown)s 个；金额单位：万元") % {
        **_shown_words(page, columns, chips),
        "shown": len(page.rows),
    }


def print_all_words(page: ListPage, columns: Sequence[Column], chips: Sequence[Chip]) -> str:
    """The same for the whole list on paper."""
    words = _("%(narrowed)s；%(order)s；共 %(count)s 个；金额单位：万元")
    return words % _shown_words(page, columns, chips)


def _shown_words(
    page: ListPage, columns: Sequence[Column], chips: Sequence[Chip]
) -> dict[str, object]:
    column = next((c for c in (NUMBER, NAME, *columns) if c.sort == page.order), NUMBER)
    order = _("按%(column)s倒序") if page.descending else _("按%(column)s排序")
    narrowed = _("、").join(chip.label for chip in chips)
    return {
        "narrowed": _("筛选：%(chips)s") % {"chips": narrowed} if chips else _("全部在列项目"),
        "order": order % {"column": column.full or column.title},
        "count": count_words(page),
    }


def pager(page: ListPage) -> Pager:
    return Pager(page.number, page.pages, count_words(page), len(page.rows))


def count_words(page: ListPage) -> str:
    """``1,204``, or ``10,000+`` where counting stopped."""
    more = "+" if page.totals.more else ""
    return f"{page.totals.matches:,}{more}"


def is_cut_short(page: ListPage) -> bool:
    """Whether there are rows behind the last page that can be turned to."""
    return page.totals.more or page.totals.matches > COUNT_LIMIT


_PARAMETER = {"words": "q"}


def _css(column: Column, standard: bool) -> str:
    css = "num " if column.is_figure else ""
    return f"{css}{column.css if standard else ''}".strip()


def _head(asked: QueryDict, page: ListPage, column: Column, css: str) -> Head:
    key, label = column.sort, column.title
    unit = "" if column.kind is Kind.PERCENT else column.unit
    if not key or not (ORDERS[key].indexed or page.sorts_anything):
        return Head(label, unit, css, "", "")
    if page.order != key:
        down = ORDERS[key].descending
        return Head(label, unit, css, _with(asked, "sort", f"{'-' if down else ''}{key}"), "none")
    turned = key if page.descending else f"-{key}"
    state = "descending" if page.descending else "ascending"
    return Head(label, unit, css, _with(asked, "sort", turned), state)


def _chip_words(name: str, wanted: ListFilter, options: Options | None) -> str:
    value: Any = getattr(wanted, name)
    if name in _KINDS:
        return _label(name, value, options)
    match name:
        case "words":
            return _("含“%(words)s”") % {"words": value}
        case "light":
            return _("灯：%(light)s") % {"light": LightColour(value).label}
        case "nature":
            return str(Nature(value).label)
        case "timing":
            return str(TIMINGS[value])
        case "month":
            return _("%(month)s月有节点") % {"month": value.month}
        case "scope":
            return str(SCOPES[value])
    return str(value)


SCOPES: Mapping[str, Words] = {
    Scope.LISTED: gettext_lazy("在列项目"),
    Scope.PARTS: gettext_lazy("含打包子项"),
    Scope.RESERVE: gettext_lazy("储备项目"),
    Scope.WITHDRAWN: gettext_lazy("已退出台账"),
}
TIMINGS: Mapping[str, Words] = {
    Timing.ORIGINAL: gettext_lazy("守住原计划"),
    Timing.REPLANNED: gettext_lazy("只守住调整后的计划"),
    Timing.LATE: gettext_lazy("预计晚于要求"),
    Timing.BEHIND: gettext_lazy("晚于原计划"),
    Timing.GREEN: gettext_lazy("靠调整转绿"),
}
_KINDS: Mapping[str, Words] = {
    "line": gettext_lazy("工作线"),
    "unit": gettext_lazy("牵头单位"),
    "sponsor": gettext_lazy("包保领导"),
    "chain": gettext_lazy("产业链"),
    "township": gettext_lazy("乡镇街道"),
    "park": gettext_lazy("园区"),
}


def _label(name: str, value: Any, options: Options | None) -> str:
    kind = str(_KINDS[name])
    if value == NOBODY:
        return _("%(kind)s未定") % {"kind": kind}
    listed = dict(getattr(options, f"{name}s")) if options else {}
    return listed.get(str(value)) or kind


def _with(asked: QueryDict, name: str, value: str) -> str:
    values = asked.copy()
    values.pop("page", None)
    values[name] = value
    return f"?{values.urlencode()}"


def _without(asked: QueryDict, name: str) -> str:
    values = asked.copy()
    for gone in (name, "page"):
        values.pop(gone, None)
    return f"?{values.urlencode() or WHOLE}"
