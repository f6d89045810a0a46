"""For the pages of the procedure library."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def named(names: Mapping[str, str], code: str) -> str:
    return names.get(code, code)
