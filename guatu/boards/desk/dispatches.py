"""Dispatches on the desk: parts to do, and what the issuing side has to decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, Prefetch, Q, QuerySet

from guatu.boards.desk.facts import Place, Row
from guatu.boards.desk.standing import Standing
from guatu.dispatches.choices import (
    ClockStatus,
    Colour,
    DispatchStatus,
    ExtensionStatus,
    Kind,
    Leg,
    PartStatus,
)
from guatu.dispatches.models import Clock, Dispatch, Extension, Part, Pause
from guatu.domain.desk import Duty, DutyKind
from guatu.domain.lifecycle import OPEN, WITH_ISSUER, Verb, row_of
from guatu.kit.clock import CHINA
from guatu.org.choices import Role
from guatu.org.models import Holding


def rows_of(standing: Standing) -> Iterator[Row]:
    yield from _parts(standing)
    yield from _decisions(standing)
    yield from _extensions(standing)
    yield from _waits(standing)


def parts(standing: Standing) -> QuerySet[Part]:
    """Parts that this person has to go on with."""
    leads = Q(is_lead=True, dispatch__status__in=_WITH_DOER, dispatch__waiting=False)
    receives = Q(status=PartStatus.WAITING, dispatch__status__in=_RECEIVED_IN)
    reports = Q(status=PartStatus.WORKING, dispatch__status__in=_HELPED)
    rows = Part.objects.filter(
        leads | Q(receives | reports, is_lead=False),
        standing.owns("unit", "post"),
        status__in=(PartStatus.WAITING, PartStatus.WORKING),
        dispatch__tenant_id=standing.access.tenant_id,
    )
    return rows.exclude(_handed_down(standing))


def decisions(standing: Standing) -> QuerySet[Dispatch]:
    """Dispatches that wait for the issuing side: to place, to review, to sign off, to approve."""
    issued = standing.issued() & ~Exists(_own_part(standing))
    reviewed = issued & Q(status__in=_TO_REVIEW) & ~Q(replied_by_id=standing.access.user_id)
    placed = issued & Q(status=DispatchStatus.DECLINED)
    approved = Q(status=DispatchStatus.APPROVING) & _approves(standing)
    rows = Dispatch.objects.filter(tenant_id=standing.access.tenant_id)
    return rows.filter(reviewed | placed | approved)


def extensions(standing: Standing) -> QuerySet[Extension]:
    """Requests for more time of which the issuing side has to say yes or no."""
    issued = standing.issued("dispatch__issuer_unit", "dispatch__issuer_post")
    own = _own_part(standing, "dispatch_id", "dispatch__issuer_unit")
    rows = Extension.objects.filter(issued, status=ExtensionStatus.ASKED)
    rows = rows.filter(~Exists(own), dispatch__status__in=_UNDER_WAY)
    return rows.filter(dispatch__tenant_id=standing.access.tenant_id)


def waits(standing: Standing) -> QuerySet[Pause]:
    """What others wait for from the own units."""
    rows = Pause.objects.filter(until__isnull=True, unit_id__in=standing.units)
    return rows.filter(dispatch__tenant_id=standing.access.tenant_id)


def with_due(rows: QuerySet[Any], clocks: str, *legs: Leg) -> QuerySet[Any]:
    """Annotated with ``due``, the soonest of these clocks that run."""
    running = Q(**{f"{clocks}__status": ClockStatus.RUNNING, f"{clocks}__leg__in": legs})
    dated: QuerySet[Any] = rows.annotate(due=Min(f"{clocks}__due_at", filter=running))
    return dated


def _parts(standing: Standing) -> Iterator[Row]:
    rows = parts(standing).select_related("dispatch__issuer_unit")
    for part in rows.prefetch_related(_running("clocks", *OF_PARTS)):
        clocks = sorted(part.clocks.all(), key=lambda clock: clock.due_at)
        duty = Duty(
            kind=_next_of(part, clocks[0].leg if clocks else ""),
            key=f"part {part.pk}",
            due=clocks[0].due_at if clocks else None,
            since=_day(part.received_at or part.dispatch.issued_at, standing),
            **_gravity(part.dispatch),
        )
        yield _row(
            part.dispatch, duty,
            helper=not part.is_lead, sources=tuple(clock.pk for clock in clocks),
        )  # fmt: skip


def _decisions(standing: Standing) -> Iterator[Row]:
    rows = decisions(standing).select_related("issuer_unit")
    for dispatch in rows.prefetch_related(_running("clocks", Leg.REVIEW)):
        due = next((clock.due_at for clock in dispatch.clocks.all()), None)
        duty = Duty(
            kind=_DECISIONS[dispatch.status],
            key=f"dispatch {dispatch.pk}",
            due=due,
            since=_day(dispatch.changed_at, standing),
            **_gravity(dispatch),
        )
        yield _row(dispatch, duty)


def _extensions(standing: Standing) -> Iterator[Row]:
    rows = extensions(standing).select_related("dispatch__issuer_unit", "part__unit")
    for asked in rows.prefetch_related(_running("part__clocks", Leg.FINISH)):
        duty = Duty(
            kind=DutyKind.EXTENSION,
            key=f"extension {asked.pk}",
            due=next((clock.due_at for clock in asked.part.clocks.all()), None),
            since=_day(asked.asked_at, standing),
            **_gravity(asked.dispatch),
        )
        yield _row(asked.dispatch, duty, place=Place.EXTENSION, about=asked.part.unit.label)


def _waits(standing: Standing) -> Iterator[Row]:
    rows = waits(standing).select_related("dispatch__issuer_unit")
    for pause in rows.prefetch_related(_running("dispatch__clocks", Leg.WAIT)):
        duty = Duty(
            kind=DutyKind.ANSWER,
            key=f"pause {pause.pk}",
            due=next((clock.due_at for clock in pause.dispatch.clocks.all()), None),
            since=_day(pause.since, standing),
            **_gravity(pause.dispatch),
        )
        yield _row(pause.dispatch, duty, about=pause.reason)


def _row(
    dispatch: Dispatch,
    duty: Duty,
    *,
    place: Place = Place.DISPATCH,
    about: str = "",
    helper: bool = False,
    sources: tuple[UUID, ...] = (),
) -> Row:
    return Row(
        duty=duty,
        place=place,
        id=dispatch.pk,
        page_id=dispatch.pk,
        title=str(dispatch),
        about=about or dispatch.issuer_unit.label,
        colour=dispatch.colour,
        helper=helper,
        seen=dispatch.version,
        source_ids=sources,
    )


def _next_of(part: Part, soonest: str) -> DutyKind:
    if part.status == PartStatus.WAITING:
        return DutyKind.RECEIVE
    if part.is_lead and part.dispatch.status == DispatchStatus.SENT_BACK:
        return DutyKind.REDO
    return DutyKind.FIRST_REPLY if soonest == Leg.FIRST_REPLY else DutyKind.FINISH


def _gravity(dispatch: Dispatch) -> dict[str, int]:
    heavy = dispatch.kind != Kind.ASSIGNMENT or dispatch.reopened > 0
    return {"press": _RANKS[dispatch.colour], "weight": int(heavy)}


def _approves(standing: Standing) -> Q:
    """The head of the issuing unit, the leader in the post itself; the office where is no head."""
    found = Q(pk__in=[])
    if standing.access.roles & {Role.COMMANDER, Role.SPONSOR, Role.UNIT_HEAD, Role.OFFICE}:
        found |= Q(issuer_post__in=standing.posts)
    if standing.has(Role.UNIT_HEAD):
        found |= Q(issuer_unit__in=standing.units)
    if standing.has(Role.OFFICE):
        heads = Holding.objects.current().filter(
            post__unit=OuterRef("issuer_unit"), post__post_roles__role=Role.UNIT_HEAD
        )
        found |= Q(~Exists(heads))
    return found


def _own_part(
    standing: Standing, dispatch: str = "pk", issuer: str = "issuer_unit"
) -> QuerySet[Part]:
    """Whoever does or assists neither reviews nor decides; what was handed down is not the own."""
    access = standing.access
    own = Q(post_id__in=access.post_ids)
    own |= Q(unit_id__in=access.unit_ids, unit=OuterRef(issuer))
    rows = Part.objects.filter(own, dispatch=OuterRef(dispatch))
    return rows.exclude(status=PartStatus.RELEASED)


def _handed_down(standing: Standing) -> Q:
    access = standing.access
    issued = Q(dispatch__issuer_unit__in=access.unit_ids)
    issued |= Q(dispatch__issuer_post__in=access.post_ids)
    own_unit = Q(unit=F("dispatch__issuer_unit")) | Q(post__in=access.post_ids)
    return issued & ~own_unit


def _running(clocks: str, *legs: Leg) -> Prefetch[str, QuerySet[Clock], str]:
    return Prefetch(clocks, Clock.objects.filter(status=ClockStatus.RUNNING, leg__in=legs))


def _day(moment: datetime | None, standing: Standing) -> Any:
    return (moment or standing.now).astimezone(CHINA).date()


OF_PARTS = (Leg.RECEIVE, Leg.FIRST_REPLY, Leg.FINISH)
_WITH_DOER = (DispatchStatus.ISSUED, DispatchStatus.RECEIVED, DispatchStatus.SENT_BACK)
_UNDER_WAY = tuple(str(status) for status in OPEN - WITH_ISSUER)
_RECEIVED_IN = tuple(str(status) for status in row_of(Verb.RECEIVE_PART).sources)
_HELPED = tuple(str(status) for status in row_of(Verb.REPORT_PART).sources)
"""While a unit that assists can say how far it is."""
_TO_REVIEW = (DispatchStatus.REPLIED, DispatchStatus.COMPLETED)
_RANKS = {colour: rank for rank, colour in enumerate(Colour.values)}
_DECISIONS = {
    str(DispatchStatus.DECLINED): DutyKind.PLACE,
    str(DispatchStatus.REPLIED): DutyKind.REVIEW,
    str(DispatchStatus.COMPLETED): DutyKind.SIGN_OFF,
    str(DispatchStatus.APPROVING): DutyKind.APPROVE,
}
