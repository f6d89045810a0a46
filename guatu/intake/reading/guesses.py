"""What the readers of headers share: the guess, and the words of a header without their frame."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guatu.intake.reading.model import Field
from guatu.intake.reading.wording import bare

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guess:
    """``field`` is None for a known header that no field is read from (完成率, 联系电话).

    Of two columns with the same field the one with the lower ``rank`` gets it. ``doubt`` names
    what only the cells can decide; ``year`` is the year that the header names.
    """

    field: Field | None
    rank: int = 0
    kind: str = ""
    doubt: str = ""
    year: int | None = None


def core(text: str) -> str:
    """The header without what stands in brackets and without marks around it."""
    line = _BRACKETS.sub("", bare(text))
    line = _ITEM.sub("", line)
    return line.strip(" :;,.、*/-_")


_BRACKETS = re.compile(r"[(\[【〔{][^()\[\]【】〔〕{}]*[)\]】〕}]?")
_ITEM = re.compile(r"^(?:[0-9]{1,2}[.、]|[①-⑳]|[(][0-9]{1,2}[)])(?![0-9年])")
MONEY_WORDS = re.compile("投资|资金|金额|概算|估算|预算|造价|投入|总额|投资额")
THIS_YEAR = re.compile(
    r"年度|当年|本年|今年|年内|年计划|全年|年投资|年(?:拟|预计|安排)|(?:19|20)\d\d年?(?!.*(?:年|[-~])(?:19|20)\d\d)"
)
