"""Posts and who holds them. Duties point at posts, so a hand-over moves nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.journal.actions import Note
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.actions.acting import Acting, allow
from guatu.org.choices import Role
from guatu.org.models import Holding, Post, PostRole, Unit, User
from guatu.org.queries import what_holds_post

EDITABLE = ("title", "rank")
VACANT = "vacant"


@transaction.atomic
def create_post(
    unit: Unit,
    title: str,
    *,
    roles: Iterable[str] = (),
    rank: int = 100,
    by: Acting,
    now: datetime,
) -> Post:
    """Create a vacant post; whoever gives it roles needs the right to grant them as well."""
    allow(by, "org.edit", unit)
    journal.await_turn(unit.tenant_id)
    post = Post(tenant_id=unit.tenant_id, unit=unit, title=title.strip(), rank=rank)
    _refuse_bad(post)
    post.save(force_insert=True)
    journal.record("post.created", post, by=by, at=now)
    if wanted := list(roles):
        set_roles(post, wanted, by=by, now=now)
    return post


@transaction.atomic
def change_post(
    post: Post, values: Mapping[str, Any], *, by: Acting, now: datetime
) -> dict[str, list[Any]]:
    """Change the title or the rank; returns ``{field: [before, after]}``."""
    allow(by, "org.edit", post)
    held = _hold(post)
    changes = {
        name: [getattr(held, name), values[name]]
        for name in EDITABLE
        if name in values and values[name] != getattr(held, name)
    }
    for name, (_, value) in changes.items():
        setattr(held, name, value)
    _refuse_bad(held)
    if changes:
        held.save(update_fields=list(changes))
        journal.record("post.changed", held, by=by, at=now, changes=changes)
    return changes


@transaction.atomic
def close_post(post: Post, *, on: date, by: Acting, now: datetime) -> None:
    """Close a post that nothing is bound to any more; its holder leaves it on the same day."""
    allow(by, "org.edit", post)
    held = _hold(post)
    if held.closed_on:
        raise Refusal(say("岗位“{post}”已经撤销。", post=str(held)))
    if ties := what_holds_post(held):
        words = "，".join(map(str, ties))
        raise Refusal(
            say("岗位“{post}”还{ties}，请先改由其他岗位负责，再撤销。", post=str(held), ties=words)
        )
    _refuse_later(on, now.date(), say("撤销日期不能晚于今天，请改为今天或以前的日期。"))
    if held.holder:
        hand_over(held, None, on=on, by=by, now=now)
    held.closed_on = on
    held.save(update_fields=["closed_on"])
    journal.record("post.closed", held, by=by, at=now, day=on)


@transaction.atomic
def hand_over(
    post: Post,
    to: User | None,
    *,
    on: date,
    by: Acting,
    now: datetime,
    seen: str | None = None,
) -> Holding | None:
    """Give a post to ``to``, or leave it vacant; the duties bound to it stay with the post.

    ``on`` is the last day of whoever leaves and the first day of whoever comes. What was done
    before stays with the person who did it. ``seen`` is the holding that the person at the
    screen saw (its id, or ``VACANT``); ``StateChanged`` when someone else was faster.
    """
    allow(by, "org.hand_over", post)
    held = _hold(post)
    last = held.holdings.select_related("user").first()
    current = last if last and last.until is None else None
    _refuse_stale(held, current, seen)
    _refuse_bad_hand_over(held, last, to, on, now.date())
    notes = []
    if current:
        current.until = on
        current.save(update_fields=["until"])
        notes.append(Note("post.left", held, {"holder": current.user.name, "day": on}))
    taken = _take(held, to, on) if to else None
    if taken:
        notes.append(Note("post.taken", held, {"holder": taken.user.name, "day": on}))
    journal.record_many(notes, by=by, at=now)
    return taken


@transaction.atomic
def set_roles(post: Post, roles: Iterable[str], *, by: Acting, now: datetime) -> None:
    """Replace the roles that come with a post; its holder has them from the next request on."""
    allow(by, "post.grant", post)
    held, wanted = _hold(post), {str(Role(role)) for role in roles}
    before = set(held.post_roles.values_list("role", flat=True))
    if wanted == before:
        return
    held.post_roles.exclude(role__in=wanted).delete()
    PostRole.objects.bulk_create([PostRole(post=held, role=r) for r in sorted(wanted - before)])
    words = _role_words(wanted)
    changes = {"roles": [_role_words(before), words]}
    journal.record("post.granted", held, by=by, at=now, roles=words, changes=changes)


def _hold(post: Post) -> Post:
    """The post, in the turn of this act and locked for a change."""
    journal.await_turn(post.tenant_id)
    return Post.objects.select_for_update(no_key=True).get(pk=post.pk)


def _refuse_bad(post: Post) -> None:
    fields: dict[str, Sentence] = {}
    same = Post.objects.filter(unit_id=post.unit_id, title=post.title, closed_on__isnull=True)
    if not post.title:
        fields["title"] = say("请填写岗位名称。")
    elif same.exclude(pk=post.pk).exists():
        fields["title"] = say("“{unit}”已有岗位“{title}”。", unit=str(post.unit), title=post.title)
    if post.unit.closed_on:
        fields["unit"] = say("“{unit}”已撤销，不能再设岗位。", unit=str(post.unit))
    if not 0 <= post.rank <= 32767:
        fields["rank"] = say("排序请填 0 到 32767 之间的整数。")
    if fields:
        raise Refusal(next(iter(fields.values())), fields)


def _refuse_later(on: date, today: date, sentence: Sentence) -> None:
    if on > today:
        raise Refusal(sentence, {"on": sentence})


def _refuse_stale(post: Post, current: Holding | None, seen: str | None) -> None:
    if seen is None or seen == (str(current.pk) if current else VACANT):
        return
    if current is None:
        raise StateChanged(
            say("“{post}”刚被他人办理离任，现为空缺。请核对后再办理。", post=str(post))
        )
    raise StateChanged(
        say(
            "“{post}”的交接刚由他人办理：{holder} 已于 {day} 到任。请核对后再办理。",
            post=str(post),
            holder=current.user.name,
            day=current.since.isoformat(),
        )
    )


def _refuse_bad_hand_over(
    post: Post, last: Holding | None, to: User | None, on: date, today: date
) -> None:
    if post.closed_on:
        raise Refusal(say("岗位“{post}”已经撤销，不能再办理交接。", post=str(post)))
    if last is None or last.until is not None:
        _refuse_empty_change(post, to)
    elif to is not None and to.pk == last.user_id:
        again = say("{name} 已在“{post}”岗位上。", name=to.name, post=str(post))
        raise Refusal(again, {"to": again})
    if to is not None:
        _refuse_unfit(post, to)
    _refuse_later(on, today, say("交接日期不能晚于今天，请改为今天或以前的日期。"))
    _refuse_earlier(last, on)


def _refuse_empty_change(post: Post, to: User | None) -> None:
    if to is None:
        empty = say("“{post}”现已空缺，请选择到任的人。", post=str(post))
        raise Refusal(empty, {"to": empty})


def _refuse_unfit(post: Post, to: User) -> None:
    if to.tenant_id == post.tenant_id and to.is_active:
        return
    unfit = say("{name} 的账号已停用，不能到任。请先恢复使用该账号。", name=to.name)
    if to.tenant_id != post.tenant_id:
        unfit = say("所选人员不属于本地，请重新选择。")
    raise Refusal(unfit, {"to": unfit})


def _refuse_earlier(last: Holding | None, on: date) -> None:
    if last is None:
        return
    if last.until is None and on < last.since:
        words = say(
            "{name} 自 {since} 起在此岗位，交接日期不能早于这一天。",
            name=last.user.name,
            since=last.since.isoformat(),
        )
        raise Refusal(words, {"on": words})
    if last.until is not None and on < last.until:
        words = say(
            "{name} 在此岗位至 {until}，到任日期不能早于这一天。",
            name=last.user.name,
            until=last.until.isoformat(),
        )
        raise Refusal(words, {"on": words})


def _take(post: Post, to: User, on: date) -> Holding:
    return Holding.objects.create(tenant_id=post.tenant_id, post=post, user=to, since=on)


def _role_words(roles: set[str]) -> str:
    return "、".join(str(Role(role).label) for role in Role.values if role in roles) or "无"
