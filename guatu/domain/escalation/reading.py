"""A ladder from JSON values; what cannot be read is kept in a list, not raised one by one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from guatu.domain.clocks import Span, SpanError
from guatu.domain.escalation.checking import check
from guatu.domain.escalation.colours import Colour
from guatu.domain.escalation.ladders import (
    HEAVIEST,
    Addressee,
    Cause,
    Consequence,
    Entry,
    Ladder,
    Manner,
    Rung,
    Trigger,
    When,
)
from guatu.domain.escalation.problems import LadderError, Problem, ProblemKind, fault
from guatu.domain.lights.packs import Origin
from guatu.domain.words import N_

Choice = TypeVar("Choice", bound=StrEnum)


def load_ladder(stored: object) -> Ladder:
    """Read and check a ladder; raises :class:`LadderError` with every fault that was found.

    Faults of shape (an unknown colour, a span that is none) come first; a ladder without any is
    then checked for sense. Doubts do not keep it from being used: ``check`` tells them.
    """
    reader = _Reader()
    ladder = reader.ladder(stored)
    faults = reader.faults or [p for p in check(ladder) if p.kind is ProblemKind.FAULT]
    if faults:
        raise LadderError(faults)
    return ladder


class _Reader:
    def __init__(self) -> None:
        self.faults: list[Problem] = []
        self._rung = ""

    def ladder(self, stored: object) -> Ladder:
        row = self._mapping(stored, N_("催办方案"), _LADDER_KEYS)
        return Ladder(
            self._text(row, "code"),
            self._text(row, "version"),
            self._text(row, "name"),
            self._text(row, "place"),
            self._text(row, "source"),
            tuple(self._read_rung(item) for item in self._list(row, "rungs")),
            tuple(self._entry(item) for item in self._list(row, "entries", needed=False)),
            self._text(row, "slip") if "slip" in row else _SLIP,
            self._colour(row),
        )

    def _read_rung(self, stored: object) -> Rung:
        self._rung = str(stored.get("code", "")) if isinstance(stored, Mapping) else ""
        row = self._mapping(stored, "rungs", _RUNG_KEYS)
        rung = Rung(
            self._text(row, "code"),
            self._text(row, "name"),
            self._choice(Manner, row.get("manner"), "manner", Manner.REMIND),
            self._choices(Addressee, row, "to"),
            self._text(row, "words"),
            self._trigger(row["trigger"]) if "trigger" in row else None,
            self._choices(Cause, row, "causes", needed=False),
            self._colour(row),
            self._span(row["deadline"], "deadline") if "deadline" in row else None,
            self._choices(Consequence, row, "consequences", needed=False),
            self._choice(Origin, row.get("origin", "published"), "origin", Origin.PUBLISHED),
            self._text(row, "notice") if "notice" in row else "",
        )
        self._rung = ""
        return rung

    def _entry(self, stored: object) -> Entry:
        row = self._mapping(stored, "entries", _ENTRY_KEYS)
        weight = row.get("weight")
        if type(weight) is not int or not 1 <= weight <= HEAVIEST:
            self._fault(
                N_("{place}：“weight”应为 1 至 {heaviest} 的整数，不能是“{weight}”"),
                heaviest=HEAVIEST,
                weight=_shown(weight),
            )
            weight = HEAVIEST
        return Entry(
            weight,
            self._text(row, "rung"),
            self._span(row["within"], "within") if "within" in row else None,
            self._text(row, "notice") if "notice" in row else "",
        )

    def _trigger(self, stored: object) -> Trigger:
        row = self._mapping(stored, "trigger", ("when", "span"))
        when = self._choice(When, row.get("when"), "when", When.AT)
        return Trigger(when, self._span(row["span"], "span") if "span" in row else None)

    def _span(self, stored: object, key: str) -> Span | None:
        try:
            return Span.from_json(stored)
        except SpanError as error:
            self._fault(N_("{place}：“{key}”：{why}"), key=key, why=str(error.sentence))
            return None

    def _colour(self, row: Mapping[str, Any]) -> Colour | None:
        return self._choice(Colour, row["colour"], "colour", None) if "colour" in row else None

    def _choices(
        self, kind: type[Choice], row: Mapping[str, Any], key: str, *, needed: bool = True
    ) -> tuple[Choice, ...]:
        """Those of a list that are known; the others are faults."""
        faults = len(self.faults)
        read = [self._choice(kind, item, key, None) for item in self._list(row, key, needed=needed)]
        found = tuple(choice for choice in read if choice is not None)
        if len(set(found)) < len(found) and len(self.faults) == faults:
            self._fault(N_("{place}：“{key}”中有重复，请各写一次"), key=key)
        return found

    def _choice(self, kind: type[Choice], value: object, key: str, fallback: Any) -> Any:
        for choice in kind:
            if choice.value == value:
                return choice
        self._fault(
            N_("{place}：“{key}”不能写作“{value}”，应为 {choices} 之一"),
            key=key,
            value=_shown(value),
            choices="、".join(choice.value for choice in kind),
        )
        return fallback

    def _mapping(self, stored: object, what: str, keys: tuple[str, ...]) -> Mapping[str, Any]:
        if not isinstance(stored, Mapping):
            self._fault(N_("{place}：“{what}”应为一组键值"), what=what)
            return {}
        for key in stored:
            if key not in keys:
                self._fault(
                    N_("{place}：不认识“{key}”，可用的有 {keys}"),
                    key=str(key),
                    keys="、".join(keys),
                )
        return stored

    def _list(self, row: Mapping[str, Any], key: str, *, needed: bool = True) -> list[Any]:
        value = row.get(key, [] if not needed else None)
        if isinstance(value, list | tuple) and (value or not needed):
            return list(value)
        self._fault(N_("{place}：“{key}”应为不空的列表"), key=key)
        return []

    def _text(self, row: Mapping[str, Any], key: str) -> str:
        value = row.get(key)
        if isinstance(value, str) and value.strip():
            return value
        self._fault(N_("{place}：“{key}”应填写文字"), key=key)
        return ""

    def _fault(self, template: str, **params: str | int) -> None:
        self.faults.append(fault(template, self._rung, **params))


def _shown(value: object) -> str:
    return "" if value is None else str(value)


_SLIP = "交办单"
_LADDER_KEYS = (
    "code",
    "version",
    "name",
    "place",
    "source",
    "slip",
    "colour",
    "entries",
    "rungs",
)
_RUNG_KEYS = (
    "code",
    "name",
    "manner",
    "colour",
    "trigger",
    "causes",
    "to",
    "words",
    "deadline",
    "consequences",
    "origin",
    "notice",
)
_ENTRY_KEYS = ("weight", "rung", "within", "notice")
