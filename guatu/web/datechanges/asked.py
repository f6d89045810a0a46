"""What the address of the list asks for, and the chips that take it back."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guatu.datechanges.queries.listing import ChangeFilter, Counts, Show
from guatu.domain.datechanges import PAUSED, Rules
from guatu.web.shared.asking import plain_words, row_id, whole_number
from guatu.web.shared.narrowing import Chip, Field, Segment, changed, chips_of

SHOW_WORDS: dict[Show, str | Promise] = {
    Show.ALL: gettext_lazy("全部"),
    Show.WAITING: gettext_lazy("待审批"),
    Show.APPROVED: gettext_lazy("已同意"),
    Show.REFUSED: gettext_lazy("未同意"),
    Show.WITHDRAWN: gettext_lazy("已撤回"),
    Show.DIRECT: gettext_lazy("随调整计划"),
    Show.SHORT: gettext_lazy("由领导审批"),
}


def filter_of(values: QueryDict) -> ChangeFilter:
    """``?show=waiting&reason=design&cause=objective&project=…&q=…``; nonsense is not there."""
    show, cause = values.get("show", ""), values.get("cause", "")
    return ChangeFilter(
        show=Show(show) if show in list(Show) else Show.ALL,
        reason=plain_words(values.get("reason", "")),
        cause=cause if cause in ("objective", "subjective") else "",
        project=row_id(values.get("project", "")),
        words=plain_words(values.get("q", "")),
    )


def page_number(values: QueryDict) -> int:
    return whole_number(values.get("page", "")) or 1


def segments(values: QueryDict, show: Show, counts: Counts) -> list[Segment]:
    return [
        Segment(f"{SHOW_WORDS[one]} {counts.of(one)}", changed(values, show=one), one is show)
        for one in Show
        if counts.of(one) or one in (show, Show.ALL, Show.WAITING)
    ]


def filter_fields(rules: Rules, wanted: ChangeFilter) -> list[Field]:
    reasons = [(one.code, _(one.name)) for one in (*rules.reasons, PAUSED)]
    causes = [("objective", _("客观原因")), ("subjective", _("主观原因"))]
    return [
        Field("reason", _("原因"), wanted.reason, reasons),
        Field("cause", _("主客观"), wanted.cause, causes),
    ]


def chips(
    values: QueryDict, wanted: ChangeFilter, fields: Sequence[Field], project: str
) -> list[Chip]:
    found = chips_of(values, fields, wanted.words)
    if wanted.project:
        found.append(Chip(project or _("一个项目"), changed(values, project="")))
    return found
