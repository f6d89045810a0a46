"""A rule pack from JSON values and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guatu.domain.lights.packs import ANY_EXCUSE, Comparison, Dimension, ExcuseTerms, Rule, RulePack
from guatu.domain.lights.problems import PackError
from guatu.domain.lights.reading import PackReader
from guatu.domain.lights.subjects import Subject
from guatu.domain.lights.terms import Terms
from guatu.domain.lights.validity import faults_of


def load_pack(stored: Mapping[str, Any]) -> RulePack:
    """Read and check a pack; raises :class:`PackError` with every fault that was found.

    Faults of shape (a missing text, an unknown word) are found first; a pack without any is
    then checked for sense: known measures, fitting values, placeholders that can be filled.
    """
    reader = PackReader()
    pack = reader.pack(stored)
    problems = reader.problems or faults_of(pack)
    if problems:
        raise PackError(problems)
    return pack


def pack_as_json(pack: RulePack) -> dict[str, Any]:
    """The inverse of :func:`load_pack`."""
    stored: dict[str, Any] = {
        "code": pack.code,
        "version": pack.version,
        "name": pack.name,
        "source": pack.source,
        "terms": _terms_out(pack.terms),
        "dimensions": [_dimension_out(dimension) for dimension in pack.dimensions],
    }
    if pack.subject is not Subject.PROJECT:
        stored["subject"] = pack.subject.value
    return stored


def _terms_out(terms: Terms) -> dict[str, Any]:
    stored: dict[str, Any] = {"pace": [kind.value for kind in terms.pace]}
    if terms.report_due is not None:
        month = "next" if terms.report_due.next_month else "same"
        stored["report_due"] = {"day": terms.report_due.day, "month": month}
    return stored


def _dimension_out(dimension: Dimension) -> dict[str, Any]:
    stored: dict[str, Any] = {
        "code": dimension.code,
        "name": dimension.name,
        "measures": list(dimension.measures),
        "merge": dimension.merge.value,
        "rules": [_rule_out(rule) for rule in dimension.rules],
    }
    if dimension.otherwise is not None:
        otherwise = dimension.otherwise
        stored["otherwise"] = {"light": otherwise.light.value, "say": otherwise.say}
    if dimension.excuse != ANY_EXCUSE:
        stored["excuse"] = _excuse_out(dimension.excuse)
    return stored


def _excuse_out(terms: ExcuseTerms) -> dict[str, Any]:
    stored: dict[str, Any] = {"allowed": terms.allowed}
    if terms.granted_by:
        stored["granted_by"] = list(terms.granted_by)
    if terms.most_days is not None:
        stored["most_days"] = terms.most_days
    return stored


def _rule_out(rule: Rule) -> dict[str, Any]:
    comparisons = [_comparison_out(comparison) for comparison in rule.comparisons]
    stored: dict[str, Any] = {
        "id": rule.id,
        "light": rule.light.value,
        "origin": rule.origin.value,
        "when": {"any" if rule.any_of else "all": comparisons},
        "say": rule.say,
    }
    if rule.mark is not None:
        stored["mark"] = rule.mark.value
    if rule.wants:
        stored["wants"] = rule.wants
    if rule.notice:
        stored["notice"] = rule.notice
    return stored


def _comparison_out(comparison: Comparison) -> dict[str, Any]:
    value: object = comparison.value
    if comparison.high is not None:
        value = [str(comparison.value), str(comparison.high)]
    elif not isinstance(comparison.value, bool):
        value = str(comparison.value)
    return {"measure": comparison.measure, "op": comparison.op.value, "value": value}
