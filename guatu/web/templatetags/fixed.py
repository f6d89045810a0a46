"""Parts that are the same on every page: rendered once for each language, not for each page."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from guatu.web.shared.navigation import GROUPS

register = template.Library()


@register.simple_tag
def fixed(name: str) -> SafeString:
    """A template that needs nothing of its page; it is given the pages that have a key."""
    return _rendered(name, get_language())


@lru_cache(maxsize=32)
def _rendered(name: str, _language: str | None) -> SafeString:
    keyed = [entry for group in GROUPS for entry in group if entry.key]
    return SafeString(render_to_string(name, {"keyed": keyed}))
