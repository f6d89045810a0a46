"""What a pasted cell says, as the field of a project takes it, or why it cannot be read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from guatu.domain.codes import normal_credit_code, normal_project_code
from guatu.domain.words import Sentence, say
from guatu.domain.zh import read_money, read_period
from guatu.intake.directory import Directory
from guatu.intake.names import folded
from guatu.intake.reading.natures import nature_of
from guatu.lines.models import Chain, Park, TaskForce
from guatu.org.models import User
from guatu.projects.choices import Nature
from guatu.projects.models import Project
from guatu.web.projects.columns import Kind
from guatu.web.projects.forms.bulk import split_tags
from guatu.web.projects.pasted.heads import Head

#: Typed into a cell it empties the field; an empty cell leaves it as it is.
EMPTYING = "清空"
#: Of a month or a year the first day begins something, the last one ends it.
_ENDING = ("required_finish", "actual_finish")
_KEPT = ("name",)


class Unread(Exception):
    """A cell that says nothing for its column."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads cells with the words of this government: units, posts, lines, chains, parks."""

    today: date
    directory: Directory
    named: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, user: User, year: int, today: date) -> Reader:
        tenant = user.tenant
        forces = TaskForce.objects.filter(tenant=tenant)
        named = {
            "chain": _by_name(Chain.objects.visible_to(user)),
            "park": _by_name(Park.objects.visible_to(user)),
            "task_force": _by_name(forces),
        }
        return cls(today, Directory.of(tenant, year), named)

    def value(self, head: Head, text: str) -> Any:
        """Raises ``Unread``; money in 万元."""
        assert head.column is not None
        name, kind = head.sets, head.column.kind
        if text == EMPTYING:
            return _emptied(name)
        return _READERS.get(kind, _words)(self, head, text)


def _by_name(rows: Iterable[Any]) -> dict[str, Any]:
    return {folded(row.name): row for row in rows}


def _emptied(name: str) -> Any:
    if name in _KEPT:
        raise Unread(say("项目名称不能清空。"))
    field: Any = Project._meta.get_field(name)
    return field.get_default() if field.empty_strings_allowed or not field.null else None


def _words(_reader: Reader, head: Head, text: str) -> str:
    field: Any = Project._meta.get_field(head.sets)
    if field.max_length and len(text) > field.max_length:
        raise Unread(say("最多 {most} 个字，现有 {n} 个。", most=field.max_length, n=len(text)))
    return text


def _code(reader: Reader, head: Head, text: str) -> str:
    normal = normal_project_code if head.sets == "code" else normal_credit_code
    return _words(reader, head, normal(text))


def _wan(_reader: Reader, head: Head, text: str) -> Decimal:
    found = read_money(text, head.worth)
    if found is None or found.high_wan is not None:
        raise Unread(say("“{text}”读不出是多少钱。", text=text))
    return found.wan


def _figure(_reader: Reader, _head: Head, text: str) -> Decimal:
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    try:
        figure = Decimal(plain)
    except InvalidOperation:
        figure = Decimal("NaN")
    if not figure.is_finite():
        raise Unread(say("“{text}”不是数字。", text=text))
    return figure


def _count(reader: Reader, head: Head, text: str) -> int:
    figure = _figure(reader, head, text)
    if figure != figure.to_integral_value():
        raise Unread(say("“{text}”不是整数。", text=text))
    return int(figure)


def _day(reader: Reader, head: Head, text: str) -> date:
    found = read_period(text, reader.today)
    first, last = (found.start, found.end) if found else (None, None)
    day = (last or first) if head.sets in _ENDING else (first or last)
    if day is None:
        raise Unread(say("“{text}”读不出是哪一天。", text=text))
    return day


def _nature(_reader: Reader, _head: Head, text: str) -> str:
    said = nature_of(text) or text
    for value, label in Nature.choices:
        if said == str(label):
            return str(value)
    known = "、".join(str(label) for label in Nature.labels)
    raise Unread(say("“{text}”不是建设性质，可填{known}。", text=text, known=known))


def _unit(reader: Reader, _head: Head, text: str) -> Any:
    return _found(reader.directory.unit(text), text)


def _post(reader: Reader, _head: Head, text: str) -> Any:
    return _found(reader.directory.post(text), text)


def _line(reader: Reader, _head: Head, text: str) -> Any:
    return _found(reader.directory.line(text), text)


def _named(reader: Reader, head: Head, text: str) -> Any:
    return _found(reader.named[head.sets].get(folded(text)), text)


def _tags(_reader: Reader, _head: Head, text: str) -> list[str]:
    return split_tags(text)


def _found(row: Any, text: str) -> Any:
    if row is None:
        raise Unread(say("没有找到“{text}”，或不止一个，请写全称。", text=text))
    return row


_READERS: Mapping[Kind, Callable[[Reader, Head, str], Any]] = {
    Kind.WAN: _wan,
    Kind.FIGURE: _figure,
    Kind.COUNT: _count,
    Kind.DAY: _day,
    Kind.NATURE: _nature,
    Kind.UNIT: _unit,
    Kind.POST: _post,
    Kind.LINE: _line,
    Kind.NAMED: _named,
    Kind.TAGS: _tags,
    Kind.CODE: _code,
}
