"""A pack as a file: nothing of the outside in it, nothing that its maker may not see."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from guatu.boards.packs import of_everything, of_line, of_meeting
from guatu.command.actions.deciding import decide
from guatu.command.actions.handing import Order
from guatu.command.models import Meeting
from guatu.domain.worklists.promises import Outcome
from guatu.journal.queries import history_of, sentence_of
from guatu.org.models import User
from guatu.projects.actions.figures import MonthFigures
from guatu.projects.actions.progress import report_progress
from guatu.projects.models import Project
from guatu.web.packs.writing import write
from tests.bundles.twin import JANUARY
from tests.city import NOW, City
from tests.command.steering import DUE, LATER, LINE, called, held, item_of, red

pytestmark = pytest.mark.django_db


class _Addresses(HTMLParser):
    """Whatever an element would fetch or lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name.split(":")[-1] in {"src", "href", "srcset", "action", "data", "poster"}:
                self.found.append(value or "")
            if name == "id" and value:
                self.ids.add(value)


def _html(city: City, user: User, meeting: Meeting | None = None) -> str:
    pack = of_meeting(user, meeting, NOW) if meeting else of_everything(user, NOW)
    return write(pack, by=user, now=NOW).html.decode()


def _full(city: City) -> Meeting:
    """A red project with a report, on the agenda of tomorrow."""
    project = red(city.project())
    report_progress(project, MonthFigures(JANUARY, Decimal(800)), by=city.office, now=NOW)
    red(project)
    return called(city)


def test_the_file_refers_to_nothing_outside_itself(city: City) -> None:
    html = _html(city, city.office, _full(city))
    read = _Addresses()
    read.feed(html)
    assert read.found
    assert {address[:1] for address in read.found} == {"#"}
    assert {address[1:] for address in read.found} <= read.ids
    assert "url(" not in html
    assert "@import" not in html
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", html)


def test_the_file_forbids_requests_and_knows_its_script_by_what_it_says(city: City) -> None:
    html = _html(city, city.office)
    policy = html.split('http-equiv="Content-Security-Policy" content="')[1].split('">')[0]
    assert policy.startswith("default-src &#x27;none&#x27;")
    assert html.count("<script>") == 1
    assert not re.search(r"<[^>]+ on[a-z]+=", html)


def test_the_cover_says_who_made_it_as_of_when_and_that_it_is_internal(city: City) -> None:
    html = _html(city, city.office, _full(city))
    for words in ("内部资料，会后收回", "示例甲", "2021-03-15 09:00", "重点项目调度会"):
        assert words in html


def test_a_meeting_brings_its_agenda_and_a_card_for_each_project(city: City) -> None:
    meeting = _full(city)
    pack = of_meeting(city.office, meeting, NOW)
    assert [topic.entry.title for topic in pack.topics] == ["示例轴承生产线项目"]
    card = pack.topics[0].card
    assert card is not None
    assert card.share == pytest.approx(Decimal("6.67"), abs=Decimal("0.01"))
    assert card.curve.done[:2] == (Decimal(800), None)
    html = _html(city, city.office, meeting)
    assert f'href="#{card.anchor}"' in html
    assert 'class="curve"' in html


def test_what_the_last_meeting_decided_stands_against_the_facts(city: City) -> None:
    project = red(city.project())
    meeting = held(city)
    order = Order(words=LINE, unit=city.housing, due_on=DUE)
    decide(item_of(meeting, project), order, by=city.office, now=LATER)
    nextly = called(city, at=NOW + timedelta(days=14))
    after = NOW + timedelta(days=13)

    pack = of_meeting(city.office, nextly, after)
    assert pack.last == meeting
    promise = pack.promises[0]
    assert (promise.words, promise.unit) == (LINE, "示例住建局")
    assert (promise.outcome, promise.days_late) == (Outcome.BROKEN, 3)
    card = pack.topics[0].card
    assert card is not None
    assert card.promises == [promise]
    html = write(pack, by=city.office, now=after).html.decode()
    assert "逾期 3 天" in html


def test_what_the_maker_may_not_see_is_not_in_it(city: City) -> None:
    city.project()
    hidden = city.project(
        "示例保密管网项目", lead_unit=city.housing, line=city.housing_line, sponsor=None,
        owner_post=None,
    )  # fmt: skip
    red(hidden)
    for pack in (
        of_everything(city.liaison, NOW),
        of_line(city.liaison, city.housing_line, NOW),
    ):
        html = write(pack, by=city.liaison, now=NOW).html.decode()
        assert "示例保密管网项目" not in html
    assert "示例保密管网项目" in _html(city, city.office)


def test_an_agenda_names_a_project_without_its_card_to_who_may_not_open_it(city: City) -> None:
    """The head attends and reads the agenda, as on the page; the figures of others stay shut."""
    red(
        city.project(
            "示例住建管网项目", lead_unit=city.housing, sponsor=None, owner_post=None,
            total_investment=Decimal(76543),
        )
    )  # fmt: skip
    meeting = called(city)
    pack = of_meeting(city.head, meeting, NOW)
    assert [topic.card for topic in pack.topics] == [None]
    assert "7.65" not in _html(city, city.head, meeting)
    assert "7.65" in _html(city, city.office, meeting)


def test_names_cannot_break_out_of_the_file(city: City) -> None:
    project = city.project("示例<script>alert(1)</script>项目")
    User.objects.filter(pk=city.office.pk).update(name='示例"}</style><b>')
    by = User.objects.get(pk=city.office.pk)
    html = write(of_everything(by, NOW), by=by, now=NOW).html.decode()
    assert project.name not in html
    assert html.count("<script>") == 1
    assert html.split("<style>")[1].split("</style>")[0].endswith("}}")


def test_cards_cost_as_many_queries_for_many_projects_as_for_one(
    city: City, django_assert_max_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    city.project()
    with CaptureQueriesContext(connection) as one:
        _html(city, city.office)
    for number in range(6):
        city.project(f"示例项目{number}")
    with CaptureQueriesContext(connection) as seven:
        _html(city, city.office)
    assert len(seven) <= len(one)


def test_a_line_has_a_card_for_each_of_its_projects(city: City) -> None:
    city.project()
    city.project("示例管网项目", line=city.housing_line)
    also = city.project("示例园区道路项目", line=city.housing_line)
    also.also_lines.add(city.industry_line)
    pack = of_line(city.office, city.industry_line, NOW)
    names = {card.project.name for card in pack.cards}
    assert names == {"示例轴承生产线项目", "示例园区道路项目"}
    assert [cut.title for cut in pack.cuts] == ["工业立市"]


class TestPages:
    def test_the_file_is_downloaded_and_the_journal_knows_it(
        self, city: City, office: Client
    ) -> None:
        meeting = _full(city)
        answer = office.post(reverse("pack-file"), {"meeting": meeting.pk})
        assert "attachment" in answer.headers["Content-Disposition"]
        assert answer.content.startswith(b"<!doctype html>")
        event = history_of(meeting.pk)[0]
        assert event.code == "meeting_pack.made"
        assert "1 个项目" in str(sentence_of(event))

    def test_looking_at_it_first_is_not_taking_it_out(self, city: City, office: Client) -> None:
        meeting = _full(city)
        answer = office.get(reverse("pack-preview"), {"meeting": meeting.pk})
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "重点项目调度会" in answer.content.decode()
        assert history_of(meeting.pk)[0].code == "meeting.called"

    def test_meetings_of_others_and_other_governments_do_not_exist(self, city: City) -> None:
        meeting = called(city)
        other = city.client(city.other_liaison)
        assert other.post(reverse("pack-file"), {"meeting": meeting.pk}).status_code == 404
        outsider = city.client(city.outsider)
        line = {"line": city.industry_line.pk}
        assert outsider.post(reverse("pack-file"), line).status_code == 404
        assert outsider.post(reverse("pack-file"), {"line": "x"}).status_code == 404

    def test_readers_take_nothing_out(self, city: City) -> None:
        _full(city)
        reader = city.client(city.reader)
        assert reader.get(reverse("pack-list")).status_code == 403
        assert reader.post(reverse("pack-file")).status_code == 403
        assert "pack-list" not in reader.get(reverse("overview")).content.decode()

    def test_the_page_offers_meetings_and_lines_and_an_empty_city_says_so(
        self, city: City, office: Client
    ) -> None:
        page = office.get(reverse("pack-list")).content.decode()
        assert "没有可选的会议" in page
        assert "工业立市" in page
        meeting = called(city)
        page = office.get(reverse("pack-list")).content.decode()
        assert str(meeting.pk) in page

    def test_without_any_project_it_is_a_file_all_the_same(
        self, city: City, office: Client
    ) -> None:
        assert not Project.objects.filter(tenant=city.tenant).exists()
        answer = office.post(reverse("pack-file"))
        assert "还没有项目" in answer.content.decode()
