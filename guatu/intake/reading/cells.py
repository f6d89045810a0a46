"""One cell to one or two values: amounts in 万元, days, areas in 平方米, words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from guatu.domain.codes import check_credit_code, check_project_code
from guatu.domain.words import Sentence
from guatu.domain.zh import Period, normalise, read_money, read_period, read_phrase
from guatu.intake.reading.faults import Fault, cell_sentence
from guatu.intake.reading.grid import trimmed
from guatu.intake.reading.model import DAYS, MONEY, Column, Field, Value
from guatu.intake.reading.natures import nature_of
from guatu.intake.reading.wording import is_nothing, without_of_which

Values = Mapping[Field, Value]
Read = tuple[Values, Fault | None]
EMPTY: Values = {}
AS_WRITTEN = frozenset(
    {Field.CONTENT, Field.LOCATION, Field.YEAR_GOAL, Field.PHYSICAL, Field.REMARK, Field.LINE}
)
"""Words that are kept as they stand."""
CHECKED_MONEY = MONEY - {Field.SALES, Field.TAX}
"""Amounts that must be readable; promised benefits are often words."""


def read_again(column: Column, text: str, as_of: date) -> tuple[Values, Sentence | None]:
    """Read one cell that a person has mended, as the ledger's own cells are read.

    ``text`` is what was typed, ``column`` says what it is and in which unit; ``as_of`` supplies
    a missing year. Returns the values (a period gives start and finish; an empty text none) and
    a sentence when the text says nothing that can be used.
    """
    if column.field is None:
        return EMPTY, None
    values, fault = Reader(as_of).read(column, trimmed(text))
    if column.field is Field.NAME and not values:
        fault = Fault("missing_name", text)
    if column.field is Field.NATURE and values and nature_of(text) is None:
        values, fault = EMPTY, Fault("unknown_nature", text)
    strict = {Field.SALES, Field.TAX, Field.JOBS, Field.FLOOR_AREA, Field.PHYSICAL_PERCENT}
    if not values and not fault and column.field in strict and not is_nothing(trimmed(text)):
        fault = Fault("unreadable_number", text)
    return values, cell_sentence(column, fault) if fault else None


@dataclass(slots=True)
class Reader:
    """Reads the cells of one table and remembers them: ledgers repeat themselves."""

    as_of: date
    date1904: bool = False
    _known: dict[tuple[int, str], Read] = field(default_factory=dict)

    def read(self, column: Column, text: str) -> Read:
        """The values of a cell; a fault when it holds something that cannot be read."""
        key = (column.index, text)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._read(column, text)
        return found

    def _read(self, column: Column, text: str) -> Read:
        chosen = column.field
        if chosen is None or is_nothing(text):
            return EMPTY, None
        if chosen in MONEY:
            return _money(chosen, text, column.unit)
        if chosen in DAYS or chosen is Field.PERIOD:
            return self._days(chosen, text)
        if reader := _READERS.get(chosen):
            return reader(column, text)
        return {chosen: text}, None

    def _days(self, chosen: Field, text: str) -> Read:
        period = self._period(text)
        if period is None:
            return EMPTY, Fault("unreadable_date", text) if _names_a_day(text) else None
        if chosen is Field.PERIOD:
            ends = {Field.START: period.start, Field.FINISH: period.end}
            return {name: day for name, day in ends.items() if day}, None
        begins = chosen in (Field.START, Field.ACTUAL_START, Field.REGISTERED)
        day = (period.start or period.end) if begins else period.end
        return ({chosen: day} if day else EMPTY), None

    def _period(self, text: str) -> Period | None:
        if _DAY_NUMBER.fullmatch(text):
            return self._of_day_number(text)
        return read_period(text, self.as_of) or _first_that_reads(text, self.as_of)

    def _of_day_number(self, text: str) -> Period | None:
        """Excel's count of days: 44256 is 2021-03-01, or 2025-03-02 counted from 1904."""
        epoch = date(1904, 1, 1) if self.date1904 else date(1899, 12, 30)
        day = epoch + timedelta(days=int(text.split(".")[0]))
        return Period(day, day, False, None, "day") if 1950 <= day.year <= 2099 else None


def _first_that_reads(text: str, as_of: date) -> Period | None:
    """A date with a remark in brackets or a clock time behind it."""
    line = re.sub(r"[T ]\d{1,2}:\d{2}(?::\d{2})?$", "", text)
    line = re.sub(r"[(（][^()（）]*[)）]$", "", line).strip()
    return read_period(line, as_of) if line and line != text else None


def _names_a_day(text: str) -> bool:
    """Whether the text tries to name a day; 已开工 or 待资金落实 does not."""
    line = normalise(text)
    if _DURATION.fullmatch(line):
        return False
    return bool(_DAY_WORDS.search(line))


def _money(chosen: Field, text: str, unit: Decimal | None) -> Read:
    money = read_money(text, unit if unit is not None else Decimal(1))
    if money is not None:
        return {chosen: money.wan}, None
    if chosen not in CHECKED_MONEY:
        return EMPTY, None
    code = "run_together_numbers" if _TWO_NUMBERS.fullmatch(text) else "unreadable_amount"
    if code == "unreadable_amount" and not re.search(r"[0-9０-９#万亿元]", text):
        return EMPTY, None
    return EMPTY, Fault(code, text)


def without_number(name: str) -> str:
    """A part without the number it has in its list: 2.配套."""
    return _ITEM_NUMBER.sub("", name) or name


def _name(column: Column, text: str) -> Read:
    line = re.sub(r"[\t ]*[\r\n]+[\t ]*", "", text)
    line = trimmed(without_of_which(line))
    return ({Field.NAME: line} if line else EMPTY), None


def _code(column: Column, text: str) -> Read:
    if len(re.findall(r"[0-9A-Za-z]", normalise(text))) < 8:
        return EMPTY, None
    check = check_project_code(text)
    if check.problem is not None:
        return EMPTY, Fault("bad_code", text, check.problem)
    return {Field.CODE: check.code}, None


def _credit_code(column: Column, text: str) -> Read:
    if len(re.findall(r"[0-9A-Za-z]", normalise(text))) < 8:
        return EMPTY, None
    check = check_credit_code(text)
    if check.problem is not None:
        return EMPTY, Fault("bad_credit_code", text, check.problem)
    return {Field.CREDIT_CODE: check.code}, None


def _nature(column: Column, text: str) -> Read:
    return {Field.NATURE: nature_of(text) or text}, None


def _percent(column: Column, text: str) -> Read:
    """35, 35% and 0.35 are all 35 points."""
    match = re.search(r"([0-9]+(?:\.[0-9]+)?)\s*(%)?", normalise(text))
    if match is None:
        return EMPTY, None
    value = Decimal(match[1])
    if not match[2] and value <= 1 and "." in match[1]:
        value *= 100
    return {Field.PHYSICAL_PERCENT: _tidy(value)}, None


def _jobs(column: Column, text: str) -> Read:
    match = re.search(r"([0-9]+(?:\.[0-9]+)?)(万)?", normalise(text).replace(",", ""))
    if match is None:
        return EMPTY, None
    return {Field.JOBS: int(Decimal(match[1]) * (10_000 if match[2] else 1))}, None


def _area(column: Column, text: str) -> Read:
    header = normalise(column.header)
    if re.fullmatch(r"[0-9][0-9,]*(?:\.[0-9]+)?", text):
        unit = re.search(r"万?(?:平方米|平米|㎡|m2)|亩|公顷", header)
        text = f"{text}{unit[0] if unit else '平方米'}"
    read = read_phrase(text.replace("㎡", "平方米"), date(2000, 1, 1))
    if read.kind != "area" or not isinstance(read.value, Decimal):
        return EMPTY, None
    return {Field.FLOOR_AREA: read.value}, None


def _text(column: Column, text: str) -> Read:
    assert column.field is not None
    return {column.field: text}, None


def _unit(column: Column, text: str) -> Read:
    assert column.field is not None
    return {column.field: re.sub(r"\s*[\r\n]+\s*", "", text)}, None


def _tidy(value: Decimal) -> Decimal:
    try:
        value = value.normalize()
        return value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    except InvalidOperation:
        return value


_READERS = {
    Field.NAME: _name,
    Field.CODE: _code,
    Field.CREDIT_CODE: _credit_code,
    Field.NATURE: _nature,
    Field.PHYSICAL_PERCENT: _percent,
    Field.JOBS: _jobs,
    Field.FLOOR_AREA: _area,
    Field.LEAD_UNIT: _unit,
    Field.RESPONSIBLE_UNIT: _unit,
    Field.OWNER: _unit,
    Field.SPONSOR: _text,
}
_ITEM_NUMBER = re.compile(r"^(?:[0-9]{1,2}[.、．)）](?![0-9])|[(（][0-9]{1,2}[)）]|[①-⑳])\s*")
_DAY_NUMBER = re.compile(r"(?:[1-7][0-9]{4})(?:\.[0-9]+)?")
_TWO_NUMBERS = re.compile(
    r"[0-9]+\.[0-9]+\.[0-9]+|"
    r"[0-9][0-9,.]*[万亿]?元[0-9][0-9,.]*[万亿]?元?|"
    r"[约]?[0-9][0-9,]*(?:\.[0-9]+)?(?:[万亿]?元?)\s*(?:[\s/、;；|\\,，]|\s-\s)\s*[0-9][0-9,]*(?:\.[0-9]+)?(?:[万亿]?元?)\s*"
)
_DURATION = re.compile(
    r"(?:工期|约|为|:)*[0-9一二三四五六七八九十]{1,4}(?:\.\d)?(?:个?月|天|日历天|日|个?工作日|年|周)?(?:工期)?"
)
_DAY_WORDS = re.compile(
    r"[0-9]|[一二三四五六七八九十〇零xXｘ×*]+(?:年|月|日|季|旬|号)|年底|月底|季度|上旬|中旬|下旬|年初|年末|月初|年中"
)
