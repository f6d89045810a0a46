"""Pages on which the office composes boards: who may, what is typed stays, an address once."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from guatu.journal.models import Event
from guatu.screens.choices import PanelKind
from guatu.screens.models import Board, BoardAddress
from guatu.screens.queries.composing import pages_of
from tests.city import City
from tests.screens.boards import address_for, board_of, page

PAGE = {"seen": "1", "title": "新页", "layout": "two", "seconds": "25",
        "kind_1": "line", "kind_2": "sponsors"}  # fmt: skip


@pytest.fixture
def board(city: City) -> Board:
    return board_of(city, page("甲页", PanelKind.OVERVIEW), page("乙页", PanelKind.REDS))


def test_from_nothing_to_a_board_on_a_screen(city: City, office: Client) -> None:
    assert "还没有展板" in office.get("/screens/").content.decode()
    made = office.post("/screens/new/", {"name": "大厅", "preset": "city"})
    board = Board.objects.get(name="大厅")
    assert made.url == f"/screens/{board.pk}/"
    assert office.get(f"/screens/{board.pk}/preview/").status_code == 200
    answer = office.post(f"/screens/{board.pk}/addresses/new/", {"note": "大厅东墙"})
    found = re.search(r">http://testserver(/screens/show/[\w-]+/)<", answer.content.decode())
    assert found is not None
    assert Client().get(found[1]).status_code == 200
    assert "大厅东墙" in office.get(f"/screens/{board.pk}/").content.decode()


def test_an_address_is_shown_once_and_kept_nowhere(
    city: City, office: Client, board: Board
) -> None:
    new = f"/screens/{board.pk}/addresses/new/"
    typed = {"note": "大厅东墙", "key": "twice-the-same-key"}
    answer = office.post(new, typed)
    found = re.search(r"/screens/show/([\w-]{43})/", answer.content.decode())
    assert found is not None
    token = found[1]
    again = office.post(new, {"note": "大厅东墙"})
    assert again.status_code == 422
    assert "已经有一个地址" in again.content.decode()
    assert BoardAddress.objects.count() == 1
    for where in (f"/screens/{board.pk}/", "/screens/", "/journal/"):
        assert token not in office.get(where).content.decode()
    assert all(token not in str(event.details) for event in Event.objects.all())
    assert all(token not in str(session.get_decoded()) for session in Session.objects.all())
    assert answer["Cache-Control"] == "no-store"


def test_a_line_board_asks_which_line(city: City, office: Client) -> None:
    typed = {"name": "工业", "preset": "line"}
    refused = office.post("/screens/new/", typed)
    assert refused.status_code == 422
    assert "请选择要展示的工作线" in refused.content.decode()
    office.post("/screens/new/", {**typed, "line": str(city.industry_line.pk)})
    first = pages_of(Board.objects.get(name="工业"))[0]
    assert first.panels.get().line == city.industry_line


def test_a_page_is_added_and_changed_and_what_was_typed_stays(
    city: City, office: Client, board: Board
) -> None:
    new = f"/screens/{board.pk}/pages/new/"
    refused = office.post(new, PAGE)
    assert refused.status_code == 422
    assert "请选择要展示的工作线" in refused.content.decode()
    assert "新页" in refused.content.decode()
    deputy, line = str(city.posts["deputy"].pk), str(city.industry_line.pk)
    assert office.post(new, {**PAGE, "line_1": line, "post_2": deputy}).status_code == 302
    added = pages_of(Board.objects.get(pk=board.pk))[-1]
    assert [(p.kind, p.line_id, p.post_id) for p in added.panels.all()] == [
        ("line", city.industry_line.pk, None),
        ("sponsors", None, city.posts["deputy"].pk),
    ]
    edit = f"/screens/pages/{added.pk}/edit/"
    form = office.get(edit).context["form"]
    assert (form["seconds"].value(), str(form["line_1"].value())) == (25, line)
    changed = {**PAGE, "seen": "2", "title": "改名", "kind_1": "flags", "kind_2": ""}
    assert office.post(edit, changed).status_code == 302
    assert office.post(edit, changed).status_code == 409
    added.refresh_from_db()
    assert (added.title, added.panels.count()) == ("改名", 1)


def test_pages_are_moved_removed_and_put_back(city: City, office: Client, board: Board) -> None:
    first = pages_of(board)[0]
    office.post(f"/screens/pages/{first.pk}/moving/", {"to": "down"})
    assert [one.title for one in pages_of(board)] == ["乙页", "甲页"]
    office.post(f"/screens/pages/{first.pk}/removal/")
    detail = office.get(f"/screens/{board.pk}/").content.decode()
    assert "已删除的页" in detail
    assert f"/screens/pages/{first.pk}/restoring/" in detail
    office.post(f"/screens/pages/{first.pk}/restoring/")
    assert [one.title for one in pages_of(board)] == ["乙页", "甲页"]


def test_a_board_is_removed_and_put_back(city: City, office: Client, board: Board) -> None:
    office.post(f"/screens/{board.pk}/removal/")
    assert office.get(f"/screens/{board.pk}/").status_code == 404
    assert f"/screens/{board.pk}/restoring/" in office.get("/screens/").content.decode()
    assert office.post(f"/screens/{board.pk}/restoring/").url == f"/screens/{board.pk}/"


def test_settings_say_what_may_be_shown(city: City, office: Client, board: Board) -> None:
    typed = {"seen": "1", "name": "大厅", "shows_reasons": "on"}
    assert office.post(f"/screens/{board.pk}/edit/", typed).status_code == 302
    shown = office.get(f"/screens/{board.pk}/").content.decode()
    assert "不显示投资金额" in shown
    assert "不显示亮灯原因" not in shown


def test_leaders_may_look_and_units_and_neighbours_may_not(city: City, board: Board) -> None:
    address = address_for(city, board).address
    here = f"/screens/{board.pk}/"
    leader = city.client(city.deputy)
    assert leader.get(f"{here}preview/").status_code == 200
    assert "屏幕地址" not in leader.get(here).content.decode()
    for way in (f"{here}removal/", f"/screens/addresses/{address.pk}/revocation/"):
        assert leader.post(way).status_code == 403
    for stranger in (city.liaison, city.outsider):
        browser = city.client(stranger)
        for way in (here, f"{here}preview/", f"{here}preview/now/", f"{here}edit/"):
            assert browser.get(way).status_code == 404
        assert browser.post(f"/screens/addresses/{address.pk}/revocation/").status_code == 404
        assert board.name not in browser.get("/screens/").content.decode()


def test_an_address_is_revoked_by_a_click(city: City, office: Client, board: Board) -> None:
    address = address_for(city, board).address
    office.post(f"/screens/addresses/{address.pk}/revocation/")
    address.refresh_from_db()
    assert address.revoked_at is not None
    assert "撤销" in office.get(f"/screens/{board.pk}/").content.decode()
