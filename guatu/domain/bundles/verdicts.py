"""What becomes of a row that arrives: computed before anything is written, and again at the act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from guatu.domain.bundles.lists import Since
from guatu.domain.bundles.rows import Figures


class Verdict(StrEnum):
    """The first two are entered, the others are left as they are here."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    OLDER = "older"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    WITHDRAWN = "withdrawn"
    FAULTY = "faulty"


ENTERED = frozenset({Verdict.NEW, Verdict.CHANGED})
#: Somebody has to look at these.
STRANGE = frozenset({Verdict.UNKNOWN, Verdict.AMBIGUOUS, Verdict.WITHDRAWN, Verdict.FAULTY})


@dataclass(frozen=True, slots=True)
class Here:
    """What this side knows of the month, and since when it was true at its origin."""

    figures: Figures
    known_at: datetime


def verdict_of(figures: Figures | None, reported_at: datetime, here: Here | None) -> Verdict:
    """The later report holds, wherever it was written; ``figures`` is None for a month that was
    taken back there.

    Reported there on 11 March and here on the 10th: CHANGED; here on the 12th: OLDER. Equal
    figures are the SAME whenever they were reported, and so is no report on either side.
    """
    if here is None:
        return Verdict.NEW if figures is not None else Verdict.SAME
    if here.figures == figures:
        return Verdict.SAME
    return Verdict.CHANGED if reported_at > here.known_at else Verdict.OLDER


class ListVerdict(StrEnum):
    """What becomes of a row of a list of work; the first four are entered."""

    NEW = "new"
    CHANGED = "changed"
    AMENDED = "amended"
    LEFT_OUT = "left_out"
    SAME = "same"
    OLDER = "older"
    SOURCE = "source"
    CLOSED = "closed"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    FAULTY = "faulty"


LIST_ENTERED = frozenset(
    {ListVerdict.NEW, ListVerdict.CHANGED, ListVerdict.AMENDED, ListVerdict.LEFT_OUT}
)
LIST_STRANGE = frozenset(
    {ListVerdict.CLOSED, ListVerdict.UNKNOWN, ListVerdict.AMBIGUOUS, ListVerdict.FAULTY}
)


def is_later(told_at: datetime, known_at: datetime | None) -> bool:
    """Whether a row that is left out there is left out here: the later holds, as of a report.

    ``known_at`` is since when people here have the row so, None where all is the system's.
    """
    return known_at is None or told_at > known_at


class Order(StrEnum):
    """How words of people there stand to those of people here."""

    LATER = "later"
    EARLIER = "earlier"
    UNCLEAR = "unclear"


def order_of(theirs: Since, ours: Since, *, is_brought: bool) -> Order:
    """Typed here on 11 March and there on the 12th, theirs is later; typed there on the 10th, or on
    the 11th as well, earlier. Where theirs was written anew some time from the 10th to the 12th,
    nobody can tell.

    ``is_brought``: ours came from there and nobody here touched it, so that what is different
    there now is the later one when it was written anew since.
    """
    if is_brought:
        return Order.LATER if theirs.latest > ours.latest else Order.EARLIER
    if theirs.earliest > ours.latest:
        return Order.LATER
    return Order.EARLIER if theirs.latest <= ours.earliest else Order.UNCLEAR
