"""Who may do what with promises; the table is ``guatu.domain.commitments.TABLE``.

How a person stands to a promise is a set of parties, each an act declared here. Whoever promises
or handles one is none of its approvers and judges.
"""

from __future__ import annotations

from types import MappingProxyType

from guatu.commitments.models import APPROVERS, REVIEWERS, Commitment, YearlyReview
from guatu.domain.commitments import VERB_WORDS, Party, Status, Verb, open_to, parties_of
from guatu.domain.words import say
from guatu.org.access import Access, Forbidden, can, declare
from guatu.org.choices import Role
from guatu.org.models import User

ACTS = MappingProxyType(
    {
        Party.DRAFTER: "commitment.draft",
        Party.PROMISER: "commitment.promise",
        Party.HANDLER: "commitment.handle",
        Party.APPROVER: "commitment.approve",
        Party.JUDGE: "commitment.judge",
    }
)


def parties(user: User, commitment: Commitment) -> frozenset[Party]:
    """How ``user`` stands to a promise now."""
    return frozenset(party for party, act in ACTS.items() if can(user, act, commitment))


def verbs_open(user: User, commitment: Commitment) -> list[Verb]:
    """What ``user`` may do with a promise as it stands, in the order of the table."""
    return open_to(Status(commitment.status), parties(user, commitment))


def require_verb(user: User, verb: Verb, commitment: Commitment) -> None:
    """Raise ``Forbidden`` unless one of the parties of ``verb`` is held."""
    refuse_others(user, parties_of(verb), verb, commitment)


def refuse_others(
    user: User, allowed: frozenset[Party], verb: Verb, commitment: Commitment
) -> None:
    """Raise ``Forbidden`` unless ``user`` stands to the promise as one of ``allowed``."""
    if parties(user, commitment) & allowed:
        return
    if Party.JUDGE in allowed and is_own(user.access, commitment):
        raise Forbidden(say("承诺人和承办人不评定自己的承诺，请由督查、考核或总指挥部办公室评定。"))
    words = VERB_WORDS[verb]
    raise Forbidden(say("您的岗位不能“{act}”。如确有需要，请联系总指挥部办公室。", act=words))


def is_own(access: Access, commitment: Commitment) -> bool:
    """Whether this person promised it, answers for it, or is of a unit that does."""
    return (
        commitment.post_id in access.post_ids
        or commitment.owner_post_id in access.post_ids
        or commitment.unit_id in access.unit_ids
        or commitment.handling_unit_id in access.unit_ids
    )


def _drafts(access: Access, commitment: Commitment) -> bool:
    """The unit that promises and the post itself; the office for what the office drafts."""
    if Role.OFFICE in access.roles and commitment.by_office:
        return True
    return commitment.unit_id in access.unit_ids or commitment.post_id in access.post_ids


def _promises(access: Access, commitment: Commitment) -> bool:
    """The post that promises, nobody for it."""
    return commitment.post_id in access.post_ids


def _handles(access: Access, commitment: Commitment) -> bool:
    """The post that answers for it, and the units that promise and handle it."""
    return is_own(access, commitment)


def _stands_apart(access: Access, commitment: Commitment) -> bool:
    """Nobody who promised it, answers for it, or is of a unit that does."""
    return not is_own(access, commitment)


def _gives_account(access: Access, review: YearlyReview) -> bool:
    """The post that promised, nobody for it."""
    return review.post_id in access.post_ids


def _reviews(access: Access, review: YearlyReview) -> bool:
    """Not the own year, nor that of the own unit."""
    return review.post_id not in access.post_ids and review.unit_id not in access.unit_ids


_WORKING = [role for role in Role if role != Role.READER]
_APPROVING = [role for role in Role if role in APPROVERS]
_JUDGES = [role for role in Role if role in REVIEWERS]
declare("commitment.draft", "起草承诺", *_WORKING, on_row=_drafts)
declare("commitment.promise", "确认自己的承诺", *_WORKING, on_row=_promises)
declare("commitment.handle", "报践诺情况", *_WORKING, on_row=_handles)
declare("commitment.approve", "审定承诺", *_APPROVING, on_row=_stands_apart)
declare("commitment.judge", "评定承诺", *_JUDGES, on_row=_stands_apart)
declare("commitment_review.hold", "组织述诺评诺", Role.OFFICE, Role.APPRAISER)
declare("commitment_review.account", "述诺", *_WORKING, on_row=_gives_account)
declare("commitment_review.grade", "组织评诺", *_JUDGES, on_row=_reviews)
declare("commitment_review.count", "登记群众评议", Role.OFFICE, Role.APPRAISER, on_row=_reviews)
