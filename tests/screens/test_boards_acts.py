"""Composing boards: what is kept, what is refused, and that each change can be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guatu.journal.queries import history_of, sentence_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from guatu.screens.actions import boards, pages
from guatu.screens.actions.addresses import SEEN_EVERY, issue, note_seen, revoke
from guatu.screens.actions.boards import Settings
from guatu.screens.choices import BoardPreset, PageLayout, PanelKind
from guatu.screens.drafts import PRESETS, PageDraft, PanelDraft, ready_made
from guatu.screens.models import Board, BoardAddress, BoardPage
from guatu.screens.queries.composing import address_of, pages_of
from guatu.screens.tokens import digest_of
from tests.city import NOW, TODAY, City
from tests.screens.boards import NAME, address_for, board_of, page


def titles(board: Board) -> list[str]:
    return [one.title for one in pages_of(board)]


def one(board: Board, title: str) -> BoardPage:
    return board.pages.get(title=title)


@pytest.fixture
def board(city: City) -> Board:
    return board_of(
        city,
        page("甲页", PanelKind.OVERVIEW),
        page("乙页", PanelKind.LINES, PanelKind.UNITS),
        page("丙页", PanelKind.FLAGS),
    )


@pytest.mark.parametrize("preset", list(BoardPreset))
def test_every_ready_board_can_be_made(city: City, preset: BoardPreset) -> None:
    board = board_of(city, *ready_made(preset, city.industry_line.pk), name=str(preset))
    assert len(pages_of(board)) == len(PRESETS[preset]) or preset is BoardPreset.EMPTY
    shown = [panel for one in pages_of(board) for panel in one.panels.all()]
    assert all((panel.line is not None) == (panel.kind == PanelKind.LINE) for panel in shown)


def test_pages_change_places_and_stay_at_the_ends(city: City, board: Board) -> None:
    pages.move_page(one(board, "丙页"), -1, by=city.office, now=NOW)
    assert titles(board) == ["甲页", "丙页", "乙页"]
    pages.move_page(one(board, "甲页"), -1, by=city.office, now=NOW)
    pages.move_page(one(board, "乙页"), 1, by=city.office, now=NOW)
    assert titles(board) == ["甲页", "丙页", "乙页"]


def test_a_page_that_was_removed_comes_back_to_its_place(city: City, board: Board) -> None:
    gone = one(board, "乙页")
    pages.remove_page(gone, by=city.office, now=NOW)
    assert titles(board) == ["甲页", "丙页"]
    for _ in range(2):
        pages.restore_page(gone, by=city.office, now=NOW)
    assert titles(board) == ["甲页", "乙页", "丙页"]
    assert [panel.kind for panel in pages_of(board)[1].panels.all()] == ["lines", "units"]


def test_a_smaller_layout_drops_what_has_no_place(city: City, board: Board) -> None:
    kinds = (PanelKind.LINES, PanelKind.UNITS, PanelKind.REDS)
    draft = PageDraft("新", PageLayout.TWO, [PanelDraft(kind) for kind in kinds], 30)
    second = one(board, "乙页")
    pages.edit_page(second, draft, seen=board.version, by=city.office, now=NOW)
    found = pages_of(board)[1]
    assert (found.title, found.seconds, found.panels.count()) == ("新", 30, 2)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (page("", PanelKind.LINES), "title"),
        (page("快", PanelKind.LINES, seconds=4), "seconds"),
        (PageDraft("空", PageLayout.ONE, [None, PanelDraft(PanelKind.LINES)]), None),
        (PageDraft("线", PageLayout.ONE, [PanelDraft(PanelKind.LINE)]), "line_1"),
        (PageDraft("多", PageLayout.ONE, [PanelDraft(PanelKind.REDS, rows=31)]), "rows_1"),
    ],
)
def test_what_no_screen_could_show_is_refused(
    city: City, board: Board, draft: PageDraft, field: str | None
) -> None:
    with pytest.raises(Refusal) as refused:
        pages.add_page(board, draft, seen=board.version, by=city.office, now=NOW)
    assert set(refused.value.fields) == ({field} if field else set())
    assert len(titles(board)) == 3


def test_the_line_of_another_city_cannot_be_shown(city: City, board: Board) -> None:
    foreign = ready_made(BoardPreset.LINE, city.industry_line.pk)
    with pytest.raises(Refusal):
        board_of(city, *foreign, by=city.outsider)


def test_who_is_second_is_told_and_changes_nothing(city: City, board: Board) -> None:
    seen = board.version
    pages.add_page(board, page("丁页", PanelKind.REDS), seen=seen, by=city.office, now=NOW)
    with pytest.raises(StateChanged, match="示例甲"):
        boards.set_board(board, Settings("改名"), seen=seen, by=city.office, now=NOW)
    board.refresh_from_db()
    assert board.name == NAME


def test_a_board_in_use_keeps_its_name_for_itself(city: City, board: Board) -> None:
    with pytest.raises(Refusal, match="已经有名为"):
        board_of(city)
    boards.remove_board(board, by=city.office, now=NOW)
    board_of(city)
    with pytest.raises(Refusal, match="已经有名为"):
        boards.restore_board(board, by=city.office, now=NOW)
    assert board_of(city, by=city.outsider).tenant_id != city.tenant.pk


def test_only_the_office_composes_and_gives_addresses(city: City, board: Board) -> None:
    for person in (city.deputy, city.inspector, city.liaison, city.outsider, city.system_admin):
        with pytest.raises(Forbidden):
            pages.remove_page(one(board, "甲页"), by=person, now=NOW)
        with pytest.raises(Forbidden):
            issue(board, "墙", ends_on=None, by=person, now=NOW)
    assert set(Board.objects.visible_to(city.reader)) == {board}
    assert not Board.objects.visible_to(city.liaison).exists()
    assert not Board.objects.visible_to(city.outsider).exists()


def test_of_a_token_only_its_digest_is_kept(city: City, board: Board) -> None:
    issued = address_for(city, board)
    kept = BoardAddress.objects.filter(pk=issued.address.pk).values().get()
    assert len(issued.token) >= 43
    assert kept["digest"] == digest_of(issued.token)
    assert all(issued.token not in str(value) for value in kept.values())
    said = [str(sentence_of(event)) for event in history_of(board.pk, issued.address.pk)]
    assert not any(issued.token in sentence for sentence in said)
    assert address_of(issued.token) == issued.address
    assert address_of(kept["digest"]) is None


def test_a_place_has_one_open_address(city: City, board: Board) -> None:
    first = address_for(city, board)
    with pytest.raises(Refusal, match="已经有一个地址"):
        address_for(city, board)
    assert revoke(first.address, by=city.office, now=NOW)
    assert not revoke(first.address, by=city.office, now=NOW)
    assert address_for(city, board).token != first.token


def test_an_address_ends_after_its_last_day(city: City, board: Board) -> None:
    with pytest.raises(Refusal, match="有效期已经过去"):
        issue(board, "西墙", ends_on=TODAY - timedelta(1), by=city.office, now=NOW)
    address = issue(board, "西墙", ends_on=TODAY, by=city.office, now=NOW).address
    assert address.opens(TODAY)
    assert not address.opens(TODAY + timedelta(1))
    boards.remove_board(board, by=city.office, now=NOW)
    address.board.refresh_from_db()
    assert not address.opens(TODAY)


def test_when_a_screen_was_seen_is_not_written_at_every_asking(city: City, board: Board) -> None:
    address = address_for(city, board).address
    for minutes in (0, 1, 4):
        note_seen(address, NOW + timedelta(minutes=minutes))
        address.refresh_from_db()
        assert address.seen_at == NOW
    note_seen(address, NOW + SEEN_EVERY)
    address.refresh_from_db()
    assert address.seen_at == NOW + SEEN_EVERY
