"""Complaints and suggestions: written by anybody, answered by those whom they are not about, and a
writer without a name is nowhere."""

from __future__ import annotations

import uuid
from datetime import datetime

import pytest
from django.apps import apps
from django.db import models

from guatu.burden.actions.complaints import (
    Written,
    answer,
    ask_again,
    digest_of,
    file,
    fresh_code,
    settle,
)
from guatu.burden.models import Complaint
from guatu.burden.queries.complaints import by_digest
from guatu.journal.models import Event
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, StateChanged
from guatu.notices.actions import spread
from guatu.notices.models import Notice
from guatu.org.access import Forbidden
from guatu.org.models import Unit, User
from tests.city import NOW, City

WORDS = "同一张表一周填了三遍，希望只填一遍。"
CODE = "ABCDEFGH234567AB"


def filed(city: City, by: User | None, *, about: Unit | None = None, code: str = CODE) -> Complaint:
    written = Written("complaint", WORDS, "/dispatches/", about)
    return file(city.tenant, written, by=by, code=code, now=NOW)


def told_of(event: Event) -> set[str]:
    """Who finds it in the inbox."""
    spread(NOW)
    return set(Notice.objects.filter(event=event).values_list("user__name", flat=True))


def test_it_is_answered_within_five_workdays_of_the_calendar(city: City) -> None:
    row = filed(city, city.liaison)

    assert str(row) == "投诉〔2021〕1号"
    assert row.due_at == datetime(2021, 3, 22, 17, 30, tzinfo=CHINA)
    assert not row.is_late(row.due_at)
    assert row.is_late(datetime(2021, 3, 22, 17, 31, tzinfo=CHINA))


def test_the_writer_sees_the_answer_and_says_whether_it_helps(city: City) -> None:
    row = filed(city, city.liaison)
    answer(row, words="已合并为一张表。", seen=1, by=city.office, now=NOW)
    ask_again(row, words="还有一张月报。", by=city.liaison, now=NOW)
    row.refresh_from_db()
    assert row.status == "open"
    answer(row, words="月报也合并了。", seen=row.version, by=city.inspector, now=NOW)
    settle(row, by=city.liaison, now=NOW)

    row.refresh_from_db()
    assert row.status == "settled"
    kinds = [entry.kind for entry in row.entries.all()]
    assert kinds == ["answer", "again", "answer"]
    assert Complaint.objects.visible_to(city.liaison).get() == row


def test_who_sees_what(city: City) -> None:
    row = filed(city, city.liaison)

    for sees in (city.liaison, city.office, city.inspector):
        assert list(Complaint.objects.visible_to(sees)) == [row]
    for blind in (city.head, city.deputy, city.reader, city.system_admin, city.outsider):
        assert not Complaint.objects.visible_to(blind).exists()


def test_only_the_office_and_the_inspector_answer_and_never_their_own(city: City) -> None:
    row = filed(city, city.inspector)

    for other in (city.head, city.deputy, city.reader, city.inspector, city.outsider):
        with pytest.raises(Forbidden):
            answer(row, words="已办。", seen=1, by=other, now=NOW)
    answer(row, words="已办。", seen=1, by=city.office, now=NOW)


def test_what_is_about_the_office_is_answered_by_the_inspector(city: City) -> None:
    row = filed(city, city.liaison, about=city.root)

    with pytest.raises(Forbidden, match="涉及办公室自己的由督查专员办理"):
        answer(row, words="没有的事。", seen=1, by=city.office, now=NOW)
    answer(row, words="已核，会议减为一个。", seen=1, by=city.inspector, now=NOW)


def test_the_second_answer_is_told_that_there_is_one(city: City) -> None:
    row = filed(city, city.liaison)
    answer(row, words="已办。", seen=1, by=city.office, now=NOW)

    with pytest.raises(StateChanged):
        answer(row, words="已办。", seen=1, by=city.inspector, now=NOW)
    with pytest.raises(Refusal, match="已答复"):
        answer(row, words="已办。", seen=2, by=city.inspector, now=NOW)


def test_without_a_name_nobody_stands_anywhere(city: City) -> None:
    """Every column of every table is looked at, before and after."""
    before = _mentions(city.liaison)
    row = filed(city, None)
    ask = by_digest(digest_of(CODE))
    assert ask == row
    answer(row, words="已办。", seen=1, by=city.office, now=NOW)
    ask_again(row, words="还没有。", by=None, code=CODE, now=NOW)

    assert _mentions(city.liaison) == before
    events = Event.objects.filter(object_id=row.pk).order_by("seq")
    assert [(e.code, e.actor_name, e.actor_id) for e in events] == [
        ("complaint.filed", "匿名", None),
        ("complaint.answered", city.office.name, city.office.pk),
        ("complaint.asked_again", "匿名", None),
    ]
    assert CODE not in str(list(Complaint.objects.values()))


def test_the_journal_never_tells_what_it_says(city: City) -> None:
    row = filed(city, city.liaison)
    answer(row, words="已合并为一张表。", seen=1, by=city.office, now=NOW)

    told = " ".join(str(event.details) + event.object_label for event in Event.objects.all())
    assert WORDS not in told
    assert "已合并" not in told


def test_the_code_alone_opens_what_has_no_name(city: City) -> None:
    named = filed(city, city.liaison)
    assert by_digest(digest_of(CODE)) is None

    other = fresh_code()
    row = filed(city, None, code=other)
    answer(row, words="已办。", seen=1, by=city.office, now=NOW)
    with pytest.raises(Forbidden):
        settle(row, by=None, code=fresh_code(), now=NOW)
    with pytest.raises(Forbidden):
        settle(row, by=city.liaison, now=NOW)
    typed = f" {other[:4].lower()}-{other[4:8]} {other[8:]}"
    settle(row, by=None, code=typed, now=NOW)
    assert named.pk != row.pk


def test_sent_twice_it_is_one_without_a_key_that_knows_the_sender(city: City) -> None:
    assert filed(city, None) == filed(city, None)
    assert Complaint.objects.count() == 1


def test_the_office_and_the_inspector_hear_of_it_and_the_writer_of_the_answer(city: City) -> None:
    row = filed(city, city.liaison)
    answer(row, words="已办。", seen=1, by=city.office, now=NOW)
    came, answered = Event.objects.filter(object_id=row.pk).order_by("seq")

    assert told_of(came) == {city.office.name, city.inspector.name}
    assert told_of(answered) == {city.liaison.name}


def test_an_answer_to_nobody_tells_nobody(city: City) -> None:
    row = filed(city, None)
    answer(row, words="已办。", seen=1, by=city.office, now=NOW)

    assert told_of(Event.objects.get(code="complaint.answered")) == set()


@pytest.mark.parametrize(
    ("written", "field"),
    [
        (Written("complaint", "  "), "words"),
        (Written("complaint", "长" * 1001), "words"),
        (Written("rumour", WORDS), "kind"),
    ],
)
def test_what_cannot_be_taken_says_so_at_its_field(
    city: City, written: Written, field: str
) -> None:
    with pytest.raises(Refusal) as error:
        file(city.tenant, written, by=city.liaison, code=CODE, now=NOW)
    assert set(error.value.fields) == {field}
    with pytest.raises(Refusal, match="查询码"):
        file(city.tenant, Written("complaint", WORDS), by=None, code="abc", now=NOW)


def test_the_act_keeps_no_address_of_elsewhere_either(city: City) -> None:
    pages = {
        "/dispatches/?q=a": "/dispatches/",
        "/\\evil.example": "",
        "//evil.example": "",
        "/\t/evil.example": "",
        "x": "",
    }
    for page, kept in pages.items():
        written = Written("complaint", WORDS, page)
        assert file(city.tenant, written, by=None, code=fresh_code(), now=NOW).page == kept


def test_a_code_that_stands_for_something_else_is_refused(city: City) -> None:
    row = filed(city, city.liaison)
    assert filed(city, city.liaison) == row

    others = [
        (city.tenant, Written("complaint", "另一件事。"), city.liaison),
        (city.tenant, Written("suggestion", WORDS), city.liaison),
        (city.tenant, Written("complaint", WORDS), None),
        (city.outsider.tenant, Written("complaint", WORDS), None),
    ]
    for tenant, written, by in others:
        with pytest.raises(Refusal, match="请刷新页面后重新填写"):
            file(tenant, written, by=by, code=CODE, now=NOW)
    assert Complaint.objects.get() == row


def test_numbers_run_on_within_a_year_of_a_government(city: City) -> None:
    filed(city, city.liaison, code=fresh_code())
    row = filed(city, None, code=fresh_code())
    written = Written("suggestion", WORDS)
    neighbour = file(city.outsider.tenant, written, by=city.outsider, code=fresh_code(), now=NOW)

    assert str(row) == "投诉〔2021〕2号"
    assert str(neighbour) == "建议〔2021〕1号"


def _mentions(user: User) -> int:
    """In how many cells of all tables the id or the name of ``user`` stands."""
    wanted = {str(user.pk), user.pk.hex, user.name, user.username}
    return sum(
        1
        for model in apps.get_models()
        for row in model._default_manager.values_list(*_columns(model))
        for cell in row
        if any(word in str(cell) for word in wanted) or cell == uuid.UUID(str(user.pk))
    )


def _columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]
