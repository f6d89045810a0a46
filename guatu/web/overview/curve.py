"""The investment curve as the chart reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from guatu.boards.overview import Curve
from guatu.web.shared.chart_words import chart_words

YI = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Chart:
    """``figures`` is the JSON of guatu/web/README.md."""

    unit: str
    figures: dict[str, Any]


def chart_of(curve: Curve) -> Chart | None:
    """In 亿元 from one 亿元 up, else in 万元; None without a plan and without a report."""
    top = max([*curve.pace, *(amount for amount in curve.done if amount is not None)])
    if not top:
        return None
    unit, by = (_("亿元"), YI) if top >= YI else (_("万元"), Decimal(1))
    figures = {
        "unit": unit,
        "labels": list(chart_words().months),
        "pace": _figures(curve.pace, by),
        "done": _figures(curve.done, by),
        "forecast": _figures(curve.forecast, by),
        "words": {"pace": _("序时"), "done": _("完成"), "forecast": _("按现速推算")},
    }
    return Chart(unit, figures)


def _figures(amounts: Sequence[Decimal | None], by: Decimal) -> list[float | None]:
    return [None if amount is None else round(float(amount / by), 4) for amount in amounts]
