"""Rule packs of a government: drafts of its own, and putting a pack in force.

A draft is edited until it is first adopted; then its text is frozen and a change is a new version.
Each act begins with the turn of its government: who is second sees what the first has done. The
caller of ``adopt`` and ``adopt_pack`` has everything judged anew afterwards (``projects.jobs``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from guatu.domain.lights import PackError, PackProblem, ProblemKind, Subject, check_pack, load_pack
from guatu.domain.lights import RulePack as Rules
from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.journal.actions import Actor
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.org.models import Tenant, User
from guatu.projects.models import PackAdoption, Project, RulePack
from guatu.projects.packs import DEFAULT, loaded, preset, preset_codes, preset_text

LONGEST_NAME, LONGEST_CODE, LONGEST_REASON = 60, 40, 300


class UnreadablePack(Refusal):
    """A text that is no rule pack; ``faults`` has a sentence for every one."""

    def __init__(self, faults: Sequence[Sentence]) -> None:
        super().__init__(say("规则包有 {n} 处写得不对，没有保存。", n=len(faults)))
        self.faults = tuple(faults)


@transaction.atomic
def copy_pack(tenant: Tenant, text: Mapping[str, Any], *, by: User, now: datetime) -> RulePack:
    """A draft of the government's own with the text of another pack, under a code of its own."""
    require(by, "pack.edit", tenant)
    source = _read(text)
    journal.await_turn(tenant.pk)
    name, origin = source.name, source.source
    if source.code in preset_codes():
        name, origin = _local(source)
    code = _free_code(tenant, source.code)
    own = {**text, "code": code, "version": "1", "name": name, "source": origin}
    draft = _draft(tenant, own, by, now)
    journal.record("pack.drafted", draft, by=by, at=now, source=source.name)
    return draft


@transaction.atomic
def revise_pack(pack: RulePack, *, by: User, now: datetime) -> RulePack:
    """A draft of the next version of an adopted pack; the one there is if somebody has begun it.

    What ships stays as it ships: its next version is the government's own copy.
    """
    require(by, "pack.edit", pack)
    if pack.code in preset_codes():
        return copy_pack(by.tenant, pack.rules, by=by, now=now)
    journal.await_turn(pack.tenant_id)
    versions = RulePack.objects.filter(tenant=pack.tenant_id, code=pack.code)
    if (begun := versions.filter(adopted_at=None).first()) is not None:
        return begun
    number = max(int(version) for version in versions.values_list("version", flat=True)) + 1
    draft = _draft(by.tenant, {**pack.rules, "version": str(number)}, by, now)
    journal.record("pack.drafted", draft, by=by, at=now, source=str(pack))
    return draft


@transaction.atomic
def edit_pack(
    draft: RulePack, text: Mapping[str, Any], *, seen: int, by: User, now: datetime
) -> RulePack:
    """Replace the text of a draft; its code and version stay.

    Raises ``UnreadablePack`` with every fault of the text, ``StateChanged`` when the draft is
    not the one at revision ``seen`` any more.
    """
    require(by, "pack.edit", draft)
    whole = {**text, "code": draft.code, "version": draft.version}
    name = _read(whole).name
    if len(name) > LONGEST_NAME:
        raise Refusal(words := say("请写在 {most} 字以内。", most=LONGEST_NAME), {"name": words})
    held = _held_draft(draft, seen)
    if held.rules == whole:
        return held
    held.name, held.rules, held.revision = name, whole, held.revision + 1
    held.edited_at, held.edited_by = now, by
    held.save(update_fields=["name", "rules", "revision", "edited_at", "edited_by"])
    journal.record("pack.edited", held, by=by, at=now, revision=held.revision)
    return held


@transaction.atomic
def drop_pack(draft: RulePack, *, seen: int, by: User, now: datetime) -> None:
    """Throw a draft away; what has been adopted is kept for ever."""
    require(by, "pack.edit", draft)
    held = _held_draft(draft, seen)
    journal.record("pack.dropped", held, by=by, at=now)
    held.delete()


@transaction.atomic
def adopt(tenant: Tenant, code: str, *, by: Actor, now: datetime, despite: str = "") -> RulePack:
    """Put a shipped pack in force; ``KeyError`` if there is none.

    ``despite`` is why a pack with holes is adopted all the same.
    """
    if isinstance(by, User):
        require(by, "pack.adopt", tenant)
    rules = preset(code)
    holes = _refuse_unfit(rules, despite)
    journal.await_turn(tenant.pk)
    row, _ = RulePack.objects.get_or_create(
        tenant=tenant,
        code=rules.code,
        version=rules.version,
        defaults={"name": rules.name, "rules": preset_text(code)},
    )
    return _put_in_force(row, holes, despite, by=by, now=now)


@transaction.atomic
def adopt_pack(
    pack: RulePack, *, seen: int, by: User, now: datetime, despite: str = ""
) -> RulePack:
    """Put a draft, or a pack that was in force before, in force; ``seen`` is its revision."""
    require(by, "pack.adopt", pack)
    journal.await_turn(pack.tenant_id)
    held = _same_revision(_found(pack), seen)
    holes = _refuse_unfit(loaded(held.rules), despite)
    return _put_in_force(held, holes, despite, by=by, now=now)


@transaction.atomic
def remember_default(tenants: Iterable[Tenant], *, now: datetime) -> int:
    """Keep the text of our default for those that live by it, so that a later edition of it does
    not change what is said of the past; returns for how many it was new. Where another edition
    gave the lights before, the next round judges everything by the new one."""
    rules, fresh = preset(DEFAULT), 0
    for tenant in tenants:
        if RulePack.objects.filter(tenant=tenant, in_force=True).exists():
            continue
        row, _ = RulePack.objects.get_or_create(
            tenant=tenant,
            code=rules.code,
            version=rules.version,
            defaults={"name": rules.name, "rules": preset_text(DEFAULT), "adopted_at": now},
        )
        newest = PackAdoption.objects.filter(tenant=tenant).first()
        if newest is None or newest.pack_id != row.pk:
            _note_adoption(row, journal.SYSTEM, now)
            fresh += 1
            if newest is not None:
                Project.objects.filter(tenant=tenant).listed().update(next_check=None)
    return fresh


def holes_of(rules: Rules) -> list[PackProblem]:
    """Values without a colour, and dimensions too wide to say that there are none."""
    unsure = (ProblemKind.HOLE, ProblemKind.NOT_CHECKED)
    return [problem for problem in check_pack(rules) if problem.kind in unsure]


def _read(text: Mapping[str, Any]) -> Rules:
    try:
        return load_pack(text)
    except PackError as error:
        raise UnreadablePack([problem.sentence for problem in error.problems]) from error


def _local(source: Rules) -> tuple[str, str]:
    """Name and source of the government's own edition of a shipped pack, plain data from now on."""
    name = f"{source.name[: LONGEST_NAME - 4]}（本地）"
    told = say(
        N_("照“{name}”第 {version} 版起草，条款的出处指原规则：{source}"),
        name=source.name,
        version=source.version,
        source=source.source,
    )
    return name, str(told)


def _free_code(tenant: Tenant, code: str) -> str:
    """``yinchuan`` → ``yinchuan-1``, ``yinchuan-1`` → ``yinchuan-2``."""
    stem, _, number = code.rpartition("-")
    base = (stem if stem and number.isdecimal() else code)[: LONGEST_CODE - 6]
    taken = set(RulePack.objects.filter(tenant=tenant).values_list("code", flat=True))
    taken |= set(preset_codes())
    return next(
        made for n in range(1, len(taken) + 2) if (made := f"{base}-{n}") not in taken
    )  # fmt: skip


def _draft(tenant: Tenant, text: Mapping[str, Any], by: User, now: datetime) -> RulePack:
    draft = RulePack(
        tenant=tenant,
        code=text["code"],
        version=text["version"],
        name=text["name"],
        rules=dict(text),
        edited_at=now,
        edited_by=by,
    )
    draft.save(force_insert=True)
    return draft


def _held_draft(draft: RulePack, seen: int) -> RulePack:
    """The draft as it is now, nobody else's turn; refused if it is not as it was seen."""
    journal.await_turn(draft.tenant_id)
    held = _found(draft)
    if held.adopted_at is not None:
        words = say("“{label}”已经采用，采用过的规则不再改动。请另起一版再改。", label=str(held))
        raise StateChanged(words)
    return _same_revision(held, seen)


def _found(pack: RulePack) -> RulePack:
    held = RulePack.objects.select_related("tenant", "edited_by").filter(pk=pack.pk).first()
    if held is None:
        raise StateChanged(say("草稿“{label}”已经删除，没有保存。", label=str(pack)))
    return held


def _same_revision(held: RulePack, seen: int) -> RulePack:
    if held.revision != seen and held.edited_at is not None:
        raise StateChanged(
            say(
                "{who} 在 {at} 改过草稿“{label}”。您的这一步没有做；请看过新稿再办。",
                who=held.edited_by.name if held.edited_by else "",
                at=held.edited_at.astimezone(CHINA).strftime("%m-%d %H:%M"),
                label=str(held),
            )
        )
    return held


def _refuse_unfit(rules: Rules, despite: str) -> list[PackProblem]:
    """The holes that the adopter takes on; only packs about projects give projects lights."""
    if rules.subject is not Subject.PROJECT:
        words = N_("“{name}”判的是{subject}，不是项目，不能用于项目亮灯。")
        raise Refusal(say(words, name=rules.name, subject=rules.subject.word))
    holes = holes_of(rules)
    if holes and not despite.strip():
        values = "；".join(str(hole.sentence) for hole in holes)
        words = N_("“{name}”有 {n} 处空档：{values}。请补全规则；仍要采用的，请写明理由。")
        raise Refusal(say(words, name=rules.name, n=len(holes), values=values),
                      {"despite": say("请写明有空档仍要采用的理由。")})  # fmt: skip
    if len(despite.strip()) > LONGEST_REASON:
        fault = say("请写在 {most} 字以内。", most=LONGEST_REASON)
        raise Refusal(fault, {"despite": fault})
    return holes


def _put_in_force(
    row: RulePack, holes: Sequence[PackProblem], despite: str, *, by: Actor, now: datetime
) -> RulePack:
    """Nothing happens to a pack that is in force already."""
    if row.in_force:
        return row
    RulePack.objects.filter(tenant=row.tenant_id, in_force=True).update(in_force=False)
    row.adopted_at, row.in_force = now, True
    row.save(update_fields=["adopted_at", "in_force"])
    _note_adoption(row, by, now)
    if holes:
        values = "；".join(hole.values or hole.dimension for hole in holes)
        reason = despite.strip()
        journal.record("pack.adopted_despite", row, by=by, at=now, holes=values, reason=reason)
    else:
        journal.record("pack.adopted", row, by=by, at=now)
    return row


def _note_adoption(row: RulePack, by: Actor, now: datetime) -> None:
    adoption = PackAdoption(tenant_id=row.tenant_id, pack=row, at=now, by_name=by.actor_name)
    adoption.save(force_insert=True)
