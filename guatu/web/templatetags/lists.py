"""The annual list on pages: figures that grow or shrink, and changes in words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from guatu.domain.annuallist import Change, Entry
from guatu.projects.choices import ListChangeKind, Nature
from guatu.web.templatetags.guatu import wan, yi

register = template.Library()

Amount = Decimal | int | None


@register.filter
def delta_yi(amount: Amount) -> str:
    """For cards, with unit and sign: ``+1.9 亿元``, ``−162 亿元``, ``0``; ``—`` when unknown."""
    return _signed(amount, yi(_size(amount)))


@register.filter
def delta_wan(amount: Amount) -> str:
    """For cells without unit: ``+8,000``, ``−52,000``, ``0``."""
    return _signed(amount, wan(_size(amount)))


@register.filter
def delta_count(count: int | None) -> str:
    """``+2``, ``−1``, ``0``."""
    return _signed(count, str(_size(count)))


@register.filter
def kind_words(kind: str) -> str:
    return str(ListChangeKind(kind).label)


@register.filter
def nature_words(nature: str) -> str:
    return str(Nature(nature).label) if nature else _("未定")


@register.filter
def change_words(change: Change) -> str:
    """What is different of the project itself: ``总投资 5,200 → 6,000 万元；子项 0 → 3 个``."""
    told = list(_fields(change)) if change.before and change.after else []
    if change.parts_before != change.parts_after:
        counts = {"before": change.parts_before, "after": change.parts_after}
        told.append(_("子项 %(before)s → %(after)s 个") % counts)
    return "；".join(told)


def _fields(change: Change) -> Iterator[str]:
    before, after = change.before, change.after
    assert before is not None
    assert after is not None
    for name in change.fields:
        yield _one(name, before, after)


def _one(name: str, before: Entry, after: Entry) -> str:
    was, now = getattr(before, name), getattr(after, name)
    if name == "parent":
        return _("单列为独立项目") if now is None else _("并入打包项目")
    if name in ("total", "plan"):
        said = {"field": _amount(name), "before": wan(was), "after": wan(now)}
        return _("%(field)s %(before)s → %(after)s 万元") % said
    if name == "nature":
        return _("性质 %(before)s → %(after)s") % {
            "before": nature_words(was),
            "after": nature_words(now),
        }
    said = {"field": _text(name), "before": was or _("未定"), "after": now or _("未定")}
    return _("%(field)s %(before)s → %(after)s") % said


def _amount(name: str) -> str:
    return _("总投资") if name == "total" else _("年度计划")


def _text(name: str) -> str:
    return {"name": _("名称"), "line": _("工作线"), "unit": _("牵头单位")}[name]


def _size(amount: Amount) -> Decimal:
    return Decimal(0) if amount is None else abs(Decimal(amount))


def _signed(amount: Amount, size: str) -> str:
    if amount is None:
        return "—"
    if amount == 0:
        return "0"
    return f"{'+' if amount > 0 else '−'}{size}"
