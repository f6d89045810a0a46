"""What waits for one person: the rules of ``access`` asked of all dispatches at once.

A test compares the two, person by person and dispatch by dispatch.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import F, Q, QuerySet

from guatu.dispatches.access import ROLES
from guatu.dispatches.choices import DispatchStatus, ExtensionStatus, PartStatus
from guatu.dispatches.models import Extension, Part, Pause
from guatu.domain.lifecycle import HELPED_ON, WITH_REVIEWER, WORKED_ON, Party, Status, Verb, row_of
from guatu.org.access import Access
from guatu.org.choices import Role

NOTHING = Q(pk__in=[])
_LEADING = frozenset({Role.COMMANDER, Role.SPONSOR, Role.UNIT_HEAD})


def to_receive(access: Access) -> Q:
    """Handed to a unit of this person's and not signed for."""
    waiting = _own_parts(access).filter(status=PartStatus.WAITING)
    lead = Q(status=DispatchStatus.ISSUED, pk__in=_of(waiting.filter(is_lead=True)))
    received_in = _in(row_of(Verb.RECEIVE_PART).sources)
    helper = Q(status__in=received_in, pk__in=_of(waiting.filter(is_lead=False)))
    return _if(access, Party.DOER, lead) | _if(access, Party.HELPER, helper)


def to_reply(access: Access) -> Q:
    """Received, and a reply or the end of an assisting part is owed; not while it waits."""
    own = _own_parts(access)
    lead = Q(status__in=_in(WORKED_ON), waiting=False, pk__in=_of(own.filter(is_lead=True)))
    working = own.filter(is_lead=False, status=PartStatus.WORKING)
    helper = Q(status__in=_in(HELPED_ON), pk__in=_of(working))
    return _if(access, Party.DOER, lead) | _if(access, Party.HELPER, helper)


def to_review(access: Access) -> Q:
    """Replied or completed, or more time asked for, and this person reviews it."""
    asked = Extension.objects.filter(status=ExtensionStatus.ASKED).order_by()
    ready = Q(status__in=_in(WITH_REVIEWER))
    ready |= Q(status__in=_HANDED_OUT, pk__in=asked.values("dispatch"))
    sides = _all_or_own(access, Role.OFFICE, Role.INSPECTOR) & ~_done_by(access)
    not_own = Q(replied_by__isnull=True) | ~Q(replied_by=access.user_id)
    return _if(access, Party.REVIEWER, ready & sides & not_own)


def to_decide(access: Access) -> Q:
    """For the issuing side: a draft to approve, or what a unit gave back as not its own."""
    approve = Q(status=DispatchStatus.APPROVING)
    own = approve & (_sides(access) if access.roles & _LEADING else NOTHING)
    office = approve if Role.OFFICE in access.roles else NOTHING
    declined = Q(status=DispatchStatus.DECLINED) & _all_or_own(access, Role.OFFICE)
    found = _if(access, Party.APPROVER, own | office) | _if(access, Party.ISSUER, declined)
    return found & ~_done_by(access)


def to_deliver(access: Access) -> Q:
    """Others wait for a unit of this person's."""
    pauses = Pause.objects.filter(until__isnull=True, unit_id__in=access.unit_ids).order_by()
    waited_for = Q(waiting=True, pk__in=pauses.values("dispatch"))
    return _if(access, Party.AWAITED, waited_for)


def _own_parts(access: Access) -> QuerySet[Part]:
    """As ``access.parts_of``; a head does not do what he handed down to a unit below, unless he
    has a post there as well."""
    handed_down = Q(dispatch__issuer_post_id__in=access.post_ids) | Q(
        dispatch__issuer_unit_id__in=access.unit_ids
    )
    own_unit = Q(unit_id__in=access.unit_ids) & (
        ~handed_down
        | Q(unit_id=F("dispatch__issuer_unit_id"))
        | Q(unit__path__in=access.unit_paths)
    )
    rows = Part.objects.exclude(status=PartStatus.RELEASED).order_by()
    return rows.filter(Q(post_id__in=access.post_ids) | own_unit)


def _in(statuses: Collection[Status]) -> list[str]:
    return [str(status) for status in statuses]


def _of(parts: QuerySet[Part]) -> QuerySet[Part, Any]:
    return parts.values("dispatch")


def _done_by(access: Access) -> Q:
    return Q(pk__in=_of(_own_parts(access)))


def _sides(access: Access) -> Q:
    return Q(issuer_post_id__in=access.post_ids) | Q(issuer_unit_id__in=access.unit_ids)


def _all_or_own(access: Access, *roles: Role) -> Q:
    """Everything for these roles, what they or their unit issued for others."""
    return Q() if access.roles & frozenset(roles) else _sides(access)


def _if(access: Access, party: Party, rows: Q) -> Q:
    """``rows`` for those whose roles let them stand so, none for others."""
    return rows if ROLES[party] & access.roles else NOTHING


_HANDED_OUT = (
    DispatchStatus.ISSUED,
    DispatchStatus.RECEIVED,
    DispatchStatus.SENT_BACK,
    DispatchStatus.REPLIED,
    DispatchStatus.COMPLETED,
)
