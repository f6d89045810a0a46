"""Keeping views of the list under a name: one's own, and those that the office shares."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import User
from guatu.projects.models import SavedView

MOST = 40
LONGEST_NAME = 40
LONGEST_QUERY = 1000


@transaction.atomic
def save_view(
    name: str, query: str, columns: Sequence[str], *, shared: bool = False, by: User, now: datetime
) -> SavedView:
    """Keep ``query`` (without ``?``) and the columns in their order under a new name."""
    require(by, "view.keep")
    if shared:
        require(by, "view.share")
    journal.await_turn(by.tenant_id)
    view = SavedView(tenant_id=by.tenant_id, user=by, shared=shared, made_at=now)
    _put(view, name, query, columns)
    if SavedView.objects.filter(user=by).count() >= MOST:
        raise Refusal(say("最多保存 {most} 个视图，请先删去不用的。", most=MOST))
    view.save(force_insert=True)
    journal.record("view.saved", view, by=by, at=now)
    return view


@transaction.atomic
def renew_view(
    view: SavedView, query: str, columns: Sequence[str], *, by: User, now: datetime
) -> None:
    """Let the view show what the list shows now."""
    require(by, "view.keep", view)
    held = _hold(view)
    _put(held, held.name, query, columns)
    held.save(update_fields=["query", "columns"])
    journal.record("view.changed", held, by=by, at=now, fields="筛选、排序和列")


@transaction.atomic
def rename_view(view: SavedView, name: str, *, by: User, now: datetime) -> None:
    require(by, "view.keep", view)
    held = _hold(view)
    if held.name == name.strip():
        return
    _put(held, name, held.query, held.columns)
    held.save(update_fields=["name"])
    journal.record("view.changed", held, by=by, at=now, fields="名称")


@transaction.atomic
def share_view(view: SavedView, *, shared: bool, by: User, now: datetime) -> None:
    """Show it to the whole city, or to its owner alone again."""
    require(by, "view.share", view)
    require(by, "view.keep", view)
    held = _hold(view)
    if held.shared == shared:
        return
    held.shared = shared
    held.save(update_fields=["shared"])
    journal.record("view.changed", held, by=by, at=now, fields="共享" if shared else "不再共享")


@transaction.atomic
def prefer_view(view: SavedView, *, preferred: bool, by: User, now: datetime) -> None:
    """Make an own view the one that the list opens with, in place of another; or no longer."""
    require(by, "view.keep", view)
    if view.user_id != by.pk:
        raise Refusal(say("“{name}”是他人共享的，请先另存为自己的视图。", name=view.name))
    held = _hold(view)
    SavedView.objects.filter(user=by, is_default=True).exclude(pk=held.pk).update(is_default=False)
    if held.is_default == preferred:
        return
    held.is_default = preferred
    held.save(update_fields=["is_default"])
    words = "打开时先看" if preferred else "打开时不再先看"
    journal.record("view.changed", held, by=by, at=now, fields=words)


@transaction.atomic
def drop_view(view: SavedView, *, by: User, now: datetime) -> None:
    """Twice is once."""
    require(by, "view.keep", view)
    journal.await_turn(view.tenant_id)
    held = SavedView.objects.filter(pk=view.pk).first()
    if held is not None:
        journal.record("view.dropped", held, by=by, at=now)
        held.delete()


def _hold(view: SavedView) -> SavedView:
    journal.await_turn(view.tenant_id)
    held = SavedView.objects.select_for_update(no_key=True).filter(pk=view.pk).first()
    if held is None:
        raise Refusal(say("视图“{name}”刚被删除，请刷新页面。", name=view.name))
    return held


def _put(view: SavedView, name: str, query: str, columns: Sequence[str]) -> None:
    """Names are told apart among the views of one person."""
    words = name.strip()
    if not words:
        raise _refused(say("请写视图的名称。"))
    if len(words) > LONGEST_NAME:
        raise _refused(say("视图名称最多 40 个字。"))
    if len(query) > LONGEST_QUERY:
        raise Refusal(say("筛选条件太长，存不下，请减少条件。"))
    same = SavedView.objects.filter(user_id=view.user_id, name=words).exclude(pk=view.pk)
    if same.exists():
        raise _refused(say("您已有一个同名的视图，请换个名称。"))
    view.name, view.query, view.columns = words, query, list(columns)


def _refused(said: Sentence) -> Refusal:
    return Refusal(said, {"name": said})
