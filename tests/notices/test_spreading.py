"""Who is told of an event, how it is marked, and by which ways it leaves."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from guatu.journal import codes, outbox
from guatu.kit.clock import CHINA
from guatu.notices import audience
from guatu.notices.actions import deliver, spread
from guatu.notices.choices import Digest, NoticeKind, Sending, Urgency
from guatu.notices.models import Delivery, Letter, Notice, NoticeHours
from guatu.org.actions import disable_account, hand_over
from guatu.org.models import Post, User
from tests.city import NOW, City
from tests.notices.sample import CHANNELS_HERE, CODE, SILENT, happen, only, prefer, tell

HOUR = timedelta(hours=1)
NIGHT = datetime(2021, 3, 15, 23, 30, tzinfo=CHINA)
MORNING = datetime(2021, 3, 16, 7, 0, tzinfo=CHINA)


@pytest.fixture(autouse=True)
def _by_the_real_clock(running: City) -> None:
    """What is late is counted from when it happened."""


def told(user: User) -> list[Notice]:
    return list(Notice.objects.visible_to(user).order_by("id"))


def mail_to(user: User, **values: object) -> None:
    only(user, "mail", address=f"{user.username}@example.test", **values)


def test_who_holds_the_post_is_told_in_the_words_of_the_event(city: City) -> None:
    happen(city.industry, city.posts["liaison"])
    spread(NOW, channels=CHANNELS_HERE)
    [notice] = told(city.liaison)
    assert notice.words == {"template": "请办理“{label}”", "params": {"label": "示例工信局"}}
    assert (notice.post, notice.kind) == (city.posts["liaison"], NoticeKind.DISPATCH)
    assert (notice.at, notice.told_at, notice.late) == (NOW, NOW, False)
    assert notice.read_at is None
    assert told(city.head) == []


def test_what_tells_nobody_leaves_no_notice(city: City) -> None:
    happen(city.industry, city.liaison, code=SILENT)
    spread(NOW, channels=CHANNELS_HERE)
    assert not Notice.objects.exists()


def test_who_did_it_is_not_told(city: City) -> None:
    happen(city.industry, city.liaison, city.head, by=city.liaison)
    spread(NOW, channels=CHANNELS_HERE)
    assert (len(told(city.liaison)), len(told(city.head))) == (0, 1)


def test_who_is_told_for_two_reasons_is_told_once(city: City) -> None:
    happen(city.industry, city.posts["liaison"], city.liaison)
    spread(NOW, channels=CHANNELS_HERE)
    assert len(told(city.liaison)) == 1


def test_a_vacant_post_tells_nobody_and_the_event_is_done_with(city: City) -> None:
    hand_over(city.posts["liaison"], None, on=NOW.date(), by=city.office, now=NOW)
    happen(city.industry, city.posts["liaison"])
    spread(NOW, channels=CHANNELS_HERE)
    assert not Notice.objects.exists()
    assert outbox.waiting(city.tenant.pk) == 0


def test_the_successor_is_told_and_who_left_is_not(city: City) -> None:
    hand_over(city.posts["liaison"], city.reader, on=NOW.date(), by=city.office, now=NOW)
    happen(city.industry, city.posts["liaison"])
    spread(NOW, channels=CHANNELS_HERE)
    assert (len(told(city.liaison)), len(told(city.reader))) == (0, 1)


def test_a_neighbour_is_never_told(city: City) -> None:
    happen(city.industry, city.outsider)
    spread(NOW, channels=CHANNELS_HERE)
    assert not Notice.objects.exists()


def test_what_was_told_late_is_marked(city: City) -> None:
    happen(city.industry, city.liaison)
    happen(city.industry, city.liaison, at=NOW + 5 * HOUR)
    happen(city.industry, city.liaison, at=NOW + 5 * HOUR, late=True)
    spread(NOW + 5 * HOUR, channels=CHANNELS_HERE)
    assert [one.late for one in told(city.liaison)] == [True, False, True]


def test_a_demonstration_keeps_the_time_of_its_day(city: City) -> None:
    city.tenant.stopped_on = date(2021, 3, 15)
    city.tenant.save(update_fields=["stopped_on"])
    happen(city.industry, city.liaison, at=NOW - 20 * HOUR)
    happen(city.industry, city.liaison)
    spread(datetime(2026, 11, 25, 9, 30, tzinfo=CHINA), channels=CHANNELS_HERE)
    assert [one.late for one in told(city.liaison)] == [False, False]
    assert {one.told_at for one in told(city.liaison)} == {NOW + HOUR / 2}


def test_an_event_that_cannot_be_told_holds_up_no_other(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = audience.Audience("sample.broken", NoticeKind.SYSTEM, lambda of: 1 / 0)
    monkeypatch.setitem(codes._sentences, "sample.broken", "坏了")
    monkeypatch.setattr(codes, "_telling", {*codes.telling(), "sample.broken"})
    monkeypatch.setitem(audience._audiences, "sample.broken", broken)
    happen(city.industry, city.liaison)
    happen(city.industry, city.liaison, code="sample.broken")
    happen(city.industry, city.liaison)
    done = spread(NOW, channels=CHANNELS_HERE)
    assert (done.events, done.notices, done.failed) == (2, 2, 1)
    mended = audience.Audience("sample.broken", NoticeKind.SYSTEM, audience.audiences()[CODE].find)
    monkeypatch.setitem(audience._audiences, "sample.broken", mended)
    assert spread(NOW + HOUR, channels=CHANNELS_HERE).notices == 1
    assert len(told(city.liaison)) == 3


def test_every_code_that_tells_has_an_audience_and_every_audience_a_code() -> None:
    assert set(audience.audiences()) == codes.telling()


# quiet hours and digests


@pytest.mark.parametrize(
    ("digest", "at", "leaves"),
    [
        (Digest.AT_ONCE, NOW, NOW),
        (Digest.AT_ONCE, NIGHT, MORNING),
        (Digest.AT_ONCE, NIGHT + 3 * HOUR, MORNING),
        (Digest.AT_ONCE, MORNING, MORNING),
        (Digest.HOURLY, NOW, NOW),
        (Digest.HOURLY, NOW + HOUR / 4, NOW + HOUR),
        (Digest.HOURLY, NIGHT - 2 * HOUR, MORNING),
        (Digest.DAILY, NOW, NOW + 23 * HOUR),
        (Digest.DAILY, NIGHT, MORNING + HOUR),
        (Digest.DAILY, MORNING + HOUR, MORNING + HOUR),
    ],
)
def test_when_a_normal_notice_leaves(
    city: City, digest: Digest, at: datetime, leaves: datetime
) -> None:
    mail_to(city.liaison, digest=digest)
    happen(city.industry, city.liaison, at=at)
    spread(at, channels=CHANNELS_HERE)
    assert Delivery.objects.get().due_at == leaves


@pytest.mark.parametrize("digest", Digest.values)
def test_what_is_urgent_leaves_at_once_by_night_and_muted(city: City, digest: str) -> None:
    mail_to(city.liaison, digest=digest, muted=[NoticeKind.DISPATCH])
    prefer(city.liaison, "inbox", muted=[NoticeKind.DISPATCH])
    happen(city.industry, city.liaison, at=NIGHT, urgent=True)
    spread(NIGHT, channels=CHANNELS_HERE)
    assert Delivery.objects.get().due_at == NIGHT
    assert Delivery.objects.get().urgency == Urgency.URGENT
    assert told(city.liaison)[0].read_at is None


def test_a_night_of_notices_is_one_letter_in_the_morning(
    city: City, mailoutbox: list[object]
) -> None:
    mail_to(city.liaison)
    for turn in range(5):
        happen(city.industry, city.liaison, at=NIGHT + turn * HOUR)
        tell(NIGHT + turn * HOUR)
    assert mailoutbox == []
    tell(MORNING)
    [message] = mailoutbox
    assert message.subject == "挂图提醒 5 条"
    assert message.body.count("请 示例丙 办理") == 5
    assert Letter.objects.get().status == Sending.SENT


def test_the_daily_letter_holds_the_day_and_leaves_once(
    city: City, mailoutbox: list[object]
) -> None:
    mail_to(city.liaison, digest=Digest.DAILY)
    for turn in range(6):
        happen(city.industry, city.liaison, at=NOW + turn * HOUR)
        tell(NOW + turn * HOUR)
    assert mailoutbox == []
    for turn in range(48):
        tell(MORNING + turn * HOUR)
    [message] = mailoutbox
    assert message.subject == "挂图提醒 6 条"


def test_a_government_sets_its_own_hours(city: City) -> None:
    NoticeHours.objects.create(
        tenant=city.tenant, quiet_from="12:00", quiet_until="14:00", letter_at="17:30"
    )
    mail_to(city.liaison)
    mail_to(city.head, digest=Digest.DAILY)
    happen(city.industry, city.liaison, city.head, at=NOW + 4 * HOUR)
    spread(NOW + 4 * HOUR, channels=CHANNELS_HERE)
    due = {row.user: row.due_at.astimezone(CHINA).strftime("%H:%M") for row in _deliveries()}
    assert due == {city.liaison: "14:00", city.head: "17:30"}


def test_a_muted_kind_stands_read_in_the_inbox_and_goes_nowhere(city: City) -> None:
    mail_to(city.liaison, muted=[NoticeKind.DISPATCH])
    prefer(city.liaison, "inbox", muted=[NoticeKind.DISPATCH])
    happen(city.industry, city.liaison)
    spread(NOW, channels=CHANNELS_HERE)
    assert told(city.liaison)[0].read_at is not None
    assert not Delivery.objects.exists()


def test_without_a_choice_mail_goes_once_a_day_to_the_address_of_the_account(city: City) -> None:
    city.liaison.email = "liaison@example.test"
    city.liaison.save(update_fields=["email"])
    happen(city.industry, city.liaison, city.head)
    spread(NOW, channels=CHANNELS_HERE)
    [only_one] = _deliveries()
    assert (only_one.user, only_one.channel) == (city.liaison, "mail")
    assert only_one.due_at == MORNING + HOUR


def test_mail_that_is_not_set_up_is_not_promised(city: City, settings: object) -> None:
    settings.DEFAULT_FROM_EMAIL = ""
    mail_to(city.liaison)
    happen(city.industry, city.liaison)
    spread(NOW, channels=CHANNELS_HERE)
    assert not Delivery.objects.exists()


# who leaves before the letter does


def test_who_handed_over_the_post_gets_no_letter_of_it(
    city: City, mailoutbox: list[object]
) -> None:
    mail_to(city.liaison)
    happen(city.industry, city.posts["liaison"], at=NIGHT)
    happen(city.housing, city.liaison, at=NIGHT)
    tell(NIGHT)
    hand_over(city.posts["liaison"], city.reader, on=NOW.date(), by=city.office, now=NOW)
    tell(MORNING)
    [message] = mailoutbox
    assert "请办理" not in message.body
    assert "请 示例丙 办理" in message.body
    assert sorted(_deliveries().values_list("status", flat=True)) == ["dropped", "sent"]


def test_who_left_altogether_gets_nothing(city: City, mailoutbox: list[object]) -> None:
    mail_to(city.liaison)
    happen(city.industry, city.liaison, at=NIGHT)
    tell(NIGHT)
    disable_account(city.liaison, by=city.system_admin, now=NOW)
    tell(MORNING)
    assert mailoutbox == []
    assert _deliveries().get().status == Sending.DROPPED
    happen(city.industry, city.liaison, at=MORNING)
    tell(MORNING)
    assert len(told(city.liaison)) == 1


def test_who_left_while_a_letter_was_being_retried_gets_it_no_more(
    city: City, settings: object, mailoutbox: list[object]
) -> None:
    mail_to(city.liaison)
    happen(city.industry, city.posts["liaison"])
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    tell(NOW)
    assert Letter.objects.get().status == Sending.WAITING
    hand_over(city.posts["liaison"], city.reader, on=NOW.date(), by=city.office, now=NOW)
    settings.EMAIL_BACKEND = working
    tell(NOW + HOUR)
    assert mailoutbox == []
    assert Letter.objects.get().status == Sending.DROPPED


# a letter after a stop


def test_what_leaves_late_after_a_stop_is_marked_and_leaves_once(
    city: City, mailoutbox: list[object]
) -> None:
    mail_to(city.liaison)
    happen(city.industry, city.liaison)
    spread(NOW, channels=CHANNELS_HERE)
    for turn in range(3):
        deliver(NOW + timedelta(days=3) + turn * HOUR, channels=CHANNELS_HERE)
    [message] = mailoutbox
    assert message.subject.startswith("【补发】")
    assert "补发，原时间 03月15日 09:00" in message.body


def test_hundreds_of_notices_of_one_person_are_one_letter(
    city: City, mailoutbox: list[object]
) -> None:
    mail_to(city.liaison)
    for _time in range(300):
        happen(city.industry, city.liaison)
    tell(NOW)
    [message] = mailoutbox
    assert message.subject == "挂图提醒 300 条"


def _deliveries() -> object:
    return Delivery.objects.select_related("user").order_by("id")


def test_posts_are_told_in_their_order(city: City) -> None:
    posts: list[Post] = [city.posts["head"], city.posts["liaison"]]
    happen(city.industry, *posts)
    spread(NOW, channels=CHANNELS_HERE)
    assert [n.user for n in Notice.objects.order_by("id")] == [city.head, city.liaison]
