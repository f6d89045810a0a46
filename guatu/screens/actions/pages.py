"""展板的页: 增加、修改、移动、删除和恢复."""

from __future__ import annotations

from datetime import datetime
from typing import NoReturn
from uuid import UUID

from django.db import transaction

from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.kit.typed import line_of
from guatu.lines.models import WorkLine
from guatu.org.models import Post, User
from guatu.screens.actions.holding import page_of, take, touch
from guatu.screens.choices import PageLayout, PanelKind
from guatu.screens.drafts import PageDraft, PanelDraft
from guatu.screens.models import Board, BoardPage, BoardPanel

LONGEST_TITLE = 40
#: Shorter nobody can read a page, longer nobody waits for the next.
SHORTEST, LONGEST = 5, 600
MOST_PAGES = 30
MOST_ROWS = 30


@transaction.atomic
def add_page(board: Board, draft: PageDraft, *, seen: int, by: User, now: datetime) -> BoardPage:
    held = take(board, by=by, seen=seen)
    shown = held.pages.filter(removed_at__isnull=True)
    if shown.count() >= MOST_PAGES:
        raise Refusal(say(N_("一块展板最多 {n} 页，请先删去不用的。"), n=MOST_PAGES))
    last = shown.order_by("-place").first()
    page = write_page(held, draft, last.place + 1 if last else 1)
    touch(held)
    journal.record("board_page.added", held, by=by, at=now, page=page.title)
    return page


@transaction.atomic
def edit_page(page: BoardPage, draft: PageDraft, *, seen: int, by: User, now: datetime) -> None:
    held = take(page.board, by=by, seen=seen)
    found = page_of(held, page)
    found.title, found.layout, found.seconds = _checked(draft)
    found.save(update_fields=["title", "layout", "seconds"])
    found.panels.all().delete()
    _write_panels(held, found, draft)
    touch(held)
    journal.record("board_page.changed", held, by=by, at=now, page=found.title)


@transaction.atomic
def move_page(page: BoardPage, by_places: int, *, by: User, now: datetime) -> None:
    """Change places with the page before (−1) or after (+1); at either end nothing happens."""
    held = take(page.board, by=by)
    pages = list(held.pages.filter(removed_at__isnull=True))
    ids = [one.pk for one in pages]
    here = ids.index(page_of(held, page).pk)
    there = here + by_places
    if not 0 <= there < len(pages):
        return
    pages[here], pages[there] = pages[there], pages[here]
    for place, one in enumerate(pages, start=1):
        if one.place != place:
            one.place = place
            one.save(update_fields=["place"])
    touch(held)
    title = pages[there].title
    journal.record("board_page.moved", held, by=by, at=now, page=title, place=there + 1)


@transaction.atomic
def remove_page(page: BoardPage, *, by: User, now: datetime) -> None:
    held = take(page.board, by=by)
    found = page_of(held, page)
    found.removed_at = now
    found.save(update_fields=["removed_at"])
    touch(held)
    journal.record("board_page.removed", held, by=by, at=now, page=found.title)


@transaction.atomic
def restore_page(page: BoardPage, *, by: User, now: datetime) -> None:
    """Back to where it was; done twice is done once."""
    held = take(page.board, by=by)
    found = held.pages.get(pk=page.pk)
    if found.removed_at is None:
        return
    found.removed_at = None
    found.save(update_fields=["removed_at"])
    touch(held)
    journal.record("board_page.restored", held, by=by, at=now, page=found.title)


def write_page(held: Board, draft: PageDraft, place: int) -> BoardPage:
    """The row of a page and of its panels, inside an act on the board."""
    title, layout, seconds = _checked(draft)
    page = BoardPage.objects.create(
        board=held, place=place, title=title, layout=layout, seconds=seconds
    )
    _write_panels(held, page, draft)
    return page


def _checked(draft: PageDraft) -> tuple[str, PageLayout, int]:
    title = line_of(draft.title, say(N_("请写这一页的标题。")), field="title", most=LONGEST_TITLE)
    if not SHORTEST <= draft.seconds <= LONGEST:
        wrong = say(N_("停留秒数应在 {least} 到 {most} 之间。"), least=SHORTEST, most=LONGEST)
        raise Refusal(wrong, {"seconds": wrong})
    if not any(draft.panels[: draft.layout.slots]):
        raise Refusal(say(N_("这一页还没有内容，请至少放一个面板。")))
    return title, draft.layout, draft.seconds


def _write_panels(held: Board, page: BoardPage, draft: PageDraft) -> None:
    """Places that the layout does not have are left out."""
    for slot, panel in enumerate(draft.panels[: draft.layout.slots], start=1):
        if panel is not None:
            BoardPanel.objects.create(page=page, slot=slot, **_options(held, slot, panel))


def _options(held: Board, slot: int, panel: PanelDraft) -> dict[str, object]:
    """Only what its kind asks for is kept."""
    if panel.rows is not None and not 1 <= panel.rows <= MOST_ROWS:
        wrong = say(N_("行数应在 1 到 {most} 之间。"), most=MOST_ROWS)
        raise Refusal(wrong, {f"rows_{slot}": wrong})
    line = post = None
    if panel.kind is PanelKind.LINE:
        line = _line(held, panel.line, f"line_{slot}")
    if panel.kind is PanelKind.SPONSORS and panel.post is not None:
        post = _post(held, panel.post, f"post_{slot}")
    return {"kind": panel.kind, "line": line, "post": post, "rows": panel.rows}


def _line(held: Board, pk: UUID | None, field: str) -> WorkLine:
    found = WorkLine.objects.filter(tenant_id=held.tenant_id, pk=pk).first() if pk else None
    if found is None:
        _refuse(field, say(N_("请选择要展示的工作线。")))
    return found


def _post(held: Board, pk: UUID, field: str) -> Post:
    found = Post.objects.filter(tenant_id=held.tenant_id, pk=pk).first()
    if found is None:
        _refuse(field, say(N_("没有这个岗位，请重新选择。")))
    return found


def _refuse(field: str, sentence: Sentence) -> NoReturn:
    raise Refusal(sentence, {field: sentence})
