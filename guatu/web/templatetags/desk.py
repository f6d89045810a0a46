"""Words of duties."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

from guatu.domain.desk import DUTY_WORDS, PILE_WORDS, DutyKind, Pile

register = template.Library()


@register.filter
def pile_words(pile: Pile) -> str:
    return gettext(PILE_WORDS[pile])


@register.filter
def duty_words(kind: DutyKind) -> str:
    return gettext(DUTY_WORDS[kind])


@register.filter
def said(words: str) -> str:
    """Words that the core marked for translation."""
    return gettext(words)
