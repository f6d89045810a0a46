"""Who fills a list, who approves it; the table is ``guatu.domain.worklists.table.TABLE``."""

from __future__ import annotations

from types import MappingProxyType

from guatu.domain.words import say
from guatu.domain.worklists.table import VERB_WORDS, Party, Status, Verb, open_to, parties_of
from guatu.org.access import Access, Forbidden, can, declare
from guatu.org.choices import Role
from guatu.org.models import Holding, User
from guatu.worklists.models import WorkList

_ACTS = MappingProxyType(
    {
        Party.FILER: "work_list.fill",
        Party.HEAD: "work_list.approve",
        Party.OFFICE: "work_list.freeze",
    }
)


def parties(user: User, row: WorkList) -> frozenset[Party]:
    """How ``user`` stands to a list now."""
    return frozenset(party for party, act in _ACTS.items() if can(user, act, row))


def verbs_of(user: User, row: WorkList) -> list[Verb]:
    """What ``user`` may do with a list as it stands; filed and approved it is only once."""
    done = {Verb.FILE: row.filed_at, Verb.APPROVE: row.approved_at}
    found = open_to(Status(row.status), parties(user, row))
    if row.status == Status.LOCKED and row.filed_at is None:
        found = [verb for verb in found if verb is not Verb.APPROVE]
    return [verb for verb in found if not done.get(verb)]


def require_verb(user: User, verb: Verb, row: WorkList) -> None:
    """Raise ``Forbidden`` unless one of the parties of ``verb`` is held."""
    if parties(user, row) & parties_of(verb):
        return
    if verb in (Verb.APPROVE, Verb.RETURN) and row.filed_by_id == user.pk:
        raise Forbidden(say("报送人不能审定自己报送的清单，请由他人审定。"))
    words = VERB_WORDS[verb]
    raise Forbidden(say("您的岗位不能“{act}”。如确有需要，请联系总指挥部办公室。", act=words))


def _of_own_unit(access: Access, row: WorkList) -> bool:
    """Whoever stands for the unit of the list."""
    return row.unit_id in access.unit_ids


def _heads_it(access: Access, row: WorkList) -> bool:
    """The head of the unit, the office for a unit without one; never who filed it."""
    if row.filed_by_id == access.user_id:
        return False
    if Role.UNIT_HEAD in access.roles and row.unit_id in access.unit_ids:
        return True
    return Role.OFFICE in access.roles and not has_head(row)


def has_head(row: WorkList) -> bool:
    """Whether somebody other than who filed it heads the unit."""
    held = Holding.objects.current().filter(
        post__unit_id=row.unit_id,
        post__closed_on__isnull=True,
        post__post_roles__role=Role.UNIT_HEAD,
        user__is_active=True,
    )
    if row.filed_by_id is not None:
        held = held.exclude(user_id=row.filed_by_id)
    return held.exists()


_FILERS = (Role.LIAISON, Role.UNIT_HEAD)
declare("work_list.fill", "填报工作清单", *_FILERS, on_row=_of_own_unit)
declare("work_list.approve", "审定工作清单", Role.UNIT_HEAD, Role.OFFICE, on_row=_heads_it)
declare("work_list.freeze", "冻结、更正和点评工作清单", Role.OFFICE)
declare("work_list.terms", "设定清单规则", Role.OFFICE)
