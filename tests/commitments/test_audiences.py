"""Who is told of what happens to promises, by the posts of now."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

import pytest

from guatu.commitments.actions import approving, drafting, practising, reviewing, revising
from guatu.commitments.actions.reminding import remind
from guatu.commitments.actions.revising import Wanted
from guatu.commitments.events import TELLS
from guatu.commitments.models import Commitment
from guatu.domain.commitments import Status
from guatu.journal.outbox import Occasion
from guatu.journal.queries import history_of, sentence_of
from guatu.kit.clock import CHINA
from guatu.notices.audience import audiences, people_told
from tests.city import NOW, TODAY, City
from tests.commitments.promising import DAY, DUE, in_state, shown


def told(object_id: UUID, code: str) -> set[str]:
    """The names of those told of the newest event of that code."""
    event = history_of(object_id).filter(code=code).first()
    assert event is not None
    occasion = Occasion(
        event_id=event.pk,
        tenant_id=event.tenant_id,
        at=event.at,
        code=event.code,
        object_kind=event.object_kind,
        object_id=event.object_id,
        object_label=event.object_label,
        actor_id=event.actor_id,
        actor_name=event.actor_name,
        details=event.details,
        sentence=sentence_of(event),
    )
    return {one.user.username.removeprefix("370881-") for one in people_told(occasion)}


@pytest.fixture
def row(city: City) -> Commitment:
    return shown(city, owner_post=city.posts["owner"], handling_unit=city.industry)


def test_everything_that_tells_has_its_audience() -> None:
    assert set(TELLS) <= set(audiences())


def test_the_promiser_is_asked_first_and_the_office_after(city: City, row: Commitment) -> None:
    assert told(row.pk, "commitment.offered") == {"head"}
    assert told(row.pk, "commitment.confirmed") == {"office"}
    assert told(row.pk, "commitment.shown") == {"head", "owner", "liaison"}


def test_who_drafted_hears_what_is_to_be_changed(city: City) -> None:
    row = in_state(city, Status.OFFERED)
    approving.decline(row, reason="目标偏高", by=city.head, now=NOW)
    assert told(row.pk, "commitment.declined") == {"office"}


def test_a_claim_goes_to_those_who_judge_and_a_request_to_those_who_approve(
    city: City, row: Commitment
) -> None:
    practising.report(row, words="已交付", met_on=TODAY, by=city.head, now=NOW)
    assert told(row.pk, "commitment.claimed") == {"inspector"}
    wanted = Wanted(row.words, row.measure, "2 万平方米", DUE + 20 * DAY)
    revising.ask_revision(row, wanted, reason="征迁推后", by=city.head, now=NOW)
    assert told(row.pk, "commitment.revision_asked") == {"office"}
    revising.grant_revision(row, by=city.office, now=NOW)
    assert told(row.pk, "commitment.revised") == {"head", "owner", "liaison"}


def test_reminders_reach_the_promiser_and_after_the_day_the_judge(
    city: City, row: Commitment
) -> None:
    remind(datetime.combine(DUE - 3 * DAY, time(7), CHINA))
    assert told(row.pk, "commitment.reminded") == {"head", "owner", "liaison"}
    remind(datetime.combine(DUE + DAY, time(7), CHINA))
    assert told(row.pk, "commitment.reminded") == {"head", "owner", "liaison", "inspector"}


def test_whoever_did_it_is_not_told(city: City) -> None:
    row = in_state(city, Status.SHOWN)
    drafting.withdraw(row, reason="项目退出", by=city.office, now=NOW)
    assert told(row.pk, "commitment.withdrawn") == {"head"}


def test_reviews_tell_whose_year_it_is(city: City, row: Commitment) -> None:
    (review,) = reviewing.open_reviews(city.tenant, 2021, by=city.office, now=NOW)
    assert told(review.pk, "commitment_review.opened") == {"head"}
