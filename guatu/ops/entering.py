"""A ledger entered without a page: by whom, what was found in it, what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from guatu.domain.words import Sentence, say
from guatu.intake import actions, queries
from guatu.intake.choices import IntakeStatus, RowFate
from guatu.intake.models import Intake
from guatu.kit import clock
from guatu.kit.refusals import Refusal
from guatu.ops.rounds import moment_of
from guatu.org.access import Forbidden
from guatu.org.models import User

Tell = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Brought:
    """A ledger that was read; ``missing`` says why it cannot be entered."""

    intake: Intake
    words: tuple[str, ...]
    missing: Sentence | None


def person(username: str | None, tenant: str | None) -> User:
    """Who acts; ``tenant`` is only a check that it goes where it is meant to go."""
    if not username:
        raise Refusal(say("请用 --as 写明以谁的身份办理，如 --as zhangsan。"))
    by = User.objects.select_related("tenant").filter(username=username, is_active=True).first()
    if by is None:
        raise Refusal(say("没有在用的用户“{username}”。", username=username))
    if tenant and by.tenant.name != tenant:
        raise Refusal(say("用户“{username}”不属于“{tenant}”。", username=username, tenant=tenant))
    return by


def bring_in(
    filename: str, raw: bytes, *, as_of: date | None, sheet: int | None, by: User, tell: Tell
) -> Brought:
    """Take in and read; raises ``Refusal`` for a file or a person that is refused."""
    now = moment_of(by.tenant, clock.now())
    try:
        intake = actions.upload(
            by.tenant, filename, raw, as_of=as_of or now.date(), sheet=sheet, by=by, now=now,
            tell=tell,
        )  # fmt: skip
    except Forbidden as forbidden:
        raise Refusal(forbidden.sentence) from forbidden
    head = queries.header(intake)
    if intake.status == IntakeStatus.REFUSED and head.refusal:
        raise Refusal(head.refusal)
    return Brought(intake, tuple(_found(head)), head.missing)


def enter(brought: Brought, *, by: User, tell: Tell) -> str:
    """Enter it; returns what was done in words."""
    intake = brought.intake
    now = moment_of(by.tenant, clock.now())
    actions.enter(intake, seen=intake.version, by=by, now=now, tell=tell)
    fates = queries.header(intake).fates
    new = fates[RowFate.NEW] + fates[RowFate.BACK]
    return (
        f"已入账：新增 {new} 个，更新 {fates[RowFate.CHANGED]} 个，"
        f"未变 {fates[RowFate.SAME]} 个。撤销请在“导入”页操作。"
    )


def _found(head: queries.Header) -> Iterator[str]:
    counts = "，".join(f"{fate.label} {head.fates[fate]}" for fate in RowFate if head.fates[fate])
    yield f"“{head.filename}”：{head.rows} 个项目（{counts}）。"
    if head.problem_rows:
        yield f"有 {head.problem_rows} 行需要核对，可在“导入”页逐行查看："
    for problem in head.problems:
        yield f"  {problem.count} 处，如：{problem.example}"
    if head.unknown_units:
        yield "不在册的单位：" + "、".join(head.unknown_units)
