"""Kept answers: who takes a key first answers it, who comes again gets the answer."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from guatu.journal.answers import KEPT, Asked, Given, OtherContent, Said, forget, keep, take
from tests.city import NOW, City

ASKED = Asked(uuid4(), "示例" * 4, "/units/new/", "a" * 64)
GIVEN = Given(302, {"Location": "/units/"}, "", (Said(25, "已设单位", "success"),))


def answered(asked: Asked) -> None:
    with transaction.atomic():
        assert take(asked, NOW) is None
        keep(asked, GIVEN)


@pytest.mark.django_db
def test_the_second_gets_what_the_first_was_given() -> None:
    answered(ASKED)
    assert take(ASKED, NOW) == GIVEN


@pytest.mark.django_db
def test_two_people_may_have_the_same_key() -> None:
    answered(ASKED)
    answered(Asked(uuid4(), ASKED.key, ASKED.path, ASKED.digest))


@pytest.mark.django_db
def test_a_key_is_not_taken_for_another_content() -> None:
    answered(ASKED)
    with pytest.raises(OtherContent):
        take(Asked(ASKED.user_id, ASKED.key, ASKED.path, "b" * 64), NOW)


@pytest.mark.django_db
def test_what_was_rolled_back_leaves_the_key_free() -> None:
    with transaction.atomic():
        assert take(ASKED, NOW) is None
        transaction.set_rollback(True)
    answered(ASKED)


@pytest.mark.django_db(transaction=True)
def test_a_key_cannot_be_taken_without_its_effect() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        take(ASKED, NOW)


def test_an_answer_is_kept_for_thirty_days(city: City) -> None:
    answered(ASKED)
    assert forget(NOW + KEPT) == 0
    assert forget(NOW + KEPT + timedelta(seconds=1)) == 1
    answered(ASKED)
