"""What every channel keeps, whichever it is: the same tests run over the whole registry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar, Protocol

import pytest

from guatu.domain.words import Sentence
from guatu.notices.actions import deliver, resend_given_up, spread
from guatu.notices.actions.delivering import MOST_TRIES
from guatu.notices.channels import CHANNELS
from guatu.notices.choices import Sending
from guatu.notices.models import ChannelSetting, Delivery, Letter, Notice
from tests.city import NOW, City
from tests.notices.sample import CHANNELS_HERE, happen, only, set_up, tell
from tests.notices.servers import MailServer, WebServer

SECRET = "示例密钥-gmt-2021"
HOUR = timedelta(hours=1)


class Bench(Protocol):
    """A channel set up on this machine, and what can be seen at its other end."""

    code: ClassVar[str]

    def arrivals(self) -> list[tuple[str, str]]:
        """Effect keys and words, as often as they came in."""

    def fail(self) -> None: ...

    def refuse(self) -> None: ...

    def mend(self) -> None: ...


class InboxBench:
    code: ClassVar[str] = "inbox"

    def __init__(self, city: City, web: WebServer, mails: MailServer) -> None:
        self.city = city

    def arrivals(self) -> list[tuple[str, str]]:
        rows = Notice.objects.visible_to(self.city.liaison)
        return [(str(row.event_id), str(Sentence.from_json(row.words))) for row in rows]

    def fail(self) -> None:
        pytest.skip("the inbox is where the notice is written: it cannot fail alone")

    refuse = mend = fail


class MailBench:
    code: ClassVar[str] = "mail"

    def __init__(self, city: City, web: WebServer, mails: MailServer) -> None:
        self.mails = mails

    def arrivals(self) -> list[tuple[str, str]]:
        return [
            (str(one["Message-ID"]), _decoded(one.get_payload(decode=True)))
            for one in self.mails.messages
        ]

    def fail(self) -> None:
        self.mails.to_recipient = b"451 later"

    def refuse(self) -> None:
        self.mails.to_recipient = b"550 unknown"

    def mend(self) -> None:
        self.mails.to_recipient = b"250 OK"


class CallingBench:
    code: ClassVar[str]
    path: ClassVar[str] = "/hook?key=example"

    def __init__(self, city: City, web: WebServer, mails: MailServer) -> None:
        self.web = web
        set_up(city.tenant, self.code, web.url(self.path), SECRET)

    def arrivals(self) -> list[tuple[str, str]]:
        taken = [call for call in self.web.calls if call.path]
        self.web.calls = taken
        return [(call.headers["idempotency-key"], call.body.decode()) for call in taken]

    def fail(self) -> None:
        self.web.status = 503

    def refuse(self) -> None:
        pytest.skip("a robot refuses no single message")

    def mend(self) -> None:
        self.web.status, self.web.calls = 200, []


class WebhookBench(CallingBench):
    code: ClassVar[str] = "webhook"

    def refuse(self) -> None:
        self.web.status = 422


class WecomBench(CallingBench):
    code: ClassVar[str] = "wecom"


class DingtalkBench(CallingBench):
    code: ClassVar[str] = "dingtalk"


BENCHES: dict[str, Callable[..., Any]] = {
    bench.code: bench for bench in (InboxBench, MailBench, WebhookBench, WecomBench, DingtalkBench)
}


def _decoded(payload: Any) -> str:
    return payload.decode() if isinstance(payload, bytes) else str(payload)


@pytest.fixture(params=list(CHANNELS))
def bench(
    request: pytest.FixtureRequest, running: City, web: WebServer, post_office: MailServer
) -> Bench:
    made: Bench = BENCHES[request.param](running, web, post_office)
    address = "liaison@example.test" if made.code == "mail" else ""
    only(running.liaison, made.code, address=address)
    return made


def test_every_channel_of_the_registry_is_tested_here() -> None:
    assert set(BENCHES) == set(CHANNELS)
    assert all(channel.code == code for code, channel in CHANNELS.items())
    assert all(str(channel.label) and str(channel.about) for channel in CHANNELS.values())


def test_a_notice_arrives_once_however_often_the_worker_runs(city: City, bench: Bench) -> None:
    happen(city.industry, city.liaison)
    for turn in range(3):
        tell(NOW + turn * HOUR)
    assert len(bench.arrivals()) == 1
    key, words = bench.arrivals()[0]
    assert key
    assert "示例" in words


def test_two_events_are_two_keys(city: City, bench: Bench) -> None:
    for turn in range(2):
        happen(city.industry, city.liaison, at=NOW + turn * HOUR)
        tell(NOW + turn * HOUR)
    keys = {key for key, _words in bench.arrivals()}
    assert len(keys) == 2


def test_nobody_else_gets_it(city: City, bench: Bench) -> None:
    happen(city.industry, city.head)
    tell()
    assert bench.arrivals() == []


def test_what_fails_is_tried_until_it_arrives_under_the_same_key(city: City, bench: Bench) -> None:
    bench.fail()
    happen(city.industry, city.liaison)
    tell()
    letter = Letter.objects.get()
    assert (letter.status, letter.tries) == (Sending.WAITING, 1)
    assert letter.fault
    bench.mend()
    tell(NOW + timedelta(seconds=30))
    assert bench.arrivals() == []  # the channel rests
    tell(NOW + HOUR)
    tell(NOW + 2 * HOUR)
    [(key, _words)] = bench.arrivals()
    assert str(letter.pk) in key
    letter.refresh_from_db()
    assert (letter.status, letter.fault) == (Sending.SENT, None)
    assert Delivery.objects.get().status == Sending.SENT


def test_what_never_works_is_given_up_with_a_sentence(city: City, bench: Bench) -> None:
    bench.fail()
    happen(city.industry, city.liaison)
    for turn in range(MOST_TRIES + 3):
        tell(NOW + turn * HOUR)
    letter = Letter.objects.get()
    assert (letter.status, letter.tries) == (Sending.GIVEN_UP, MOST_TRIES)
    assert letter.fault
    setting = ChannelSetting.objects.get(tenant=city.tenant, channel=bench.code)
    assert setting.failures == MOST_TRIES
    assert setting.fault == letter.fault
    assert Notice.objects.filter(user=city.liaison).count() == 1


def test_what_was_given_up_can_be_sent_again(city: City, bench: Bench) -> None:
    bench.fail()
    happen(city.industry, city.liaison)
    for turn in range(MOST_TRIES):
        tell(NOW + turn * HOUR)
    bench.mend()
    later = NOW + timedelta(days=7)
    assert resend_given_up(city.tenant, bench.code, by=city.office, now=later) == 1
    deliver(later, channels=CHANNELS_HERE)
    [(key, _words)] = bench.arrivals()
    assert str(Letter.objects.get().pk) in key
    assert Letter.objects.get().status == Sending.SENT


def test_what_is_refused_for_good_is_not_tried_again(city: City, bench: Bench) -> None:
    bench.refuse()
    happen(city.industry, city.liaison)
    tell()
    letter = Letter.objects.get()
    assert (letter.status, letter.tries) == (Sending.GIVEN_UP, 1)
    assert letter.fault
    assert not ChannelSetting.objects.filter(channel=bench.code, failures__gt=0).exists()


def test_no_fault_tells_the_secret_or_the_key_of_the_address(city: City, bench: Bench) -> None:
    bench.fail()
    happen(city.industry, city.liaison)
    tell()
    said = str(Letter.objects.get().fault)
    assert SECRET not in said
    assert "example" not in said.replace("example.test", "")


def test_who_does_not_want_the_channel_gets_nothing_by_it(city: City, bench: Bench) -> None:
    if not CHANNELS[bench.code].outward:
        pytest.skip("nobody can do without the inbox")
    only(city.liaison, bench.code, enabled=False, address="liaison@example.test")
    happen(city.industry, city.liaison, urgent=True)
    tell()
    assert bench.arrivals() == []


def test_a_choice_made_between_spreading_and_sending_counts(city: City, bench: Bench) -> None:
    if not CHANNELS[bench.code].outward:
        pytest.skip("nobody can do without the inbox")
    happen(city.industry, city.liaison)
    spread(NOW, channels=CHANNELS_HERE)
    only(city.liaison, bench.code, enabled=False)
    deliver(NOW, channels=CHANNELS_HERE)
    assert bench.arrivals() == []
    assert Letter.objects.get().status == Sending.DROPPED


def test_several_at_once_are_one_letter(city: City, bench: Bench) -> None:
    if not CHANNELS[bench.code].outward:
        pytest.skip("the inbox keeps each notice by itself")
    for _time in range(3):
        happen(city.industry, city.liaison)
    tell()
    assert len(bench.arrivals()) == 1
    assert Delivery.objects.filter(letter__status=Sending.SENT).count() == 3
