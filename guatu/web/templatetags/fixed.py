"""Parts that are the same on many pages: rendered once for each language, not for each page."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from guatu.web.shared.navigation import GROUPS

register = template.Library()


@register.simple_tag
def fixed(name: str, by: Hashable = None) -> SafeString:
    """A template that needs nothing of its page but ``by``; it is also given the pages that have
    a key."""
    return _rendered(name, get_language(), by)


@lru_cache(maxsize=512)
def _rendered(name: str, _language: str | None, by: Hashable) -> SafeString:
    keyed = [entry for group in GROUPS for entry in group if entry.key]
    return SafeString(render_to_string(name, {"keyed": keyed, "by": by}))
