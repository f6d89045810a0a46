"""What the intake pages read; what it looks like stands in ``guatu.intake.shown``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from guatu.domain.words import Sentence, say
from guatu.intake.choices import IntakeStatus, RowFate
from guatu.intake.models import GONE_SHEET, Intake, IntakeQuerySet, IntakeRow, MappingMemory
from guatu.intake.shown import (
    CellView,
    ColumnView,
    DeclaredView,
    DifferencePage,
    DifferenceRow,
    FieldChange,
    Header,
    IntakeItem,
    KeptView,
    Offer,
    Preview,
    PreviewRow,
    ProblemCount,
    ProblemView,
    Remembered,
    RowPage,
    RowView,
    TableView,
    UndoneView,
)
from guatu.intake.telling import Progress, told
from guatu.org.models import User
from guatu.projects.choices import Nature
from guatu.projects.models import Project

__all__ = [
    "PER_PAGE",
    "PREVIEW_ROWS",
    "CellView",
    "ColumnView",
    "DeclaredView",
    "DifferencePage",
    "DifferenceRow",
    "FieldChange",
    "Header",
    "IntakeItem",
    "KeptView",
    "Offer",
    "Preview",
    "PreviewRow",
    "ProblemCount",
    "ProblemView",
    "Remembered",
    "RowPage",
    "RowView",
    "TableView",
    "UndoneView",
    "difference_page",
    "header",
    "intakes_of",
    "items",
    "memory_of",
    "name_of",
    "preview",
    "problem_rows",
    "progress_of",
    "row_view",
    "tables_of",
    "what_is_missing",
]

PER_PAGE = 50
PREVIEW_ROWS = 40
ROW_FIELDS = {"line", "lead_unit", "responsible_unit", "sponsor", "parent"}


def intakes_of(user: User) -> IntakeQuerySet:
    """The intakes that ``user`` may see, newest first, for look-ups and paging."""
    return Intake.objects.visible_to(user)


def items(intakes: Iterable[Intake]) -> list[IntakeItem]:
    """These intakes as a list shows them."""
    if isinstance(intakes, QuerySet):
        intakes = intakes.select_related("line", "uploaded_by")
    return [_item(intake) for intake in intakes]


def header(intake: Intake) -> Header:
    """Everything of an intake that does not grow with its rows."""
    summary = intake.summary
    waiting = intake.status == IntakeStatus.READ
    return Header(
        pk=intake.pk,
        filename=intake.filename,
        status=intake.status,
        version=intake.version,
        as_of=intake.as_of,
        year=intake.year,
        line=str(intake.line or ""),
        line_id=intake.line_id,
        sheet=intake.sheet,
        sheet_names=summary.get("sheet_names", ()),
        rows=summary.get("rows", 0),
        problem_rows=summary.get("problem_rows", 0),
        problems=[_problem_count(code, held) for code, held in summary.get("problems", {}).items()],
        fates={fate.value: summary.get("fates", {}).get(fate.value, 0) for fate in RowFate},
        unknown_units=summary.get("unknown_units", ()),
        declared=_declared(summary),
        tables=tables_of(intake),
        period=intake.as_of.replace(day=1) if summary.get("figures") else None,
        refusal=Sentence.from_json(intake.refusal) if intake.refusal else None,
        missing=what_is_missing(intake) if waiting else None,
        undone=_undone(summary.get("undone")),
        uploaded_at=intake.uploaded_at,
        uploaded_by=intake.uploaded_by.name,
        entered_at=intake.entered_at,
        undone_at=intake.undone_at,
    )


def what_is_missing(intake: Intake) -> Sentence | None:
    """Why a ledger that was read cannot be entered yet; None when it can."""
    fates = intake.summary.get("fates", {})
    if not intake.summary.get("rows"):
        return say("没有认出项目行，请先更正列。")
    if not any(fates.get(fate) for fate in MOVING):
        return say("与在册台账相比没有新增和变化，不需要入账。")
    return None


def progress_of(intake: Intake) -> Progress | None:
    """How far reading, entering or undoing has come (``percent``, ``words``); None when at rest."""
    if intake.status not in UNDER_WAY:
        return None
    return told(intake.pk) or Progress(0, str(IntakeStatus(intake.status).label))


def tables_of(intake: Intake) -> list[TableView]:
    """The tables of the file with their columns as understood."""
    tables = intake.summary.get("tables", ())
    return [_table(number, stored) for number, stored in enumerate(tables)]


def preview(intake: Intake, table: int = 0) -> Preview | None:
    """The first rows of a table as written; None before the file was read."""
    tables = tables_of(intake)
    if not 0 <= table < len(tables):
        return None
    shown = tables[table]
    top = _top(shown, intake.summary["tables"][table]["top"])
    rows = intake.rows.filter(
        sheet=shown.sheet, row__range=(shown.header_last + 1, shown.last_row)
    ).order_by("row")
    room = max(0, PREVIEW_ROWS - len(top))
    below = [PreviewRow(*row) for row in rows.values_list("row", "kind", "cells")[:room]]
    return Preview(shown, [*top, *below], max(0, rows.count() - len(below)))


def problem_rows(intake: Intake, *, code: str = "", number: int = 1) -> RowPage:
    """Rows with problems (of one ``code``), in the order of the file, a page at a time."""
    rows = intake.rows.filter(problem_count__gt=0).exclude(sheet=GONE_SHEET)
    if code:
        rows = rows.filter(pk__in=_with_code(rows, code))
    page = _page(rows.order_by("sheet", "row"), number)
    tables = tables_of(intake)
    return RowPage([_row(row, tables) for row in page.rows], page.number, page.pages, page.total)


def row_view(row: IntakeRow) -> RowView:
    """One row with its fields, problems and offers, as after mending a cell."""
    return _row(row, tables_of(row.intake))


def difference_page(intake: Intake, *, fate: str = "", number: int = 1) -> DifferencePage:
    """What entering does row by row, new first, then changed, gone, same, skipped.

    After entering it shows what was done.
    """
    rows = intake.rows.exclude(fate="").annotate(place=_PLACES)
    if fate:
        rows = rows.filter(fate=fate)
    rows = rows.select_related("project").order_by("place", "sheet", "row")
    page = _page(rows, number)
    names = _names(page.rows)
    shown = [_difference(row, names) for row in page.rows]
    return DifferencePage(shown, page.number, page.pages, page.total)


def memory_of(user: User) -> list[Remembered]:
    """The column mappings that the tenant remembers, newest first."""
    rows = MappingMemory.objects.filter(tenant_id=user.tenant_id).select_related("learnt_by")
    return [_remembered(row) for row in rows.order_by("-learnt_at", "-id")]


MOVING = (RowFate.NEW, RowFate.BACK, RowFate.CHANGED, RowFate.GONE)
UNDER_WAY = (
    IntakeStatus.UPLOADED,
    IntakeStatus.READING,
    IntakeStatus.ENTERING,
    IntakeStatus.UNDOING,
)
_ORDER = ("new", "back", "changed", "gone", "same", "skipped")
_PLACES = Case(
    *(When(fate=fate, then=Value(place)) for place, fate in enumerate(_ORDER)),
    default=Value(len(_ORDER)),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class _Page:
    rows: list[IntakeRow]
    number: int
    pages: int
    total: int


def _page(rows: QuerySet[IntakeRow], number: int) -> _Page:
    total = rows.count()
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(number, 1), pages)
    start = (number - 1) * PER_PAGE
    return _Page(list(rows[start : start + PER_PAGE]), number, pages, total)


def _item(intake: Intake) -> IntakeItem:
    fates = intake.summary.get("fates", {})
    return IntakeItem(
        pk=intake.pk,
        filename=intake.filename,
        status=intake.status,
        as_of=intake.as_of,
        year=intake.year,
        line=str(intake.line or ""),
        rows=intake.summary.get("rows"),
        problems=sum(held["count"] for held in intake.summary.get("problems", {}).values()),
        new=fates.get(RowFate.NEW, 0) + fates.get(RowFate.BACK, 0),
        changed=fates.get(RowFate.CHANGED, 0),
        uploaded_at=intake.uploaded_at,
        uploaded_by=intake.uploaded_by.name,
    )


def _problem_count(code: str, held: Mapping[str, Any]) -> ProblemCount:
    return ProblemCount(code, held["count"], Sentence.from_json(held["example"]))


def _declared(summary: Mapping[str, Any]) -> DeclaredView:
    stated, found = summary.get("declared", {}), summary.get("found", {})
    total = stated.get("total")
    return DeclaredView(
        count=stated.get("count"),
        found_count=found.get("count", 0),
        total=Decimal(total) if total is not None else None,
        found_total=Decimal(found.get("total", 0)),
    )


def _undone(held: Mapping[str, Any] | None) -> UndoneView | None:
    if held is None:
        return None
    kept = [KeptView(UUID(pk), name, fields) for pk, name, fields in held["kept"]]
    return UndoneView(held["withdrawn"], held["restored"], kept)


def _table(number: int, stored: Mapping[str, Any]) -> TableView:
    return TableView(
        number=number,
        columns=[_column(column) for column in stored["columns"]],
        **{name: stored[name] for name in _TABLE},
    )


_TABLE = (
    "sheet", "sheet_name", "title", "shape", "is_projects", "header_first", "header_last",
    "first_row", "last_row", "rows",
)  # fmt: skip


def _column(stored: Mapping[str, Any]) -> ColumnView:
    unit = Decimal(stored["unit"]) if stored["unit"] else None
    return ColumnView(**{**stored, "unit": unit})


def _top(table: TableView, texts: Sequence[Sequence[str]]) -> list[PreviewRow]:
    first = table.header_last - len(texts) + 1
    return [
        PreviewRow(row, "header" if row >= table.header_first else "title", cells)
        for row, cells in enumerate(texts, start=first)
    ]


def _with_code(rows: QuerySet[IntakeRow], code: str) -> list[UUID]:
    """Looked for in memory: neither database has an index into the list of problems."""
    held = rows.values_list("pk", "problems").iterator(2000)
    return [pk for pk, problems in held if any(p["code"] == code for p in problems)]


def _row(row: IntakeRow, tables: Sequence[TableView]) -> RowView:
    table = next(
        (t for t in tables if t.sheet == row.sheet and t.first_row <= row.row <= t.last_row), None
    )
    return RowView(
        pk=row.pk,
        sheet=row.sheet,
        row=row.row,
        kind=row.kind,
        name=name_of(row),
        fate=row.fate,
        skipped=row.skipped,
        cells=_cells(row, table),
        problems=[_problem(held) for held in row.problems],
        offers=[_offer(held) for held in row.offers],
    )


def name_of(row: IntakeRow) -> str:
    """The name as read, else the longest text of the row, as of a heading."""
    return str(row.readings.get("name") or max(map(str, row.cells), key=len, default=""))


def _cells(row: IntakeRow, table: TableView | None) -> list[CellView]:
    """The fields of the row in the order of the columns, then those that were only mended."""
    columns = [c for c in table.columns if c.field] if table else []
    raw = {c.field: row.cells[c.index] for c in columns if c.index < len(row.cells)}
    fields = dict.fromkeys([c.field for c in columns] + list(row.mended))
    return [
        CellView(
            field=name,
            raw=str(row.mended.get(name, raw.get(name, ""))),
            read=str(row.readings.get(name, "")),
            mended=name in row.mended,
        )
        for name in fields
    ]


def _problem(held: Mapping[str, Any]) -> ProblemView:
    sentence = Sentence.from_json(held["sentence"])
    return ProblemView(held["code"], held["column"], held["field"], sentence)


def _offer(held: Mapping[str, Any]) -> Offer:
    return Offer(UUID(held["project"]), held["number"], held["name"], held["likeness"])


def _difference(row: IntakeRow, names: Mapping[str, str]) -> DifferenceRow:
    gone = row.sheet == GONE_SHEET
    project = row.project
    return DifferenceRow(
        pk=row.pk,
        row=0 if gone else row.row,
        name=name_of(row),
        fate=row.fate,
        skipped=row.skipped,
        project_id=row.project_id,
        project_number=project.number if project else None,
        changes=[_change(name, held, names) for name, held in row.before.items()],
        offers=[_offer(held) for held in row.offers],
    )


def _change(name: str, held: Sequence[Any], names: Mapping[str, str]) -> FieldChange:
    label = REPORTED.get(name) or Project._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    before, after = (_words(name, one, names) for one in held)
    return FieldChange(name, str(label), before, after)


REPORTED = {
    "invested": _("年初累计完成投资（万元）"),
    "physical_percent": _("形象进度（%）"),
    "physical_words": _("形象进度"),
}


def _words(name: str, held: Any, names: Mapping[str, str]) -> str:
    if held is None or held == "":
        return ""
    if name in ROW_FIELDS:
        return names.get(held, "—")
    return str(Nature(held).label) if name == "nature" else str(held)


def _names(rows: Iterable[IntakeRow]) -> dict[str, str]:
    """Labels of the lines, units, posts and packages that the changes of these rows name."""
    wanted: dict[str, set[str]] = {}
    for row in rows:
        for name in ROW_FIELDS & row.before.keys():
            wanted.setdefault(name, set()).update(held for held in row.before[name] if held)
    found: dict[str, str] = {}
    for name, ids in wanted.items():
        model = Project._meta.get_field(name).related_model
        assert isinstance(model, type)
        related = model._default_manager.filter(pk__in=ids)
        related = related.select_related("unit") if name == "sponsor" else related
        found |= {str(row.pk): str(row) for row in related}
    return found


def _remembered(row: MappingMemory) -> Remembered:
    columns = [(int(index), held["field"]) for index, held in row.mapping.items()]
    return Remembered(
        pk=row.pk,
        shape=row.shape,
        learnt_from=row.learnt_from,
        learnt_at=row.learnt_at,
        learnt_by=row.learnt_by.name,
        columns=columns,
    )
