"""What a paper is composed from: figures by name, lists of rows, tables; each says its records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

#: Records that a figure names one by one: a paper of 100,000 projects stays a paper.
KEPT = 300


@dataclass(frozen=True, slots=True)
class Figure:
    """Words ready to print, and the records behind them: ``ids`` of one ``kind``, the first
    ``KEPT`` of them, and how many ``more`` there were; ``href`` is the address of the list that
    shows all of them, "" where there is none."""

    text: str
    kind: str = ""
    ids: Sequence[str] = ()
    href: str = ""
    more: int = 0

    @property
    def is_linked(self) -> bool:
        """A number that counts no record leads somewhere too: to the page that says so."""
        return bool(self.kind or self.href)

    def as_json(self) -> list[Any]:
        return [self.text, self.kind, list(self.ids), self.href, self.more]

    @classmethod
    def from_json(cls, stored: Sequence[Any]) -> Figure:
        text, kind, ids, href, more = stored
        return cls(text, kind, tuple(ids), href, more)


Named = Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of facts; ``widths`` are shares of the whole width."""

    title: str
    heads: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[Sequence[Figure]]


@dataclass(frozen=True, slots=True)
class Facts:
    figures: Named = field(default_factory=dict)
    lists: Mapping[str, Sequence[Named]] = field(default_factory=dict)
    tables: Mapping[str, Listing] = field(default_factory=dict)

    def keyed(self) -> Iterator[tuple[str, Figure]]:
        """Every figure with the key by which a piece of text names it."""
        yield from self.figures.items()
        for name, rows in self.lists.items():
            for n, row in enumerate(rows):
                yield from ((row_key(name, n, key), figure) for key, figure in row.items())
        for name, table in self.tables.items():
            for n, cells in enumerate(table.rows):
                yield from ((row_key(name, n, str(m)), cell) for m, cell in enumerate(cells))

    def as_json(self) -> dict[str, Any]:
        return {
            "figures": _named_json(self.figures),
            "lists": {
                name: [_named_json(row) for row in rows] for name, rows in self.lists.items()
            },
            "tables": {name: _listing_json(table) for name, table in self.tables.items()},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Facts:
        lists = stored.get("lists", {})
        tables = stored.get("tables", {})
        return cls(
            _named(stored.get("figures", {})),
            {name: [_named(row) for row in rows] for name, rows in lists.items()},
            {name: _listing(table) for name, table in tables.items()},
        )


def row_key(name: str, number: int, key: str) -> str:
    return f"{name}.{number}.{key}"


def _named_json(named: Named) -> dict[str, Any]:
    return {name: figure.as_json() for name, figure in named.items()}


def _named(stored: Mapping[str, Any]) -> dict[str, Figure]:
    return {name: Figure.from_json(one) for name, one in stored.items()}


def _listing_json(table: Listing) -> dict[str, Any]:
    rows = [[cell.as_json() for cell in row] for row in table.rows]
    return {
        "title": table.title, "heads": list(table.heads), "widths": list(table.widths),
        "rows": rows,
    }  # fmt: skip


def _listing(stored: Mapping[str, Any]) -> Listing:
    rows = [[Figure.from_json(cell) for cell in row] for row in stored["rows"]]
    return Listing(stored["title"], stored["heads"], stored["widths"], rows)
