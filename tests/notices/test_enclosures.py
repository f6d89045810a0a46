"""Files that travel with letters: what arrives, where it does not, and that no letter is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.message import Message
from uuid import UUID

import pytest
from django.db import connection

from guatu.domain.words import Sentence
from guatu.journal.outbox import Occasion
from guatu.kit.workbook.limits import MEGABYTE
from guatu.notices import enclosures
from guatu.notices.actions import deliver, resend_given_up, spread
from guatu.notices.actions.delivering import TRIES_WITH_FILES
from guatu.notices.channels import CHANNELS
from guatu.notices.choices import Digest, Sending
from guatu.notices.enclosures import Enclosure
from guatu.notices.models import ChannelSetting, Letter
from guatu.org.models import User
from tests.city import NOW, City
from tests.notices.sample import CHANNELS_HERE, CODE, happen, only, set_up, tell
from tests.notices.servers import MailServer, WebServer, mail_server

NAME, KIND = "示例工信局：2月进度/周清单（第1版）.xlsx", "application/octet-stream"
SAFE = "示例工信局：2月进度-周清单（第1版）.xlsx"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Files:
    """Gives the file of each event; keeps for whom it was asked."""

    def __init__(self) -> None:
        self.contents: dict[UUID, bytes] = {}
        self.usual = b"PK example"
        self.without: set[UUID] = set()
        self.trouble: Callable[[], object] | None = None
        self.asked_for: list[User] = []

    def __call__(self, of: Occasion, user: User) -> Enclosure | None:
        self.asked_for.append(user)
        if self.trouble:
            self.trouble()
        if of.object_id in self.without:
            return None
        return Enclosure(NAME, KIND, self.contents.get(of.object_id, self.usual))


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch, running: City) -> Files:
    made = Files()
    monkeypatch.setitem(enclosures._finders, CODE, made)
    only(running.liaison, "mail", address="liaison@example.test")
    return made


def attached(message: Message) -> list[tuple[str | None, bytes]]:
    return [
        (part.get_filename(), bytes(part.get_payload(decode=True)))
        for part in message.walk()
        if part.get_content_disposition() == "attachment"
    ]


def body(message: Message) -> str:
    part = next(one for one in message.walk() if one.get_content_type() == "text/plain")
    return bytes(part.get_payload(decode=True)).decode()


def fault() -> str:
    stored = Letter.objects.get().fault
    return str(Sentence.from_json(stored)) if stored else ""


def test_a_file_goes_along_by_mail_under_its_chinese_name(
    city: City, files: Files, post_office: MailServer
) -> None:
    happen(city.industry, city.liaison)
    tell()
    [message] = post_office.messages
    assert attached(message) == [(SAFE, b"PK example")]
    headers = [str(part["Content-Disposition"]) for part in message.walk()]
    assert "filename*=utf-8''" in headers[-1]
    assert f"附件：{SAFE}" in body(message)
    assert "https://guatu.example.test/units/" in body(message)
    assert files.asked_for == [city.liaison]
    assert (Letter.objects.get().status, fault()) == (Sending.SENT, "")


@pytest.mark.parametrize("code", sorted(set(CHANNELS) - {"mail", "inbox"}))
def test_other_channels_go_on_linking(city: City, files: Files, web: WebServer, code: str) -> None:
    set_up(city.tenant, code, web.url(), "示例密钥-2021")
    only(city.liaison, code)
    happen(city.industry, city.liaison)
    tell()
    [call] = web.calls
    assert "https://guatu.example.test/units/" in call.body.decode()
    assert files.asked_for == []


def _question_that_fails() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM no_such_table")


def _error() -> None:
    raise ValueError("示例")


@pytest.mark.parametrize("trouble", [_question_that_fails, _error])
def test_a_file_that_cannot_be_made_loses_no_letter(
    city: City, files: Files, post_office: MailServer, trouble: Callable[[], object]
) -> None:
    files.trouble = trouble
    happen(city.industry, city.liaison)
    tell()
    [message] = post_office.messages
    assert attached(message) == []
    assert "https://guatu.example.test/units/" in body(message)
    assert "附件没有生成（程序出错，已记入日志），请登录挂图下载。" in body(message)
    assert Letter.objects.get().status == Sending.SENT
    assert "附件没有生成" in fault()


def test_a_file_that_is_too_large_is_linked_and_a_smaller_one_still_goes(
    city: City, files: Files, post_office: MailServer
) -> None:
    files.contents = {city.industry.pk: b"a" * (5 * MEGABYTE + 1), city.housing.pk: b"small"}
    post_office.most = 100 * MEGABYTE
    happen(city.industry, city.liaison)
    happen(city.housing, city.liaison)
    tell()
    [message] = post_office.messages
    assert attached(message) == [(SAFE, b"small")]
    assert f"“{NAME}”没有随信附上：一封信的附件合计最多 5 MB；请登录挂图下载。" in body(message)
    assert "没有随信附上" in fault()


def test_a_server_that_refuses_files_gets_the_letter_without_them(
    city: City, files: Files, post_office: MailServer
) -> None:
    files.usual, post_office.most = b"a" * 20_000, 10_000
    happen(city.industry, city.liaison)
    tell()
    [message] = post_office.messages
    assert (attached(message), post_office.too_large) == ([], 1)
    assert "邮件服务器不收附件（552），请登录挂图下载。" in body(message)
    letter = Letter.objects.get()
    assert (letter.status, letter.tries) == (Sending.SENT, 1)
    assert "552" in fault()
    assert not ChannelSetting.objects.filter(channel="mail", failures__gt=0).exists()


def test_a_digest_carries_the_files_of_all_its_notices_each_once(
    city: City, files: Files, post_office: MailServer
) -> None:
    only(city.liaison, "mail", address="liaison@example.test", digest=Digest.DAILY)
    files.contents = {city.industry.pk: b"one", city.housing.pk: b"two"}
    for of in (city.industry, city.housing, city.industry):
        happen(of, city.liaison)
    tell()
    assert post_office.messages == []
    tell(NOW + 24 * HOUR)
    [message] = post_office.messages
    assert [content for _name, content in attached(message)] == [b"one", b"two"]
    assert Letter.objects.get().deliveries.count() == 3


def test_a_letter_that_is_sent_again_is_the_same_letter(
    city: City, files: Files, post_office: MailServer
) -> None:
    happen(city.industry, city.liaison)
    tell()
    Letter.objects.update(status=Sending.GIVEN_UP)
    Letter.objects.get().deliveries.update(status=Sending.GIVEN_UP)
    resend_given_up(city.tenant, "mail", by=city.office, now=NOW)
    deliver(NOW, channels=CHANNELS_HERE)
    before, after = post_office.messages
    assert before["Message-ID"] == after["Message-ID"]
    assert attached(before) == attached(after) != []


@pytest.mark.parametrize("answer", [b"", b"451 later"])
def test_files_that_a_gateway_does_not_let_through_hold_up_nobody_else(
    city: City, files: Files, post_office: MailServer, answer: bytes
) -> None:
    """It breaks off, or puts off for ever: no answer says that it is because of the file."""
    files.usual, post_office.most, post_office.to_too_large = b"a" * 20_000, 10_000, answer
    files.without = {city.housing.pk}
    only(city.office, "mail", address="office@example.test")
    happen(city.industry, city.liaison)
    tell()
    assert post_office.too_large == 1
    assert not ChannelSetting.objects.filter(channel="mail", failures__gt=0).exists()
    happen(city.housing, city.office, at=NOW, urgent=True)
    tell()
    assert [one["To"] for one in post_office.messages] == ["office@example.test"]
    deliver(NOW + MINUTE, channels=CHANNELS_HERE)
    assert (post_office.too_large, len(post_office.messages)) == (TRIES_WITH_FILES, 1)
    deliver(NOW + 3 * MINUTE, channels=CHANNELS_HERE)
    _plain, message = post_office.messages
    assert (post_office.too_large, attached(message)) == (TRIES_WITH_FILES, [])
    assert "带附件发送多次没有成功，请登录挂图下载。" in body(message)
    letter = Letter.objects.get(user=city.liaison)
    assert letter.status == Sending.SENT
    assert "带附件发送多次没有成功" in str(Sentence.from_json(letter.fault))
    assert list(letter.deliveries.values_list("enclosed", flat=True)) == [False]


def test_many_letters_with_files_all_arrive_without_them(
    city: City, files: Files, post_office: MailServer
) -> None:
    files.usual, post_office.most, post_office.to_too_large = b"a" * 20_000, 10_000, b""
    people = [city.liaison, city.head, city.other_liaison, city.owner, city.deputy]
    for number, one in enumerate(people):
        only(one, "mail", address=f"p{number}@example.test")
        happen(city.industry, one)
    for minute in range(4):
        tell(NOW + minute * MINUTE)
    assert {one["To"] for one in post_office.messages} == {
        f"p{number}@example.test" for number in range(len(people))
    }
    assert post_office.too_large == len(people) * TRIES_WITH_FILES


def test_a_server_that_was_away_gets_the_letter_with_its_files(
    city: City, files: Files, post_office: MailServer, settings: object
) -> None:
    """What never got as far as the files says nothing against them."""
    happen(city.industry, city.liaison)
    spread(NOW, channels=CHANNELS_HERE)
    with mail_server() as gone:
        settings.EMAIL_PORT = gone.port
    for turn in range(TRIES_WITH_FILES + 1):
        deliver(NOW + turn * HOUR, channels=CHANNELS_HERE)
    settings.EMAIL_PORT = post_office.port
    deliver(NOW + 12 * HOUR, channels=CHANNELS_HERE)
    [message] = post_office.messages
    assert attached(message) == [(SAFE, b"PK example")]
    letter = Letter.objects.get()
    assert letter.tries == TRIES_WITH_FILES + 2
    assert list(letter.deliveries.values_list("enclosed", flat=True)) == [True]


def test_each_notice_knows_whether_its_file_went_along(
    city: City, files: Files, post_office: MailServer
) -> None:
    only(city.liaison, "mail", address="liaison@example.test", digest=Digest.DAILY)
    files.without = {city.housing.pk}
    happen(city.industry, city.liaison)
    happen(city.housing, city.liaison)
    tell()
    tell(NOW + 24 * HOUR)
    [letter] = Letter.objects.all()
    rows = letter.deliveries.values_list("notice__event__object_id", "enclosed")
    assert dict(rows) == {city.industry.pk: True, city.housing.pk: False}


def test_a_worker_that_dies_over_the_files_of_a_letter_is_followed_by_one_without(
    city: City, files: Files, post_office: MailServer
) -> None:
    happen(city.industry, city.liaison)
    spread(NOW, channels=CHANNELS_HERE)
    files.trouble = _death
    for turn in range(TRIES_WITH_FILES):
        with pytest.raises(_Death):
            deliver(NOW + turn * HOUR, channels=CHANNELS_HERE)
    files.trouble = None
    deliver(NOW + TRIES_WITH_FILES * HOUR, channels=CHANNELS_HERE)
    [message] = post_office.messages
    assert attached(message) == []


class _Death(BaseException):
    pass


def _death() -> None:
    raise _Death
