"""What the address of a list asks for; values that make no sense are as if they were not there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from guatu.projects.choices import LightColour, Nature
from guatu.projects.queries.filters import ORDERS, ListFilter, Scope, Timing
from guatu.web.shared.asking import plain_words, row_id, whole_number


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter, an order and a page number from 1."""

    wanted: ListFilter
    order: str
    descending: bool
    page: int


def asked_for(values: QueryDict, year: int) -> Asked:
    """``?q=轴承&light=red&sort=-total&page=2``; a minus before the column turns the order round."""
    wanted = ListFilter(
        year=year,
        words=plain_words(values.get("q", "")),
        line=row_id(values.get("line", "")),
        unit=row_id(values.get("unit", "")),
        sponsor=row_id(values.get("sponsor", "")),
        chain=row_id(values.get("chain", "")),
        township=row_id(values.get("township", "")),
        park=row_id(values.get("park", "")),
        light=_one_of(values.get("light", ""), LightColour.values),
        nature=_one_of(values.get("nature", ""), Nature.values),
        category=plain_words(values.get("category", "")),
        timing=_one_of(values.get("timing", ""), list(Timing)),
        month=_month(values.get("month", "")),
        scope=Scope(_one_of(values.get("scope", ""), list(Scope))),
    )
    sort = values.get("sort", "")
    key = sort.removeprefix("-")
    if key not in ORDERS:
        sort = key = "number"
    return Asked(wanted, key, sort.startswith("-"), whole_number(values.get("page", "")) or 1)


def _one_of(text: str, known: list[str]) -> str:
    return text if text in known else ""


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
