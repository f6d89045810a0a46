"""How somebody of each role stands to a dispatch, by the place of the post."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from guatu.dispatches.access import parties_of
from guatu.dispatches.actions.drafting import give
from guatu.dispatches.models import Dispatch, Pause
from guatu.domain.lifecycle import Party, Status
from guatu.org.access import UNIT_WIDE, Access
from guatu.org.choices import Role
from tests.city import NOW, City
from tests.dispatches.cast import Cast, Course, at, build_cast

pytestmark = pytest.mark.django_db

#: I issuer, A approver, D doer, H helper, R reviewer, W who is waited for; . none of them.
#: A post speaks for its unit only with a role of the unit: its head or its liaison.
PARTIES = """
               issues  its_unit  answers  leads  assists  awaited  elsewhere
office         IAR     IAR       D        IAR    IAR      IAR      IAR
commander      IAR     .         .        .      .        .        .
sponsor        IAR     .         .        .      .        .        .
task_force     IR      .         D        .      .        .        .
unit_head      IAR     IAR       D        D      H        W        .
liaison        IR      IR        D        D      H        W        .
project_owner  .       .         D        .      .        .        .
inspector      IR      R         .        R      R        R        R
appraiser      .       .         .        .      .        .        .
investment     .       .         .        .      .        .        .
reader         .       .         .        .      .        .        .
"""
HEAD, *LINES = [line.split() for line in PARTIES.strip().split("\n")]
CELLS = [
    (role, place, said) for role, *cells in LINES for place, said in zip(HEAD, cells, strict=True)
]
LETTERS = {
    "I": Party.ISSUER,
    "A": Party.APPROVER,
    "D": Party.DOER,
    "H": Party.HELPER,
    "R": Party.REVIEWER,
    "W": Party.AWAITED,
}


def waiting(cast: Cast) -> Dispatch:
    """Led by 示例工信局, where its head answers; assisted, and waiting for 示例水务局."""
    course = at(cast, Status.RECEIVED, owner_post=cast.city.posts["head"])
    Pause.objects.create(
        dispatch=course.dispatch, unit=cast.water, reason="示例", since=NOW, by_name="示例"
    )
    return course.dispatch


def somebody(cast: Cast, dispatch: Dispatch, role: str, place: str) -> Access:
    city = cast.city
    units: dict[str, UUID] = {
        "issues": cast.plan.pk,
        "its_unit": cast.plan.pk,
        "answers": city.industry.pk,
        "leads": city.industry.pk,
        "assists": city.housing.pk,
        "awaited": cast.water.pk,
        "elsewhere": cast.woods.pk,
    }
    posts = {"issues": dispatch.issuer_post_id, "answers": city.posts["head"].pk}
    wide = {units[place]} if role in UNIT_WIDE else set()
    return Access(
        user_id=uuid4(),
        tenant_id=city.tenant.pk,
        roles=frozenset({role}),
        admin_kind="",
        post_ids=frozenset({posts.get(place) or uuid4()}),
        unit_ids=frozenset(wide),
        unit_paths=(),
    )


def test_every_role_stands_here() -> None:
    assert [line[0] for line in LINES] == [str(role) for role in Role]


def test_how_each_role_stands_by_its_place(city: City) -> None:
    cast = build_cast(city)
    dispatch = waiting(cast)
    found = {
        (role, place): parties_of(somebody(cast, dispatch, role, place), dispatch)
        for role, place, _ in CELLS
    }
    wanted = {
        (role, place): frozenset(LETTERS[letter] for letter in said if letter != ".")
        for role, place, said in CELLS
    }
    assert found == wanted


def test_who_does_it_never_reviews_it_whatever_else_he_is(cast: Cast) -> None:
    """The head of the issuing unit also liaises for the unit that leads."""
    dispatch = at(cast, Status.REPLIED).dispatch
    head = somebody(cast, dispatch, Role.UNIT_HEAD, "issues")
    industry = cast.city.industry
    units = head.unit_ids | {industry.pk}
    both = replace(head, unit_ids=units, unit_paths=(cast.plan.path, industry.path))
    assert parties_of(head, dispatch) == {Party.ISSUER, Party.APPROVER, Party.REVIEWER}
    assert parties_of(both, dispatch) == {Party.DOER}


def test_who_replied_does_not_review_even_in_another_post(cast: Cast) -> None:
    dispatch = at(cast, Status.REPLIED).dispatch
    moved = somebody(cast, dispatch, Role.INSPECTOR, "elsewhere")
    assert parties_of(moved, dispatch) == {Party.REVIEWER}
    assert parties_of(replace(moved, user_id=cast.city.liaison.pk), dispatch) == frozenset()


def test_a_head_who_hands_down_to_a_unit_below_does_not_do_it_himself(cast: Cast) -> None:
    """示例工信局 gives a matter to its own 示例产业中心, where the post that answers does it."""
    city = cast.city
    course = Course(cast)
    matter = course.matter(lead_unit=city.workshop, assisting=())
    given = give(city.tenant, matter, by=city.head, now=NOW)
    assert parties_of(city.head.access, given) == {Party.ISSUER, Party.APPROVER, Party.REVIEWER}
    assert parties_of(city.liaison.access, given) == {Party.ISSUER, Party.REVIEWER}
