"""Who may do what in meetings, with blockers and on visits.

How a person stands to a blocker is a set of parties of ``guatu.domain.blockers``, each an act
declared here: whoever clears it is none of those who say that it is cleared.
"""

from __future__ import annotations

from types import MappingProxyType

from guatu.command.models import Blocker, Meeting, Visit
from guatu.domain.blockers import VERB_WORDS, Party, Verb, open_to, parties_of
from guatu.domain.words import say
from guatu.org.access import Access, Forbidden, can, declare
from guatu.org.choices import Role
from guatu.org.models import User
from guatu.projects.models import Project

ACTS = MappingProxyType(
    {
        Party.RAISER: "blocker.judge",
        Party.OWNER: "blocker.own",
        Party.DOER: "blocker.clear",
    }
)


def parties(user: User, blocker: Blocker) -> frozenset[Party]:
    """How ``user`` stands to a blocker now."""
    return frozenset(party for party, act in ACTS.items() if can(user, act, blocker))


def verbs_open(user: User, blocker: Blocker) -> list[Verb]:
    """What ``user`` may do with a blocker as it stands, in the order of the table."""
    return open_to(blocker.stage, parties(user, blocker))


def refuse_others(user: User, allowed: frozenset[Party], verb: Verb, blocker: Blocker) -> None:
    """Raise ``Forbidden`` unless ``user`` stands to the blocker as one of ``allowed``."""
    held = parties(user, blocker)
    if held & allowed:
        return
    if Party.DOER in held and verb in (Verb.CONFIRM, Verb.SEND_BACK):
        raise Forbidden(say("谁解决谁不确认：请由提出人或盯办单位确认是否打通。"))
    words = VERB_WORDS[verb]
    raise Forbidden(say("您的岗位不能“{act}”。如确有需要，请联系总指挥部办公室。", act=words))


def require_verb(user: User, verb: Verb, blocker: Blocker) -> None:
    """Raise ``Forbidden`` unless one of the parties of ``verb`` is held."""
    refuse_others(user, parties_of(verb), verb, blocker)


def is_force_head(access: Access, project: Project) -> bool:
    force = project.task_force
    return force is not None and force.head_id in access.post_ids


def _runs(access: Access, meeting: Meeting) -> bool:
    """The office, whoever chairs it, and the head of the body whose meeting it is."""
    force, body = meeting.task_force, meeting.headquarters
    heads = (
        meeting.chair_id,
        force.head_id if force is not None else None,
        body.commander_id if body is not None else None,
    )
    return Role.OFFICE in access.roles or any(head in access.post_ids for head in heads)


def _sees(access: Access, project: Project) -> bool:
    """Everybody who works on a project may say where it is stuck."""
    if access.sees_all:
        return True
    return Project.objects.seen_with(access).filter(pk=project.pk).exists()


def _does(access: Access, blocker: Blocker) -> bool:
    """A head sees the units below as his own: what he answers for and one of them clears is not
    his to clear."""
    doer = blocker.doer
    if doer is None or doer.pk not in access.unit_ids:
        return False
    return blocker.owner_unit_id not in access.unit_ids or blocker.owner_unit_id == doer.pk


def _owns(access: Access, blocker: Blocker) -> bool:
    """The unit that answers for it, the head of the project's task force, and the office."""
    if _does(access, blocker):
        return False
    return (
        Role.OFFICE in access.roles
        or blocker.owner_unit_id in access.unit_ids
        or is_force_head(access, blocker.project)
    )


def _raised(access: Access, blocker: Blocker) -> bool:
    """Who raised it, and those for whom: the owner and the units that lead the project."""
    if _does(access, blocker):
        return False
    project = blocker.project
    return (
        blocker.raised_by_id == access.user_id
        or project.owner_post_id in access.post_ids
        or project.lead_unit_id in access.unit_ids
        or project.responsible_unit_id in access.unit_ids
    )


def _visits(access: Access, visit: Visit) -> bool:
    """The leader's own visits; the office and the project's task force keep the log as well."""
    return (
        Role.OFFICE in access.roles
        or visit.leader_id in access.post_ids
        or is_force_head(access, visit.project)
    )


_STEERING = (Role.OFFICE, Role.COMMANDER, Role.SPONSOR, Role.TASK_FORCE)
_WORKING = [role for role in Role if role != Role.READER]
declare("meeting.call", "召开调度会", *_STEERING, on_row=_runs)
declare("meeting.run", "主持和记录调度会", *_STEERING, Role.UNIT_HEAD, on_row=_runs)
declare(
    "pack.make",
    "制作会议资料包",
    *(*_STEERING, Role.UNIT_HEAD, Role.LIAISON, Role.INSPECTOR, Role.APPRAISER),
)
declare("blocker.raise", "提出堵点", *_WORKING, on_row=_sees)
declare("blocker.judge", "确认自己提出的堵点", *_WORKING, on_row=_raised)
declare(
    "blocker.own",
    "盯办堵点",
    *(Role.OFFICE, Role.TASK_FORCE, Role.UNIT_HEAD, Role.LIAISON),
    on_row=_owns,
)
declare("blocker.clear", "解决堵点", Role.UNIT_HEAD, Role.LIAISON, on_row=_does)
declare("blocker.release", "发布堵点清单", Role.OFFICE)
declare("visit.log", "登记走访", *_STEERING, on_row=_visits)
