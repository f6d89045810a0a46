"""Words that only the pages of projects need."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.translation import gettext

from guatu.domain.lights.colours import Light
from guatu.projects.choices import ReportSource
from guatu.projects.queries.listing import Finish
from guatu.web.shared.finishes import finish_markup, replanned_markup

register = template.Library()


@register.filter
def finishes(finish: Finish) -> str:
    """Required, original and forecast or actual finish, each with its word."""
    return finish_markup(finish)


@register.simple_tag
def replanned() -> str:
    """The mark of a green light that only another plan keeps."""
    return replanned_markup()


@register.filter
def timed(url: str, timing: str) -> str:
    """The address of a list, narrowed to one of ``Timing``."""
    return f"{url}{'&' if '?' in url else '?'}timing={timing}"


@register.filter
def light_word(colour: str) -> str:
    """``red`` → ``红``."""
    return gettext(Light(colour).word)


@register.filter
def days_left(days: int) -> str:
    """Calendar days: ``还有 6 天``, ``今天``, ``已过 3 天``."""
    if days == 0:
        return gettext("今天")
    words = gettext("还有 %(days)s 天") if days > 0 else gettext("已过 %(days)s 天")
    return words % {"days": abs(days)}


@register.filter
def workdays_left(days: int | None) -> str:
    """``还有 6 个工作日``; None where the calendar does not reach."""
    if days is None:
        return ""
    if days == 0:
        return gettext("今天到期")
    words = gettext("还有 %(days)s 个工作日") if days > 0 else gettext("已过 %(days)s 个工作日")
    return words % {"days": abs(days)}


@register.filter
def month_name(period: date | None) -> str:
    """2021-02-01 → ``2021年2月``."""
    if period is None:
        return "—"
    return gettext("%(year)s年%(month)s月") % {"year": period.year, "month": period.month}


@register.filter
def days_moved(days: int) -> str:
    """Against the original plan, calendar days: ``推后 12 天``, ``提前 3 天``."""
    words = gettext("推后 %(days)s 天") if days > 0 else gettext("提前 %(days)s 天")
    return words % {"days": abs(days)}


@register.filter
def whole(number: int) -> str:
    """A whole number with a true minus sign."""
    return f"−{-number}" if number < 0 else str(number)


@register.filter
def true_minus(value: str) -> str:
    """``-20.15`` → ``−20.15``; words and days stay."""
    return f"−{value[1:]}" if value[:1] == "-" and value[1:2].isdigit() else value


@register.filter
def translated(words: str) -> str:
    """A message id of the core, such as the name of a dimension, in the reader's language."""
    return gettext(words) if words else ""


@register.filter
def source_word(source: str) -> str:
    """``form`` → ``填报``."""
    return str(ReportSource(source).label)
