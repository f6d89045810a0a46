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
from guatu.bundles.queries.standing import (
    Holding,
    Marks,
    holding,
    known_since,
    marks_of,
    with_corrections,
)
from guatu.domain.bundles.lists import DONE_ON, DUE, STANDING, ListFact, RowFact, clean
from guatu.domain.bundles.verdicts import LIST_ENTERED, LIST_STRANGE, ListVerdict, is_later
from guatu.domain.statetables import NotNow
from guatu.domain.words import Sentence, say
from guatu.domain.worklists import table
from guatu.domain.worklists.rows import STANDING_WORDS, Cell, Standing
from guatu.domain.worklists.table import Status, Verb
from guatu.org.models import Tenant
from guatu.worklists.actions.amending import FIELD_WORDS
from guatu.worklists.actions.filling import MOST_OWN, may_be_typed
from guatu.worklists.choices import RowKind
from guatu.worklists.models import WorkItem, WorkList

_FROZEN = (Status.LOCKED, Status.REVIEWED)
_CELLS = frozenset(cell.value for cell in Cell)
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class ListLine:
    """A row of a list that came, beside the row here; ``fact`` is None for a whole list that has
    no place here. ``before`` and ``after`` are the fields that would change, ``known_at`` since
    when people here have it so."""

    of: ListFact
    fact: RowFact | None
    work_list: WorkList | None
    item: WorkItem | None
    verdict: ListVerdict
    says: tuple[Sentence, ...] = ()
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)
    known_at: datetime | None = None

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
    """Five queries, however many lists there are."""
    if not facts:
        return []
    here = _lists_here(tenant, facts)
    marks = marks_of(item.pk for row in here.values() for item in row.items.all())
    found: list[ListLine] = []
    for fact in facts:
        row = here.get((fact.unit, fact.period.rhythm.value, fact.period.first))
        found += _Compared(fact, row, marks, today).lines() if row else [_nowhere(fact)]
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


class _Compared:
    """One list that came beside the one here."""

    def __init__(self, of: ListFact, row: WorkList, marks: Marks, today: date) -> None:
        self.of, self.row, self.marks, self.today = of, row, marks, today
        self.is_frozen = Status(row.status) in _FROZEN
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
        found = list(self._found())
        met = Counter(item.pk for _fact, items in found for item in items[:1])
        new = Counter(fact.label for fact, items in found if not items)
        lines = []
        for fact, items in found:
            doubled = met[items[0].pk] if items else new[fact.label]
            if fact.is_out and not items:
                continue  # neither there nor here
            if len(items) > 1 or doubled > 1:
                lines.append(self._line(fact, None, ListVerdict.AMBIGUOUS, _several(fact)))
            elif not items:
                lines.append(self._added(fact))
            else:
                lines.append(self._compared(fact, items[0]))
        return [self._closed(line) for line in lines]

    def _found(self) -> Iterator[tuple[RowFact, list[WorkItem]]]:
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
        told = (*says, *_righted(fact)) if verdict is not ListVerdict.SAME else says
        return ListLine(self.of, fact, self.row, item, verdict, told, **more)

    def _added(self, fact: RowFact, item: WorkItem | None = None) -> ListLine:
        """``item``: the row that undoing the bundle has left out, to be listed again."""
        names = [name for name in fact.values if name != STANDING]
        after = {name: fact.values[name] for name in names if fact.values[name]}
        if fault := self._fault(after, is_new=item is None):
            return self._line(fact, item, ListVerdict.FAULTY, fault)
        return self._line(fact, item, ListVerdict.NEW, after=after)

    def _compared(self, fact: RowFact, item: WorkItem) -> ListLine:
        held = self.held[item.pk]
        if fact.is_out:
            return self._out_there(fact, item, known_since(item, held.touched_at, self.marks))
        if item.struck:
            return self._struck_here(fact, item)
        fields = self._fields(item)
        differ = {
            name: words
            for name, words in fact.values.items()
            if words != held.values[name] and name in fields
        }
        noted = tuple(_sourced(fact, held, name) for name in self._noted(fact, item, held))
        if not differ:
            verdict = ListVerdict.SOURCE if noted else ListVerdict.SAME
            return self._line(fact, item, verdict, *noted)
        return self._differing(fact, item, differ, noted)

    def _differing(
        self, fact: RowFact, item: WorkItem, differ: dict[str, str], noted: tuple[Sentence, ...]
    ) -> ListLine:
        """What is later there is entered, field by field; what people here have later is kept."""
        held = self.held[item.pk]
        known = known_since(item, held.touched_at, self.marks)
        taken = {
            name: words
            for name, words in differ.items()
            if is_later(
                fact.told_at if name in fact.typed else self.of.data_at,
                known if name in held.by_people else None,
            )
        }
        if not taken:
            before = {name: held.values[name] for name in differ}
            verdict = ListVerdict.OLDER
            return self._line(fact, item, verdict, _kept(differ), before=before, after=differ)
        if kept := differ.keys() - taken.keys():
            noted = (*noted, _kept(kept))
        if item.kind == RowKind.OWN and not self.is_frozen and taken.get(DONE_ON):
            taken |= _done_with(held, taken)
        before = {name: held.values[name] for name in taken}
        verdict = ListVerdict.AMENDED if self.is_frozen else ListVerdict.CHANGED
        if fault := self._fault(taken, is_new=False):
            verdict, noted = ListVerdict.FAULTY, (fault, *noted)
        more: dict[str, Any] = {"before": before, "after": taken, "known_at": known}
        return self._line(fact, item, verdict, *noted, **more)

    def _fields(self, item: WorkItem) -> frozenset[str]:
        """What may be written on the row here: after the freeze anything, as a correction."""
        if self.is_frozen:
            return _CELLS | {DUE, DONE_ON, STANDING}
        typed = {cell.value for cell in Cell if may_be_typed(item, cell)}
        return frozenset(typed | {DUE, DONE_ON} if item.kind == RowKind.OWN else typed)

    def _noted(self, fact: RowFact, item: WorkItem, held: Holding) -> list[str]:
        """What follows from the source of the row here: told where it differs, never written."""
        if self.is_frozen or item.kind == RowKind.OWN:
            return []
        known = [name for name in fact.values if name not in self._fields(item)]
        return [name for name in known if fact.values[name] != held.values[name]]

    def _struck_here(self, fact: RowFact, item: WorkItem) -> ListLine:
        if self._was_undone(item):
            return self._added(fact, None if self.is_frozen else item)
        words = say("本网本期不列这个事项：{reason}", reason=item.struck)
        return self._line(fact, item, ListVerdict.OLDER, words)

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
            return self._line(fact, item, ListVerdict.OLDER, words, _kept(()))
        return self._line(fact, item, ListVerdict.LEFT_OUT, words, known_at=known)

    def _fault(self, values: Mapping[str, str], *, is_new: bool) -> Sentence | None:
        """Why the act would refuse it."""
        done = values.get(DONE_ON, "")
        if not self.is_frozen and done > self.today.isoformat():
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


def _several(fact: RowFact) -> Sentence:
    return say("清单上有几个事项都叫“{label}”，分不清是哪一个，没有写入。", label=fact.label)


def _kept(names: Iterable[str]) -> Sentence:
    """Of the whole row without ``names``."""
    fields = "、".join(words for name, words in FIELD_WORDS.items() if name in names)
    return say("{fields}：本网有人填过，对端的不比本网的新，保留本网的。", fields=fields or "整行")


def _sourced(fact: RowFact, held: Holding, name: str) -> Sentence:
    return say(
        "{field}以本网来源为准，没有写入：对端“{theirs}”，本网“{ours}”。",
        field=FIELD_WORDS[name],
        theirs=_word(name, fact.values[name]),
        ours=_word(name, held.values[name]),
    )


def _word(name: str, value: str) -> str:
    if name == STANDING:
        return STANDING_WORDS[Standing(value)]
    return value[:_SHOWN] or "空"


def _righted(fact: RowFact) -> Iterator[Sentence]:
    """What was put right there after the freeze, with the reason."""
    for one in fact.righted:
        yield say(
            "对端冻结后更正{field}：由“{before}”更正为“{after}”，原因：{reason}（{by}）",
            field=FIELD_WORDS[one.name],
            before=one.before or "空",
            after=one.after or "空",
            reason=one.reason,
            by=one.by,
        )
