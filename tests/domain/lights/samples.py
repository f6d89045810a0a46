"""The presets, the published table, and short ways to write facts."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from guatu.domain.lights import ProjectFacts, Reason, RulePack, Verdict, load_pack
from guatu.domain.lights.facts import Months

HERE = Path(__file__).parent
PRESETS = HERE.parents[2] / "guatu" / "projects" / "presets" / "packs"

PUBLISHED = sorted(HERE.glob("*_published.json"))
"""The tables as the places published them, without what our presets add."""


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def stored_pack(code: str) -> Any:
    """The JSON values of a preset, or of a table beside the tests; a fresh copy each time."""
    preset = PRESETS / f"{code}.json"
    return deepcopy(json.loads(_text(preset if preset.exists() else HERE / f"{code}.json")))


@cache
def pack(code: str) -> RulePack:
    return load_pack(stored_pack(code))


def one_rule_pack(measure: str, comparison: dict[str, Any], **terms: Any) -> RulePack:
    """A pack that is red when ``comparison`` holds for ``measure`` and green otherwise."""
    return load_pack(
        {
            "code": "one",
            "version": "1",
            "name": "一条规则",
            "source": "试验",
            "terms": terms,
            "dimensions": [
                {
                    "code": "only",
                    "name": "唯一",
                    "measures": [measure],
                    "otherwise": {"light": "green", "say": "没有问题"},
                    "rules": [
                        {
                            "id": "hit",
                            "light": "red",
                            "when": {"all": [{"measure": measure, **comparison}]},
                            "say": "有问题",
                        }
                    ],
                }
            ],
        }
    )


def investing(done: str | None, month: int, **facts: Any) -> ProjectFacts:
    """A plan of 10,000 万元 for 2021 and what of it was reported for ``month``."""
    reported: Months = () if done is None else ((date(2021, month, 1), Decimal(done)),)
    return ProjectFacts(year=2021, year_plan=Decimal(10000), done_year_by_month=reported, **facts)


def reason_of(verdict: Verdict, dimension: str) -> Reason:
    (reason,) = [reason for reason in verdict.reasons if reason.dimension == dimension]
    return reason
