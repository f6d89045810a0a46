from __future__ import annotations

from collections.abc import Iterator

import pytest

from guatu.journal import codes
from guatu.notices import audience
from guatu.notices.choices import NoticeKind
from tests.city import City
from tests.notices.sample import CODE, SENTENCES, asked
from tests.notices.servers import MailServer, WebServer, mail_server, web_server


@pytest.fixture(autouse=True)
def sample_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two codes of which only tests know: one tells people, one does not."""
    for code, words in SENTENCES.items():
        monkeypatch.setitem(codes._sentences, code, words)
    monkeypatch.setattr(codes, "_telling", {*codes.telling(), CODE})
    sample = audience.Audience(CODE, NoticeKind.DISPATCH, asked)
    monkeypatch.setitem(audience._audiences, CODE, sample)


@pytest.fixture(autouse=True)
def mail_is_set_up(settings: object) -> None:
    settings.DEFAULT_FROM_EMAIL = "挂图 <guatu@example.test>"
    settings.SITE_URL = "https://guatu.example.test"


@pytest.fixture
def running(city: City) -> City:
    """The city by the real clock: what is late is counted from when it happened."""
    city.tenant.stopped_on = None
    city.tenant.save(update_fields=["stopped_on"])
    return city


@pytest.fixture
def web() -> Iterator[WebServer]:
    with web_server() as server:
        yield server


@pytest.fixture
def post_office(settings: object) -> Iterator[MailServer]:
    """A mail server, and our settings pointing at it."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server
