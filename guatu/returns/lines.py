"""Lines about a file that came back, as they are gathered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from guatu.domain.returns.columns import Column, Part
from guatu.domain.returns.merging import Fate
from guatu.domain.returns.sheets import Given, Table
from guatu.domain.words import N_, Sentence, say
from guatu.returns.models import ReturnFile, ReturnLine

LONGEST = 600


class Lines:
    """Of one file, numbered as they come."""

    def __init__(self, file: ReturnFile) -> None:
        self.file = file
        self.rows: list[ReturnLine] = []

    def add(
        self,
        fate: Fate,
        *,
        table: Table | None = None,
        row: Given | None = None,
        column: Column | None = None,
        subject: UUID | None = None,
        label: str = "",
        before: str = "",
        after: str = "",
        sentence: Sentence | None = None,
        given: dict[str, Any] | None = None,
    ) -> ReturnLine:
        line = ReturnLine(
            file=self.file,
            serial=len(self.rows),
            part=table.part.value if table else "",
            sheet_name=table.sheet[:100] if table else "",
            row=row.row if row else 0,
            letter=table.letters.get(column.key, "") if table and column else "",
            subject_id=subject,
            label=label[:300],
            key=column.key if column else "",
            before=before[:LONGEST],
            after=after[:LONGEST],
            fate=fate.value,
            sentence=sentence.as_json() if sentence else {},
            given=given or {},
        )
        self.rows.append(line)
        return line

    def note(self, sentence: Sentence, table: Table | None = None) -> None:
        self.add(Fate.NOTED, table=table, sentence=sentence)


def refuse(lines: Iterable[ReturnLine], sentence: Sentence) -> None:
    for line in lines:
        line.fate, line.sentence = Fate.REFUSED.value, sentence.as_json()


def both_changed(held: str, given: str) -> Sentence:
    return say(
        N_("发出后系统里已改为“{held}”，表里填的是“{given}”，没有覆盖；请核对后在页面上更正。"),
        held=held or "空",
        given=given or "空",
    )


def not_open(column: Column, before: str, after: str) -> Sentence:
    return say(
        N_("“{title}”是锁定栏，由“{before}”改成了“{after}”，没有收；这一栏请到来源页面更正。"),
        title=column.title,
        before=before[:60] or "空",
        after=after[:60] or "空",
    )


def already() -> Sentence:
    return say(N_("系统里已经是这样，不用改。"))


def part_lines(lines: Iterable[ReturnLine], part: Part) -> list[ReturnLine]:
    return [line for line in lines if line.part == part.value]
