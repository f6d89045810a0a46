"""Words that only overview and boards need."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.translation import gettext

from guatu.web.templatetags.guatu import Figure, yi

register = template.Library()


@register.filter
def month_day(when: date) -> str:
    """2021-03-15 → ``3月15日``."""
    return gettext("%(month)s月%(day)s日") % {"month": when.month, "day": when.day}


@register.filter
def yi_figure(amount: Figure) -> str:
    """The figure of ``yi`` without its unit, where the unit is set smaller: ``12.6``."""
    return yi(amount).partition(" ")[0]


@register.filter
def yi_unit(amount: Figure) -> str:
    """The unit that belongs to it: ``亿元``."""
    return yi(amount).partition(" ")[2]
