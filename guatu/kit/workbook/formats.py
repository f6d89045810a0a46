"""Formats of numbers that show a percentage: what is stored is a hundredth of what is seen."""

from __future__ import annotations

import re
from decimal import Decimal

#: ``0%`` and ``0.00%``, which every workbook has without naming them (ECMA-376, 18.8.30).
PERCENT_FORMATS = frozenset({9, 10})
#: What stands in a format as it is: quoted, after a backslash or the ``!`` of Chinese programs,
#: ``_`` or ``*``, in brackets.
_LITERAL = re.compile(r'"[^"]*"|[\\!].|[_*].|\[[^\]]*\]')
#: ``[>1]0;0%``: which section a number is shown by depends on how large it is.
_CONDITION = re.compile(r"\[[<>=]")
#: A section that shows a number, not only words or nothing.
_DIGITS = re.compile(r"[0#?]|General", re.IGNORECASE)


def shows_percent(code: str) -> bool:
    """``0.0%`` does; ``0.0"%"`` writes a sign behind the number as it is stored. Where by a
    condition only some numbers are shown as percentages, all stay as they are stored."""
    sections = [one for one in _LITERAL.sub("", code).split(";") if _DIGITS.search(one)]
    signs = ["%" in one for one in sections]
    return all(signs) and bool(signs) if _is_conditional(code) else any(signs)


def _is_conditional(code: str) -> bool:
    return any(_CONDITION.match(one[0]) for one in _LITERAL.finditer(code))


def percent_text(stored: float) -> str:
    """0.45 is ``45%``, as a person sees it, with every digit that was typed."""
    value = Decimal(f"{stored:.15g}") * 100
    return f"{value.normalize():f}%" if value else "0%"
