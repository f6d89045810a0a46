"""What a header leaves open, decided by the cells below it and the columns beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from guatu.domain.zh import read_money
from guatu.intake.reading.guesses import Guess, Path
from guatu.intake.reading.heads import is_number
from guatu.intake.reading.model import Field
from guatu.intake.reading.natures import nature_of
from guatu.intake.reading.wording import bare, is_nothing

_MANY = Decimal("0.6")


@dataclass(slots=True)
class Draft:
    index: int
    path: Path
    guess: Guess | None
    field: Field | None = None


def are_periods(texts: list[str]) -> bool:
    """A column of durations (24, 24个月) names no days."""
    telling = [text for text in texts if not is_nothing(text)]
    lasting = [
        t
        for t in telling
        if re.fullmatch(r"\d{1,3}(?:\.\d)?(?:个?月|天|日|个?工作日|年)?", bare(t))
    ]
    return not telling or len(lasting) * 2 < len(telling)


def has_field(drafts: list[Draft], field: Field, most: int = 2) -> bool:
    return any(d.guess and d.guess.field is field and d.guess.rank <= most for d in drafts)


def _share(texts: list[str], test: Callable[[str], object]) -> Decimal:
    telling = [text for text in texts if not is_nothing(text)]
    if not telling:
        return Decimal(0)
    return Decimal(sum(1 for text in telling if test(text))) / len(telling)


def _is_amount(text: str) -> bool:
    return is_number(text) or read_money(text) is not None


def _plan_or_goal(found: Guess, texts: list[str], drafts: list[Draft], year: int) -> Guess:
    amounts = _share(texts, _is_amount) > Decimal("0.5")
    if amounts:
        return replace(found, field=Field.YEAR_PLAN, rank=max(found.rank, 1), kind="money")
    goal = bool(texts) or found.field is Field.YEAR_GOAL
    return replace(found, field=Field.YEAR_GOAL, rank=found.rank + 1) if goal else found


def _plan_or_total(found: Guess, texts: list[str], drafts: list[Draft], year: int) -> Guess:
    if has_field(drafts, Field.TOTAL):
        return found
    field = Field.TOTAL if not has_field(drafts, Field.YEAR_PLAN) else None
    return replace(found, field=field)


def _sum_of_group(found: Guess, texts: list[str], drafts: list[Draft], year: int) -> Guess:
    return replace(found, field=None) if has_field(drafts, Field.TOTAL, 3) else found


def _done_of_what(found: Guess, texts: list[str], drafts: list[Draft], year: int) -> Guess:
    if has_field(drafts, Field.DONE_YEAR) or not has_field(drafts, Field.YEAR_PLAN, 5):
        return replace(found, field=Field.DONE_TOTAL)
    return found


def _if_amounts(found: Guess, texts: list[str], drafts: list[Draft], year: int) -> Guess:
    """本月完成 holds money only where its cells do; in a list of tasks it holds words."""
    amounts = _share(texts, _is_amount) > Decimal("0.5")
    return found if amounts else replace(found, field=None)


def _year_of(found: Guess, texts: list[str], drafts: list[Draft], year: int) -> Guess:
    other = found.year is not None and found.year != year
    return replace(found, field=None) if other else found


def _year_end(found: Guess, texts: list[str], drafts: list[Draft], year: int) -> Guess:
    if found.year is not None and found.year >= year:
        return replace(found, field=Field.DONE_TOTAL)
    return found


def _status(found: Guess, texts: list[str], drafts: list[Draft], year: int) -> Guess:
    """备注 that only says 在建 or 新开工 is the nature; 性质 that never does is none."""
    natures = _share(texts, nature_of)
    if found.field is Field.REMARK:
        other = any(d.guess and d.guess.field is Field.NATURE for d in drafts)
        if natures >= Decimal("0.8") and not other:
            return replace(found, field=Field.NATURE, rank=6)
        return found
    if found.field is Field.NATURE and natures == 0 and len(texts) >= 3:
        return replace(found, rank=found.rank + 4)
    return found


def _type(found: Guess, texts: list[str], drafts: list[Draft], year: int) -> Guess:
    """类型 is the nature or the class, whichever its cells name."""
    if _share(texts, nature_of) >= _MANY:
        return replace(found, field=Field.NATURE, rank=3)
    return found


def _percent(found: Guess, texts: list[str], drafts: list[Draft], year: int) -> Guess:
    if _share(texts, is_number) >= _MANY:
        return replace(found, field=Field.PHYSICAL_PERCENT)
    return found


DOUBTS = {
    "if_amounts": _if_amounts,
    "plan_or_goal": _plan_or_goal,
    "plan_or_total": _plan_or_total,
    "sum_of_group": _sum_of_group,
    "done_of_what": _done_of_what,
    "year_of": _year_of,
    "year_end": _year_end,
    "status": _status,
    "type": _type,
    "percent": _percent,
}
