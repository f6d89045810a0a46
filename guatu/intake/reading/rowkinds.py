"""What a row below the header is: a project, a part of one, a heading, a total, a note."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from guatu.domain.zh import read_money
from guatu.intake.reading.grid import Grid
from guatu.intake.reading.heads import is_number
from guatu.intake.reading.layout import Block
from guatu.intake.reading.model import MONEY, Field, RowKind, Table
from guatu.intake.reading.natures import nature_in_heading
from guatu.intake.reading.wording import (
    bare,
    heading_words,
    is_note,
    is_nothing,
    is_of_which,
    is_sentence,
    is_title,
    is_total,
    numeral_style,
    opens_notes,
)

_STRONG = frozenset(("一、", "(一)", "第一", "Ⅰ"))
_SERIAL = re.compile(
    r"[(\[]?[0-9]{1,6}[)\]]?[.、:]?|[0-9]{1,5}(?:[.-][0-9]{1,4})+|[A-Za-z\u4e00-\u9fff]{0,6}[-_]?[0-9][0-9A-Za-z-]*|[①-⑳]"
)
_SUB_SERIAL = re.compile(r"([0-9]{1,5})[.-][0-9]{1,4}")
_BRACKET_SERIAL = re.compile(r"[(][0-9]{1,3}[)]|[0-9]{1,3}[)]|[①-⑳]")
_COUNT_ALONE = re.compile(r"共?[0-9]+(?:个|项)(?:项目)?")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ITEM_NAME = re.compile(r"(?:[①-⑳]|[(][0-9]{1,2}[)]|[0-9]{1,2}[)]|-{1,2}(?=\D)|·)")


@dataclass(frozen=True, slots=True)
class Kind:
    """``label`` is the text that decided, ``column`` where it stands.

    ``of_which`` marks the 其中 of a total, ``style`` is the numeral of a heading, ``goes_on``
    marks a further row of a name that is merged downwards.
    """

    kind: RowKind
    label: str = ""
    column: int = 0
    of_which: bool = False
    style: str = ""
    goes_on: bool = False


@dataclass(slots=True)
class Kinds:
    """Tells the rows of one table apart; ``after`` has to be called in their order."""

    grid: Grid
    block: Block
    table: Table
    name: int = 0
    serial: int | None = None
    money: frozenset[int] = frozenset()
    details: frozenset[int] = frozenset()
    has_serials: bool = False
    han_serials: bool = False
    bracket_serials: bool = False
    usual: int = 3
    header_words: frozenset[tuple[str, ...]] = frozenset()
    header_texts: frozenset[str] = frozenset()
    notes: bool = False
    parts: bool = False
    last_serial: str = ""
    after_project: bool = False
    total_parts: bool = False

    def __post_init__(self) -> None:
        by_field = {column.field: column.index for column in self.table.columns if column.field}
        self.name = by_field[Field.NAME]
        self.serial = by_field.get(Field.SERIAL)
        self.money = frozenset(c.index for c in self.table.columns if c.field in MONEY)
        self.details = frozenset(
            c.index
            for c in self.table.columns
            if c.field not in MONEY
            and c.field not in (Field.SERIAL, Field.NAME, Field.CATEGORY)
            and c.header
        )
        head = self.block.head
        self.header_words = frozenset(
            tuple(map(bare, self.grid.texts[row])) for row in range(head.first, head.last + 1)
        )
        self.header_texts = frozenset(
            text
            for row in range(head.first, head.last + 1)
            for text in self.grid.texts[row]
            if text
        )
        self._look_at_serials()

    def of(self, row: int) -> Kind | None:
        """The kind of the row; None for an empty row and a header that is repeated."""
        filled = self.grid.filled(row)
        if not filled:
            return None
        if row in self.block.repeats or self._repeats_header(row):
            return None
        kind = self._of(row, filled)
        self._remember(row, kind)
        return kind

    def _look_at_serials(self) -> None:
        """Whether rows are numbered at all, and how."""
        plain = han = bracket = rows = 0
        fills: list[int] = []
        for row in self.block.body:
            texts = self.grid.texts[row]
            if not texts[self.name] or row in self.block.repeats:
                continue
            rows += 1
            if rows <= 500:
                fills.append(len(self.grid.filled(row)))
            if self.serial is None:
                continue
            serial = bare(texts[self.serial])
            if _BRACKET_SERIAL.fullmatch(serial):
                bracket += 1
            elif _SERIAL.fullmatch(serial):
                plain += 1
            elif numeral_style(serial):
                han += 1
        self.has_serials = (plain + bracket + han) * 4 >= rows > 0
        self.han_serials = han > 0 and plain + bracket == 0 and han * 2 >= rows
        self.bracket_serials = plain == 0
        self.usual = sorted(fills)[len(fills) // 2] if fills else 3

    def _repeats_header(self, row: int) -> bool:
        texts = self.grid.texts[row]
        head = self.block.head
        if texts[self.name] != self.grid.texts[head.main][self.name] or not texts[self.name]:
            known = any(text in self.header_texts for text in texts if text)
            return known and tuple(map(bare, texts)) in self.header_words
        same = sum(
            1
            for column, text in enumerate(texts)
            if text and text == self.grid.texts[head.main][column]
        )
        return same * 2 >= len(self.grid.filled(row))

    def _remember(self, row: int, kind: Kind) -> None:
        if kind.kind is RowKind.NOTE:
            self.notes = self.notes or opens_notes(kind.label)
            return
        self.notes = False
        if kind.kind is RowKind.PROJECT:
            self.parts, self.after_project, self.total_parts = False, True, False
            self.last_serial = self._serial(row)
        elif kind.kind in (RowKind.HEADING, RowKind.TOTAL):
            self.parts, self.after_project, self.last_serial = False, False, ""
            self.total_parts = kind.of_which

    def _serial(self, row: int) -> str:
        return bare(self.grid.texts[row][self.serial]) if self.serial is not None else ""

    def _of(self, row: int, filled: list[int]) -> Kind:
        texts = self.grid.texts[row]
        first = texts[filled[0]]
        if is_note(first) or (self.notes and len(filled) <= 2):
            return Kind(RowKind.NOTE, first, filled[0])
        area = self.grid.merge_at(row, self.name)
        if area and area.top < row and not texts[self.name]:
            return Kind(RowKind.NOTE, "", filled[0], goes_on=True)
        lead = [column for column in filled if column <= self.name]
        numbered = self.serial is not None and self._is_serial(texts[self.serial])
        for column in lead:
            if is_total(texts[column]) and not (column == self.name and numbered):
                return Kind(RowKind.TOTAL, texts[column], column)
        if not lead:
            label = next((c for c in filled if is_total(texts[c])), None)
            if label is not None:
                return Kind(RowKind.TOTAL, texts[label], label)
            return self._without_label(row, filled)
        if found := self._of_which(row, lead):
            return found
        if texts[self.name]:
            return self._named(row, filled, numbered)
        return self._unnamed(row, filled, lead)

    def _is_serial(self, text: str) -> bool:
        return bool(text) and _SERIAL.fullmatch(bare(text)) is not None

    def _of_which(self, row: int, lead: list[int]) -> Kind | None:
        texts = self.grid.texts[row]
        for column in lead:
            if column in (self.name, self.serial) and is_of_which(texts[column]):
                if not self.last_serial and not self.after_project:
                    return Kind(RowKind.TOTAL, texts[column], column, of_which=True)
                self.parts = True
                only = column != self.name and not texts[self.name]
                bare_label = bare(texts[column]).rstrip(":：,、") == "其中" and not (
                    column == self.serial and texts[self.name]
                )
                if only or bare_label:
                    return Kind(RowKind.NOTE, texts[column], column)
                return Kind(RowKind.PART, texts[self.name], self.name)
        return None

    def _named(self, row: int, filled: list[int], numbered: bool) -> Kind:
        texts = self.grid.texts[row]
        name, serial = texts[self.name], self._serial(row)
        project = Kind(RowKind.PROJECT, name, self.name)
        if numbered:
            if self._is_part_serial(serial):
                return Kind(RowKind.PART, name, self.name)
            if _SUB_SERIAL.fullmatch(serial) is None and self._opens_numbered_group(
                row, filled, serial
            ):
                return Kind(RowKind.HEADING, name, self.name, style="1、")
            return project
        style = numeral_style(serial)
        if style and not self.han_serials:
            return Kind(RowKind.HEADING, name, self.name, style=style)
        if style:
            return project
        if self.has_serials and not serial:
            if self.total_parts and not heading_words(name).style:
                return Kind(RowKind.TOTAL, name, self.name, of_which=True)
            if self.parts:
                return Kind(RowKind.PART, name, self.name)
            if self.after_project and _ITEM_NAME.match(bare(name)) and self.last_serial:
                return Kind(RowKind.PART, name, self.name)
        beside = heading_words(serial).style in _STRONG or _COUNT_ALONE.fullmatch(bare(name))
        if serial and _HAN.search(serial) and (len(filled) <= 2 or beside):
            return Kind(RowKind.HEADING, texts[self.serial or 0], self.serial or 0)
        return self._heading_or_project(row, filled, name, self.name) or project

    def _is_part_serial(self, serial: str) -> bool:
        """3.1 below 3, and (1) below a plain number."""
        if not self.last_serial:
            return False
        if match := _SUB_SERIAL.fullmatch(serial):
            return (
                match[1] == re.split("[.-]", self.last_serial.strip(".、"))[0]
                and "." not in self.last_serial
            )
        bracket = _BRACKET_SERIAL.fullmatch(serial) is not None
        return (
            bracket
            and not self.bracket_serials
            and _BRACKET_SERIAL.fullmatch(self.last_serial) is None
        )

    def _opens_numbered_group(self, row: int, filled: list[int], serial: str) -> bool:
        """1 产业项目, followed by 1.1, 1.2: no details of its own and sub-numbers below."""
        if any(column in self.details for column in filled) or row + 1 >= len(self.grid.texts):
            return False
        match = _SUB_SERIAL.fullmatch(self._serial(row + 1))
        return match is not None and match[1] == serial.strip(".、()")

    def _heading_or_project(
        self, row: int, filled: list[int], label: str, column: int
    ) -> Kind | None:
        """A heading if the row says so; None when it may be a project."""
        words = heading_words(label)
        details = [c for c in filled if c in self.details and not self._is_figure(row, c)]
        heading = Kind(RowKind.HEADING, label, column, style=words.style)
        if is_sentence(label) and len(filled) == 1 and words.count is None:
            return Kind(RowKind.NOTE, label, column)
        if words.style in _STRONG and len(details) <= 1:
            return heading
        alone = len([c for c in filled if c <= self.name or c in self.details]) == 1
        if alone and len(filled) == 1:
            if is_title(label) and not words.style and nature_in_heading(label) is None:
                return Kind(RowKind.NOTE, label, column)
            return heading if self._stands_out(row, column, words.style, label) else None
        if details or not alone:
            return heading if self._spans(row, column) and not details else None
        if words.count is not None or words.style:
            return heading
        named = nature_in_heading(label) is not None and len(bare(label)) <= 12
        unnumbered = self.has_serials and self._serial(row) == ""
        return heading if unnumbered and (named or self._sums_up(row)) else None

    def _is_figure(self, row: int, column: int) -> bool:
        text = self.grid.texts[row][column]
        return is_number(text) or is_nothing(text)

    def _stands_out(self, row: int, column: int, style: str, label: str) -> bool:
        """A row with one text in a table whose rows have more is a heading."""
        if self.has_serials or style or self._spans(row, column) or self.usual >= 3:
            return True
        return heading_words(label).count is not None or nature_in_heading(label) is not None

    def _spans(self, row: int, column: int) -> bool:
        """The label's cell is merged over a good part of the table."""
        area = self.grid.merge_at(row, column)
        if area is None or area.bottom > area.top:
            return False
        width = area.right - area.left + 1
        return width >= 3 and width * 2 >= len(self.table.columns)

    def _sums_up(self, row: int) -> bool:
        """The amounts of the row are the sums of the numbered rows below it."""
        for column in self.money:
            own = self._amount(row, column)
            if own is None or own == 0:
                continue
            total, rows = Decimal(0), 0
            for below in range(row + 1, self.block.body.stop):
                if not any(self.grid.texts[below]):
                    continue
                if not self._is_serial(self.grid.texts[below][self.serial or 0]):
                    break
                total += self._amount(below, column) or 0
                rows += 1
            return rows > 0 and abs(total - own) * 200 <= own
        return False

    def _amount(self, row: int, column: int) -> Decimal | None:
        money = read_money(self.grid.texts[row][column], Decimal(1))
        return money.wan if money else None

    def _unnamed(self, row: int, filled: list[int], lead: list[int]) -> Kind:
        """No name: a heading across the serial column, a note, an empty number, or a fault."""
        texts = self.grid.texts[row]
        words = [c for c in lead if not self._is_serial(texts[c])]
        said = [c for c in words if not numeral_style(texts[c])]
        label = next(iter(said or words), None)
        rest = [c for c in filled if c > self.name]
        category = {c.index for c in self.table.columns if c.field is Field.CATEGORY}
        if label is None or (label in category and rest):
            if not rest:
                return Kind(RowKind.NOTE, texts[lead[0]], lead[0])
            return Kind(RowKind.PROJECT, "", self.name)
        text = texts[label]
        styles = (numeral_style(texts[column]) for column in words)
        style = heading_words(text).style or next(filter(None, styles), "")
        if is_sentence(text) and not style:
            return Kind(RowKind.NOTE, text, label)
        if is_title(text) and not style and not rest and nature_in_heading(text) is None:
            return Kind(RowKind.NOTE, text, label)
        details = [c for c in rest if c in self.details and not self._is_figure(row, c)]
        if len(details) >= 2 and not self._spans(row, label):
            return Kind(RowKind.PROJECT, "", self.name)
        summed = self.total_parts and not style and self.money.intersection(rest)
        if summed and not self._opens_group(row):
            return Kind(RowKind.TOTAL, text, label, of_which=True)
        return Kind(RowKind.HEADING, text, label, style=style)

    def _opens_group(self, row: int) -> bool:
        """Whether a numbered row comes next."""
        return row + 1 < len(self.grid.texts) and self._is_serial(self._serial(row + 1))

    def _without_label(self, row: int, filled: list[int]) -> Kind:
        """Nothing up to the name: sums without a word, a text that goes on, or a lost name."""
        if all(self._is_figure(row, column) for column in filled):
            return Kind(RowKind.TOTAL, "", filled[0])
        known = [c for c in filled if c in self.details or c in self.money]
        if len(filled) >= 3 and len(known) >= 2 and any(c in self.money for c in filled):
            return Kind(RowKind.PROJECT, "", self.name)
        return Kind(RowKind.NOTE, self.grid.texts[row][filled[0]], filled[0])
