"""What a screen gets: without log-in or cookie, one picture for all, 304 while it is the same."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from guatu.screens.actions import boards, pages
from guatu.screens.actions.addresses import issue, revoke
from guatu.screens.choices import PanelKind
from guatu.screens.models import Board
from guatu.web.screens.doorkeeping import WRONG
from guatu.web.screens.keeping import PICTURES, Pictures
from tests.city import NOW, TODAY, City
from tests.screens.boards import address_for, board_of, opened, page


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """What changed is on the screen at once, and nobody has knocked before."""
    monkeypatch.setattr(PICTURES, "pause", 0.0)
    cache.clear()


@pytest.fixture
def board(city: City) -> Board:
    return board_of(city, page("甲页", PanelKind.OVERVIEW), page("乙页", PanelKind.REDS))


def test_a_screen_opens_without_log_in_and_keeps_no_cookie(city: City, board: Board) -> None:
    city.project("示例屏上项目")
    screen = Client()
    answer = screen.get(opened(address_for(city, board)))
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "甲页" in shown
    assert "乙页" in shown
    assert "数据截至 2021-03-15" in shown
    assert not answer.cookies
    assert not screen.cookies
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_unchanged_is_answered_by_a_line_and_changed_by_the_picture(
    city: City, board: Board
) -> None:
    source = f"{opened(address_for(city, board))}now/"
    first = Client().get(source)
    again = Client().get(source, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Guatu-Data-Time"].startswith("2021-03-15T")
    shell = Client().get(source.removesuffix("now/")).content.decode()
    assert f'data-build="{again["Guatu-Build"]}"' in shell
    city.project("示例新上项目")
    later = Client().get(source, headers={"If-None-Match": first["ETag"]})
    assert later.status_code == 200
    assert later["ETag"] != first["ETag"]


def test_an_event_that_changes_nothing_on_the_board_sends_nothing(city: City, board: Board) -> None:
    source = f"{opened(address_for(city, board))}now/"
    etag = Client().get(source)["ETag"]
    board_of(city, name="另一块展板")
    assert Client().get(source, headers={"If-None-Match": etag}).status_code == 304


def test_a_changed_board_is_on_the_screen_at_the_next_asking(city: City, board: Board) -> None:
    PICTURES.pause = 3600.0
    source = f"{opened(address_for(city, board))}now/"
    Client().get(source)
    seen = Board.objects.get(pk=board.pk).version
    pages.add_page(board, page("丙页", PanelKind.FLAGS), seen=seen, by=city.office, now=NOW)
    assert "丙页" in Client().get(source).content.decode()


def test_a_busy_journal_does_not_make_the_board_anew_each_time(city: City, board: Board) -> None:
    made = Counting()
    kept = Pictures(made, pause=3600.0)
    for n in range(5):
        city.project(f"示例第{n}号")
        kept.of(board, NOW)
    assert made.count == 1
    kept.of(board, NOW + timedelta(days=1))
    assert made.count == 2


def test_forty_screens_cost_one_picture_and_two_queries_each(
    city: City, board: Board, django_assert_num_queries: Any
) -> None:
    source = f"{opened(address_for(city, board))}now/"
    etag = Client().get(source)["ETag"]
    with django_assert_num_queries(40 * 2):
        for _ in range(40):
            Client().get(source, headers={"If-None-Match": etag})


def test_who_waits_for_the_first_picture_gets_the_same_one(city: City, board: Board) -> None:
    """Five threads come at once: one composes, the others wait and compose nothing."""
    made = Counting()
    kept = Pictures(made, pause=3600.0)
    kept.of(board, NOW)
    picture = kept.of(board, NOW)
    together = Barrier(5)
    got: list[object] = []

    def ask() -> None:
        together.wait(10)
        got.append(kept._make((board.pk, "zh-hans"), board, picture.stamp, NOW))

    threads = [Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made.count == 1
    assert got == [picture] * 5


def test_a_revoked_address_says_so_and_shows_nothing(city: City, board: Board) -> None:
    city.project("示例屏上项目")
    issued = address_for(city, board)
    Client().get(opened(issued))
    revoke(issued.address, by=city.office, now=NOW)
    for address in (opened(issued), f"{opened(issued)}now/"):
        answer = Client().get(address)
        assert answer.status_code == 410
        assert "已于 2021-03-15 09:00 撤销" in answer.content.decode()
        assert "甲页" not in answer.content.decode()


def test_an_ended_address_and_a_removed_board_say_so(city: City, board: Board) -> None:
    issued = issue(board, "西墙", ends_on=TODAY, by=city.office, now=NOW)
    city.tenant.stopped_on = TODAY + timedelta(1)
    city.tenant.save(update_fields=["stopped_on"])
    assert "有效期到 2021-03-15 为止" in Client().get(opened(issued)).content.decode()
    lasting = address_for(city, board)
    assert Client().get(opened(lasting)).status_code == 200
    boards.remove_board(board, by=city.office, now=NOW)
    answer = Client().get(opened(lasting))
    assert answer.status_code == 410
    assert "已经删除" in answer.content.decode()
    boards.restore_board(board, by=city.office, now=NOW)
    assert Client().get(opened(lasting)).status_code == 200


def test_wrong_tokens_are_nothing_and_too_many_are_asked_to_wait(city: City, board: Board) -> None:
    issued = address_for(city, board)
    for n in range(WRONG):
        assert Client().get(f"/screens/show/wrong{n}/").status_code == 404
    often = Client().get("/screens/show/wrong/")
    assert often.status_code == 429
    assert int(often["Retry-After"]) > 0
    assert Client().get(opened(issued)).status_code == 200


def test_a_screen_shows_its_city_whoever_is_logged_in_there(city: City, board: Board) -> None:
    city.project("示例屏上项目")
    issued = address_for(city, board)
    neighbour = city.client(city.outsider)
    shown = neighbour.get(opened(issued)).content.decode()
    assert "示例市 示例大厅展板" in shown
    assert "示例邻市" not in shown
    theirs = board_of(city, page("他页", PanelKind.OVERVIEW), by=city.outsider)
    foreign = issue(theirs, "东墙", ends_on=None, by=city.outsider, now=NOW)
    assert "还没有列入清单的项目" in Client().get(opened(foreign)).content.decode()


def test_that_a_screen_was_there_is_seen(city: City, board: Board) -> None:
    issued = address_for(city, board)
    Client().get(opened(issued))
    issued.address.refresh_from_db()
    assert issued.address.seen_at is not None


def test_nothing_can_be_done_through_a_screen(city: City, board: Board) -> None:
    issued = address_for(city, board)
    assert Client().post(opened(issued)).status_code == 405
    assert Client().get(f"/screens/{board.pk}/preview/").status_code == 302


class Counting:
    """Composes, and counts how often."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, board: Board, now: object) -> str:
        self.count += 1
        return f"{board.pk}"
