"""Lists of work in a bundle: whose, of which period, its rows as they hold there, and what was
put right after the freeze."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from guatu.domain.bundles.reading import WORDS, flag, moment, read_lines, text, unreadable
from guatu.domain.worklists.rhythm import Period, Rhythm
from guatu.domain.worklists.rows import Cell, Kind, Standing
from guatu.domain.worklists.table import Status

DUE, DONE_ON, STANDING, ROW = "due_on", "done_on", "standing", "row"
#: What a row says; words of cells, days as 2021-03-15, the standing by its name.
FIELDS = (*(cell.value for cell in Cell), DUE, DONE_ON, STANDING)
#: What can be put right of a row; of ``row`` itself what is right is that it does not belong here.
RIGHTED = (*FIELDS, ROW)


@dataclass(frozen=True, slots=True)
class Righted:
    """A field of a row put right after the freeze there; both values stay."""

    name: str
    before: str
    after: str
    reason: str
    at: datetime
    by: str

    def as_json(self) -> dict[str, Any]:
        return {
            "field": self.name,
            "before": self.before,
            "after": self.after,
            "reason": self.reason,
            "at": self.at.isoformat(),
            "by": self.by,
        }


@dataclass(frozen=True, slots=True)
class Since:
    """Since when people say a thing: not before ``earliest``, not after ``latest``. One moment
    where it is known; of a row written anew as a whole, some time since it was first written."""

    earliest: datetime
    latest: datetime

    @classmethod
    def at(cls, moment: datetime) -> Since:
        return cls(moment, moment)

    def as_json(self) -> list[str]:
        return [self.earliest.isoformat(), self.latest.isoformat()]


@dataclass(frozen=True, slots=True)
class RowFact:
    """``values`` are what holds there now, by field; a cell of which nobody there said anything
    is left out. ``typed`` are those that people there wrote, and since when each is so; the others
    are the system's.
    ``struck``: why it is left out of the list; ``is_removed``: put right so that it does not
    belong there. ``told_at`` is since when people have the row so."""

    kind: Kind
    label: str
    values: Mapping[str, str]
    typed: Mapping[str, Since]
    struck: str
    is_removed: bool
    told_at: datetime
    told_by: str
    righted: tuple[Righted, ...] = ()

    @property
    def is_out(self) -> bool:
        return self.is_removed or bool(self.struck)

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "label": self.label,
            "values": dict(self.values),
            "typed": {name: since.as_json() for name, since in self.typed.items()},
            "struck": self.struck,
            "removed": self.is_removed,
            "told_at": self.told_at.isoformat(),
            "told_by": self.told_by,
            "righted": [one.as_json() for one in self.righted],
        }


@dataclass(frozen=True, slots=True)
class Signed:
    """Who filed or approved a list, and when."""

    at: datetime
    by: str

    def as_json(self) -> dict[str, str]:
        return {"at": self.at.isoformat(), "by": self.by}


@dataclass(frozen=True, slots=True)
class ListFact:
    """The list of ``unit`` (its full name) for ``period``, as it stands there; ``data_at`` is when
    the system there read what nobody typed."""

    unit: str
    period: Period
    status: Status
    data_at: datetime
    filed: Signed | None = None
    approved: Signed | None = None
    rows: tuple[RowFact, ...] = field(default=())

    @property
    def stood_by_at(self) -> datetime:
        """When the unit there last stood by what its system had read."""
        return max(self.data_at, self.filed.at) if self.filed else self.data_at

    def as_json(self) -> dict[str, Any]:
        return {
            "unit": self.unit,
            "rhythm": self.period.rhythm.value,
            "first": self.period.first.isoformat(),
            "status": self.status.value,
            "data_at": self.data_at.isoformat(),
            "filed": self.filed.as_json() if self.filed else None,
            "approved": self.approved.as_json() if self.approved else None,
            "rows": [row.as_json() for row in self.rows],
        }


def clean(words: str) -> str:
    """As a list keeps words: without line breaks and double blanks, never longer than a cell."""
    return " ".join(words.replace("\0", "").split())[:WORDS].rstrip()


def lists_from(raw: bytes, name: str) -> list[ListFact]:
    """Raises ``BadBundle`` naming the first line that cannot be read."""
    found = []
    for row, said in read_lines(raw, name):
        try:
            found.append(_list(said))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise unreadable(name, row) from error
    return found


def _list(said: Mapping[str, Any]) -> ListFact:
    first = date.fromisoformat(text(said["first"]))
    period = Period.of(Rhythm(text(said["rhythm"])), first)
    status = Status(text(said["status"]))
    if period.first != first or status is Status.OPEN:
        raise ValueError(said)
    return ListFact(
        unit=_named(said["unit"]),
        period=period,
        status=status,
        data_at=moment(said["data_at"]),
        filed=_signed(said["filed"]),
        approved=_signed(said["approved"]),
        rows=tuple(_row(one) for one in said["rows"]),
    )


def _row(said: Mapping[str, Any]) -> RowFact:
    values = {text(name): clean(text(words)) for name, words in said["values"].items()}
    if not values.keys() <= set(FIELDS):
        raise ValueError(said)
    _check_days(values)
    return RowFact(
        kind=Kind(text(said["kind"])),
        label=_named(said["label"]),
        values=values,
        typed={_field(name): since_from(at) for name, at in said["typed"].items()},
        struck=clean(text(said["struck"])),
        is_removed=flag(said["removed"]),
        told_at=moment(said["told_at"]),
        told_by=text(said["told_by"]),
        righted=tuple(_righted(one) for one in said["righted"]),
    )


def since_from(said: Sequence[str]) -> Since:
    """What ``Since.as_json`` wrote; raises ``ValueError`` or ``TypeError``."""
    earliest, latest = said
    found = Since(moment(earliest), moment(latest))
    if found.earliest > found.latest:
        raise ValueError(said)
    return found


def _field(name: str) -> str:
    if name not in FIELDS:
        raise ValueError(name)
    return name


def _righted(said: Mapping[str, Any]) -> Righted:
    name = text(said["field"])
    if name not in RIGHTED:
        raise ValueError(said)
    return Righted(
        name=name,
        before=text(said["before"]),
        after=text(said["after"]),
        reason=text(said["reason"]),
        at=moment(said["at"]),
        by=text(said["by"]),
    )


def _check_days(values: Mapping[str, str]) -> None:
    for name in (DUE, DONE_ON):
        if day := values.get(name):
            _same(date.fromisoformat(day).isoformat(), day)
    Standing(values[STANDING])


def _same(written: str, given: str) -> None:
    """A day may be written in one way only: as it is compared."""
    if written != given:
        raise ValueError(given)


def _signed(said: Mapping[str, Any] | None) -> Signed | None:
    return None if said is None else Signed(moment(said["at"]), text(said["by"]))


def _named(value: object) -> str:
    found = clean(text(value))
    if not found:
        raise ValueError(value)
    return found
