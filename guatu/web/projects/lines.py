"""Heads and rows of the list as markup.

A page of fifty rows is drawn for everyone all day, so it is put together by Python: a fifth of
the time that a template would take.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guatu.projects.choices import Expectation, LightColour
from guatu.projects.queries.listing import ListRow
from guatu.projects.queries.totals import ListTotals
from guatu.web.projects.columns import FIGURES, STANDARD, Column, Kind
from guatu.web.projects.heads import Head
from guatu.web.shared.finishes import counts_markup, finish_drawing, replanned_markup
from guatu.web.templatetags.guatu import day, pct, sentence, signed, wan
from guatu.web.templatetags.projects import days_left

UNKNOWN = "—"
Draw = Callable[[ListRow], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TotalCell:
    """A cell of the row of totals; ``lights`` holds the bar of lights instead of words."""

    css: str
    label: str
    words: str = ""
    span: int = 1
    lights: bool = False


def rows_markup(
    rows: Sequence[ListRow], columns: Sequence[Column], base: str, tail: str, *, picking: bool
) -> SafeString:
    """One ``<tr>`` for each row; ``base`` is the address of the list, where projects lie below,
    ``tail`` what follows the address of a project.

    ``picking`` puts a box before each name, by which rows are chosen.
    """
    drawn = [(_opening(column, columns), _drawing(column)) for column in columns]
    pick = _pick() if picking else ""
    return SafeString("".join(_row(row, drawn, base, tail, pick) for row in rows))


def head_markup(heads: Sequence[Sequence[Head]], *, picking: bool) -> SafeString:
    """The ``<th>`` of the columns; a cell may hold two heads, the first the box for all rows."""
    first, *others = heads
    box = ""
    if picking:
        words = escape(_("选择本页全部"))
        box = f'<input class="pick only-desk" type="checkbox" data-pick-all aria-label="{words}">'
    return SafeString("".join((_head_cell(first, box), *map(_head_cell, others))))


def total_cells(totals: ListTotals, columns: Sequence[Column]) -> list[TotalCell]:
    """Under each column its sum; the bar of lights where there is nothing to add up at first."""
    standard = _is_standard(columns)
    free = next((n for n, column in enumerate(columns) if column.total), len(columns))
    bar = columns[:free]
    narrow = [column.css for column in bar if standard and column.css]
    cells = [TotalCell("", "", span=len(bar) - len(narrow), lights=True)] if bar else []
    cells += [TotalCell(f"only-desk {css}", "") for css in narrow]
    return [*cells, *(_total(totals, column, standard) for column in columns[free:])]


def _total(totals: ListTotals, column: Column, standard: bool) -> TotalCell:
    css = column.css if standard else ""
    if column.code == "finishes":
        kept = {name: getattr(totals, name) for name in Expectation.values}
        return TotalCell("is-finishes", str(column.title), counts_markup(kept))
    if not column.total:
        return TotalCell(f"only-desk {css}".strip(), "")
    value = getattr(totals, column.total)
    bad = "bad" if column.kind is Kind.POINTS and value is not None and value < 0 else ""
    words = _FIGURE[column.kind](value)
    return TotalCell(f"num {css} {bad}".strip(), str(column.title), words)


def _is_standard(columns: Sequence[Column]) -> bool:
    return tuple(column.code for column in columns) == STANDARD


def _head_cell(heads: Sequence[Head], box: str = "") -> str:
    sorted_by = [f' aria-sort="{head.state}"' for head in heads if head.state not in ("", "none")]
    words = " · ".join(map(_head, heads))
    return f'<th scope="col" class="{heads[0].css}"{"".join(sorted_by)}>{box}{words}</th>'


def _head(head: Head) -> str:
    words, unit = escape(str(head.label)), escape(str(head.unit))
    if head.url:
        state = "" if head.state == "none" else f' aria-sort="{head.state}"'
        words = f'<a class="sort" href="{escape(head.url)}"{state}>{words}</a>'
    return f'{words} <span class="unit">{unit}</span>' if unit else words


def _opening(column: Column, columns: Sequence[Column]) -> str:
    """The cell as far as it is the same in all rows; the light needs no label on phones."""
    css = [_CSS.get(column.kind, "nowrap"), f"is-{column.code}"]
    if _is_standard(columns) and column.css:
        css += ["only-desk", column.css]
    elif column.code in _ONLY_DESK and _is_standard(columns):
        css.append("only-desk")
    label = "" if column.code == "light" else f' data-label="{escape(str(column.title))}"'
    return f'<td{label} class="{" ".join(css)}'


def _row(row: ListRow, drawn: Sequence[tuple[str, Draw]], base: str, tail: str, pick: str) -> str:
    url, name = f"{base}{row.pk}/{tail}", escape(row.name)
    box = pick % {"pk": row.pk, "name": name} if pick else ""
    cells = []
    for opening, draw in drawn:
        words, title = draw(row)
        unknown = " is-unknown" if words == UNKNOWN else ""
        said = f' title="{title}"' if title else ""
        cells.append(f'{opening}{unknown}"{said}>{words}</td>')
    return (
        f'<tr data-href="{url}"><td class="name" title="{name}">{box}'
        f'<span class="serial num">{row.number}</span>'
        f'<a class="three-lines" href="{url}">{name}</a></td>{"".join(cells)}</tr>'
    )


def _pick() -> str:
    """The box of a row, with gaps for its id and its name."""
    words = escape(_("选择“%(name)s”"))
    return (
        '<input class="pick only-desk" type="checkbox" name="id" value="%(pk)s"'
        f' aria-label="{words}">'
    )


def _drawing(column: Column) -> Draw:
    """What makes a cell's markup and its tooltip, both escaped."""
    if special := _SPECIAL.get(column.code):
        return special()
    value = column.value
    if figure := _FIGURE.get(column.kind):
        return lambda row: (figure(value(row)), "")
    if column.kind is Kind.LONG:
        return lambda row: _long(escape(str(value(row) or "")))
    return lambda row: (escape(str(value(row) or "")) or UNKNOWN, "")


def _long(words: str) -> tuple[str, str]:
    return (words, words) if words else (UNKNOWN, "")


def _light() -> Draw:
    words = {str(value): str(label) for value, label in LightColour.choices}
    replanned = replanned_markup()

    def draw(row: ListRow) -> tuple[str, str]:
        why = escape(sentence(row.light_reason)) if row.light_reason else ""
        mark = replanned if row.green_by_replanning else ""
        sign = (
            f'<span class="light is-{row.light}" title="{why}"><svg aria-hidden="true">'
            f'<use href="#s-{row.light}"/></svg><span>{words[row.light]}</span></span>'
        )
        return f'{sign}{mark}<span class="only-phone why">{why}</span>', ""

    return draw


def _finishes() -> Draw:
    draw = finish_drawing()
    return lambda row: (draw(row.finish), "")


def _gap() -> Draw:
    return lambda row: (
        (f'<span class="bad">{signed(row.gap)}</span>', "")
        if row.gap is not None and row.gap < 0
        else (signed(row.gap), "")
    )


def _physical() -> Draw:
    return lambda row: (pct(row.physical_percent), escape(row.physical_words))


def _next_day() -> Draw:
    def draw(row: ListRow) -> tuple[str, str]:
        if row.next is None:
            return UNKNOWN, ""
        css = "late" if row.next.days_left < 0 else "hint"
        left = days_left(row.next.days_left)
        return f'{day(row.next.day)} <span class="{css}">{left}</span>', ""

    return draw


def _count(value: Any) -> str:
    return UNKNOWN if value is None else f"{value:,}".replace("-", "−")


_SPECIAL: Mapping[str, Callable[[], Draw]] = {
    "light": _light,
    "gap": _gap,
    "physical": _physical,
    "next_day": _next_day,
    "finishes": _finishes,
}
_FIGURE: Mapping[Kind, Callable[[Any], str]] = {
    Kind.WAN: wan,
    Kind.FIGURE: wan,
    Kind.COUNT: _count,
    Kind.PERCENT: pct,
    Kind.POINTS: signed,
    Kind.DAY: day,
}
_CSS = {**dict.fromkeys(FIGURES, "num"), Kind.LONG: "cut"}
#: On phones these are told by the page of the project.
_ONLY_DESK = ("total",)
