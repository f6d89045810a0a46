"""Rows of lists of work that came in a bundle: written, and taken back, by the acts of lists.

On an open list as from a workbook of the unit (``Verb.ENTER``), on a frozen one as corrections
with their reason. Whatever an act refuses refuses the bundle: nothing is half done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from guatu.bundles.models import Arrival, ArrivalItem
from guatu.bundles.queries.comparing_lists import ListLine
from guatu.bundles.queries.standing import holding, with_corrections
from guatu.domain.bundles.lists import DONE_ON, DUE, ROW, STANDING, clean
from guatu.domain.bundles.verdicts import ListVerdict
from guatu.domain.words import Sentence, say
from guatu.domain.worklists.rows import Cell
from guatu.domain.worklists.table import Status, Verb
from guatu.kit.bulk import insert_rows
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal
from guatu.org.models import User
from guatu.worklists.actions import filling
from guatu.worklists.actions.amending import Right, add_late_all, amend_all
from guatu.worklists.actions.filling import OwnRow, standing_of
from guatu.worklists.choices import RowKind
from guatu.worklists.models import WORDS, WorkItem, WorkList

_CELLS = frozenset(cell.value for cell in Cell)
_SIGNED = (Status.FILED, Status.APPROVED)
Values = Mapping[str, str]
Rights = Mapping[str, Right]


def enter_rows(arrival: Arrival, lines: Sequence[ListLine], by: User, now: datetime) -> None:
    """Write what is to be entered; what became of every row is kept with its sentences."""
    entering = _Entering(by, now)
    kept = [_kept(arrival, serial, line) for serial, line in enumerate(lines, start=1)]
    for line, row in zip(lines, kept, strict=True):
        if line.is_entered:
            _enter(entering, arrival, line, row)
    entering.finish()
    insert_rows(kept)


def restore_rows(arrival: Arrival, reason: str, by: User, now: datetime) -> int:
    """Every row that the bundle wrote as it was before; how many. Raises ``Refusal`` when one of
    them was changed since or carried on, or its list was signed."""
    rows = list(arrival.items.filter(item_id__isnull=False))
    items = _items_of(row.item_id for row in rows)
    entering = _Entering(by, now)
    _refuse_carried({row.item_id: row for row in rows if row.verdict == ListVerdict.NEW})
    words = f"撤销接收{arrival}：{reason}"[:WORDS]
    for row in rows:
        item = items.get(row.item_id) if row.item_id else None
        if item is None:
            raise Refusal(_changed_since(row))
        _take_back(entering, row, item, words)
    entering.finish()
    return len(rows)


@dataclass(frozen=True, slots=True)
class _Added:
    """A row to be added, and what keeps that it was: ``row`` gets its id."""

    own: OwnRow
    reason: str
    row: ArrivalItem


class _Entering:
    """Who writes, and when; what is typed, added and put right waits until all of its list is
    known."""

    def __init__(self, by: User, now: datetime) -> None:
        self.by, self.now = by, now
        self.lists: dict[UUID, WorkList] = {}
        self.typed: dict[UUID, dict[UUID, dict[Cell, str]]] = defaultdict(dict)
        self.settled: dict[UUID, dict[UUID, OwnRow]] = defaultdict(dict)
        self.righted: dict[UUID, dict[UUID, Rights]] = defaultdict(dict)
        self.added: dict[UUID, list[_Added]] = defaultdict(list)

    def write(self, item: WorkItem, rights: Rights) -> None:
        """Put what is right into a row, in the way that its list allows now."""
        row = item.work_list
        self.lists[row.pk] = row
        values = {name: right.after for name, right in rights.items()}
        if row.is_frozen:
            self.righted[row.pk][item.pk] = rights
        elif item.kind == RowKind.OWN:
            own = _own_row(item.label, {**holding(item).values, **values})
            self.settled[row.pk][item.pk] = own
        else:
            self.typed[row.pk][item.pk] = {Cell(name): words for name, words in values.items()}

    def add(self, row: WorkList, added: _Added) -> None:
        self.lists[row.pk] = row
        self.added[row.pk].append(added)

    def finish(self) -> None:
        by, now = self.by, self.now
        for pk, cells in self.typed.items():
            filling.correct_all(self.lists[pk], cells, verb=Verb.ENTER, by=by, now=now)
        for pk, owns in self.settled.items():
            filling.settle_all(self.lists[pk], owns, verb=Verb.ENTER, by=by, now=now)
        for pk, rights in self.righted.items():
            amend_all(self.lists[pk], rights, by=by, now=now)
        for pk, added in self.added.items():
            for one, item in zip(added, self._new(self.lists[pk], added), strict=True):
                one.row.item_id = item.pk

    def _new(self, row: WorkList, added: Sequence[_Added]) -> list[WorkItem]:
        if row.is_frozen:
            late = [(one.own, one.reason) for one in added]
            return add_late_all(row, late, by=self.by, now=self.now)
        owns = [one.own for one in added]
        return filling.add_all(row, owns, verb=Verb.ENTER, by=self.by, now=self.now)


def _enter(entering: _Entering, arrival: Arrival, line: ListLine, kept: ArrivalItem) -> None:
    assert line.work_list is not None, "it has a place here"
    if line.verdict is ListVerdict.NEW and line.item is None:
        own = _own_row(line.label, line.after)
        entering.add(line.work_list, _Added(own, _reason(arrival, line, ROW), kept))
        return
    item = line.item
    assert item is not None, "what is no new row stands here"
    kept.item_id = item.pk
    if line.verdict is ListVerdict.LEFT_OUT:
        why = _why_struck(arrival, line)
        filling.strike(item, reason=why, verb=Verb.ENTER, by=entering.by, now=entering.now)
        return
    if item.struck:
        filling.restore(item, verb=Verb.ENTER, by=entering.by, now=entering.now)
    rights = {name: Right(to, _reason(arrival, line, name)) for name, to in line.after.items()}
    entering.write(item, rights)


def _take_back(entering: _Entering, row: ArrivalItem, item: WorkItem, reason: str) -> None:
    if item.work_list.status in _SIGNED:
        raise Refusal(_signed_since(row))
    held = holding(item)
    if row.verdict == ListVerdict.LEFT_OUT:
        if item.struck != row.after["struck"]:
            raise Refusal(_changed_since(row))
        if item.work_list.is_frozen:
            raise Refusal(_frozen_without(row))
        filling.restore(item, verb=Verb.ENTER, by=entering.by, now=entering.now)
        return
    after: Values = row.after["values"]
    if item.struck or held.is_removed or any(held.values[name] != after[name] for name in after):
        raise Refusal(_changed_since(row))
    if row.verdict != ListVerdict.NEW:
        before = _before(row, item, held.values)
        entering.write(item, {name: Right(words, reason) for name, words in before.items()})
    elif item.work_list.is_frozen:
        entering.write(item, {ROW: Right("", reason)})
    else:
        filling.strike(item, reason=reason, verb=Verb.ENTER, by=entering.by, now=entering.now)


def _before(row: ArrivalItem, item: WorkItem, values: Values) -> Values:
    """What stood there; of an open list, where it was the system's, what the system says now.

    An own row that the bundle settled while its list was open was frozen in the standing that
    followed from it: that one goes too.
    """
    before: dict[str, str] = dict(row.before["values"])
    if item.work_list.is_frozen:
        follows = item.kind == RowKind.OWN and before.keys() & {DUE, DONE_ON}
        if follows and STANDING not in before and values[STANDING] == item.standing:
            before[STANDING] = _standing_at_freeze(item.work_list, {**values, **before})
        return before
    for name in row.before["said"]:
        said = item.said.get(name, "")
        before[name] = said if isinstance(said, str) else str(Sentence.from_json(said))
    return before


def _standing_at_freeze(row: WorkList, values: Values) -> str:
    assert row.locked_at is not None, "it is frozen"
    day = row.locked_at.astimezone(CHINA).date()
    return str(standing_of(_day(values[DUE]), _day(values[DONE_ON]), day))


def _kept(arrival: Arrival, serial: int, line: ListLine) -> ArrivalItem:
    told_at = line.fact.told_at if line.fact else arrival.made_at
    by = line.fact.told_by if line.fact else line.of.unit
    item = line.item
    of_system = item is not None and item.kind != RowKind.OWN
    typed = item.hand if item else {}
    said = [name for name in line.before if of_system and name in _CELLS and name not in typed]
    return ArrivalItem(
        arrival=arrival,
        serial=serial,
        place=place_of(line),
        label=line.label,
        work_list=line.work_list,
        verdict=line.verdict.value,
        says=[said.as_json() for said in line.says],
        before={
            "values": dict(line.before),
            "said": said,
            "known_at": line.known_at.isoformat() if line.known_at else None,
            "known": {name: one.as_json() for name, one in line.known.items()},
        },
        after={
            "values": dict(line.after),
            "since": {name: one.as_json() for name, one in line.since.items()},
            "struck": _why_struck(arrival, line),
        },
        told_at=told_at,
        told_by_name=by[:100],
    )


def place_of(line: ListLine) -> str:
    """``示例工信局周清单（3月15日至3月21日）``."""
    if line.work_list is not None:
        return str(line.work_list)[:200]
    return f"{line.of.unit}（{line.of.period.label}）"[:200]


def _reason(arrival: Arrival, line: ListLine, name: str) -> str:
    """Where it comes from, after what was said there when this field was put right."""
    fact = line.fact
    origin = f"{arrival}，{fact.told_by if fact else line.of.unit}"
    said = [one.reason for one in fact.righted if one.name == name][-1:] if fact else []
    whole = f"{said[0]}（{origin}）" if said else origin
    return whole if len(whole) <= WORDS else origin[:WORDS]


def _why_struck(arrival: Arrival, line: ListLine) -> str:
    """As it stands on the row then; "" for a row that is not left out."""
    if line.verdict is not ListVerdict.LEFT_OUT:
        return ""
    reason = _reason(arrival, line, ROW)
    said = line.fact.struck if line.fact else ""
    return clean(f"{said}（{reason}）" if said else reason)


def _own_row(label: str, values: Values) -> OwnRow:
    cells = {Cell(name): words for name, words in values.items() if name in _CELLS}
    return OwnRow(label, cells, _day(values.get(DUE, "")), _day(values.get(DONE_ON, "")))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _items_of(ids: Iterable[UUID | None]) -> dict[UUID, WorkItem]:
    rows = WorkItem.objects.filter(pk__in=[pk for pk in ids if pk is not None])
    joined = rows.select_related("work_list__unit", "work_list__round", "work_list__tenant")
    return {item.pk: item for item in with_corrections(joined)}


def _refuse_carried(added: Mapping[UUID | None, ArrivalItem]) -> None:
    """A row that was added and stands on the list of a later period by now."""
    before = dict(added)
    while before:
        rows = WorkItem.objects.filter(kind=RowKind.OWN, source_id__in=list(before))
        carried = list(with_corrections(rows.select_related("work_list__unit", "work_list__round")))
        for item in carried:
            if not item.struck and not holding(item).is_removed:
                raise Refusal(_carried_on(before[item.source_id], item.work_list))
        before = {item.pk: before[item.source_id] for item in carried}


def _carried_on(row: ArrivalItem, to: WorkList) -> Sentence:
    return say(
        "{place}的“{label}”已带到{later}，不能整包撤销。请先在那份清单上去掉这个事项，再撤销。",
        place=row.place,
        label=row.label,
        later=str(to),
    )


def _signed_since(row: ArrivalItem) -> Sentence:
    return say(
        "{place}在接收以后已报送，“{label}”不能恢复原样。请先退回或收回这份清单，再撤销。",
        place=row.place,
        label=row.label,
    )


def _frozen_without(row: ArrivalItem) -> Sentence:
    return say(
        "{place}在接收以后已冻结，没有列“{label}”，不能整包撤销。请在清单上补列这个事项，"
        "其余逐项更正。",
        place=row.place,
        label=row.label,
    )


def _changed_since(row: ArrivalItem) -> Sentence:
    return say(
        "{place}的“{label}”在接收以后又改过，不能整包撤销。请逐项更正。",
        place=row.place,
        label=row.label,
    )
