"""Who may do what with a dispatch: read from the table of ``guatu.domain.lifecycle``."""

from __future__ import annotations

from collections.abc import Callable

from guatu.dispatches.models import Dispatch, Part, Pause
from guatu.domain.lifecycle import TABLE, VERB_WORDS, Party, Step, Verb, open_to, row_of
from guatu.org.access import Access, declare
from guatu.org.choices import Role

ROLES: dict[Party, frozenset[Role]] = {
    Party.ISSUER: frozenset(
        {
            Role.OFFICE,
            Role.COMMANDER,
            Role.SPONSOR,
            Role.TASK_FORCE,
            Role.UNIT_HEAD,
            Role.LIAISON,
            Role.INSPECTOR,
        }
    ),
    Party.APPROVER: frozenset({Role.OFFICE, Role.COMMANDER, Role.SPONSOR, Role.UNIT_HEAD}),
    Party.DOER: frozenset(
        {Role.OFFICE, Role.TASK_FORCE, Role.UNIT_HEAD, Role.LIAISON, Role.PROJECT_OWNER}
    ),
    Party.HELPER: frozenset(
        {Role.OFFICE, Role.TASK_FORCE, Role.UNIT_HEAD, Role.LIAISON, Role.PROJECT_OWNER}
    ),
    Party.REVIEWER: frozenset(
        {
            Role.OFFICE,
            Role.COMMANDER,
            Role.SPONSOR,
            Role.TASK_FORCE,
            Role.UNIT_HEAD,
            Role.LIAISON,
            Role.INSPECTOR,
        }
    ),
    Party.AWAITED: frozenset({Role.UNIT_HEAD, Role.LIAISON}),
}
"""The roles in which somebody can stand so to a dispatch; which one follows from its row."""


def parties_of(access: Access, dispatch: Dispatch) -> frozenset[Party]:
    """How a person stands to ``dispatch``, whose parts and pauses are read.

    Who does or assists never issues, approves or reviews the same matter, whatever else the
    person is; who replied does not review, even after changing the post.
    """
    done_by = parts_of(access, dispatch)
    found = set()
    if any(part.is_lead for part in done_by):
        found.add(Party.DOER)
    if any(not part.is_lead for part in done_by):
        found.add(Party.HELPER)
    if not found:
        found |= _sides(access, dispatch)
    if any(pause.unit_id in access.unit_ids for pause in _open_pauses(dispatch)):
        found.add(Party.AWAITED)
    return frozenset(party for party in found if ROLES[party] & access.roles)


def parts_of(access: Access, dispatch: Dispatch) -> list[Part]:
    """The parts that are this person's to do.

    A head sees the units below as his own: what he hands down to one of them is not his to do,
    unless he has a post there as well.
    """
    issues = _stands_with_issuer(access, dispatch)
    return [
        part
        for part in dispatch.parts.all()
        if part.is_in
        and (
            part.post_id in access.post_ids
            or (
                part.unit_id in access.unit_ids
                and not (issues and _is_handed_down(access, part, dispatch))
            )
        )
    ]


def _is_handed_down(access: Access, part: Part, dispatch: Dispatch) -> bool:
    return part.unit_id != dispatch.issuer_unit_id and part.unit.path not in access.unit_paths


def verbs_open(access: Access, dispatch: Dispatch) -> list[Verb]:
    """What this person may do with it now."""
    return open_to(dispatch.stage, parties_of(access, dispatch))


def _sides(access: Access, dispatch: Dispatch) -> set[Party]:
    own = _stands_with_issuer(access, dispatch)
    office = Role.OFFICE in access.roles
    found = {Party.ISSUER} if own or office else set()
    if office or (own and access.roles & {Role.COMMANDER, Role.SPONSOR, Role.UNIT_HEAD}):
        found.add(Party.APPROVER)
    reviews = own or office or Role.INSPECTOR in access.roles
    if reviews and dispatch.replied_by_id != access.user_id:
        found.add(Party.REVIEWER)
    return found


def _stands_with_issuer(access: Access, dispatch: Dispatch) -> bool:
    return dispatch.issuer_post_id in access.post_ids or dispatch.issuer_unit_id in access.unit_ids


def _open_pauses(dispatch: Dispatch) -> list[Pause]:
    return [pause for pause in dispatch.pauses.all() if pause.until is None]


def _row_rule(step: Step) -> Callable[[Access, Dispatch], bool]:
    def may(access: Access, dispatch: Dispatch) -> bool:
        return bool(step.parties & parties_of(access, dispatch))

    named = sorted(step.parties, key=list(Party).index)
    may.__doc__ = f"Who stands to the dispatch as {' or '.join(named)}."
    return may


def _roles_of(step: Step) -> list[Role]:
    held = {role for party in step.parties for role in ROLES[party]}
    return [role for role in Role if role in held]


def code_of(verb: Verb) -> str:
    return f"dispatch.{verb}"


def _declare(step: Step) -> None:
    words = VERB_WORDS[step.verb]
    declare(code_of(step.verb), f"交办单：{words}", *_roles_of(step), on_row=_row_rule(step))


for _row in TABLE:
    _declare(_row)
declare("dispatch.draft", "交办单：拟稿", *_roles_of(row_of(Verb.SUBMIT)))
declare("dispatch.sample", "抽取回头看", Role.OFFICE, Role.INSPECTOR)
declare("dispatch.recheck", "登记回头看结果", Role.OFFICE, Role.INSPECTOR)
declare("dispatch.terms", "设定派单规则", Role.OFFICE)
