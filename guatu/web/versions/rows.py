"""The rows of a version as a page shows them: parts below their package, the reserve apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from guatu.domain.annuallist import Change, Entry, Kind, Sums
from guatu.projects.models import ListVersion
from guatu.projects.queries.versions import Recorded
from guatu.web.templatetags.lists import change_words, kind_words, nature_words


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in its place; ``parts`` counts those below it, ``url`` is empty when not to open."""

    entry: Entry
    parts: int
    url: str

    @property
    def nature(self) -> str:
        return nature_words(self.entry.nature)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    change: Change
    kind: str
    words: str
    reason: str
    url: str


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """The changes of one kind, at most ``MOST`` of them; ``all`` is how many there are."""

    kind: Kind
    label: str
    lines: Sequence[ChangeLine]
    all: int


@dataclass(frozen=True, slots=True)
class SumLine:
    """The changes of one kind together."""

    label: str
    sums: Sums


MOST = 300


def paper_of(version: ListVersion) -> list[tuple[str, str]]:
    """The paper behind a version, as label and value."""
    return [
        (_("批准日期"), version.approved_on.isoformat()),
        (_("批准机关"), version.approver or "—"),
        (_("批准文号"), version.document or "—"),
        (_("经办人"), version.approved_by.name),
        *([(_("调整理由"), version.reason)] if version.reason else []),
    ]


def lines_of(entries: Iterable[Entry], may_open: Container[UUID] | None) -> list[Line]:
    """What is counted first, then the reserve; each package followed by its parts."""
    listed = list(entries)
    there = {entry.project for entry in listed}
    below: dict[UUID, list[Entry]] = defaultdict(list)
    for entry in listed:
        if entry.parent in there and entry.parent is not None:
            below[entry.parent].append(entry)
    whole = [entry for entry in listed if entry.parent not in there]
    whole.sort(key=lambda entry: entry.in_reserve)
    return [
        Line(one, len(below[entry.project]) if one is entry else 0, url_of(one, may_open))
        for entry in whole
        for one in (entry, *below[entry.project])
    ]


def groups_of(
    recorded: Iterable[Recorded], may_open: Container[UUID] | None, *, standing: str = ""
) -> list[ChangeGroup]:
    """Changes by kind, kinds without any left out; ``standing`` is said where no reason is."""
    by_kind: dict[Kind, list[Recorded]] = defaultdict(list)
    for one in recorded:
        by_kind[one.change.kind].append(one)
    return [
        ChangeGroup(
            kind,
            kind_words(kind),
            [_line(one, may_open, standing) for one in by_kind[kind][:MOST]],
            len(by_kind[kind]),
        )
        for kind in Kind
        if by_kind[kind]
    ]


def sum_lines(sums: Mapping[Kind, Sums]) -> list[SumLine]:
    """By kind, kinds without any left out."""
    return [SumLine(kind_words(kind), sums[kind]) for kind in Kind if sums[kind].changes]


def url_of(entry: Entry, may_open: Container[UUID] | None) -> str:
    if may_open is not None and entry.project not in may_open:
        return ""
    return reverse("project-detail", args=[entry.project])


def _line(one: Recorded, may_open: Container[UUID] | None, standing: str) -> ChangeLine:
    change = one.change
    return ChangeLine(
        change,
        kind_words(change.kind),
        change_words(change),
        one.reason or standing,
        url_of(change.entry, may_open),
    )
