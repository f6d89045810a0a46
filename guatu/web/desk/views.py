"""我的待办: the first page for people who work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.boards.desk import Desk, Row, desk_of
from guatu.domain.desk import PILE_WORDS, SHELF_WORDS, Shelf
from guatu.org.access import Access
from guatu.web.desk.doors import Door, door_of, page
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words

#: A shelf shows so many at first; the rest opens below.
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the desk as the page draws it."""

    row: Row
    door: Door
    url: str
    timing: str
    late: bool

    @property
    def chains(self) -> str:
        """How often it was put off, when that has happened."""
        left, carried = self.row.duty.left_over, self.row.carried
        if left:
            return _("已 %(n)s 天未清") % {"n": left}
        return _("已结转 %(n)s 次") % {"n": carried} if carried else ""


@dataclass(frozen=True, slots=True)
class Part:
    """A shelf: ``rest`` lies behind “其余”."""

    code: str
    title: str
    lines: list[Shown]
    rest: list[Shown]

    @property
    def count(self) -> int:
        return len(self.lines) + len(self.rest)


@login_required
@require_safe
def desk_page(request: Request) -> HttpResponse:
    desk = desk_of(request.access, request.now)
    context = {
        "desk": desk,
        "parts": list(_parts(desk)),
        "piles": [(_(PILE_WORDS[pile]), n) for pile, n in desk.piles],
        "may_add": request.access.can("dayclear.add"),
    }
    return render(request, "desk/page.html", context)


@login_required
@require_safe
def desk_start(request: Request) -> HttpResponse:
    """After the log-in: people who work see their desk, people who steer the overview."""
    return redirect("desk" if starts_at_desk(request.access) else "overview")


def starts_at_desk(access: Access) -> bool:
    return bool(access.roles) and not access.sees_all


def _parts(desk: Desk) -> Iterator[Part]:
    for shelved in desk.shelves:
        lines = [
            Shown(
                row=line.row,
                door=door_of(line.row),
                url=page(line.row),
                timing=in_words(line.timing),
                late=line.late,
            )
            for line in shelved.lines
        ]
        shown = SHOWN if shelved.shelf is not Shelf.LATER else 0
        title = _(SHELF_WORDS[shelved.shelf])
        yield Part(shelved.shelf.value, title, lines[:shown], lines[shown:])
