"""Rows of a bundle as a page shows them: before it is entered, and as they were kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from guatu.bundles.choices import RowVerdict
from guatu.bundles.models import ArrivalRow
from guatu.bundles.queries.comparing import Line
from guatu.domain.bundles.verdicts import ENTERED, STRANGE, Verdict
from guatu.projects.actions.figures import SUMS
from guatu.web.shared.sentences import in_words


@dataclass(frozen=True, slots=True)
class Shown:
    """``cells`` are what a figure is here and in the bundle, with its name; ``is_strange`` has to
    be looked at, ``is_entered`` is written."""

    label: str
    project_id: UUID | None
    month: date
    verdict: str
    is_entered: bool
    is_strange: bool
    cells: Sequence[tuple[str, str, str]]
    says: Sequence[str]
    reported_at: Any
    reported_by: str


def shown_lines(lines: Iterable[Line]) -> list[Shown]:
    """What has to be looked at first, then what is written; what is the same is only counted."""
    rows = [
        Shown(
            label=line.label,
            project_id=line.project.pk if line.project else None,
            month=line.fact.period,
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
    return sorted(rows, key=_gravity)


def shown_kept(rows: Iterable[ArrivalRow]) -> list[Shown]:
    shown = [
        Shown(
            label=row.label,
            project_id=row.project_id,
            month=row.period,
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
    return sorted(shown, key=_gravity)


def shown_counts(verdicts: Iterable[str]) -> list[tuple[str, int]]:
    counted = Counter(verdicts)
    return [(str(one.label), counted[one.value]) for one in RowVerdict if counted[one.value]]


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
