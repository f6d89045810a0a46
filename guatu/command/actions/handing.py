"""Handing a matter to a unit as a dispatch, at once where the person may, else for approval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from guatu.dispatches.actions.drafting import Matter, draft, give, submit
from guatu.dispatches.models import Dispatch
from guatu.domain.decisions import read_line
from guatu.domain.words import N_, Sentence, say
from guatu.kit.refusals import Refusal
from guatu.org.access import can
from guatu.org.choices import Role
from guatu.org.models import Post, Tenant, Unit, User

TITLE = 60


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done in one line; ``unit`` and ``due_on`` are read from the line where they
    are not given. ``evidence`` are kinds of ``guatu.dispatches.choices``."""

    words: str
    unit: Unit | None = None
    due_on: date | None = None
    assisting: tuple[Unit, ...] = ()
    owner_post: Post | None = None
    evidence: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Settled:
    """An order that says who, what and by when."""

    words: str
    unit: Unit
    due_on: date
    assisting: tuple[Unit, ...]
    owner_post: Post | None
    evidence: tuple[str, ...]


def settle(tenant: Tenant, order: Order, today: date) -> Settled:
    """``order`` with what its line says; ``Refusal`` when it names no unit or no day.

    “自然资源局4月10日前完成供地，住建局配合” needs nothing else.
    """
    line = read_line(order.words, unit_names(tenant), today)
    unit, due_on = order.unit or line.lead, order.due_on or line.due
    faults = dict(_faults(order.words, unit, due_on, today))
    if faults:
        raise Refusal(next(iter(faults.values())), faults)
    assert unit is not None
    assert due_on is not None
    assisting = order.assisting or tuple(one for one in line.assisting if one != unit)
    words = order.words.strip()
    return Settled(words, unit, due_on, assisting, order.owner_post, order.evidence)


def hand(tenant: Tenant, matter: Matter, *, by: User, now: datetime) -> Dispatch:
    """The dispatch of ``matter``: issued, or waiting for approval where ``by`` may not issue."""
    with as_own_fields():
        if can(by, "dispatch.issue"):
            return give(tenant, matter, by=by, now=now)
        drafted = draft(tenant, matter, by=by, now=now)
        return submit(drafted, seen=drafted.version, by=by, now=now)


def issuer_of(post: Post, by: User) -> Post | None:
    """In whose name it is given: of ``post`` by its holder or the office, else in the own."""
    if Role.OFFICE in by.access.roles or post.pk in by.access.post_ids:
        return post
    return None


def title_of(words: str) -> str:
    """The head of a dispatch, from a line that may be longer."""
    return words if len(words) <= TITLE else f"{words[: TITLE - 1]}…"


def number_of(dispatch: Dispatch) -> str:
    """〔2021〕15号, or that it waits for approval."""
    return dispatch.number or str(dispatch.get_status_display())


def unit_names(tenant: Tenant) -> Mapping[str, Unit]:
    """Full and short names of the units that exist, each with its unit."""
    units = Unit.objects.filter(tenant=tenant, closed_on__isnull=True)
    return {name: unit for unit in units for name in (unit.short_name, unit.name) if name}


@contextmanager
def as_own_fields() -> Iterator[None]:
    """Refusals of a dispatch under the names that orders have."""
    try:
        yield
    except Refusal as refusal:
        if "lead_unit" not in refusal.fields and "title" not in refusal.fields:
            raise
        renamed = {_NAMES.get(name, name): said for name, said in refusal.fields.items()}
        raise Refusal(refusal.sentence, renamed) from refusal


_NAMES = {"lead_unit": "unit", "title": "words", "asked": "words"}


def _faults(
    words: str, unit: Unit | None, due_on: date | None, today: date
) -> Iterator[tuple[str, Sentence]]:
    if not words.strip():
        yield "words", say(N_("请写明议定什么。"))
    elif len(words.strip()) > 300:
        yield "words", say(N_("超过 {most} 个字，请写得短一些。"), most=300)
    if unit is None:
        yield "unit", say(N_("没有写明由哪个单位办。请在句中写出单位名称，或选择主办单位。"))
    if due_on is None:
        yield (
            "due_on",
            say(N_("没有写明哪天以前办完。请在句中写一个日期，如“4月10日前”，或选择时限。")),
        )
    elif due_on < today:
        yield "due_on", say(N_("完成时限 {day} 已经过去，请另定日期。"), day=due_on.isoformat())
