"""The investment curve as the chart reads it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from guatu.domain.pace import months_elapsed
from guatu.projects.queries.detail import CurveRows

YI = Decimal(10_000)


def chart_of(rows: CurveRows, year: int, today: date) -> dict[str, Any] | None:
    """In 亿元 from one 亿元 up, else in 万元; None without a plan and without a report."""
    top = max([*rows.pace, *rows.plan, *(d for d in rows.done if d is not None)])
    if not top:
        return None
    unit, by = (_("亿元"), YI) if top >= YI else (_("万元"), Decimal(1))
    return {
        "unit": unit,
        "labels": [_("%(month)s月") % {"month": month} for month in range(1, 13)],
        "plan": _figures(rows.plan, by),
        "pace": _figures(rows.pace, by),
        "done": _figures(rows.done, by),
        "today": max(0, months_elapsed(today, year) - 1),
        "words": {
            "plan": _("计划"),
            "pace": _("序时"),
            "done": _("完成"),
            "forecast": _("预测"),
        },
    }


def _figures(amounts: Sequence[Decimal | None], by: Decimal) -> list[float | None]:
    return [None if amount is None else round(float(amount / by), 4) for amount in amounts]
