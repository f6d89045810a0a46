"""Score items (考核事项) of a line: what a post is appraised on, and with how many points."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.lines.actions.putting import Changes, hold, put, refuse, unfit_post
from guatu.lines.choices import LineStatus
from guatu.lines.models import ScoreItem, WorkLine
from guatu.org.access import require
from guatu.org.models import User

EDITABLE = ("serial", "target", "post", "name", "points", "words")
MOST_POINTS = Decimal("9999.99")


@transaction.atomic
def add_score_item(
    line: WorkLine, values: Mapping[str, Any], *, by: User, now: datetime
) -> ScoreItem:
    """Add a score item; without ``serial`` it comes last. Points need not add up to 100."""
    require(by, "score_item.edit", line)
    held = hold(line)
    _refuse_closed(held)
    item = ScoreItem(line=held, serial=_next_serial(held))
    put(item, values, EDITABLE)
    refuse(_faults(item))
    item.save(force_insert=True)
    journal.record("score_item.added", held, by=by, at=now, **_said(item))
    return item


@transaction.atomic
def change_score_item(
    item: ScoreItem, values: Mapping[str, Any], *, by: User, now: datetime
) -> Changes:
    require(by, "score_item.edit", item.line)
    held = hold(item.line)
    _refuse_closed(held)
    row = held.score_items.filter(pk=item.pk).first()
    if row is None:
        raise Refusal(say("考核事项“{item}”已删去，请刷新页面。", item=item.name))
    changes = put(row, values, EDITABLE)
    if not changes:
        return {}
    refuse(_faults(row))
    row.save(update_fields=list(changes))
    journal.record("score_item.changed", held, by=by, at=now, changes=changes, **_said(row))
    return changes


@transaction.atomic
def remove_score_item(item: ScoreItem, *, by: User, now: datetime) -> None:
    """Twice changes nothing."""
    require(by, "score_item.edit", item.line)
    held = hold(item.line)
    _refuse_closed(held)
    gone, _ = held.score_items.filter(pk=item.pk).delete()
    if gone:
        journal.record("score_item.removed", held, by=by, at=now, **_said(item))


def _next_serial(line: WorkLine) -> int:
    return int(line.score_items.aggregate(top=Max("serial"))["top"] or 0) + 1


def _refuse_closed(line: WorkLine) -> None:
    if line.status == LineStatus.CLOSED:
        raise Refusal(say("“{line}”已收官，考核事项不再改动。", line=line.title))


def _faults(item: ScoreItem) -> dict[str, Sentence]:
    faults = unfit_post(item, item.line.tenant_id)
    if not item.name:
        faults["name"] = say("请填写考核事项。")
    elif _is_listed_twice(item):
        faults["name"] = say("这个岗位在本线已有考核事项“{item}”。", item=item.name)
    if item.points is None or item.points <= 0:
        faults["points"] = say("分值请填大于 0 的数。")
    elif item.points > MOST_POINTS:
        faults["points"] = say("分值不能超过 {most}，请核对。", most=str(MOST_POINTS))
    if item.target is not None and item.target.line_id != item.line_id:
        faults["target"] = say("所选目标不属于这条工作线，请重新选择。")
    return faults


def _is_listed_twice(item: ScoreItem) -> bool:
    same = ScoreItem.objects.filter(line=item.line_id, name=item.name, post=item.post_id)
    return same.exclude(pk=item.pk).exists()


def _said(item: ScoreItem) -> dict[str, str]:
    return {"item": item.name, "points": journal.plain(item.points)}
