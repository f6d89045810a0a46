"""Letters that fail: whose fault it was, how long it rests, and that nobody else waits for it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.domain.words import Sentence, say
from guatu.notices.actions import deliver, spread
from guatu.notices.actions.delivering import AT_A_TIME, KEPT_TRYING, MOST_TRIES
from guatu.notices.channels import Channels
from guatu.notices.channels.base import Channel, ChannelDown, LetterRefused, Parcel, Route
from guatu.notices.choices import Sending
from guatu.notices.models import ChannelSetting, Delivery, Letter, Notice
from guatu.notices.queries import faults
from guatu.org.models import User
from tests.city import NOW, City
from tests.notices.sample import everyone, happen, prefer

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Moody(Channel):
    """Does what the test asks for; ``tried`` is everything that it was given."""

    def __init__(self, code: str) -> None:
        self.code = self.label = code
        self.trouble: Exception | None = None
        self.for_whom = ""
        self.tried: list[Parcel] = []

    def is_ready(self, route: Route | None) -> bool:
        return True

    def send(self, parcel: Parcel, route: Route, now: datetime) -> None:
        self.tried.append(parcel)
        if self.trouble and self.for_whom in ("", parcel.name):
            raise self.trouble


DOWN = ChannelDown(say("示例：停机"))


@pytest.fixture
def slow() -> Moody:
    return Moody("slow")


@pytest.fixture
def quick() -> Moody:
    return Moody("quick")


@pytest.fixture
def channels(running: City, slow: Moody, quick: Moody) -> Channels:
    for person in everyone(running):
        prefer(person, "slow")
        prefer(person, "quick")
    return {"slow": slow, "quick": quick}


def test_a_dead_channel_costs_one_try_a_pause_and_holds_up_no_other(
    city: City, channels: Channels, slow: Moody, quick: Moody
) -> None:
    slow.trouble = DOWN
    people = list(everyone(city))
    happen(city.industry, *people)
    spread(NOW, channels=channels)
    deliver(NOW, channels=channels)
    assert len(slow.tried) == 1
    assert len(quick.tried) == len(people)
    for minute in range(1, 61):
        deliver(NOW + minute * MINUTE, channels=channels)
    assert 5 <= len(slow.tried) <= 8
    slow.trouble = None
    deliver(NOW + 2 * HOUR, channels=channels)
    assert set(Delivery.objects.values_list("status", flat=True)) == {Sending.SENT}
    row = ChannelSetting.objects.get(channel="slow")
    assert (row.failures, row.fault, row.paused_until) == (0, None, None)


def test_many_that_wait_for_a_dead_channel_do_not_crowd_out_the_rest(
    city: City, channels: Channels, slow: Moody, quick: Moody
) -> None:
    """More piles than a look takes in, all older, all of the dead channel."""
    slow.trouble = DOWN
    happen(city.industry, city.liaison)
    spread(NOW, channels=channels)
    [late] = Delivery.objects.filter(channel="quick")
    crowd = [
        Delivery(
            tenant=city.tenant,
            notice=late.notice,
            user=User.objects.create(
                tenant=city.tenant, username=f"crowd-{n}", name="示例", created_at=NOW
            ),
            channel="slow",
            urgency=late.urgency,
            due_at=NOW - DAY,
        )
        for n in range(AT_A_TIME + 5)
    ]
    for one in crowd:
        one.notice = Notice.objects.create(
            tenant=city.tenant,
            event_id=late.notice.event_id,
            user=one.user,
            kind="dispatch",
            words=late.notice.words,
            at=NOW,
            told_at=NOW,
        )
    Delivery.objects.bulk_create(crowd)
    deliver(NOW, channels=channels)
    assert (len(slow.tried), len(quick.tried)) == (1, 1)


def test_a_channel_that_breaks_on_one_letter_sends_the_others(
    city: City, channels: Channels, slow: Moody, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault of ours: the letter waits with a sentence, is not lost, and blames no channel."""
    slow.trouble, slow.for_whom = ZeroDivisionError(), city.liaison.name
    people = list(everyone(city))
    happen(city.industry, *people)
    spread(NOW, channels=channels)
    deliver(NOW, channels=channels)
    assert len(slow.tried) == len(people)
    assert "ZeroDivisionError" in caplog.text
    [left] = Letter.objects.exclude(status=Sending.SENT)
    assert (left.user, left.status) == (city.liaison, Sending.WAITING)
    assert "程序出错" in str(left.fault)
    assert not ChannelSetting.objects.filter(failures__gt=0).exists()
    for turn in range(MOST_TRIES):
        deliver(NOW + (turn + 1) * HOUR, channels=channels)
    left.refresh_from_db()
    assert (left.status, left.tries) == (Sending.GIVEN_UP, MOST_TRIES)


def test_a_refused_letter_does_not_let_the_channel_rest(
    city: City, channels: Channels, slow: Moody
) -> None:
    slow.trouble, slow.for_whom = LetterRefused(say("示例：不收")), city.liaison.name
    happen(city.industry, city.liaison, city.head)
    spread(NOW, channels=channels)
    done = deliver(NOW, channels=channels)
    assert (done.sent, done.given_up, done.failed) == (3, 1, 0)


def test_what_could_not_leave_for_days_is_given_up_without_a_try(
    city: City, channels: Channels, slow: Moody
) -> None:
    slow.trouble = DOWN
    happen(city.industry, city.liaison)
    spread(NOW, channels=channels)
    deliver(NOW, channels=channels)
    deliver(NOW + KEPT_TRYING + HOUR, channels=channels)
    assert len(slow.tried) == 1
    assert Letter.objects.get(channel="slow").status == Sending.GIVEN_UP
    fault = Sentence.from_json(Letter.objects.get(channel="slow").fault)
    assert "3 天内没有送达" in str(fault)


def test_the_urgent_leave_before_the_others_and_apart_from_them(
    city: City, channels: Channels, quick: Moody
) -> None:
    happen(city.industry, city.liaison)
    happen(city.industry, city.head)
    happen(city.industry, city.head, urgent=True)
    spread(NOW, channels=channels)
    deliver(NOW, channels={"quick": quick})
    first, *rest = quick.tried
    assert (first.name, first.urgent) == (city.head.name, True)
    assert [one.urgent for one in rest] == [False, False]


def test_everybody_gets_his_own_letter(city: City, channels: Channels, quick: Moody) -> None:
    happen(city.industry, *everyone(city))
    spread(NOW, channels={"quick": quick})
    everybody = Delivery.objects.count()
    deliver(NOW, limit=AT_A_TIME, channels={"quick": quick})
    assert len(quick.tried) == everybody


def test_a_worker_that_was_overtaken_marks_nothing(
    city: City, channels: Channels, quick: Moody
) -> None:
    """Its lease ran out while it was sending; the other has the same letter under the same key."""

    class Overtaken(Moody):
        def send(self, parcel: Parcel, route: Route, now: datetime) -> None:
            deliver(NOW + HOUR, channels={"quick": quick})

    happen(city.industry, city.liaison)
    spread(NOW, channels={"quick": quick})
    done = deliver(NOW, channels={"quick": Overtaken("quick")})
    assert done.sent == 0
    letter = Letter.objects.get()
    assert (letter.status, letter.tries, letter.sent_at) == (Sending.SENT, 2, NOW + HOUR)
    assert [one.key for one in quick.tried] == [letter.pk]


def test_an_idle_round_asks_little(city: City, channels: Channels) -> None:
    with CaptureQueriesContext(connection) as taken:
        spread(NOW, channels=channels)
        deliver(NOW, channels=channels)
    asked = [one for one in taken if one["sql"].startswith("SELECT")]
    assert len(asked) == 4


def test_faults_are_found(city: City, channels: Channels) -> None:
    happen(city.industry, city.liaison)
    spread(NOW, channels=channels)
    assert list(faults(city.tenant.pk, NOW)) == []
    assert "超过一天" in str(next(iter(faults(city.tenant.pk, NOW + 2 * DAY))))
    deliver(NOW, channels=channels)
    Letter.objects.filter(channel="slow").update(status=Sending.GIVEN_UP)
    [said] = faults(city.tenant.pk, NOW)
    assert str(said).startswith("1 条提醒的发送状态与信件不符")
