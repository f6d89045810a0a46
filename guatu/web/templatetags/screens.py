"""What only the boards of wall screens need."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from guatu.boards.screens import PanelFacts
from guatu.screens.models import Board

register = template.Library()


@register.simple_tag
def panel_body(panel: PanelFacts, board: Board, now: datetime) -> SafeString:
    """A panel by the template of its kind; ``said`` are its facts."""
    context = {
        "panel": panel,
        "said": panel.said,
        "shows_money": board.shows_money,
        "shows_reasons": board.shows_reasons,
        "today": now.date(),
    }
    return SafeString(render_to_string(f"screens/panels/{panel.kind}.html", context))


@register.filter
def risen(places: int | None) -> str:
    """Places won or lost since last week, as a sign with a number: ``↑2``, ``↓1``, ``–``."""
    if places is None:
        return ""
    if places == 0:
        return "–"
    return f"{'↑' if places > 0 else '↓'}{abs(places)}"
