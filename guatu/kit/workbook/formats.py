"""Formats of numbers that show a percentage: what is stored is a hundredth of what is seen."""

from __future__ import annotations

import re
from decimal import Decimal

#: ``0%`` and ``0.00%``, which every workbook has without naming them (ECMA-376, 18.8.30).
PERCENT_FORMATS = frozenset({9, 10})
#: What stands in a format as it is: quoted, after a backslash, ``_`` or ``*``, in brackets.
_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')


def shows_percent(code: str) -> bool:
    """``0.0%`` does; ``0.0"%"`` writes a sign behind the number as it is stored."""
    return "%" in _LITERAL.sub("", code)


def percent_text(stored: float) -> str:
    """0.45 is ``45%``, as a person sees it, with every digit that was typed."""
    value = Decimal(f"{stored:.15g}") * 100
    return f"{value.normalize():f}%" if value else "0%"
