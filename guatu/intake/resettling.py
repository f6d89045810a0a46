"""After a correction: only the rows that it can concern are held against the list again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count
from django.db.models.fields.json import KeyTextTransform

from guatu.intake.choices import ListNotice, RowFate
from guatu.intake.comparing import NEW, Comparison, Key, drafts_in
from guatu.intake.keeping import ROWS_OF_PROJECTS
from guatu.intake.listed import CHUNK, Listed
from guatu.intake.models import Intake, IntakeRow
from guatu.intake.names import project_key
from guatu.intake.reading import Field, RowKind
from guatu.intake.settling import list_moved, put_outcomes, settle

MOST = 1000
"""Above so many rows concerned it is quicker to work out all."""
#: What these say of one row decides for the whole ledger which projects it no longer names.
OF_THE_WHOLE = (Field.LINE, Field.CATEGORY)


class Bond(NamedTuple):
    """By what a row may be the same as another, or as a listed project."""

    name: str
    code: str
    told: str
    project_id: UUID | None

    @classmethod
    def of(cls, row: IntakeRow) -> Bond:
        readings = row.readings
        return cls(readings.get("name", ""), readings.get("code", ""), row.told, row.project_id)


def resettle(intake: Intake, touched: Collection[UUID], before: Iterable[Bond]) -> None:
    """As ``settle`` after these rows were corrected, whose bonds were ``before``.

    Rows concern each other by name, by code, by a listed project that both may be, and as a
    package and its parts; all that hang together so are worked out together. What reaches
    further (a listed project let go or taken, the list moved since) is left to ``settle``.
    """
    if list_moved(intake) or not _resettled(intake, touched, before):
        settle(intake)


def _resettled(intake: Intake, touched: Collection[UUID], before: Iterable[Bond]) -> bool:
    """False, with nothing written, when it takes more than the rows concerned."""
    listed, rows = Listed.of(intake.tenant, intake.year), _rows(intake)
    concerned = _Web(rows, listed).reached(touched, before)
    if len(concerned) > MOST:
        return False
    own = {row.pk for row in concerned}
    others = {
        project_id: row.key
        for row in rows
        if row.pk not in own and (project_id := row.bond.project_id) is not None
    }
    comparison = Comparison(intake, drafts_in(intake.rows.filter(pk__in=own)), listed)
    comparison.taken.update(others)
    difference = comparison.outcomes_only()
    taken = {o.project_id for o in difference.outcomes if o.project_id}
    figures = any(o.said.figures for o in difference.outcomes)
    if taken != {r.bond.project_id for r in concerned if r.bond.project_id}:
        return False
    if intake.summary["figures"] and not figures:
        return False
    put_outcomes(intake.rows.filter(pk__in=own), difference)
    _summarise(intake, rows)
    intake.summary["figures"] = figures or intake.summary["figures"]
    return True


class _Held(NamedTuple):
    """A project row of the ledger, without most of what it says."""

    pk: UUID
    key: Key
    kind: str
    parent: Key | None
    bond: Bond
    total: str | None


def _rows(intake: Intake) -> list[_Held]:
    texts = {
        f"said_{field.name}": KeyTextTransform(field.value, "readings")
        for field in (Field.NAME, Field.CODE, Field.TOTAL)
    }
    rows = intake.rows.filter(kind__in=ROWS_OF_PROJECTS).order_by("sheet", "row").annotate(**texts)
    columns = ("pk", "sheet", "row", "kind", "parent_row", "told", "project_id", *texts)
    return [
        _Held(
            pk,
            (sheet, row),
            kind,
            (sheet, parent) if parent is not None and kind == RowKind.PART else None,
            Bond(name or "", code or "", told, project_id),
            total,
        )
        for pk, sheet, row, kind, parent, told, project_id, name, code, total in rows.values_list(
            *columns
        ).iterator(CHUNK)
    ]


class _Web:
    """Which rows hang together."""

    def __init__(self, rows: Iterable[_Held], listed: Listed) -> None:
        self.rows = {row.pk: row for row in rows}
        self.listed = listed
        self.by_tie: dict[object, list[_Held]] = defaultdict(list)
        for row in self.rows.values():
            for tie in self._ties_of(row):
                self.by_tie[tie].append(row)

    def reached(self, touched: Iterable[UUID], before: Iterable[Bond]) -> list[_Held]:
        found = {pk: self.rows[pk] for pk in touched if pk in self.rows}
        ties = {tie for bond in before for tie in self._ties(bond)}
        ties |= {tie for row in found.values() for tie in self._ties_of(row)}
        fresh = list(ties)
        while fresh:
            for row in self.by_tie.get(fresh.pop(), ()):
                if row.pk not in found:
                    found[row.pk] = row
                    more = set(self._ties_of(row)) - ties
                    ties |= more
                    fresh += more
        return list(found.values())

    def _ties_of(self, row: _Held) -> Iterator[object]:
        yield row.key
        if row.parent is not None:
            yield row.parent
        yield from self._ties(row.bond)

    def _ties(self, bond: Bond) -> Iterator[object]:
        """Name, code and every listed project that either, or a person, may mean."""
        name, code = project_key(bond.name), bond.code
        yield "name", name
        if code:
            yield "code", code
            if entry := self.listed.by_code.get(code):
                yield entry.pk
        for entry in self.listed.by_key.get(name, ()):
            yield entry.pk
        if bond.told and bond.told != NEW:
            yield UUID(bond.told)
        if bond.project_id:
            yield bond.project_id


def _summarise(intake: Intake, rows: Iterable[_Held]) -> None:
    """As after ``settle``, from the rows as they are stored."""
    every = intake.rows.order_by("sheet", "row")
    fates = every.exclude(fate="").order_by().values_list("fate").annotate(n=Count("pk"))
    codes: Counter[str] = Counter()
    examples: dict[str, Any] = {}
    units: dict[str, None] = {}
    with_problems = 0
    for fate, problems in every.filter(problem_count__gt=0).values_list("fate", "problems"):
        with_problems += 1
        for problem in problems:
            codes[problem["code"]] += 1
            examples.setdefault(problem["code"], problem["sentence"])
            if problem["code"] == ListNotice.UNKNOWN_UNIT and fate != RowFate.SKIPPED:
                units[problem["sentence"]["params"]["name"]] = None
    whole = [row.total for row in rows if row.kind == RowKind.PROJECT]
    found = sum((Decimal(total) for total in whole if total is not None), Decimal(0))
    intake.summary = {
        **intake.summary,
        "found": {"count": len(whole), "total": f"{found:f}"},
        "fates": dict(fates),
        "problems": {c: {"count": n, "example": examples[c]} for c, n in codes.most_common()},
        "problem_rows": with_problems,
        "unknown_units": list(units),
    }
