"""拟诺: writing down what is promised, and sending it to whoever promises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from guatu.commitments.actions.holding import keep, take
from guatu.commitments.choices import CommitmentKind, RevisionStatus
from guatu.commitments.models import Commitment
from guatu.domain.commitments import Verb
from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal
from guatu.kit.typed import text_of
from guatu.lines.models import WorkLine
from guatu.org.access import require
from guatu.org.choices import Role
from guatu.org.models import Post, Tenant, Unit, User
from guatu.projects.models import Project

#: Years ahead; a promise further off is mistyped.
FURTHEST = 10


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise as written down. Without ``unit`` it is that of the post; ``handling_unit`` and
    ``owner_post`` are who does the work, empty when the promiser does."""

    post: Post | None
    words: str
    measure: str
    target: str
    due_on: date | None
    unit: Unit | None = None
    kind: str = CommitmentKind.ANNUAL
    before: str = ""
    occasion: str = ""
    occasion_on: date | None = None
    handling_unit: Unit | None = None
    owner_post: Post | None = None
    project: Project | None = None
    line: WorkLine | None = None
    letter: bool = False

    def columns(self) -> dict[str, Any]:
        """By field of ``Commitment``, texts without blanks around, what follows filled in."""
        given = {f.name: getattr(self, f.name) for f in fields(self)}
        given = {k: v.strip() if isinstance(v, str) else v for k, v in given.items()}
        given["unit"] = self.unit or (self.post.unit if self.post else None)
        given["line"] = self.line or (self.project.line if self.project else None)
        given["letter"] = self.letter or self.kind == CommitmentKind.STAR
        return given


@transaction.atomic
def draft(tenant: Tenant, promise: Promise, *, by: User, now: datetime) -> Commitment:
    """Write a promise down; nobody but the unit, the post and the drafter sees it yet."""
    require(by, "commitment.draft")
    columns = _checked(tenant, promise, now)
    row = Commitment(
        tenant=tenant,
        year=columns["due_on"].year,
        drafted_by=by,
        drafted_at=now,
        by_office=Role.OFFICE in by.access.roles,
        **columns,
    )
    require(by, "commitment.draft", row)
    journal.await_turn(tenant.pk)
    row.number = _next_number(tenant, row.year)
    row.save(force_insert=True)
    journal.record("commitment.drafted", row, by=by, at=now, promiser=str(row.post), day=row.due_on)
    return row


@transaction.atomic
def edit(
    commitment: Commitment, promise: Promise, *, by: User, now: datetime, seen: int | None = None
) -> None:
    """Change a draft; whose promise it is stays."""
    held, step = take(commitment, Verb.EDIT, seen=seen, by=by)
    columns = _checked(held.tenant, promise, now)
    if columns["post"].pk != held.post_id:
        refused = say("承诺人不能改；要换承诺人，请撤销这一件，另拟一件。")
        raise Refusal(refused, {"post": refused})
    changed = [name for name, value in columns.items() if getattr(held, name) != value]
    if not changed:
        return
    before = {name: getattr(held, name) for name in changed}
    for name in changed:
        setattr(held, name, columns[name])
    keep(held, step, *changed, now=now)
    changes = {name: [before[name], columns[name]] for name in changed}
    named = "、".join(str(Commitment._meta.get_field(n).verbose_name) for n in changed)  # type: ignore[union-attr]
    journal.record("commitment.changed", held, by=by, at=now, fields=named, changes=changes)


@transaction.atomic
def offer(commitment: Commitment, *, by: User, now: datetime, seen: int | None = None) -> None:
    """送本人确认: the words go to the one who is to promise them."""
    held, step = take(commitment, Verb.OFFER, seen=seen, by=by)
    if held.post.holder is None:
        raise Refusal(say("“{post}”现在空缺，无人确认；请先办理岗位交接。", post=str(held.post)))
    keep(held, step, now=now)
    journal.record("commitment.offered", held, by=by, at=now, promiser=str(held.post))


@transaction.atomic
def withdraw(
    commitment: Commitment, *, reason: str, by: User, now: datetime, seen: int | None = None
) -> None:
    """A draft by whoever drafts, what is in force only by those who approve."""
    held, step = take(commitment, Verb.WITHDRAW, seen=seen, by=by)
    said = text_of(reason, say("请写明为什么撤销。"))
    held.revisions.filter(status=RevisionStatus.ASKED).update(
        status=RevisionStatus.REFUSED, answer=said, decided_by=by, decided_at=now
    )
    keep(held, step, now=now)
    journal.record("commitment.withdrawn", held, by=by, at=now, reason=said)


def faults_of_text(words: str, measure: str, target: str) -> Iterator[tuple[str, Sentence]]:
    """What keeps a text from being a promise that somebody can judge."""
    if not words.strip():
        yield "words", say(N_("请写明承诺什么。"))
    if not measure.strip():
        yield "measure", say(N_("没有衡量指标的承诺无法评定，请写明看什么，如“新增标准厂房面积”。"))
    if not target.strip():
        yield (
            "target",
            say(N_("没有目标值的承诺无法评定，请写明做到多少或什么样，如“3 万平方米”。")),
        )


def fault_of_day(due_on: date | None, today: date) -> Sentence | None:
    if due_on is None:
        return say(N_("没有时限的承诺无法评定，请写明哪一天以前做到。"))
    if due_on <= today:
        return say(N_("时限 {day} 已到或已过，请填今天以后的日期。"), day=due_on.isoformat())
    if due_on.year > today.year + FURTHEST:
        return say(N_("时限在 {n} 年以后，请核对年份。"), n=FURTHEST)
    return None


def _checked(tenant: Tenant, promise: Promise, now: datetime) -> dict[str, Any]:
    """The columns; ``Refusal`` with the sentence of each field that is wrong."""
    columns = promise.columns()
    faults = dict(_faults(tenant, columns, now.astimezone(CHINA).date()))
    if faults:
        raise Refusal(say("承诺还不完整：{first}", first=str(next(iter(faults.values())))), faults)
    return columns


def _faults(tenant: Tenant, columns: dict[str, Any], today: date) -> Iterator[tuple[str, Sentence]]:
    post = columns["post"]
    if post is None:
        yield "post", say("请选择承诺人。")
    elif post.closed_on is not None:
        yield "post", say("岗位“{post}”已撤销，请选择在设的岗位。", post=str(post))
    yield from faults_of_text(columns["words"], columns["measure"], columns["target"])
    if (late := fault_of_day(columns["due_on"], today)) is not None:
        yield "due_on", late
    if columns["kind"] not in CommitmentKind.values:
        yield "kind", say("请选择承诺的类别。")
    if columns["kind"] == CommitmentKind.STAR and columns["project"] is None:
        yield "project", say("星标项目承诺须选定项目，承诺书按项目签订。")
    elsewhere = say("所选条目不属于本地，请重新选择。")
    for name in ("post", "unit", "handling_unit", "owner_post", "project", "line"):
        row = columns[name]
        if row is not None and row.tenant_id != tenant.pk:
            yield name, elsewhere


def _next_number(tenant: Tenant, year: int) -> int:
    """During the turn, so that no two promises get one number."""
    rows = Commitment.objects.filter(tenant=tenant, year=year)
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1
