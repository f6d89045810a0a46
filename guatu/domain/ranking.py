"""Places of units by a share, and how they changed.

Equal figures share a place and the next is skipped: 6, 6, 8 (临沂). Figures are equal when they
are printed equal. Fewer than ``FEWEST`` are listed and not ranked: a place of three says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

FEWEST = 5
PRINTED = Decimal("0.1")

K = TypeVar("K")


def places(shares: Mapping[K, Decimal | None]) -> dict[K, int]:
    """Places by percentage, the highest first; who has none has no place.

    >>> places({"甲": Decimal("27.12"), "乙": Decimal("29.3"), "丙": Decimal("27.08"),
    ...         "丁": Decimal("15"), "戊": Decimal("40"), "己": None})
    {'戊': 1, '乙': 2, '甲': 3, '丙': 3, '丁': 5}
    """
    known = {key: _printed(share) for key, share in shares.items() if share is not None}
    if len(known) < FEWEST:
        return {}
    ordered = sorted(known, key=lambda key: known[key], reverse=True)
    figures = [known[key] for key in ordered]
    return {key: figures.index(known[key]) + 1 for key in ordered}


def climbed(before: int | None, now: int | None) -> int | None:
    """By how many places one rose; negative: fell. None without a place then or now.

    >>> climbed(5, 3), climbed(2, 3), climbed(None, 1)
    (2, -1, None)
    """
    return None if before is None or now is None else before - now


def _printed(share: Decimal) -> Decimal:
    return share.quantize(PRINTED, ROUND_HALF_UP)
