"""A step of five as a sign and a word."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from guatu.projects.choices import OpinionStep
from guatu.web.shared.opinions import step_word

register = template.Library()


@register.simple_tag
def opinion_step(step: int, old: bool = False) -> SafeString:
    """Five places, the given one filled, then the word; ``old`` ones are pale."""
    places = format_html_join(
        "", "<i{}></i>", ((SafeString(' class="is-on"') if one == step else "",) for one in _STEPS)
    )
    return format_html(
        '<span class="opinion{}"><span class="opinion-scale" aria-hidden="true">{}</span>'
        "<span>{}</span></span>",
        " is-old" if old else "",
        places,
        step_word(step),
    )


_STEPS = tuple(OpinionStep.values)
register.filter("step_word", step_word)
