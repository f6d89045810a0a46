"""What the lists of work of a bundle would change here, row by row; nothing is written.

A row is the one of the same name on the list of the same unit and period. On an open list words
are typed as from a workbook of the unit; on a frozen one they become corrections beside what was
frozen; a list that was filed or approved is left as its people signed it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch

from guatu.bundles.choices import ArrivalStatus
from guatu.bundles.queries.row_words import in_no_order, kept_here, righted, several, sourced
from guatu.bundles.queries.standing import (
    Holding,
    Known,
    Marks,
    Told,
    holding,
    known_of,
    known_since,
    marks_of,
    told_of,
    with_corrections,
)
from guatu.bundles.queries.weighing import Place, Weighing
from guatu.domain.bundles.lists import DONE_ON, STANDING, ListFact, RowFact, Since, clean
from guatu.domain.bundles.verdicts import (
    LIST_ENTERED,
    LIST_STRANGE,
    ListVerdict,
    is_later,
)
from guatu.domain.statetables import NotNow
from guatu.domain.words import Sentence, say
from guatu.domain.worklists import table
from guatu.domain.worklists.rows import Cell
from guatu.domain.worklists.table import Status, Verb
from guatu.org.models import Tenant
from guatu.worklists.actions.filling import MOST_OWN
from guatu.worklists.choices import RowKind
from guatu.worklists.models import WorkItem, WorkList

_FROZEN = (Status.LOCKED, Status.REVIEWED)


@dataclass(frozen=True, slots=True)
class ListLine:
    """A row of a list that came, beside the row here; ``fact`` is None for a whole list that has
    no place here. ``before`` and ``after`` are the fields that would change, ``known_at`` since
    when people here have it so, ``known`` the same of each field."""

    of: ListFact
    fact: RowFact | None
    work_list: WorkList | None
    item: WorkItem | None
    verdict: ListVerdict
    says: tuple[Sentence, ...] = ()
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)
    known_at: datetime | None = None
    known: Mapping[str, Known] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return self.fact.label if self.fact else self.of.unit

    @property
    def is_entered(self) -> bool:
        return self.verdict in LIST_ENTERED

    @property
    def is_strange(self) -> bool:
        return self.verdict in LIST_STRANGE

    @property
    def since(self) -> dict[str, Known]:
        """Since when what would be written is so at its origin."""
        if self.fact is None or not self.is_entered:
            return {}
        typed, read_at = self.fact.typed, Since.at(self.of.stood_by_at)
        written = {*self.after, *typed} if self.verdict is ListVerdict.NEW else {*self.after}
        return {
            name: Known(typed.get(name, read_at), is_brought=True, is_system=name not in typed)
            for name in sorted(written)
        }

    @property
    def gist(self) -> list[Any]:
        """The same as long as entering it would do the same."""
        ids = (str(row.pk) if row else "" for row in (self.work_list, self.item))
        status = self.work_list.status if self.work_list else ""
        return [
            *ids, status, self.label, self.verdict.value, dict(self.before), dict(self.after),
        ]  # fmt: skip


def counts_of(lines: Iterable[ListLine]) -> Counter[ListVerdict]:
    return Counter(line.verdict for line in lines)


def compare_lists(tenant: Tenant, facts: Sequence[ListFact], today: date) -> list[ListLine]:
    """Six queries, however many lists there are."""
    if not facts:
        return []
    here = _lists_here(tenant, facts)
    marks = marks_of(item.pk for row in here.values() for item in row.items.all())
    told = told_of(tenant, [row.pk for row in here.values()])
    found: list[ListLine] = []
    for fact in facts:
        row = here.get((fact.unit, fact.period.rhythm.value, fact.period.first))
        found += _Compared(fact, row, marks, told, today).lines() if row else [_nowhere(fact)]
    return found


_Here = dict[tuple[str, str, date], WorkList]


def _lists_here(tenant: Tenant, facts: Sequence[ListFact]) -> _Here:
    items = Prefetch("items", with_corrections(WorkItem.objects.all()))
    firsts = {fact.period.first for fact in facts}
    rows = WorkList.objects.filter(tenant=tenant, round__first__in=firsts)
    joined = rows.select_related("unit", "round", "tenant").prefetch_related(items)
    return {(clean(row.unit.name), row.round.rhythm, row.round.first): row for row in joined}


def _nowhere(fact: ListFact) -> ListLine:
    words = say(
        "本网没有“{unit}”{period}的清单，{n} 个事项没有写入。"
        "请先在本网生成这一期清单，或核对单位名称。",
        unit=fact.unit,
        period=str(fact.period.label),
        n=len(fact.rows),
    )
    return ListLine(fact, None, None, None, ListVerdict.UNKNOWN, (words,))


#: The verdict of a row of which nothing is taken: by the first of these that it has.
_TOLD = {
    Place.UNCLEAR: ListVerdict.FAULTY,
    Place.KEPT: ListVerdict.OLDER,
    Place.SOURCE: ListVerdict.SOURCE,
}
_Met = tuple[RowFact, list[WorkItem]]


class _Compared:
    """One list that came beside the one here."""

    def __init__(self, of: ListFact, row: WorkList, marks: Marks, told: Told, today: date) -> None:
        self.of, self.row, self.marks, self.told, self.today = of, row, marks, told, today
        self.is_frozen = Status(row.status) in _FROZEN
        self.weighing = Weighing(of, row, self.is_frozen)
        self.held: dict[Any, Holding] = {}
        self.by_label: dict[str, list[WorkItem]] = defaultdict(list)
        own = 0
        for item in row.items.all():
            item.work_list = row
            self.held[item.pk] = holding(item)
            if not self.held[item.pk].is_removed:
                self.by_label[clean(item.label)].append(item)
            own += item.is_own
        self.room = MOST_OWN - own

    def lines(self) -> list[ListLine]:
        found = list(_without_doubles(self._found()))
        met = Counter(item.pk for _fact, items in found for item in items[:1])
        new = Counter(fact.label for fact, items in found if not items)
        lines = []
        for fact, items in found:
            doubled = met[items[0].pk] if items else new[fact.label]
            if fact.is_out and not items:
                continue  # neither there nor here
            if len(items) > 1 or doubled > 1:
                lines.append(self._line(fact, None, ListVerdict.AMBIGUOUS, several(fact)))
            elif not items:
                lines.append(self._added(fact))
            else:
                lines.append(self._compared(fact, items[0]))
        return [self._closed(line) for line in lines]

    def _found(self) -> Iterator[_Met]:
        """By name, of the same source where there are several; listed ones before those that
        were left out."""
        for fact in self.of.rows:
            named = self.by_label.get(fact.label, [])
            listed = [item for item in named if not item.struck] or named
            yield fact, [item for item in listed if item.kind == fact.kind.value] or listed

    def _line(
        self, fact: RowFact, item: WorkItem | None, verdict: ListVerdict, *says: Sentence,
        **more: Any,
    ) -> ListLine:  # fmt: skip
        told = (*says, *righted(fact)) if verdict is not ListVerdict.SAME else says
        return ListLine(self.of, fact, self.row, item, verdict, told, **more)

    def _added(self, fact: RowFact, item: WorkItem | None = None) -> ListLine:
        """``item``: the row that a bundle has left out here, to be listed again."""
        known: Mapping[str, Known] = {}
        names = {name for name, words in fact.values.items() if words and name != STANDING}
        if item is not None:
            known = self._known(item)
            if item.kind != RowKind.OWN:
                names &= self.weighing.fields(fact, item) & fact.typed.keys()
        after = {name: fact.values[name] for name in fact.values if name in names}
        if fault := self._fault(after, is_new=item is None):
            return self._line(fact, item, ListVerdict.FAULTY, fault)
        says = (say("对端又列了这个事项，本网同样列上。"),) if item is not None else ()
        return self._line(fact, item, ListVerdict.NEW, *says, after=after, known=known)

    def _compared(self, fact: RowFact, item: WorkItem) -> ListLine:
        held = self.held[item.pk]
        if fact.is_out:
            return self._out_there(fact, item, known_since(item, held.touched_at, self.marks))
        if item.struck:
            return self._struck_here(fact, item)
        known = self._known(item)
        there = {**self.weighing.taken_back(fact, item, known), **fact.values}
        if item.kind == RowKind.OWN and not self.is_frozen:
            there.pop(STANDING)  # follows from its days
        differ = {name: words for name, words in there.items() if words != held.values[name]}
        places = {name: self.weighing.place(fact, item, name, known.get(name)) for name in differ}
        says = tuple(self._told(fact, item, differ, places))
        return self._differing(fact, item, differ, places, says)

    def _known(self, item: WorkItem) -> Mapping[str, Known]:
        """Nothing of a row that was only carried on from the list before: as of the system."""
        held = self.held[item.pk]
        return known_of(item, held, self.marks, self.told) if held.touched_at else {}

    def _told(
        self, fact: RowFact, item: WorkItem, differ: Mapping[str, str],
        places: Mapping[str, Place],
    ) -> Iterator[Sentence]:  # fmt: skip
        held = self.held[item.pk]
        for name, words in differ.items():
            if places[name] is Place.SOURCE:
                yield sourced(name, words, held.values[name])
        if kept := [name for name in differ if places[name] is Place.KEPT]:
            yield kept_here(kept)
        if unclear := [name for name in differ if places[name] is Place.UNCLEAR]:
            yield in_no_order(unclear)

    def _differing(
        self, fact: RowFact, item: WorkItem, differ: Mapping[str, str],
        places: Mapping[str, Place], says: tuple[Sentence, ...],
    ) -> ListLine:  # fmt: skip
        """What is later there is entered, field by field; the rest is told."""
        held, met = self.held[item.pk], set(places.values())
        if Place.TAKEN not in met:
            verdict = next((_TOLD[place] for place in _TOLD if place in met), ListVerdict.SAME)
            told = {n: w for n, w in differ.items() if places[n] is not Place.SOURCE}
            before = {name: held.values[name] for name in told}
            return self._line(fact, item, verdict, *says, before=before, after=told)
        taken = {name: words for name, words in differ.items() if places[name] is Place.TAKEN}
        if item.kind == RowKind.OWN and not self.is_frozen and taken.get(DONE_ON):
            taken |= _done_with(held, taken)
        before = {name: held.values[name] for name in taken}
        verdict = ListVerdict.AMENDED if self.is_frozen else ListVerdict.CHANGED
        if fault := self._fault(taken, is_new=False):
            verdict, says = ListVerdict.FAULTY, (fault, *says)
        return self._line(
            fact, item, verdict, *says, before=before, after=taken,
            known=self._known(item),
            known_at=known_since(item, held.touched_at, self.marks),
        )  # fmt: skip

    def _struck_here(self, fact: RowFact, item: WorkItem) -> ListLine:
        if self._was_undone(item) or self._is_listed_again(fact, item):
            return self._added(fact, None if self.is_frozen else item)
        words = say("本网本期不列这个事项：{reason}", reason=item.struck)
        return self._line(fact, item, ListVerdict.OLDER, words)

    def _is_listed_again(self, fact: RowFact, item: WorkItem) -> bool:
        """A row that was left out here because it was there, and that is listed there again."""
        at = self.held[item.pk].touched_at
        last = next(reversed(self.marks.get(item.pk, ())), None)
        return (
            last is not None
            and last.verdict == ListVerdict.LEFT_OUT
            and last.arrival.status == ArrivalStatus.ACCEPTED
            and last.arrival.settled_at == at
            and fact.told_at > last.told_at
        )

    def _was_undone(self, item: WorkItem) -> bool:
        """A row that a bundle added, left out because the bundle was undone."""
        at = self.held[item.pk].touched_at
        marks = self.marks.get(item.pk, ())
        return any(
            mark.verdict == ListVerdict.NEW
            and mark.arrival.status == ArrivalStatus.UNDONE
            and mark.arrival.settled_at == at
            for mark in marks
        )

    def _out_there(self, fact: RowFact, item: WorkItem, known: datetime | None) -> ListLine:
        if item.struck:
            return self._line(fact, item, ListVerdict.SAME)
        if self.is_frozen:
            words = say("对端不列这个事项，本网已冻结在清单上。不该列的，请在清单上更正。")
            return self._line(fact, item, ListVerdict.FAULTY, words)
        reason = fact.struck or next(
            (one.reason for one in reversed(fact.righted) if one.name == "row"), ""
        )
        words = say("对端不列这个事项：{reason}", reason=reason or "—")
        if not is_later(fact.told_at, known):
            return self._line(fact, item, ListVerdict.OLDER, words, kept_here(()))
        return self._line(
            fact, item, ListVerdict.LEFT_OUT, words, known=self._known(item), known_at=known
        )

    def _fault(self, values: Mapping[str, str], *, is_new: bool) -> Sentence | None:
        """Why the act would refuse it."""
        done = values.get(DONE_ON, "")
        if (is_new or not self.is_frozen) and done > self.today.isoformat():
            return say("对端的办结日期 {day} 在本网还没有到，没有写入。", day=done)
        if is_new and not self.is_frozen:
            self.room -= 1
            if self.room < 0:
                return say("本网这份清单的自列事项已满 {n} 项，没有写入。", n=MOST_OWN)
        return None

    def _closed(self, line: ListLine) -> ListLine:
        """A list that its people have signed is not written on."""
        if not line.is_entered or self.is_frozen:
            return line
        try:
            table.step(Status(self.row.status), Verb.ENTER)
        except NotNow as not_now:
            says = (not_now.sentence, *line.says)
            return ListLine(
                line.of, line.fact, line.work_list, line.item, ListVerdict.CLOSED, says,
                line.before, line.after,
            )  # fmt: skip
        return line


def _done_with(held: Holding, differ: Mapping[str, str]) -> dict[str, str]:
    """Words about what is open go from an own row that is done, unless they are new."""
    open_ = (Cell.TROUBLE.value, Cell.PLAN.value)
    return {name: "" for name in open_ if held.values[name] and name not in differ}


def _without_doubles(found: Iterable[_Met]) -> Iterator[_Met]:
    """Without what was left out there and is listed there a second time: that one counts."""
    met = list(found)
    listed = {_meeting(*one) for one in met if not one[0].is_out}
    return (one for one in met if not (one[0].is_out and _meeting(*one) in listed))


def _meeting(fact: RowFact, items: Sequence[WorkItem]) -> Any:
    return items[0].pk if items else fact.label
