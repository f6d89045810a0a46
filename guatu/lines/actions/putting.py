"""What every act on a line shares: setting fields, refusing rows of another place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import models

from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.lines.choices import LineStatus
from guatu.lines.models import WorkLine

Changes = dict[str, list[Any]]


def put(row: models.Model, values: Mapping[str, Any], editable: Iterable[str]) -> Changes:
    """Set fields; returns ``{field: [before, after]}`` of those that differ."""
    if stray := set(values) - set(editable):
        raise ValueError(f"not fields that a person may set: {sorted(stray)}")
    changes: Changes = {}
    for name, value in values.items():
        kept = value.strip() if isinstance(value, str) else value
        before = getattr(row, name)
        if before != kept:
            setattr(row, name, kept)
            changes[name] = [journal.plain(before), journal.plain(kept)]
    return changes


def words_of(row: models.Model, changes: Iterable[str]) -> str:
    """The names of changed fields as a form shows them: “牵头单位、总体要求”."""
    return "、".join(str(row._meta.get_field(name).verbose_name) for name in changes)  # type: ignore[union-attr]


def strangers(row: models.Model, tenant_id: UUID, names: Iterable[str]) -> dict[str, Sentence]:
    """A sentence for each field that points at a row of another government."""
    foreign = say("所选条目不属于本地，请重新选择。")
    return {
        name: foreign
        for name in names
        if (other := getattr(row, name)) is not None and other.tenant_id != tenant_id
    }


def unfit_post(row: models.Model, tenant_id: UUID) -> dict[str, Sentence]:
    """A sentence when the ``post`` of a row is of another government or exists no more."""
    if faults := strangers(row, tenant_id, ("post",)):
        return faults
    post = getattr(row, "post")  # noqa: B009 - any row that has one
    if post is not None and post.closed_on is not None:
        return {"post": say("岗位“{post}”已撤销，请另选一个岗位。", post=str(post))}
    return {}


def refuse(faults: Mapping[str, Sentence]) -> None:
    """Raise ``Refusal`` with the first sentence on top when there is any fault."""
    if faults:
        raise Refusal(next(iter(faults.values())), faults)


def hold(line: WorkLine) -> WorkLine:
    """The line, in the turn of this act and locked for a change."""
    journal.await_turn(line.tenant_id)
    return WorkLine.objects.select_for_update(no_key=True).get(pk=line.pk)


def refuse_settled(line: WorkLine, changed: Iterable[str], reported: Iterable[str] = ()) -> None:
    """What was approved is changed only in draft; progress may be reported until the close."""
    if line.status == LineStatus.CLOSED:
        raise Refusal(
            say("“{line}”已收官，内容不再修改。如须更正，请先退回拟定。", line=line.title)
        )
    if line.status != LineStatus.DRAFT and set(changed) - set(reported):
        raise Refusal(
            say(
                "“{line}”的工作方案已批准，目标、任务和方案内容不能直接改。"
                "请总指挥部办公室先退回拟定，改后重新批准；进展可以随时填报。",
                line=line.title,
            )
        )
