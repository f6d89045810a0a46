"""Puts the pieces of the chart together; see the package for what the signs mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from html import escape

from guatu.boards.wallchart.axis import Axis
from guatu.boards.wallchart.codes import codes
from guatu.boards.wallchart.facts import (
    Band,
    ChartBreak,
    ChartMilestone,
    ChartNeed,
    ChartRow,
    ChartWords,
    WallChart,
)
from guatu.boards.wallchart.signs import grid_rules, rules, signs
from guatu.boards.wallchart.style import Style
from guatu.boards.wallchart.text import ems, shortened
from guatu.boards.wallchart.text import number as n
from guatu.boards.wallchart.text import percent as p

#: Signs nearer than this, in percent of the axis, would cover each other.
NEAR = 1.2

#: x of a cell, its class, the markup to show and the whole text.
Cell = tuple[float, str, str, str]


class Drawing:
    """One chart being drawn; its pieces are put together in two ways."""

    def __init__(self, chart: WallChart, style: Style, words: ChartWords) -> None:
        self.chart = chart
        self.style = style
        self.words = words
        self.axis = Axis(chart.first_day, chart.last_day, style.scale)
        self.light_words = dict(words.lights)
        self.height = sum(self._height(row) for row in chart.rows) or style.row * 3

    def pieces(self) -> str:
        """Four SVGs in a grid; months and names are made to stick by the style sheet."""
        s, left = self.style, self.style.left_width
        return (
            f"<style>{rules(s)}{grid_rules(s)}</style>"
            f'<div class="wallchart" data-scale="{s.scale}" data-year="{self.chart.year}">'
            f"{_svg('wc wc-corner', left, s.head, signs(s) + self._corner())}"
            f"{_svg('wc wc-months', '100%', s.head, self._months() + self._today_label())}"
            f"{_svg('wc wc-names', left, self.height, self._names(), listed=True)}"
            f"{_svg('wc wc-plan', '100%', self.height, self._plan())}"
            "</div>"
        )

    def whole(self) -> str:
        """One SVG that needs nothing around it."""
        s, left = self.style, self.style.left_width
        height, foot = s.head + self.height, s.head + self.height + s.below
        size = f'width="{n(s.width)}" height="{n(foot)}"'
        axis, right = f'x="{n(left)}" width="{n(s.plan_width)}"', n(left + s.plan_width)
        names = f'<g transform="translate(0,{n(s.head)})">{self._names()}</g>{self._corner()}'
        return (
            f'<svg class="wc wallchart-sheet" xmlns="http://www.w3.org/2000/svg" role="list" '
            f'viewBox="0 0 {n(s.width)} {n(foot)}" {size}>'
            f"<style>{rules(s)}</style>{signs(s)}"
            f'<rect class="wc-paper" {size}/>'
            f"{names if left else ''}"
            f"{codes(self.chart.rows, s) if s.code else ''}"
            f'<svg {axis} y="{n(s.head)}" height="{n(self.height)}" overflow="visible">'
            f"{self._plan()}</svg>"
            f'<svg {axis} height="{n(s.head)}">{self._months()}{self._today_label()}</svg>'
            f'<path class="wc-edge" d="M{n(left)} 0V{n(height)}M0 {n(s.head)}H{right}"/>'
            "</svg>"
        )

    # --- head -------------------------------------------------------------------------------

    def _corner(self) -> str:
        s, w = self.style, self.words
        base = n(s.head - s.small * 0.9)
        cells = [f'<text class="wc-h" x="{n(s.name_x)}" y="{base}">{escape(w.project)}</text>']
        for x, end, title, _ in self._columns(w.unit, w.sponsor, w.total):
            cells.append(f'<text class="wc-h wc-wide{end}" x="{n(x)}" y="{base}">{title}</text>')
        return "".join(cells)

    def _columns(self, unit: str, sponsor: str, total: str) -> Iterator[Cell]:
        """Columns after the name; figures stand at the right of theirs."""
        s = self.style
        x = s.name_x + s.name_width
        for width, text in ((s.unit_width, unit), (s.sponsor_width, sponsor)):
            if width:
                yield x, "", escape(shortened(text, width - s.small * 0.6, s.small)), text
            x += width
        if s.total_width:
            yield x + s.total_width - s.small, " wc-end", escape(total), total

    def _months(self) -> str:
        s = self.style
        base = n(s.head - s.small * 0.9)
        parts = []
        for first, last in self.axis.spans():
            middle = self.axis.centre(first, last)
            name = escape(self._span_name(first))
            parts.append(f'<text class="wc-h wc-mid" x="{p(middle)}" y="{base}">{name}</text>')
        return "".join(parts)

    def _span_name(self, start: date) -> str:
        w = self.words
        if self.style.scale == "quarter":
            return w.quarters[(start.month - 1) // 3]
        return w.months[start.month - 1] if w.months else w.month.format(start.month)

    def _today_label(self) -> str:
        if not self.axis.has(self.chart.today):
            return ""
        s, today = self.style, self.chart.today
        name = self.words.today.format(month=today.month, day=today.day)
        width = ems(name) * s.small + 14
        height = s.small * 1.5
        stem = f'<path class="wc-now" d="M0 {n(height)}V{n(s.head)}"/>' if self._clear() else ""
        return (
            f'<svg class="wc-today" x="{p(self.axis.middle(today))}" overflow="visible" '
            f'data-day="{today}">'
            f"{stem}"
            f'<rect class="wc-now-box" x="{n(-width / 2)}" y="1" width="{n(width)}" '
            f'height="{n(height)}" rx="2"/>'
            f'<text class="wc-now-word" y="{n(height * 0.76)}">{escape(name)}</text></svg>'
        )

    def _clear(self) -> bool:
        """Whether the line of today can cross the head beside the names of the months."""
        at = self.axis.middle(self.chart.today)
        return all(abs(at - self.axis.centre(a, b)) > 1.6 for a, b in self.axis.spans())

    # --- left: names ------------------------------------------------------------------------

    def _names(self) -> str:
        if not self.chart.rows:
            return self._empty()
        return self._lines(self._band_name, self._row_name)

    def _band_name(self, band: Band) -> str:
        s = self.style
        title = shortened(band.title, s.name_x + s.name_width - s.small * 2, s.font)
        size = ems(title) * s.font
        base = n(s.band / 2 + s.font * 0.36)
        count = escape(self.words.count.format(band.count))
        return (
            f'<text class="wc-b" x="{n(s.small)}" y="{base}">{escape(title)}</text>'
            f'<text class="wc-c wc-wide" x="{n(s.small * 2 + size)}" y="{base}">{count}</text>'
        )

    def _row_name(self, row: ChartRow) -> str:
        s = self.style
        base = n(s.row / 2 + s.font * 0.36)
        at = f'x="{n(s.name_x)}" y="{base}"'
        name = shortened(row.name, s.name_width - s.small, s.font)
        spot = f'x="{n(s.light_width * 0.55)}" y="{n(s.row / 2)}"'
        parts = [
            f'<use href="#wc-{row.light}" {spot}/>',
            f'<use href="#wc-replanned" {spot}/>' if row.replanned else "",
            f'<text class="wc-n wc-wide" {at}>{escape(name)}</text>',
        ]
        if s.number_width and row.number is not None:
            right = n(s.name_x - s.small * 0.7)
            parts.append(f'<text class="wc-u wc-end" x="{right}" y="{base}">{row.number}</text>')
        if s.in_pieces:
            narrow = shortened(row.name, s.narrow_name - 4, s.font)
            parts.append(f'<text class="wc-n wc-narrow" {at}>{escape(narrow)}</text>')
        for x, end, shown, text in self._columns(row.unit, row.sponsor, self._total(row)):
            if text:
                parts.append(
                    f'<text class="wc-u wc-wide{end}" x="{n(x)}" y="{base}">{shown}</text>'
                )
        return "".join(parts)

    def _total(self, row: ChartRow) -> str:
        if row.total_wan is None:
            return "—"
        return self.words.yi.format(f"{row.total_wan / 10_000:,.1f}")

    def _empty(self) -> str:
        s = self.style
        message = escape(self.words.empty)
        return f'<text class="wc-u wc-empty" x="{n(s.small)}" y="{n(s.row * 1.6)}">{message}</text>'

    # --- right: plan ------------------------------------------------------------------------

    def _plan(self) -> str:
        now = ""
        if self.axis.has(self.chart.today):
            x = p(self.axis.middle(self.chart.today))
            now = f'<line class="wc-now" x1="{x}" x2="{x}" y2="100%"/>'
        return self._grid() + self._lines(lambda _: "", self._row_plan) + now

    def _grid(self) -> str:
        lines = []
        for first, _ in self.axis.spans():
            x = self.axis.begin(first)
            if x > 0:
                kind = "wc-v" if first.month % 3 != 1 else "wc-v wc-q"
                lines.append(f'<line class="{kind}" x1="{p(x)}" x2="{p(x)}" y2="100%"/>')
        return "".join(lines)

    def _row_plan(self, row: ChartRow) -> str:
        return "".join(
            (
                self._bar("wc-p", row.start, row.finish),
                self._bar("wc-d", row.start, row.done_until),
                *self._critical(row),
                *self._originals(row),
                *(self._break(one) for one in row.breaks),
                *(self._need(need, row) for need in row.needs if self.axis.has(need.needed_by)),
                *(self._milestone(m) for m in row.milestones if self.axis.has(m.day)),
            )
        )

    def _bar(self, kind: str, start: date | None, end: date | None) -> str:
        axis = self.axis
        if start is None or end is None or end < start or end < axis.first or start > axis.last:
            return ""
        x = axis.middle(start) if start >= axis.first else 0
        to = axis.middle(end) if end <= axis.last else 100
        y = n(self.style.row / 2)
        return f'<line class="{kind}" x1="{p(x)}" x2="{p(to)}" y1="{y}" y2="{y}"/>'

    def _critical(self, row: ChartRow) -> Iterator[str]:
        """From the milestone before, or the start, to each critical milestone still ahead."""
        before = row.start
        for milestone in sorted(row.milestones, key=lambda m: m.day):
            if milestone.critical and milestone.state != "done":
                yield self._bar("wc-k", before, milestone.day)
            before = milestone.day

    def _originals(self, row: ChartRow) -> Iterator[str]:
        """Where the finish and milestones lay in the original plan, if they have moved."""
        if row.was_moved and row.original is not None:
            yield self._was(self.words.finish, row.original)
        for milestone in row.milestones:
            if milestone.original is not None:
                yield self._was(milestone.name, milestone.original)

    def _was(self, name: str, day: date) -> str:
        if not self.axis.has(day):
            return ""
        return (
            f'<use href="#wc-was" x="{p(self.axis.middle(day))}" y="{n(self.style.row / 2)}" '
            f'data-mark="{escape(name)}" data-day="{day}" data-state="{escape(self.words.was)}"/>'
        )

    def _milestone(self, milestone: ChartMilestone) -> str:
        said = {"planned": self.words.planned, "done": self.words.done}
        return (
            f'<use href="#wc-{milestone.state}" x="{p(self.axis.middle(milestone.day))}" '
            f'y="{n(self.style.row / 2)}" data-mark="{escape(milestone.name)}" '
            f'data-day="{milestone.day}" '
            f'data-state="{escape(said.get(milestone.state, self.words.overdue))}"/>'
        )

    def _break(self, broken: ChartBreak) -> str:
        """From where it was to end to where it will, with a notch if that is on the sheet."""
        line = self._bar("wc-x", broken.day, broken.until)
        if not self.axis.has(broken.until):
            return line
        s = self.style
        notch = 5 * s.sign
        return (
            f'{line}<svg x="{p(self.axis.middle(broken.until))}" y="{n(s.row / 2)}" '
            f'overflow="visible" data-mark="{escape(broken.name or self.words.finish)}" '
            f'data-day="{broken.until}" data-state="{escape(self._broken(broken))}">'
            f'<line class="wc-x-end" y1="{n(-notch)}" y2="{n(notch)}"/></svg>'
        )

    def _broken(self, broken: ChartBreak) -> str:
        return self.words.broken.format(by=broken.by, days=broken.days)

    def _need(self, need: ChartNeed, row: ChartRow) -> str:
        """A box on its day, or at the left of a milestone that stands on the same spot."""
        s = self.style
        side = 13 * s.sign
        at = self.axis.middle(need.needed_by)
        signs = (self.axis.middle(milestone.day) for milestone in row.milestones)
        taken = min((x for x in signs if abs(x - at) < NEAR), default=None)
        left = -side / 2 if taken is None else -side * 1.7
        at = at if taken is None else taken
        return (
            f'<svg x="{p(at)}" y="{n(s.row / 2)}" overflow="visible" '
            f'data-mark="{escape(need.name)}" data-day="{need.needed_by}" '
            f'data-state="{escape(self.words.need)}">'
            f'<rect class="wc-need" x="{n(left)}" y="{n(-side / 2)}" width="{n(side)}" '
            f'height="{n(side)}"/>'
            f'<text class="wc-need-word" x="{n(left + side / 2)}" y="{n(side * 0.29)}">'
            f"{escape(need.short[:1])}</text></svg>"
        )

    # --- rows -------------------------------------------------------------------------------

    def _lines(self, band: Callable[[Band], str], row: Callable[[ChartRow], str]) -> str:
        """All rows one under the other, by ``transform`` so that a filter can close the gaps."""
        named = band == self._band_name
        y, parts = 0.0, []
        for line in self.chart.rows:
            height = self._height(line)
            place = f'transform="translate(0,{n(y)})" data-height="{n(height)}"'
            if isinstance(line, Band):
                back = f'<rect class="wc-band-back" width="100%" height="{n(height)}"/>'
                parts.append(f'<g class="wc-band" {place}>{back}{band(line)}</g>')
            else:
                parts.append(self._line(line, place, height, row(line), named))
            y += height
        return "".join(parts)

    def _line(self, row: ChartRow, place: str, height: float, inner: str, named: bool) -> str:
        hit = f'<rect class="wc-hit" width="100%" height="{n(height)}"/>'
        rule = f'<line class="wc-r" x2="100%" y1="{n(height)}" y2="{n(height)}"/>'
        own = f'class="wc-row" {place} data-row="{escape(row.id)}" data-light="{row.light}"'
        label = f'aria-label="{escape(self._label(row))}"'
        if not named:
            return f'<g {own} role="img" {label}>{hit}{rule}{inner}</g>'
        told = {
            "name": row.name,
            "light-words": self.light_words[row.light],
            "replanned": self.words.replanned if row.replanned else "",
            "reason": row.reason,
            "finishes": self._finishes(row),
            "unit": row.unit,
            "sponsor": row.sponsor,
            "total": self._total(row),
        }
        data = "".join(f' data-{key}="{escape(value)}"' for key, value in told.items() if value)
        return f'<a href="{escape(row.href)}" {own} {label}{data}>{hit}{rule}{inner}</a>'

    def _label(self, row: ChartRow) -> str:
        states = [milestone.state for milestone in row.milestones]
        light = self.light_words[row.light]
        label = self.words.label.format(
            name=row.name,
            light=f"{light}（{row.reason}）" if row.reason else light,
            all=len(states),
            done=states.count("done"),
            overdue=states.count("overdue"),
        )
        said = [self.words.replanned] if row.replanned else []
        if finishes := self._finishes(row):
            said.append(finishes)
        breaks = (f"{one.name or self.words.finish} {self._broken(one)}" for one in row.breaks)
        return "；".join((label, *said, *breaks))

    def _finishes(self, row: ChartRow) -> str:
        """The three finishes in words, as far as they are known."""
        w = self.words
        days = (
            (w.finish_required, row.finish),
            (w.finish_original, row.original),
            (w.finish_forecast, row.forecast),
        )
        if row.original is None and row.forecast is None:
            return ""
        return " · ".join(words.format(day) for words, day in days if day)

    def _height(self, line: Band | ChartRow) -> float:
        return self.style.band if isinstance(line, Band) else self.style.row


def _svg(kind: str, width: float | str, height: float, inner: str, *, listed: bool = False) -> str:
    across = width if isinstance(width, str) else n(width)
    role = ' role="list"' if listed else ""
    return f'<svg class="{kind}" width="{across}" height="{n(height)}"{role}>{inner}</svg>'
