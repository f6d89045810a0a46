"""Fingerprints as they are read out on the telephone."""

from __future__ import annotations

from django import template

from guatu.bundles import keys

register = template.Library()


@register.simple_tag
def spoken(fingerprint: str) -> str:
    return keys.spoken(fingerprint)
