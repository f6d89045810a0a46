"""For the pages of the procedure library."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


DAY = re.compile(r"(\d{4}-\d{2}-\d{2})")


@register.filter
def whole_days(words: str) -> SafeString:
    """A sentence whose dates stay on one line: a browser breaks after their hyphens."""
    parts = enumerate(DAY.split(words))  # every second one is a day
    return format_html_join("", "{}", ((_whole(part) if n % 2 else part,) for n, part in parts))


def _whole(day: str) -> SafeString:
    return format_html('<span class="nowrap">{}</span>', day)


@register.filter
def named(names: Mapping[str, str], code: str) -> str:
    return names.get(code, code)
