"""What templates need beyond Django: assets, figures, days, lights, fields, cards.

Money is in 万元; a percentage is a number such as 24.7; a gap to pace is in points (百分点),
positive when ahead. ``—`` stands for an unknown figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.http import QueryDict
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy

from guatu.domain.lights.colours import Light
from guatu.domain.words import Sentence
from guatu.web.shared import assets
from guatu.web.shared.once import FIELD, fresh_key
from guatu.web.shared.sentences import in_words

register = template.Library()

Figure = Decimal | int | float | None

_UNKNOWN = "—"
_YI = Decimal(10_000)
_WEEKDAYS = (
    pgettext_lazy("星期", "周一"),
    pgettext_lazy("星期", "周二"),
    pgettext_lazy("星期", "周三"),
    pgettext_lazy("星期", "周四"),
    pgettext_lazy("星期", "周五"),
    pgettext_lazy("星期", "周六"),
    pgettext_lazy("星期", "周日"),
)


@register.simple_tag
def vite(entry: str) -> SafeString:
    """Style sheets and the module of one entry point, ``{% vite "src/app.js" %}``."""
    return assets.tags(entry)


@register.filter
def wan(amount: Figure) -> str:
    """3200.5 → ``3,200.5``: thousands separated, at most two decimals, no unit."""
    return _UNKNOWN if amount is None else _plain(amount)


@register.filter
def yi(amount: Figure) -> str:
    """For cards, with unit: 126000 → ``12.6 亿元``; below 10,000 stays 万元: ``6,300 万元``."""
    if amount is None:
        return _UNKNOWN
    if abs(_exact(amount)) >= _YI:
        return gettext("%(figure)s 亿元") % {"figure": _plain(_exact(amount) / _YI)}
    return gettext("%(figure)s 万元") % {"figure": _plain(amount)}


@register.filter
def points(gap: Figure) -> str:
    """−12.4 → ``低于序时 12.4 个百分点``."""
    if gap is None:
        return _UNKNOWN
    size = _one_decimal(abs(_exact(gap)))
    if size == 0:
        return gettext("与序时持平")
    if _exact(gap) < 0:
        return gettext("低于序时 %(points)s 个百分点") % {"points": size}
    return gettext("高于序时 %(points)s 个百分点") % {"points": size}


@register.filter
def signed(gap: Figure) -> str:
    """For table cells: ``+10.4``, ``−1.5`` (a true minus sign), ``0.0``."""
    if gap is None:
        return _UNKNOWN
    size = _one_decimal(_exact(gap))
    sign = "+" if size > 0 else "−" if size < 0 else ""
    return f"{sign}{abs(size)}"


@register.filter
def pct(percentage: Figure) -> str:
    """24.68 → ``24.7%``."""
    return _UNKNOWN if percentage is None else f"{_one_decimal(_exact(percentage))}%"


@register.filter
def share(part: Figure) -> str:
    """A share of one: 0.2468 → ``24.7%``."""
    return _UNKNOWN if part is None else pct(_exact(part) * 100)


@register.filter
def day(when: date | None) -> str:
    """``2021-03-15``; a moment is read on the clock of the place."""
    return _UNKNOWN if when is None else _local(when).strftime("%Y-%m-%d")


@register.filter
def moment(when: datetime | None) -> str:
    """``2021-03-15 08:00``."""
    return _UNKNOWN if when is None else _local(when).strftime("%Y-%m-%d %H:%M")


@register.filter
def day_words(when: date | None) -> str:
    """``3月15日（周一）``."""
    if when is None:
        return _UNKNOWN
    here = _local(when)
    return gettext("%(month)s月%(day)s日（%(weekday)s）") % {
        "month": here.month,
        "day": here.day,
        "weekday": _WEEKDAYS[here.weekday()],
    }


@register.filter
def sentence(said: Sentence | Mapping[str, Any] | str | None) -> str:
    """A sentence of the core, or as it was stored, in the reader's language."""
    return in_words(said)


@register.inclusion_tag("shared/_light.html")
def light(colour: Light | str | None, *, words: bool = True, reason: Any = "") -> dict[str, Any]:
    """Shape and word of a light; ``words=False`` leaves the word to screen readers."""
    return light_context(colour, words=words, reason=reason)


def light_context(colour: Light | str | None, *, words: bool, reason: Any) -> dict[str, Any]:
    known = Light(colour or Light.NONE)
    return {
        "light": known.value,
        "word": gettext(known.word),
        "words": words,
        "reason": sentence(reason),
    }


@register.inclusion_tag("shared/_light_bar.html")
def light_bar(counts: Any, *, legend: bool = False, url: str = "") -> dict[str, Any]:
    """How many of each light, worst first; ``url`` makes the legend a filter."""
    parts = _parts(counts, url)
    said = "，".join(f"{part['word']} {part['count']}" for part in parts)
    return {"parts": parts, "said": said or gettext("没有项目"), "legend": legend}


@register.inclusion_tag("shared/_wallchart_legend.html")
def wallchart_legend(counts: Any, *, past: object = None) -> dict[str, Any]:
    """Signs of the wall chart; the lights with their numbers are filter buttons. What needs push
    back is not drawn of the ``past``."""
    return {"parts": _parts(counts, ""), "past": past}


@register.inclusion_tag("shared/_field.html")
def field(
    bound: BoundField, unit: str = "", hint: str = "", needed: bool = False
) -> dict[str, Any]:
    """Label, control, help and errors of one form field, joined for screen readers.

    ``needed``: shown only when it has to be filled, though the form alone cannot know.
    """
    widget = bound.field.widget
    grouped = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    return {
        "field": bound,
        "control": bound.as_widget(attrs=_control_attributes(bound)),
        "unit": unit,
        "help": hint or bound.help_text,
        "help_id": f"{bound.auto_id}_help",
        "error_id": f"{bound.auto_id}_error",
        "is_check": isinstance(widget, CheckboxInput),
        "is_grouped": grouped,
        "optional": not (bound.field.required or needed or isinstance(widget, CheckboxInput)),
    }


@register.simple_tag
def control(bound: BoundField) -> SafeString:
    """The bare control in our look, for rows of filters that have their own labels."""
    attributes = _control_attributes(bound)
    attributes.pop("aria-describedby", None)
    return bound.as_widget(attrs=attributes)


@register.simple_block_tag
def card(
    content: str,
    title: str = "",
    note: str = "",
    href: str = "",
    id: str = "",
    flush: bool = False,
    kind: str = "",
) -> SafeString:
    """``{% card title=… %}…{% endcard %}``: a section; ``flush`` for tables, ``kind`` an edge."""
    edge = f" is-{kind}" if kind else ""
    return format_html(
        '<section class="card{}{}"{}>{}<div class="card-body">{}</div></section>',
        " is-flush" if flush else "",
        edge,
        format_html(' id="{}"', id) if id else "",
        _card_head(title, note, href),
        content,
    )


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The query of this address with some values changed, None to drop; ``page`` starts anew."""
    request = context.get("request")
    values: QueryDict = request.GET.copy() if request else QueryDict(mutable=True)
    values.pop("page", None)
    for name, value in changes.items():
        if value is None or value == "":
            values.pop(name, None)
        else:
            values[name] = str(value)
    return f"?{values.urlencode()}"


@register.simple_tag
def once() -> SafeString:
    """A fresh key in a form that posts: sent twice, it has one effect."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, fresh_key())


@register.tag
def again(parser: template.base.Parser, token: template.base.Token) -> AgainNode:
    """``{% again title %}``: the text of a block a second time, window title and heading alike."""
    _, name = token.split_contents()
    return AgainNode(name)


class AgainNode(template.Node):
    def __init__(self, name: str) -> None:
        self.name = name

    def render(self, context: template.Context) -> SafeString:
        block = context.render_context[BLOCK_CONTEXT_KEY].get_block(self.name)
        shown: SafeString = block.render(context)
        return shown


@register.filter
def page_numbers(page: Any) -> list[int | None]:
    """Numbers for a pager; None is a gap: 1 … 4 5 6 … 20."""
    last = page.paginator.num_pages
    shown = [n for n in range(1, last + 1) if n in (1, last) or abs(n - page.number) <= 1]
    numbers: list[int | None] = []
    for number in shown:
        if numbers and numbers[-1] != number - 1:
            numbers.append(None)
        numbers.append(number)
    return numbers


def _plain(amount: Figure) -> str:
    rounded = _exact(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
    text = f"{abs(rounded):,.2f}".rstrip("0").rstrip(".")
    return f"−{text}" if rounded < 0 else text


def _exact(amount: Figure) -> Decimal:
    return amount if isinstance(amount, Decimal) else Decimal(str(amount))


def _one_decimal(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _local(when: date) -> date:
    if isinstance(when, datetime) and timezone.is_aware(when):
        return timezone.localtime(when)
    return when


def _parts(counts: Any, url: str) -> list[dict[str, Any]]:
    return [
        {"light": one.value, "word": gettext(one.word), "count": count, "url": _filtered(url, one)}
        for one in Light
        if (count := _count(counts, one))
    ]


def _count(counts: Any, one: Light) -> int:
    if isinstance(counts, Mapping):
        return int(counts.get(one) or 0)
    return int(getattr(counts, one.value, 0) or 0)


def _filtered(url: str, one: Light) -> str:
    return f"{url}{'&' if '?' in url else '?'}light={one.value}" if url else ""


def _control_attributes(bound: BoundField) -> dict[str, Any]:
    widget = bound.field.widget
    grouped = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    own = str(widget.attrs.get("class", ""))
    classes = [own, _control_class(widget), "is-invalid" if bound.errors and not grouped else ""]
    described = [f"{bound.auto_id}_error"] if bound.errors else []
    if bound.help_text:
        described.append(f"{bound.auto_id}_help")
    attributes = {"class": said} if (said := " ".join(filter(None, classes))) else {}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return attributes


def _control_class(widget: Any) -> str:
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return ""  # Django would put the class on the group as well
    if isinstance(widget, CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, Select) else "form-control"


def _card_head(title: str, note: str, href: str) -> SafeString | str:
    if not title:
        return ""
    words = format_html('<a class="more" href="{}">{}</a>', href, title) if href else title
    said = format_html('<span class="card-note">{}</span>', note) if note else ""
    return format_html('<header class="card-head"><h2>{}</h2>{}</header>', words, said)
