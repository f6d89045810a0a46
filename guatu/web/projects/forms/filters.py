"""The fields of the filter panel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from guatu.org.models import User
from guatu.projects.choices import Nature
from guatu.projects.queries.filters import ListFilter
from guatu.projects.queries.listing import categories, options
from guatu.web.projects.heads import SCOPES, TIMINGS


@dataclass(frozen=True, slots=True)
class FilterField:
    """A select of the panel; the first choice is always not to narrow."""

    name: str
    label: str
    value: str
    every: str
    choices: Sequence[tuple[str, str | Promise]]


def filter_fields(user: User, wanted: ListFilter) -> list[FilterField]:
    found = options(user, wanted.year)
    month = wanted.month.strftime("%Y-%m") if wanted.month else ""
    every = _("全部")
    named = (
        ("line", _("工作线"), found.lines),
        ("unit", _("牵头单位"), found.units),
        ("sponsor", _("包保领导"), found.sponsors),
        ("chain", _("产业链"), found.chains),
        ("township", _("乡镇街道"), found.townships),
        ("park", _("园区"), found.parks),
    )
    return [
        *(
            FilterField(n, label, str(getattr(wanted, n) or ""), every, c)
            for n, label, c in named
            if c
        ),
        FilterField("nature", _("建设性质"), wanted.nature, every, Nature.choices),
        FilterField(
            "category",
            _("项目类别"),
            wanted.category,
            every,
            _same(categories(user, wanted.year), wanted.category),
        ),
        FilterField(
            "timing",
            _("工期"),
            wanted.timing,
            every,
            [(str(key), label) for key, label in TIMINGS.items()],
        ),
        FilterField("month", _("节点所在月"), month, every, list(_months(wanted.year))),
        FilterField(
            "scope",
            _("范围"),
            wanted.scope,
            str(SCOPES[""]),
            [(str(key), label) for key, label in SCOPES.items() if key],
        ),
    ]


def _same(listed: list[str], chosen: str) -> list[tuple[str, str]]:
    every = listed if not chosen or chosen in listed else [*listed, chosen]
    return [(one, one) for one in every]


def _months(year: int) -> Iterable[tuple[str, str]]:
    for month in range(1, 13):
        yield f"{year}-{month:02}", _("%(month)s月") % {"month": month}
