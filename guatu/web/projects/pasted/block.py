"""Reading a whole pasted block: its rows, the projects they mean, what each is to become."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from guatu.domain.codes import normal_project_code
from guatu.domain.words import Sentence, say
from guatu.intake.names import project_key
from guatu.org.models import User
from guatu.projects.actions.bulk import MOST
from guatu.projects.models import Project
from guatu.web.projects.pasted.cells import Reader, Unread
from guatu.web.projects.pasted.heads import Head, heads_of

#: Columns by which a row finds its project, the surest first.
FINDING = ("code", "number", "name")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a cell; rows count from 1 with the heads, as in the spreadsheet."""

    row: int
    column: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class PastedRow:
    """A row that means a project, with the values that could be read."""

    row: int
    project: UUID
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    """``problem`` is set where nothing can be done with the whole block."""

    heads: Sequence[Head] = ()
    rows: Sequence[PastedRow] = ()
    faults: Sequence[Fault] = ()
    problem: Sentence | None = None

    @property
    def faulty_rows(self) -> set[int]:
        return {fault.row for fault in self.faults}

    @property
    def sound(self) -> list[PastedRow]:
        """The rows in which nothing is wrong."""
        return [row for row in self.rows if row.row not in self.faulty_rows]


def table_of(text: str) -> list[list[str]]:
    """Cells as a spreadsheet puts them on the clipboard; a cell with line breaks is quoted."""
    lines = csv.reader(io.StringIO(text.replace("\0", "")), delimiter="\t")
    try:
        rows = [[_cell(cell) for cell in line] for line in lines]
    except csv.Error:
        rows = [[_cell(cell) for cell in line.split("\t")] for line in text.splitlines()]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _cell(text: str) -> str:
    """On one line, without the mark of text that our own files put before =, + and the like."""
    return " ".join(text.split()).removeprefix("'")


def read_block(text: str, reader: Reader, *, user: User, year: int) -> Block:
    table = table_of(text)
    start = next((place for place, row in enumerate(table) if any(row)), None)
    if start is None or len(table) < start + 2:
        return Block(problem=say("请连同表头一起粘贴：第一行是列名，下面每行一个项目。"))
    heads = heads_of(table[start])
    if problem := _problem(heads, len(table) - start - 1):
        return Block(heads, problem=problem)
    reading = _Reading(heads, reader, _Projects.of(user, year))
    for number, cells in enumerate(table[start + 1 :], start=start + 2):
        if any(cells):
            reading.take(number, cells)
    reading.refuse_twice()
    return Block(heads, reading.rows, sorted(reading.faults, key=lambda fault: fault.row))


def _problem(heads: Sequence[Head], count: int) -> Sentence | None:
    codes = {head.column.code for head in heads if head.column}
    if not codes & set(FINDING):
        return say("第一行里没有“序号”“项目代码”“项目名称”中的任何一列，认不出各行是哪个项目。")
    renames = {"code", "name"} <= codes
    if not renames and not any(h.sets for h in heads if h.column and h.column.code not in FINDING):
        return say("除了用来认项目的列，没有可以修改的列。")
    if count > MOST:
        return say("一次最多粘贴 {most} 行，现有 {n} 行。", most=MOST, n=count)
    return None


@dataclass(slots=True)
class _Projects:
    """The listed projects that a person may see, by what rows call them; three look-ups."""

    by_code: Mapping[str, tuple[UUID, str]]
    by_number: Mapping[int, tuple[UUID, str]]
    by_name: Mapping[str, list[tuple[UUID, str]]]

    @classmethod
    def of(cls, user: User, year: int) -> _Projects:
        rows = Project.objects.visible_to(user).listed().filter(year=year).order_by("number", "id")
        found = list(rows.values_list("pk", "name", "code", "number"))
        names: dict[str, list[tuple[UUID, str]]] = {}
        for pk, name, _code, _number in found:
            names.setdefault(project_key(name), []).append((pk, name))
        return cls(
            {code: (pk, name) for pk, name, code, _ in found if code},
            {number: (pk, name) for pk, name, _, number in found},
            names,
        )


@dataclass(slots=True)
class _Reading:
    heads: Sequence[Head]
    reader: Reader
    projects: _Projects
    rows: list[PastedRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def take(self, row: int, cells: Sequence[str]) -> None:
        texts = {h.column.code: cells[h.place] for h in self._known(cells) if h.column}
        try:
            project, by = self._project(texts)
        except Unread as unread:
            self.faults.append(Fault(row, "", unread.sentence))
            return
        values: dict[str, Any] = {}
        for head in self._known(cells):
            if not head.sets or (head.column and head.column.code in self._only_finds(by)):
                continue
            try:
                values[head.sets] = self.reader.value(head, cells[head.place])
            except Unread as unread:
                self.faults.append(Fault(row, head.words, unread.sentence))
        self.rows.append(PastedRow(row, project, values))

    def refuse_twice(self) -> None:
        """Two rows for one project cannot both be meant."""
        counts = Counter(row.project for row in self.rows)
        for one in self.rows:
            if counts[one.project] > 1:
                first = min(row.row for row in self.rows if row.project == one.project)
                said = say("与第 {row} 行是同一个项目，请只留一行。", row=first)
                if one.row != first:
                    self.faults.append(Fault(one.row, "", said))

    def _known(self, cells: Sequence[str]) -> Iterator[Head]:
        """The heads that mean something here and have a cell with words in it."""
        for head in self.heads:
            if head.column and head.place < len(cells) and cells[head.place]:
                yield head

    def _only_finds(self, by: str) -> tuple[str, ...]:
        """A name beside the code is a new name; otherwise the name only finds the project."""
        return ("code",) if by == "code" else ("name",)

    def _project(self, texts: Mapping[str, str]) -> tuple[UUID, str]:
        """The project of a row and by what it was found."""
        code, number, name = (texts.get(one, "") for one in FINDING)
        if code and (found := self.projects.by_code.get(normal_project_code(code))):
            return found[0], "code"
        if number:
            return self._numbered(number, name), "number"
        if name:
            return self._named(name), "name"
        raise Unread(say("没有写序号、代码或名称，不知道是哪个项目。"))

    def _numbered(self, number: str, name: str) -> UUID:
        found = self.projects.by_number.get(int(number)) if _is_number(number) else None
        if found is None:
            raise Unread(say("台账里没有序号为“{number}”的项目。", number=number))
        if name and project_key(name) != project_key(found[1]):
            said = say(
                "序号 {number} 在台账里是“{listed}”，这里写的是“{name}”，请核对。",
                number=number,
                listed=found[1],
                name=name,
            )
            raise Unread(said)
        return found[0]

    def _named(self, name: str) -> UUID:
        found = self.projects.by_name.get(project_key(name), [])
        exact = [one for one in found if one[1] == name]
        chosen = exact if len(exact) == 1 else found
        if len(chosen) == 1:
            return chosen[0][0]
        if chosen:
            raise Unread(say("名称为“{name}”的项目不止一个，请加上序号。", name=name))
        raise Unread(say("台账里没有名称为“{name}”的项目。", name=name))


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= 9
