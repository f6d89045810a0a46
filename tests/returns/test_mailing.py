"""The sheet of a unit in the mail to its liaison, and mail to those that have not returned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from guatu.domain.worklists.rows import Cell
from guatu.journal.models import Event
from guatu.journal.outbox import occasions
from guatu.kit.refusals import Refusal
from guatu.notices.choices import Digest, NoticeKind, Sending
from guatu.notices.enclosures import enclosed_with
from guatu.notices.models import Letter
from guatu.org.access import Forbidden
from guatu.projects.models import Project
from guatu.returns.actions.entering import enter
from guatu.returns.actions.mailing import mail
from guatu.returns.actions.sending import send_again
from guatu.returns.models import ReturnRound, ReturnSheet
from guatu.returns.queries.mailing import mailings
from guatu.worklists.actions import filling
from tests.city import NOW, City
from tests.notices.sample import only, tell
from tests.notices.servers import MailServer, mail_server
from tests.notices.test_enclosures import attached, body
from tests.returns.sheets import (
    FIRST,
    INVESTED,
    PROGRESS,
    brought,
    edited,
    fill,
    out,
    sent,
    sheet_of,
)
from tests.worklists.lists import item, list_of, prepared, with_milestones

DAY = timedelta(days=1)


@pytest.fixture
def post_office(settings: object) -> Iterator[MailServer]:
    """A mail server, and our settings pointing at it."""
    with mail_server() as server:
        settings.DEFAULT_FROM_EMAIL = "挂图 <guatu@example.test>"
        settings.SITE_URL = "https://guatu.example.test"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture
def project(city: City) -> Project:
    return with_milestones(city)


@pytest.fixture
def row(city: City, project: Project, post_office: MailServer) -> ReturnRound:
    """Sent to both units; both liaisons read mail at once."""
    prepared(city)
    made = sent(city)
    only(city.liaison, "mail", address="liaison@example.test")
    only(city.other_liaison, "mail", address="other@example.test")
    return made


def to(post_office: MailServer, address: str) -> list[list[tuple[str | None, bytes]]]:
    """The files of each letter to this address."""
    return [attached(one) for one in post_office.messages if one["To"] == address]


def mails_of(sheet: ReturnSheet) -> list[tuple[str, str]]:
    (one,) = mailings([sheet])
    return [(mailed.status, str(mailed.fault or "")) for _reader, mailed in one.readers if mailed]


def test_the_mail_carries_the_sheet_which_comes_back_filled(
    city: City, row: ReturnRound, project: Project, post_office: MailServer
) -> None:
    """The list of the week and the sheet are told in one letter, with one file."""
    tell()
    [[(name, raw)]] = to(post_office, "liaison@example.test")
    sheet = sheet_of(row, city.industry)
    assert (
        name == f"2021年2月项目进度和周清单（{row.work_round.period.label}）-示例工信局-第1版.xlsx"
    )
    assert raw == out(sheet)
    [[(other, theirs)]] = to(post_office, "other@example.test")
    assert "示例住建局" in str(other)
    assert theirs == out(sheet_of(row, city.housing))
    words = body(post_office.messages[0])
    assert f"https://guatu.example.test/returns/{row.pk}/" in words
    filled = edited(raw, lambda book: fill(book[PROGRESS], FIRST, {INVESTED: 1200}))
    enter(brought(city, filled, by=city.liaison), by=city.liaison, now=NOW)
    project.refresh_from_db()
    assert project.year_done == 1200
    assert mails_of(sheet) == [(Sending.SENT, "")]


def test_only_the_newest_version_travels(
    city: City, row: ReturnRound, post_office: MailServer
) -> None:
    """In a daily letter that tells of both versions there is one file."""
    only(city.liaison, "mail", address="liaison@example.test", digest=Digest.DAILY)
    tell()
    filling.correct(
        item(list_of(city), "基础"), {Cell.HELP: "请发改局协调"}, by=city.liaison, now=NOW
    )
    send_again(row, by=city.office, now=NOW)
    tell(NOW + DAY)
    [[(name, raw)]] = to(post_office, "liaison@example.test")
    assert str(name).endswith("示例工信局-第2版.xlsx")
    assert raw == out(sheet_of(row, city.industry))


def test_who_may_not_fetch_a_sheet_is_sent_none(city: City, row: ReturnRound) -> None:
    sheet = sheet_of(row, city.industry)
    event = Event.objects.get(code="return_sheet.sent", object_id=sheet.pk)
    [of] = occasions([event.pk], [event.code])
    assert enclosed_with(of, city.liaison) is not None
    for stranger in (city.other_liaison, city.inspector, city.reader, city.outsider):
        assert enclosed_with(of, stranger) is None


def test_a_sheet_that_cannot_be_written_leaves_the_link_and_says_so(
    city: City, row: ReturnRound, post_office: MailServer
) -> None:
    sheet = sheet_of(row, city.industry)
    ReturnSheet.objects.filter(pk=sheet.pk).update(rows={"progress": [["no id", {"before": "x"}]]})
    tell()
    assert to(post_office, "liaison@example.test") == [[]]
    assert "附件没有生成" in body(post_office.messages[0]) + body(post_office.messages[1])
    [(status, fault)] = mails_of(sheet)
    assert status == Sending.SENT
    assert "附件没有生成" in fault
    assert len(to(post_office, "other@example.test")[0]) == 1


def test_those_that_have_not_returned_get_it_again_by_mail(
    city: City, row: ReturnRound, post_office: MailServer
) -> None:
    tell()
    mine, other = sheet_of(row, city.industry), sheet_of(row, city.housing)
    both = [mine.pk, other.pk]
    filled = edited(out(other), lambda book: None)
    enter(brought(city, filled), by=city.office, now=NOW)
    assert mail(row, both, by=city.office, now=NOW) == [mine]
    tell()
    letters = to(post_office, "liaison@example.test")
    assert len(letters) == 2
    assert letters[0] == letters[1] != []
    assert len(to(post_office, "other@example.test")) == 1
    assert "请填报“示例工信局2021年2月项目进度" in body(post_office.messages[-1])
    with pytest.raises(Refusal, match="选中的单位都已交回"):
        mail(row, [other.pk], by=city.office, now=NOW)
    with pytest.raises(Refusal, match="请勾选要发的单位"):
        mail(row, [], by=city.office, now=NOW)
    with pytest.raises(Forbidden):
        mail(row, both, by=city.liaison, now=NOW)


@pytest.mark.parametrize(
    "wish", [{"enabled": False}, {"muted": [NoticeKind.REMINDER.value]}], ids=["off", "muted"]
)
def test_units_of_which_nobody_gets_mail_are_neither_mailed_nor_counted(
    city: City, row: ReturnRound, post_office: MailServer, wish: dict[str, Any]
) -> None:
    only(city.liaison, "mail", address="liaison@example.test", **wish)
    tell()
    mine, other = sheet_of(row, city.industry), sheet_of(row, city.housing)
    with pytest.raises(Refusal, match="选中的单位没有人收提醒邮件"):
        mail(row, [mine.pk], by=city.office, now=NOW)
    assert mail(row, [mine.pk, other.pk], by=city.office, now=NOW) == [other]
    assert Event.objects.get(code="returns.mailed").details["units"] == 1
    assert [one.object_id for one in Event.objects.filter(code="return_sheet.mailed")] == [other.pk]
    tell()
    assert to(post_office, "liaison@example.test") == []
    assert len(to(post_office, "other@example.test")) == 2


def test_without_a_mail_box_of_its_own_the_system_mails_nothing(
    city: City, row: ReturnRound, settings: object
) -> None:
    settings.DEFAULT_FROM_EMAIL = ""
    with pytest.raises(Refusal, match="没有设置发信邮箱"):
        mail(row, [sheet_of(row, city.industry).pk], by=city.office, now=NOW)
    assert not Letter.objects.exists()
