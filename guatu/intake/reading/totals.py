"""Printed totals and counts against the rows: which rows a total is about, and does it add up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate

from guatu.domain.words import N_, say
from guatu.intake.reading.body import Body, Entry
from guatu.intake.reading.cells import CHECKED_MONEY
from guatu.intake.reading.columns import letter_of
from guatu.intake.reading.faults import Fault, cell_problem
from guatu.intake.reading.model import Column, Declared, Field, Problem, RowKind
from guatu.intake.reading.printed import amount_in, step_of, total_sentence
from guatu.intake.reading.wording import is_grand, stated_count, stated_total

_ALLOWED = Decimal("0.005")
_ORDER = (
    Field.TOTAL, Field.YEAR_PLAN, Field.DONE_BEFORE, Field.DONE_MONTH, Field.DONE_YEAR,
    Field.DONE_TOTAL,
)  # fmt: skip
Scope = range
"""Neighbouring projects: positions in the list of all projects of the table."""


@dataclass(slots=True)
class Totals:
    """Checks one table; ``entries`` in their order, ``problems`` as they are found."""

    body: Body
    entries: list[Entry]
    problems: list[Problem] = field(default_factory=list)
    declared_count: int | None = None
    declared_total: Decimal | None = None
    _columns: dict[Field, Column] = field(default_factory=dict)
    _parts: dict[int, list[Entry]] = field(default_factory=dict)
    _places: list[int] = field(default_factory=list)
    _projects: list[Entry] = field(default_factory=list)
    _all: Scope = range(0)
    _sums: dict[Field, list[tuple[Decimal, int]]] = field(default_factory=dict)
    _part_counts: list[int] = field(default_factory=list)
    _last_place: int = -1
    _first_heading: int = 0

    def __post_init__(self) -> None:
        self._columns = {c.field: c for c in self.body.table.columns if c.field in CHECKED_MONEY}
        for entry in self.entries:
            if entry.kind is RowKind.PART and entry.parent is not None:
                self._parts.setdefault(entry.parent, []).append(entry)
        self._find_all()

    def check(self) -> None:
        self._settle_unlabelled()
        for place, entry in enumerate(self.entries):
            if entry.kind is RowKind.HEADING:
                self._compare(entry, self._meant(place, entry), skip_empty=True)
            elif entry.kind is RowKind.TOTAL and not entry.of_which:
                self._check_total(place, entry)
        for claim in self.body.claims:
            found = sum(1 for e in self._projects if e.row in claim.rows)
            if found != claim.count:
                self._report_count(claim.rows.start, claim.column, claim.count, found)

    def check_words(self, row: int, column: int, text: str, whole: Sequence[Totals]) -> None:
        """What the title says: （共44项，总投资38.7亿元）, of this table or of all on the sheet."""
        count, total = stated_count(text), stated_total(text)
        if count is not None:
            self.declared_count = self.declared_count or count
            counts = {len(self._all), self._with_parts(self._all)}
            counts |= {sum(len(one._all) for one in whole)}
            if count not in counts:
                self._report_count(row, column, count, len(self._all))
        field_ = self._columns.get(Field.TOTAL)
        if total is None or field_ is None:
            return
        self.declared_total = self.declared_total or total
        found = self._sum(self._all, Field.TOTAL)
        entry = Entry(row, RowKind.TOTAL, text, written={Field.TOTAL: amount_in(text)})
        if found and not self._is_close(total, found, self._all, Field.TOTAL, entry):
            self._report_total(row, field_, total, found, self._all)

    def declared(self) -> Declared:
        return Declared(self.declared_count, self.declared_total)

    def _find_all(self) -> None:
        """Note the projects, and running sums over them, so that a scope costs no walk."""
        kinds = [e.kind for e in self.entries]
        self._places = [place for place, kind in enumerate(kinds) if kind is RowKind.PROJECT]
        self._projects = [self.entries[place] for place in self._places]
        self._all = range(len(self._places))
        self._sums = {name: self._running(name) for name in self._columns}
        counts = (len(self._parts.get(e.row, ())) for e in self._projects)
        self._part_counts = [0, *accumulate(counts)]
        last = (p for p, e in enumerate(self.entries) if not _closes(e))
        self._last_place = max(last, default=-1)
        headings = (p for p, kind in enumerate(kinds) if kind is RowKind.HEADING)
        self._first_heading = next(headings, len(self.entries))

    def _running(self, name: Field) -> list[tuple[Decimal, int]]:
        total, given, running = Decimal(0), 0, [(Decimal(0), 0)]
        for entry in self._projects:
            amount = self._of(entry, name)
            if amount is not None:
                total, given = total + amount, given + 1
            running.append((total, given))
        return running

    def _settle_unlabelled(self) -> None:
        """Sums without a word are a total when they add up, else a row that lost its name."""
        name = next(c for c in self.body.table.columns if c.field is Field.NAME)
        for place, entry in enumerate(self.entries):
            if entry.kind is not RowKind.TOTAL or entry.label:
                continue
            fits = any(self._score(entry, scope) for scope in self._scopes(place))
            if fits or not entry.values:
                continue
            entry.kind = RowKind.PROJECT
            problem = cell_problem(
                self.body.grid.index, entry.row + 1, name, Fault("missing_name", "")
            )
            entry.problems.append(problem)
            self._find_all()

    def _meant(self, place: int, entry: Entry) -> Scope:
        """The projects a heading is about: its count tells where the headings are mixed."""
        under, end = self._under(place), place + 1
        while end < len(self.entries) and self.entries[end].kind is not RowKind.HEADING:
            end += 1
        near = self._between(place, end)
        return near if entry.count == len(near) else under

    def _under(self, place: int) -> Scope:
        """The projects below a heading, up to the next one of its depth."""
        level = self.entries[place].level
        end = place + 1
        while end < len(self.entries):
            entry = self.entries[end]
            if entry.kind is RowKind.HEADING and entry.level <= level:
                break
            end += 1
        return self._between(place, end)

    def _between(self, start: int, end: int) -> Scope:
        return range(bisect_right(self._places, start), bisect_left(self._places, end))

    def _check_total(self, place: int, entry: Entry) -> None:
        scopes = list(dict.fromkeys(s for s in self._scopes(place) if s))
        if not scopes or self._adds_subtotals(place, entry):
            return
        scores = [self._score(entry, scope) for scope in scopes]
        scope = scopes[scores.index(max(scores))]
        self._compare(entry, scope)
        if scope == self._all:
            self._declare(entry)

    def _declare(self, entry: Entry) -> None:
        total = entry.values.get(Field.TOTAL, entry.total)
        if self.declared_count is None:
            self.declared_count = entry.count
        if self.declared_total is None and isinstance(total, Decimal):
            self.declared_total = total

    def _scopes(self, place: int) -> Iterator[Scope]:
        """What a total may be about, the likeliest first."""
        before = self._between(-1, place)
        grand = is_grand(self.entries[place].label) or self._is_last(place)
        if not before:
            yield from self._scopes_below(place)
            return
        if grand:
            yield self._all
            yield before
        yield self._between(self._last(place, (RowKind.HEADING, RowKind.TOTAL)), place)
        yield from self._open_groups(place)
        yield self._between(self._last(place, (RowKind.TOTAL,)), place)
        yield before
        yield from self._scopes_below(place)

    def _scopes_below(self, place: int) -> Iterator[Scope]:
        end = next(
            (
                p
                for p in range(place + 1, len(self.entries))
                if self.entries[p].kind in (RowKind.HEADING, RowKind.TOTAL)
                and not self.entries[p].of_which
            ),
            len(self.entries),
        )
        group = self._between(place, end)
        under_heading = place > 0 and self.entries[place - 1].kind is RowKind.HEADING
        if under_heading:
            yield group
            yield self._under(place - 1)
        yield self._between(place, len(self.entries))
        yield self._all
        yield group

    def _is_last(self, place: int) -> bool:
        return place >= self._last_place

    def _last(self, place: int, kinds: Iterable[RowKind]) -> int:
        for p in range(place - 1, -1, -1):
            if self.entries[p].kind in kinds and not self.entries[p].of_which:
                return p
        return -1

    def _open_groups(self, place: int) -> Iterator[Scope]:
        """From each heading that is still open, the innermost first."""
        level = 1_000
        for p in range(place - 1, self._first_heading - 1, -1):
            entry = self.entries[p]
            if entry.kind is RowKind.HEADING and entry.level < level:
                level = entry.level
                yield self._between(p, place)
            if level == 0:
                return

    def _adds_subtotals(self, place: int, entry: Entry) -> bool:
        """A grand total that adds the printed subtotals is right about them."""
        if not self._is_last(place):
            return False
        earlier = [
            e
            for e in self.entries[:place]
            if e.kind is RowKind.TOTAL and not e.of_which and e.label
        ]
        fields = [name for name in self._columns if name in entry.values]
        if len(earlier) < 2 or not fields:
            return False
        adds = all(
            entry.values[name] == sum((_amount(e, name) for e in earlier), Decimal(0))
            for name in fields
        )
        if adds:
            if entry.count not in (None, len(self._all), self._with_parts(self._all)):
                self._report_count(entry.row, entry.column, entry.count or 0, len(self._all))
            self._declare(entry)
        return adds

    def _score(self, entry: Entry, scope: Scope) -> int:
        """How many of the printed figures the scope bears out."""
        if not scope:
            return 0
        score = 2 * (entry.count in (len(scope), self._with_parts(scope)))
        for name in self._columns:
            declared = entry.values.get(name)
            found = self._sum(scope, name)
            if isinstance(declared, Decimal) and found is not None:
                score += self._is_close(declared, found, scope, name, entry)
        return score

    def _compare(self, entry: Entry, scope: Scope, *, skip_empty: bool = False) -> None:
        if skip_empty and not scope:
            return
        if entry.count is not None and entry.count not in (len(scope), self._with_parts(scope)):
            self._report_count(entry.row, entry.column, entry.count, len(scope))
        for name in _ORDER:
            declared = entry.values.get(name)
            if name is Field.TOTAL and declared is None:
                declared = entry.total
            column, found = self._columns.get(name), self._sum(scope, name)
            if column is None or not isinstance(declared, Decimal) or found is None:
                continue
            if not self._is_close(declared, found, scope, name, entry):
                self._report_total(entry.row, column, declared, found, scope)

    def _with_parts(self, scope: Scope) -> int:
        return len(scope) + self._part_counts[scope.stop] - self._part_counts[scope.start]

    def _sum(self, scope: Scope, name: Field) -> Decimal | None:
        """The sum of the column over the scope; None when no row has an amount there."""
        if not scope or name not in self._sums:
            return None
        before, after = self._sums[name][scope.start], self._sums[name][scope.stop]
        return after[0] - before[0] if after[1] > before[1] else None

    def _of(self, entry: Entry, name: Field) -> Decimal | None:
        """The amount of a project; that of its parts where it has none of its own."""
        own = entry.values.get(name)
        if isinstance(own, Decimal):
            return own
        parts = [e.values[name] for e in self._parts.get(entry.row, ()) if name in e.values]
        return sum((p for p in parts if isinstance(p, Decimal)), Decimal(0)) if parts else None

    def _is_close(
        self, declared: Decimal, found: Decimal, scope: Scope, name: Field, entry: Entry
    ) -> bool:
        """Equal, or apart by no more than rounding the printed figures explains (and 0.5 %)."""
        apart = abs(declared - found)
        if apart == 0:
            return True
        if apart > _ALLOWED * max(abs(declared), abs(found)):
            return False
        unit = self._columns[name].unit or Decimal(1)
        written = [entry.written.get(name, "")]
        written += [self._projects[place].written.get(name, "") for place in scope]
        step = max((step_of(text, unit) for text in written if text), default=Decimal(1))
        return apart <= step * (len(scope) + 1) / 2

    def _report_count(self, row: int, column: int, declared: int, found: int) -> None:
        header = self._header(column)
        self.problems.append(
            Problem(
                self.body.grid.index,
                row + 1,
                header,
                "count_mismatch",
                say(_COUNT, row=row + 1, declared=declared, found=found),
                None,
                Decimal(declared),
                Decimal(found),
            )
        )

    def _header(self, column: int) -> str:
        for one in self.body.table.columns:
            if one.index == column:
                return one.header or one.letter
        first = self.body.table.columns[0]
        return first.header if column < first.index else letter_of(column)

    def _report_total(
        self, row: int, column: Column, declared: Decimal, found: Decimal, scope: Scope
    ) -> None:
        unread = sum(1 for p in scope if column.field in self._projects[p].unread)
        self.problems.append(
            Problem(
                self.body.grid.index,
                row + 1,
                column.header,
                "total_mismatch",
                total_sentence(row + 1, column, declared, found, unread),
                column.field,
                declared,
                None if unread else found,
            )
        )


def _closes(entry: Entry) -> bool:
    """A row that may stand below the last total."""
    return entry.kind is RowKind.NOTE or (entry.kind is RowKind.TOTAL and entry.of_which)


def _amount(entry: Entry, name: Field) -> Decimal:
    value = entry.values.get(name)
    return value if isinstance(value, Decimal) else Decimal(0)


_COUNT = N_(
    "第 {row} 行写明 {declared} 个项目，实有 {found} 行；请核对是否漏行、多行，或更正所写的个数。"
)
