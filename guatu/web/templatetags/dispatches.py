"""Words and signs that pages of dispatches share.

The colour of a slip is a word with diamonds, more of them the harder it presses: no light, and
never a light colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from guatu.dispatches.choices import EntryKind, EvidenceKind, Leg, Weight
from guatu.dispatches.models import Clock, Dispatch
from guatu.dispatches.queries.course import Step
from guatu.domain.clocks import CHINA, Left, Span
from guatu.domain.escalation import Colour, Ladder, Rung, When
from guatu.domain.lifecycle import STATUS_WORDS, VERB_WORDS, Status, Verb
from guatu.domain.limits import UrgencyClass
from guatu.web.shared.sentences import in_words

register = template.Library()

_STEP_WORDS = {
    Step.ISSUED: gettext_lazy("下发"),
    Step.RECEIVED: gettext_lazy("签收"),
    Step.EXTENSION_ASKED: gettext_lazy("申请延期"),
    Step.EXTENSION_GRANTED: gettext_lazy("同意延期"),
    Step.EXTENSION_REFUSED: gettext_lazy("不同意延期"),
    Step.EXTENSION_LAPSED: gettext_lazy("延期申请失效"),
    Step.PRESSED: gettext_lazy("催办"),
}
_TRIGGERS = {
    When.BEFORE: gettext_lazy("到期前 %(span)s"),
    When.ON: gettext_lazy("到期当天"),
    When.AT: gettext_lazy("到期时"),
    When.AFTER: gettext_lazy("逾期 %(span)s"),
    When.LAPSED: gettext_lazy("上一级限期已过仍未办"),
}


@register.filter
def verb_words(verb: Verb) -> str:
    return gettext(VERB_WORDS[Verb(verb)])


@register.filter
def status_words(status: Status | str) -> str:
    return gettext(STATUS_WORDS[Status(status)])


@register.simple_tag
def dispatch_status(dispatch: Dispatch) -> SafeString:
    """The state as a word in a frame; filled once it is closed."""
    return format_html(
        '<span class="dispatch-status is-{}">{}</span>',
        dispatch.status,
        status_words(dispatch.status),
    )


@register.simple_tag
def slip(colour: str, words: bool = True) -> SafeString | str:
    """``◆◆ 黄单``; nothing where nobody was pressed yet."""
    if not colour:
        return ""
    known = Colour(colour)
    return format_html(
        '<span class="slip is-{}"><i aria-hidden="true">{}</i>{}</span>',
        known.value,
        known.shape,
        gettext(known.word)
        if words
        else format_html('<span class="visually-hidden">{}</span>', gettext(known.word)),
    )


@register.simple_tag
def left_words(left: Left | None) -> SafeString | str:
    """``还有 2 个工作日``, ``已逾期 3 小时`` as late words."""
    if left is None:
        return ""
    return format_html(
        '<span class="left{}">{}</span>', " late" if left.late else "", in_words(left.sentence)
    )


@register.filter
def leg_words(leg: str) -> str:
    return str(Leg(leg).label)


@register.filter
def clock_words(clock: Clock, dispatch: Dispatch) -> str:
    """What the time is for; what came back to the issuer is to be handed on, not reviewed."""
    given_back = clock.leg == Leg.REVIEW and dispatch.stage is Status.DECLINED
    return gettext("转办") if given_back else leg_words(clock.leg)


@register.filter
def evidence_words(kind: str) -> str:
    return str(EvidenceKind(kind).label)


@register.filter
def line_words(kind: EntryKind | Step) -> str:
    """What a line of the course is called."""
    return str(_STEP_WORDS[kind] if isinstance(kind, Step) else kind.label)


@register.filter
def trigger_words(rung: Rung) -> str:
    """``到期前 3 个工作日``, ``逾期 2 个工作日``; by cause alone: ``不自动发出``."""
    if rung.trigger is None:
        return gettext("不自动发出")
    span = in_words(rung.trigger.span.words) if rung.trigger.span else ""
    return str(_TRIGGERS[rung.trigger.when]) % {"span": span}


@register.filter
def addressee_words(rung: Rung) -> str:
    return gettext("、").join(gettext(who.word) for who in rung.addressees)


@register.filter
def clock_hour(when: datetime | None) -> str:
    """``17:30`` as the clock in China shows it."""
    return f"{when.astimezone(CHINA):%H:%M}" if when else "—"


@register.filter
def is_at_once(clock: Clock) -> bool:
    """Whether its time is counted in hours, so that the hour matters beside the day."""
    return any(unit in clock.span for unit in ("hours", "office_hours"))


@register.filter
def file_size(size: int) -> str:
    """``860 KB``, ``2.4 MB``."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


@register.simple_tag
def confirm_words(door: Any, dispatch: Dispatch) -> str:
    """The question before an act, which names its object."""
    return str(door.confirm) % {"name": dispatch.number or dispatch.title}


@register.filter
def span_of(spans: Mapping[str, Span], leg: str) -> str:
    """How long a leg may take, for what begins later: ``反馈后 2 个工作日``."""
    said = in_words(spans[leg].words) if leg in spans else "—"
    return gettext("反馈后 %(span)s") % {"span": said}


@register.filter
def finish_words(urgency: UrgencyClass) -> str:
    """How long the whole may take: ``10 个工作日``."""
    span = urgency.span_of("finish")
    return in_words(span.words) if span else "—"


@register.filter
def rung_name(code: str, ladder: Ladder) -> str:
    return gettext(ladder.rung(code).name)


@register.filter
def weight_words(weight: int) -> str:
    return str(Weight(weight).label)
