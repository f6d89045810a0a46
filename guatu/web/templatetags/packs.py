"""Words of a pack that a template cannot ask a row for: those that depend on its moment."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.translation import gettext

from guatu.dispatches.models import Dispatch
from guatu.domain.worklists.promises import OUTCOME_WORDS, Outcome
from guatu.kit.clock import CHINA
from guatu.projects.models import Milestone

register = template.Library()


@register.simple_tag
def outcome_words(outcome: Outcome) -> str:
    return gettext(OUTCOME_WORDS[outcome])


@register.simple_tag
def milestone_state(step: Milestone, now: datetime) -> str:
    """``done``, ``overdue`` or ``planned``."""
    if step.actual_finish:
        return "done"
    return "overdue" if step.is_overdue(now.astimezone(CHINA).date()) else "planned"


@register.simple_tag
def dispatch_is_late(dispatch: Dispatch, now: datetime) -> bool:
    return dispatch.is_late(now)
