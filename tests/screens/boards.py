"""A board of the small city, as its office would compose it."""

from __future__ import annotations

from collections.abc import Sequence

from guatu.org.models import User
from guatu.screens.actions.addresses import Issued, issue
from guatu.screens.actions.boards import Settings, make_board
from guatu.screens.choices import BoardPreset, PageLayout, PanelKind
from guatu.screens.drafts import PageDraft, PanelDraft, ready_made
from guatu.screens.models import Board
from tests.city import NOW, City

NAME = "示例大厅展板"


def page(title: str, *kinds: PanelKind, seconds: int = 20) -> PageDraft:
    layout = list(PageLayout)[len(kinds) - 1]
    return PageDraft(title, layout, [PanelDraft(kind) for kind in kinds], seconds)


def board_of(
    city: City, *pages: PageDraft, name: str = NAME, by: User | None = None, **settings: bool
) -> Board:
    """With the pages of the city's ready board where none are given."""
    drafts: Sequence[PageDraft] = pages or ready_made(BoardPreset.CITY)
    user = by or city.office
    return make_board(user.tenant, Settings(name, **settings), drafts, by=user, now=NOW)


def address_for(city: City, board: Board, note: str = "示例一楼东墙") -> Issued:
    return issue(board, note, ends_on=None, by=city.office, now=NOW)


def opened(issued: Issued) -> str:
    return f"/screens/show/{issued.token}/"
