"""Rows of a bundle as a page shows them: before it is entered, and as they were kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from guatu.bundles.actions.listing import place_of
from guatu.bundles.choices import ListRowVerdict, RowVerdict
from guatu.bundles.models import ArrivalItem, ArrivalRow
from guatu.bundles.queries.comparing import Line
from guatu.bundles.queries.comparing_lists import ListLine
from guatu.domain.bundles.lists import STANDING
from guatu.domain.bundles.verdicts import (
    ENTERED,
    LIST_ENTERED,
    LIST_STRANGE,
    STRANGE,
    ListVerdict,
    Verdict,
)
from guatu.projects.actions.figures import SUMS
from guatu.web.shared.sentences import in_words
from guatu.worklists.actions.amending import FIELD_WORDS
from guatu.worklists.choices import ListStatus, RowStanding


@dataclass(frozen=True, slots=True)
class Shown:
    """``cells`` are what a figure or a cell is here and in the bundle, with its name;
    ``is_strange`` has to be looked at, ``is_entered`` is written. ``place`` is the list of a row
    of one, ``month`` that of a report."""

    label: str
    url: str
    place: str
    month: str
    verdict: str
    is_entered: bool
    is_strange: bool
    cells: Sequence[tuple[str, str, str]]
    says: Sequence[str]
    reported_at: Any
    reported_by: str


def shown_lines(lines: Iterable[Line]) -> list[Shown]:
    """What is the same is only counted."""
    return [
        Shown(
            label=line.label,
            url=_project(line.project.pk if line.project else None),
            place="",
            month=f"{line.fact.period:%Y-%m}",
            verdict=str(RowVerdict(line.verdict.value).label),
            is_entered=line.is_entered,
            is_strange=line.is_strange,
            cells=_cells(
                {name: _plain(before) for name, before, _after in line.changes},
                line.fact.figures.as_json(),
                has_before=line.before is not None,
            ),
            says=[in_words(said) for said in line.says],
            reported_at=line.fact.reported_at,
            reported_by=line.fact.reported_by,
        )
        for line in lines
        if line.verdict is not Verdict.SAME
    ]


def shown_rows(rows: Iterable[ListLine]) -> list[Shown]:
    """The same of rows of lists of work."""
    return [
        Shown(
            label=row.label,
            url=_list(row.work_list.pk if row.work_list else None),
            place=_place(row),
            month="",
            verdict=str(ListRowVerdict(row.verdict.value).label),
            is_entered=row.is_entered,
            is_strange=row.is_strange,
            cells=_row_cells(row.before, row.after),
            says=[in_words(said) for said in row.says],
            reported_at=row.fact.told_at if row.fact else None,
            reported_by=row.fact.told_by if row.fact else "",
        )
        for row in rows
        if row.verdict is not ListVerdict.SAME
    ]


def shown_items(rows: Iterable[ArrivalItem]) -> list[Shown]:
    return [
        Shown(
            label=row.label,
            url=_list(row.work_list_id),
            place=row.place,
            month="",
            verdict=str(row.get_verdict_display()),
            is_entered=row.verdict in LIST_ENTERED,
            is_strange=row.verdict in LIST_STRANGE,
            cells=_row_cells(row.before["values"], row.after["values"]),
            says=[in_words(said) for said in row.says],
            reported_at=row.told_at,
            reported_by=row.told_by_name,
        )
        for row in rows
        if row.verdict != ListRowVerdict.SAME
    ]


def shown_kept(rows: Iterable[ArrivalRow]) -> list[Shown]:
    return [
        Shown(
            label=row.label,
            url=_project(row.project_id),
            place="",
            month=f"{row.period:%Y-%m}",
            verdict=str(row.get_verdict_display()),
            is_entered=row.verdict in ENTERED,
            is_strange=row.verdict in STRANGE,
            cells=_cells(_kept(row.before), row.after, has_before=row.before is not None),
            says=[in_words(said) for said in row.says],
            reported_at=row.reported_at,
            reported_by=row.reported_by_name,
        )
        for row in rows
        if row.verdict != RowVerdict.SAME
    ]


def shown_counts(verdicts: Iterable[str], of_rows: Iterable[str]) -> list[tuple[str, int]]:
    """How many there are of each kind, of reports and of rows of lists together."""
    counted = Counter(str(RowVerdict(value).label) for value in verdicts)
    counted.update(str(ListRowVerdict(value).label) for value in of_rows)
    named = dict.fromkeys(str(one.label) for one in (*RowVerdict, *ListRowVerdict))
    return [(label, counted[label]) for label in named if counted[label]]


def by_gravity(rows: Iterable[Shown]) -> list[Shown]:
    """What has to be looked at first, then what is written."""
    return sorted(rows, key=_gravity)


def _project(pk: UUID | None) -> str:
    return reverse("project-detail", args=[pk]) if pk else ""


def _list(pk: UUID | None) -> str:
    return reverse("work-list", args=[pk]) if pk else ""


def _place(row: ListLine) -> str:
    """The list, and how it stands where it comes from."""
    status = ListStatus(row.of.status.value).label
    return _("%(place)s · 对端%(status)s") % {"place": place_of(row), "status": status}


def _row_cells(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Words of a row that comes new, else what they are here and what they would become."""
    return [
        (
            _(FIELD_WORDS[name]),
            (_word(name, before[name]) or "—") if name in before else "",
            _word(name, words) or "—",
        )
        for name, words in after.items()
    ]


def _word(name: str, words: str) -> str:
    return str(RowStanding(words).label) if name == STANDING and words else words


def _gravity(row: Shown) -> tuple[bool, bool]:
    return not row.is_strange, not row.is_entered


def _cells(
    before: Mapping[str, str], after: Mapping[str, Any], *, has_before: bool
) -> list[tuple[str, str, str]]:
    """The figures of the bundle; where a report stands here only what it says otherwise."""
    cells = []
    for name, label in _labels().items():
        said, here = str(after.get(name) or ""), before.get(name, "")
        if has_before and here not in ("", said):
            cells.append((label, here, said or "—"))
        elif not has_before and said:
            cells.append((label, "", said))
    return cells


def _labels() -> dict[str, str]:
    named = {name: _(words) for name, words in SUMS.items()}
    return {**named, "percent": _("形象进度（%）"), "words": _("形象进度")}


def _kept(before: Mapping[str, Any] | None) -> dict[str, str]:
    if before is None:
        return {}
    names = {"physical_percent": "percent", "physical_words": "words"}
    return {names.get(name, name): _number(str(value)) for name, value in before.items()}


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return _number(str(value))
    return "—" if value in (None, "") else str(value)


def _number(text: str) -> str:
    """``800.0000`` → ``800``."""
    head, dot, tail = text.partition(".")
    if not dot or not (head.lstrip("-").isdecimal() and tail.isdecimal()):
        return text
    return text.rstrip("0").rstrip(".")
