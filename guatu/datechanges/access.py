"""Who asks for other dates and who decides; the table is ``guatu.domain.datechanges.TABLE``."""

from __future__ import annotations

from types import MappingProxyType

from guatu.datechanges.choices import ChangeLevel
from guatu.datechanges.models import DateChange, PlanPause
from guatu.domain.datechanges import VERB_WORDS, Party, Status, Verb, open_to, parties_of
from guatu.domain.words import say
from guatu.org.access import Access, Forbidden, can, declare
from guatu.org.choices import Role
from guatu.org.models import User
from guatu.projects.access import granters_of
from guatu.projects.models import Project
from guatu.projects.packs import all_rules_in_force

Asked = DateChange | PlanPause
_ACTS = MappingProxyType(
    {
        DateChange: {Party.ASKER: "date_change.withdraw", Party.APPROVER: "date_change.decide"},
        PlanPause: {Party.ASKER: "pause.withdraw", Party.APPROVER: "pause.decide"},
    }
)


def parties(user: User, asked: Asked) -> frozenset[Party]:
    """How ``user`` stands to a request now."""
    acts = _ACTS[type(asked)]
    return frozenset(party for party, act in acts.items() if can(user, act, asked))


def verbs_of(user: User, asked: Asked) -> list[Verb]:
    """What ``user`` may do with a request as it stands."""
    return open_to(Status(asked.status), parties(user, asked))


def require_verb(user: User, verb: Verb, asked: Asked) -> None:
    """Raise ``Forbidden`` unless one of the parties of ``verb`` is held."""
    if parties(user, asked) & parties_of(verb):
        return
    if verb is not Verb.WITHDRAW and asked.asked_by_id == user.pk:
        raise Forbidden(say("申请人不能审批自己的申请，请由他人审批。"))
    words = VERB_WORDS[verb]
    raise Forbidden(say("您的岗位不能“{act}”。如确有需要，请联系总指挥部办公室。", act=words))


def answers_for(access: Access, project: Project) -> bool:
    """Whoever does the work of the project, and the office for all."""
    return (
        Role.OFFICE in access.roles
        or project.owner_post_id in access.post_ids
        or project.lead_unit_id in access.unit_ids
        or project.responsible_unit_id in access.unit_ids
    )


def _asked_it(access: Access, asked: Asked) -> bool:
    """Whoever asked."""
    return bool(asked.asked_by_id == access.user_id)


def _decides(access: Access, change: DateChange) -> bool:
    """A leader for every request that he may see, the office up to its level; never the asker."""
    if change.asked_by_id == access.user_id:
        return False
    if leads(access, change.project):
        return True
    return Role.OFFICE in access.roles and change.level == ChangeLevel.OFFICE


def _answers_for_it(access: Access, pause: PlanPause) -> bool:
    """Whoever does the work of the project, and the office for all."""
    return answers_for(access, pause.project)


def leads(access: Access, project: Project) -> bool:
    """The commander, and the sponsor of the project."""
    return Role.COMMANDER in access.roles or (
        Role.SPONSOR in access.roles and project.sponsor_id in access.post_ids
    )


def _decides_pause(access: Access, pause: PlanPause) -> bool:
    """Whoever may accept a reason by the rules of lights; never whoever asked, nor somebody of the
    unit that is waited for."""
    if pause.asked_by_id == access.user_id or pause.unit_id in access.unit_ids:
        return False
    rules = all_rules_in_force([pause.tenant_id])[pause.tenant_id]
    return any(access.roles & granters_of(d) for d in rules.dimensions if d.excuse.allowed)


_ASKERS = (Role.OFFICE, Role.UNIT_HEAD, Role.LIAISON, Role.PROJECT_OWNER)
_DECIDERS = (Role.OFFICE, Role.COMMANDER, Role.SPONSOR)
declare("date_change.ask", "申请改期", *_ASKERS, on_row=answers_for)
declare("date_change.withdraw", "撤回改期申请", *_ASKERS, on_row=_asked_it)
declare("date_change.decide", "审批改期", *_DECIDERS, on_row=_decides)
declare("date_change.terms", "设定改期规则", Role.OFFICE)
declare("pause.ask", "申请暂停等待", *_ASKERS, on_row=answers_for)
declare("pause.withdraw", "撤回暂停申请", *_ASKERS, on_row=_asked_it)
declare("pause.decide", "审批暂停等待", *_DECIDERS, Role.INSPECTOR, on_row=_decides_pause)
declare("pause.end", "结束暂停等待", *_ASKERS, on_row=_answers_for_it)
