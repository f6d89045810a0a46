"""From a record to the paper about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import template

register = template.Library()


@register.inclusion_tag("papers/_compose.html", takes_context=True)
def compose_paper(context: dict[str, Any], kind: str, field: str, pk: UUID) -> dict[str, Any]:
    """``{% compose_paper "slip" "dispatch" dispatch.pk %}``: a button for whoever may write it."""
    may = context["request"].access.can("paper.write")
    return {"may": may, "kind": kind, "field": field, "pk": pk}
