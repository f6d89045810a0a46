"""Who prepares a concentrated start, who says that it was held; see ``guatu.domain.starts``."""

from __future__ import annotations

from types import MappingProxyType

from guatu.domain.starts import VERB_WORDS, Party, Status, Verb, open_to, parties_of
from guatu.domain.words import say
from guatu.org.access import Access, Forbidden, can, declare
from guatu.org.choices import Role
from guatu.org.models import User
from guatu.starts.models import StartEvent

_ACTS = MappingProxyType({Party.HOST: "start_event.edit", Party.OFFICE: "start_event.hold"})


def parties(user: User, event: StartEvent) -> frozenset[Party]:
    """How ``user`` stands to an event now."""
    return frozenset(party for party, act in _ACTS.items() if can(user, act, event))


def verbs_of(user: User, event: StartEvent) -> list[Verb]:
    """What ``user`` may do with an event as it stands."""
    return open_to(Status(event.status), parties(user, event))


def sees_preparing(user: User, event: StartEvent) -> bool:
    """Whether its history is told to ``user``: it names projects and money that were never
    announced."""
    return user.access.sees_all or event.host_unit_id in user.access.unit_ids


def require_verb(user: User, verb: Verb, event: StartEvent) -> None:
    """Raise ``Forbidden`` unless one of the parties of ``verb`` is held."""
    if parties(user, event) & parties_of(verb):
        return
    words = VERB_WORDS[verb]
    raise Forbidden(say("您的岗位不能“{act}”。如确有需要，请联系总指挥部办公室。", act=words))


def _hosts(access: Access, event: StartEvent) -> bool:
    """The office every event, the host unit its own."""
    return Role.OFFICE in access.roles or event.host_unit_id in access.unit_ids


_HOSTS = (Role.OFFICE, Role.UNIT_HEAD, Role.LIAISON)
declare("start_event.create", "筹备集中开工", Role.OFFICE)
declare("start_event.edit", "填写集中开工和项目数字", *_HOSTS, on_row=_hosts)
declare("start_event.hold", "登记集中开工举行、取消或退回", Role.OFFICE)
declare("start_event.terms", "设定集中开工规则", Role.OFFICE)
