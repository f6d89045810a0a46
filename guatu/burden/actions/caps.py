"""Adopting and changing caps, and lifting a hard one for a week."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from guatu.burden.choices import CappedMeasure
from guatu.burden.models import REASON, BurdenTerms, BurdenWaiver
from guatu.burden.terms import preset
from guatu.domain.burden.caps import SCOPE_WORDS, Cap, faults, load_caps
from guatu.domain.burden.counting import MEASURE_WORDS, week_of
from guatu.domain.words import N_, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.org.models import Tenant, Unit, User

LONGEST_ANSWER = 30
_NO_LIMIT = "不限"


def field_of(cap: Cap, part: str) -> str:
    """The name of a form's field about a part of a cap: ``unit_slips_limit``."""
    return f"{cap.scope}_{cap.measure}_{part}"


@transaction.atomic
def set_terms(
    tenant: Tenant, rules: Mapping[str, Any], *, seen: int, by: User, now: datetime
) -> bool:
    """Adopt caps, or change those adopted; ``seen`` is the version that was read, 0 where the
    proposal was. Whether anything is different now."""
    require(by, "burden.cap", tenant)
    BurdenTerms.objects.get_or_create(tenant=tenant, defaults={"rules": preset()})
    held = BurdenTerms.objects.select_for_update(no_key=True).get(tenant=tenant)
    if held.version != seen:
        words = N_("负担限额刚被别人改过，您的改动没有保存。请看最新的限额后再改。")
        raise StateChanged(say(words))
    _refuse_bad(rules)
    if held.version and held.rules == dict(rules):
        return False
    before, after = load_caps(held.rules["caps"]), load_caps(rules["caps"])
    first = held.version == 0
    changes = "；".join(_changes(before, after)) or "答复时限"
    held.rules = dict(rules)
    held.version += 1
    held.save(update_fields=["rules", "version"])
    if first:
        hard = sum(cap.hard for cap in after)
        journal.record("burden_terms.adopted", held, by=by, at=now, caps=len(after), hard=hard)
    else:
        journal.record("burden_terms.changed", held, by=by, at=now, changes=changes)
    return True


@dataclass(frozen=True, slots=True)
class Waiving:
    """What is let through: one measure of a unit, or of all (None), in the week of ``day``."""

    measure: str
    day: date
    reason: str
    unit: Unit | None = None


@transaction.atomic
def waive(tenant: Tenant, wanted: Waiving, *, by: User, now: datetime) -> BurdenWaiver:
    """放行: the reason stands on the page of the meter, for everybody to read."""
    require(by, "burden.waive", tenant)
    said = " ".join(wanted.reason.replace("\0", "").split())
    if not said:
        words = say(N_("请写明为什么必须超限安排。"))
        raise Refusal(words, {"reason": words})
    if wanted.measure not in CappedMeasure.values:
        words = say(N_("请选择放行哪一项。"))
        raise Refusal(words, {"measure": words})
    if wanted.unit is not None and wanted.unit.tenant_id != tenant.pk:
        words = say(N_("所选单位不属于本地，请重新选择。"))
        raise Refusal(words, {"unit": words})
    week = week_of(wanted.day)
    row = BurdenWaiver.objects.create(
        tenant=tenant,
        unit=wanted.unit,
        week=week,
        measure=wanted.measure,
        reason=said[:REASON],
        by_name=by.name[:100],
        at=now,
    )
    journal.record(
        "burden_waiver.granted", row, by=by, at=now,
        week=week, unit=wanted.unit.label if wanted.unit else "所有单位",
        measure=str(row.get_measure_display()), reason=row.reason,
    )  # fmt: skip
    return row


def _refuse_bad(rules: Mapping[str, Any]) -> None:
    wrong = {field_of(cap, part): words for cap, part, words in faults(load_caps(rules["caps"]))}
    if not 1 <= int(rules["answer_days"]) <= LONGEST_ANSWER:
        words = N_("答复时限应是 1 到 {most} 个工作日。")
        wrong["answer_days"] = say(words, most=LONGEST_ANSWER)
    if wrong:
        raise Refusal(next(iter(wrong.values())), wrong)


def _changes(before: list[Cap], after: list[Cap]) -> Iterator[str]:
    """“每个单位派单由 6 改为 8”."""
    had = {(cap.scope, cap.measure): cap for cap in before}
    now = {(cap.scope, cap.measure): cap for cap in after}
    for key in dict.fromkeys([*had, *now]):
        old, new = had.get(key), now.get(key)
        if old != new:
            named = f"{SCOPE_WORDS[key[0]]}{MEASURE_WORDS[key[1]]}"
            yield f"{named}由 {_told(old)} 改为 {_told(new)}"


def _told(cap: Cap | None) -> str:
    if cap is None:
        return _NO_LIMIT
    return f"{cap.limit}（{'超限不得下发' if cap.hard else '超限提示'}）"
