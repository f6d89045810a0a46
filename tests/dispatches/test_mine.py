"""What waits for somebody, asked of all dispatches at once, is what each one offers him."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Q

from guatu.dispatches.access import parties_of, parts_of, verbs_open
from guatu.dispatches.models import Dispatch
from guatu.dispatches.queries.mine import (
    to_decide,
    to_deliver,
    to_receive,
    to_reply,
    to_review,
)
from guatu.domain.lifecycle import Party, Status, Verb
from guatu.org.access import Access
from tests.city import City
from tests.dispatches.cast import Cast, at, build_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def everywhere(city: City) -> Cast:
    """A dispatch in every state, one that waits, one that asks for time, one led by its issuer."""
    cast = build_cast(city)
    for status in Status:
        at(cast, status)
    at(cast, Status.RECEIVED).do(Verb.PAUSE)
    at(cast, Status.RECEIVED).do(Verb.ASK_EXTENSION, until=date(2021, 4, 2), reason="等评审")
    at(cast, Status.RECEIVED).do(Verb.RECEIVE_PART)
    at(cast, Status.ISSUED, owner_post=city.posts["head"])
    at(cast, Status.REPLIED, assisting=())
    return cast


def told(access: Access, dispatch: Dispatch) -> dict[str, bool]:
    """What waits for a person of one dispatch, by what he may do with it."""
    verbs = set(verbs_open(access, dispatch))
    helping = {part.status for part in parts_of(access, dispatch) if not part.is_lead}
    asked = dispatch.extensions.filter(status="asked").exists()
    declined = dispatch.stage is Status.DECLINED
    return {
        "receive": Verb.RECEIVE in verbs or (Verb.RECEIVE_PART in verbs and "waiting" in helping),
        "reply": (Verb.REPLY in verbs and not dispatch.waiting)
        or (Verb.REPORT_PART in verbs and "working" in helping),
        "review": bool(verbs & {Verb.COMPLETE, Verb.SIGN_OFF})
        or (Verb.GRANT_EXTENSION in verbs and asked),
        "decide": Verb.APPROVE in verbs or (declined and Verb.REASSIGN in verbs),
        "deliver": Party.AWAITED in parties_of(access, dispatch),
    }


def found(access: Access) -> dict[str, set[object]]:
    questions: dict[str, Q] = {
        "receive": to_receive(access),
        "reply": to_reply(access),
        "review": to_review(access),
        "decide": to_decide(access),
        "deliver": to_deliver(access),
    }
    mine = Dispatch.objects.filter(tenant_id=access.tenant_id)
    return {name: set(mine.filter(q).values_list("pk", flat=True)) for name, q in questions.items()}


@pytest.mark.parametrize(
    "who",
    [
        "issuer", "approver", "office", "doer", "helper", "reviewer", "awaited", "stranger",
        "reader", "admin", "neighbour",
    ],
)  # fmt: skip
def test_lists_and_buttons_agree(everywhere: Cast, who: str) -> None:
    access = everywhere.people[who].access
    listed = found(access)
    for dispatch in Dispatch.objects.filter(tenant_id=access.tenant_id):
        for name, waits in told(access, dispatch).items():
            assert (dispatch.pk in listed[name]) == waits, (name, dispatch.status)


def test_there_is_something_for_everybody_who_acts(everywhere: Cast) -> None:
    first = {
        "doer": "receive", "helper": "reply", "issuer": "review", "approver": "decide",
        "awaited": "deliver",
    }  # fmt: skip
    for who, name in first.items():
        assert found(everywhere.people[who].access)[name], (who, name)
