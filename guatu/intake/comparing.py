"""The difference: every row of a ledger held against the list as it stands.

Worked out when a ledger is read, after each correction, and once more when it is entered: what
is entered is what was shown, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from guatu.domain.words import say
from guatu.intake.choices import IntakeStatus, ListNotice, RowFate
from guatu.intake.directory import Directory
from guatu.intake.keeping import ROWS_OF_PROJECTS, Stored, stored_notice, values_of
from guatu.intake.listed import CHUNK, Entry, Listed, elsewhere, likeness
from guatu.intake.models import Intake, IntakeRow
from guatu.intake.names import project_key
from guatu.intake.reading import Field, RowKind
from guatu.intake.reading.model import Value
from guatu.intake.sayings import Saying, saying_of
from guatu.lines.models import WorkLine
from guatu.projects.actions.former import plain
from guatu.projects.choices import Nature
from guatu.projects.models import ProgressReport, Project

Key = tuple[int, int]
NEW = "new"
ROW_FIELDS = ("line", "lead_unit", "responsible_unit", "sponsor", "parent")
FIGURES = ("invested", "physical_percent", "physical_words")


@dataclass(slots=True)
class Draft:
    """A project row as the ledger says it and as a person left it."""

    sheet: int
    row: int
    kind: str
    read: Mapping[Field, Value]
    parent_row: int | None = None
    skipped: bool = False
    told: str = ""
    pk: UUID | None = None

    @property
    def key(self) -> Key:
        return self.sheet, self.row


@dataclass(slots=True)
class Outcome:
    """What entering does with a row."""

    draft: Draft
    said: Saying
    fate: str = RowFate.NEW
    project_id: UUID | None = None
    changes: dict[str, list[Any]] = field(default_factory=dict)
    offers: list[Stored] = field(default_factory=list)

    @property
    def enters(self) -> bool:
        return self.fate in (RowFate.NEW, RowFate.BACK, RowFate.CHANGED)


@dataclass(slots=True)
class Difference:
    """The outcomes in the order of the file, and listed projects that it does not name."""

    outcomes: list[Outcome]
    gone: list[Entry]

    @property
    def unknown_units(self) -> list[str]:
        kept = (o.said for o in self.outcomes if o.fate != RowFate.SKIPPED)
        return list(dict.fromkeys(name for said in kept for name in said.unknown_units))


@dataclass(slots=True)
class Place:
    """For the rows of one table: the work line that its title names."""

    sheet: int
    first: int
    last: int
    line: WorkLine | None


def compare(intake: Intake, drafts: Sequence[Draft]) -> Difference:
    """Hold ``drafts`` (all project rows of the intake) against the list; writes nothing."""
    return Comparison(intake, drafts, Listed.of(intake.tenant, intake.year)).made()


def stored_drafts(intake: Intake) -> list[Draft]:
    """The project rows of an intake as they were read, mended and skipped."""
    return drafts_in(intake.rows.filter(kind__in=ROWS_OF_PROJECTS))


def drafts_in(rows: models.QuerySet[IntakeRow]) -> list[Draft]:
    """These project rows in the order of the file."""
    columns = ("sheet", "row", "kind", "readings", "parent_row", "skipped", "told", "pk")
    return [
        Draft(sheet, row, kind, values_of(readings), *rest)
        for sheet, row, kind, readings, *rest in rows.order_by("sheet", "row")
        .values_list(*columns)
        .iterator(CHUNK)
    ]


class Comparison:
    """``drafts`` are all project rows, or those that hang together; then ``taken`` is given."""

    def __init__(self, intake: Intake, drafts: Sequence[Draft], listed: Listed) -> None:
        self.intake = intake
        self.directory = Directory.of(intake.tenant, intake.year)
        self.listed = listed
        self.places = _places(intake)
        self.drafts = drafts
        self.taken: dict[UUID, Key] = {}
        self.codes: dict[str, Key] = {}
        self.names: dict[tuple[Any, ...], tuple[Key, bool]] = {}
        self.parents: dict[Key, Outcome] = {}

    def made(self) -> Difference:
        difference = self.outcomes_only()
        difference.gone = self._gone(difference.outcomes)
        return difference

    def outcomes_only(self) -> Difference:
        """Without asking which listed projects the ledger no longer names."""
        outcomes = [self._outcome(draft) for draft in self.drafts]
        self._leave_codes_elsewhere(outcomes)
        self._hold_against_projects(outcomes)
        self._offer(outcomes)
        return Difference(outcomes, [])

    def _outcome(self, draft: Draft) -> Outcome:
        said = saying_of(
            draft.read,
            self.directory,
            line=self.intake.line or self._line_of_title(draft),
            as_of=self.intake.as_of,
        )
        outcome = Outcome(draft, said)
        if draft.kind == RowKind.PROJECT:
            self.parents[draft.key] = outcome
        if draft.skipped or "name" not in said.values:
            outcome.fate = RowFate.SKIPPED
        else:
            self._match(outcome)
        return outcome

    def _line_of_title(self, draft: Draft) -> WorkLine | None:
        for place in self.places:
            if place.sheet == draft.sheet and place.first <= draft.row <= place.last:
                return place.line
        return None

    def _match(self, outcome: Outcome) -> None:
        """Find the listed project, or the earlier row that says the same one."""
        draft, code = outcome.draft, outcome.said.values.get("code", "")
        if code and (first := self.codes.setdefault(code, draft.key)) != draft.key:
            self._leave_out(outcome, first)
            return
        entry = self._entry(draft, outcome)
        if entry is None:
            if (earlier := self._named_before(outcome, code)) is not None:
                self._leave_out(outcome, earlier)
            return
        if (first := self.taken.setdefault(entry.pk, draft.key)) != draft.key:
            self._leave_out(outcome, first)
            return
        outcome.project_id = entry.pk
        outcome.fate = RowFate.BACK if entry.away else RowFate.SAME

    def _entry(self, draft: Draft, outcome: Outcome) -> Entry | None:
        if draft.told == NEW:
            return None
        if draft.told and (entry := self.listed.entries.get(UUID(draft.told))):
            return entry
        values, parent = outcome.said.values, self._parent(draft)
        if parent is not None and parent.project_id is None:
            return None
        line = values.get("line")
        return self.listed.find(
            project_key(values["name"]),
            values.get("code", ""),
            line.pk if line else None,
            parent.project_id if parent else None,
        )

    def _parent(self, draft: Draft) -> Outcome | None:
        if draft.kind != RowKind.PART or draft.parent_row is None:
            return None
        parent = self.parents.get((draft.sheet, draft.parent_row))
        return parent if parent and parent.fate != RowFate.SKIPPED else None

    def _named_before(self, outcome: Outcome, code: str) -> Key | None:
        """The earlier row of the same name, line and package; two codes are two projects."""
        values, draft = outcome.said.values, outcome.draft
        line = values.get("line")
        inside = draft.parent_row if draft.kind == RowKind.PART else None
        own = (project_key(values["name"]), line.pk if line else None, inside)
        first, coded = self.names.setdefault(own, (draft.key, bool(code)))
        return first if first != draft.key and draft.told != NEW and not (code and coded) else None

    def _leave_out(self, outcome: Outcome, first: Key) -> None:
        outcome.fate = RowFate.SKIPPED
        outcome.said.notice(
            ListNotice.REPEATED,
            say("与第 {row} 行是同一个项目，此行不入账。如确是另一个项目，请指明。", row=first[1]),
            Field.NAME,
        )

    def _leave_codes_elsewhere(self, outcomes: Iterable[Outcome]) -> None:
        coded = [o for o in outcomes if o.said.values.get("code") and o.fate != RowFate.SKIPPED]
        given = [o.said.values["code"] for o in coded]
        others = elsewhere(self.intake.tenant, self.intake.year, given) if given else {}
        for outcome in coded:
            code = outcome.said.values["code"]
            held = self.listed.by_code.get(code)
            if code in others:
                _leave_code(outcome, *others[code])
            elif held and not held.away and held.pk != outcome.project_id:
                _leave_code(outcome, self.intake.year, held.name)

    def _hold_against_projects(self, outcomes: Iterable[Outcome]) -> None:
        matched = [o for o in outcomes if o.project_id is not None]
        for start in range(0, len(matched), CHUNK):
            self._hold_chunk(matched[start : start + CHUNK])

    def _hold_chunk(self, chunk: Sequence[Outcome]) -> None:
        projects = Project.objects.in_bulk([o.project_id for o in chunk])
        reported = _reported(projects, self.intake.as_of)
        for outcome in chunk:
            assert outcome.project_id is not None
            self._hold(outcome, projects[outcome.project_id], reported.get(outcome.project_id))

    def _hold(self, outcome: Outcome, project: Project, report: ProgressReport | None) -> None:
        self._take_parent(outcome)
        for name, value in outcome.said.values.items():
            held = getattr(project, f"{name}_id" if name in ROW_FIELDS else name)
            new = value.pk if name in ROW_FIELDS else value
            if held != new and not _stays_in_reserve(name, held, new):
                outcome.changes[name] = [plain(held), plain(new)]
        self._hold_figures(outcome, project, report)
        if outcome.changes and outcome.fate == RowFate.SAME:
            outcome.fate = RowFate.CHANGED

    def _take_parent(self, outcome: Outcome) -> None:
        parent = self._parent(outcome.draft)
        if parent is not None and parent.project_id and parent.project_id != outcome.project_id:
            outcome.said.values["parent"] = Project(pk=parent.project_id)

    def _hold_figures(
        self, outcome: Outcome, project: Project, report: ProgressReport | None
    ) -> None:
        """A month that was reported stays as reported; what the ledger says otherwise is said."""
        figures = outcome.said.figures
        if figures is None:
            return
        if report is None:
            held = (project.year_done, project.physical_percent, project.physical_words)
            for name, was in zip(FIGURES, held, strict=True):
                if (new := getattr(figures, name)) not in (None, ""):
                    outcome.changes[name] = [plain(was), plain(new)]
            return
        outcome.said.figures = None
        if figures.invested is not None and figures.invested != report.invested:
            outcome.said.notices.append(_already_reported(report, figures.invested))

    def _offer(self, outcomes: Iterable[Outcome]) -> None:
        """Name listed projects that a new row may be under another name; never taken silently."""
        free = [e for e in self.listed.entries.values() if e.pk not in self.taken]
        new = [o for o in outcomes if o.fate == RowFate.NEW and o.draft.told != NEW]
        if not free or not new:
            return
        near = likeness(free)
        for outcome in new:
            found = near.nearest(project_key(outcome.said.values["name"]))
            outcome.offers = [
                {
                    "project": str(free[place].pk),
                    "number": free[place].number,
                    "name": free[place].name,
                    "likeness": percent,
                }
                for place, percent in found
            ]

    def _gone(self, outcomes: Iterable[Outcome]) -> list[Entry]:
        """Listed projects of the lines that the ledger is about, packages with their parts as
        one; for a ledger without lines, what earlier ledgers without lines brought."""
        lines = {o.said.values["line"].pk for o in outcomes if "line" in o.said.values}
        named = self.taken.keys()
        free = [
            e
            for e in self.listed.entries.values()
            if not e.away and e.parent_id is None and e.pk not in named
        ]
        if lines:
            return [e for e in free if e.line_id in lines]
        return self._from_earlier([e for e in free if e.line_id is None])

    def _from_earlier(self, free: list[Entry]) -> list[Entry]:
        if not free:
            return []
        earlier = IntakeRow.objects.filter(
            intake__tenant=self.intake.tenant,
            intake__status=IntakeStatus.ENTERED,
            intake__year=self.intake.year,
            project__isnull=False,
        )
        brought = set(earlier.values_list("project_id", flat=True))
        return [e for e in free if e.pk in brought]


def _leave_code(outcome: Outcome, year: int, name: str) -> None:
    del outcome.said.values["code"]
    outcome.said.notice(
        ListNotice.CODE_ELSEWHERE,
        say("项目代码已用于 {year} 年的“{name}”，此项不入账。", year=year, name=name),
        Field.CODE,
    )


def _places(intake: Intake) -> list[Place]:
    tables = intake.summary.get("tables", ())
    ids = {table["line"] for table in tables if table["line"]}
    lines = {str(line.pk): line for line in WorkLine.objects.filter(pk__in=ids)} if ids else {}
    return [
        Place(table["sheet"], table["first_row"], table["last_row"], lines.get(table["line"]))
        for table in tables
    ]


def _stays_in_reserve(name: str, held: Any, new: Any) -> bool:
    """Ledgers call the reserve 预备 too; out of it leads only an adjustment of the annual list."""
    return name == "nature" and held == Nature.RESERVE and new == Nature.PREPARING


def _reported(projects: Mapping[UUID, Project], as_of: date) -> dict[UUID, ProgressReport]:
    rows = ProgressReport.objects.filter(project_id__in=list(projects), period=as_of.replace(day=1))
    return {row.project_id: row for row in rows}


def _already_reported(report: ProgressReport, invested: Decimal) -> Stored:
    was = "—" if report.invested is None else plain(report.invested)
    return stored_notice(
        ListNotice.ALREADY_REPORTED.value,
        say(
            "{month} 月已报累计 {was} 万元，台账为 {now} 万元：以已报的为准。",
            month=report.period.month,
            was=was,
            now=plain(invested),
        ),
        Field.DONE_YEAR,
    )
