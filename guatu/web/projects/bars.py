"""The four progresses as bars on one scale, each with a mark where it should be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from guatu.domain.lights import Reason
from guatu.domain.pace import plain, rounded
from guatu.domain.progresses import Progress, ProgressKind
from guatu.projects.queries.progresses import Compared

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Bar:
    """``width`` and ``mark`` are places on the scale in percent of its length, None if unknown."""

    kind: str
    label: str
    of: str
    actual: Decimal | None
    expected: Decimal | None
    gap: Decimal | None
    amount: Decimal | None
    as_of: date | None
    width: str | None
    mark: str | None


@dataclass(frozen=True, slots=True)
class Bars:
    """``top`` is the end of the scale: 100, or what the largest of them needs."""

    rows: Sequence[Bar]
    top: Decimal
    alarms: Sequence[Reason]
    advice: bool

    @property
    def known(self) -> bool:
        return any(bar.actual is not None for bar in self.rows)


def bars_of(compared: Compared) -> Bars:
    values = [v for row in compared.rows for v in (row.actual, row.expected) if v is not None]
    top = max([HUNDRED, *values])
    rows = [_bar(row, top) for row in compared.rows]
    return Bars(rows, top, compared.alarms, compared.advice)


def _bar(row: Progress, top: Decimal) -> Bar:
    works = row.kind is ProgressKind.PHYSICAL
    return Bar(
        kind=row.kind.value,
        label=_(row.kind.word),
        of=_("占全部工程") if works else _("占年度计划"),
        actual=row.actual,
        expected=row.expected,
        gap=row.gap,
        amount=row.amount,
        as_of=row.as_of,
        width=_place(row.actual, top),
        mark=_place(row.expected, top),
    )


def _place(value: Decimal | None, top: Decimal) -> str | None:
    return None if value is None else plain(rounded(HUNDRED * max(value, Decimal(0)) / top))
