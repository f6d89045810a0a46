"""Each figure of a paper leads to the records that it was counted from, whatever kind of paper it
is: a slip and a sheet to their dispatch, minutes to their meeting and to what it handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from tests.browser.arriving import DESK, Enter

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: Kinds that are about one record: the field in which it is chosen, where its figures lead.
OF_ONE = {
    "slip": ("dispatch", ("/dispatches/",)),
    "sheet": ("dispatch", ("/dispatches/",)),
    "minutes": ("meeting", ("/command/meetings/", "/dispatches/")),
    "starts": ("event", ("/starts/", "/projects/")),
}
OF_A_PERIOD = ("bulletin", "weekly")
NOTHING = "当时这个数是零。"


def test_figures_lead_to_the_records_that_were_counted(enter: Enter) -> None:
    page = enter("demo-office", DESK)
    for kind in OF_ONE:
        _follow_to_the_one_record(page, kind)
    for kind in OF_A_PERIOD:
        _follow_to_many_records(page, kind)


def _follow_to_the_one_record(page: Page, kind: str) -> None:
    field, places = OF_ONE[kind]
    page.goto(f"/papers/new/?kind={kind}")
    chosen = _choose(page, field)
    page.get_by_role("button", name="按数据拟稿").click()
    found = {address for figure in _figures(page) for address in _records(page, figure)}
    assert any(chosen in address for address in found)
    assert [address for address in found if not address.startswith(places)] == []
    for address in found:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address


def _follow_to_many_records(page: Page, kind: str) -> None:
    page.goto(f"/papers/new/?kind={kind}")
    page.get_by_role("button", name="按数据拟稿").click()
    found = [_records(page, figure) for figure in _figures(page)]
    assert sum(map(bool, found)) > 5


def _choose(page: Page, field: str) -> str:
    """The first record that is offered; its id."""
    choice = page.locator(f"select[name={field}]")
    wanted = choice.locator("option:not([value=''])").first.get_attribute("value")
    assert wanted is not None
    choice.select_option(wanted)
    return wanted


def _figures(page: Page) -> list[str]:
    """Where the figures of the text on the page lead, each once."""
    text = page.locator(".paper-page").first
    expect(text).to_be_visible()
    links = text.locator("a[href*='/figures/']").all()
    assert links
    return sorted({urljoin(page.url, link.get_attribute("href") or "") for link in links})


def _records(page: Page, figure: str) -> list[str]:
    """The records on the page of a figure; a page without any says so."""
    page.goto(figure)
    rows = page.locator(".card tr[data-href] a")
    if not rows.count():
        expect(page.get_by_text(NOTHING)).to_be_visible()
    return [link.get_attribute("href") or "" for link in rows.all()]
