"""Rows of a week's list that came back, held against what went out and what is here now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from guatu.domain.returns.columns import DAYS, WORK, Column, Part, column
from guatu.domain.returns.merging import Fate, fate_of
from guatu.domain.returns.sheets import Given, Table
from guatu.domain.statetables import NotNow
from guatu.domain.words import N_, Sentence, say
from guatu.domain.worklists import table as steps
from guatu.domain.worklists.rows import Cell
from guatu.domain.worklists.table import Status, Verb
from guatu.returns.lines import Lines, already, both_changed, not_open, refuse
from guatu.returns.models import ReturnSheet
from guatu.returns.queries.standing import Values, work_values
from guatu.returns.rowids import Sure, sure_rows
from guatu.worklists.actions.filling import OwnRow
from guatu.worklists.choices import RowKind
from guatu.worklists.models import WorkItem, WorkList

LABEL = column(Part.WORK, "label")
#: What is only shown and follows from its source: a difference tells nothing.
_PASSING = ("serial", "standing")


def list_of(sheet: ReturnSheet) -> WorkList | None:
    """The list that the rows of this sheet are of."""
    rows = WorkList.objects.filter(round_id=sheet.round.work_round_id, unit_id=sheet.unit_id)
    return rows.select_related("unit", "round", "tenant").first()


def items_of(row: WorkList) -> dict[UUID, WorkItem]:
    return {item.pk: item for item in row.items.all()}


def compare_work(sheet: ReturnSheet, table: Table, lines: Lines, today: date) -> None:
    row = list_of(sheet)
    if row is None:
        lines.note(say(N_("这一批没有发周清单，“{sheet}”没有读。"), sheet=table.sheet), table)
        return
    items = items_of(row)
    rows = _Rows(table, lines, items, work_values(items.values()))
    begin = len(lines.rows)
    for one in sure_rows(sheet, table, lines):
        rows.compare(one)
    for given in table.rows:
        if not given.key:
            rows.added(given, today)
    wanted = [one for one in lines.rows[begin:] if one.fate in (Fate.CHANGE, Fate.ADD)]
    if wanted and (closed := why_closed(row)):
        refuse(wanted, closed)


def why_closed(row: WorkList) -> Sentence | None:
    """Why nothing can be written on this list any more."""
    try:
        steps.step(Status(row.status), Verb.ENTER)
    except NotNow as not_now:
        return not_now.sentence
    return None


class _Rows:
    def __init__(
        self,
        table: Table,
        lines: Lines,
        items: Mapping[UUID, WorkItem],
        held: Mapping[UUID, Values],
    ) -> None:
        self.table, self.lines, self.items, self.held = table, lines, items, held
        own = (item for item in items.values() if item.kind == RowKind.OWN and not item.struck)
        self.own = {item.label for item in own}

    def compare(self, one: Sure) -> None:
        label = str(one.sent.get("label", ""))
        item = self.items.get(one.pk)
        if item is None or item.struck:
            words = say(N_("“{label}”已不在清单上，整行没有收。"), label=label)
            self.lines.add(
                Fate.REFUSED, table=self.table, row=one.given, subject=one.pk, label=label,
                sentence=words,
            )  # fmt: skip
            return
        opened = set(one.sent.get("open", ()))
        for col in WORK:
            if col.key in opened:
                self._cell(one, col, label)
            elif col.key not in _PASSING:
                self._locked(one, col, label)

    def _cell(self, one: Sure, col: Column, label: str) -> None:
        sent, now = str(one.sent.get(col.key, "")), self.held[one.pk].get(col.key, "")
        place: dict[str, Any] = {
            "table": self.table, "row": one.given, "column": col, "subject": one.pk,
            "label": label, "before": now,
        }  # fmt: skip
        if fault := one.given.faults.get(col.key):
            self.lines.add(Fate.REFUSED, sentence=fault, **place)
            return
        given = one.given.values.get(col.key, sent)
        fate = fate_of(sent, now, given, may_empty=True)
        if fate is Fate.SAME and given == sent:
            return
        words = already() if fate is Fate.SAME else None
        if fate is Fate.CONFLICT:
            words = both_changed(now, given)
        self.lines.add(fate, after=given, sentence=words, **place)

    def _locked(self, one: Sure, col: Column, label: str) -> None:
        before = str(one.sent.get(col.key, ""))
        after = one.given.values.get(col.key, before)
        if after != before:
            self.lines.add(
                Fate.NOTED, table=self.table, row=one.given, column=col, subject=one.pk,
                label=label, before=before, after=after, sentence=not_open(col, before, after),
            )  # fmt: skip

    def added(self, given: Given, today: date) -> None:
        """A row that the unit wrote itself."""
        label = given.values.get("label", "")
        cells = {cell.value: given.values.get(cell.value, "") for cell in Cell}
        days = {name: given.values.get(name, "") for name in DAYS}
        told = {"label": label, "cells": cells, **days}
        line = self.lines.add(
            Fate.ADD, table=self.table, row=given, column=LABEL, label=label, after=label,
            given=told,
        )  # fmt: skip
        if given.faults:
            refuse([line], next(iter(given.faults.values())))
        elif not label:
            refuse([line], say(N_("这一行没有写“事项”，没有收。")))
        elif days["done_on"] and days["done_on"] > today.isoformat():
            refuse([line], say(N_("办结日期还没有到，请填实际办结的日期。")))
        elif label in self.own:
            line.fate = Fate.SAME.value
            line.sentence = say(N_("清单上已有“{label}”，没有重复增加。"), label=label).as_json()
        else:
            self.own.add(label)


def own_row(told: Mapping[str, Any]) -> OwnRow:
    """As it was kept with its line."""
    cells = {Cell(name): str(text) for name, text in told["cells"].items()}
    return OwnRow(str(told["label"]), cells, _day(told["due_on"]), _day(told["done_on"]))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
