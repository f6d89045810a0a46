"""Two boards of the demonstration, and one address that a demonstration may know by heart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from guatu.kit.clock import CHINA
from guatu.lines.models import WorkLine
from guatu.ops.demo.organisation import Cast
from guatu.screens.actions.addresses import issue
from guatu.screens.actions.boards import Settings, make_board
from guatu.screens.choices import BoardPreset, PageLayout, PanelKind
from guatu.screens.drafts import PageDraft, PanelDraft, ready_made
from guatu.screens.models import Board

Deed = tuple[datetime, Callable[[datetime], object]]

#: Only of the demonstration, whose data are fictional; every real token is random.
DEMO_TOKEN = "demo-board-of-the-command-post"  # noqa: S105
MADE = datetime(2021, 3, 12, 16, 0, tzinfo=CHINA)
GIVEN = datetime(2021, 3, 12, 16, 20, tzinfo=CHINA)
CITY, INSPECTION = "指挥大厅展板", "督查展板"
FIRST_LINE = "工业立市"


def screen_deeds(cast: Cast) -> Iterator[Deed]:
    yield MADE, lambda at: _city_board(cast, at)
    yield MADE, lambda at: _inspection_board(cast, at)
    yield GIVEN, lambda at: _addresses(cast, at)


def _city_board(cast: Cast, at: datetime) -> None:
    line = WorkLine.objects.get(tenant=cast.tenant, title=FIRST_LINE)
    own = PageDraft("本线进展", PageLayout.ONE, [PanelDraft(PanelKind.LINE, line=line.pk)])
    pages = [*ready_made(BoardPreset.CITY), own]
    make_board(cast.tenant, Settings(CITY), pages, by=cast.office, now=at)


def _inspection_board(cast: Cast, at: datetime) -> None:
    pages = ready_made(BoardPreset.INSPECTION)
    make_board(cast.tenant, Settings(INSPECTION), pages, by=cast.office, now=at)


def _addresses(cast: Cast, at: datetime) -> None:
    board = Board.objects.get(tenant=cast.tenant, name=CITY)
    issue(board, "指挥大厅东墙大屏", ends_on=None, by=cast.office, now=at, token=DEMO_TOKEN)
    other = Board.objects.get(tenant=cast.tenant, name=INSPECTION)
    issue(other, "督查室", ends_on=None, by=cast.office, now=at)
