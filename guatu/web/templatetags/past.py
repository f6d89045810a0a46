"""Addresses on a page that may tell of a day of the past: what they open tells of the same day."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import template

from guatu.web.shared import past

register = template.Library()


@register.simple_tag(takes_context=True)
def as_of(context: template.Context, url: str, **query: Any) -> str:
    """``url`` with these values unless empty, and with the day on a page of the past."""
    asked = urlencode({name: str(value) for name, value in query.items() if value})
    return past.on_day(f"{url}?{asked}" if asked else url, _moment(context))


@register.simple_tag(takes_context=True)
def project_url(context: template.Context, pk: UUID) -> str:
    return past.project_address(pk, _moment(context))


def _moment(context: template.Context) -> datetime | None:
    control = context.get("past")
    return control.moment if isinstance(control, past.PastControl) else None
