"""What a row of a ledger says in the terms of the list: fields of a project, a month's figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from guatu.domain.words import Sentence, say
from guatu.intake.choices import ListNotice
from guatu.intake.directory import Directory
from guatu.intake.keeping import Stored, stored_notice
from guatu.intake.reading import Field
from guatu.intake.reading.model import Value
from guatu.lines.models import WorkLine
from guatu.projects.actions.fields import faults_in
from guatu.projects.actions.progress import MonthFigures
from guatu.projects.choices import Nature
from guatu.projects.models import Project

PLAIN = (
    Field.NAME, Field.CODE, Field.CONTENT, Field.CATEGORY, Field.TOTAL, Field.YEAR_PLAN,
    Field.DONE_BEFORE, Field.SALES, Field.TAX, Field.JOBS, Field.FLOOR_AREA, Field.OWNER,
    Field.CREDIT_CODE, Field.LOCATION, Field.YEAR_GOAL, Field.START, Field.FINISH,
    Field.ACTUAL_START, Field.ACTUAL_FINISH, Field.REGISTERED, Field.REMARK,
)  # fmt: skip
UNITS = (Field.LEAD_UNIT, Field.RESPONSIBLE_UNIT)
#: What ledgers write for the nature of a project beside the words of the list itself.
NATURES: Mapping[str, str] = {
    **{nature.value: nature.value for nature in Nature},
    "续建": Nature.ONGOING, "在建": Nature.ONGOING, "结转": Nature.ONGOING,
    "新开工": Nature.NEW, "新建": Nature.NEW, "计划新开工": Nature.NEW, "拟新开工": Nature.NEW,
    "竣工": Nature.COMPLETING, "竣工投产": Nature.COMPLETING, "投产": Nature.COMPLETING,
    "建成": Nature.COMPLETING, "计划竣工": Nature.COMPLETING, "计划建成": Nature.COMPLETING,
    "预备": Nature.PREPARING, "前期": Nature.PREPARING, "储备": Nature.PREPARING,
    "谋划": Nature.PREPARING,
}  # fmt: skip
FOUR_PLACES, TWO_PLACES = Decimal("0.0001"), Decimal("0.01")
_PLAIN = tuple((one, one.value) for one in PLAIN)
_LENGTHS = {
    name: length
    for _, name in _PLAIN
    if (length := getattr(Project._meta.get_field(name), "max_length", None))
}
PHYSICAL_LENGTH = 300


@dataclass(slots=True)
class Saying:
    """``values`` are fields of a project (rows as rows); ``unknown_units`` names without a unit."""

    values: dict[str, Any] = field(default_factory=dict)
    figures: MonthFigures | None = None
    notices: list[Stored] = field(default_factory=list)
    unknown_units: list[str] = field(default_factory=list)

    def notice(self, code: ListNotice, sentence: Sentence, of: Field | None = None) -> None:
        self.notices.append(stored_notice(code.value, sentence, of))


def saying_of(
    read: Mapping[Field, Value], directory: Directory, *, line: WorkLine | None, as_of: date
) -> Saying:
    """What a row with these readings says; ``line`` is where it belongs if it names no line.

    What the list would refuse is left out and named in a notice: the row is entered without it.
    """
    said = Saying()
    _take_plain(said, read)
    _take_nature(said, read.get(Field.NATURE))
    _take_line(said, read, directory, line)
    for one in UNITS:
        _take_unit(said, one, read.get(one), directory)
    _take_sponsor(said, read.get(Field.SPONSOR), directory)
    _leave_out_bad(said, directory.tenant_id)
    said.figures = _figures(read, as_of)
    return said


def started_by_nature(values: Mapping[str, Any], today: date) -> dict[str, date]:
    """For a project that is new to the list: the start that its nature implies.

    Works that a ledger calls 续建 or 竣工 have begun; the start that it gives for them, if it lies
    in the past, is when. An empty answer leaves the start to those who report.
    """
    start = values.get("planned_start")
    begun = values.get("nature") in (Nature.ONGOING, Nature.COMPLETING)
    if not begun or start is None or start > today or values.get("actual_start"):
        return {}
    return {"actual_start": start}


def _take_plain(said: Saying, read: Mapping[Field, Value]) -> None:
    for one, name in _PLAIN:
        value = read.get(one)
        if value is None or value == "":
            continue
        if isinstance(value, Decimal):
            places = TWO_PLACES if one is Field.FLOOR_AREA else FOUR_PLACES
            value = value.quantize(places)
        elif isinstance(value, str):
            value = _cut(said, one, name, value.strip())
        said.values[name] = value


def _cut(said: Saying, one: Field, name: str, text: str) -> str:
    longest = _LENGTHS.get(name)
    if longest is None or len(text) <= longest:
        return text
    said.notice(
        ListNotice.TOO_LONG,
        say("有 {n} 个字，只记入前 {limit} 个字。", n=len(text), limit=longest),
        one,
    )
    return text[:longest]


def _take_nature(said: Saying, words: Value | None) -> None:
    """``续建项目`` is 续建; what is not known stays empty, since the list has four natures."""
    text = str(words or "").strip()
    if not text:
        return
    nature = NATURES.get(text) or NATURES.get(text.removesuffix("项目").removesuffix("类"))
    if nature is None:
        sentence = say("不认识建设性质“{text}”，此项不入账。", text=text)
        said.notice(ListNotice.UNKNOWN_NATURE, sentence, Field.NATURE)
        return
    said.values["nature"] = str(nature)


def _take_line(
    said: Saying, read: Mapping[Field, Value], directory: Directory, otherwise: WorkLine | None
) -> None:
    """The column counts first, then what was chosen for the file, then the heading above."""
    words = str(read.get(Field.LINE) or "").strip()
    line = directory.line(words) if words else None
    if words and line is None:
        said.notice(
            ListNotice.UNKNOWN_LINE,
            say("本年度没有工作线“{text}”，请先建线，或在上传时选定工作线。", text=words),
            Field.LINE,
        )
    line = line or otherwise or directory.line(str(read.get(Field.CATEGORY) or "-"))
    if line is not None:
        said.values["line"] = line


def _take_unit(said: Saying, one: Field, words: Value | None, directory: Directory) -> None:
    text = str(words or "").strip()
    if not text:
        return
    unit, name, more = directory.first_unit(text)
    if unit is None:
        said.unknown_units.append(name)
        said.notice(ListNotice.UNKNOWN_UNIT, say("单位“{name}”不在册，此项暂空。", name=name), one)
        return
    said.values[one.value] = unit
    if more:
        said.notice(
            ListNotice.SEVERAL_UNITS,
            say("写了多个单位，只记第一个“{name}”；配合单位请在项目页补上。", name=name),
            one,
        )


def _take_sponsor(said: Saying, words: Value | None, directory: Directory) -> None:
    text = str(words or "").strip()
    if not text:
        return
    post = directory.post(text)
    if post is not None:
        said.values["sponsor"] = post
        return
    said.notice(
        ListNotice.UNKNOWN_SPONSOR,
        say("“{text}”对不上唯一的岗位或在任者，此项暂空。", text=text),
        Field.SPONSOR,
    )


def _leave_out_bad(said: Saying, tenant_id: UUID) -> None:
    for name, sentence in faults_in(said.values, tenant_id).items():
        if name != "name":
            del said.values[name]
            said.notice(
                ListNotice.BAD_VALUE, say("{fault}此项不入账。", fault=str(sentence)), Field(name)
            )


def _figures(read: Mapping[Field, Value], as_of: date) -> MonthFigures | None:
    invested = _invested(read, as_of)
    percent = read.get(Field.PHYSICAL_PERCENT)
    if not isinstance(percent, Decimal) or not 0 <= percent <= 100:
        percent = None
    words = str(read.get(Field.PHYSICAL) or "").strip()[:PHYSICAL_LENGTH]
    if invested is None and percent is None and not words:
        return None
    return MonthFigures(
        period=as_of.replace(day=1),
        invested=invested,
        physical_words=words,
        physical_percent=percent.quantize(TWO_PLACES) if percent is not None else None,
    )


def _invested(read: Mapping[Field, Value], as_of: date) -> Decimal | None:
    """Cumulative since 1 January: as stated, or what is left of the sum since the start.

    The amount of the month alone is enough only in January.
    """
    for amount in _candidates(read, as_of):
        if amount is not None and amount >= 0:
            return amount.quantize(FOUR_PLACES)
    return None


def _candidates(read: Mapping[Field, Value], as_of: date) -> Iterator[Decimal | None]:
    yield _amount(read, Field.DONE_YEAR)
    total, before = _amount(read, Field.DONE_TOTAL), _amount(read, Field.DONE_BEFORE)
    yield total - before if total is not None and before is not None else None
    yield _amount(read, Field.DONE_MONTH) if as_of.month == 1 else None


def _amount(read: Mapping[Field, Value], one: Field) -> Decimal | None:
    value = read.get(one)
    return value if isinstance(value, Decimal) else None
