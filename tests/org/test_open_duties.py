"""What is open on a unit or a post in the closed loop keeps it from being closed."""

from __future__ import annotations

from guatu.dispatches.actions.doing import receive, reply
from guatu.dispatches.actions.drafting import Matter, give
from guatu.dispatches.actions.reviewing import complete, sign_off
from guatu.dispatches.models import Dispatch
from guatu.domain.commitments import Status
from guatu.org.models import Post, Unit
from guatu.org.queries import what_holds_post, what_holds_unit
from tests.city import NOW, City
from tests.commitments.promising import in_state

GIVEN = "承办 1 件未销号的交办单"
PROMISED = "有 1 项未评定的承诺"


def dispatch(city: City) -> Dispatch:
    matter = Matter(
        title="示例用电增容",
        asked="把送电时间定下来",
        lead_unit=city.industry,
        owner_post=city.posts["liaison"],
    )
    return give(city.tenant, matter, by=city.office, now=NOW)


def held(city: City, post_key: str = "liaison") -> tuple[list[str], list[str]]:
    """What holds the industry department, and one of its posts."""
    unit = what_holds_unit(Unit.objects.get(pk=city.industry.pk))
    tied = what_holds_post(Post.objects.get(pk=city.posts[post_key].pk))
    return [str(one) for one in unit], [str(one) for one in tied]


def test_a_dispatch_holds_unit_and_post_until_it_is_signed_off(city: City) -> None:
    row = dispatch(city)
    for act, by, given in (
        (receive, city.liaison, {}),
        (reply, city.liaison, {"words": "已定"}),
        (complete, city.office, {}),
        (sign_off, city.office, {}),
    ):
        assert all(GIVEN in words for words in held(city))
        row.refresh_from_db()
        act(row, seen=row.version, by=by, now=NOW, **given)
    assert not any(GIVEN in words for words in held(city))


def test_a_promise_holds_unit_and_post_until_it_is_judged(city: City) -> None:
    in_state(city, Status.DRAFTED)
    assert not any(PROMISED in words for words in held(city, "head"))

    in_state(city, Status.SHOWN)
    assert all(PROMISED in words for words in held(city, "head"))
