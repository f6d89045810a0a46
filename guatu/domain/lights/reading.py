"""Reads the JSON values of a rule pack and keeps a list of what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from guatu.domain.lights.colours import Light, Mark
from guatu.domain.lights.measures import MEASURES
from guatu.domain.lights.packs import (
    ANY_EXCUSE,
    Comparison,
    Dimension,
    ExcuseTerms,
    Merge,
    Op,
    Origin,
    Otherwise,
    Rule,
    RulePack,
)
from guatu.domain.lights.problems import PackProblem, ProblemKind, place_of
from guatu.domain.lights.subjects import Subject
from guatu.domain.lights.terms import PaceKind, ReportDue, Terms
from guatu.domain.words import N_, Sentence

Choice = TypeVar("Choice", bound=StrEnum)


class PackReader:
    """Reads what it can and keeps a list of what it could not."""

    def __init__(self) -> None:
        self.problems: list[PackProblem] = []
        self._dimension = ""
        self._rule = ""

    def pack(self, stored: object) -> RulePack:
        row = self._mapping(stored, N_("规则包"))
        self._only(row, _PACK_KEYS)
        return RulePack(
            self._text(row, "code"),
            self._text(row, "version"),
            self._text(row, "name"),
            self._text(row, "source"),
            tuple(self._read_dimension(item) for item in self._list(row, "dimensions")),
            self._terms(row.get("terms", {})),
            self._choice(Subject, row.get("subject", "project"), "subject", Subject.PROJECT),
        )

    def _terms(self, stored: object) -> Terms:
        row = self._mapping(stored, "terms")
        self._only(row, ("pace", "report_due"))
        kinds = self._list(row, "pace") if "pace" in row else [PaceKind.MONTHS.value]
        pace = tuple(self._choice(PaceKind, kind, "pace", PaceKind.MONTHS) for kind in kinds)
        return Terms(pace, self._report_due(row["report_due"]) if "report_due" in row else None)

    def _report_due(self, stored: object) -> ReportDue:
        row = self._mapping(stored, "report_due")
        self._only(row, ("day", "month"))
        day, month = row.get("day"), row.get("month")
        if type(day) is not int or not 1 <= day <= 31 or month not in ("same", "next"):
            self._fault(
                N_("{place}：“report_due”应写作 day（1 至 31）和 month（same 当月，next 次月）")
            )
            return ReportDue(1, True)
        return ReportDue(day, month == "next")

    def _read_dimension(self, stored: object) -> Dimension:
        self._dimension, self._rule = "", ""
        row = self._mapping(stored, "dimensions")
        self._dimension = str(row.get("code", ""))
        self._only(row, _DIMENSION_KEYS)
        rules = tuple(self._read_rule(item) for item in self._list(row, "rules"))
        self._rule = ""
        otherwise = self._otherwise(row["otherwise"]) if row.get("otherwise") else None
        return Dimension(
            self._text(row, "code"),
            self._text(row, "name"),
            tuple(str(measure) for measure in self._list(row, "measures")),
            rules,
            self._choice(Merge, row.get("merge", Merge.WORST.value), "merge", Merge.WORST),
            otherwise,
            self._excuse(row["excuse"]) if "excuse" in row else ANY_EXCUSE,
        )

    def _excuse(self, stored: object) -> ExcuseTerms:
        row = self._mapping(stored, "excuse")
        self._only(row, ("allowed", "granted_by", "most_days"))
        allowed, days = row.get("allowed", True), row.get("most_days")
        if not isinstance(allowed, bool):
            self._fault(N_("{place}：“excuse”的 allowed 应为 true 或 false"))
        if days is not None and (type(days) is not int or days < 1):
            self._fault(
                N_("{place}：“excuse”的 most_days 应为不小于 1 的整数，不能是“{days}”"),
                days=str(days),
            )
            days = None
        roles = self._list(row, "granted_by") if "granted_by" in row else []
        return ExcuseTerms(allowed is True, tuple(str(role) for role in roles), days)

    def _otherwise(self, stored: object) -> Otherwise:
        row = self._mapping(stored, "otherwise")
        self._only(row, ("light", "say"))
        return Otherwise(
            self._choice(Light, row.get("light"), "light", Light.NONE), self._text(row, "say")
        )

    def _read_rule(self, stored: object) -> Rule:
        self._rule = ""
        row = self._mapping(stored, "rules")
        self._rule = str(row.get("id", ""))
        self._only(row, _RULE_KEYS)
        any_of, comparisons = self._when(row.get("when"))
        return Rule(
            self._text(row, "id"),
            self._choice(Light, row.get("light"), "light", Light.NONE),
            comparisons,
            self._text(row, "say"),
            self._optional_text(row, "wants"),
            self._optional_text(row, "notice"),
            any_of,
            self._choice(Origin, row.get("origin", "published"), "origin", Origin.PUBLISHED),
            self._choice(Mark, row["mark"], "mark", Mark.BLUE) if "mark" in row else None,
        )

    def _when(self, stored: object) -> tuple[bool, tuple[Comparison, ...]]:
        row = self._mapping(stored, "when")
        if set(row) not in ({"all"}, {"any"}):
            self._fault(N_("{place}：“when”应只含 all（都满足）或 any（满足其一）"))
            return False, ()
        any_of = "any" in row
        items = self._list(row, "any" if any_of else "all")
        return any_of, tuple(self._comparison(item) for item in items)

    def _comparison(self, stored: object) -> Comparison:
        row = self._mapping(stored, "when")
        self._only(row, ("measure", "op", "value", "unit"))
        op = self._choice(Op, row.get("op"), "op", Op.EQ)
        measure, value = self._text(row, "measure"), row.get("value")
        self._unit(measure, row.get("unit"))
        if op is Op.IS:
            if not isinstance(value, bool):
                self._fault(N_("{place}：“{measure}”的 is 后应为 true 或 false"), measure=measure)
            return Comparison(measure, op, value is True)
        if op is Op.BETWEEN:
            low, high = self._range(value, measure)
            return Comparison(measure, op, low, high)
        return Comparison(measure, op, self._number(value, measure))

    def _unit(self, measure: str, unit: object) -> None:
        known = MEASURES.get(measure)
        if known is not None and unit not in (None, known.unit):
            self._fault(
                N_("{place}：“{measure}”的单位是“{known}”，不是“{unit}”"),
                measure=measure,
                known=known.unit,
                unit=str(unit),
            )

    def _range(self, value: object, measure: str) -> tuple[Decimal, Decimal]:
        if not isinstance(value, list) or len(value) != 2:
            self._fault(
                N_("{place}：“{measure}”的 between 后应为两个数，如 [10, 30]"), measure=measure
            )
            return Decimal(0), Decimal(0)
        return self._number(value[0], measure), self._number(value[1], measure)

    def _number(self, value: object, measure: str) -> Decimal:
        if isinstance(value, int | float | str) and not isinstance(value, bool):
            try:
                number = Decimal(str(value))
            except InvalidOperation:
                number = Decimal("NaN")
            if number.is_finite() and abs(number) <= _MOST:
                return number
        self._fault(
            N_("{place}：“{measure}”比较的值“{value}”不是可用的数"),
            measure=measure,
            value=str(value),
        )
        return Decimal(0)

    def _mapping(self, stored: object, what: str) -> Mapping[str, Any]:
        if isinstance(stored, Mapping):
            return stored
        self._fault(N_("{place}：“{what}”应为一组键值"), what=what)
        return {}

    def _list(self, row: Mapping[str, Any], key: str) -> list[Any]:
        value = row.get(key)
        if isinstance(value, list | tuple) and value:
            return list(value)
        self._fault(N_("{place}：“{key}”应为不空的列表"), key=key)
        return []

    def _text(self, row: Mapping[str, Any], key: str) -> str:
        value = row.get(key)
        if isinstance(value, str) and value.strip():
            return value
        self._fault(N_("{place}：“{key}”应填写文字"), key=key)
        return ""

    def _optional_text(self, row: Mapping[str, Any], key: str) -> str:
        return self._text(row, key) if row.get(key) else ""

    def _choice(self, kind: type[Choice], value: object, key: str, fallback: Choice) -> Choice:
        for choice in kind:
            if choice.value == value:
                return choice
        self._fault(
            N_("{place}：“{key}”不能写作“{value}”，应为 {choices} 之一"),
            key=key,
            value="" if value is None else str(value),
            choices="、".join(choice.value for choice in kind),
        )
        return fallback

    def _only(self, row: Mapping[str, Any], keys: tuple[str, ...]) -> None:
        for key in row:
            if key not in keys:
                self._fault(
                    N_("{place}：不认识“{key}”，可用的有 {keys}"),
                    key=str(key),
                    keys="、".join(keys),
                )

    def _fault(self, template: str, **params: str) -> None:
        rules = (self._rule,) if self._rule else ()
        place = str(place_of(self._dimension, self._rule))
        sentence = Sentence(template, {"place": place, **params})
        self.problems.append(PackProblem(ProblemKind.INVALID, self._dimension, rules, sentence))


_PACK_KEYS = ("code", "version", "name", "source", "subject", "terms", "dimensions")
_DIMENSION_KEYS = ("code", "name", "measures", "merge", "excuse", "otherwise", "rules")
_RULE_KEYS = ("id", "light", "mark", "origin", "when", "say", "wants", "notice")
_MOST = Decimal(1_000_000_000)
