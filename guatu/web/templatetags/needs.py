"""Words and signs that pages of needs share."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from guatu.projects.queries.needs import NeedState

register = template.Library()

STATE_WORDS = {
    NeedState.LATE: gettext_lazy("逾期未落实"),
    NeedState.EXPIRED: gettext_lazy("已过有效期"),
    NeedState.BROKEN: gettext_lazy("承诺未兑现"),
    NeedState.TOO_LATE: gettext_lazy("承诺晚于需要"),
    NeedState.WAITING: gettext_lazy("待承诺"),
    NeedState.PROMISED: gettext_lazy("已承诺"),
    NeedState.DELIVERED: gettext_lazy("已落实"),
    NeedState.NOT_NEEDED: gettext_lazy("不需要"),
}


@register.simple_tag
def need_state(state: NeedState, element: str = "") -> SafeString:
    """The box of a need, its one character inside, and its state in words."""
    return format_html(
        '<span class="need-state is-{}"><i aria-hidden="true">{}</i><span>{}</span></span>',
        state.value,
        element,
        STATE_WORDS[state],
    )


@register.filter
def need_due(days: int | None) -> str:
    """``还有 6 个工作日``, ``今天``, ``已过 3 个工作日``; empty where nothing is due."""
    if days is None:
        return ""
    if days == 0:
        return gettext("今天须落实")
    words = gettext("还有 %(days)s 个工作日") if days > 0 else gettext("已过 %(days)s 个工作日")
    return words % {"days": abs(days)}
