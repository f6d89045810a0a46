"""A meeting pack made without a page: by whom, of which meeting or line."""

from __future__ import annotations

from django.db.models import Q

from guatu.boards.packs import Pack, of_everything, of_line, of_meeting
from guatu.command.models import Meeting
from guatu.command.queries.meetings import with_people
from guatu.domain.words import say
from guatu.kit import clock
from guatu.kit.refusals import Refusal
from guatu.ops.prints import line_named
from guatu.ops.rounds import moment_of
from guatu.org.access import Forbidden
from guatu.org.models import User
from guatu.web.packs.writing import Written, make


def pack_for(by: User, *, meeting: str | None, line: str | None) -> Written:
    """``meeting`` and ``line`` are a number or a part of a title, neither: all that the person may
    see. Raises ``Refusal`` for what there is not, and for who may not."""
    now = moment_of(by.tenant, clock.now())
    pack: Pack
    if meeting:
        pack = of_meeting(by, _meeting(by, meeting), now)
    elif line:
        pack = of_line(by, line_named(by, line), now)
    else:
        pack = of_everything(by, now)
    try:
        return make(pack, by=by, now=now)
    except Forbidden as forbidden:
        raise Refusal(forbidden.sentence) from forbidden


def _meeting(by: User, said: str) -> Meeting:
    """By its number in the year, else by its title: of several the latest."""
    rows = with_people(Meeting.objects.visible_to(by)).filter(year=by.tenant.year)
    named = Q(number=int(said)) if said.isdecimal() else Q(title__icontains=said)
    found = rows.filter(named).order_by("-starts_at", "-id").first()
    if found is None:
        titles = "；".join(f"{row.number} {row.title}" for row in rows[:10])
        raise Refusal(say("没有会议“{said}”；有的是：{titles}。", said=said, titles=titles or "—"))
    return found
