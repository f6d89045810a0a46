"""One tap from a duty to the act: its address, and whether the tap already does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from guatu.boards.desk import Place, Row
from guatu.domain.desk import DUTY_WORDS, DutyKind
from guatu.web.shared.duties import address, page_of


@dataclass(frozen=True, slots=True)
class Door:
    """``posts``: the tap does it, with ``seen`` as the version that was read."""

    url: str
    words: str
    posts: bool = False
    seen: int = 0


def door_of(row: Row) -> Door:
    """The act itself where it is one form, its page where there is something to be read first."""
    kind = row.duty.kind
    words = _FINISH if kind is DutyKind.CLEAR else DUTY_WORDS[kind]
    if kind is DutyKind.RECEIVE:
        name = "dispatch-part-receipt" if row.helper else "dispatch-receipt"
        return Door(address(name, row.id), words, posts=True, seen=row.seen)
    made = _ACTS.get(kind)
    return Door((made(row) if made else "") or _page(row), words)


_FINISH = DUTY_WORDS[DutyKind.FINISH]


def page(row: Row) -> str:
    """Where the matter itself can be read."""
    return _page(row)


def _page(row: Row) -> str:
    place = Place.PROJECT if row.place is Place.MILESTONE else row.place
    return page_of(place.value, row.page_id)


def _named(name: str) -> Callable[[Row], str]:
    return lambda row: address(name, row.id)


def _reply(row: Row) -> str:
    return address("dispatch-part-report" if row.helper else "dispatch-reply", row.id)


def _first_reply(row: Row) -> str:
    return address("dispatch-part-report" if row.helper else "dispatch-report", row.id)


def _completion(row: Row) -> str:
    return address("milestone-completion", row.page_id, row.id)


_ACTS: dict[DutyKind, Callable[[Row], str]] = {
    DutyKind.REDO: _reply,
    DutyKind.FINISH: _reply,
    DutyKind.FIRST_REPLY: _first_reply,
    DutyKind.ANSWER: _named("dispatch-resumption"),
    DutyKind.PLACE: _named("dispatch-reassignment"),
    DutyKind.SIGN_OFF: _named("dispatch-sign-off"),
    DutyKind.PROMISE: _named("need-promise"),
    DutyKind.DELIVER: _named("need-delivery"),
    DutyKind.KEEP: _named("commitment-report"),
    DutyKind.ACCOUNT: _named("commitment-review-account"),
    DutyKind.MILESTONE: _completion,
    DutyKind.REPORT: _named("project-report"),
    DutyKind.CLEAR: _named("dayclear-done"),
}
