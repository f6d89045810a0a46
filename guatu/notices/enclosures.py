"""What travels with a letter beside its words: one function per event code, registered when the
apps are loaded, as audiences are.

    @encloses("return_sheet.sent")
    def sheet(of: Occasion, user: User) -> Enclosure | None:
        sheet = ReturnSheet.objects.visible_to(user).filter(pk=of.object_id).first()
        return sheet and Enclosure("….xlsx", XLSX, …)

It is asked each time the letter leaves, by channels that carry files: so it looks at what this
person may see then, and gives None where there is nothing, or no longer anything, to send. The
same facts give the same bytes: a letter may be sent again. Where the file cannot go along, the
letter goes without it; its link leads to the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from guatu.journal.outbox import Occasion
from guatu.org.models import User


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file; ``name`` with its ending."""

    name: str
    media_type: str
    content: bytes


Find = Callable[[Occasion, User], Enclosure | None]
_finders: dict[str, Find] = {}


def encloses(*codes: str) -> Callable[[Find], Find]:
    """Make the decorated function the one that gives the file of these event codes."""

    def register(find: Find) -> Find:
        _finders.update(dict.fromkeys(codes, find))
        return find

    return register


def enclosing() -> frozenset[str]:
    """The codes with which a file may go."""
    return frozenset(_finders)


def enclosed_with(of: Occasion, user: User) -> Enclosure | None:
    """What goes with this event to this person."""
    find = _finders.get(of.code)
    return find(of, user) if find else None
