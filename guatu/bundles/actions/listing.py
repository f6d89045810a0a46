"""Rows of lists of work that came in a bundle: written, and taken back, by the acts of lists.

On an open list as from a workbook of the unit (``Verb.ENTER``), on a frozen one as corrections
with their reason. Whatever an act refuses refuses the bundle: nothing is half done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from guatu.bundles.models import Arrival, ArrivalItem
from guatu.bundles.queries.comparing_lists import ListLine
from guatu.bundles.queries.standing import holding, with_corrections
from guatu.domain.bundles.lists import DONE_ON, DUE, ROW, clean
from guatu.domain.bundles.verdicts import ListVerdict
from guatu.domain.words import Sentence, say
from guatu.domain.worklists.rows import Cell
from guatu.domain.worklists.table import Verb
from guatu.kit.bulk import insert_rows
from guatu.kit.refusals import Refusal
from guatu.org.models import User
from guatu.worklists.actions import filling
from guatu.worklists.actions.amending import add_late, amend
from guatu.worklists.actions.filling import OwnRow
from guatu.worklists.choices import RowKind
from guatu.worklists.models import WORDS, WorkItem, WorkList

_CELLS = frozenset(cell.value for cell in Cell)
Values = Mapping[str, str]


def enter_rows(arrival: Arrival, lines: Sequence[ListLine], by: User, now: datetime) -> None:
    """Write what is to be entered; what became of every row is kept with its sentences."""
    entering = _Entering(by, now)
    kept = [_kept(arrival, serial, line) for serial, line in enumerate(lines, start=1)]
    for line, row in zip(lines, kept, strict=True):
        if line.is_entered:
            row.item_id = _enter(entering, arrival, line)
    entering.type_all()
    insert_rows(kept)


def restore_rows(arrival: Arrival, reason: str, by: User, now: datetime) -> int:
    """Every row that the bundle wrote as it was before; how many. Raises ``Refusal`` when one of
    them was changed since, or its list was signed."""
    rows = list(arrival.items.filter(item_id__isnull=False))
    items = _items_of(row.item_id for row in rows)
    entering = _Entering(by, now)
    words = f"撤销接收{arrival}：{reason}"[:WORDS]
    for row in rows:
        item = items.get(row.item_id) if row.item_id else None
        if item is None:
            raise Refusal(_changed_since(row))
        _take_back(entering, row, item, words)
    entering.type_all()
    return len(rows)


class _Entering:
    """Who writes, and when; words of rows of the system wait until all of their list are known."""

    def __init__(self, by: User, now: datetime) -> None:
        self.by, self.now = by, now
        self.lists: dict[UUID, WorkList] = {}
        self.typed: dict[UUID, dict[UUID, dict[Cell, str]]] = defaultdict(dict)

    def write(self, item: WorkItem, values: Values, reason: str) -> None:
        """Put ``values`` into a row, in the way that its list allows now."""
        row = item.work_list
        if row.is_frozen:
            for name, words in values.items():
                amend(item, name, words, reason=reason, by=self.by, now=self.now)
        elif item.kind == RowKind.OWN:
            own = _own_row(item.label, {**holding(item).values, **values})
            filling.settle_own(item, own, verb=Verb.ENTER, by=self.by, now=self.now)
        else:
            self.lists[row.pk] = row
            self.typed[row.pk][item.pk] = {Cell(name): words for name, words in values.items()}

    def type_all(self) -> None:
        for pk, cells in self.typed.items():
            filling.correct_all(self.lists[pk], cells, verb=Verb.ENTER, by=self.by, now=self.now)


def _enter(entering: _Entering, arrival: Arrival, line: ListLine) -> UUID:
    assert line.work_list is not None, "it has a place here"
    reason = _reason(arrival, line)
    if line.verdict is ListVerdict.NEW and line.item is None:
        return _added(entering, line.work_list, line, reason).pk
    item = line.item
    assert item is not None, "what is no new row stands here"
    if line.verdict is ListVerdict.LEFT_OUT:
        why = _why_struck(arrival, line)
        filling.strike(item, reason=why, verb=Verb.ENTER, by=entering.by, now=entering.now)
        return item.pk
    if item.struck:
        filling.restore(item, verb=Verb.ENTER, by=entering.by, now=entering.now)
    entering.write(item, line.after, reason)
    return item.pk


def _added(entering: _Entering, row: WorkList, line: ListLine, reason: str) -> WorkItem:
    own = _own_row(line.label, line.after)
    if row.is_frozen:
        return add_late(row, own, reason=reason, by=entering.by, now=entering.now)
    return filling.add(row, own, verb=Verb.ENTER, by=entering.by, now=entering.now)


def _take_back(entering: _Entering, row: ArrivalItem, item: WorkItem, reason: str) -> None:
    held = holding(item)
    if row.verdict == ListVerdict.LEFT_OUT:
        if item.struck != row.after["struck"]:
            raise Refusal(_changed_since(row))
        filling.restore(item, verb=Verb.ENTER, by=entering.by, now=entering.now)
        return
    after: Values = row.after["values"]
    if item.struck or held.is_removed or any(held.values[name] != after[name] for name in after):
        raise Refusal(_changed_since(row))
    if row.verdict != ListVerdict.NEW:
        entering.write(item, _before(row, item), reason)
    elif item.work_list.is_frozen:
        amend(item, ROW, "", reason=reason, by=entering.by, now=entering.now)
    else:
        filling.strike(item, reason=reason, verb=Verb.ENTER, by=entering.by, now=entering.now)


def _before(row: ArrivalItem, item: WorkItem) -> Values:
    """What stood there; of an open list, where it was the system's, what the system says now."""
    before: dict[str, str] = dict(row.before["values"])
    if item.work_list.is_frozen:
        return before
    for name in row.before["said"]:
        said = item.said.get(name, "")
        before[name] = said if isinstance(said, str) else str(Sentence.from_json(said))
    return before


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
        },
        after={"values": dict(line.after), "struck": _why_struck(arrival, line)},
        told_at=told_at,
        told_by_name=by[:100],
    )


def place_of(line: ListLine) -> str:
    """``示例工信局周清单（3月15日至3月21日）``."""
    if line.work_list is not None:
        return str(line.work_list)[:200]
    return f"{line.of.unit}（{line.of.period.label}）"[:200]


def _reason(arrival: Arrival, line: ListLine) -> str:
    """Where it comes from, after what was said there."""
    fact = line.fact
    origin = f"{arrival}，{fact.told_by if fact else line.of.unit}"
    said = fact.righted[-1].reason if fact and fact.righted else ""
    whole = f"{said}（{origin}）" if said else origin
    return whole if len(whole) <= WORDS else origin[:WORDS]


def _why_struck(arrival: Arrival, line: ListLine) -> str:
    """As it stands on the row then; "" for a row that is not left out."""
    if line.verdict is not ListVerdict.LEFT_OUT:
        return ""
    reason = _reason(arrival, line)
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


def _changed_since(row: ArrivalItem) -> Sentence:
    return say(
        "{place}的“{label}”在接收以后又改过，不能整包撤销。请逐项更正。",
        place=row.place,
        label=row.label,
    )
